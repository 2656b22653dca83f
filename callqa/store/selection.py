"""Which calls a table is about: a ``Filter`` as SQL over indexes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, StrEnum

from callqa.model import CallStatus
from callqa.store.connection import Row
from callqa.store.narrowing import conditions_of, one_of, where
from callqa.store.rows import Filter


class Order(Enum):
    """How a table of calls is sorted; calls without the value come last."""

    SCORE = "c.score_e4 IS NULL, c.score_e4, c.started_at, c.call_id"
    WORST = "c.score_e4 IS NULL, c.score_e4, c.call_id"
    LEFT_OUT = (
        "CASE c.state WHEN 'failed' THEN 0 WHEN 'not_assessed' THEN 1 WHEN 'excluded' THEN 2 WHEN 'duplicate' THEN 3 ELSE 4 END, "
        "COALESCE(NULLIF(c.file, ''), c.call_id), c.started_at, c.call_id"
    )
    BEST = "c.score_e4 DESC, c.started_at, c.call_id"
    TIME = "c.started_at IS NULL, c.started_at, c.call_id"
    NEWEST = "c.started_at DESC, c.call_id"
    CALL = "c.call_id"
    LENGTH = "e.duration_ms, c.call_id"
    LONGEST = "c.duration_ms DESC, c.call_id"
    MANAGER = "c.manager_id IS NULL, c.manager_id, c.score_e4 IS NULL, c.score_e4, c.call_id"


class By(StrEnum):
    """What calls are summed by."""

    CALL = "call"
    MANAGER = "manager"
    TEAM = "team"
    CRITERION = "criterion"
    SCORECARD = "scorecard"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


GROUPS = {
    By.CALL: "call_id",
    By.MANAGER: "COALESCE(manager_id, manager)",
    By.TEAM: "team",
    By.SCORECARD: "scorecard_id",
    By.DAY: "local_day",
    By.WEEK: "date(local_day, '-6 days', 'weekday 1')",  # the Monday of the week
    By.MONTH: "substr(local_day, 1, 7)",
}
"""The group of a call, as SQL over the columns of ``score_query``."""

_FROM_CALLS = """
SELECT c.call_key, c.call_id, c.file, c.manager, c.manager_id, c.team, c.started_at, c.local_day, c.client_name, c.client_company,
  c.call_type, c.direction, c.state, c.score_e4, c.earned_millipoints, c.possible_millipoints, c.unassessed_millipoints,
  c.overrides, e.score_e4 AS machine_score_e4, e.evaluation_key, e.evaluation_id, e.language, e.duration_ms, e.reason,
  e.assessed_e4, e.critical, e.scorecard_id, e.scorecard_version, e.scorecard_hash, e.purpose, e.engine_model
FROM calls c JOIN evaluations e ON e.evaluation_key = c.evaluation_key
"""

_FROM_EVALUATIONS = """
SELECT c.call_key, c.call_id, c.file, c.manager, e.manager_id, e.team, e.started_at, e.local_day, c.client_name, c.client_company,
  c.call_type, c.direction, s.effective_status AS state, s.score_e4, s.earned_millipoints, s.possible_millipoints,
  s.unassessed_millipoints, s.overrides, e.score_e4 AS machine_score_e4, e.evaluation_key, e.evaluation_id, e.language,
  e.duration_ms, e.reason, e.assessed_e4, e.critical, e.scorecard_id, e.scorecard_version, e.scorecard_hash, e.purpose,
  e.engine_model
FROM evaluations e JOIN calls c ON c.call_key = e.call_key JOIN effective_scores s ON s.evaluation_key = e.evaluation_key
"""

_OUTCOME = """EXISTS (SELECT 1 FROM effective_results r WHERE r.evaluation_key = e.evaluation_key
  AND r.criterion_id = :criterion{place} AND r.outcome = :outcome{place})"""

_OUTCOME_NOW = """CASE WHEN c.overrides = 0 THEN {as_judged}
ELSE EXISTS (SELECT 1 FROM effective_results r WHERE r.evaluation_key = c.evaluation_key
  AND r.criterion_id = :criterion{place} AND r.outcome = :outcome{place}) END"""
"""Of a call's current evaluation: most calls have no override, and need not be joined with any."""

_LISTED = """c.evaluation_key IN (SELECT m.evaluation_key FROM criterion_results m
  WHERE m.criterion_id = :criterion{place} AND m.outcome = :outcome{place})"""
"""All that came out so, put into a list that each call is looked up in."""

_ASKED_EACH = """EXISTS (SELECT 1 FROM criterion_results m WHERE m.evaluation_key = c.evaluation_key
  AND m.criterion_id = :criterion{place} AND m.outcome = :outcome{place})"""

LEFT_OUT = "c.state IN ('new', 'excluded', 'duplicate', 'failed')"
"""Calls that no sum counts."""

_HAS_EVALUATION = "c.evaluation_key IS NOT NULL"
_NOT_UNJUDGED = "c.call_key NOT IN (SELECT u.call_key FROM calls u WHERE u.evaluation_key IS NULL)"
"""The same, but the narrow index of people and days then holds all that is asked."""

OF_ORDER = {
    Order.NEWEST: "calls_newest",
    Order.TIME: "calls_oldest",
    Order.SCORE: "calls_worst",
    Order.BEST: "calls_best",
    Order.LONGEST: "calls_longest",
}
"""Indexes that hold an order and what filters ask: a page is soon found there, while the planner would read and sort all calls of
a manager."""

OF_DAYS = "calls_of_days"
"""The index that holds the days and what filters ask."""

_OF_LENGTH = "+c.evaluation_key IN (SELECT d.evaluation_key FROM evaluations d WHERE d.duration_ms {compared})"
"""By an index: the evaluations themselves are long."""

_OF_LENGTH_EACH = "(SELECT d.duration_ms FROM evaluations d WHERE d.evaluation_key = c.evaluation_key) {compared}"

_OF_SCORECARD = """e.evaluation_key = (SELECT MAX(l.evaluation_key) FROM evaluations l
  WHERE l.call_key = e.call_key AND l.scorecard_hash = :scorecard_hash)"""

_AS_EVALUATED = (
    ("c.score_e4", "s.score_e4"),
    ("c.state", "s.effective_status"),
    ("c.manager_id", "e.manager_id"),
    ("c.team", "e.team"),
    ("c.local_day", "e.local_day"),
    ("c.started_at", "e.started_at"),
    ("+c.evaluation_key IN", "e.evaluation_key IN"),
)
"""By an older scorecard a call counts as it stood when that evaluation was made."""


def score_query(chosen: Filter, order: Order | None, *further: str) -> tuple[str, Row]:
    """Word a filter as a query over scored calls, without a limit, and its parameters; further conditions are SQL."""
    conditions, parameters = _conditions(chosen)
    conditions.extend(further)
    if chosen.scorecard_hash is None:
        return f"{_FROM_CALLS} {where(conditions)} {_ordered(order)}", parameters
    rest = f"{where([*conditions, _OF_SCORECARD])} {_ordered(order)}"
    for of_call, of_evaluation in _AS_EVALUATED:
        rest = rest.replace(of_call, of_evaluation)
    return f"{_FROM_EVALUATIONS} {rest}", parameters | {"scorecard_hash": chosen.scorecard_hash}


def column_query(
    chosen: Filter,
    order: Order | None,
    column: str,
    *,
    is_asked_each: bool = False,
    index: str | None = None,
    further: Sequence[str] = (),
) -> tuple[str, Row]:
    """Word a filter as a query for one column of ``calls``; evaluations, which are long, stand aside unless asked for.

    Args:
        chosen: Which calls.
        order: How they are sorted, if at all.
        column: What is asked of them.
        is_asked_each: Ask each call for its outcomes and its length instead of listing all calls with them: for few calls, or few
            wanted.
        index: To be read instead of what the planner takes.
        further: Conditions in SQL.
    """
    if asks_evaluations(chosen, order):
        sql, parameters = score_query(chosen, order, *further)
        return f"SELECT {column} FROM ({sql})", parameters  # noqa: S608 - our own words
    conditions, parameters = _conditions(chosen, is_asked_each=is_asked_each)
    is_held = order is None and not further and _asks_people_and_days(chosen)
    rest = f"{where([_NOT_UNJUDGED if is_held else _HAS_EVALUATION, *conditions, *further])} {_ordered(order)}"
    source = "calls c" if index is None else f"calls c INDEXED BY {index}"
    return f"SELECT {column} FROM {source} {rest}", parameters  # noqa: S608


def _asks_people_and_days(chosen: Filter) -> bool:
    """Tell whether a filter asks for the calls of managers, on some days perhaps, and nothing else."""
    return bool(chosen.managers) and chosen == Filter(managers=chosen.managers, since=chosen.since, until=chosen.until)


def asks_evaluations(chosen: Filter, order: Order | None) -> bool:
    """Tell whether a filter or an order asks what only evaluations tell."""
    columns = [column for column, wanted in _listed(chosen) if wanted] + ([] if order is None else [order.value])
    return chosen.scorecard_hash is not None or any(column.startswith("e.") for column in columns)


def _ordered(order: Order | None) -> str:
    return "" if order is None else f"ORDER BY {order.value}"


def critical_query(chosen: Filter) -> tuple[str, Row]:
    """Word a filter as a query over its scored calls with critical findings: these are few, and are followed to their calls."""
    sql, parameters = score_query(chosen, None, "c.score_e4 IS NOT NULL", "e.critical <> '[]'")
    return sql.replace("FROM calls c JOIN evaluations e ON", "FROM evaluations e CROSS JOIN calls c ON"), parameters


def page_query(keys: str, order: Order) -> tuple[str, Row]:
    """Word the rows of known calls (a JSON list of keys) as a query like ``score_query``."""
    return f"{_FROM_CALLS} {where([one_of('c.call_key', 'keys')])} {_ordered(order)}", {"keys": keys}


def _conditions(chosen: Filter, *, is_asked_each: bool = False) -> tuple[list[str], Row]:
    asked: dict[str, tuple[str, object]] = {}
    for column, wanted in _listed(chosen):
        name = column.strip("+").replace(".", "_")
        asked[name] = (one_of(column, name), wanted)
    conditions, parameters = conditions_of(asked | _bounds(chosen, _OF_LENGTH_EACH if is_asked_each else _OF_LENGTH))
    for place, (criterion, outcome) in enumerate(sorted(chosen.outcomes.items())):
        as_judged = (_ASKED_EACH if is_asked_each else _LISTED).format(place=place)
        conditions.append((_OUTCOME_NOW if chosen.scorecard_hash is None else _OUTCOME).format(place=place, as_judged=as_judged))
        parameters |= {f"criterion{place}": criterion, f"outcome{place}": outcome}
    return conditions, parameters


def _listed(chosen: Filter) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("c.call_id", chosen.call_ids),
        ("c.manager_id", chosen.managers),
        ("c.team", chosen.teams),
        # "+": nearly every call is scored, and an index of states would be followed to each of them
        ("+c.state" if CallStatus.SCORED in chosen.statuses else "c.state", chosen.statuses),
        ("c.call_type", chosen.call_types),
        ("e.language", chosen.languages),
        ("e.scorecard_id", chosen.scorecards),
    )


def _bounds(chosen: Filter, of_length: str) -> dict[str, tuple[str, object]]:
    return {
        "since": ("c.local_day >= :since", chosen.since),
        "until": ("c.local_day < :until", chosen.until),
        "least_score": ("c.score_e4 >= :least_score", chosen.least_score_e4),
        "most_score": ("c.score_e4 <= :most_score", chosen.most_score_e4),
        "least_duration": (of_length.format(compared=">= :least_duration"), chosen.least_duration_ms),
        "most_duration": (of_length.format(compared="<= :most_duration"), chosen.most_duration_ms),
        "doubtful": ("c.unassessed_millipoints > 0", 1 if chosen.is_doubtful else None),
        "judged": ("c.overrides >= :judged", 1 if chosen.is_overridden else None),
        "words": ("+c.call_key IN (SELECT rowid FROM search WHERE search MATCH :words)", chosen.words),
    }
