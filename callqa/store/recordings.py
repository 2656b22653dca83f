"""Sound that was read, and the files it was read from."""

from __future__ import annotations

from collections.abc import Mapping

from callqa.model import ChannelLayout, Problem, Recording
from callqa.store.blobs import from_text, to_text
from callqa.store.connection import Connection, Row
from callqa.store.rows import KnownFile


class Recordings:
    """Recordings by the hash of their sound; files by path, size and time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, recording: Recording) -> None:
        """Store what is known of a recording's sound, once."""
        self._connection.insert(
            "recordings",
            {
                "recording_id": recording.recording_id,
                "codec": recording.codec,
                "sample_rate_hz": recording.sample_rate_hz,
                "channels": recording.channels,
                "duration_ms": recording.duration_ms,
                "lost_ms": recording.lost_ms,
                "layout": recording.layout,
                "added_at": self._connection.now(),
            },
            conflict="ON CONFLICT DO NOTHING",
        )

    def get(self, recording_id: str) -> Recording | None:
        """Read a recording, with the last file that held it (empty path where none is known any more)."""
        sql = """
            SELECT r.*, f.path, f.size_bytes, f.modified_ns FROM recordings r
            LEFT JOIN files f ON f.recording_id = r.recording_id WHERE r.recording_id = ?
            ORDER BY f.status = 'read' DESC, f.seen_at DESC LIMIT 1"""
        row = self._connection.first(sql, (recording_id,))
        return None if row is None else _recording(row)

    def remember(self, known: KnownFile) -> None:
        """Note a file as it is now, in place of what was noted of that path before."""
        self._connection.execute(
            """
            INSERT INTO files (path, size_bytes, modified_ns, call_id, recording_id, status, request, problems, seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (path) DO UPDATE SET size_bytes = excluded.size_bytes, modified_ns = excluded.modified_ns,
              call_id = excluded.call_id, recording_id = excluded.recording_id, status = excluded.status,
              request = excluded.request, problems = excluded.problems, seen_at = excluded.seen_at""",
            (
                known.path,
                known.size_bytes,
                known.modified_ns,
                known.call_id,
                known.recording_id,
                known.status,
                known.request,
                to_text(known.problems),
                self._connection.now(),
            ),
        )

    def known(self) -> Mapping[str, KnownFile]:
        """Read every noted file, by path."""
        return {row["path"]: _known(row) for row in self._connection.rows("SELECT * FROM files")}

    def at(self, path: str) -> KnownFile | None:
        """Read what was noted of a path."""
        row = self._connection.first("SELECT * FROM files WHERE path = ?", (path,))
        return None if row is None else _known(row)

    def file_of(self, call_id: str) -> KnownFile | None:
        """Find the file that a call was read from."""
        row = self._connection.first(
            "SELECT * FROM files WHERE call_id = ? ORDER BY status = 'read' DESC, seen_at DESC LIMIT 1", (call_id,)
        )
        return None if row is None else _known(row)

    def paths_of(self, call_id: str) -> tuple[str, ...]:
        """List the files that hold a call's recording, copies too, the one it was read from first."""
        sql = """
            SELECT path FROM files WHERE call_id = ? AND recording_id IS NOT NULL
            ORDER BY status = 'read' DESC, seen_at DESC, path"""
        return tuple(row["path"] for row in self._connection.rows(sql, (call_id,)))

    def forget(self, path: str) -> None:
        """Drop the note of a file, so that the next run reads it again."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))


def _known(row: Row) -> KnownFile:
    return KnownFile(
        path=row["path"],
        size_bytes=row["size_bytes"],
        modified_ns=row["modified_ns"],
        call_id=row["call_id"],
        recording_id=row["recording_id"],
        status=row["status"],
        request=row["request"],
        problems=from_text(tuple[Problem, ...], row["problems"]) if row["problems"] != "[]" else (),
    )


def _recording(row: Row) -> Recording:
    return Recording(
        recording_id=row["recording_id"],
        path=row["path"] or "",
        size_bytes=row["size_bytes"] or 0,
        modified_ns=row["modified_ns"] or 0,
        codec=row["codec"],
        sample_rate_hz=row["sample_rate_hz"],
        channels=row["channels"],
        duration_ms=row["duration_ms"],
        lost_ms=row["lost_ms"],
        layout=ChannelLayout(row["layout"]),
    )
