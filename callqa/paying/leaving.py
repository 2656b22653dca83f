"""Who may be closed alone: leavers, and whoever the roster lacked when a month was closed."""

from __future__ import annotations

from datetime import date, timedelta

from callqa.bonus import Period, Person
from callqa.paying.errors import ManagerUnknownError
from callqa.paying.people import left_out, people_of
from callqa.paying.periods import standing, today
from callqa.settings import Project
from callqa.store import Store


def leavers(project: Project, store: Store, period: Period) -> tuple[Person, ...]:
    """Name who may be closed alone today, in order of manager id.

    In an open month those are whose last day has come or lies in it; in a closed one, whoever has calls and no roster had.
    """
    now = standing(store, period)
    people = people_of(project.roster, period)
    if now.is_closed:
        missed = {name for _, name in left_out(project.roster, store, period)}
        return tuple(person for person in people if person.manager_id in missed)
    latest = _latest_leaving(project, store, period)
    return tuple(person for person in people if _is_gone(person, latest) and not now.is_closed_for(person.manager_id))


def has_left(project: Project, store: Store, period: Period, manager_id: str) -> bool:
    """Tell whether somebody's last day has come, or lies in the month.

    Raises:
        ManagerUnknownError: Neither the roster nor the ledger knows them.
    """
    person = next((one for one in people_of(project.roster, period) if one.manager_id == manager_id), None)
    if person is None and not store.payroll.entries(manager_id=manager_id):
        raise ManagerUnknownError(manager=manager_id)
    if person is None:
        return True
    return _is_gone(person, _latest_leaving(project, store, period))


def _latest_leaving(project: Project, store: Store, period: Period) -> date:
    """Whoever is gone from this day on may be closed alone."""
    return max(period.until, today(project, store) + timedelta(days=1))


def _is_gone(person: Person, latest: date) -> bool:
    return person.left is not None and person.left <= latest
