"""Which criteria may pay here: their status in the scorecard, and their measured agreement with people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from callqa.bonus import Agreement, Deviation, LicenceState, Scheme, agreement, licence
from callqa.model import CriterionStatus, Outcome
from callqa.store import SourceKind, Store
from callqa.store.payfacts import Heads

Pairs = dict[tuple[str, str, str], list[tuple[Outcome, Outcome]]]

_OF_PAY = ("status", "weight_millipoints", "owner", "title", "why", "examples", "section_id", "version")
"""What may change in a criterion without its calibration being lost: none of it changes an outcome."""


class Licences:
    """Licences of criteria, by scorecard, speech model and criterion."""

    def __init__(self, store: Store, heads: Heads) -> None:
        self._store = store
        self._heads = heads
        self._pairs: dict[str, Pairs] = {}
        self._forms: dict[str, Mapping[str, str]] = {}
        self._agreements: dict[tuple[str, str, str], Agreement | None] = {}

    def state(
        self, scheme: Scheme, *, scorecard: tuple[str, str], heard_by: str, criterion_id: str, status: CriterionStatus
    ) -> LicenceState:
        """Decide whether a criterion may pay.

        Args:
            scheme: Whose floors and waiver hold.
            scorecard: Id and hash.
            heard_by: Speech model.
            criterion_id: The criterion.
            status: In that scorecard.
        """
        measured = self.agreement(scorecard, heard_by, criterion_id)
        return licence(status, measured, scheme.floors, is_waived=scheme.waiver is not None)

    def agreement(self, scorecard: tuple[str, str], heard_by: str, criterion_id: str) -> Agreement | None:
        """Measure a criterion on the samples of its scorecard and speech model; ``None`` where nothing was judged."""
        place = (scorecard[1], heard_by, criterion_id)
        if place not in self._agreements:
            pairs = [
                pair
                for (sampled, model, judged), found in self._judged(scorecard[0]).items()
                if judged == criterion_id and model == heard_by and self._is_same(scorecard[1], sampled, criterion_id)
                for pair in found
            ]
            self._agreements[place] = agreement(pairs) if pairs else None
        return self._agreements[place]

    def deviation(self, scorecard: tuple[str, str], heard_by: str, criterion_id: str) -> Deviation | None:
        """Give how people's judgements differ from the machine's."""
        measured = self.agreement(scorecard, heard_by, criterion_id)
        return None if measured is None else measured.deviation

    def _judged(self, scorecard_id: str) -> Pairs:
        if scorecard_id not in self._pairs:
            found: Pairs = {}
            for digest, model, criterion, person, machine in self._store.payfacts.judged(scorecard_id, self._heads):
                found.setdefault((digest, model, criterion), []).append((person, machine))
            self._pairs[scorecard_id] = found
        return self._pairs[scorecard_id]

    def _is_same(self, one: str, other: str, criterion_id: str) -> bool:
        """Tell whether a criterion decides alike in two scorecards: its checks, and all labels and settings, are equal."""
        if one == other:
            return True
        left, right = self._form(one), self._form(other)
        return bool(left) and left.get("") == right.get("") and left.get(criterion_id) == right.get(criterion_id)

    def _form(self, digest: str) -> Mapping[str, str]:
        if digest not in self._forms:
            self._forms[digest] = self._read(digest)
        return self._forms[digest]

    def _read(self, digest: str) -> Mapping[str, str]:
        try:
            source = self._store.sources.by_hash(SourceKind.SCORECARD, digest)
        except KeyError:
            return {}
        plain: dict[str, Any] = json.loads(self._store.sources.content(source))
        forms = {item["criterion_id"]: _canonical(item, _OF_PAY) for item in plain.get("criteria", [])}
        rest = {name: plain.get(name) for name in ("labels", "floors", "language")}
        return forms | {"": json.dumps(rest, sort_keys=True)}


def _canonical(item: dict[str, Any], without: tuple[str, ...]) -> str:
    return json.dumps({name: value for name, value in item.items() if name not in without}, sort_keys=True)
