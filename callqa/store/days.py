"""Sums by day and manager, kept beside the calls: a year of 100,000 calls is then a few thousand rows.

A trigger on ``calls`` marks what no longer holds; whoever reads next counts those days again, and their months from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from callqa.store.connection import Connection, Row

_SCORES = """
INSERT INTO day_scores
SELECT COALESCE(local_day, ''), COALESCE(manager_id, ''), COALESCE(team, ''), COUNT(*), COUNT(score_e4),
  COALESCE(SUM(score_e4), 0), COALESCE(SUM(score_e4 * score_e4), 0), SUM(earned_millipoints), SUM(possible_millipoints),
  SUM(unassessed_millipoints)
FROM calls WHERE {cell} AND state IN ('scored', 'not_assessed') AND evaluation_key IS NOT NULL GROUP BY 1, 2, 3
"""

_RESULTS = """
INSERT INTO day_results
SELECT COALESCE(c.local_day, ''), COALESCE(c.manager_id, ''), COALESCE(c.team, ''), r.criterion_id, MIN(r.position),
  SUM(r.outcome = 'met'), SUM(r.outcome = 'partly_met'), SUM(r.outcome = 'not_met'), SUM(r.outcome = 'not_applicable'),
  SUM(r.outcome = 'not_assessed'), SUM(r.earned_millipoints), SUM(r.possible_millipoints)
FROM calls c JOIN effective_results r ON r.evaluation_key = c.evaluation_key
WHERE {cell} AND c.state IN ('scored', 'not_assessed') GROUP BY 1, 2, 3, 4
"""

_MONTHS = {
    "day_scores": """
INSERT INTO month_scores
SELECT substr(local_day, 1, 7), manager_id, team, SUM(calls), SUM(scored), SUM(score_sum), SUM(square_sum),
  SUM(earned_millipoints), SUM(possible_millipoints), SUM(unassessed_millipoints)
FROM day_scores WHERE manager_id = :manager AND local_day >= :first AND local_day < :next GROUP BY 1, 2, 3
""",
    "day_results": """
INSERT INTO month_results
SELECT substr(local_day, 1, 7), manager_id, team, criterion_id, MIN(position), SUM(met), SUM(partly_met), SUM(not_met),
  SUM(not_applicable), SUM(not_assessed), SUM(earned_millipoints), SUM(possible_millipoints)
FROM day_results WHERE manager_id = :manager AND local_day >= :first AND local_day < :next GROUP BY 1, 2, 3, 4
""",
}
_MONTH_OF = {"day_scores": "month_scores", "day_results": "month_results"}

_COLUMNS = {
    "day_scores": "manager_id, team, calls, scored, score_sum, square_sum, earned_millipoints, possible_millipoints, "
    "unassessed_millipoints",
    "day_results": "manager_id, team, criterion_id, position, met, partly_met, not_met, not_applicable, not_assessed, "
    "earned_millipoints, possible_millipoints",
}
"""Columns after the day, or after the month."""

FIRST_DAY = "0000-01-01"
"""Calls without a day, whose day is the empty text, lie before it."""

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
    """Which days, and whose. Days are local, ``until`` is exclusive; empty asks nothing."""

    since: str | None = None
    until: str | None = None
    managers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


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
        """Count anew the days that changed; gives how many (day, manager) pairs they were."""
        if self._connection.value("SELECT 1 FROM days_stale LIMIT 1") is None:
            return 0
        with self._connection.write():
            stale = [(row["local_day"], row["manager_id"]) for row in self._connection.rows("SELECT * FROM days_stale")]
            for day, manager in stale:
                self._recount(day, manager)
            for month, manager in sorted({(day[:7], manager) for day, manager in stale}):
                self._recount_month(month, manager)
            self._connection.execute("DELETE FROM days_stale")
        return len(stale)

    def edges(self) -> tuple[str, str] | None:
        """Give the first and the last day that has judged calls; ``None`` without any."""
        row = self._connection.first(
            "SELECT (SELECT MIN(local_day) FROM day_scores WHERE local_day > '') AS first, "
            "(SELECT MAX(local_day) FROM day_scores WHERE local_day > '') AS last"
        )
        return None if row is None or row["first"] is None else (row["first"], row["last"])

    def by(self, group: str, span: Span) -> tuple[DayGroup, ...]:
        """Sum by ``manager``, ``team``, ``day``, ``week``, ``month`` or ``all``, in the order of the group's name."""
        rows, parameters = _rows_of("day_scores", group, span)
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
        rows, parameters = _rows_of("day_results", group, span)
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

    def _recount(self, day: str, manager: str) -> None:
        cell: Row = {"day": day, "manager": manager}
        for table in ("day_scores", "day_results"):
            self._connection.execute(f"DELETE FROM {table} WHERE local_day = :day AND manager_id = :manager", cell)  # noqa: S608
        # an unknown day or manager is NULL in calls; a plain comparison keeps the index in use
        of_day = "{c}local_day = :day" if day else "{c}local_day IS NULL AND :day = ''"
        of_manager = "{c}manager_id = :manager" if manager else "{c}manager_id IS NULL AND :manager = ''"
        condition = f"{of_day} AND {of_manager}"
        self._connection.execute(_SCORES.format(cell=condition.format(c="")), cell)
        self._connection.execute(_RESULTS.format(cell=condition.format(c="c.")), cell)

    def _recount_month(self, month: str, manager: str) -> None:
        cell: Row = {"month": month, "manager": manager}
        # the unknown day is the empty text: nothing but it lies before "0"
        days: Row = {"manager": manager, "first": month and f"{month}-01", "next": f"{_following(month)}-01" if month else "0"}
        for table, counted in _MONTHS.items():
            self._connection.execute(f"DELETE FROM {_MONTH_OF[table]} WHERE month = :month AND manager_id = :manager", cell)  # noqa: S608
            self._connection.execute(counted, days)


def _rows_of(table: str, group: str, span: Span) -> tuple[str, Row]:
    """Word the rows that add up to a span: whole months where the group allows it, days at the edges."""
    if span.until is not None and span.since is None:
        span = replace(span, since=FIRST_DAY)
    columns = _COLUMNS[table]
    of_days = f"SELECT local_day, {columns} FROM {table}"  # noqa: S608 - our own words
    conditions, parameters = span_conditions(span)
    months = None if group in _BY_DAY else _whole_months(span)
    if months is None:
        return of_days + _where(conditions), parameters
    of_whom = [condition for condition in conditions if "local_day" not in condition]
    first, until = months
    inside = ["month >= :first_month"] * (first is not None) + ["month < :until_month"] * (until is not None)
    parts = [f"SELECT month AS local_day, {columns} FROM {_MONTH_OF[table]}{_where([*of_whom, *inside])}"]  # noqa: S608
    if first is not None:
        parameters |= {"first_month": first, "first_day": f"{first}-01"}
        parts.append(of_days + _where([*conditions, "local_day < :first_day"]))
    if until is not None:
        parameters |= {"until_month": until, "until_day": f"{until}-01"}
        parts.append(of_days + _where([*conditions, "local_day >= :until_day"]))
    return " UNION ALL ".join(parts), parameters


def _whole_months(span: Span) -> tuple[str | None, str | None] | None:
    """Give the months that lie wholly in a span, the last exclusive; ``None`` without any."""
    since, until = span.since, None if span.until is None else span.until[:7]
    if since is not None and since >= LAST_YEAR:
        return None
    first = None if since is None else since[:7] if since.endswith("-01") else _following(since[:7])
    return None if first is not None and until is not None and first >= until else (first, until)


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
