"""What moved in months that are closed: late overrides, upheld disputes, figures that came late, lines that were held.

A closed line never changes. The month is computed again under the scheme versions and roster of its closing, with outcomes and
figures as they stand now; what differs becomes a line in the month that closes next, naming the line it corrects.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from callqa.bonus import Held, Line, LineKind, Money, Period, compute
from callqa.bonus.money import MINOR_DIGITS
from callqa.paying.gathering import gather_again, in_force
from callqa.paying.periods import basis_of
from callqa.paying.snapshot import Snapshot
from callqa.store import Store
from callqa.store.payfacts import Heads
from callqa.store.payroll import LINES, Entry, EntryKind

Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a month that is closed owes, or is owed.

    Attributes:
        snapshot: What the second computation rested on.
        closing: Row of the closing that is settled again.
        before: Row of the ledger before which lines counted as settled.
    """

    period: str
    closing: int
    snapshot: Snapshot
    before: int
    lines: tuple[Line, ...]


def settle_earlier(store: Store, *, before: Period | None, managers: frozenset[str] | None = None) -> tuple[Settlement, ...]:
    """Settle every closed month in which something moved since.

    Args:
        store: Where everything is.
        before: Only months before this one; ``None`` takes all.
        managers: Only these people; ``None`` takes all.
    """
    settlements = []
    heads = store.payfacts.heads()
    for closing in _closings(store):
        if before is not None and closing.period >= str(before):
            continue
        covered = _covered(store, closing, managers)
        snapshot = Snapshot.from_plain(basis_of(closing)["snapshot"])
        if covered is not None and not covered:
            continue
        if _has_moved(store, closing, snapshot.heads, covered):
            fresh = _fresh(store, closing, snapshot, heads, covered)
            found = settle(store, closing, fresh, before=heads.ledger + 1, managers=covered)
            if found.lines:
                settlements.append(found)
    return tuple(settlements)


def settle(store: Store, closing: Entry, snapshot: Snapshot, *, before: int, managers: frozenset[str] | None) -> Settlement:
    """Compute a closed month again and give the lines by which it differs from what was settled before a row."""
    period = Period.parse(closing.period)
    if period is None:
        raise ValueError(closing.period)
    ledger = compute(gather_again(store, period, snapshot).facts)
    settled = _settled(store, closing.period, before)
    lines = [
        difference
        for person in ledger.people
        if _is_meant(person.manager_id, closing, managers)
        for line in person.lines
        if line.kpi_id is not None and (difference := _difference(line, settled.get(line.place))) is not None
    ]
    return Settlement(period=closing.period, closing=closing.row, snapshot=snapshot, before=before, lines=tuple(lines))


def open_held(store: Store, *, until_row: int | None = None) -> tuple[Entry, ...]:
    """List the held lines that nothing has released yet."""
    rows = store.payroll.entries(kinds=LINES, until_row=until_row)
    released = {row.corrects for row in rows if row.kind is EntryKind.RELEASE}
    return tuple(row for row in rows if row.kind is EntryKind.HELD and row.row not in released)


@dataclass(frozen=True, slots=True)
class _Account:
    """What one place of a closed month was settled with so far."""

    first: Entry
    minor: int
    percent: Decimal
    is_held: bool


def _settled(store: Store, period: str, before: int) -> dict[Place, _Account]:
    accounts: dict[Place, _Account] = {}
    for entry in store.payroll.entries(of_period=period, kinds=LINES, until_row=before - 1):
        if entry.kind in (EntryKind.ROUNDING, EntryKind.ADJUSTMENT) or entry.kpi_id is None:
            continue
        place = (entry.manager_id or "", entry.of_period, entry.kpi_id, entry.since or "")
        known = accounts.get(place)
        minor, percent = _worth(entry)
        accounts[place] = _Account(
            first=known.first if known else entry,
            minor=(known.minor if known else 0) + minor,
            percent=(known.percent if known else Decimal(0)) + percent,
            is_held=entry.kind is EntryKind.HELD or (known is not None and known.is_held and entry.kind is not EntryKind.RELEASE),
        )
    return accounts


def _worth(entry: Entry) -> tuple[int, Decimal]:
    if entry.kind is EntryKind.NOTED:
        noted = Decimal(json.loads(entry.basis)["noted"])
        if entry.currency is None:
            return 0, noted
        return int(noted.scaleb(MINOR_DIGITS[entry.currency])), Decimal(0)
    return entry.amount_minor or 0, Decimal(entry.percent or "0")


def _difference(line: Line, account: _Account | None) -> Line | None:
    """Give the line that brings what was settled to what is computed now; nothing while it waits for a person."""
    if line.kind is LineKind.HELD or account is None:
        return None
    if account.is_held:
        return replace(line, kind=LineKind.RELEASE, corrects=account.first.row)
    if line.amount is not None:
        return _money_difference(line, line.amount, account)
    rest = (line.percent or Decimal(0)) - account.percent
    if rest < 0:
        return _noted(line, str(rest), account)
    return replace(line, kind=LineKind.CORRECTION, percent=rest, corrects=account.first.row) if rest else None


def _money_difference(line: Line, amount: Money, account: _Account) -> Line | None:
    rest = Money(minor=amount.minor - account.minor, currency=amount.currency)
    if rest.minor < 0:
        return _noted(line, str(rest), account, currency=amount.currency)
    return replace(line, kind=LineKind.CORRECTION, amount=rest, corrects=account.first.row) if rest.minor else None


def _noted(line: Line, rest: str, account: _Account, *, currency: str | None = None) -> Line:
    """Record what is against the employee; it is not deducted unless payroll enters a ground (Labour Code art. 137)."""
    return replace(
        line,
        kind=LineKind.NOTED,
        amount=Money(minor=0, currency=currency) if currency is not None else None,
        percent=None,
        basis=replace(line.basis, noted=rest),
        corrects=account.first.row,
    )


def _closings(store: Store) -> tuple[Entry, ...]:
    return store.payroll.entries(kinds=(EntryKind.CLOSED,))


def _covered(store: Store, closing: Entry, managers: frozenset[str] | None) -> frozenset[str] | None:
    """Say whom a closing covers: one person closed alone, or everybody but those; ``None`` is everybody."""
    if closing.manager_id is not None:
        alone = frozenset({closing.manager_id})
        return alone if managers is None else alone & managers
    others = store.payroll.entries(period=closing.period, kinds=(EntryKind.CLOSED,))
    apart = {entry.manager_id for entry in others if entry.manager_id is not None}
    if managers is not None:
        return frozenset(managers - apart)
    everybody = {row.manager_id for row in store.payroll.entries(closing=closing.row, kinds=LINES) if row.manager_id}
    return frozenset(everybody - apart) if apart else None


def _is_meant(manager_id: str, closing: Entry, managers: frozenset[str] | None) -> bool:
    if closing.manager_id is not None and closing.manager_id != manager_id:
        return False
    return managers is None or manager_id in managers


def _has_moved(store: Store, closing: Entry, heads: Heads, managers: frozenset[str] | None) -> bool:
    period = Period.parse(closing.period)
    if period is None:
        return False
    if store.payfacts.has_moved(period.since.isoformat(), period.until.isoformat(), heads):
        return True
    held = (row for row in open_held(store) if row.of_period == closing.period)
    return any(managers is None or row.manager_id in managers for row in held)


def _fresh(store: Store, closing: Entry, old: Snapshot, now: Heads, managers: frozenset[str] | None) -> Snapshot:
    """Take outcomes and figures as they stand now, and schemes, roster and licences as they stood at the closing.

    Licences are taken anew only where a line waits for one.
    """
    since, until = _bounds(closing.period)
    chosen = in_force(store, store.payfacts.paid(since, until))
    paying = {one.call_key for one in chosen}
    open_calls = tuple(call for call in store.payfacts.open_calls(since, until) if call.call_key not in paying)
    waits = any(
        row.held == Held.NO_LICENCE.value and row.of_period == closing.period and (managers is None or row.manager_id in managers)
        for row in open_held(store)
    )
    return replace(
        old,
        heads=now if waits else replace(now, judgements=old.heads.judgements),
        evaluations=tuple(one.evaluation_key for one in chosen if since <= one.local_day < until),
        open_calls=open_calls,
    )


def _bounds(period: str) -> tuple[str, str]:
    month = Period.parse(period)
    if month is None:
        raise ValueError(period)
    return month.since.isoformat(), month.until.isoformat()


def lines_by_manager(settlements: Sequence[Settlement]) -> dict[str, list[Line]]:
    """Gather settlements' lines by manager; a noted one carries no money, so that it may stand among them."""
    found: dict[str, list[Line]] = {}
    for settlement in settlements:
        for line in settlement.lines:
            found.setdefault(line.manager_id, []).append(line)
    return found
