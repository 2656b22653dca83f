"""What keeps calls apart: a recording is one call's, and what people corrected in a call's metadata stands."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlite_utils import Migrations

from callqa.store.migrations.m_core import guard

if TYPE_CHECKING:
    from sqlite_utils import Database

IDENTITY = Migrations("identity")

_CORRECTIONS = """
CREATE TABLE corrections (                -- fields of a call's metadata that a person corrected
  call_key INTEGER NOT NULL REFERENCES calls,
  field TEXT NOT NULL,
  version INTEGER NOT NULL,               -- of the metadata, where the person's word stands
  PRIMARY KEY (call_key, field, version)
) STRICT, WITHOUT ROWID
"""

_BY_RUNS = ("score", "watch", "import")
"""What runs wrote as the reason of a version; any other reason is a person's."""

_NEVER_CORRECTED = frozenset({"call_id", "file", "inferred", "tags"})

_FIRST = "(SELECT MIN(f.call_key) FROM calls f WHERE f.recording_id = calls.recording_id)"
_RECORDINGS = (
    "ALTER TABLE calls ADD COLUMN double_of INTEGER REFERENCES calls",  # another call that had this recording already
    f"UPDATE calls SET double_of = {_FIRST} WHERE call_key > {_FIRST}",  # noqa: S608 - our own words
    "CREATE UNIQUE INDEX calls_own_recording ON calls (recording_id) WHERE double_of IS NULL",
)


@IDENTITY()
def m0001_corrections(database: Database) -> None:
    """Keep what people corrected, also in earlier versions."""
    database.execute(_CORRECTIONS)
    versions: dict[int, list[dict[str, Any]]] = {}
    corrected = "SELECT call_key FROM call_versions WHERE why NOT IN (?, ?, ?)"
    sql = f"SELECT * FROM call_versions WHERE call_key IN ({corrected}) ORDER BY call_key, version"  # noqa: S608 - our own words
    for row in database.query(sql, _BY_RUNS):
        versions.setdefault(row["call_key"], []).append(row)
    for call_key, rows in versions.items():
        for before, after in pairwise(rows):
            if after["why"] not in _BY_RUNS:
                for field in _changed(before["meta"], after["meta"]):
                    database.execute("INSERT INTO corrections VALUES (?, ?, ?)", (call_key, field, after["version"]))
    guard(database, "corrections")


@IDENTITY()
def m0002_one_call_a_recording(database: Database) -> None:
    """Let no two calls have one recording; those that have it already stay, marked."""
    for statement in _RECORDINGS:
        database.execute(statement)


def _changed(before: str, after: str) -> list[str]:
    old, new = json.loads(before), json.loads(after)
    confirmed = set(old.get("inferred", ())) - set(new.get("inferred", ()))
    differ = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return sorted((differ | confirmed) - _NEVER_CORRECTED)
