"""The ledger of pay: append-only rows, each holding the hash of the one before, so that a change behind our back shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from callqa.store.connection import Connection, Row
from callqa.store.narrowing import narrowed, one_of

GENESIS = "sha256:" + "0" * 64
"""What the first row has for the hash of the row before."""


class EntryKind(StrEnum):
    """What a row of the ledger is; the kinds of lines are those of ``callqa.bonus``."""

    FIGURE = "figure"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    ONE_OFF = "one_off"
    EXPORTED = "exported"
    WRITTEN_OFF = "written_off"
    KPI = "kpi"
    ROUNDING = "rounding"
    HELD = "held"
    RELEASE = "release"
    CORRECTION = "correction"
    NOTED = "noted"
    ADJUSTMENT = "adjustment"


LINES = (
    EntryKind.KPI,
    EntryKind.ROUNDING,
    EntryKind.HELD,
    EntryKind.RELEASE,
    EntryKind.CORRECTION,
    EntryKind.NOTED,
    EntryKind.ADJUSTMENT,
)
"""Rows that are lines of somebody's pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the ledger; before it is written it has no ``row``, ``at`` or hashes.

    Attributes:
        basis: Canonical JSON.
        at: UTC, ISO.
    """

    kind: EntryKind
    period: str
    who: str
    why: str = ""
    of_period: str = ""
    manager_id: str | None = None
    personnel_number: str | None = None
    kpi_id: str | None = None
    since: str | None = None
    until: str | None = None
    scheme: str | None = None
    scheme_hash: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    percent: str | None = None
    held: str | None = None
    corrects: int | None = None
    closing: int | None = None
    basis: str = "{}"
    row: int = 0
    at: str = ""
    previous: str = ""
    hash: str = ""

    @property
    def moment(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A row where the chain does not hold: ``what`` is ``hash``, ``previous`` or ``missing``."""

    row: int
    what: str


_COLUMNS = tuple(item.name for item in fields(Entry))


class Payroll:
    """Rows of the ledger, read and appended."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Append rows, all or none, and give them as written."""
        with self._connection.write():
            row, previous = self.head()
            at = self._connection.now()
            written: list[Entry] = []
            for entry in entries:
                row += 1
                plain = {name: getattr(entry, name) for name in _COLUMNS}
                plain |= {"row": row, "at": at, "previous": previous, "of_period": entry.of_period or entry.period}
                previous = row_hash(plain)
                written.append(Entry(**(plain | {"hash": previous})))
            self._connection.insert_all("ledger", [{name: getattr(entry, name) for name in _COLUMNS} for entry in written])
            return tuple(written)

    def next_row(self) -> int:
        """Tell the number that the next row will have; to be asked inside a transaction."""
        return self.head()[0] + 1

    def head(self, *, until_row: int | None = None) -> tuple[int, str]:
        """Give the last row's number and hash (of the rows up to ``until_row``)."""
        sql = "SELECT row, hash FROM ledger WHERE row <= COALESCE(?, row) ORDER BY row DESC LIMIT 1"
        found = self._connection.first(sql, (until_row,))
        return (0, GENESIS) if found is None else (found["row"], found["hash"])

    def entries(
        self,
        *,
        period: str | None = None,
        of_period: str | None = None,
        kinds: Iterable[EntryKind] = (),
        manager_id: str | None = None,
        closing: int | None = None,
        until_row: int | None = None,
    ) -> tuple[Entry, ...]:
        """Read rows in the order they were written; what is ``None`` or empty does not narrow."""
        where, parameters = narrowed(
            {
                "period": ("period = :period", period),
                "of_period": ("of_period = :of_period", of_period),
                "kinds": (one_of("kind", "kinds"), tuple(kinds)),
                "manager": ("manager_id = :manager", manager_id),
                "closing": ("closing = :closing", closing),
                "until": ("row <= :until", until_row),
            }
        )
        sql = f"SELECT * FROM ledger {where} ORDER BY row"  # noqa: S608 - our own words
        return tuple(_entry(row) for row in self._connection.rows(sql, parameters))

    def entry(self, row: int) -> Entry | None:
        """Read one row."""
        found = self._connection.first("SELECT * FROM ledger WHERE row = ?", (row,))
        return None if found is None else _entry(found)

    def figures(self, period: str, *, until_row: int | None = None) -> dict[tuple[str, str], Entry]:
        """Read a month's imported figures by manager and name: of each the last one written."""
        found = self.entries(period=period, kinds=(EntryKind.FIGURE,), until_row=until_row)
        return {(entry.manager_id or "", entry.kpi_id or ""): entry for entry in found}

    def periods(self) -> tuple[str, ...]:
        """List the months that the ledger or a dated call speaks of, in order."""
        sql = """
            SELECT period AS month FROM ledger UNION SELECT substr(local_day, 1, 7) FROM calls WHERE local_day IS NOT NULL
            ORDER BY month"""
        return tuple(row["month"] for row in self._connection.rows(sql))

    def breaks(self) -> Iterator[Break]:
        """Check the chain from the first row to the last and give every place where it does not hold."""
        expected, previous = 1, GENESIS
        for row in self._connection.rows("SELECT * FROM ledger ORDER BY row"):
            if row["row"] != expected:
                yield Break(row=expected, what="missing")
            if row["previous"] != previous:
                yield Break(row=row["row"], what="previous")
            if row_hash(row) != row["hash"]:
                yield Break(row=row["row"], what="hash")
            expected, previous = row["row"] + 1, row["hash"]


def row_hash(row: Row) -> str:
    """Hash everything in a row but its own hash."""
    plain = {name: value for name, value in row.items() if name != "hash"}
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"


def _entry(row: Row) -> Entry:
    return Entry(**(row | {"kind": EntryKind(row["kind"])}))
