"""What the speech model is told beforehand: a fixed part of the recipe, the same for every call."""

from __future__ import annotations

from callqa.transcribe.jobs import Recipe

VERBATIM = {
    "ru": "Ну, вот, эээ, как бы, ну типа, это самое, ммм, в общем, короче, значит, ну да.",
    "en": "Um, uh, well, like, you know, I mean, sort of, basically, hmm, yeah.",
}
"""Hesitations as a model would have to write them; Whisper keeps the manner of what came before."""


def prompt_of(recipe: Recipe, language: str) -> tuple[str | None, str | None]:
    """Give the text before the window and the hotwords, or ``None`` for each."""
    previous = VERBATIM.get(language) if recipe.verbatim else None
    return previous, " ".join(recipe.hotwords) or None
