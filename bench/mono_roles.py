"""Which voice of a one-channel call is the manager's, over every call that was heard: how often the heard words tell.

    python bench/agreement_heard.py     # once: speaks and hears the calls, kept in build/heard
    python bench/mono_roles.py

Words are those that the model ``base`` heard; each has its true voice, but for a share that is given to the other one, as
parting errs (``bench/diarization.py``: 1 to 2 of 100 words). Nothing else is known of a call: no name, company or direction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

from callqa.codec import from_plain
from callqa.model import Speaker, Transcript, Word
from callqa.transcribe.mono import give_speakers
from callqa.transcribe.parting import Stretch
from callqa.transcribe.rolehints import RoleHints

HEARD = Path(__file__).parents[1] / "build" / "heard"
WRONG_SHARES = (0.0, 0.02, 0.05, 0.1)
SIDES = (Speaker.MANAGER, Speaker.CLIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What was decided of one call."""

    call: str
    is_right: bool
    confidence_e4: int


def decide(transcript: Transcript, share: float, seed: int) -> Role | None:
    """Decide a call whose words were parted with this share of errors; ``None`` where one side said nothing."""
    random = np.random.default_rng(seed)
    spoken = sorted(
        ((word, utterance.speaker) for utterance in transcript.utterances for word in utterance.words),
        key=lambda pair: pair[0].start_ms,
    )
    if {speaker for _, speaker in spoken} != set(SIDES):
        return None
    flipped = [speaker if random.random() >= share else SIDES[1 - SIDES.index(speaker)] for _, speaker in spoken]
    first = flipped[0]
    words = [Word(text=word.text, start_ms=500 * index, end_ms=500 * index + 400) for index, (word, _) in enumerate(spoken)]
    stretches = [
        Stretch(start_ms=500 * index, end_ms=500 * index + 500, voice=int(speaker is not first), confidence_e4=9_999)
        for index, speaker in enumerate(flipped)
    ]
    given, roles = give_speakers(words, stretches, transcript.language, RoleHints())
    right = sum(item.speaker is truth for item, (_, truth) in zip(given, spoken, strict=True))
    return Role(call=transcript.call_id, is_right=2 * right > len(spoken), confidence_e4=roles.confidence_e4)


def heard() -> Iterator[Transcript]:
    """Give every transcript that was kept."""
    for path in sorted(HEARD.glob("*/*.json")):
        yield from_plain(Transcript, json.loads(path.read_text("utf-8")))


def interval(right: int, count: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share."""
    z = 1.96
    share = right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


def main() -> None:
    transcripts = list(heard())
    for language in ("ru", "en"):
        own = [transcript for transcript in transcripts if transcript.language == language]
        for share in WRONG_SHARES:
            roles = [role for seed, item in enumerate(own) if (role := decide(item, share, seed)) is not None]
            right = sum(role.is_right for role in roles)
            low, high = interval(right, len(roles))
            missed = [f"{role.call} ({role.confidence_e4})" for role in roles if not role.is_right]
            print(f"{language}, {share:.0%} of the words astray: {right} of {len(roles)} ({low:.3f} to {high:.3f}) {missed}")


if __name__ == "__main__":
    main()
