"""That payroll took a month's file: a row of the ledger with the file's hash."""

from __future__ import annotations

import json

from callqa.bonus import Period
from callqa.codec import content_hash
from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind


def note_export(store: Store, period: Period, form: str, content: bytes, *, who: str) -> None:
    """Write that a file was taken, once for the same bytes."""
    basis = json.dumps({"file": content_hash(content), "form": form}, sort_keys=True)
    with store.atomic():
        known = store.payroll.entries(period=str(period), kinds=(EntryKind.EXPORTED,))
        if all(entry.basis != basis for entry in known):
            store.payroll.append([Entry(kind=EntryKind.EXPORTED, period=str(period), who=who, basis=basis)])
