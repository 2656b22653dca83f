"""Whether a call may still be contested: while its month is open, and within the days for disputes once it was submitted."""

from __future__ import annotations

from callqa.bonus import Period
from callqa.errors import CallqaError
from callqa.paying.periods import standing, today
from callqa.settings import Project
from callqa.store import CallRow, Store


class DisputeLateError(CallqaError):
    """The month may no longer be contested."""

    slug = "review-dispute-late"


def refuse_late(project: Project, store: Store, call: CallRow) -> None:
    """Refuse what comes after the month's window.

    Raises:
        DisputeLateError: The month is closed, or its days for disputes are over.
    """
    period = Period.parse(call.local_day[:7]) if call.local_day else None
    if period is None:
        return
    now = standing(store, period)
    is_over = now.submitted is not None and now.disputes_until is not None and today(project, store) >= now.disputes_until
    if now.is_closed or is_over:
        raise DisputeLateError(period=period)
