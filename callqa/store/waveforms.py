"""Outlines of sound, so that a call page does not decode the call again."""

from __future__ import annotations

from callqa.store.connection import Connection


class Waveforms:
    """Peaks of recordings: 0 to 255, as many for each channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, recording_id: str) -> tuple[bytes, ...] | None:
        """Read the peaks, a channel each; ``None`` where they were never made."""
        row = self._connection.first("SELECT channels, peaks FROM waveforms WHERE recording_id = ?", (recording_id,))
        if row is None:
            return None
        length = len(row["peaks"]) // row["channels"]
        return tuple(row["peaks"][place * length : (place + 1) * length] for place in range(row["channels"]))

    def put(self, recording_id: str, peaks: tuple[bytes, ...]) -> None:
        """Store the peaks of a recording, once."""
        row = {"recording_id": recording_id, "channels": len(peaks), "peaks": b"".join(peaks)}
        self._connection.insert("waveforms", row, conflict="ON CONFLICT DO NOTHING")
