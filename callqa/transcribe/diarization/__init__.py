"""Who spoke when in a mono call, by the sound of the voices; see docs/telephony.md.

Nothing of a voice is stored: vectors live while a call is parted.
"""

from __future__ import annotations

from callqa.transcribe.diarization.campplus import CampplusDiarizer
from callqa.transcribe.diarization.embedding import WEIGHTS
from callqa.transcribe.diarization.segmentation import WEIGHTS as SEGMENTATION

__all__ = ["CampplusDiarizer", "load_diarizer"]


def load_diarizer() -> CampplusDiarizer | None:
    """Give the diarizer, or ``None`` where its weights were left out of the installation."""
    return CampplusDiarizer() if WEIGHTS.is_file() and SEGMENTATION.is_file() else None
