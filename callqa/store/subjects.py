"""What is kept of a person who called or was called, found by their number: to be given to them, or to be forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from callqa.model import LEAD_TAG, CallMeta, Evaluation, Transcript
from callqa.store.blobs import from_text, pack, unpack
from callqa.store.care import Care
from callqa.store.compact import unpack_transcript
from callqa.store.connection import Connection
from callqa.store.typed import Typed, TypedText

if TYPE_CHECKING:
    from callqa.privacy import Person

NATIONAL_DIGITS = 10
"""A number is compared by its last ten digits: +7, 8 and nothing in front are one number."""

FORGOTTEN = "forgotten-"
"""Begins the id of a call whose own id held the number."""

_PERSONAL = "json_remove(meta, '$.phone', '$.client_name', '$.client_company', '$.tags', '$.file')"
"""As the trigger of ``m_call_records`` allows it, and nothing else."""

_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectCall:
    """A call with the person.

    Attributes:
        files: Sound and transcript files, as noted.
    """

    call_key: int
    call_id: str
    local_day: str | None
    files: tuple[str, ...]
    metas: tuple[CallMeta, ...]
    transcripts: tuple[Transcript, ...]


class Subjects:
    """People outside the company, by telephone number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def calls(self, phone: str) -> tuple[SubjectCall, ...]:
        """Find every call with a number, also where only its file's name or an old version of its metadata tells it."""
        wanted = national(phone)
        rows = self._connection.rows("SELECT call_key, call_id, local_day, file, phone FROM calls ORDER BY call_key")
        return tuple(
            self._call(row["call_key"], row["call_id"], row["local_day"])
            for row in list(rows)
            if wanted and self._is_theirs(wanted, row["call_key"], row["phone"], (row["file"], row["call_id"]))
        )

    def records(self, phone: str) -> tuple[CallMeta, ...]:
        """Find the exchange's call records with a number."""
        wanted = national(phone)
        rows = self._connection.rows("SELECT meta FROM call_records ORDER BY record_key")
        metas = (from_text(CallMeta, row["meta"]) for row in rows)
        return tuple(meta for meta in metas if wanted and (_is(wanted, meta.phone) or _holds(wanted, (meta.file,))))

    def person(self, phone: str, calls: tuple[SubjectCall, ...]) -> Person:
        """Gather by what a person is known: their number, and the names that metadata of their calls ever had."""
        from callqa.privacy import Person  # noqa: PLC0415 - heavy, and most commands need none of it

        metas = [meta for call in calls for meta in call.metas] + list(self.records(phone))
        return Person(
            digits=national(phone),
            names=tuple(dict.fromkeys(meta.client_name for meta in metas if meta.client_name)),
            companies=tuple(dict.fromkeys(meta.client_company for meta in metas if meta.client_company)),
        )

    def texts(self, phone: str, calls: tuple[SubjectCall, ...]) -> tuple[TypedText, ...]:
        """Find what people typed with the person in it: on their calls, and on any other."""
        return Typed(self._connection).naming(self.person(phone, calls), frozenset(call.call_key for call in calls))

    def sealed(self, phone: str, calls: tuple[SubjectCall, ...]) -> int:
        """Count rows of the ledger that name the person and cannot be changed."""
        return Typed(self._connection).sealed(self.person(phone, calls))

    def forget_texts(self, texts: tuple[TypedText, ...]) -> None:
        """Take the person out of texts; before their calls are forgotten, while the names are known."""
        with self._connection.write():
            for text in texts:
                Typed(self._connection).forget(text)

    def forget(self, call: SubjectCall, phone: str, *, person: int | None = None) -> None:
        """Take a person out of a call: words, quotes, names, numbers, files; outcomes, points and hashes stay.

        ``person`` is any number that is the same for all their calls; by default this call's own key.
        """
        Care(self._connection).purge(call.call_key)
        with self._connection.write():
            self._remember(call, call.call_key if person is None else person)
            given = f"{FORGOTTEN}{call.call_key}" if _holds(national(phone), (call.call_id,)) else call.call_id
            blank = "client_name = NULL, client_company = NULL, phone = NULL, file = NULL"
            self._connection.execute(
                f"UPDATE calls SET {blank}, call_id = ?, problems = '[]', meta = json_set({_PERSONAL}, '$.call_id', ?) "  # noqa: S608 - our own text
                "WHERE call_key = ?",
                (given, given, call.call_key),
            )
            versions = f"UPDATE call_versions SET meta = {_PERSONAL} WHERE call_key = ?"  # noqa: S608
            self._connection.execute(versions, (call.call_key,))
            self._connection.execute("DELETE FROM files WHERE call_id = ?", (call.call_id,))
            bare = "UPDATE problems SET payload = json_remove(payload, '$.place', '$.facts') WHERE call_id = ? OR payload LIKE ?"
            self._connection.execute(bare, (call.call_id, f"%{national(phone)}%"))
            if given != call.call_id:
                self._rename(call, given)

    def forgotten(self) -> Mapping[str, int]:
        """List calls from which a person was taken out, with a number that stands for the person."""
        rows = self._connection.rows("SELECT c.call_id, f.person FROM forgotten f JOIN calls c USING (call_key)")
        return {row["call_id"]: row["person"] for row in rows}

    def forget_records(self, phone: str) -> int:
        """Delete the exchange's call records with a number, and give how many there were."""
        ids = [meta.call_id for meta in self.records(phone)]
        with self._connection.write():
            return sum(self._connection.execute("DELETE FROM call_records WHERE call_id = ?", (call_id,)) for call_id in ids)

    def _remember(self, call: SubjectCall, person: int) -> None:
        """Note what pay may rest on and is nobody's: that the calls of one person were one client's, and when a lead came."""
        came_at = next((meta.tags[LEAD_TAG] for meta in reversed(call.metas) if LEAD_TAG in meta.tags), None)
        row = {"call_key": call.call_key, "person": person, "came_at": came_at, "at": self._connection.now()}
        self._connection.insert("forgotten", row, conflict="ON CONFLICT DO NOTHING")

    def _rename(self, call: SubjectCall, given: str) -> None:
        versions = "UPDATE call_versions SET meta = json_set(meta, '$.call_id', ?) WHERE call_key = ?"
        self._connection.execute(versions, (given, call.call_key))
        subject = "UPDATE alerts SET call_id = :given, subject = replace(subject, :old, :given) WHERE call_id = :old"
        self._connection.execute(subject, {"given": given, "old": call.call_id})
        for table in ("access_log", "problems"):
            self._connection.execute(f"UPDATE {table} SET call_id = ? WHERE call_id = ?", (given, call.call_id))  # noqa: S608
        sql = "SELECT evaluation_key, payload FROM evaluations WHERE call_key = ? AND payload IS NOT NULL"
        for row in list(self._connection.rows(sql, (call.call_key,))):
            renamed = replace(unpack(Evaluation, row["payload"]), call_id=given)
            self._connection.execute(
                "UPDATE evaluations SET payload = ? WHERE evaluation_key = ?", (pack(renamed), row["evaluation_key"])
            )

    def _is_theirs(self, wanted: str, call_key: int, phone: str | None, names: tuple[str | None, ...]) -> bool:
        if _is(wanted, phone) or _holds(wanted, names):
            return True
        rows = self._connection.rows("SELECT meta FROM call_versions WHERE call_key = ?", (call_key,))
        return any(_is(wanted, from_text(CallMeta, row["meta"]).phone) for row in rows)

    def _call(self, call_key: int, call_id: str, local_day: str | None) -> SubjectCall:
        versions = self._connection.rows("SELECT meta FROM call_versions WHERE call_key = ? ORDER BY version", (call_key,))
        words = "SELECT payload FROM transcripts WHERE call_key = ? AND payload IS NOT NULL ORDER BY transcript_key"
        files = self._connection.rows("SELECT path FROM files WHERE call_id = ? ORDER BY path", (call_id,))
        return SubjectCall(
            call_key=call_key,
            call_id=call_id,
            local_day=local_day,
            files=tuple(row["path"] for row in files),
            metas=tuple(from_text(CallMeta, row["meta"]) for row in versions),
            transcripts=tuple(unpack_transcript(row["payload"]) for row in self._connection.rows(words, (call_key,))),
        )


def national(phone: str) -> str:
    """Give the digits by which a number is compared; empty for what is no telephone number."""
    digits = _DIGITS.sub("", phone)
    return digits[-NATIONAL_DIGITS:] if len(digits) >= NATIONAL_DIGITS else ""


def _is(wanted: str, phone: str | None) -> bool:
    return phone is not None and (national(phone) == wanted or _holds(wanted, (phone,)))


def _holds(wanted: str, told: tuple[str | None, ...]) -> bool:
    from callqa.privacy.phones import written_numbers  # noqa: PLC0415 - heavy, and most commands need none of it

    return any(True for text in told if text for _ in written_numbers(wanted, text, is_name=True))
