"""Sums by day and manager, kept beside the calls: a year of 100,000 calls is then a few thousand rows.

A trigger on ``calls`` marks what no longer holds; whoever reads next counts those days again, and their months from them.
"""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from callqa.model import Outcome
from callqa.store.connection import Connection, Row
from callqa.store.errors import StoreError

_SCORES = """
INSERT INTO day_scores
SELECT COALESCE(c.local_day, ''), :manager, CASE WHEN c.manager_id IS NULL THEN COALESCE(c.manager, '') ELSE '' END,
  COALESCE(c.team, ''), e.source_key, e.engine_model, COUNT(*), COUNT(c.score_e4), COALESCE(SUM(c.score_e4), 0),
  COALESCE(SUM(c.score_e4 * c.score_e4), 0), SUM(c.earned_millipoints), SUM(c.possible_millipoints),
  SUM(c.unassessed_millipoints), SUM(c.overrides > 0 AND c.score_e4 IS NOT NULL)
{calls} GROUP BY 1, 2, 3, 4, 5, 6
"""

_RESULTS = """
INSERT INTO day_results
SELECT day, :manager, team, source_key, criterion_id, MIN(position), SUM(outcome = 'met'), SUM(outcome = 'partly_met'),
  SUM(outcome = 'not_met'), SUM(outcome = 'not_applicable'), SUM(outcome = 'not_assessed'), SUM(earned_millipoints),
  SUM(possible_millipoints)
FROM (
  SELECT COALESCE(c.local_day, '') AS day, COALESCE(c.team, '') AS team, e.source_key, r.criterion_id, r.position, r.outcome,
    r.earned_millipoints, r.possible_millipoints
  {calls} AND c.overrides = 0 AND r.evaluation_key = c.evaluation_key
  UNION ALL
  SELECT COALESCE(c.local_day, ''), COALESCE(c.team, ''), e.source_key, r.criterion_id, r.position, r.outcome,
    r.earned_millipoints, r.possible_millipoints
  {changed} AND c.overrides > 0 AND r.evaluation_key = c.evaluation_key
) GROUP BY day, team, source_key, criterion_id
"""
"""Most calls have no override, and need not be joined with any."""

_CALLS = """
FROM calls c CROSS JOIN evaluations e INDEXED BY evaluations_made ON e.evaluation_key = c.evaluation_key {further}
WHERE {cells} AND c.state IN ('scored', 'not_assessed')
"""

_STALE = "SELECT local_day FROM days_stale WHERE manager_id = :manager AND local_day >= :first AND local_day < :next"

_SCORE_SUMS = (
    "calls", "scored", "score_sum", "square_sum", "earned_millipoints", "possible_millipoints", "unassessed_millipoints",
    "changed",
)  # fmt: skip
_RESULT_SUMS = (
    "met", "partly_met", "not_met", "not_applicable", "not_assessed", "earned_millipoints", "possible_millipoints",
)  # fmt: skip
_KEYS = {
    "day_scores": ("manager_id", "known_as", "team", "source_key", "heard_by"),
    "day_results": ("manager_id", "team", "source_key", "criterion_id"),
}
_SUMMED = {"day_scores": _SCORE_SUMS, "day_results": _RESULT_SUMS}
_FIRSTS = {"day_scores": (), "day_results": ("position",)}
"""Columns of which the least is taken."""

_COUNTED = {"day_scores": "calls", "day_results": "met + partly_met + not_met + not_applicable + not_assessed"}
"""More than none in every row."""

_COLUMNS = {table: ", ".join((*_KEYS[table], *_FIRSTS[table], *_SUMMED[table])) for table in _KEYS}
"""Columns after the day, or after the month."""

_OF_SCORECARDS = """source_key IN (
  SELECT source_key FROM sources WHERE kind = 'scorecard' AND name IN (SELECT value FROM json_each(:scorecards)))"""

_MONTH_OF = {"day_scores": "month_scores", "day_results": "month_results"}


def _of_month(table: str) -> str:
    """Word how a month is counted from its days."""
    taken = (*(f"MIN({name})" for name in _FIRSTS[table]), *(f"SUM({name})" for name in _SUMMED[table]))
    keys = ", ".join(_KEYS[table])
    return f"""
        INSERT INTO {_MONTH_OF[table]} SELECT :month, {keys}, {", ".join(taken)}
        FROM {table} WHERE manager_id = :manager AND local_day >= :first AND local_day < :next GROUP BY {keys}"""  # noqa: S608 - our own names


_MONTHS = {table: _of_month(table) for table in _KEYS}

FIRST_DAY = "0000-01-01"
"""Calls without a day, whose day is the empty text, lie before it."""

MANAGERS_AT_ONCE = 100
"""Of one month, counted anew in one transaction: some thousand calls each at the most."""

LAST_YEAR = "9999"
"""After its last month there is none that could be written, and compared as text."""

_BY_DAY = frozenset({"day", "week"})
"""Groups that months do not add up to."""

_GROUPS = {
    "manager": "manager_id",
    "team": "team",
    "day": "local_day",
    "week": "date(local_day, '-6 days', 'weekday 1')",  # the Monday of the week
    "month": "substr(local_day, 1, 7)",
    "all": "''",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which days, and whose. Days are local, ``until`` is exclusive; empty asks nothing.

    Attributes:
        scorecards: Ids of the scorecards that judged.
    """

    since: str | None = None
    until: str | None = None
    managers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    scorecards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGroup:
    """Sums over the judged calls of a group.

    Attributes:
        group: Manager id, team, day, Monday of a week or month; empty where it is not known.
        square_sum: Sum of the squared scores (out of 10,000): what an interval is computed from.
    """

    group: str
    calls: int
    scored: int
    score_sum: int
    square_sum: int
    earned_millipoints: int
    possible_millipoints: int
    unassessed_millipoints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCriterion:
    """How a criterion came out over the judged calls of a group."""

    group: str
    criterion_id: str
    met: int
    partly_met: int
    not_met: int
    not_applicable: int
    not_assessed: int
    earned_millipoints: int
    possible_millipoints: int


class Days:
    """Sums by day, manager and team."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def freshen(self) -> int:
        """Count anew the days that changed; gives how many (day, manager) pairs they were.

        Many are counted in several transactions, so that nobody who writes waits for all of them.
        """
        counted = 0
        while self.stale():
            with self._connection.write():
                counted += self._freshen_some()
        return counted

    def are_fresh(self, *, stale_most: int | None = None) -> bool:
        """Bring the sums up to date and tell whether they are: not where nothing can be written or another run writes.

        Args:
            stale_most: With more changed days than these nothing is counted anew: an answer that has another way is sooner there.
        """
        if self._connection.is_read_only:
            return False
        if stale_most is not None:
            sql = "SELECT COUNT(*) FROM (SELECT 1 FROM days_stale LIMIT ?)"
            if int(self._connection.value(sql, (stale_most + 1,))) > stale_most:
                return False
        try:
            self.freshen()
        except StoreError:
            return False
        return True

    def stale(self) -> bool:
        """Tell whether days wait to be counted anew."""
        return self._connection.value("SELECT 1 FROM days_stale LIMIT 1") is not None

    def _freshen_some(self) -> int:
        """Count the first month that changed, for as many managers as one transaction may take."""
        month = self._connection.value("SELECT substr(MIN(local_day), 1, 7) FROM days_stale")
        if month is None:  # another process has counted them meanwhile
            return 0
        days = _days_of(month)
        sql = "SELECT DISTINCT manager_id FROM days_stale WHERE local_day >= :first AND local_day < :next ORDER BY 1 LIMIT :most"
        managers = [row["manager_id"] for row in self._connection.rows(sql, days | {"most": MANAGERS_AT_ONCE})]
        return sum(self._recount(month, manager) for manager in managers)

    def edges(self) -> tuple[str, str] | None:
        """Give the first and the last day that has judged calls; ``None`` without any."""
        row = self._connection.first(
            "SELECT (SELECT MIN(local_day) FROM day_scores WHERE local_day > '') AS first, "
            "(SELECT MAX(local_day) FROM day_scores WHERE local_day > '') AS last"
        )
        return None if row is None or row["first"] is None else (row["first"], row["last"])

    def by(self, group: str, span: Span) -> tuple[DayGroup, ...]:
        """Sum by ``manager``, ``team``, ``day``, ``week``, ``month`` or ``all``, in the order of the group's name."""
        rows, parameters = rows_of("day_scores", group, span)
        sql = f"""
            SELECT {_GROUPS[group]} AS grouped, SUM(calls) AS calls, SUM(scored) AS scored, SUM(score_sum) AS score_sum,
              SUM(square_sum) AS square_sum, SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible,
              SUM(unassessed_millipoints) AS unassessed
            FROM ({rows}) GROUP BY grouped ORDER BY grouped"""  # noqa: S608 - our own words
        return tuple(
            DayGroup(
                group=row["grouped"] or "",
                calls=row["calls"],
                scored=row["scored"],
                score_sum=row["score_sum"],
                square_sum=row["square_sum"],
                earned_millipoints=row["earned"],
                possible_millipoints=row["possible"],
                unassessed_millipoints=row["unassessed"],
            )
            for row in self._connection.table(sql, parameters)
        )

    def criteria(self, group: str, span: Span) -> tuple[DayCriterion, ...]:
        """Sum criteria by a group, in the scorecard's order."""
        rows, parameters = rows_of("day_results", group, span)
        sql = f"""
            SELECT {_GROUPS[group]} AS grouped, criterion_id, SUM(met) AS met, SUM(partly_met) AS partly_met,
              SUM(not_met) AS not_met, SUM(not_applicable) AS not_applicable, SUM(not_assessed) AS not_assessed,
              SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible
            FROM ({rows}) GROUP BY grouped, criterion_id ORDER BY MIN(position), criterion_id, grouped"""  # noqa: S608
        return tuple(
            DayCriterion(
                group=row["grouped"] or "",
                criterion_id=row["criterion_id"],
                met=row["met"],
                partly_met=row["partly_met"],
                not_met=row["not_met"],
                not_applicable=row["not_applicable"],
                not_assessed=row["not_assessed"],
                earned_millipoints=row["earned"],
                possible_millipoints=row["possible"],
            )
            for row in self._connection.table(sql, parameters)
        )

    def calls(self, span: Span) -> int:
        """Count judged calls, without bringing the sums up to date."""
        rows, parameters = rows_of("day_scores", "all", span)
        return int(self._connection.value(f"SELECT COALESCE(SUM(calls), 0) FROM ({rows})", parameters))  # noqa: S608 - our own words

    def outcomes(self, criterion_id: str, outcome: Outcome, span: Span) -> int:
        """Count the judged calls on which a criterion came out so."""
        rows, parameters = rows_of("day_results", "all", span)
        sql = f"SELECT COALESCE(SUM({outcome.value}), 0) FROM ({rows}) WHERE criterion_id = :criterion"  # noqa: S608
        return int(self._connection.value(sql, parameters | {"criterion": criterion_id}))

    def _recount(self, month: str, manager: str) -> int:
        """Count anew the days of a manager's month that changed, and the month from its days."""
        cell: Row = {"month": month, "manager": manager} | _days_of(month)
        for table in _KEYS:
            self._connection.execute(f"DELETE FROM {table} WHERE manager_id = :manager AND local_day IN ({_STALE})", cell)  # noqa: S608
        # an unknown day or manager is NULL in calls; a plain comparison keeps the index in use
        of_day = f"c.local_day IN ({_STALE})" if month else "c.local_day IS NULL"
        of_manager = "c.manager_id = :manager" if manager else "c.manager_id IS NULL"
        calls, plain, changed = (
            _CALLS.format(cells=f"{of_manager} AND {of_day}", further=further)
            for further in ("", "CROSS JOIN criterion_results r", "JOIN effective_results r")
        )
        self._connection.execute(_SCORES.format(calls=calls), cell)
        self._connection.execute(_RESULTS.format(calls=plain, changed=changed), cell)
        for table, counted in _MONTHS.items():
            self._connection.execute(f"DELETE FROM {_MONTH_OF[table]} WHERE month = :month AND manager_id = :manager", cell)  # noqa: S608
            self._connection.execute(counted, cell)
        of_stale = "manager_id = :manager AND local_day >= :first AND local_day < :next"
        return self._connection.execute(f"DELETE FROM days_stale WHERE {of_stale}", cell)  # noqa: S608 - our own words


def rows_of(table: str, group: str, span: Span) -> tuple[str, Row]:
    """Word the rows that add up to a span: whole months where the group allows it, days at the edges.

    Of a month of which most days are asked for, the others are taken away.
    """
    if span.until is not None and span.since is None:
        span = replace(span, since=FIRST_DAY)
    columns = _COLUMNS[table]
    conditions, parameters = span_conditions(span)
    if span.scorecards:
        conditions.append(_OF_SCORECARDS)
        parameters["scorecards"] = json.dumps(span.scorecards)
    if group in _BY_DAY or (span.since is not None and span.since >= LAST_YEAR):
        return f"SELECT local_day, {columns} FROM {table}{_where(conditions)}", parameters  # noqa: S608 - our own words
    of_whom = [condition for condition in conditions if "local_day" not in condition]
    (first, until), edges = _parts_of(span)
    inside = ["month >= :first_month"] * (first is not None) + ["month < :until_month"] * (until is not None)
    parameters |= {"first_month": first, "until_month": until}
    parts = [f"SELECT month AS local_day, {columns} FROM {_MONTH_OF[table]}{_where([*of_whom, *inside])}"]  # noqa: S608
    for place, edge in enumerate(edges):
        worded, named = edge.worded(table, of_whom, str(place))
        parts.append(worded)
        parameters |= named
    return " UNION ALL ".join(parts), parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """Days of one month, ``until`` exclusive."""

    since: str
    until: str

    def worded(self, table: str, of_whom: list[str], place: str) -> tuple[str, Row]:
        """Word the rows of these days; the parameters' names end with ``place``."""
        month = self.since[:7]
        ends: Row = {"month": month, "since": self.since, "until": self.until} | _days_of(month)
        parameters = {f"{name}{place}": value for name, value in ends.items()}
        inside = ("local_day >= :since", "local_day < :until")
        if not self._is_most():
            sql = f"SELECT local_day, {_COLUMNS[table]} FROM {table}{_where([*of_whom, *(part + place for part in inside)])}"  # noqa: S608
            return sql, parameters
        keys, firsts, sums = ", ".join(_KEYS[table]), _FIRSTS[table], _SUMMED[table]
        less = ", ".join((keys, *firsts, *(f"-{name} AS {name}" for name in sums)))
        taken = ", ".join((*(f"MIN({name})" for name in firsts), *(f"SUM({name})" for name in sums)))
        outside = (("local_day >= :first", "local_day < :since"), ("local_day >= :until", "local_day < :next"))
        away = (f"SELECT {less} FROM {table}{_where([*of_whom, *(part + place for part in side)])}" for side in outside)  # noqa: S608
        whole = f"SELECT {_COLUMNS[table]} FROM {_MONTH_OF[table]}{_where([*of_whom, f'month = :month{place}'])}"  # noqa: S608
        return (
            f"SELECT :month{place} AS local_day, {keys}, {taken} FROM ({' UNION ALL '.join((whole, *away))}) "  # noqa: S608
            f"GROUP BY {keys} HAVING SUM({_COUNTED[table]}) > 0"
        ), parameters

    def _is_most(self) -> bool:
        """Tell whether these are more than half of their month's days."""
        inside = date.fromisoformat(self.until).toordinal() - date.fromisoformat(self.since).toordinal()
        return 2 * inside > monthrange(int(self.since[:4]), int(self.since[5:7]))[1]


def _parts_of(span: Span) -> tuple[tuple[str | None, str | None], tuple[_Edge, ...]]:
    """Part a span into whole months, the last exclusive, and the days before and after them."""
    since, until = span.since, span.until
    first = None if since is None else since[:7] if since.endswith("-01") else _following(since[:7])
    last = None if until is None else until[:7]
    edges = []
    if since is not None and first is not None and not since.endswith("-01"):
        edges.append(_Edge(since=since, until=min(f"{first}-01", until or f"{first}-01")))
    if until is not None and last is not None and not until.endswith("-01") and (first is None or first <= last):
        edges.append(_Edge(since=f"{last}-01", until=until))
    return (first, last), tuple(edge for edge in edges if edge.since < edge.until)


def _days_of(month: str) -> Row:
    """Between what the days of a month lie, the last exclusive; after December 9999 there is no month."""
    # the unknown day is the empty text: nothing but it lies before "0"
    return {"first": month and f"{month}-01", "next": f"{month}-32" if month else "0"}


def _following(month: str) -> str:
    """The month after."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def span_conditions(span: Span) -> tuple[list[str], Row]:
    """Word a span as SQL conditions over ``local_day``, ``manager_id`` and ``team``, and their parameters."""
    conditions: list[str] = []
    parameters: Row = {}
    for name, condition in (("since", "local_day >= :since"), ("until", "local_day < :until")):
        value = getattr(span, name)
        if value is not None:
            conditions.append(condition)
            parameters[name] = value
    for column, wanted in (("manager_id", span.managers), ("team", span.teams)):
        marks = []
        for place, value in enumerate(wanted):
            parameters[f"{column}{place}"] = value
            marks.append(f":{column}{place}")
        if marks:
            conditions.append(f"{column} IN ({', '.join(marks)})")
    return conditions, parameters
