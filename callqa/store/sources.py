"""Files that outcomes and money rest on, stored whole, and which of them is in force from when."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from callqa.store.blobs import LEVEL
from callqa.store.connection import Connection, Row
from callqa.store.errors import VersionTakenError
from callqa.store.rows import Adoption, Source, SourceKind


class Sources:
    """Scorecards with their lists resolved, schemes, rosters, KPI files, each named by its hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        kind: SourceKind,
        name: str,
        content: bytes,
        *,
        version: int | None = None,
        path: str | None = None,
        digest: str | None = None,
    ) -> Source:
        """Store a file's content once.

        Args:
            kind: What it is.
            name: Its id: a scorecard's id, a scheme's, the file name of one without.
            content: The stored form, from which the same outcomes can be had again.
            version: As the file states it; ``None`` where files of this kind have none.
            path: Where it was read, for people.
            digest: Its hash where the room has a hash of its own; else that of the content.

        Raises:
            VersionTakenError: The same kind, name and version is stored with another content.
        """
        digest = digest or f"sha256:{hashlib.sha256(content).hexdigest()}"
        with self._connection.write():
            stored = self._find(kind, name, version, digest)
            if stored is not None:
                return stored
            self._connection.insert(
                "sources",
                {
                    "kind": kind,
                    "name": name,
                    "version": version,
                    "hash": digest,
                    "content": zlib.compress(content, LEVEL),
                    "path": path,
                    "added_at": self._connection.now(),
                },
            )
            return self.by_hash(kind, digest, name=name)

    def by_hash(self, kind: SourceKind, digest: str, *, name: str | None = None) -> Source:
        """Find a stored source by its hash.

        Raises:
            KeyError: There is none.
        """
        sql = "SELECT * FROM sources WHERE kind = ? AND hash = ? AND name = COALESCE(?, name)"
        row = self._connection.first(sql, (kind, digest, name))
        if row is None:
            raise KeyError(digest)
        return _source(row)

    def content(self, source: Source) -> bytes:
        """Read the stored form of a source."""
        packed: bytes = self._connection.value("SELECT content FROM sources WHERE source_key = ?", (source.source_key,))
        return zlib.decompress(packed)

    def listed(self, kind: SourceKind, *, name: str | None = None) -> tuple[Source, ...]:
        """List stored sources of a kind, oldest first."""
        sql = "SELECT * FROM sources WHERE kind = ? AND name = COALESCE(?, name) ORDER BY source_key"
        return tuple(_source(row) for row in self._connection.rows(sql, (kind, name)))

    def adopt(self, source: Source, *, since: datetime, who: str, why: str, language: str | None = None) -> Adoption:
        """Put a source in force from a time on; the latest row wins where two begin alike."""
        key = self._connection.insert(
            "adoptions",
            {
                "source_key": source.source_key,
                "kind": source.kind,
                "language": language,
                "since": since.astimezone(UTC).isoformat(timespec="seconds"),
                "who": who,
                "why": why,
                "at": self._connection.now(),
            },
        )
        return next(row for row in self.adoptions(source.kind) if row.adoption_key == key)

    def adoptions(self, kind: SourceKind) -> tuple[Adoption, ...]:
        """List what was put in force, in order of time in force."""
        return tuple(self._adoptions("a.kind = ? ORDER BY a.since, a.adoption_key", (kind,)))

    def in_force(self, kind: SourceKind, at: datetime, *, language: str | None = None) -> Source | None:
        """Find the source in force at a time."""
        moment = at.astimezone(UTC).isoformat(timespec="seconds")
        condition = (
            "a.kind = ? AND a.since <= ? AND (a.language IS NULL OR ? IS NULL OR a.language = ?) "
            "ORDER BY a.since DESC, a.adoption_key DESC LIMIT 1"
        )
        found = next(iter(self._adoptions(condition, (kind, moment, language, language))), None)
        return found.source if found else None

    def _adoptions(self, condition: str, parameters: tuple[object, ...]) -> Iterator[Adoption]:
        sql = f"SELECT s.*, a.* FROM adoptions a JOIN sources s ON s.source_key = a.source_key WHERE {condition}"  # noqa: S608 - our own words
        for row in self._connection.rows(sql, parameters):
            yield Adoption(
                adoption_key=row["adoption_key"],
                source=_source(row),
                language=row["language"],
                since=datetime.fromisoformat(row["since"]),
                who=row["who"],
                why=row["why"],
                at=datetime.fromisoformat(row["at"]),
            )

    def _find(self, kind: SourceKind, name: str, version: int | None, digest: str) -> Source | None:
        sql = "SELECT * FROM sources WHERE kind = ? AND name = ? AND (hash = ? OR version = ?) ORDER BY hash = ? DESC"
        row = self._connection.first(sql, (kind, name, digest, version, digest))
        if row is None:
            return None
        if row["hash"] != digest:
            raise VersionTakenError(kind=kind, name=name, version=version)
        return _source(row)


def _source(row: Row) -> Source:
    return Source(
        source_key=row["source_key"],
        kind=SourceKind(row["kind"]),
        name=row["name"],
        version=row["version"],
        hash=row["hash"],
        path=row["path"],
        added_at=datetime.fromisoformat(row["added_at"]),
    )
