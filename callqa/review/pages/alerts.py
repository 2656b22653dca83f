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
    rows = visit.store.alerts.listed(
        team=person.team if person.role is Role.HEAD else None,
        manager_id=(person.manager_id or NOBODY) if person.role is Role.MANAGER else None,
    )
    shown = visit.site.project.settings.review.alerts.to_manager
    if person.role is Role.MANAGER:
        rows = tuple(row for row in rows if row.rule in shown)
    return visit.page("alerts.html", rows=tuple((row, sentence(row, visit.site.project, visit.language)) for row in rows))
