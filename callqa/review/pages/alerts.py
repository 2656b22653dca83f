"""Alerts as they rang, newest first."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from callqa.review.alerts import sentence
from callqa.review.people import NOBODY
from callqa.review.visit import Visit
from callqa.store import Role


def alerts_page(visit: Visit) -> Response:
    """List the alerts inside the person's wall."""
    person = visit.person
    rules = visit.site.project.settings.review.alerts
    is_manager = person.role is Role.MANAGER
    rows = visit.store.alerts.listed(
        team=person.team if person.role is Role.HEAD else None,
        manager_id=(person.manager_id or NOBODY) if is_manager else None,
        rules=rules.to_manager if is_manager else None,
    )
    worded = tuple((row, sentence(row, visit.site.project, visit.language)) for row in rows)
    owed = {} if is_manager else visit.store.alerts.faults(within=timedelta(days=rules.look_back_days))
    return visit.page("alerts.html", rows=worded, faults=owed)
