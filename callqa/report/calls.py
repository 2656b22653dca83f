"""Tables of calls: worst first, what was left out and why, and the managers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callqa.model import CallStatus, Outcome, Problem
from callqa.report import figures
from callqa.report.table import Cell, Column, Kind, Table
from callqa.statistics import RESAMPLED_MOST, Interval, mean_interval, summed_interval
from callqa.store import CriterionRow, GroupRow, MadeWith, ResultRow, ScoreRow
from callqa.texts import Language, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Names for ids, in the reader's language: criteria in the scorecard's order, managers by id."""

    criteria: Mapping[str, str]
    managers: Mapping[str, str]

    def manager(self, known_as: str | None, language: Language) -> str:
        """Name a manager by id, or by what the source gave; an unknown one says so."""
        if known_as is None:
            return text("report-no-manager", language)
        return self.managers.get(known_as, known_as)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file or call without a score, and why."""

    status: CallStatus
    call_id: str | None
    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _CallColumn:
    """A column of a table of calls: its heading, and what stands in it."""

    key: str
    title: str
    kind: Kind
    cell: Callable[[ScoreRow, Titles, Language], Cell]


def call_column_title(name: str, language: Language) -> str:
    """Name a column of a table of calls."""
    return text(_CALL_COLUMNS[name].title, language)


def calls_table(
    rows: Sequence[ScoreRow], results: Mapping[int, tuple[ResultRow, ...]], titles: Titles, language: Language
) -> Table:
    """Scored calls, worst first: date, manager, client, length, score, and each criterion as a column."""
    scored = sorted((row for row in rows if row.score_e4 is not None), key=lambda row: (row.score_e4 or 0, row.call_id))
    title = text("report-calls", language, count=len(scored))
    found = dict.fromkeys(result.criterion_id for row in scored for result in results.get(row.evaluation_key, ()))
    return chosen_table(scored, results, titles, language, title=title, columns=SCORED_COLUMNS, criteria=in_order(found, titles))


def chosen_table(
    rows: Sequence[ScoreRow],
    results: Mapping[int, tuple[ResultRow, ...]],
    titles: Titles,
    language: Language,
    *,
    title: str,
    columns: Sequence[str],
    criteria: Sequence[str],
) -> Table:
    """Put calls into a table as they come.

    Args:
        rows: The calls.
        results: By evaluation, where there are columns of criteria.
        titles: Of criteria and managers.
        language: Of the headings.
        title: Over the table.
        columns: Names as ``call_column_title`` knows them, in order.
        criteria: Ids of those that are columns.
    """
    form = CallForm(titles=titles, language=language, columns=tuple(columns), criteria=tuple(criteria))
    made = MadeWith(
        scored=len(rows),
        changed=sum(bool(row.overrides) for row in rows),
        scorecards=tuple({(row.scorecard_id, row.scorecard_version, row.scorecard_hash) for row in rows}),
        heard_by=tuple({row.heard_by for row in rows}),
        criteria=tuple(criteria),
    )
    lines = tuple(form.line(row, results.get(row.evaluation_key, ())) for row in rows)
    return form.table(lines, title=title, made=made, has_pending=any(row.critical for row in rows))


def in_order(criteria: Iterable[str], titles: Titles) -> tuple[str, ...]:
    """Bring criteria into the scorecard's order; unknown ones come last."""
    order = {criterion: place for place, criterion in enumerate(titles.criteria)}
    return tuple(sorted(criteria, key=lambda criterion: order.get(criterion, len(order))))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """How a table of calls looks.

    Attributes:
        columns: Names as ``call_column_title`` knows them, in order.
        criteria: Ids of those that are columns.
    """

    titles: Titles
    language: Language
    columns: tuple[str, ...]
    criteria: tuple[str, ...]

    def line(self, row: ScoreRow, results: Sequence[ResultRow]) -> tuple[Cell, ...]:
        """One call."""
        outcomes = {result.criterion_id: result.outcome for result in results}
        shown = (_CALL_COLUMNS[name].cell(row, self.titles, self.language) for name in self.columns)
        return (*shown, *(outcomes.get(criterion) for criterion in self.criteria))

    def table(self, lines: Sequence[tuple[Cell, ...]], *, title: str, made: MadeWith, has_pending: bool) -> Table:
        """All of them.

        Args:
            lines: One a call.
            title: Over the table.
            made: What stands behind the calls.
            has_pending: A critical finding awaits a person.
        """
        shown = [_CALL_COLUMNS[name] for name in self.columns]
        heads = tuple(Column(key=column.key, title=text(column.title, self.language), kind=column.kind) for column in shown)
        columns = (*heads, *_criterion_columns(self.criteria, self.titles))
        return Table(title=title, columns=columns, rows=lines, notes=self._notes(made, has_pending=has_pending) if lines else ())

    def _notes(self, made: MadeWith, *, has_pending: bool) -> tuple[str, ...]:
        language, titles = self.language, self.titles
        named = (f"{place} {titles.criteria.get(name, name)}" for place, name in enumerate(self.criteria, start=1))
        heard = ", ".join(_heard(name, language) for name in sorted(made.heard_by))
        cards = ", ".join(sorted({f"{name}@{version}" for name, version, _ in made.scorecards}))
        marks = (" · ".join(named), text("report-marks", language)) if self.criteria else ()
        critical = (text("report-critical-note", language),) if has_pending else ()
        changed = (text("report-override-note", language),) if made.changed else ()
        base = (text("report-base-note", language),) if "base" in made.heard_by else ()
        return (*marks, *critical, *changed, text("report-made-with", language, heard=heard, cards=cards), *base)


def left_out_table(left_out: Iterable[LeftOut], worded: Mapping[str, str], language: Language) -> Table:
    """What has no score: excluded, not assessed, duplicate, failed; ``worded`` gives the reason by file."""
    ordered = sorted(left_out, key=lambda item: (_STATUS_ORDER.index(item.status), item.file))
    rows = [left_out_line(item.status, item.call_id, item.file, worded.get(item.file, ""), language) for item in ordered]
    return left_out_rows(rows, language)


def left_out_rows(rows: Sequence[tuple[Cell, ...]], language: Language) -> Table:
    """The table of what has no score, of its lines."""
    columns = (
        Column(key="status", title=text("report-status", language)),
        Column(key="call_id", title=text("report-call", language)),
        Column(key="file", title=text("report-file", language)),
        Column(key="reason", title=text("report-reason", language)),
    )
    return Table(title=text("report-left-out", language, count=len(rows)), columns=columns, rows=rows)


def left_out_line(status: CallStatus, call_id: str | None, file: str, why: str, language: Language) -> tuple[Cell, ...]:
    """One call or file without a score."""
    return (text(f"report-status-{status}", language), call_id, file, why)


_STATUS_ORDER = (CallStatus.FAILED, CallStatus.NOT_ASSESSED, CallStatus.EXCLUDED, CallStatus.DUPLICATE, CallStatus.SCORED)


def groups_table(
    *,
    title: str,
    heading: str,
    groups: Sequence[GroupRow],
    scores: Mapping[tuple[str | None, str | None], tuple[int, ...]],
    names: Mapping[str | None, str],
    language: Language,
) -> Table:
    """Groups of calls: calls, mean score with its interval, share of points assessed.

    Scores by different scorecards are no one mean: where there are several, each has rows of its own.
    """
    is_split = len({group.scorecard for group in groups}) > 1 and any(group.group != group.scorecard for group in groups)
    columns = (
        Column(key="group", title=heading),
        *((Column(key="scorecard", title=text("report-scorecard", language)),) if is_split else ()),
        Column(key="calls", title=text("report-n-calls", language), kind=Kind.NUMBER),
        Column(key="scored", title=text("report-n-scored", language), kind=Kind.NUMBER),
        Column(key="score", title=text("report-score", language), kind=Kind.SCORE),
        Column(key="low", title=text("report-low", language), kind=Kind.SCORE),
        Column(key="high", title=text("report-high", language), kind=Kind.SCORE),
        Column(key="assessed_pct", title=text("report-assessed", language), kind=Kind.PERCENT),
    )
    rows = []
    for group in groups:
        name, *figures_ = _group_cells(group, group_interval(group, scores), names, language)
        rows.append((name, *((group.scorecard or "",) if is_split else ()), *figures_))
    notes = (text("report-interval-note", language), *((text("report-split-note", language),) if is_split else ()))
    return Table(title=title, columns=columns, rows=tuple(rows), notes=notes)


def few_scored(groups: Iterable[GroupRow]) -> set[str | None]:
    """Name the groups so small that their interval is drawn from the scores themselves; of others their sums are enough."""
    return {group.group for group in groups if 1 < group.scored <= RESAMPLED_MOST}


def group_interval(group: GroupRow, scores: Mapping[tuple[str | None, str | None], tuple[int, ...]]) -> Interval | None:
    """A group's mean score with its interval; ``scores`` holds at least those of ``few_scored``."""
    if group.scored > RESAMPLED_MOST:
        return summed_interval(group.scored, group.score_sum_e4, group.square_sum_e8)
    if group.scored == 1:
        return mean_interval((group.score_sum_e4,))
    return mean_interval(scores.get((group.group, group.scorecard), ()))


def criteria_table(rows: Sequence[CriterionRow], titles: Titles, language: Language, *, scorecards: Sequence[str] = ()) -> Table:
    """Criteria over calls: how often each outcome, and the share of points earned.

    Several ``scorecards`` are named below the table: one criterion may weigh differently in each.
    """
    columns = (
        Column(key="criterion", title=text("report-criterion", language)),
        *(Column(key=outcome.value, title=text(f"report-outcome-{outcome}", language), kind=Kind.NUMBER) for outcome in Outcome),
        Column(key="earned_pct", title=text("report-earned-share", language), kind=Kind.SCORE),
    )
    lines = tuple(
        (
            titles.criteria.get(row.criterion_id, row.criterion_id),
            *(row.outcomes.get(outcome, 0) for outcome in Outcome),
            _share(row.earned_millipoints, row.possible_millipoints),
        )
        for row in rows
    )
    named = ", ".join(scorecards)
    notes = (text("report-several-scorecards", language, names=named),) if len(scorecards) > 1 else ()
    return Table(title=text("report-by-criterion", language), columns=columns, rows=lines, notes=notes)


def _group_cells(
    group: GroupRow, interval: Interval | None, names: Mapping[str | None, str], language: Language
) -> tuple[Cell, ...]:
    applicable = group.possible_millipoints + group.unassessed_millipoints
    return (
        names.get(group.group) or group.group or text("report-unknown", language),
        group.calls,
        group.scored,
        figures.hundredths(interval.middle) if interval else None,
        figures.hundredths(interval.low) if interval else None,
        figures.hundredths(interval.high) if interval else None,
        100 * group.possible_millipoints // applicable if applicable else None,
    )


def _share(part: int, whole: int) -> Decimal | None:
    return figures.hundredths(10_000 * part / whole) if whole else None


def _criterion_columns(criteria: Sequence[str], titles: Titles) -> tuple[Column, ...]:
    return tuple(
        Column(key=criterion, title=titles.criteria.get(criterion, criterion), kind=Kind.OUTCOME, short=str(place))
        for place, criterion in enumerate(criteria, start=1)
    )


def _heard(name: str, language: Language) -> str:
    return text("report-heard-text", language) if name == "text" else name


def _flagged(row: ScoreRow) -> str:
    flags = ("!" if row.critical else "") + ("*" if row.overrides else "")
    return row.call_id + (f" {flags}" if flags else "")


def _column(key: str, title: str, cell: Callable[[ScoreRow, Titles, Language], Cell], kind: Kind = Kind.TEXT) -> _CallColumn:
    return _CallColumn(key=key, title=title, kind=kind, cell=cell)


SCORED_COLUMNS = ("score", "call", "date", "manager", "client", "length")
"""Columns of the table of scored calls."""

_CALL_COLUMNS: Mapping[str, _CallColumn] = {
    "score": _column("score", "report-score", lambda row, _titles, _language: figures.hundredths(row.score_e4), Kind.SCORE),
    "call": _column("call_id", "report-call", lambda row, _titles, _language: _flagged(row)),
    "date": _column("started_at", "report-date", lambda row, _titles, _language: row.started_at, Kind.DATE),
    "manager": _column(
        "manager", "report-manager", lambda row, titles, language: titles.manager(row.manager_id or row.manager, language)
    ),
    "client": _column(
        "client", "report-client", lambda row, _titles, _language: ", ".join(filter(None, (row.client_name, row.client_company)))
    ),
    "type": _column(
        "call_type",
        "review-call-type",
        lambda row, _titles, language: text(f"review-type-{row.call_type}", language) if row.call_type else "",
    ),
    "length": _column("duration_ms", "report-length", lambda row, _titles, _language: row.duration_ms, Kind.LENGTH),
    "assessed": _column("assessed_pct", "report-assessed", lambda row, _titles, _language: row.assessed_e4 // 100, Kind.PERCENT),
    "status": _column("status", "report-status", lambda row, _titles, language: text(f"report-status-{row.status}", language)),
}
