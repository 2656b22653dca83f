"""Rows of tables of calls, read as they are written: a table of a million calls takes no more memory than one of a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import overload

from callqa.model import CallStatus
from callqa.report.calls import SCORED_COLUMNS, CallForm, in_order, left_out_line, left_out_rows
from callqa.report.table import Cell, Table
from callqa.report.titles import titles_of
from callqa.settings import Project
from callqa.store import Filter, Order, ScoreRow, Store
from callqa.texts import Language, text

_LEFT_OUT = (CallStatus.FAILED, CallStatus.NOT_ASSESSED, CallStatus.EXCLUDED, CallStatus.DUPLICATE)

Line = tuple[Cell, ...]


class Lines(Sequence[Line]):
    """Rows that are known by their number, and read when they are wanted.

    Args of the constructor: how many they are; what gives them one after another; what gives the first of them.
    """

    def __init__(self, count: int, each: Callable[[], Iterator[Line]], first: Callable[[int], Sequence[Line]]) -> None:
        self._count = count
        self._each = each
        self._first = first

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Line]:
        return self._each()

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, int):
            place = range(self._count)[at]
            return self._first(place + 1)[place]
        wanted = range(self._count)[at]
        last = max(wanted, default=-1)
        rows = self._first(last + 1) if last >= 0 else ()
        return [rows[place] for place in wanted]


def stored_calls(store: Store, chosen: Filter, project: Project, language: Language) -> Table:
    """Scored calls as ``calls_table`` gives them, read while they are written."""
    made = store.sums.made_with(chosen)
    titles = titles_of(store, {digest for _, _, digest in made.scorecards}, project, language)
    criteria = in_order(made.criteria, titles)
    form = CallForm(titles=titles, language=language, columns=SCORED_COLUMNS, criteria=criteria)

    def each() -> Iterator[Line]:
        for row, results in store.evaluations.each_with_results(chosen, order=Order.WORST):
            if row.score_e4 is None:  # the scored come first
                return
            yield form.line(row, results)

    def first(count: int) -> Sequence[Line]:
        rows = store.evaluations.scores(chosen, order=Order.WORST, limit=count)
        results = store.evaluations.results([row.evaluation_key for row in rows])
        return [form.line(row, results[row.evaluation_key]) for row in rows]

    title = text("report-calls", language, count=made.scored)
    has_pending = store.evaluations.has_pending(chosen)
    return form.table(Lines(made.scored, each, first), title=title, made=made, has_pending=has_pending)


def stored_left_out(store: Store, chosen: Filter, language: Language) -> Table:
    """Calls without a score and why, read while they are written."""
    left_out = replace(chosen, statuses=_LEFT_OUT)

    def line(row: ScoreRow) -> Line:
        return left_out_line(row.status, row.call_id, row.file or row.call_id, _why(store, row, language), language)

    def each() -> Iterator[Line]:
        return (line(row) for row in store.evaluations.each_score(left_out, order=Order.LEFT_OUT))

    def first(count: int) -> Sequence[Line]:
        return [line(row) for row in store.evaluations.scores(left_out, order=Order.LEFT_OUT, limit=count)]

    return left_out_rows(Lines(store.browse.count(left_out), each, first), language)


def _why(store: Store, row: ScoreRow, language: Language) -> str:
    evaluation = store.evaluations.get(row.evaluation_key)
    problems = evaluation.problems[-1:] if evaluation is not None else ()
    return " ".join(text(problem.slug, language, **problem.facts) for problem in problems)
