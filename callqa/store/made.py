"""What was made of a recording: transcripts and analyses, stored whole and compressed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from callqa.codec import content_hash
from callqa.model import Analysis, Transcript, TranscriptSource
from callqa.store.compact import pack_transcript, unpack_transcript
from callqa.store.connection import Connection, Row


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
        again = "ON CONFLICT (transcript_id) DO UPDATE SET payload = excluded.payload WHERE payload IS NULL"
        self._connection.insert("transcripts", row, conflict=again)
        return transcript_id

    def get(self, transcript_id: str) -> Transcript | None:
        """Read a transcript; ``None`` where there is none or its words were purged."""
        return self._read("transcript_id = ?", (transcript_id,))

    def latest(self, call_id: str) -> Transcript | None:
        """Read the newest transcript of a call."""
        condition = "call_key = (SELECT call_key FROM calls WHERE call_id = ?) ORDER BY transcript_key DESC LIMIT 1"
        return self._read(condition, (call_id,))

    def of_recording(self, recording_id: str, source: TranscriptSource) -> Transcript | None:
        """Read the newest transcript of a recording that was made in this way: engine, model revision and recipe."""
        condition = (
            "recording_id = ? AND engine = ? AND revision = ? AND recipe = ? AND payload IS NOT NULL "
            "ORDER BY transcript_key DESC LIMIT 1"
        )
        return self._read(condition, (recording_id, source.engine, source.revision, source.recipe))

    def all(self) -> Iterator[Transcript]:
        """Read the newest transcript of every call, one after another, by call id."""
        newest = "SELECT MAX(transcript_key) FROM transcripts GROUP BY call_key"
        sql = f"""
            SELECT transcript_id FROM transcripts JOIN calls USING (call_key)
            WHERE transcript_key IN ({newest}) ORDER BY call_id"""  # noqa: S608 - our own words
        for row in self._connection.rows(sql):
            transcript = self.get(row["transcript_id"])
            if transcript is not None:
                yield transcript

    def _read(self, condition: str, parameters: tuple[str, ...]) -> Transcript | None:
        payload = self._connection.value(f"SELECT payload FROM transcripts WHERE {condition}", parameters)  # noqa: S608 - our own words
        return None if payload is None else unpack_transcript(payload)


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
        again = "ON CONFLICT (analysis_id) DO UPDATE SET payload = excluded.payload WHERE payload IS NULL"
        self._connection.insert("analyses", row, conflict=again)

    def get(self, analysis_id: str) -> Analysis | None:
        """Read an analysis; ``None`` where there is none or its words were purged."""
        payload = self._connection.value("SELECT payload FROM analyses WHERE analysis_id = ?", (analysis_id,))
        if payload is None:
            return None
        analysis: Analysis = import_module("callqa.analysis.storing").decode(payload)
        return analysis

    def latest_id(self, call_id: str) -> str | None:
        """Name the newest analysis of a call."""
        sql = "SELECT analysis_id FROM analyses JOIN calls USING (call_key) WHERE call_id = ? ORDER BY analysis_key DESC LIMIT 1"
        found: str | None = self._connection.value(sql, (call_id,))
        return found

    def latest(self, call_id: str) -> Analysis | None:
        """Read the newest analysis of a call."""
        analysis_id = self.latest_id(call_id)
        return None if analysis_id is None else self.get(analysis_id)
