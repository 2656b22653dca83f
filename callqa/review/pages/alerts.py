"""Alerts as they rang, newest first; a call is named to whoever may open it."""

from __future__ import annotations

from starlette.responses import Response

from callqa.review.alerts import OF_ALL
from callqa.review.delivering import Wording, owed
from callqa.review.people import NOBODY
from callqa.review.visit import Visit
from callqa.store import AlertRow, Role


def alerts_page(visit: Visit) -> Response:
    """List the alerts inside the person's wall."""
    person = visit.person
    rules = visit.site.project.settings.review.alerts
    is_manager = person.role is Role.MANAGER
    rows = visit.store.alerts.listed(
        team=person.team if person.role is Role.HEAD else None,
        manager_id=(person.manager_id or NOBODY) if is_manager else None,
        rules=rules.to_manager if is_manager else None,
        of_all=OF_ALL,
    )
    used = visit.store.browse.scorecards_in_use
    words = Wording(
        project=visit.site.project,
        language=visit.language,
        criteria=lambda: visit.site.titles(visit.store, used(), visit.language).criteria,
    )
    worded = tuple((row, words.sentence(row), _open_to(visit, row)) for row in rows)
    faults = {} if is_manager else owed(visit.site.project, visit.store)
    return visit.page("alerts.html", rows=worded, faults=faults)


def _open_to(visit: Visit, row: AlertRow) -> bool:
    """Tell whether the reader may open the alert's call: it may have been given to somebody else since."""
    call = None if row.call_id is None else visit.store.calls.get(row.call_id)
    return call is not None and visit.person.sees(call)
