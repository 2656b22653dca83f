"""That payroll took a month's file: a row of the ledger with the file's hash."""

from __future__ import annotations

import hashlib
import json

from callqa.bonus import Period
from callqa.store import Store
from callqa.store.payroll import Entry, EntryKind


def note_export(store: Store, period: Period, form: str, content: bytes, *, who: str) -> str:
    """Write that a file was taken, once for the same bytes, and give their SHA-256."""
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    basis = json.dumps({"file": digest, "form": form}, sort_keys=True)
    with store.atomic():
        known = store.payroll.entries(period=str(period), kinds=(EntryKind.EXPORTED,))
        if all(entry.basis != basis for entry in known):
            store.payroll.append([Entry(kind=EntryKind.EXPORTED, period=str(period), who=who, basis=basis)])
    return digest
