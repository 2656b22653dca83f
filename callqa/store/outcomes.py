"""The machine's outcomes as pay reads them: of a month at once, each read once, equal ones one object in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from callqa.model import CriterionStatus, Outcome
from callqa.store.connection import Connection

KEPT_EVALUATIONS = 200_000
"""Evaluations whose outcomes are remembered: two months of a region, or a year of a department."""

_KEPT_FORMS = 10_000
"""Ways in which a whole call came out that are known again while reading; beyond that the rarer ones are read anew."""


class MachineResult(NamedTuple):
    """The machine's outcome of one criterion, before any override.

    A tuple, because a region's month asks a million times whether one is known.
    """

    criterion_id: str
    outcome: Outcome
    earned_millipoints: int
    possible_millipoints: int
    weight_millipoints: int
    status: CriterionStatus
    is_critical: bool


class Outcomes:
    """Reads outcomes and remembers them: they never change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, tuple[MachineResult, ...]] = {}
        self._alike: dict[tuple[Any, ...], MachineResult] = {}

    def read(self, keys: Sequence[int]) -> Mapping[int, tuple[MachineResult, ...]]:
        """Read the outcomes of evaluations in the order of the criteria; calls that came out alike often share one tuple."""
        if len(self._known) > KEPT_EVALUATIONS:
            self._known.clear()
        missing = [key for key in keys if key not in self._known]
        if missing:
            self._read(missing)
        return {key: self._known.get(key, ()) for key in keys}

    def _read(self, keys: Sequence[int]) -> None:
        # one text a call, the same text for calls that came out alike: rows as they lie, nothing is sorted
        sql = """
            SELECT evaluation_key, json_group_array(json_array(position, criterion_id, outcome, earned_millipoints,
              possible_millipoints, weight_millipoints, criterion_status, is_critical))
            FROM criterion_results WHERE evaluation_key IN (SELECT value FROM json_each(?)) GROUP BY evaluation_key"""
        forms: dict[str, tuple[MachineResult, ...]] = {}
        for key, told in self._connection.tuples(sql, (json.dumps(keys),)):
            form = forms.get(told)
            if form is None:
                if len(forms) >= _KEPT_FORMS:
                    forms.clear()
                form = forms[told] = tuple(self._result(tuple(row)) for row in sorted(json.loads(told)))
            self._known[key] = form

    def _result(self, row: tuple[Any, ...]) -> MachineResult:
        known = self._alike.get(row)
        if known is None:
            _, criterion_id, outcome, earned, possible, weight, status, is_critical = row
            known = self._alike[row] = MachineResult(
                criterion_id=criterion_id,
                outcome=Outcome(outcome),
                earned_millipoints=earned,
                possible_millipoints=possible,
                weight_millipoints=weight,
                status=CriterionStatus(status),
                is_critical=bool(is_critical),
            )
        return known
