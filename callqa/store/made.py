"""What was made of a recording: transcripts and analyses, stored whole and compressed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from importlib import import_module

from callqa.codec import content_hash
from callqa.model import Analysis, Transcript
from callqa.store.compact import pack_transcript, unpack_transcript
from callqa.store.connection import Connection, Row
from callqa.store.errors import DamagedTranscriptError

_WORDS = """
SELECT c.call_id, COALESCE(
  (SELECT a.transcript_key FROM evaluations e JOIN analyses a USING (analysis_key) WHERE e.evaluation_key = c.evaluation_key),
  (SELECT MAX(t.transcript_key) FROM transcripts t WHERE t.call_key = c.call_key)) AS transcript_key
FROM calls c
"""
"""The transcript of each call that speaks for it."""


class Transcripts:
    """Transcripts by the hash of their content; a call may have several, and none is ever replaced."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, transcript: Transcript, *, call_key: int) -> str:
        """Store a transcript once and give its id, ``content_hash(transcript)``."""
        transcript_id = content_hash(transcript)
        source = transcript.source
        row: Row = {
            "transcript_id": transcript_id,
            "call_key": call_key,
            "recording_id": transcript.recording_id,
            "engine": source.engine,
            "model": source.model,
            "revision": source.revision,
            "recipe": source.recipe,
            "language": transcript.language,
            "words": sum(len(utterance.text.split()) for utterance in transcript.utterances),
            "payload": pack_transcript(transcript),
            "made_at": self._connection.now(),
        }
        again = "ON CONFLICT (transcript_id) DO UPDATE SET payload = excluded.payload WHERE payload IS NOT excluded.payload"
        self._connection.insert("transcripts", row, conflict=again)
        return transcript_id

    def get(self, transcript_id: str) -> Transcript | None:
        """Read a transcript; ``None`` where there is none or its words were purged."""
        return self._read("transcript_id = ?", (transcript_id,))

    def latest(self, call_id: str) -> Transcript | None:
        """Read the transcript that a call's evaluation was made from; before it was judged, the newest.

        Raises:
            DamagedTranscriptError: Its bytes are damaged.
        """
        condition = f"transcript_key = (SELECT transcript_key FROM ({_WORDS}) WHERE call_id = ?)"  # noqa: S608 - our own words
        return self._read(condition, (call_id,))

    def holds(self, transcript_id: str) -> bool:
        """Tell whether a transcript is known, its words purged or not."""
        sql = "SELECT 1 FROM transcripts WHERE transcript_id = ?"
        return self._connection.value(sql, (transcript_id,)) is not None

    def has_words(self, call_id: str) -> bool:
        """Tell whether a call has words, without reading them."""
        sql = f"SELECT payload IS NOT NULL FROM transcripts JOIN ({_WORDS}) USING (transcript_key) WHERE call_id = ?"  # noqa: S608 - our own words
        return bool(self._connection.value(sql, (call_id,)))

    def blank(self, call_id: str) -> None:
        """Drop the damaged words of a call, so that they are stored anew once they are known again."""
        chosen = f"transcript_key = (SELECT transcript_key FROM ({_WORDS}) WHERE call_id = ?)"  # noqa: S608 - our own words
        self._connection.execute(f"UPDATE transcripts SET payload = NULL WHERE {chosen}", (call_id,))  # noqa: S608 - our own words

    def all(self) -> Iterator[Transcript]:
        """Read the transcript of every call as ``latest`` does, one after another, by call id."""
        sql = f"SELECT transcript_id FROM transcripts JOIN ({_WORDS}) USING (transcript_key) ORDER BY call_id"  # noqa: S608 - our own words
        for row in self._connection.rows(sql):
            transcript = self.get(row["transcript_id"])
            if transcript is not None:
                yield transcript

    def _read(self, condition: str, parameters: tuple[str, ...]) -> Transcript | None:
        payload = self._connection.value(f"SELECT payload FROM transcripts WHERE {condition}", parameters)  # noqa: S608 - our own words
        if payload is None:
            return None
        try:
            return unpack_transcript(payload)
        except (zlib.error, ValueError, TypeError, KeyError, IndexError, StopIteration) as error:
            raise DamagedTranscriptError from error


class Analyses:
    """Analyses by their id; scoring again after an edit of the rules starts here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, analysis: Analysis, *, call_key: int) -> None:
        """Store an analysis once; its transcript is stored already."""
        transcript_key = self._connection.value(
            "SELECT transcript_key FROM transcripts WHERE transcript_id = ?", (analysis.transcript_id,)
        )
        payload: bytes = import_module("callqa.analysis.storing").encode(analysis)  # heavy, and needed only here
        row: Row = {
            "analysis_id": analysis.analysis_id,
            "transcript_key": transcript_key,
            "call_key": call_key,
            "payload": payload,
            "made_at": self._connection.now(),
        }
        again = "ON CONFLICT (analysis_id) DO UPDATE SET payload = excluded.payload WHERE payload IS NOT excluded.payload"
        self._connection.insert("analyses", row, conflict=again)

    def get(self, analysis_id: str) -> Analysis | None:
        """Read an analysis; ``None`` where there is none or its words were purged."""
        payload = self._connection.value("SELECT payload FROM analyses WHERE analysis_id = ?", (analysis_id,))
        if payload is None:
            return None
        analysis: Analysis = import_module("callqa.analysis.storing").decode(payload)
        return analysis

    def latest_id(self, call_id: str) -> str | None:
        """Name the analysis that a call's evaluation was made from; before it was judged, the newest."""
        sql = """
            SELECT a.analysis_id FROM calls c JOIN analyses a USING (call_key) LEFT JOIN evaluations e USING (evaluation_key)
            WHERE c.call_id = ? ORDER BY a.analysis_key = e.analysis_key DESC, a.analysis_key DESC LIMIT 1"""
        found: str | None = self._connection.value(sql, (call_id,))
        return found

    def latest(self, call_id: str) -> Analysis | None:
        """Read the analysis that ``latest_id`` names."""
        analysis_id = self.latest_id(call_id)
        return None if analysis_id is None else self.get(analysis_id)
