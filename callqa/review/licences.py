"""Whether each criterion may pay here, for the pages that say so."""

from __future__ import annotations

from dataclasses import dataclass

from callqa.bonus import LicenceState, Scheme
from callqa.bonus.licence import Agreement, may_pay
from callqa.errors import CallqaError
from callqa.paying.licences import Licences
from callqa.paying.schemes import load_schemes
from callqa.review.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRow:
    """A criterion's licence; ``is_coaching`` says that it is shown and does not pay."""

    criterion_id: str
    state: LicenceState
    measured: Agreement | None

    @property
    def is_coaching(self) -> bool:
        """It is for coaching only."""
        return not may_pay(self.state)


def licence_states(visit: Visit, judged_with: tuple[str, str]) -> tuple[LicenceRow, ...]:
    """Tell the licence of each criterion of a scorecard as a model heard calls lately; empty without a readable scheme."""
    scheme = _scheme(visit)
    if scheme is None:
        return ()
    digest, heard_by = judged_with
    hearing = visit.store.calibration.hearing(digest, heard_by) or ""
    card = visit.site.scorecard(visit.store, digest)
    licences = Licences(visit.store, visit.store.payfacts.heads())
    place = (card.scorecard_id, digest)
    return tuple(
        LicenceRow(
            criterion_id=criterion.criterion_id,
            state=licences.state(
                scheme, scorecard=place, hearing=hearing, criterion_id=criterion.criterion_id, status=criterion.status
            ),
            measured=licences.agreement(place, hearing, criterion.criterion_id),
        )
        for criterion in card.criteria
    )


def _scheme(visit: Visit) -> Scheme | None:
    if not visit.site.pay.has_scheme:
        return None
    try:
        return load_schemes(visit.site.project, visit.store).latest
    except CallqaError:
        return None  # the Bonus page tells what is wrong with it
