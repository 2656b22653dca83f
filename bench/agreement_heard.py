"""Agreement on the development calls as heard: spoken by free voices, telephone band, two channels, then recognised.

    python bench/agreement_heard.py [--calls DIR] [--only GLOB] [--model base] [--threads N] [--speak-only] [--labels]

Needs RHVoice and sox (``examples/install-system.sh``). Sounds and transcripts are kept in ``build/heard``; the transcripts of
a model and recipe are heard once, so that rules can be tried again in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))

from speaking import Line, speak, write_sound

from callqa.agreement import Gold, agree_on_heard, read_folder, scorecard_for, to_plain
from callqa.agreement.hearing import hear
from callqa.agreement.truth import TURN_LABELS
from callqa.codec import from_plain
from callqa.codec import to_plain as plain_of
from callqa.model import Problem, Transcript
from callqa.settings import Settings
from callqa.transcribe import locate_model, recipe_of, runtime_of

REPOSITORY = Path(__file__).resolve().parents[1]
BUILD = REPOSITORY / "build" / "heard"
VOICES = {
    ("ru", "m"): ("aleksandr", "aleksandr:-300"),
    ("ru", "f"): ("anna", "elena", "irina"),
    ("en", "m"): ("alan", "bdl"),
    ("en", "f"): ("clb", "slt"),
}
"""Free voices by language and the speaker's sex."""


def voices_of(path: Path, number: int) -> tuple[str, str]:
    """Choose the manager's and the client's voice, never the same one."""
    plain = json.loads(path.read_text("utf-8"))
    manager = VOICES[plain["language"], plain["manager"].get("gender") or "m"]
    client = VOICES[plain["language"], plain["client"].get("gender") or "f"]
    first = manager[number % len(manager)]
    others = [voice for voice in client if voice != first]
    return first, others[number % len(others)]


def speak_calls(folder: Path, only: str) -> None:
    """Speak what is not spoken yet."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(folder.glob("*.json"))):
        if not path.match(only):
            continue
        sound = BUILD / f"{path.stem}.wav"
        if not sound.is_file():
            turns = json.loads(path.read_text("utf-8"))["turns"]
            lines = [Line(side=int(turn["speaker"] == "client"), text=turn["text"]) for turn in turns]
            spoken = speak(lines, voices_of(path, number), seed=number)
            write_sound(sound, spoken.channels, codec="pcm_alaw", bit_rate=64_000)
            print(sound.name, file=sys.stderr, flush=True)


def heard(golds: Sequence[tuple[Gold, str]], model_name: str, threads: int = 0) -> Iterator[tuple[Gold, Transcript]]:
    """Give each call's transcript, heard now or before; ``threads`` 0 takes every core."""
    model, settings = locate_model(model_name), Settings()
    recipe = recipe_of(settings)
    kept = BUILD / f"{model.name}-{recipe.name[7:19]}"
    kept.mkdir(parents=True, exist_ok=True)
    missing = [(gold, stem) for gold, stem in golds if not (kept / f"{stem}.json").is_file()]
    stems = {gold.call_id: stem for gold, stem in golds}
    problems: list[Problem] = []
    runtime = replace(runtime_of(settings), threads=threads)
    for gold, transcript in (
        hear(missing, BUILD, model=model, recipe=recipe, runtime=runtime, problems=problems) if missing else ()
    ):
        (kept / f"{stems[gold.call_id]}.json").write_text(json.dumps(plain_of(transcript), ensure_ascii=False), "utf-8")
        print(stems[gold.call_id], file=sys.stderr, flush=True)
    for gold, stem in golds:
        if (kept / f"{stem}.json").is_file():
            yield gold, from_plain(Transcript, json.loads((kept / f"{stem}.json").read_text("utf-8")))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=Path, default=REPOSITORY / "corpus" / "calls")
    parser.add_argument("--only", default="*.json", help="files of the folder, as a glob")
    parser.add_argument("--model", default="base")
    parser.add_argument("--threads", type=int, default=0, help="of the speech model; 0 takes every core")
    parser.add_argument("--speak-only", action="store_true")
    parser.add_argument("--labels", action="store_true")
    given = parser.parse_args(arguments)
    speak_calls(given.calls, given.only)
    if given.speak_only:
        return
    folder = read_folder(given.calls)
    for language in folder.languages:
        pairs = [(gold, folder.stems[gold.call_id]) for gold in folder.of(language)]
        pairs = [(gold, stem) for gold, stem in pairs if Path(f"{stem}.json").match(given.only)]
        if not pairs:
            continue
        agreement = agree_on_heard(heard(pairs, given.model, given.threads), scorecard_for(language, None, None))
        plain, pooled = to_plain(agreement), agreement.pooled
        words = sum(call.counts["fillers"].words for call in agreement.calls)
        fillers = plain["counts"]["fillers"]
        print(
            f"{language}: {plain['calls']} calls, kappa {pooled.kappa} {plain['pooled']['kappa_ci']}, "
            f"coverage {agreement.coverage}, "
            f"false not met {pooled.false_not_met}, turn F1 {agreement.mean_turn_f1}, score {plain['score']}, fillers found "
            f"{fillers['found']} of {fillers['spoken']}, false per 100 words {100 * fillers['false'] / words:.2f}"
        )
        if given.labels:
            for name in TURN_LABELS:
                print("  ", name, plain["turns"][name], plain["criteria"].get(name))


if __name__ == "__main__":
    main()
