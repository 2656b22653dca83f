"""Files that outcomes and money rest on, stored whole, and which of them is in force from when."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
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

    def adopt(
        self,
        source: Source,
        *,
        since: datetime,
        who: str,
        why: str,
        language: str | None = None,
        instead_of: Sequence[str] | None = None,
        is_retired: bool = False,
    ) -> Adoption:
        """Put a source in force from a time on; the latest row wins where two begin alike.

        Args:
            source: Stored; earlier versions of its name give way to it.
            since: From when on.
            who: Who decides.
            why: Their reason.
            language: Of the calls it is for.
            instead_of: Names of others that give way to it; ``None`` is all of its kind and language.
            is_retired: From then on the source is in force no more.
        """
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
                "instead_of": None if instead_of is None else json.dumps(list(instead_of), ensure_ascii=False),
                "is_retired": int(is_retired),
            },
        )
        return next(row for row in self.adoptions(source.kind) if row.adoption_key == key)

    def adoptions(self, kind: SourceKind) -> tuple[Adoption, ...]:
        """List what was put in force, in order of time in force."""
        sql = """
            SELECT s.*, a.* FROM adoptions a JOIN sources s ON s.source_key = a.source_key
            WHERE a.kind = ? ORDER BY a.since, a.adoption_key"""
        return tuple(_adoption(row) for row in self._connection.rows(sql, (kind,)))

    def _find(self, kind: SourceKind, name: str, version: int | None, digest: str) -> Source | None:
        sql = "SELECT * FROM sources WHERE kind = ? AND name = ? AND (hash = ? OR version = ?) ORDER BY hash = ? DESC"
        row = self._connection.first(sql, (kind, name, digest, version, digest))
        if row is None:
            return None
        if row["hash"] != digest:
            raise VersionTakenError(kind=kind, name=name, version=version)
        return _source(row)


def _adoption(row: Row) -> Adoption:
    named = row.get("instead_of")  # a database that may only be read can be older than the column
    return Adoption(
        adoption_key=row["adoption_key"],
        source=_source(row),
        language=row["language"],
        since=datetime.fromisoformat(row["since"]),
        who=row["who"],
        why=row["why"],
        at=datetime.fromisoformat(row["at"]),
        instead_of=None if named is None else tuple(json.loads(named)),
        is_retired=bool(row.get("is_retired")),
    )


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
