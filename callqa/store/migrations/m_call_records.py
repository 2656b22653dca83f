"""Table of the exchange's call records, by which recordings get their metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from callqa.store.migrations.m_core import guard

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


_FORGETTING = """
DROP TRIGGER call_versions_no_update;
CREATE TRIGGER call_versions_no_update BEFORE UPDATE ON call_versions
WHEN NEW.call_key <> OLD.call_key OR NEW.version <> OLD.version OR NEW.who <> OLD.who OR NEW.why <> OLD.why OR NEW.at <> OLD.at
  OR NEW.meta NOT IN (
    json_remove(OLD.meta, '$.phone', '$.client_name', '$.client_company', '$.tags', '$.file'),
    json_set(OLD.meta, '$.call_id', 'forgotten-' || OLD.call_key))
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
DROP TRIGGER access_log_no_update;
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
WHEN NEW.call_id IS OLD.call_id OR NEW.call_id NOT LIKE 'forgotten-%' OR NEW.who <> OLD.who OR NEW.role <> OLD.role
  OR NEW.what <> OLD.what OR NEW.detail <> OLD.detail OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
DROP TRIGGER alerts_no_update;
CREATE TRIGGER alerts_no_update BEFORE UPDATE ON alerts
WHEN NEW.call_id IS OLD.call_id OR NEW.call_id NOT LIKE 'forgotten-%' OR NEW.rule <> OLD.rule OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""
"""A person may be forgotten: their number and name go from old versions, the id of a call that held the number is replaced."""


_TYPED = {"comments": "words", "overrides": "why", "disputes": "why", "dispute_decisions": "why"}
"""What people typed, by table; a person may be taken out of it, which leaves a label in brackets."""


_FORGOTTEN = """
CREATE TABLE forgotten (                  -- calls from which a person was taken out
  call_key INTEGER PRIMARY KEY REFERENCES calls,
  person INTEGER NOT NULL,                -- the same for all calls of one person: clients are counted as before
  came_at TEXT,                           -- when their lead came, as the call's tag had it: pay may rest on it
  at TEXT NOT NULL
) STRICT;
"""


@CALL_RECORDS()
def m0001_call_records(database: Database) -> None:
    """Create the table."""
    database.executescript(_CALL_RECORDS)


@CALL_RECORDS()
def m0002_forgetting(database: Database) -> None:
    """Let a person be forgotten in tables that are otherwise written once."""
    database.executescript(_FORGETTING)


@CALL_RECORDS()
def m0003_forgetting_in_typed_words(database: Database) -> None:
    """Let a person be taken out of comments, reasons and alerts: of a row once written nothing else may change."""
    for table, column in _TYPED.items():
        others = " OR ".join(f"NEW.{item.name} IS NOT OLD.{item.name}" for item in database[table].columns if item.name != column)
        _allow(database, table, f"{others} OR NEW.{column} NOT LIKE '%[%]%'")
    others = "NEW.call_key <> OLD.call_key OR NEW.version <> OLD.version OR NEW.who <> OLD.who OR NEW.at <> OLD.at"
    known = (
        "OLD.meta, json_remove(OLD.meta, '$.phone', '$.client_name', '$.client_company', '$.tags', '$.file'), "
        "json_set(OLD.meta, '$.call_id', 'forgotten-' || OLD.call_key)"
    )
    why = "(NEW.why <> OLD.why AND NEW.why NOT LIKE '%[%]%')"
    _allow(database, "call_versions", f"{others} OR {why} OR NEW.meta NOT IN ({known})")
    kept = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ("alert_key", "rule", "manager_id", "team", "at"))
    call = "(NEW.call_id IS NOT OLD.call_id AND NEW.call_id NOT LIKE 'forgotten-%')"
    typed = "(NEW.facts IS NOT OLD.facts AND NEW.facts NOT LIKE '%[%]%')"
    subject = "(NEW.subject IS NOT OLD.subject AND NEW.subject NOT LIKE 'forgotten-%')"
    _allow(database, "alerts", f"{kept} OR {call} OR {typed} OR {subject}")


@CALL_RECORDS()
def m0004_forgotten(database: Database) -> None:
    """Remember which calls a person was taken out of, so that closed months can be verified as far as they go."""
    database.executescript(_FORGOTTEN)
    guard(database, "forgotten")


@CALL_RECORDS()
def m0005_records_by_time(database: Database) -> None:
    """Let the latest records be found, and waiting leads among them, without reading every record."""
    database.execute(
        "CREATE INDEX call_records_touches ON call_records (datetime(json_extract(meta, '$.started_at')), at, phone, "
        "json_extract(meta, '$.direction'), json_extract(meta, '$.tags.lead_at'), json_extract(meta, '$.tags.missed'), "
        "json_extract(meta, '$.tags.exchange_id'), call_id)"
    )


def _allow(database: Database, table: str, refused: str) -> None:
    """Refuse changes of a table where a condition holds, in place of every change."""
    database.execute(f"DROP TRIGGER {table}_no_update")
    database.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
