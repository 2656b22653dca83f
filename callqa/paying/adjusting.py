"""What payroll enters by hand: an amount with its reason; against the employee only with a ground."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from callqa.bonus import Line, LineKind, Money, Period
from callqa.bonus.money import MINOR_DIGITS
from callqa.paying.errors import AmountError, GroundMissingError, ManagerUnknownError
from callqa.paying.lines import to_entry
from callqa.paying.people import people_of
from callqa.paying.periods import standing
from callqa.paying.schemes import load_schemes
from callqa.settings import Project
from callqa.store import Store
from callqa.store.payroll import Entry


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
        AmountError: The amount cannot be read, or is nothing.
        GroundMissingError: It is a deduction without a ground.
        ManagerUnknownError: The roster has no such manager.
    """
    people = {person.manager_id: person for person in people_of(project.roster, period)}
    if manager_id not in people:
        raise ManagerUnknownError(manager=manager_id)
    scheme = load_schemes(project, store).latest
    money = read_amount(amount, scheme.currency)
    if money.minor < 0 and not ground:
        raise GroundMissingError(manager=manager_id)
    reason = why if ground is None else f"{why} ({ground})"
    with store.atomic():
        paying = period
        while standing(store, paying).is_closed:
            paying = paying.following
        given = Line(
            kind=LineKind.ADJUSTMENT,
            manager_id=manager_id,
            period=str(period),
            scheme=scheme.label,
            scheme_hash=scheme.scheme_hash,
            amount=money,
            corrects=line,
        )
        entry = to_entry(given, period=str(paying), who=who, why=reason, person=people[manager_id])
        return store.payroll.append([entry])[0]


def read_amount(text: str, currency: str) -> Money:
    """Read an amount as a person types it.

    Raises:
        AmountError: It cannot be read, is nothing, or has too many digits.
    """
    try:
        minor = Decimal(text.replace(" ", "").replace(",", ".")).scaleb(MINOR_DIGITS[currency])
    except InvalidOperation as error:
        raise AmountError(given=text, currency=currency) from error
    if not minor.is_finite() or minor != minor.to_integral_value() or not minor:
        raise AmountError(given=text, currency=currency)
    return Money(minor=int(minor), currency=currency)
