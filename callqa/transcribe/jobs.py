"""What the transcribe room is asked: a recording to hear, and the recipe by which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callqa.codec import content_hash
from callqa.ingest.sound import Sound
from callqa.model import Side
from callqa.settings import Settings
from callqa.transcribe.rolehints import RoleHints

RECIPE_VERSION = 3
"""Counts changes of code that change what is heard (voice activity, packing, cleaning)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One recording to be heard.

    Attributes:
        manager_channel: As the call's metadata says; the recipe's setting comes after it, the words last.
        language: ``ru`` or ``en`` where it is known; else it is found by listening.
        hints: By which the manager's voice is told from the client's where both are in one channel.
    """

    sound: Sound
    call_id: str
    manager_channel: Side | None = None
    language: str | None = None
    hints: RoleHints = field(default_factory=RoleHints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How sound is heard: the same recipe and model give the same transcript; its hash is part of a transcript's name.

    Attributes:
        language: Of the calls, or ``auto``; a job's own language comes first.
        beam: Hypotheses kept while decoding.
        verbatim: Prompt the model to keep fillers.
        hotwords: Words to expect, beside those of every call; changing them changes the recipe.
        manager_channel: The side of the manager in every call, if the exchange always records so.
        diarization: Part the voices of mono calls.
    """

    engine: str = "faster-whisper"
    language: str = "auto"
    beam: int = 5
    verbatim: bool = False
    hotwords: tuple[str, ...] = ()
    manager_channel: Side | None = None
    diarization: bool = True

    @property
    def name(self) -> str:
        """The recipe's hash, the version of what hears in it."""
        return content_hash(self, RECIPE_VERSION)

    @property
    def options(self) -> Mapping[str, str]:
        """The recipe in words, as a transcript carries it."""
        return {
            "beam": str(self.beam),
            "language": self.language,
            "verbatim": "yes" if self.verbatim else "no",
            "hotwords": ", ".join(self.hotwords),
            "version": str(RECIPE_VERSION),
        }


def recipe_of(settings: Settings) -> Recipe:
    """Take the recipe from a project's settings."""
    speech = settings.speech
    return Recipe(
        engine=speech.engine,
        language=settings.language,
        beam=speech.beam,
        verbatim=speech.verbatim,
        hotwords=speech.hotwords,
        manager_channel=None if speech.manager_channel == "auto" else Side(speech.manager_channel),
        diarization=speech.diarization,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Where the model runs; no part of the recipe.

    Attributes:
        device: ``auto``, ``cpu`` or ``cuda``.
        threads: Of the model; 0 takes every core.
        batch_windows: Windows of 30 s decoded at once; 0 chooses by the device.
    """

    device: str = "auto"
    threads: int = 0
    batch_windows: int = 0


def runtime_of(settings: Settings) -> Runtime:
    """Take the runtime from a project's settings."""
    return Runtime(device=settings.speech.device, threads=settings.speech.threads)
