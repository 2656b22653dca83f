"""Make ``examples/recordings/`` from ``examples/gold/``: the same dialogues, spoken by free voices over a telephone line.

python examples/make_recordings.py [ID ...]
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from speaking import RATE_HZ, Line, Samples, speak, write_sound

HERE = Path(__file__).parent
MUSIC_HZ = (392.0, 494.0, 587.0)  # a G major chord, as cheap exchanges play it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one dialogue is recorded: voices of manager and client, and what is odd about the line."""

    voices: tuple[str, str]
    ending: str = "ogg"
    gain_db: float = 0.0
    is_mono: bool = False
    hold_before: int | None = None  # index of the turn that comes after the wait
    hold_ms: int = 0
    is_client_left: bool = False


RECIPES = {
    "ru-01-cold": Recipe(voices=("anna", "aleksandr:-300")),
    "ru-02-warm": Recipe(voices=("aleksandr", "irina")),
    "ru-03-inbound": Recipe(voices=("elena", "aleksandr:-300"), gain_db=-22.0),
    "ru-04-repeat": Recipe(voices=("anna", "irina"), hold_before=6, hold_ms=75_000),
    "ru-05-follow-up": Recipe(voices=("elena", "aleksandr:-300"), is_mono=True),
    "ru-06-cold": Recipe(voices=("aleksandr", "irina"), is_client_left=True),
    "ru-07-refusal": Recipe(voices=("elena", "aleksandr:-300")),
    "ru-08-queue": Recipe(voices=("irina", "aleksandr")),
    "en-01-warm": Recipe(voices=("alan", "slt")),
    "en-02-cold": Recipe(voices=("clb", "bdl")),
}


def main() -> None:
    """Record the dialogues named on the command line, or all."""
    for identity in sys.argv[1:] or RECIPES:
        gold = json.loads((HERE / "gold" / f"{identity}.json").read_text("utf-8"))
        recipe = RECIPES[identity]
        channels = record(gold["turns"], recipe, seed=sum(identity.encode()))
        write_sound(HERE / "recordings" / f"{identity}.{recipe.ending}", channels)
        print(f"{identity}: {channels.shape[1] / RATE_HZ:.0f} s")


def record(turns: list[dict[str, str]], recipe: Recipe, *, seed: int) -> Samples:
    """Speak the turns as the recipe says: float32, ``(1 or 2, n_samples)``, 8 kHz."""
    lines = [
        Line(
            side=0 if turn["speaker"] == "manager" else 1,
            text=turn["text"],
            before_ms=recipe.hold_ms if index == recipe.hold_before else 700,
        )
        for index, turn in enumerate(turns)
    ]
    spoken = speak(lines, recipe.voices, seed=seed)
    channels = spoken.channels * np.float32(10 ** (recipe.gain_db / 20))
    if recipe.hold_before is not None:
        _play_music(channels[0], spoken.times[recipe.hold_before - 1][1], spoken.times[recipe.hold_before][0])
    if recipe.is_mono:
        return np.asarray(channels.sum(axis=0, keepdims=True).clip(-1, 1), np.float32)
    return np.asarray(channels[::-1] if recipe.is_client_left else channels, np.float32)


def _play_music(channel: Samples, start_ms: int, end_ms: int) -> None:
    """Put a soft chord, a new note a second, where the client waits."""
    first, last = (start_ms + 1_000) * RATE_HZ // 1000, (end_ms - 1_000) * RATE_HZ // 1000
    time_s = np.arange(last - first) / RATE_HZ
    note_hz = np.take(MUSIC_HZ, time_s.astype(int) % len(MUSIC_HZ))
    fading = 1 - (time_s % 1.0)
    channel[first:last] += (0.03 * np.sin(2 * np.pi * note_hz * time_s) * fading).astype(np.float32)


if __name__ == "__main__":
    main()
