"""Mono telephone calls whose truth is known: dialogues of the corpus, spoken in two or three voices and mixed to one channel.

Lines are kept under ``build/bench-voices`` once they are spoken. The voices that settings were chosen with and those that
figures are given for are different people saying different dialogues.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "examples"))
from speaking import RATE_HZ, Samples, speak_line  # noqa: E402 - examples/ is no package

KEPT = ROOT / "build" / "bench-voices"
CLIENT_DB = -3.0  # the far side arrives quieter
FRAME = RATE_HZ // 100

Voices = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""Women and men, by language."""

TUNING_VOICES: Voices = {"ru": (("anna", "irina", "tatiana"), ("aleksandr", "pavel", "yuriy")), "en": (("clb",), ("bdl",))}
HELD_OUT_VOICES: Voices = {
    "ru": (("elena", "arina", "victoria"), ("artemiy", "vitaliy", "mikhail")),
    "en": (("slt", "clb"), ("alan", "bdl")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the line does to the call.

    Attributes:
        noise_db: Of the noise under the speech, dB (negative is quieter).
        overlap_share: Share of turns that begin before the other has ended.
        backchannel_share: Share of the longer turns into which the other says a word or two.
        is_gsm: Goes through the full-rate GSM codec.
    """

    name: str
    noise_db: float
    overlap_share: float = 0.0
    backchannel_share: float = 0.0
    is_gsm: bool = False


CONDITIONS = (
    Condition(name="clean", noise_db=-38),
    Condition(name="noisy", noise_db=-10),
    Condition(name="gsm", noise_db=-15, is_gsm=True),
    Condition(name="overlap", noise_db=-30, overlap_share=0.3),
    Condition(name="backchannels", noise_db=-30, overlap_share=0.15, backchannel_share=0.4),
    Condition(name="at-once-gsm", noise_db=-15, overlap_share=0.3, backchannel_share=0.4, is_gsm=True),
)

BACKCHANNELS = {"ru": ("Угу.", "Да, да.", "Ага.", "Понятно.", "Так."), "en": ("Right.", "Yeah.", "Okay.", "I see.", "Uh-huh.")}
LONGER_TURN_S = 3.0

SOUNDING_DB = -46
"""A voice sounds where its 10 ms are louder than this: 22 dB below the usual level of a line."""

BRIDGED_FRAMES = 15
"""Pauses of one voice shorter than this (150 ms) are inside words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTurn:
    """One turn as it lies in the mixed call: voice 0 is the manager's, 1 the client's, 2 a third person's."""

    voice: int
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonoCall:
    """A call in one channel: float32, 8 kHz, and who said what when."""

    name: str
    language: str
    is_same_sex: bool
    voices: tuple[str, ...]
    samples: Samples
    turns: tuple[SpokenTurn, ...]
    gold: dict[str, object]
    sides: Samples
    """Each voice by itself, before noise and codec: float32, (n_voices, n_samples)."""

    def sounding(self) -> NDArray[np.bool_]:
        """Tell when each voice sounds, in frames of 10 ms: (n_voices, n_frames)."""
        frames = self.sides[:, : self.sides.shape[1] // FRAME * FRAME].reshape(len(self.sides), -1, FRAME)
        is_loud = np.sqrt(np.mean(np.square(frames), axis=2)) >= 10 ** (SOUNDING_DB / 20)
        return np.stack([_bridged(row) for row in is_loud])

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return float(len(self.samples) / RATE_HZ)


def calls(paths: Sequence[Path], condition: Condition, voices: Voices) -> Iterator[MonoCall]:
    """Give every dialogue under a condition; pairs of voices go round, same sex in every second one."""
    for index, path in enumerate(paths):
        gold = json.loads(path.read_text("utf-8"))
        chosen = pair_of(index, voices[gold["language"]])
        yield mixed(gold, chosen, condition, seed=index)


def pair_of(index: int, voices: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[str, str]:
    """Choose manager's and client's voices."""
    women, men = voices
    first, second = (women, men) if index % 4 < 2 else (men, women)
    if index % 2 and len(first) > 1:
        return first[index // 2 % len(first)], first[(index // 2 + 1) % len(first)]
    return first[index // 2 % len(first)], second[index // 3 % len(second)]


def mixed(gold: dict[str, object], voices: Sequence[str], condition: Condition, *, seed: int) -> MonoCall:
    """Mix a dialogue to one channel; a fourth part of the overlapping turns starts up to .8 s early."""
    random = np.random.default_rng(seed)
    pieces: list[tuple[SpokenTurn, Samples]] = []
    end = 0
    for turn in gold["turns"]:  # type: ignore[attr-defined]
        voice = int(turn.get("voice", 0 if turn["speaker"] == "manager" else 1))
        samples = spoken(turn["text"], voices[voice]) * np.float32(1 if voice == 0 else 10 ** (CLIENT_DB / 20))
        gap = random.uniform(-0.8, -0.2) if pieces and random.random() < condition.overlap_share else random.uniform(0.15, 0.7)
        start = max(0, end + int(gap * RATE_HZ))
        end = start + len(samples)
        said = SpokenTurn(voice=voice, text=turn["text"], start_ms=start * 1000 // RATE_HZ, end_ms=end * 1000 // RATE_HZ)
        pieces.append((said, samples))
    pieces.extend(_backchannels(pieces, voices, str(gold["language"]), condition.backchannel_share, seed))
    pieces.sort(key=lambda piece: piece[0].start_ms)
    length = max(start_of(said) + len(samples) for said, samples in pieces) + RATE_HZ // 2
    sides = np.zeros((len(voices), length), np.float32)
    for said, samples in pieces:
        sides[said.voice, start_of(said) : start_of(said) + len(samples)] += samples
    call = np.asarray(sides.sum(axis=0))
    level = float(np.sqrt(np.mean(np.square(call[call != 0]))))
    call += random.standard_normal(len(call)).astype(np.float32) * np.float32(level * 10 ** (condition.noise_db / 20))
    return MonoCall(
        name=str(gold["id"]),
        language=str(gold["language"]),
        is_same_sex=_sex(voices[0]) == _sex(voices[1]) if len(voices) > 1 else True,
        voices=tuple(voices),
        samples=np.clip(through_gsm(call) if condition.is_gsm else call, -1, 1),
        turns=tuple(said for said, _ in pieces),
        gold=gold,
        sides=sides,
    )


def _backchannels(
    pieces: Sequence[tuple[SpokenTurn, Samples]], voices: Sequence[str], language: str, share: float, seed: int
) -> Iterator[tuple[SpokenTurn, Samples]]:
    """Let the other side put a word into some of the longer turns of the first two voices, where neither pauses for it."""
    random = np.random.default_rng((seed, 1))
    for said, samples in pieces:
        if said.voice > 1 or len(samples) < LONGER_TURN_S * RATE_HZ or random.random() >= share:
            continue
        text = str(random.choice(BACKCHANNELS[language]))
        words = spoken(text, voices[1 - said.voice]) * np.float32(1 if said.voice else 10 ** (CLIENT_DB / 20))
        start_ms = said.start_ms + int(random.uniform(0.3, 0.7) * (len(samples) - len(words)) * 1000 / RATE_HZ)
        end_ms = start_ms + len(words) * 1000 // RATE_HZ
        yield SpokenTurn(voice=1 - said.voice, text=text, start_ms=start_ms, end_ms=end_ms), words


def _bridged(is_loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fill short pauses."""
    at = np.flatnonzero(is_loud)
    found = is_loud.copy()
    for before, after in pairwise(at.tolist()):
        if after - before <= BRIDGED_FRAMES:
            found[before:after] = True
    return found


def start_of(said: SpokenTurn) -> int:
    """Position of a turn's first sample."""
    return int(said.start_ms * RATE_HZ // 1000)


def spoken(text: str, voice: str) -> Samples:
    """Speak a line, or take it from what was spoken before."""
    name = hashlib.sha256(f"{voice}\n{text}".encode()).hexdigest()[:24]
    kept = KEPT / f"{name}.npy"
    if kept.is_file():
        stored: NDArray[np.float16] = np.load(kept)
        return stored.astype(np.float32)
    KEPT.mkdir(parents=True, exist_ok=True)
    samples = speak_line(text, voice)
    np.save(kept, samples.astype(np.float16))
    return samples


def through_gsm(samples: Samples) -> Samples:
    """Send sound through the full-rate GSM codec and back."""
    with tempfile.TemporaryDirectory() as folder:
        coded, back = Path(folder, "call.gsm"), Path(folder, "call.wav")
        raw = (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()
        pcm = ["-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "1", "-"]
        subprocess.run(["sox", *pcm, str(coded)], input=raw, check=True)
        subprocess.run(["sox", str(coded), "-e", "signed", "-b", "16", str(back)], check=True)
        with av.open(str(back)) as container:
            blocks = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    decoded = np.concatenate(blocks).astype(np.float32) / 32_768
    return np.asarray(np.resize(decoded, len(samples)), np.float32)


def dialogues(kind: str) -> list[Path]:
    """Give the dialogues that settings were chosen with (``tuning``), or those that figures are given for (``held-out``)."""
    corpus = ROOT / "corpus"
    if kind == "tuning":
        patterns = ("train/ru-train-10?.json", "train/en-train-10[12].json")
    else:
        patterns = ("calls/ru-dev-0*.json", "calls/en-dev-*.json")
    return [path for pattern in patterns for path in sorted(corpus.glob(pattern))]


def _sex(voice: str) -> int:
    every = (*TUNING_VOICES.values(), *HELD_OUT_VOICES.values())
    return 0 if any(voice in women for women, _ in every) else 1
