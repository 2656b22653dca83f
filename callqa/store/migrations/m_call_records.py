"""Table of the exchange's call records, by which recordings get their metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

CALL_RECORDS = Migrations("call_records")

_CALL_RECORDS = """
CREATE TABLE call_records (
  record_key INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,           -- of the exchange; a further recording of a call has one of its own
  phone TEXT,
  meta TEXT NOT NULL,
  source TEXT NOT NULL,                   -- hash of the file
  file_name TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX call_records_by_phone ON call_records (phone);
"""


@CALL_RECORDS()
def m0001_call_records(database: Database) -> None:
    """Create the table."""
    database.executescript(_CALL_RECORDS)
