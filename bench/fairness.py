"""Error of hearing and of scores by the sex of the voice, by the voice, and by the line: unequal error is unequal pay.

    python bench/agreement_heard.py --speak-only        # once: speaks the development calls
    python bench/fairness.py [--calls ru-dev-003 …] [--lines clean noise gsm]

Sounds come from ``build/heard``; what is heard on the worse lines is kept in ``build/fairness``. Needs sox for GSM and jiwer.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import jiwer
import numpy as np
from agreement_heard import BUILD, REPOSITORY, voices_of
from numpy.typing import NDArray

from callqa.agreement import Gold, agree_on_heard, read_gold, scorecard_for, to_plain
from callqa.agreement.hearing import hear
from callqa.codec import from_plain
from callqa.codec import to_plain as plain_of
from callqa.model import Problem, Speaker, Transcript
from callqa.settings import Settings
from callqa.transcribe import locate_model, recipe_of, runtime_of

KEPT = REPOSITORY / "build" / "fairness"
CALLS = REPOSITORY / "corpus" / "calls"
RATE_HZ = 8_000
NOISE_DB = 15
"""Speech stands so far above the noise."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Words of one side of one call: said, and got wrong."""

    sex: str
    voice: str
    line: str
    words: int
    wrong: int


def noisy(samples: Samples) -> Samples:
    """Add white noise ``NOISE_DB`` under the speech of each side, as its louder half has it."""
    power = [np.mean(np.square(side[np.abs(side) > 0.01])) for side in samples]
    noise = np.random.default_rng(1).standard_normal(samples.shape) * np.sqrt(power)[:, None] * 10 ** (-NOISE_DB / 20)
    return np.asarray(samples + noise, np.float32)


def through_gsm(samples: Samples) -> Samples:
    """Send each side through the full-rate GSM codec and back."""
    return np.stack([_gsm(side) for side in samples])


def _gsm(side: Samples) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        coded = Path(folder, "side.gsm")
        pcm = ["-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "1", "-"]
        subprocess.run(["sox", *pcm, str(coded)], input=(side * 32_767).astype("<i2").tobytes(), check=True)
        raw = subprocess.run(["sox", str(coded), *pcm], capture_output=True, check=True).stdout
    return np.resize(np.frombuffer(raw, "<i2").astype(np.float32) / 32_768, len(side))


LINES: dict[str, Callable[[Samples], Samples] | None] = {"clean": None, "noise": noisy, "gsm": through_gsm}


def make_line(stem: str, line: str) -> Path:
    """Give the folder that holds a call as that line leaves it."""
    change = LINES[line]
    if change is None:
        return BUILD
    path = KEPT / line / f"{stem}.wav"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with av.open(str(BUILD / f"{stem}.wav")) as container:
            blocks: list[NDArray[Any]] = [frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)]
        whole = np.asarray(np.concatenate(blocks).T / 32_768, np.float32)
        samples = np.clip(change(whole), -1, 1)
        raw = (samples.T * 32_767).astype("<i2").tobytes()
        command = ["sox", "-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "2", "-", str(path)]
        subprocess.run(command, input=raw, check=True)
    return path.parent


def heard(stems: Sequence[str], line: str, model_name: str) -> Iterator[tuple[str, Gold, Transcript]]:
    """Hear calls on a line, or take what was heard before."""
    model, settings = locate_model(model_name), Settings()
    recipe = recipe_of(settings)
    kept = (BUILD if line == "clean" else KEPT / line) / f"{model.name}-{recipe.name[7:19]}"
    kept.mkdir(parents=True, exist_ok=True)
    for stem in stems:
        gold, _ = read_gold(CALLS / f"{stem}.json")
        path = kept / f"{stem}.json"
        if gold is not None and not path.is_file():
            problems: list[Problem] = []
            folder = make_line(stem, line)
            for _, transcript in hear(
                [(gold, stem)], folder, model=model, recipe=recipe, runtime=runtime_of(settings), problems=problems
            ):
                path.write_text(json.dumps(plain_of(transcript), ensure_ascii=False), "utf-8")
            print(line, stem, *problems, file=sys.stderr, flush=True)
        if gold is not None and path.is_file():
            yield stem, gold, from_plain(Transcript, json.loads(path.read_text("utf-8")))


def errors_of(stem: str, gold: Gold, transcript: Transcript, line: str) -> Iterator[Errors]:
    """Count wrong words of each side: each voice is a person on the line, whichever role it has."""
    path = CALLS / f"{stem}.json"
    plain = json.loads(path.read_text("utf-8"))
    voices = voices_of(path, sorted(CALLS.glob("*.json")).index(path))
    for role, voice in zip((Speaker.MANAGER, Speaker.CLIENT), voices, strict=True):
        said = plainly(" ".join(turn.text for turn in gold.turns if turn.speaker is role))
        got = plainly(" ".join(item.text for item in transcript.utterances if item.speaker is role))
        counts = jiwer.process_words(said, got or "-")
        wrong = counts.substitutions + counts.deletions + counts.insertions
        sex = plain[role.value].get("gender") or ("m" if role is Speaker.MANAGER else "f")
        yield Errors(sex=sex, voice=voice, line=line, words=len(said.split()), wrong=wrong)


def plainly(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", nargs="+", default=["ru-dev-003", "ru-dev-006", "ru-dev-005", "ru-dev-009"])
    parser.add_argument("--lines", nargs="+", choices=list(LINES), default=list(LINES))
    parser.add_argument("--model", default="base")
    given = parser.parse_args(arguments)
    errors: list[Errors] = []
    for line in given.lines:
        found = list(heard(given.calls, line, given.model))
        errors.extend(item for stem, gold, transcript in found for item in errors_of(stem, gold, transcript, line))
        for sex in ("f", "m"):
            chosen = [(gold, transcript) for stem, gold, transcript in found if _sex_of(stem) == sex]
            if chosen:
                plain = to_plain(agree_on_heard(chosen, scorecard_for(chosen[0][0].language, None, None)))
                pooled = plain["pooled"]
                print(
                    f"{line}, manager {sex}: {plain['calls']} calls, kappa {pooled['kappa']} {pooled['kappa_ci']}, "
                    f"coverage {plain['coverage']}, false not met {plain['false_not_met']}, score {plain['score']}"
                )
    for name in ("line", "sex", "voice"):
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for item in errors:
            for place, count in enumerate((item.words, item.wrong)):
                sums[item.line, getattr(item, name)][place] += count
        for (line, value), (words, wrong) in sorted(sums.items()):
            print(f"WER, line {line}, {name} {value}: {wrong / words:.3f} of {words} words")


def _sex_of(stem: str) -> str:
    plain = json.loads((CALLS / f"{stem}.json").read_text("utf-8"))
    return str(plain["manager"].get("gender") or "m")


if __name__ == "__main__":
    main()
