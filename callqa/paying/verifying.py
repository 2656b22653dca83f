"""Is what was paid still what the evidence says? The money again from stored outcomes; the outcomes again from stored words."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from callqa.bonus import Line, Period, compute
from callqa.bonus.money import MINOR_DIGITS
from callqa.errors import CallqaError
from callqa.model import Evaluation, Problem, Severity
from callqa.paying.errors import NotClosedError
from callqa.paying.gathering import Gathered, gather_again
from callqa.paying.hashing import digest
from callqa.paying.lines import to_line
from callqa.paying.periods import basis_of
from callqa.paying.settling import settle
from callqa.paying.snapshot import Snapshot
from callqa.store import SourceKind, Store
from callqa.store.payroll import LINES, Entry, EntryKind

UNREADABLE = (CallqaError, ArithmeticError, LookupError, TypeError, ValueError, zlib.error)
"""What reading rows raises that somebody altered: a finding, not a failure of the command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification found.

    Attributes:
        rows: Rows of the chain that were checked.
        lines: Lines of pay computed again.
        calls: Calls whose outcomes were found again (level 2).
        irreproducible: What cannot be had again here, each with the reason as a problem: outcomes whose words were purged,
            facts of people whose client was forgotten.
        problems: What does not agree.
    """

    rows: int
    lines: int
    calls: int = 0
    irreproducible: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def verify(store: Store, period: Period, *, level: int = 1) -> Verified:
    """Check a closed month.

    Args:
        store: Where it is.
        period: The month.
        level: 1 computes the money again from stored outcomes, 2 also the outcomes from stored transcripts.

    Raises:
        NotClosedError: It is not closed.
    """
    chain = [_error("bonus-verify-chain", row=str(found.row), what=found.what) for found in store.payroll.breaks()]
    closings = store.payroll.entries(period=str(period), kinds=(EntryKind.CLOSED, EntryKind.ONE_OFF))
    if not closings and not chain:
        raise NotClosedError(period=period)
    problems, lines = list(chain), 0
    forgotten = frozenset(store.subjects.forgotten())
    for closing in closings:
        found, number = _closing(store, period, closing, forgotten)
        problems.extend(found)
        lines += number
    words = _words(store, closings) if level > 1 else _Words()
    return Verified(
        rows=store.payroll.head()[0],
        lines=lines,
        calls=words.calls,
        irreproducible=(*(item for item in problems if item.severity is Severity.INFO), *words.irreproducible),
        problems=(*(item for item in problems if item.severity is Severity.ERROR), *words.problems),
    )


def _closing(store: Store, period: Period, closing: Entry, forgotten: frozenset[str]) -> tuple[list[Problem], int]:
    """Compute one closing again; whatever an altered database makes impossible is a finding, not a failure."""
    rows = store.payroll.entries(closing=closing.row, kinds=LINES)
    try:
        return _compared(store, period, closing, rows, forgotten), len(rows)
    except UNREADABLE as error:
        return [_error("bonus-verify-unreadable", row=str(closing.row), why=type(error).__name__)], len(rows)


def _compared(store: Store, period: Period, closing: Entry, rows: tuple[Entry, ...], forgotten: frozenset[str]) -> list[Problem]:
    basis = basis_of(closing)
    problems = list(_totals(store, closing, rows, basis["totals"]))
    problems.extend(_settlements(store, closing, rows, basis["settled"]))
    if closing.kind is not EntryKind.CLOSED:
        return problems
    gathered = gather_again(store, period, Snapshot.from_plain(basis["snapshot"]))
    problems.extend(_facts(gathered, basis["facts"], forgotten))
    ledger = compute(gathered.facts)
    again = {line.place: line for person in ledger.people for line in person.lines if line.kpi_id is not None}
    problems.extend(_own_lines(rows, again))
    return problems


def _own_lines(rows: tuple[Entry, ...], again: dict[tuple[str, str, str, str], Line]) -> Iterator[Problem]:
    for row in rows:
        if row.kind not in (EntryKind.KPI, EntryKind.HELD):
            continue
        line, fresh = to_line(row), again.get(to_line(row).place)
        if fresh is None or (fresh.kind, fresh.amount, fresh.percent) != (line.kind, line.amount, line.percent):
            yield _line_error(row, fresh)


def _settlements(store: Store, closing: Entry, rows: tuple[Entry, ...], settled: list[dict[str, object]]) -> Iterator[Problem]:
    kinds = (EntryKind.RELEASE, EntryKind.CORRECTION, EntryKind.NOTED)
    written = {(row.kind.value, *to_line(row).place): to_line(row) for row in rows if row.kind in kinds}
    by_place = {(row.kind.value, *to_line(row).place): row for row in rows if row.kind in kinds}
    managers = frozenset(row.manager_id or "" for row in rows)
    again: dict[tuple[str, ...], Line] = {}
    for plain in settled:
        earlier = store.payroll.entry(int(str(plain["closing"])))
        if earlier is None:
            raise KeyError(plain["closing"])
        snapshot = Snapshot.from_plain(plain["snapshot"])  # type: ignore[arg-type]
        named = plain.get("managers")
        meant = managers & frozenset(named) if isinstance(named, list) else managers
        for line in settle(store, earlier, snapshot, before=closing.row, managers=meant).lines:
            again[(line.kind.value, *line.place)] = line
    for place, line in written.items():
        fresh = again.get(place)
        if fresh is None or (fresh.amount, fresh.percent, fresh.basis.noted) != (line.amount, line.percent, line.basis.noted):
            yield _line_error(by_place[place], fresh)


def _totals(store: Store, closing: Entry, rows: tuple[Entry, ...], said: dict[str, list[str]]) -> Iterator[Problem]:
    """Sum each person's lines again: what payroll entered for the month before its closing counts with them."""
    joined = (*rows, *_entered(store, closing)) if closing.kind is EntryKind.CLOSED else rows
    for manager, (minor, percent) in said.items():
        own = [row for row in joined if row.manager_id == manager]
        summed = sum(row.amount_minor or 0 for row in own)
        summed_percent = sum((Decimal(row.percent) for row in own if row.percent is not None), Decimal(0))
        if summed != int(minor) or summed_percent != Decimal(percent):
            yield _error("bonus-verify-total", manager=manager, said=minor, found=str(summed))
    for manager in sorted({row.manager_id or "" for row in rows} - said.keys()):
        yield _error("bonus-verify-total", manager=manager, said="-", found="")


def _entered(store: Store, closing: Entry) -> Iterator[Entry]:
    """Give what payroll had entered for the month and no earlier closing of everybody had paid."""
    before = store.payroll.entries(period=closing.period, kinds=(EntryKind.CLOSED,), until_row=closing.row - 1)
    whole = next((row for row in before if row.manager_id is None), None)
    paid = frozenset() if whole is None else frozenset(basis_of(whole)["totals"])
    for row in store.payroll.entries(period=closing.period, kinds=(EntryKind.ADJUSTMENT,), until_row=closing.row):
        if whole is None or row.row > whole.row or row.manager_id not in paid:
            yield row


def _facts(gathered: Gathered, said: dict[str, str], forgotten: frozenset[str]) -> Iterator[Problem]:
    """Hash each person's facts again; with a client forgotten they cannot hash as they did, and the lines alone are left."""
    known = {person.manager_id: person for person in gathered.facts.people}
    for manager, hashed in said.items():
        person = known.get(manager)
        if person is not None and digest(person) == hashed:
            continue
        calls = [] if person is None else [call for call in person.calls if call.call_id in forgotten]
        if calls:
            yield Problem(
                severity=Severity.INFO, slug="bonus-verify-forgotten", facts={"manager": manager, "calls": str(len(calls))}
            )
        else:
            yield _error("bonus-verify-facts", manager=manager)


def _line_error(row: Entry, fresh: Line | None) -> Problem:
    found = "-" if fresh is None else str(fresh.amount if fresh.amount is not None else fresh.percent or fresh.kind)
    return _error(
        "bonus-verify-line",
        row=str(row.row),
        manager=row.manager_id or "",
        kpi=row.kpi_id or row.kind,
        said=_said(row),
        found=found,
    )


def _said(row: Entry) -> str:
    if row.amount_minor is None or row.currency is None:
        return row.percent or row.kind.value
    return f"{Decimal(row.amount_minor).scaleb(-MINOR_DIGITS.get(row.currency, 2)):f}"


@dataclass(slots=True)
class _Words:
    calls: int = 0
    irreproducible: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def _words(store: Store, closings: tuple[Entry, ...]) -> _Words:
    keys: set[int] = set()
    for closing in closings:
        basis = basis_of(closing)
        used = [basis["snapshot"]] if closing.kind is EntryKind.CLOSED else []
        for plain in (*used, *(settled["snapshot"] for settled in basis.get("settled", ()))):
            keys |= set(Snapshot.from_plain(plain).evaluations)
    found = _Words()
    for key in sorted(keys):
        try:
            problem = _call(store, key)
        except UNREADABLE as error:
            problem = _error("bonus-verify-words", evaluation=str(key), why=type(error).__name__)
        if problem is None:
            found.calls += 1
        elif problem.severity is Severity.ERROR:
            found.problems = (*found.problems, problem)
        else:
            found.irreproducible = (*found.irreproducible, problem)
    return found


def _call(store: Store, key: int) -> Problem | None:
    """Analyse and score one stored transcript again; ``None`` where the outcomes are the same."""
    from callqa.analysis import analyse  # noqa: PLC0415 - heavy, and level 1 needs none of it
    from callqa.rulebook import from_stored  # noqa: PLC0415
    from callqa.score import evaluate  # noqa: PLC0415

    stored, context = store.evaluations.get(key), store.evaluations.context(key)
    (one,) = store.payfacts.evaluations([key])
    if stored is None or context is None:
        return _info("bonus-verify-purged", one.call_id)
    analysis = store.analyses.get(stored.analysis_id)
    transcript = store.transcripts.get(analysis.transcript_id) if analysis is not None else None
    if analysis is None or transcript is None:
        return _info("bonus-verify-purged", one.call_id)
    again = analyse(transcript, context=context)
    if dict(again.versions) != dict(analysis.versions):
        return _info("bonus-verify-versions", one.call_id)
    scorecard = from_stored(store.sources.content(store.sources.by_hash(SourceKind.SCORECARD, stored.scorecard_hash)))
    fresh = evaluate(again, scorecard, context)
    is_same = outcomes(fresh) == outcomes(stored) == _tabled(store, key)
    return None if is_same else _error("bonus-verify-outcome", call=one.call_id)


def outcomes(evaluation: Evaluation) -> list[tuple[str, str, int, int]]:
    """Write an evaluation's outcomes for comparison."""
    return [
        (result.criterion_id, result.outcome.value, result.earned_millipoints, result.possible_millipoints)
        for result in evaluation.criteria
    ]


def _tabled(store: Store, key: int) -> list[tuple[str, str, int, int]]:
    return [
        (result.criterion_id, result.outcome.value, result.earned_millipoints, result.possible_millipoints)
        for result in store.payfacts.results([key])[key]
    ]


def _error(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts)


def _info(slug: str, call: str) -> Problem:
    return Problem(severity=Severity.INFO, slug=slug, facts={"call": call})
