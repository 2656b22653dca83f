"""Which criteria may pay here: their status in the scorecard, and their measured agreement with people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from callqa.bonus import Agreement, Deviation, LicenceState, Scheme, agreement, licence
from callqa.model import CriterionStatus
from callqa.store import SourceKind, Store
from callqa.store.payfacts import Heads, JudgedPair

if TYPE_CHECKING:
    from callqa.score import Scorecard


class Licences:
    """Licences of criteria, by scorecard, way of hearing and criterion."""

    def __init__(self, store: Store, heads: Heads, *, drafts: Iterable[Scorecard] = ()) -> None:
        """Read nothing yet.

        Args:
            store: Judgements and scorecards.
            heads: Up to which judgements count.
            drafts: Scorecards that may not be stored yet, for "what if".
        """
        self._store = store
        self._heads = heads
        self._judged: dict[str, dict[tuple[str, str], tuple[JudgedPair, ...]]] = {}
        self._forms: dict[str, Mapping[str, str]] = {draft.scorecard_hash: _hashes(draft) for draft in drafts}
        self._agreements: dict[tuple[str, str, str], Agreement | None] = {}

    def state(
        self, scheme: Scheme, *, scorecard: tuple[str, str], hearing: str, criterion_id: str, status: CriterionStatus
    ) -> LicenceState:
        """Decide whether a criterion may pay.

        Args:
            scheme: Whose floors and waiver hold.
            scorecard: Id and hash.
            hearing: Speech model, its revision and recipe (``PaidEvaluation.hearing``).
            criterion_id: The criterion.
            status: In that scorecard.
        """
        measured = self.agreement(scorecard, hearing, criterion_id)
        return licence(status, measured, scheme.floors, is_waived=scheme.waiver is not None)

    def agreement(self, scorecard: tuple[str, str], hearing: str, criterion_id: str) -> Agreement | None:
        """Measure a criterion on the samples of its scorecard and way of hearing; ``None`` where nothing was judged.

        A call counts once, by the last word on it, in however many samples it is.
        """
        place = (scorecard[1], hearing, criterion_id)
        if place not in self._agreements:
            judged = self._pairs(scorecard[0]).get((hearing, criterion_id), ())
            pairs = {
                pair.call_key: (pair.person, pair.machine)
                for pair in judged
                if self._is_same(scorecard[1], pair.scorecard_hash, criterion_id)
            }
            self._agreements[place] = agreement(pairs.values()) if pairs else None
        return self._agreements[place]

    def deviation(self, scorecard: tuple[str, str], hearing: str, criterion_id: str) -> Deviation | None:
        """Give how people's judgements differ from the machine's."""
        measured = self.agreement(scorecard, hearing, criterion_id)
        return None if measured is None else measured.deviation

    def deciding(self, scorecard: tuple[str, str], criterion_id: str) -> tuple[str, str]:
        """Name what decides a criterion: equal for versions of a scorecard that lend each other their judgements."""
        name, digest = scorecard
        return name, self._form(digest).get(f"criteria/{criterion_id}", digest)

    def _pairs(self, scorecard_id: str) -> Mapping[tuple[str, str], tuple[JudgedPair, ...]]:
        if scorecard_id not in self._judged:
            found: dict[tuple[str, str], list[JudgedPair]] = {}
            for pair in self._store.payfacts.judged(scorecard_id, self._heads):
                found.setdefault((pair.hearing, pair.criterion_id), []).append(pair)
            self._judged[scorecard_id] = {place: tuple(pairs) for place, pairs in found.items()}
        return self._judged[scorecard_id]

    def _is_same(self, one: str, other: str, criterion_id: str) -> bool:
        """Tell whether a criterion decides alike in two scorecards: it and all that it rests on are equal."""
        if one == other:
            return True
        left, right = (self._form(digest).get(f"criteria/{criterion_id}") for digest in (one, other))
        return left is not None and left == right

    def _form(self, digest: str) -> Mapping[str, str]:
        if digest not in self._forms:
            self._forms[digest] = self._read(digest)
        return self._forms[digest]

    def _read(self, digest: str) -> Mapping[str, str]:
        from callqa.rulebook import from_stored  # noqa: PLC0415 - heavy, and most commands need none of it

        try:
            source = self._store.sources.by_hash(SourceKind.SCORECARD, digest)
            return _hashes(from_stored(self._store.sources.content(source)))
        except (KeyError, ValueError, TypeError):
            return {}  # not stored, damaged, or of another form: nothing shows that it decides alike


def _hashes(scorecard: Scorecard) -> Mapping[str, str]:
    from callqa.score.dependencies import outcome_hashes  # noqa: PLC0415 - heavy, and most commands need none of it

    return outcome_hashes(scorecard)
