"""Runs of the pipeline, and the problems they met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from callqa.model import Problem
from callqa.store.blobs import from_text, to_text
from callqa.store.connection import Connection
from callqa.store.rows import RunRow


class Runs:
    """Runs by key; one without an end was killed or works still."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, command: str, *, who: str) -> int:
        """Note the beginning of a run and give its key."""
        return self._connection.insert("runs", {"command": command, "who": who, "started_at": self._connection.now()})

    def note(self, run_key: int, problems: Iterable[Problem], *, call_id: str | None = None) -> None:
        """Keep problems met in a run."""
        rows = [
            {"run_key": run_key, "call_id": call_id, "severity": item.severity, "slug": item.slug, "payload": to_text(item)}
            for item in problems
        ]
        self._connection.insert_all("problems", rows)

    def end(self, run_key: int, counts: Mapping[str, int]) -> None:
        """Note the end of a run with its counts."""
        row = (self._connection.now(), json.dumps(dict(counts)), run_key)
        self._connection.execute("UPDATE runs SET ended_at = ?, counts = ? WHERE run_key = ?", row)

    def latest(self, count: int = 20) -> tuple[RunRow, ...]:
        """List the latest runs, newest first."""
        return tuple(
            RunRow(
                run_key=row["run_key"],
                command=row["command"],
                who=row["who"],
                started_at=datetime.fromisoformat(row["started_at"]),
                ended_at=None if row["ended_at"] is None else datetime.fromisoformat(row["ended_at"]),
                counts=json.loads(row["counts"]),
            )
            for row in self._connection.rows("SELECT * FROM runs ORDER BY run_key DESC LIMIT ?", (count,))
        )

    def problems(self, run_key: int) -> tuple[Problem, ...]:
        """List the problems that a run met."""
        sql = "SELECT payload FROM problems WHERE run_key = ? ORDER BY problem_key"
        return tuple(from_text(Problem, row["payload"]) for row in self._connection.rows(sql, (run_key,)))
