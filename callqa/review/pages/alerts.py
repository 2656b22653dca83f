"""Alerts as they rang, newest first."""

from __future__ import annotations

from starlette.responses import Response

from callqa.review.alerts import sentence
from callqa.review.people import NOBODY
from callqa.review.visit import Visit
from callqa.store import Role


def alerts_page(visit: Visit) -> Response:
    """List the alerts inside the person's wall."""
    person = visit.person
    is_manager = person.role is Role.MANAGER
    rows = visit.store.alerts.listed(
        team=person.team if person.role is Role.HEAD else None,
        manager_id=(person.manager_id or NOBODY) if is_manager else None,
        rules=visit.site.project.settings.review.alerts.to_manager if is_manager else None,
    )
    worded = tuple((row, sentence(row, visit.site.project, visit.language)) for row in rows)
    return visit.page("alerts.html", rows=worded, faults={} if is_manager else visit.store.alerts.faults())
