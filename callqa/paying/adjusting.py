"""What payroll enters by hand: an amount with its reason; against the employee only with a ground."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from callqa.bonus import Line, LineKind, Money, Period, Person
from callqa.bonus.money import MINOR_DIGITS
from callqa.paying.acting import given_reason
from callqa.paying.errors import AmountError, GroundMissingError, LineUnknownError, ManagerUnknownError
from callqa.paying.lines import MOST_MINOR, to_entry
from callqa.paying.people import bare_people, people_of
from callqa.paying.periods import standing
from callqa.paying.schemes import load_schemes
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import LINES, Entry, EntryKind


def adjust(
    project: Project,
    store: Store,
    period: Period,
    manager_id: str,
    amount: str,
    *,
    who: str,
    why: str,
    ground: str | None = None,
    line: int | None = None,
) -> Entry:
    """Enter an amount for somebody; a month that is closed gets it in the next one that is open.

    Args:
        project: Roster.
        store: The ledger.
        period: The month that it speaks of.
        manager_id: Whose.
        amount: ``1500.00``, ``-300``: a decimal point, no more digits than the currency has.
        who: The person of payroll.
        why: Their reason.
        ground: In law, for a deduction (Labour Code art. 137).
        line: Row of the ledger that it corrects.

    Raises:
        AmountError: The amount cannot be read, is nothing, or is too large.
        GroundMissingError: It is a deduction without a ground.
        LineUnknownError: The ledger has no such line of theirs for that month.
        ManagerUnknownError: Neither the roster nor the ledger knows such a manager.
        WhyMissingError: The reason is empty.
    """
    reason = given_reason(why) if not ground else f"{given_reason(why)} ({ground.strip()})"
    person = _person(project, store, period, manager_id)
    schemes = load_schemes(project, store)
    money = read_amount(amount, schemes.latest.currency)
    if money.minor < 0 and not (ground or "").strip():
        raise GroundMissingError(manager=manager_id)
    with store.atomic():
        if line is not None:
            _refuse_foreign(store.payroll.entry(line), line, period, manager_id)
        paying = period
        while standing(store, paying).is_closed_for(manager_id):
            paying = paying.following
        scheme = schemes.adopted
        given = Line(
            kind=LineKind.ADJUSTMENT,
            manager_id=manager_id,
            period=str(period),
            scheme=scheme.label if scheme is not None else "",
            scheme_hash=scheme.scheme_hash if scheme is not None else "",
            amount=money,
            corrects=line,
        )
        entry = to_entry(given, period=str(paying), who=who, why=reason, person=person)
        return store.payroll.append([entry])[0]


def _person(project: Project, store: Store, period: Period, manager_id: str) -> Person:
    known = {person.manager_id: person for person in people_of(project.roster, period)}
    if manager_id in known:
        return known[manager_id]
    if not store.payroll.entries(manager_id=manager_id, kinds=LINES):
        raise ManagerUnknownError(manager=manager_id)
    return bare_people(store, [manager_id])[0]


def _refuse_foreign(entry: Entry | None, row: int, period: Period, manager_id: str) -> None:
    """An amount may correct a line of the same person and month only: it counts for that line from then on."""
    known = entry is not None and entry.kind in LINES and entry.kind is not EntryKind.ROUNDING
    if entry is None or not known or entry.manager_id != manager_id or entry.of_period != str(period):
        raise LineUnknownError(row=row, manager=manager_id, period=period)


def read_amount(text: str, currency: str) -> Money:
    """Read an amount as a person types it.

    Raises:
        AmountError: It cannot be read, is nothing, or has too many digits.
    """
    try:
        minor = Decimal(text.replace(" ", "").replace(",", ".")).scaleb(MINOR_DIGITS[currency])
    except InvalidOperation as error:
        raise AmountError(given=text, currency=currency) from error
    if not minor.is_finite() or minor != minor.to_integral_value() or not minor or abs(minor) > MOST_MINOR:
        raise AmountError(given=text, currency=currency)
    return Money(minor=int(minor), currency=currency)
