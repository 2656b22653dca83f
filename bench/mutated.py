"""Recordings, transcripts and YAML files with damage of every sort: nothing may break, hang, or change money unnoticed.

    python bench/mutated.py [--count 10000] [--seed 1] [--only recordings,transcripts,yaml]

A third of the files are recordings (WAV in three codings, MP3, Opus, FLAC, AAC, AMR), a third transcripts and gold calls
(JSON, SRT, WebVTT), a third YAML (settings, roster, bonus scheme, scorecards). Hypothesis draws the damage from the seed and,
where something is wrong, looks for the smallest damage that still does it. What is asked of each:

* it is taken, or refused by problems that have a sentence in both languages; no other error, and no longer than ``LIMIT_S``;
* a recording that lost sound says how much; a transcript that is taken gives a score with 0 ≤ earned ≤ possible;
* a scheme that is taken pays sums that add up and are not negative, the same money when it is written out and read again, and the
  undamaged scheme's money where its meaning was not touched.

Exit status 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import mutating
from hypothesis import HealthCheck, given, seed, settings
from mutating import Edit

from callqa.analysis import analyse
from callqa.errors import CallqaError
from callqa.ingest.clips import clip_bytes, clip_form
from callqa.ingest.decoding import is_too_damaged, read_sound
from callqa.model import CallContext, CallMeta, Problem, Severity, Transcript
from callqa.pipeline.reading import read_words
from callqa.rulebook import load_scorecard, shipped_rules
from callqa.score import Scorecard, evaluate
from callqa.settings import Settings, load_roster, read_yaml
from callqa.settings.yaml_file import validate
from callqa.texts import LANGUAGES, message

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "recordings" / "ru-04-repeat.ogg"
LIMIT_S = 30.0
"""Processor time that a file may take; a crowded machine is no fault of a file."""

HUNG_S = 600.0
"""By the clock: then the trace of what hangs is printed, and the bench ends."""

SOUND_S = 3
SILENT_LOSS_MS = 1_000
FULL_E4 = 10_000
TURNS = 8

Check = Callable[[Path], str]


class WrongError(AssertionError):
    """Something that must not be."""


def main(arguments: list[str] | None = None) -> int:
    """Try every kind, and print what became of the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="recordings,transcripts,yaml")
    chosen = parser.parse_args(arguments)
    kinds = {"recordings": Recordings, "transcripts": Transcripts, "yaml": YamlFiles}
    names = [name for name in kinds if name in chosen.only.split(",")]
    wrong = 0
    faulthandler.dump_traceback_later(HUNG_S, repeat=False)
    with tempfile.TemporaryDirectory(prefix="callqa-mutated-") as folder:
        for name in names:
            kind = kinds[name](Path(folder))
            outcomes, fault = attempt(kind, chosen.count // len(names), chosen.seed)
            wrong += fault is not None
            print(f"{name}: {sum(outcomes.values())} files:", ", ".join(f"{key} {n}" for key, n in sorted(outcomes.items())))
            if fault is not None:
                print(f"  WRONG: {fault!r}")
    faulthandler.cancel_dump_traceback_later()
    return int(wrong > 0)


def attempt(kind: Kind, count: int, number: int) -> tuple[Counter[str], BaseException | None]:
    """Damage as many files of one kind, and count what became of them."""
    outcomes: Counter[str] = Counter()
    path = kind.folder / "damaged"

    def one(drawn: tuple[int, list[Edit]]) -> None:
        place, edits = drawn
        name, content = kind.seeds[place % len(kind.seeds)]
        target = path.with_name(f"damaged-{name}")
        target.write_bytes(mutating.damaged(content, edits, is_text=kind.is_text))
        faulthandler.dump_traceback_later(HUNG_S, exit=True)
        began = time.process_time()
        outcome = kind.check(name, target)
        if time.process_time() - began > LIMIT_S:
            raise WrongError(f"{name} took {time.process_time() - began:.0f} s of the processor")
        outcomes[outcome] += 1

    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    drawn = given(mutating.cases(is_text=kind.is_text))(one)
    limited = settings(max_examples=count, deadline=None, database=None, suppress_health_check=quiet)(drawn)
    try:
        seed(number)(limited)()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return outcomes, error
    return outcomes, None


class Kind:
    """Files of one kind: undamaged ones to begin with, and what is asked of a damaged one."""

    is_text = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seeds: list[tuple[str, bytes]] = []

    def check(self, name: str, path: Path) -> str:
        """Read a damaged file; gives what became of it.

        Raises:
            WrongError: What must not be.
        """
        raise NotImplementedError


class Recordings(Kind):
    """A few seconds of a call in many codings."""

    is_text = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        form = clip_form(rate_hz=8_000, channels=2, duration_ms=SOUND_S * 1_000, is_light=False)
        plain = clip_bytes(EXAMPLE, form, 0, SOUND_S * 1_000)
        self.seeds.append(("pcm.wav", plain))
        codings = (
            ("alaw.wav", "pcm_alaw", 8_000, "stereo"),
            ("adpcm.wav", "adpcm_ms", 8_000, "stereo"),
            ("call.mp3", "libmp3lame", 16_000, "stereo"),
            ("call.opus", "libopus", 16_000, "stereo"),
            ("call.flac", "flac", 8_000, "stereo"),
            ("call.m4a", "aac", 16_000, "mono"),
            ("call.amr", "libopencore_amrnb", 8_000, "mono"),
        )
        self.seeds.extend((name, encoded(plain, name, *how)) for name, *how in codings)  # type: ignore[arg-type]
        self._lengths = {}
        for name, content in self.seeds:
            path = folder / name
            path.write_bytes(content)
            self._lengths[name] = read_sound(path).recording.duration_ms

    def check(self, name: str, path: Path) -> str:
        """Decode; a loss of more than a second that is told nowhere is counted apart."""
        try:
            sound = read_sound(path, limit_s=LIMIT_S)
        except CallqaError as error:
            worded(Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts))
            return f"refused {error.slug}"
        recording = sound.recording
        if recording.lost_ms < 0 or recording.duration_ms <= 0:
            raise WrongError(f"{name}: {recording.duration_ms} ms, {recording.lost_ms} lost")
        if any(channel.n_samples == 0 for channel in sound.channels):
            raise WrongError(f"{name}: an empty channel")
        for problem in recording.problems:
            worded(problem)
        if is_too_damaged(recording):
            return "read, too damaged to be assessed"
        if recording.lost_ms or recording.problems:
            return "read, loss told"
        if recording.duration_ms < self._lengths[name] - SILENT_LOSS_MS:
            return f"read, shorter and nothing told ({name})"
        return "read"


class Transcripts(Kind):
    """Short talks in every form that callqa reads."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        gold = json.loads(next(iter(sorted((ROOT / "corpus" / "calls").glob("ru-*.json")))).read_text("utf-8"))
        gold["turns"] = gold["turns"][:TURNS]
        said = [(turn["speaker"], turn["text"]) for turn in gold["turns"]]
        self.seeds = [(name, content.encode()) for name, content in mutating.talks(said)]
        self.seeds.append(("gold.json", json.dumps(gold, ensure_ascii=False, indent=1).encode()))
        self._scorecards: dict[str, Scorecard] = {}
        for language in ("ru", "en"):
            scorecard, _ = load_scorecard(shipped_rules() / f"sales-{language}.yaml")
            if scorecard is None:
                raise WrongError("the shipped scorecard does not load")
            self._scorecards[language] = scorecard

    def check(self, name: str, path: Path) -> str:
        """Read, analyse and score."""
        transcript, problems = read_words(path)
        for problem in problems:
            worded(problem)
        if transcript is None:
            if not any(problem.severity is Severity.ERROR for problem in problems):
                raise WrongError(f"{name}: refused without a word")
            return f"refused {problems[0].slug}"
        return self._scored(name, transcript)

    def _scored(self, name: str, transcript: Transcript) -> str:
        scorecard = self._scorecards.get(transcript.language)
        if scorecard is None:
            return "read, another language"
        context = CallContext(meta=CallMeta(call_id=transcript.call_id), language=transcript.language)
        evaluation = evaluate(analyse(transcript, context=context), scorecard, context)
        if not 0 <= evaluation.earned_millipoints <= evaluation.possible_millipoints:
            raise WrongError(f"{name}: {evaluation.earned_millipoints} of {evaluation.possible_millipoints}")
        if evaluation.score_e4 is not None and not 0 <= evaluation.score_e4 <= FULL_E4:
            raise WrongError(f"{name}: {evaluation.score_e4}")
        for problem in evaluation.problems:
            worded(problem)
        return f"read, {evaluation.status}"


class YamlFiles(Kind):
    """Everything that people write by hand."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        example = ROOT / "examples" / "payroll"
        self.seeds = [
            ("callqa.yaml", (example / "callqa.yaml").read_bytes()),
            ("managers.yaml", (example / "managers.yaml").read_bytes()),
            ("bonus.yaml", (example / "bonus.yaml").read_bytes()),
            ("office-sales.yaml", (example / "rules" / "office-sales.yaml").read_bytes()),
            ("sales-en.yaml", (shipped_rules() / "sales-en.yaml").read_bytes()),
        ]
        self._pay = mutating.Pay(example / "bonus.yaml")

    def check(self, name: str, path: Path) -> str:
        """Read by whatever reads it in a project."""
        if name == "bonus.yaml":
            return self._scheme(path)
        if name == "callqa.yaml":
            file, problems = read_yaml(path)
            taken, faults = validate(file, Settings) if file else (None, ())
            return told(taken, (*problems, *faults))
        if name == "managers.yaml":
            roster, problems = load_roster(path)
            return told(roster.entries, problems)
        scorecard, problems = load_scorecard(path)
        return told(scorecard, problems)

    def _scheme(self, path: Path) -> str:
        outcome, problems = self._pay.read(path)
        for problem in problems:
            worded(problem)
        if outcome is None:
            return told(None, problems)
        wrong = self._pay.wrong(outcome, path.with_name("written.yaml"))
        if wrong:
            raise WrongError(wrong)
        return "scheme taken, money right"


def told(taken: object, problems: tuple[Problem, ...]) -> str:
    """Word every problem; what is refused has one."""
    for problem in problems:
        worded(problem)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if taken is None and not errors:
        raise WrongError("refused without a word")
    return f"refused {errors[0].slug}" if errors else "taken"


def worded(problem: Problem) -> None:
    """A problem has a sentence in both languages, with every fact it names."""
    for language in LANGUAGES:
        sentence = message(problem, language)
        if problem.slug in sentence or not sentence.strip():
            raise WrongError(f"no sentence for {problem.slug}")


def encoded(wav: bytes, name: str, codec: str, rate_hz: int, layout: str) -> bytes:
    """Bring sound into another coding."""
    file = io.BytesIO()
    container_format = {"opus": "ogg", "m4a": "ipod"}.get(name.rpartition(".")[2])
    with (
        av.open(io.BytesIO(wav), "r") as source,
        av.open(file, "w", format=container_format or name.rpartition(".")[2]) as target,
    ):
        stream: Any = target.add_stream(codec, rate=rate_hz, layout=layout)
        resampler = av.AudioResampler(
            format=stream.format.name, layout=layout, rate=rate_hz, frame_size=stream.frame_size or 1_024
        )
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                target.mux(stream.encode(part))
        for part in resampler.resample(None):
            target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
