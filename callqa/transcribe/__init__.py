"""A recording becomes a transcript: models, voice, packing, engines, cleaning, roles, foreign transcripts.

Heavy parts are loaded on first use, so that a command that only looks for a model stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callqa.transcribe.jobs import Job, Recipe, Runtime, recipe_of, runtime_of
from callqa.transcribe.models import LocatedModel, fetch_model, list_models, locate_model, verify_model

if TYPE_CHECKING:
    from callqa.transcribe.foreign import read_foreign, write_transcript
    from callqa.transcribe.transcribing import Transcriber

__all__ = [
    "Job",
    "LocatedModel",
    "Recipe",
    "Runtime",
    "Transcriber",
    "fetch_model",
    "list_models",
    "locate_model",
    "read_foreign",
    "recipe_of",
    "runtime_of",
    "verify_model",
    "write_transcript",
]


def __getattr__(name: str) -> Any:
    """Load the parts that are heavy or seldom needed."""
    if name == "Transcriber":
        from callqa.transcribe.transcribing import Transcriber  # noqa: PLC0415 - loads the speech libraries

        return Transcriber
    if name in ("read_foreign", "write_transcript"):
        from callqa.transcribe import foreign  # noqa: PLC0415 - seldom needed

        return getattr(foreign, name)
    raise AttributeError(name)
