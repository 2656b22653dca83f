"""Sums over calls: by manager, team, day, week, month and criterion.

What only days, managers, teams and scorecards narrow is read from the sums kept by day and month; anything else, and everything
on a disk that cannot be written, is counted from the calls.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from callqa.model import Outcome
from callqa.store.connection import Connection, Row
from callqa.store.days import Days, Span, rows_of
from callqa.store.rows import CriterionRow, Filter, GroupRow, MadeWith
from callqa.store.selection import GROUPS, By, score_query

_SUMS = """
SELECT {group} AS grouped, scorecard_id, COUNT(*) AS calls, COUNT(score_e4) AS scored, COALESCE(SUM(score_e4), 0) AS score_sum,
  COALESCE(SUM(score_e4 * score_e4), 0) AS square_sum, SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible,
  SUM(unassessed_millipoints) AS unassessed
FROM ({calls}) WHERE state IN ('scored', 'not_assessed') GROUP BY grouped, scorecard_id
ORDER BY grouped IS NULL, grouped, scorecard_id
"""

_KEPT = """
SELECT {group} AS grouped, s.name AS scorecard_id, SUM(calls) AS calls, SUM(scored) AS scored, SUM(score_sum) AS score_sum,
  SUM(square_sum) AS square_sum, SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible,
  SUM(unassessed_millipoints) AS unassessed
FROM ({rows}) d JOIN sources s ON s.source_key = d.source_key GROUP BY grouped, scorecard_id
ORDER BY grouped IS NULL, grouped, scorecard_id
"""

_KEPT_GROUPS = {
    By.MANAGER: "COALESCE(NULLIF(manager_id, ''), NULLIF(known_as, ''))",
    By.TEAM: "NULLIF(team, '')",
    By.SCORECARD: "s.name",
    By.DAY: "NULLIF(local_day, '')",
    By.WEEK: "date(NULLIF(local_day, ''), '-6 days', 'weekday 1')",
    By.MONTH: "NULLIF(substr(local_day, 1, 7), '')",
}
"""The group of a row of the sums kept by day; what is not known is the empty text there."""

_BY_CRITERION = """
SELECT criterion_id, outcome, COUNT(*) AS n, SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible,
  MIN(position) AS position
FROM (
  SELECT r.criterion_id, r.outcome, r.earned_millipoints, r.possible_millipoints, r.position
  FROM ({calls}) s JOIN criterion_results r ON r.evaluation_key = s.evaluation_key
  WHERE s.state IN ('scored', 'not_assessed') AND s.overrides = 0
  UNION ALL
  SELECT r.criterion_id, r.outcome, r.earned_millipoints, r.possible_millipoints, r.position
  FROM ({calls}) s JOIN effective_results r ON r.evaluation_key = s.evaluation_key
  WHERE s.state IN ('scored', 'not_assessed') AND s.overrides > 0
) GROUP BY criterion_id, outcome ORDER BY position, criterion_id
"""
"""Most calls have no override, and need not be joined with any."""

_MADE_WITH = """
SELECT scorecard_id, scorecard_version, scorecard_hash, engine_model, COUNT(*) AS scored, SUM(overrides > 0) AS changed,
  (SELECT '' || json_group_array(criterion_id) FROM criterion_results r
    WHERE r.evaluation_key = MIN(s.evaluation_key)) AS criteria
FROM ({calls}) s WHERE score_e4 IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""

_KEPT_MADE_WITH = """
SELECT s.name AS scorecard_id, s.version AS scorecard_version, s.hash AS scorecard_hash, d.heard_by AS engine_model,
  SUM(d.scored) AS scored, SUM(d.changed) AS changed, d.source_key
FROM ({rows}) d JOIN sources s ON s.source_key = d.source_key GROUP BY 1, 2, 3, 4 HAVING SUM(d.scored) > 0 ORDER BY 1, 2, 3, 4
"""

_RANGES_MOST = 50
"""Days, weeks or months that a query names one by one."""


class Sums:
    """Counts and points of groups of calls, overrides applied; whoever shows them divides last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._days = Days(connection)

    def by(self, group: By, chosen: Filter | None = None) -> tuple[GroupRow, ...]:
        """Sum judged calls by a group other than the criterion; what several scorecards judged is several rows."""
        span = self._kept_span(chosen or Filter())
        if span is None or group not in _KEPT_GROUPS:
            calls, parameters = self._calls(chosen or Filter())
            sql = _SUMS.format(group=GROUPS[group], calls=calls)
        else:
            rows, parameters = rows_of("day_scores", group.value, span)
            sql = _KEPT.format(group=_KEPT_GROUPS[group], rows=rows)
        return tuple(
            GroupRow(
                group=row["grouped"],
                scorecard=row["scorecard_id"],
                calls=row["calls"],
                scored=row["scored"],
                score_sum_e4=row["score_sum"],
                square_sum_e8=row["square_sum"],
                earned_millipoints=row["earned"],
                possible_millipoints=row["possible"],
                unassessed_millipoints=row["unassessed"],
            )
            for row in self._connection.rows(sql, parameters)
        )

    def scores_by(
        self, group: By, chosen: Filter | None = None, *, among: Collection[str | None] | None = None
    ) -> dict[tuple[str | None, str | None], tuple[int, ...]]:
        """Give the scores of groups' calls by scorecard, out of 10,000: what an interval is computed from.

        Args:
            group: What calls are grouped by.
            chosen: Which calls.
            among: Only these groups.
        """
        if among is not None and not among:
            return {}
        further, narrowing = ([], {}) if among is None else _narrowed(group, among)
        calls, parameters = self._calls(chosen or Filter(), *further)
        parameters |= narrowing
        columns = f"{GROUPS[group]} AS grouped, scorecard_id, score_e4"
        sql = f"SELECT {columns} FROM ({calls}) WHERE score_e4 IS NOT NULL ORDER BY +call_id"  # noqa: S608 - our own words
        found: dict[tuple[str | None, str | None], list[int]] = {}
        for row in self._connection.rows(sql, parameters):
            if among is None or row["grouped"] in among:
                found.setdefault((row["grouped"], row["scorecard_id"]), []).append(row["score_e4"])
        return {name: tuple(scores) for name, scores in found.items()}

    def by_criterion(self, chosen: Filter | None = None) -> tuple[CriterionRow, ...]:
        """Count outcomes by criterion over judged calls, in the scorecard's order."""
        span = self._kept_span(chosen or Filter())
        if span is not None:
            return tuple(
                CriterionRow(
                    criterion_id=row.criterion_id,
                    outcomes={outcome: getattr(row, outcome.value) for outcome in Outcome if getattr(row, outcome.value)},
                    earned_millipoints=row.earned_millipoints,
                    possible_millipoints=row.possible_millipoints,
                )
                for row in self._days.criteria("all", span)
            )
        calls, parameters = self._calls(chosen or Filter())
        found: dict[str, list[tuple[Outcome, int, int, int]]] = {}
        for row in self._connection.rows(_BY_CRITERION.format(calls=calls), parameters):
            found.setdefault(row["criterion_id"], []).append((Outcome(row["outcome"]), row["n"], row["earned"], row["possible"]))
        return tuple(
            CriterionRow(
                criterion_id=criterion,
                outcomes={outcome: count for outcome, count, _, _ in parts},
                earned_millipoints=sum(part[2] for part in parts),
                possible_millipoints=sum(part[3] for part in parts),
            )
            for criterion, parts in found.items()
        )

    def scorecards(self, chosen: Filter) -> tuple[tuple[str, str], ...]:
        """Name what judged the calls that are summed: id and hash of each scorecard."""
        span = self._kept_span(chosen)
        if span is None:
            calls, parameters = score_query(chosen, None)
            sql = f"""
                SELECT DISTINCT scorecard_id, scorecard_hash FROM ({calls})
                WHERE state IN ('scored', 'not_assessed') ORDER BY 1, 2"""  # noqa: S608 - our own words
        else:
            rows, parameters = rows_of("day_scores", "all", span)
            sql = f"""
                SELECT DISTINCT s.name AS scorecard_id, s.hash AS scorecard_hash
                FROM ({rows}) d JOIN sources s ON s.source_key = d.source_key ORDER BY 1, 2"""  # noqa: S608 - our own words
        return tuple((row["scorecard_id"], row["scorecard_hash"]) for row in self._connection.table(sql, parameters))

    def made_with(self, chosen: Filter) -> MadeWith:
        """Tell what stands behind the scored calls of a table, without reading them."""
        span = self._kept_span(chosen)
        if span is None:
            calls, parameters = score_query(chosen, None)
            found = self._connection.table(_MADE_WITH.format(calls=calls), parameters)
            criteria = {name for row in found for name in json.loads(row["criteria"])}
        else:
            rows, parameters = rows_of("day_scores", "all", span)
            found = self._connection.table(_KEPT_MADE_WITH.format(rows=rows), parameters)
            criteria = self._criteria_of(span, [row["source_key"] for row in found])
        return MadeWith(
            scored=sum(row["scored"] for row in found),
            changed=sum(row["changed"] for row in found),
            scorecards=tuple(
                dict.fromkeys((row["scorecard_id"], row["scorecard_version"], row["scorecard_hash"]) for row in found)
            ),
            heard_by=tuple(sorted({row["engine_model"] for row in found})),
            criteria=tuple(sorted(criteria)),
        )

    def _criteria_of(self, span: Span, sources: list[int]) -> set[str]:
        rows, parameters = rows_of("day_results", "all", span)
        sql = f"""
            SELECT DISTINCT criterion_id FROM ({rows})
            WHERE source_key IN (SELECT value FROM json_each(:judging))"""  # noqa: S608 - our own words
        return {row["criterion_id"] for row in self._connection.table(sql, parameters | {"judging": json.dumps(sources)})}

    def _calls(self, chosen: Filter, *further: str) -> tuple[str, Row]:
        """Word the calls of a filter; evaluations, which are long, are looked up in an index that holds what sums ask of them."""
        calls, parameters = score_query(chosen, None, *further)
        if not self._connection.is_read_only:  # there an older database may lack it
            calls = calls.replace("JOIN evaluations e ON", "JOIN evaluations e INDEXED BY evaluations_made ON")
        return calls, parameters

    def _kept_span(self, chosen: Filter) -> Span | None:
        """Give the stretch of the kept sums that a filter asks for; ``None`` where they cannot tell."""
        span = Span(
            since=chosen.since,
            until=chosen.until,
            managers=chosen.managers,
            teams=chosen.teams,
            scorecards=chosen.scorecards,
        )
        asked = Filter(since=span.since, until=span.until, managers=span.managers, teams=span.teams, scorecards=span.scorecards)
        return span if asked == chosen and self._days.are_fresh() else None


def _narrowed(group: By, among: Collection[str | None]) -> tuple[list[str], Row]:
    """Word a condition by which an index finds the calls of groups, and perhaps some more."""
    known = sorted(name for name in among if name is not None)
    if group is By.MANAGER:
        named = "c.manager_id IN (SELECT value FROM json_each(:among))"
        return [f"({named} OR c.manager_id IS NULL)"], {"among": json.dumps(known)}
    if group in (By.DAY, By.WEEK, By.MONTH) and None not in among:
        stretches = [_stretch(group, name) for name in known]
        if len(stretches) > _RANGES_MOST:
            stretches = [(stretches[0][0], stretches[-1][1])]
        marks = [f"(c.local_day >= :first{place} AND c.local_day < :next{place})" for place in range(len(stretches))]
        ends = {f"first{place}": first for place, (first, _) in enumerate(stretches)}
        return [f"({' OR '.join(marks)})"], ends | {f"next{place}": last for place, (_, last) in enumerate(stretches)}
    return [], {}


def _stretch(group: By, name: str) -> tuple[str, str]:
    """Give the days of a group, the last exclusive."""
    if group is By.WEEK:
        last = min(date.fromisoformat(name).toordinal() + 6, date.max.toordinal())
        return name, f"{date.fromordinal(last).isoformat()}~"
    return name, f"{name}~"  # days of a month begin with its name, and "~" comes after all that a day is written with
