"""What the commands of bonus and payroll do: call the paying room, render what it answers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from callqa.bonus import LineKind, Moved, Period, PersonPay
from callqa.bonus.scheme import Scheme
from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.paying import adjusting, closing, differing, figures, verifying, writing_off
from callqa.paying.errors import ManagerUnknownError, SchemeFaultyError
from callqa.paying.lines import to_line
from callqa.paying.periods import parse_period, today
from callqa.paying.schemes import Schemes, load_schemes
from callqa.paying.viewing import PayView, periods_with_data, view
from callqa.report import jsonlines
from callqa.report.payroll.jsonl import line_json, moved_json, person_json
from callqa.report.payroll.words import figure, held_reason, interval, kpi_name, line_name, line_pays, money
from callqa.report.table import Cell, Column, Kind, Table
from callqa.store import Store


@contextlib.contextmanager
def told(session: Session) -> Iterator[None]:
    """Tell a scheme's faults, each with its place, before the command ends with them."""
    try:
        yield
    except SchemeFaultyError as error:
        session.tell(error.problems)
        raise


def manager_id(session: Session, given: str) -> str:
    """Find a manager as a person names them: id, name, extension, personnel number; else take the words as an id."""
    roster = session.project.roster
    numbered = {entry.manager_id for entry in roster.entries if entry.personnel_number == given}
    entry = roster.by_id(given) or roster.resolve(given)
    if entry is not None:
        return entry.manager_id
    return numbered.pop() if len(numbered) == 1 else given


def show_bonus(session: Session, outputs: Outputs, *, period: str | None, manager: str | None, is_so_far: bool) -> int:
    """Print bonuses, and give how many problems are errors."""
    wanted = None if manager is None else manager_id(session, manager)
    with session.read_store() as store, told(session):
        schemes = load_schemes(session.project, store)
        views = [
            view(session.project, store, one, schemes=schemes) for one in _periods(session, store, period, is_so_far=is_so_far)
        ]
    errors = 0
    for seen in views:
        errors += session.tell(seen.problems)
        people = [person for person in seen.people if wanted in (None, person.manager_id)]
        for person in people if outputs.as_json else ():
            click.echo(jsonlines.line(person_json(person, seen)))
    if not any(seen.people for seen in views):
        session.say("bonus-no-data")
    if wanted is not None and all(seen.person(wanted) is None for seen in views) and session.project.roster.by_id(wanted) is None:
        raise ManagerUnknownError(manager=wanted)
    tables = [table for seen in views for table in (_table(seen, wanted, session), _figures(seen, wanted, session))]
    render(tables, session, outputs)
    return errors


def _periods(session: Session, store: Store, period: str | None, *, is_so_far: bool) -> tuple[Period, ...]:
    if period is not None:
        return (parse_period(period),)
    if is_so_far:
        return (Period.of(today(session.project, store)),)
    return periods_with_data(session.project, store)


def _table(seen: PayView, wanted: str | None, session: Session) -> Table:
    people = [person for person in seen.people if wanted in (None, person.manager_id)]
    schemes = _schemes(seen)
    kpis = list(dict.fromkeys(kpi.kpi_id for scheme in schemes.values() for kpi in scheme.kpis))
    has_percent = any(person.percent for person in people)
    columns = [
        Column(key="manager", title=session.words("bonus-column-manager")),
        Column(key="name", title=session.words("bonus-column-name")),
        *(Column(key=name, title=_title(name, schemes, session), kind=Kind.NUMBER) for name in kpis),
        Column(key="total", title=session.words("bonus-column-total"), kind=Kind.NUMBER),
        *([Column(key="percent", title=session.words("bonus-column-percent"), kind=Kind.NUMBER)] if has_percent else []),
        Column(key="held", title=session.words("bonus-column-held"), kind=Kind.NUMBER),
    ]
    rows = tuple(_row(person, kpis, session, has_percent=has_percent) for person in people)
    state = session.words(f"bonus-state-{seen.standing.state.value}")
    title = session.words("bonus-title", period=seen.period, state=state)
    return Table(title=title, columns=tuple(columns), rows=rows, notes=tuple(_notes(people, schemes, session)))


def _schemes(seen: PayView) -> dict[str, Scheme]:
    used = (*seen.gatherings(seen.people), seen.gathered)
    return {span.scheme.scheme_hash: span.scheme for one in used for span in one.facts.spans}


def _title(kpi_id: str, schemes: dict[str, Scheme], session: Session) -> str:
    scheme = next(scheme for scheme in reversed(schemes.values()) if scheme.kpi(kpi_id) is not None)
    return kpi_name(scheme, kpi_id, session.language)


def _row(person: PersonPay, kpis: list[str], session: Session, *, has_percent: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [person.manager_id, person.name]
    for name in kpis:
        amounts = [line.amount for line in person.lines if line.kpi_id == name and line.amount is not None]
        percents = [line.percent for line in person.lines if line.kpi_id == name and line.percent is not None]
        cells.append(sum(amount.amount for amount in amounts) if amounts else sum(percents) if percents else None)
    cells.append(money(person.total, session.language))
    cells.extend([person.percent] if has_percent else [])
    cells.append(sum(line.kind is LineKind.HELD for line in person.lines) or None)
    return tuple(cells)


_FIGURES = ("manager", "line", "figure", "interval", "n", "attained", "payout", "pays")


def _figures(seen: PayView, wanted: str | None, session: Session) -> Table:
    """Each monthly figure with its interval and the number of calls that it rests on."""
    language = session.language
    schemes = _schemes(seen)
    columns = tuple(
        Column(
            key=name,
            title=session.words("bonus-column-manager" if name == "manager" else f"payroll-grid-{name}"),
            kind=Kind.TEXT if name in ("manager", "line") else Kind.NUMBER,
        )
        for name in _FIGURES
    )
    rows = tuple(
        (
            person.manager_id,
            line_name(line, schemes.get(line.scheme_hash), language),
            figure(line.basis.figure, language),
            interval(line, language),
            f"{line.basis.scored}/{line.basis.calls}" if line.basis.calls else "",
            figure(line.basis.attained, language),
            figure(line.basis.payout, language),
            line_pays(line, language),
        )
        for person in seen.people
        if wanted in (None, person.manager_id)
        for line in person.lines
    )
    return Table(title=session.words("bonus-figures-title", period=seen.period), columns=columns, rows=rows)


def _notes(people: list[PersonPay], schemes: dict[str, Scheme], session: Session) -> Iterator[str]:
    for person in people:
        for line in person.lines:
            name = kpi_name(schemes.get(line.scheme_hash), line.kpi_id, session.language)
            if line.held is not None:
                reason = held_reason(line.held, session.language)
                yield session.words("bonus-held-note", manager=person.manager_id, kpi=name, reason=reason)
            if line.basis.unlicensed and line.held is None:
                facts = {"kpi": f"{person.manager_id}, {name}", "criteria": ", ".join(line.basis.unlicensed)}
                yield session.words("payroll-note-unlicensed", **facts)
            if line.basis.borders:
                borders = ", ".join(figure(border, session.language) for border in line.basis.borders)
                facts = {"manager": person.manager_id, "kpi": name, "borders": borders}
                yield session.words("bonus-border-note", **facts, interval=interval(line, session.language))


def show_diff(session: Session, outputs: Outputs, scheme: Path | None, *, period: str | None) -> None:
    """Print whose pay a draft scheme would move."""
    with session.read_store() as store, told(session):
        month = parse_period(period) if period is not None else periods_with_data(session.project, store)[-1]
        moved = differing.scheme_effect(session.project, store, month, path=scheme)
    show_moved(session, outputs, month, moved)


def show_moved(session: Session, outputs: Outputs, period: Period, moved: tuple[Moved, ...]) -> None:
    """Print whose pay an edit moves."""
    for one in moved if outputs.as_json else ():
        click.echo(jsonlines.line({"period": str(period), **moved_json(one)}))
    if not moved:
        session.say("bonus-diff-none", period=period)
    names = ("manager", "name", "before", "after", "moved", "kpis")
    numbers = ("before", "after", "moved")
    columns = tuple(
        Column(key=name, title=session.words(f"bonus-column-{name}"), kind=Kind.NUMBER if name in numbers else Kind.TEXT)
        for name in names
    )
    language = session.language
    rows = tuple(
        (
            one.manager_id,
            one.name,
            money(one.before, language),
            money(one.after, language),
            money(one.amount, language),
            ", ".join(one.kpis),
        )
        for one in moved
    )
    title = session.words("bonus-diff-title", period=period)
    render([Table(title=title, columns=columns, rows=rows)], session, outputs)


def import_kpi(session: Session, file: Path, *, period: str | None, as_json: bool) -> int:
    """Import a file of figures, and give how many rows had faults."""
    month = None if period is None else parse_period(period)
    with session.open_store() as store, told(session):
        scheme = _scheme_for(load_schemes(session.project, store), month)
        found = figures.import_figures(file, project=session.project, store=store, scheme=scheme, who=session.who(), period=month)
    errors = session.tell(found.problems)
    counts = {"figures": found.figures, "replaced": found.replaced, "unchanged": found.unchanged}
    if as_json:
        click.echo(jsonlines.line({**counts, "faults": errors}))
    session.say("bonus-kpi-imported", **counts)
    return errors


def _scheme_for(schemes: Schemes, month: Period | None) -> Scheme:
    return schemes.latest if month is None else schemes.spans(month)[-1].scheme


def submit_period(session: Session, period: str, *, why: str, as_json: bool) -> None:
    """Submit a month."""
    month = parse_period(period)
    with session.open_store() as store, told(session):
        now = closing.submit(session.project, store, month, who=session.who(), why=why)
    if as_json:
        until = now.disputes_until.isoformat() if now.disputes_until is not None else None
        click.echo(jsonlines.line({"period": period, "state": now.state.value, "disputes_until": until}))
    session.say("payroll-submitted", period=period, until=now.disputes_until)


def close_period(session: Session, period: str, *, manager: str | None, why: str, as_json: bool) -> int:
    """Close a month, print what was written, and give how many problems are errors."""
    month = parse_period(period)
    wanted = None if manager is None else manager_id(session, manager)
    with session.open_store() as store, told(session):
        found = closing.close(session.project, store, month, who=session.who(), why=why, manager_id=wanted)
        seen = view(session.project, store, month)
        paid = {person.manager_id for person in found.people}
        moved = (*differing.effects_in(seen, paid), *differing.settled_effects(store, found.settlements, paid))
    errors = session.tell(found.problems)
    for person in seen.people if as_json else ():
        if person.manager_id in paid:
            click.echo(jsonlines.line(person_json(person, seen) | {"head": found.head}))
    if not as_json:
        render([_table(seen, wanted, session)], session, Outputs())
    for effect in moved:
        override = effect.override
        facts = {
            "call": override.call_id,
            "criterion": override.machine.criterion_id,
            "moved": money(effect.amount, session.language),
        }
        session.say("payroll-moved-note", **facts, who=override.decided.who, why=override.decided.why)
    total = sum(person.total.minor for person in found.people)
    whole = money(type(found.people[0].total)(minor=total, currency=found.people[0].total.currency), session.language)
    session.say("payroll-closed", period=period, people=len(paid), total=whole, head=found.head)
    return errors


def verify_period(session: Session, period: str, *, level: int, as_json: bool) -> int:
    """Check a closed month, and give how much does not agree."""
    month = parse_period(period)
    with session.read_store() as store, told(session):
        found = verifying.verify(store, month, level=level)
    errors = session.tell(found.problems)
    session.tell(found.irreproducible)
    if as_json:
        facts = {"period": period, "level": level, "rows": found.rows, "lines": found.lines, "calls": found.calls}
        click.echo(jsonlines.line({**facts, "irreproducible": len(found.irreproducible), "differences": errors}))
    if found.irreproducible:
        session.say("payroll-irreproducible", count=len(found.irreproducible))
    slug = "payroll-verify-failed" if errors else "payroll-verified"
    session.say(slug, period=period, count=errors, rows=found.rows, lines=found.lines, calls=found.calls)
    return errors


def adjust_period(
    session: Session,
    period: str,
    manager: str,
    amount: str,
    *,
    why: str,
    ground: str | None,
    line: int | None,
    as_json: bool,
) -> None:
    """Enter an amount by hand."""
    month = parse_period(period)
    with session.open_store() as store, told(session):
        entry = adjusting.adjust(
            session.project,
            store,
            month,
            manager_id(session, manager),
            amount,
            who=session.who(),
            why=why,
            ground=ground,
            line=line,
        )
    written = to_line(entry)
    if as_json:
        click.echo(jsonlines.line({"row": entry.row, "period": entry.period, "manager": entry.manager_id, **line_json(written)}))
    session.say("payroll-adjusted", period=entry.period, amount=money(written.amount, session.language), row=entry.row)


def write_off_call(session: Session, period: str, call: str, *, why: str, is_undone: bool) -> None:
    """Give up a call that cannot be scored, or take that back."""
    month = parse_period(period)
    with session.open_store() as store:
        writing_off.write_off(store, month, call, who=session.who(), why=why, is_undone=is_undone)
    session.say("payroll-taken-back" if is_undone else "payroll-written-off", call=call, period=period)
