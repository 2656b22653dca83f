"""Payroll's one table: figures, periods, lines of pay and what people did with them, each row written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from callqa.store.migrations.m_core import guard

if TYPE_CHECKING:
    from sqlite_utils import Database

PAYROLL = Migrations("payroll")

_LEDGER = """
CREATE TABLE ledger (
  row INTEGER PRIMARY KEY,                -- 1, 2, 3 … without a gap
  kind TEXT NOT NULL,                     -- figure, submitted, closed, one_off, exported, written_off; kinds of lines
  period TEXT NOT NULL,                   -- the month that pays, 2026-10
  of_period TEXT NOT NULL,                -- the month that the line speaks of
  manager_id TEXT,
  personnel_number TEXT,
  kpi_id TEXT,
  since TEXT,                             -- days of the month that the line is for, half-open
  until TEXT,
  scheme TEXT,                            -- name@version
  scheme_hash TEXT,
  amount_minor INTEGER,                   -- NULL where nothing is paid or a per cent is
  currency TEXT,
  percent TEXT,                           -- of salary, which is no part of the project
  held TEXT,                              -- why the line waits
  corrects INTEGER REFERENCES ledger,     -- the line that this one releases or corrects
  closing INTEGER REFERENCES ledger,      -- the row of the closing that wrote it
  basis TEXT NOT NULL,                    -- canonical JSON: what it rests on
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL,
  previous TEXT NOT NULL,                 -- hash of the row before
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_by_period ON ledger (period, kind);
CREATE INDEX ledger_by_manager ON ledger (manager_id, of_period);
CREATE INDEX ledger_by_closing ON ledger (closing);
CREATE UNIQUE INDEX ledger_closed_once ON ledger (period, COALESCE(manager_id, '')) WHERE kind = 'closed';
"""


@PAYROLL()
def m0001_ledger(database: Database) -> None:
    """Create the ledger, append-only."""
    database.executescript(_LEDGER)
    guard(database, "ledger")


@PAYROLL()
def m0002_by_kind(database: Database) -> None:
    """Find rows by their kind, and by the month that they speak of, without reading the whole ledger."""
    database.execute("CREATE INDEX ledger_by_kind ON ledger (kind, of_period)")
