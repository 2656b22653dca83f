"""What moved in months that are closed: late overrides, upheld disputes, figures that came late, lines that were held.

A closed line never changes. The month is computed again under the scheme versions and roster of its closing, with outcomes and
figures as they stand now; what differs becomes a line in the month that closes next, naming the line it corrects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from callqa.bonus import Held, Line, LineKind, Money, Period, compute
from callqa.bonus.money import MINOR_DIGITS
from callqa.model import Problem, Severity
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
        managers: Whom it speaks of; ``None`` is everybody.
    """

    period: str
    closing: int
    snapshot: Snapshot
    before: int
    lines: tuple[Line, ...]
    managers: frozenset[str] | None = None


def settle_earlier(store: Store, *, before: Period | None, managers: frozenset[str] | None = None) -> tuple[Settlement, ...]:
    """Settle every closed month in which something moved since.

    Args:
        store: Where everything is.
        before: Only months before this one; ``None`` takes all.
        managers: Only these people; ``None`` takes all.
    """
    settlements = []
    heads = store.payfacts.heads()
    held = _held_by_month(store)
    for closing in _closings(store):
        if before is not None and closing.period >= str(before):
            continue
        snapshot = Snapshot.from_plain(basis_of(closing)["snapshot"])
        waiting = held.get(closing.period, ())
        for part in _parts(store, closing, _covered(store, closing, managers), waiting):
            fresh = _fresh_where_moved(store, closing, snapshot, heads, _of(waiting, part))
            if fresh is not None:
                settlements.append(settle(store, closing, fresh, before=heads.ledger + 1, managers=part))
    return tuple(found for found in settlements if found.lines)


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
        if line.kpi_id is not None and line.place in settled
        for difference in _differences(line, settled[line.place])
    ]
    return Settlement(
        period=closing.period, closing=closing.row, snapshot=snapshot, before=before, lines=tuple(lines), managers=managers
    )


def replaced_words(store: Store, settlements: Iterable[Settlement]) -> tuple[Problem, ...]:
    """Name the calls that a month was closed on and that are judged by other words now: that never goes unsaid."""
    found = []
    for settlement in settlements:
        closing = store.payroll.entry(settlement.closing)
        old = Snapshot.from_plain(basis_of(closing)["snapshot"]).evaluations if closing is not None else ()
        now = settlement.snapshot.evaluations
        by_key = store.payfacts.words({*old} ^ {*now})
        before = {call: words for key, (call, words) in by_key.items() if key in old}
        calls = sorted(call for key, (call, words) in by_key.items() if key in now and before.get(call, words) != words)
        if calls:
            facts = {"period": settlement.period, "number": str(len(calls)), "calls": ", ".join(calls[:5])}
            found.append(Problem(severity=Severity.WARNING, slug="bonus-words-replaced", facts=facts))
    return tuple(found)


def _held_by_month(store: Store) -> dict[str, list[Entry]]:
    """List the held lines that nothing has released yet, by the month that they speak of."""
    rows = store.payroll.entries(kinds=(EntryKind.HELD, EntryKind.RELEASE))
    released = {row.corrects for row in rows if row.kind is EntryKind.RELEASE}
    found: dict[str, list[Entry]] = {}
    for row in rows:
        if row.kind is EntryKind.HELD and row.row not in released:
            found.setdefault(row.of_period, []).append(row)
    return found


def _of(rows: Iterable[Entry], managers: frozenset[str] | None) -> tuple[Entry, ...]:
    return tuple(row for row in rows if managers is None or row.manager_id in managers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """What one place of a closed month was settled with so far: paid, and recorded without being deducted.

    Attributes:
        minor, percent: Paid, with what payroll entered by hand for what was open.
        noted_minor, noted_percent: Recorded against the employee: never more than nothing.
        by_hand_minor: Paid by hand while the line was held.
        taken_minor: Deducted by hand from what was recorded, less what was given back: never more than nothing.
        unsettled_minor: Of that, what came since the last record: so much less of the record is open.
    """

    first: Entry
    minor: int = 0
    percent: Decimal = Decimal(0)
    noted_minor: int = 0
    noted_percent: Decimal = Decimal(0)
    by_hand_minor: int = 0
    taken_minor: int = 0
    unsettled_minor: int = 0
    is_held: bool = False

    def then(self, entry: Entry) -> _Account:
        """Take in one more row."""
        if entry.kind is EntryKind.ADJUSTMENT:
            return self._entered(entry.amount_minor or 0)
        if entry.kind is EntryKind.NOTED:
            minor, percent = _noted_worth(entry)
            noted = replace(self, noted_minor=self.noted_minor + minor, noted_percent=self.noted_percent + percent)
            return replace(noted, unsettled_minor=0)
        return replace(
            self,
            minor=self.minor + (entry.amount_minor or 0),
            percent=self.percent + Decimal(entry.percent or "0"),
            is_held=entry.kind is EntryKind.HELD or (self.is_held and entry.kind is not EntryKind.RELEASE),
        )

    def _entered(self, minor: int) -> _Account:
        """Count an amount entered by hand as far as something is open here; beyond that it stands for itself."""
        if self.is_held:
            counted = max(minor, -self.by_hand_minor)
            return replace(self, minor=self.minor + counted, by_hand_minor=self.by_hand_minor + counted)
        counted = max(minor, self.noted_minor - self.unsettled_minor) if minor < 0 else min(minor, -self.taken_minor)
        return replace(
            self,
            minor=self.minor + counted,
            taken_minor=self.taken_minor + counted,
            unsettled_minor=self.unsettled_minor + counted,
        )


def _settled(store: Store, period: str, before: int) -> dict[Place, _Account]:
    """Add up what every line of a month was settled with; an amount entered by hand counts for the line that it names."""
    accounts: dict[Place, _Account] = {}
    places: dict[int, Place] = {}
    for entry in store.payroll.entries(of_period=period, kinds=LINES, until_row=before - 1):
        place = _place(entry, places)
        if place is not None:
            places[entry.row] = place
            accounts[place] = accounts.get(place, _Account(first=entry)).then(entry)
    return accounts


def _place(entry: Entry, places: Mapping[int, Place]) -> Place | None:
    if entry.kind is EntryKind.ADJUSTMENT:
        return None if entry.corrects is None else places.get(entry.corrects)
    if entry.kind is EntryKind.ROUNDING or entry.kpi_id is None:
        return None
    return (entry.manager_id or "", entry.of_period, entry.kpi_id, entry.since or "")


def _noted_worth(entry: Entry) -> tuple[int, Decimal]:
    noted = Decimal(json.loads(entry.basis)["noted"])
    if entry.currency is None:
        return 0, noted
    return int(noted.scaleb(MINOR_DIGITS[entry.currency])), Decimal(0)


def _differences(line: Line, account: _Account) -> tuple[Line, ...]:
    """Give the lines that bring what was settled to what is computed now; nothing while it waits for a person.

    Only what was never paid is paid. What is recorded against the employee follows, so that paid and recorded together are
    what is computed: putting a mistake right takes back the record and pays nothing.
    """
    if line.kind is LineKind.HELD:
        return ()
    if line.amount is not None:
        return _money_differences(line, line.amount, account)
    given = line.percent or Decimal(0)
    if account.by_hand_minor:  # an amount stands for these per cents: payroll settled them
        given = account.percent
    rest = given - account.percent
    kind, pays = _paying(account, is_more=rest > 0)
    paid = (replace(line, kind=kind, percent=max(rest, Decimal(0)), corrects=account.first.row),) if pays else ()
    noted = min(rest, Decimal(0)) - account.noted_percent
    return (*paid, *((_noted(line, f"{noted:f}", account),) if noted else ()))


def _money_differences(line: Line, amount: Money, account: _Account) -> tuple[Line, ...]:
    rest = amount.minor - account.minor
    kind, pays = _paying(account, is_more=rest > 0)
    due = Money(minor=max(rest, 0), currency=amount.currency)
    paid = (replace(line, kind=kind, amount=due, corrects=account.first.row),) if pays else ()
    noted = Money(minor=min(rest, 0) - account.noted_minor, currency=amount.currency)
    # a record of nothing tells the next settlement that what was deducted is settled
    is_told = bool(noted.minor or account.unsettled_minor)
    return (*paid, *((_noted(line, str(noted), account, currency=amount.currency),) if is_told else ()))


def _paying(account: _Account, *, is_more: bool) -> tuple[LineKind, bool]:
    """A line that was held is released, be it with nothing left to pay; any other is corrected where it pays more."""
    return (LineKind.RELEASE, True) if account.is_held else (LineKind.CORRECTION, is_more)


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


def _parts(
    store: Store, closing: Entry, covered: frozenset[str] | None, held: Iterable[Entry]
) -> Iterator[frozenset[str] | None]:
    """Part those who wait for a licence from the others: these keep the licences of the closing."""
    if covered is not None and not covered:
        return
    waiting = frozenset(row.manager_id for row in held if row.held == Held.NO_LICENCE.value and row.manager_id is not None)
    if covered is None and not waiting:
        yield None
        return
    if covered is None:
        rows = store.payroll.entries(closing=closing.row, kinds=LINES)
        covered = frozenset(row.manager_id for row in rows if row.manager_id is not None)
    yield from (part for part in (covered & waiting, covered - waiting) if part)


def _is_meant(manager_id: str, closing: Entry, managers: frozenset[str] | None) -> bool:
    if closing.manager_id is not None and closing.manager_id != manager_id:
        return False
    return managers is None or manager_id in managers


def _fresh_where_moved(store: Store, closing: Entry, old: Snapshot, now: Heads, held: Sequence[Entry]) -> Snapshot | None:
    """Give what a closed month rests on now, where that is not what it was closed on; a quick look comes first.

    Args:
        store: Where everything is.
        closing: Of the month.
        old: What it was closed on.
        now: Up to where the store reads now.
        held: Lines of the people in question that wait still.
    """
    since, until = _bounds(closing.period)
    is_quiet = store.payfacts.current(since, until) == frozenset(old.evaluations) and not old.open_calls
    if is_quiet and not held and not store.payfacts.has_moved(since, until, old.heads):
        return None
    fresh = _fresh(store, closing, old, now, waits=any(row.held == Held.NO_LICENCE.value for row in held))
    has_moved = store.payfacts.has_moved(since, until, old.heads)
    return fresh if held or has_moved or not _is_alike(fresh, old) else None


def _is_alike(fresh: Snapshot, old: Snapshot) -> bool:
    """Tell whether the same evaluations of the same calls count: their keys may lie before the closing's head."""
    return frozenset(fresh.evaluations) == frozenset(old.evaluations) and fresh.open_calls == old.open_calls


def _fresh(store: Store, closing: Entry, old: Snapshot, now: Heads, *, waits: bool) -> Snapshot:
    """Take outcomes and figures as they stand now, and schemes, roster and licences as they stood at the closing.

    Licences are taken anew only where a line waits for one.
    """
    since, until = _bounds(closing.period)
    chosen = in_force(store, store.payfacts.paid(since, until))
    paying = {one.call_key for one in chosen}
    evaluations = tuple(one for one in chosen if since <= one.local_day < until)
    open_calls = store.payfacts.open_calls(since, until, without=paying)
    call_keys = [one.call_key for one in evaluations] + [call.call_key for call in open_calls]
    return replace(
        old,
        heads=now if waits else replace(now, judgements=old.heads.judgements),
        evaluations=tuple(one.evaluation_key for one in evaluations),
        open_calls=open_calls,
        disputes=store.payfacts.open_disputes(call_keys),
        corrected=store.payfacts.corrected(call_keys),
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
