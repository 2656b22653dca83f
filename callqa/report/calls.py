"""Tables of calls: worst first, what was left out and why, and the managers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callqa.model import CallStatus, Outcome, Problem
from callqa.report import figures
from callqa.report.table import Cell, Column, Kind, Table
from callqa.statistics import Interval, mean_interval
from callqa.store import CriterionRow, GroupRow, ResultRow, ScoreRow
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


def calls_table(
    rows: Sequence[ScoreRow], results: Mapping[int, tuple[ResultRow, ...]], titles: Titles, language: Language
) -> Table:
    """Scored calls, worst first: date, manager, client, length, score, and each criterion as a column."""
    scored = sorted((row for row in rows if row.score_e4 is not None), key=lambda row: (row.score_e4 or 0, row.call_id))
    criteria = _criteria(scored, results, titles)
    columns = (*_call_columns(language), *_criterion_columns(criteria, titles))
    lines = tuple((*_call_cells(row, titles, language), *_marks(results.get(row.evaluation_key, ()), criteria)) for row in scored)
    title = text("report-calls", language, count=len(scored))
    return Table(title=title, columns=columns, rows=lines, notes=_notes(scored, criteria, titles, language))


def left_out_table(left_out: Iterable[LeftOut], worded: Mapping[str, str], language: Language) -> Table:
    """What has no score: excluded, not assessed, duplicate, failed; ``worded`` gives the reason by file."""
    columns = (
        Column(key="status", title=text("report-status", language)),
        Column(key="call_id", title=text("report-call", language)),
        Column(key="file", title=text("report-file", language)),
        Column(key="reason", title=text("report-reason", language)),
    )
    rows = tuple(
        (text(f"report-status-{item.status}", language), item.call_id, item.file, worded.get(item.file, ""))
        for item in sorted(left_out, key=lambda item: (_STATUS_ORDER.index(item.status), item.file))
    )
    return Table(title=text("report-left-out", language, count=len(rows)), columns=columns, rows=rows)


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
        name, *figures_ = _group_cells(group, mean_interval(scores.get((group.group, group.scorecard), ())), names, language)
        rows.append((name, *((group.scorecard or "",) if is_split else ()), *figures_))
    notes = (text("report-interval-note", language), *((text("report-split-note", language),) if is_split else ()))
    return Table(title=title, columns=columns, rows=tuple(rows), notes=notes)


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


def _criteria(rows: Sequence[ScoreRow], results: Mapping[int, tuple[ResultRow, ...]], titles: Titles) -> tuple[str, ...]:
    found = dict.fromkeys(result.criterion_id for row in rows for result in results.get(row.evaluation_key, ()))
    order = {criterion: place for place, criterion in enumerate(titles.criteria)}
    return tuple(sorted(found, key=lambda criterion: order.get(criterion, len(order))))


def _call_columns(language: Language) -> tuple[Column, ...]:
    return (
        Column(key="score", title=text("report-score", language), kind=Kind.SCORE),
        Column(key="call_id", title=text("report-call", language)),
        Column(key="started_at", title=text("report-date", language), kind=Kind.DATE),
        Column(key="manager", title=text("report-manager", language)),
        Column(key="client", title=text("report-client", language)),
        Column(key="duration_ms", title=text("report-length", language), kind=Kind.LENGTH),
    )


def _criterion_columns(criteria: Sequence[str], titles: Titles) -> tuple[Column, ...]:
    return tuple(
        Column(key=criterion, title=titles.criteria.get(criterion, criterion), kind=Kind.OUTCOME, short=str(place))
        for place, criterion in enumerate(criteria, start=1)
    )


def _call_cells(row: ScoreRow, titles: Titles, language: Language) -> tuple[Cell, ...]:
    client = ", ".join(part for part in (row.client_name, row.client_company) if part)
    flags = ("!" if row.critical else "") + ("*" if row.overrides else "")
    return (
        figures.hundredths(row.score_e4),
        row.call_id + (f" {flags}" if flags else ""),
        row.started_at,
        titles.manager(row.manager_id or row.manager, language),
        client,
        row.duration_ms,
    )


def _marks(results: Sequence[ResultRow], criteria: Sequence[str]) -> tuple[Cell, ...]:
    outcomes = {result.criterion_id: result.outcome for result in results}
    return tuple(outcomes.get(criterion) for criterion in criteria)


def _notes(rows: Sequence[ScoreRow], criteria: Sequence[str], titles: Titles, language: Language) -> tuple[str, ...]:
    if not rows:
        return ()
    legend = " · ".join(f"{place} {titles.criteria.get(name, name)}" for place, name in enumerate(criteria, start=1))
    notes = [legend, text("report-marks", language)]
    if any(row.critical for row in rows):
        notes.append(text("report-critical-note", language))
    if any(row.overrides for row in rows):
        notes.append(text("report-override-note", language))
    heard = sorted({row.heard_by for row in rows})
    cards = sorted({f"{row.scorecard_id}@{row.scorecard_version}" for row in rows})
    notes.append(
        text("report-made-with", language, heard=", ".join(_heard(name, language) for name in heard), cards=", ".join(cards))
    )
    if "base" in heard:
        notes.append(text("report-base-note", language))
    return tuple(notes)


def _heard(name: str, language: Language) -> str:
    return text("report-heard-text", language) if name == "text" else name
