"""Giving up a call that cannot be scored, so that it holds nobody's pay; and taking that back."""

from __future__ import annotations

import json

from callqa.bonus import Period
from callqa.model import CallStatus
from callqa.paying.acting import given_reason
from callqa.paying.errors import CallNotOfPeriodError, CallNotWrittenOffError, CallScoredError
from callqa.paying.gathering import in_force, written_off
from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind
from callqa.store.rows import CallRow


def write_off(store: Store, period: Period, call: str, *, who: str, why: str, is_undone: bool = False) -> Entry:
    """Give up a call that cannot be scored, with a reason: it is left out and holds nothing any more.

    Args:
        store: The ledger.
        period: The month of the call.
        call: As a person names it.
        who: Who decides.
        why: Their reason.
        is_undone: Take back that it was given up.

    Raises:
        CallNotOfPeriodError: It is no call of that month.
        CallScoredError: It has a score that pays.
        CallNotWrittenOffError: There is nothing to take back.
        WhyMissingError: The reason is empty.
    """
    reason = given_reason(why)
    with store.atomic():
        row = store.calls.find(call)
        if row.local_day is None or Period.parse(row.local_day[:7]) != period:
            raise CallNotOfPeriodError(call=row.call_id, period=period)
        if is_undone and row.call_id not in written_off(store, period):
            raise CallNotWrittenOffError(call=row.call_id, period=period)
        if not is_undone and _is_scored(store, period, row):
            raise CallScoredError(call=row.call_id)
        plain = {"call": row.call_id} | ({"undone": True} if is_undone else {})
        basis = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        entry = Entry(
            kind=EntryKind.WRITTEN_OFF, period=str(period), who=who, why=reason, manager_id=row.meta.manager_id, basis=basis
        )
        return store.payroll.append([entry])[0]


def _is_scored(store: Store, period: Period, call: CallRow) -> bool:
    """Tell whether an evaluation that pays gave the call a score, or a person's words did."""
    chosen = in_force(store, store.payfacts.paid(period.since.isoformat(), period.until.isoformat()))
    states = [CallStatus(one.status) for one in chosen if one.call_key == call.call_key]
    return bool(states) and CallStatus.SCORED in (*states, call.state)
