"""Calls and their metadata, with every correction kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, tzinfo
from pathlib import PurePath

from callqa.model import CallMeta, Problem
from callqa.store.blobs import from_text, to_text
from callqa.store.connection import Connection, Row
from callqa.store.errors import CallAmbiguousError, CallUnknownError, OvertakenError
from callqa.store.rows import CallRow, CallVersion

CORRECTABLE = tuple(item.name for item in fields(CallMeta) if item.name not in ("call_id", "file", "inferred", "tags"))
"""Fields of the metadata in which a person's word stands against what files say later."""


class Calls:
    """Calls by their id, unique in a project."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def register(
        self,
        meta: CallMeta,
        *,
        zone: tzinfo,
        who: str,
        why: str,
        team: str | None = None,
        recording_id: str | None = None,
        language: str | None = None,
        duration_ms: int | None = None,
    ) -> int:
        """Add a call or bring its metadata up to date, and give its key.

        Args:
            meta: As used from now on; a change adds a version, the old one stays.
            zone: Of the project: the local day that the call counts for.
            who: Who or what brought the metadata.
            why: From where, or why it was corrected.
            team: Of the manager on that day.
            recording_id: Its sound; ``None`` keeps what is known.
            language: As heard; ``None`` keeps what is known.
            duration_ms: Length in milliseconds; ``None`` keeps what is known.
        """
        row = _columns(meta, zone) | {"team": team}
        kept = {"recording_id": recording_id, "language": language, "duration_ms": duration_ms}
        with self._connection.write():
            stored = self.get(meta.call_id)
            if stored is None:
                added = {"state": "new", "added_at": self._connection.now()}
                key = self._connection.insert("calls", row | kept | added)
            else:
                key = stored.call_key
                changed = row | {name: value for name, value in kept.items() if value is not None}
                assignments = ", ".join(f"{name} = :{name}" for name in changed)
                self._connection.execute(f"UPDATE calls SET {assignments} WHERE call_key = :key", changed | {"key": key})  # noqa: S608 - our own columns
            if stored is None or stored.meta != meta:
                self._add_version(key, meta, who, why)
        return key

    def correct(
        self, call_id: str, meta: CallMeta, *, zone: tzinfo, team: str | None, who: str, why: str, seen_version: int | None = None
    ) -> None:
        """Correct a call's metadata by hand; it is to be scored again afterwards.

        Args:
            call_id: The call.
            meta: All of its metadata, corrected.
            zone: Of the project.
            team: Of the manager on that day.
            who: The person.
            why: Their reason.
            seen_version: Version of the metadata that the person looked at.

        Raises:
            CallUnknownError: There is no such call.
            OvertakenError: Somebody corrected it since ``seen_version``.
        """
        with self._connection.write():
            before = self.versions(call_id)[-1]
            if seen_version is not None and before.version != seen_version:
                raise OvertakenError(what=call_id, who=before.who, at=before.at)
            key = self.register(meta, zone=zone, who=who, why=why, team=team)
            confirmed = before.meta.inferred - meta.inferred  # was inferred, and is a person's word from now on
            changed = [name for name in CORRECTABLE if name in confirmed or getattr(meta, name) != getattr(before.meta, name)]
            version = self._connection.value("SELECT MAX(version) FROM call_versions WHERE call_key = ?", (key,))
            rows = [{"call_key": key, "field": name, "version": version} for name in changed]
            self._connection.insert_all("corrections", rows)

    def as_corrected(self, meta: CallMeta) -> CallMeta:
        """Lay over a call's metadata, as files give it, what people corrected in it: their word stands."""
        sql = """
            SELECT o.field, v.meta, MAX(o.version) FROM corrections o JOIN calls c USING (call_key)
            JOIN call_versions v ON v.call_key = o.call_key AND v.version = o.version
            WHERE c.call_id = ? GROUP BY o.field"""
        told = {row["field"]: from_text(CallMeta, row["meta"]) for row in self._connection.rows(sql, (meta.call_id,))}
        values = {name: getattr(corrected, name) for name, corrected in told.items()}
        return replace(meta, **values, inferred=meta.inferred - set(values)) if values else meta

    def corrected(self, names: Iterable[str]) -> frozenset[str]:
        """Give the ids of calls in which people corrected one of these fields."""
        sql = (
            "SELECT DISTINCT call_id FROM corrections JOIN calls USING (call_key) WHERE field IN (SELECT value FROM json_each(?))"
        )
        return frozenset(row["call_id"] for row in self._connection.rows(sql, (json.dumps(list(names)),)))

    def firsts(self, *, without: Iterable[str] = ()) -> tuple[CallMeta, ...]:
        """Give the first outside call with each number, ``without`` some: what a later call is a further one to."""
        sql = """
            SELECT call_id, phone, MIN(started_at), json_extract(meta, '$.started_at') AS moment,
              json_extract(meta, '$.tags') AS tags FROM calls
            WHERE phone IS NOT NULL AND started_at IS NOT NULL AND direction IS NOT 'internal'
              AND call_id NOT IN (SELECT value FROM json_each(?)) GROUP BY phone"""
        return tuple(
            CallMeta(
                call_id=row["call_id"],
                phone=row["phone"],
                started_at=datetime.fromisoformat(row["moment"]),
                tags=json.loads(row["tags"] or "{}"),
            )
            for row in self._connection.rows(sql, (json.dumps(list(without)),))
        )

    def settle(self, call_key: int, state: str, problems: Iterable[Problem] = ()) -> None:
        """Note how a call's processing ended where no evaluation says it: ``failed``, ``excluded``, ``not_assessed``."""
        self._connection.execute(
            "UPDATE calls SET state = ?, problems = ? WHERE call_key = ?", (state, to_text(tuple(problems)), call_key)
        )

    def get(self, call_id: str) -> CallRow | None:
        """Find a call by its exact id."""
        row = self._connection.first("SELECT * FROM calls WHERE call_id = ?", (call_id,))
        return None if row is None else _call(row)

    def by_key(self, call_key: int) -> CallRow:
        """Read a call by its key."""
        row = self._connection.first("SELECT * FROM calls WHERE call_key = ?", (call_key,))
        if row is None:
            raise CallUnknownError(call=call_key)
        return _call(row)

    def by_recording(self, recording_id: str) -> CallRow | None:
        """Find the call that a recording's sound belongs to: the first that was read."""
        row = self._connection.first("SELECT * FROM calls WHERE recording_id = ? AND double_of IS NULL", (recording_id,))
        return None if row is None else _call(row)

    def find(self, given: str) -> CallRow:
        """Find a call as a person names it: its id, its file's name or path, or the unique beginning of its id.

        Raises:
            CallUnknownError: Nothing fits.
            CallAmbiguousError: Several do.
        """
        exact = self.get(given)
        if exact is not None:
            return exact
        name = PurePath(given.replace("\\", "/")).name
        rows = list(
            self._connection.rows(
                "SELECT * FROM calls WHERE file = ? OR call_id = ? OR substr(call_id, 1, length(?)) = ? "
                "OR file LIKE ? ESCAPE '\\' ORDER BY file = ? OR call_id = ? DESC LIMIT 6",
                (given, PurePath(name).stem, given, given, "%" + _escaped(name), given, PurePath(name).stem),
            )
        )
        if not rows:
            raise CallUnknownError(call=given)
        if len(rows) > 1 and rows[0]["file"] != given and rows[0]["call_id"] != PurePath(name).stem:
            raise CallAmbiguousError(call=given, candidates=", ".join(row["call_id"] for row in rows[:5]))
        return _call(rows[0])

    def versions(self, call_id: str) -> tuple[CallVersion, ...]:
        """Every version of a call's metadata, oldest first.

        Raises:
            CallUnknownError: There is no such call.
        """
        sql = "SELECT v.* FROM call_versions v JOIN calls c ON c.call_key = v.call_key WHERE c.call_id = ? ORDER BY v.version"
        versions = tuple(_version(row) for row in self._connection.rows(sql, (call_id,)))
        if not versions:
            raise CallUnknownError(call=call_id)
        return versions

    def latest_versions(self, call_ids: Iterable[str]) -> Mapping[str, int]:
        """Number the newest version of the metadata of some calls."""
        sql = """
            SELECT c.call_id, MAX(v.version) AS version FROM calls c JOIN call_versions v USING (call_key)
            WHERE c.call_id IN (SELECT value FROM json_each(?)) GROUP BY c.call_key"""
        return {row["call_id"]: row["version"] for row in self._connection.rows(sql, (json.dumps(list(call_ids)),))}

    def _add_version(self, call_key: int, meta: CallMeta, who: str, why: str) -> None:
        last = self._connection.value("SELECT MAX(version) FROM call_versions WHERE call_key = ?", (call_key,)) or 0
        self._connection.insert(
            "call_versions",
            {
                "call_key": call_key,
                "version": last + 1,
                "meta": to_text(meta),
                "who": who,
                "why": why,
                "at": self._connection.now(),
            },
        )


def _columns(meta: CallMeta, zone: tzinfo) -> Row:
    moment = meta.started_at
    return {
        "call_id": meta.call_id,
        "file": meta.file,
        "manager": meta.manager,
        "manager_id": meta.manager_id,
        "started_at": None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds"),
        "local_day": None if moment is None else moment.astimezone(zone).date().isoformat(),
        "client_name": meta.client_name,
        "client_company": meta.client_company,
        "direction": meta.direction,
        "call_type": meta.call_type,
        "phone": meta.phone,
        "meta": to_text(meta),
    }


def _escaped(name: str) -> str:
    for mark in "\\%_":
        name = name.replace(mark, "\\" + mark)
    return name


def _call(row: Row) -> CallRow:
    return CallRow(
        call_key=row["call_key"],
        call_id=row["call_id"],
        recording_id=row["recording_id"],
        file=row["file"],
        state=row["state"],
        language=row["language"],
        duration_ms=row["duration_ms"],
        team=row["team"],
        local_day=row["local_day"],
        meta=from_text(CallMeta, row["meta"]),
        problems=from_text(tuple[Problem, ...], row["problems"]),
        evaluation_key=row["evaluation_key"],
        purged_at=row["purged_at"],
    )


def _version(row: Row) -> CallVersion:
    return CallVersion(
        version=row["version"],
        meta=from_text(CallMeta, row["meta"]),
        who=row["who"],
        why=row["why"],
        at=datetime.fromisoformat(row["at"]),
    )
