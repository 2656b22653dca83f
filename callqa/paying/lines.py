"""Lines of pay as rows of the ledger, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

from callqa.bonus import Basis, Held, Line, LineKind, Money, Person, PersonPay
from callqa.bonus.money import nothing, total
from callqa.codec import canonical_bytes, from_plain
from callqa.store.payroll import Entry, EntryKind

MOST_MINOR = 10**15
"""More than any payroll pays, and well within the ledger's whole numbers: beyond it, a figure is a mistake."""


def to_entry(line: Line, *, period: str, who: str, why: str = "", person: Person | PersonPay | None = None) -> Entry:
    """Turn a line into a row, not written yet."""
    return Entry(
        kind=EntryKind(line.kind.value),
        period=period,
        of_period=line.period,
        who=who,
        why=why,
        manager_id=line.manager_id,
        personnel_number=person.personnel_number if person is not None else None,
        kpi_id=line.kpi_id,
        since=line.since or None,
        until=line.until or None,
        scheme=line.scheme or None,
        scheme_hash=line.scheme_hash or None,
        amount_minor=None if line.amount is None else line.amount.minor,
        currency=None if line.amount is None else line.amount.currency,
        percent=None if line.percent is None else str(line.percent),
        held=None if line.held is None else line.held.value,
        corrects=line.corrects,
        basis=canonical_bytes(line.basis).decode(),
    )


def to_line(entry: Entry) -> Line:
    """Turn a row back into a line."""
    amount = None
    if entry.amount_minor is not None and entry.currency is not None:
        amount = Money(minor=entry.amount_minor, currency=entry.currency)
    return Line(
        kind=LineKind(entry.kind.value),
        manager_id=entry.manager_id or "",
        period=entry.of_period,
        kpi_id=entry.kpi_id,
        since=entry.since or "",
        until=entry.until or "",
        scheme=entry.scheme or "",
        scheme_hash=entry.scheme_hash or "",
        amount=amount,
        percent=None if entry.percent is None else Decimal(entry.percent),
        held=None if entry.held is None else Held(entry.held),
        basis=from_plain(Basis, json.loads(entry.basis)),
        corrects=entry.corrects,
    )


def pays_of(entries: Iterable[Entry], people: Iterable[Person], currency: str) -> tuple[PersonPay, ...]:
    """Gather rows of lines into people's pay, in order of manager id."""
    known = {person.manager_id: person for person in people}
    by_manager: dict[str, list[Entry]] = {}
    for entry in entries:
        by_manager.setdefault(entry.manager_id or "", []).append(entry)
    return tuple(_pay(manager, rows, known.get(manager), currency) for manager, rows in sorted(by_manager.items()))


def _pay(manager_id: str, rows: list[Entry], person: Person | None, currency: str) -> PersonPay:
    lines = tuple(to_line(row) for row in rows)
    numbers = [row.personnel_number for row in rows if row.personnel_number is not None]
    amounts = tuple(line.amount for line in lines if line.amount is not None)
    return PersonPay(
        manager_id=manager_id,
        name=person.name if person is not None else manager_id,
        personnel_number=numbers[-1] if numbers else person.personnel_number if person is not None else None,
        team=person.team if person is not None else None,
        lines=lines,
        total=total(amounts, currency) if amounts else nothing(currency),
        percent=sum((line.percent for line in lines if line.percent is not None), Decimal(0)),
    )
