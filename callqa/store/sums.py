"""Sums over calls: by manager, team, day, week, month and criterion."""

from __future__ import annotations

from callqa.model import Outcome
from callqa.store.connection import Connection
from callqa.store.rows import CriterionRow, Filter, GroupRow
from callqa.store.selection import GROUPS, By, score_query

_SUMS = """
SELECT {group} AS grouped, scorecard_id, COUNT(*) AS calls, COUNT(score_e4) AS scored, COALESCE(SUM(score_e4), 0) AS score_sum,
  SUM(earned_millipoints) AS earned, SUM(possible_millipoints) AS possible, SUM(unassessed_millipoints) AS unassessed
FROM ({calls}) WHERE state IN ('scored', 'not_assessed') GROUP BY grouped, scorecard_id
ORDER BY grouped IS NULL, grouped, scorecard_id
"""


class Sums:
    """Counts and points of groups of calls, overrides applied; whoever shows them divides last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by(self, group: By, chosen: Filter | None = None) -> tuple[GroupRow, ...]:
        """Sum judged calls by a group other than the criterion; what several scorecards judged is several rows."""
        calls, parameters = score_query(chosen or Filter(), None)
        sql = _SUMS.format(group=GROUPS[group], calls=calls)
        return tuple(
            GroupRow(
                group=row["grouped"],
                scorecard=row["scorecard_id"],
                calls=row["calls"],
                scored=row["scored"],
                score_sum_e4=row["score_sum"],
                earned_millipoints=row["earned"],
                possible_millipoints=row["possible"],
                unassessed_millipoints=row["unassessed"],
            )
            for row in self._connection.rows(sql, parameters)
        )

    def scores_by(self, group: By, chosen: Filter | None = None) -> dict[tuple[str | None, str | None], tuple[int, ...]]:
        """Give the scores of each group's calls by scorecard, out of 10,000: what an interval is computed from."""
        calls, parameters = score_query(chosen or Filter(), None)
        columns = f"{GROUPS[group]} AS grouped, scorecard_id, score_e4"
        sql = f"SELECT {columns} FROM ({calls}) WHERE score_e4 IS NOT NULL ORDER BY call_id"  # noqa: S608 - our own words
        found: dict[tuple[str | None, str | None], list[int]] = {}
        for row in self._connection.rows(sql, parameters):
            found.setdefault((row["grouped"], row["scorecard_id"]), []).append(row["score_e4"])
        return {name: tuple(scores) for name, scores in found.items()}

    def by_criterion(self, chosen: Filter | None = None) -> tuple[CriterionRow, ...]:
        """Count outcomes by criterion over judged calls, in the scorecard's order."""
        calls, parameters = score_query(chosen or Filter(), None)
        sql = f"""
            SELECT r.criterion_id, r.outcome, COUNT(*) AS n, SUM(r.earned_millipoints) AS earned,
              SUM(r.possible_millipoints) AS possible, MIN(r.position) AS position
            FROM ({calls}) s JOIN effective_results r ON r.evaluation_key = s.evaluation_key
            WHERE s.state IN ('scored', 'not_assessed')
            GROUP BY r.criterion_id, r.outcome ORDER BY position, r.criterion_id"""  # noqa: S608 - our own words
        found: dict[str, list[tuple[Outcome, int, int, int]]] = {}
        for row in self._connection.rows(sql, parameters):
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
