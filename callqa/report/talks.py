"""Measures of the talk in tables: a row a call, and the managers' means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callqa.report.figures import trimmed
from callqa.report.table import Cell, Column, Kind, Table
from callqa.texts import Language, text

SHOWN = (
    "talk_share_manager_e4",
    "longest_monologue_manager_ms",
    "silence_count",
    "silence_longest_ms",
    "answer_manager_median_ms",
    "interruptions_by_manager_count",
    "interruptions_by_client_count",
    "overlap_share_e4",
    "speech_rate_manager_words_per_min",
    "questions_manager_per_min_e2",
    "loudness_manager_below_full_db_e1",
    "clipping_manager_e4",
)
"""The measures of a table; all others are on the call's page and in JSON."""

_SCALES = (("_e4", 100), ("_ms", 1_000), ("_e2", 100), ("_db_e1", -10))
"""By the unit at the end of the name: what one shown unit is (per cent, seconds, pieces, dB below full scale)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One call's measures."""

    call_id: str
    manager: str
    measures: Mapping[str, int]


def talk_tables(talks: Sequence[Talk], language: Language) -> tuple[Table, Table]:
    """Give the table of calls and that of managers: the mean of each measure over the calls that have it."""
    columns = tuple(Column(key=name, title=text(f"talk-{name}", language), kind=Kind.NUMBER) for name in SHOWN)
    call = Column(key="call_id", title=text("report-call", language))
    manager = Column(key="manager", title=text("report-manager", language))
    calls = Column(key="calls", title=text("report-n-calls", language), kind=Kind.NUMBER)
    people = sorted({talk.manager for talk in talks})
    own = {name: [talk for talk in talks if talk.manager == name] for name in people}
    return (
        Table(
            title=text("talk-by-call", language),
            columns=(call, manager, *columns),
            rows=tuple((talk.call_id, talk.manager, *(_cell(name, talk.measures.get(name)) for name in SHOWN)) for talk in talks),
        ),
        Table(
            title=text("talk-by-manager", language),
            columns=(manager, calls, *columns),
            rows=tuple((name, len(own[name]), *(_cell(key, _mean(key, own[name])) for key in SHOWN)) for name in people),
            notes=(text("talk-note", language),),
        ),
    )


def plain_talk(talk: Talk) -> dict[str, object]:
    """Give a call's measures for JSON: every one, in its own unit."""
    return {"call_id": talk.call_id, "manager": talk.manager, "measures": dict(sorted(talk.measures.items()))}


def _mean(name: str, talks: Sequence[Talk]) -> int | None:
    values = [talk.measures[name] for talk in talks if name in talk.measures]
    return sum(values) // len(values) if values else None


def _cell(name: str, value: int | None) -> Cell:
    if value is None:
        return None
    scale = next((scale for unit, scale in reversed(_SCALES) if name.endswith(unit)), 1)
    return value if scale == 1 else Decimal(trimmed(round(Decimal(value) / scale, 1)))
