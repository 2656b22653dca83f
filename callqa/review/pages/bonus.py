"""Pay: so far this month, statements, the trace, and the month's end for those who may."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from callqa.bonus import Period, PersonPay
from callqa.paying.closing import close, is_swapped, submit
from callqa.paying.differing import effects_in
from callqa.paying.exporting import note_export
from callqa.paying.leaving import leavers
from callqa.paying.periods import parse_period, standing, today
from callqa.paying.tracing import trace
from callqa.paying.viewing import PayView, periods_with_data, view
from callqa.report.payroll.files import FileFormat, payroll_file
from callqa.report.payroll.pages import Page
from callqa.report.payroll.statement import statement, total
from callqa.report.payroll.trace import trace_page
from callqa.report.payroll.words import kpi_name, line_name, line_pays, money
from callqa.review.errors import NotHereError, PayMissingError, RequestFaultyError
from callqa.review.pay import PayNow
from callqa.review.people import Permission
from callqa.review.visit import Visit
from callqa.store import Role
from callqa.texts import message

ENDINGS = {
    FileFormat.CSV: ("csv", "text/csv"),
    FileFormat.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FileFormat.AMOUNTS_1C: ("1c-amounts.csv", "text/csv"),
    FileFormat.PERCENT_1C: ("1c-percent.csv", "text/csv"),
    FileFormat.JSON: ("json", "application/json"),
}


def bonus_page(visit: Visit) -> Response:
    """Show a month: the one asked for, else the latest that has data."""
    if not visit.site.pay.has_scheme:
        return visit.page("bonus_none.html")
    periods = periods_with_data(visit.site.project, visit.store)
    period = parse_period(visit.asked("period")) if visit.asked("period") else periods[-1] if periods else _current(visit)
    now = visit.site.pay.month(visit.store, period)
    people = tuple(person for person in now.view.people if visit.person.sees_manager(person.manager_id, person.team))
    gone = leavers(visit.site.project, visit.store, period) if visit.person.may(Permission.CLOSE) else ()
    shown = {person.manager_id for person in people}
    stands = standing(visit.store, period)  # figures may be those of a minute ago; what may be done now may not
    return visit.page(
        "bonus.html",
        periods=periods,
        period=period,
        now=now,
        people=people,
        forms=tuple(FileFormat),
        leavers={person.manager_id for person in gone},
        left_out=tuple(person for person in gone if stands.is_closed and person.manager_id not in shown),
        standing=stands,
        is_swapped=is_swapped(stands, now.view.gathered.facts.spans),
        total=lambda person: total(person, visit.language),
        line_name=lambda line: line_name(line, now.view.scheme, visit.language),
        line_pays=lambda line: line_pays(line, visit.language),
        effects=_effects(visit, now, people),
        effect=lambda moved: money(moved.amount, visit.language),
        problems=tuple(message(problem, visit.language) for problem in now.view.problems),
        kpi_name=lambda kpi_id: kpi_name(now.view.scheme, kpi_id, visit.language),
    )


def statement_page(visit: Visit) -> Response:
    """Show a person's statement; it prints without the site around it."""
    seen, person = _person(visit)
    made = statement(seen, person, visit.language, overrides=effects_in(seen, [person.manager_id]))
    return _document(visit, made)


def trace_shown(visit: Visit) -> Response:
    """Show the trace from the money to the seconds; without the clients' words for who may not hear calls."""
    seen, person = _person(visit)
    is_whole = visit.asked("whole") == "1" and visit.person.may(Permission.CALLS)
    made = trace_page(trace(visit.site.project, visit.store, seen.period, person.manager_id), visit.language, is_whole=is_whole)
    if not visit.person.may(Permission.CALLS):
        made = replace(made, blocks=tuple(block for block in made.blocks if getattr(block, "mark", "") != "quote"))
    return _document(visit, made)


def submit_month(visit: Visit) -> Response:
    """Submit a month: its days for disputes begin."""
    period = _period(visit)
    submit(visit.site.project, visit.store, period, who=visit.person.login, why=visit.field("why"))
    return visit.back(f"/bonus?period={period}")


def close_month(visit: Visit) -> Response:
    """Close a month, or one leaver's part of it."""
    period = _period(visit)
    alone = visit.field("manager") or None
    close(visit.site.project, visit.store, period, who=visit.person.login, why=visit.field("why"), manager_id=alone)
    return visit.back(f"/bonus?period={period}")


def export_month(visit: Visit) -> Response:
    """Give payroll's file of a closed month."""
    period = _period(visit)
    try:
        form = FileFormat(visit.path("form"))
    except ValueError as error:
        raise RequestFaultyError(what="form") from error
    seen = view(visit.site.project, visit.store, period)
    if not seen.is_final:
        raise NotHereError
    content, _ = payroll_file(seen, form, visit.language)
    note_export(visit.store, period, form.value, content, who=visit.person.login)
    ending, media = ENDINGS[form]
    disposition = f'attachment; filename="payroll-{period}.{ending}"'
    return Response(content, media_type=media, headers={"content-disposition": disposition})


def _current(visit: Visit) -> Period:
    return Period.of(today(visit.site.project, visit.store))


def _period(visit: Visit) -> Period:
    if not visit.site.pay.has_scheme:
        raise PayMissingError
    return parse_period(visit.path("period"))


def _person(visit: Visit) -> tuple[PayView, PersonPay]:
    """Find whose pay the path names, inside the person's wall.

    Raises:
        NotHereError: There is nobody, or they lie outside.
    """
    manager_id = visit.path("manager")
    if visit.person.role is Role.MANAGER and manager_id != visit.person.manager_id:
        raise NotHereError
    seen = visit.site.pay.month(visit.store, _period(visit)).view
    person = seen.person(manager_id)
    if person is None or not visit.person.sees_manager(person.manager_id, person.team):
        raise NotHereError
    return seen, person


def _effects(visit: Visit, now: PayNow, people: tuple[PersonPay, ...]) -> tuple[object, ...]:
    """What people's overrides moved, for who may judge."""
    if not visit.person.may(Permission.JUDGE):
        return ()
    return effects_in(now.view, [person.manager_id for person in people])


def _document(visit: Visit, made: Page) -> Response:
    return visit.page("document.html", document=made, blocks=tuple((type(block).__name__, block) for block in made.blocks))
