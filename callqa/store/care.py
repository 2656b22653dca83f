"""Care of the database: copies, retention, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from callqa.model import Evaluation, Problem, Severity
from callqa.store.blobs import pack, unpack
from callqa.store.connection import Connection
from callqa.store.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Purgeable:
    """A call whose words are past their retention."""

    call_key: int
    call_id: str
    local_day: str | None
    file: str | None


class Care:
    """Backup, purge and examination."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def backup(self, target: Path) -> None:
        """Write a whole copy of the database while it is in use; ``target`` appears only when it is complete."""
        self._connection.copy_to(target)

    def purgeable(self, before: datetime) -> tuple[Purgeable, ...]:
        """List calls that started (or, where that is unknown, were added) before a time and still have their words."""
        moment = before.astimezone(UTC).isoformat(timespec="seconds")
        sql = """
            SELECT call_key, call_id, local_day, file FROM calls
            WHERE COALESCE(started_at, added_at) < ? AND purged_at IS NULL ORDER BY call_id"""
        return tuple(Purgeable(**row) for row in self._connection.rows(sql, (moment,)))

    def files_before(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """List the files of calls that started before a time: call id and path as noted, copies too."""
        moment = before.astimezone(UTC).isoformat(timespec="seconds")
        sql = """
            SELECT c.call_id, f.path FROM calls c JOIN files f ON f.call_id = c.call_id
            WHERE COALESCE(c.started_at, c.added_at) < ? AND f.recording_id IS NOT NULL ORDER BY c.call_id, f.path"""
        return tuple((row["call_id"], row["path"]) for row in self._connection.rows(sql, (moment,)))

    def purge(self, call_key: int) -> None:
        """Blank a call's words everywhere: transcripts, analyses, the index, quotes; outcomes and points stay."""
        now = self._connection.now()
        with self._connection.write():
            Search(self._connection).remove(call_key)  # while its words can still be read
            for table in ("transcripts", "analyses"):
                self._connection.execute(f"UPDATE {table} SET payload = NULL WHERE call_key = ?", (call_key,))  # noqa: S608 - our own names
            sql = (
                "SELECT evaluation_key, payload FROM evaluations WHERE call_key = ? AND payload IS NOT NULL AND purged_at IS NULL"
            )
            for row in list(self._connection.rows(sql, (call_key,))):
                blanked = pack(without_quotes(unpack(Evaluation, row["payload"])))
                self._connection.execute(
                    "UPDATE evaluations SET payload = ?, context = NULL, purged_at = ? WHERE evaluation_key = ?",
                    (blanked, now, row["evaluation_key"]),
                )
            self._connection.execute("UPDATE calls SET purged_at = ? WHERE call_key = ?", (now, call_key))

    def shrink(self) -> None:
        """Give purged room back to the disk, so that no purged word is left in the file."""
        self._connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def examine(self) -> tuple[Problem, ...]:
        """Look for damage: SQLite's own check, broken references, rows that disagree with what they sum up."""
        found: list[Problem] = []
        damage = [next(iter(row.values())) for row in self._connection.rows("PRAGMA quick_check(5)")]
        if damage != ["ok"]:
            found.append(_error("store-damaged", detail="; ".join(damage)))
        broken = list(self._connection.rows("PRAGMA foreign_key_check"))
        if broken:
            found.append(_error("store-broken-references", count=str(len(broken)), table=broken[0]["table"]))
        is_brought_up = not self._connection.pending()  # on a read-only disk an older database stays as it is
        doubles = is_brought_up and self._connection.value("SELECT COUNT(*) FROM calls WHERE double_of IS NOT NULL")
        if doubles:
            found.append(_error("store-double-recordings", count=str(doubles)))
        stale = self._connection.value(_STALE)
        if stale:
            found.append(_error("store-stale-sums", count=str(stale)))
        return tuple(found)


_STALE = """
SELECT COUNT(*) FROM calls c JOIN effective_scores s ON s.evaluation_key = c.evaluation_key
WHERE c.score_e4 IS NOT s.score_e4 OR c.earned_millipoints <> s.earned_millipoints OR c.overrides <> s.overrides
"""


def without_quotes(evaluation: Evaluation) -> Evaluation:
    """Take the words out of an evaluation's evidence; times, rules and outcomes stay."""
    criteria = tuple(
        replace(
            result,
            evidence=tuple(replace(item, quote="", reasons=()) for item in result.evidence),
            nearest_miss=None if result.nearest_miss is None else replace(result.nearest_miss, quote="", reasons=()),
        )
        for result in evaluation.criteria
    )
    return replace(evaluation, criteria=criteria, findings=tuple(replace(item, quote="") for item in evaluation.findings))


def _error(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts)
