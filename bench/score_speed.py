"""``callqa score`` beside what a user would write with faster-whisper, in one run: wall time, processor time, word error rate.

    python bench/score_speed.py FOLDER [--gold DIR] [--only loop,batched,cli,cli-batched,callqa,floor] [--listen]

Each contender runs in a process of its own, one after another, on the same files, with the same weights (int8), beam 5, word
times, every core, the language known (callqa reads it from a table of calls; with ``--listen`` it finds out by itself, which no
other has to). ``loop``: each channel in turn with ``vad_filter``; ``batched``: the same through
``BatchedInferencePipeline``; ``cli`` and ``cli-batched``: the command line of whisper-ctranslate2 (``pip install
whisper-ctranslate2``) on each channel as a mono WAV file of 16 kHz, cut beforehand and not counted, one command a language;
``floor``: see ``bench/floor.py``. WhisperX and stable-ts take the same weights but need torch, which is no part of callqa's
extras on a processor: they are not compared. The manager is in the left channel of the recordings.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

HERE = Path(__file__).resolve().parent
CONTENDERS = ("loop", "batched", "cli", "cli-batched", "callqa", "floor")
COMMAND_LINE = "whisper-ctranslate2"
SIDES = ("manager", "client")
SPEECH_HZ = 16_000
BATCH = 8
Texts = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one contender did."""

    name: str
    wall_s: float
    cpu_s: float
    texts: Texts


@dataclass(slots=True, kw_only=True)
class Counts:
    """Errors and words of the truth."""

    wrong: int = 0
    missing: int = 0
    invented: int = 0
    words: int = 0

    @property
    def rate(self) -> float:
        """Errors a word of the truth."""
        return (self.wrong + self.missing + self.invented) / max(self.words, 1)

    def add(self, other: Counts) -> None:
        """Add another call's counts."""
        self.wrong += other.wrong
        self.missing += other.missing
        self.invented += other.invented
        self.words += other.words


def count_errors(truth: str, heard: str) -> Counts:
    """Align two texts word by word (case, punctuation and ё aside)."""
    reference, hypothesis = words_of(truth), words_of(heard)
    counts = Counts(words=len(reference))
    for operation in Levenshtein.editops(reference, hypothesis):
        counts.wrong += operation.tag == "replace"
        counts.missing += operation.tag == "delete"
        counts.invented += operation.tag == "insert"
    return counts


def words_of(text: str) -> list[str]:
    """Split into bare words."""
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def read_gold(folder: Path, call: str) -> dict[str, str] | None:
    """Read what each side of a gold call says."""
    path = folder / f"{call}.json"
    if not path.is_file():
        return None
    turns = json.loads(path.read_text(encoding="utf-8"))["turns"]
    return {side: " ".join(turn["text"] for turn in turns if turn["speaker"] == side) for side in SIDES}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--gold", type=Path)
    arguments.add_argument("--model", default="auto")
    arguments.add_argument("--only", default=",".join(CONTENDERS))
    arguments.add_argument("--listen", action="store_true", help="do not tell callqa the language")
    arguments.add_argument("--as", dest="contender", choices=["loop", "batched"], help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.contender:
        print(json.dumps(_hear_plainly(given.folder, given.model, is_batched=given.contender == "batched"), ensure_ascii=False))
        return
    names = [name for name in CONTENDERS if name in given.only.split(",")]
    results = [_run(name, given.folder, given.model, is_told=not given.listen) for name in names]
    _print(results, given.folder, given.gold)


def _run(name: str, folder: Path, model: str, *, is_told: bool) -> Result:
    if name == "callqa":
        return _run_callqa(folder, model, is_told=is_told)
    if name.startswith("cli"):
        return _run_command_line(folder, model, is_batched=name == "cli-batched")
    if name == "floor":
        command = [sys.executable, str(HERE / "floor.py"), str(folder), "--model", model, "--batch", str(BATCH), "--json"]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return Result(name=name, wall_s=figures["wall_s"], cpu_s=figures["cpu_s"], texts={})
    command = [sys.executable, __file__, str(folder), "--model", model, "--as", name]
    wall, cpu, out = _timed(command)
    return Result(name=name, wall_s=wall, cpu_s=cpu, texts=json.loads(out))


def _run_callqa(folder: Path, model: str, *, is_told: bool) -> Result:
    """Score into a fresh database; the whole of the command counts."""
    with tempfile.TemporaryDirectory() as scratch:
        database = ["--db", str(Path(scratch) / "bench.db")]
        callqa = [sys.executable, "-m", "callqa"]
        manifest = ["--manifest", str(_tell_languages(folder, Path(scratch)))] if is_told else []
        wall, cpu, _ = _timed([*callqa, "score", str(folder), "--model", model, "--json", "--quiet", *database, *manifest])
        export = [*callqa, "export", "transcripts", *database]
        lines = subprocess.run(export, check=True, capture_output=True, text=True, encoding="utf-8").stdout.splitlines()
    texts: Texts = {}
    for transcript in map(json.loads, lines):
        sides: dict[str, list[str]] = {}
        for utterance in transcript["utterances"]:
            sides.setdefault(utterance["speaker"], []).append(utterance["text"])
        texts[transcript["call_id"]] = {side: " ".join(parts) for side, parts in sides.items()}
    return Result(name="callqa", wall_s=wall, cpu_s=cpu, texts=texts)


def _tell_languages(folder: Path, scratch: Path) -> Path:
    """Write a table that tells the language of each call, and nothing else."""
    from callqa.ingest.discovery import discover  # noqa: PLC0415 - imported in the contenders' own time otherwise

    table = scratch / "languages.csv"
    rows = "".join(f"{path.name},{_language(path)}\n" for path in discover([folder], project_root=folder).sounds)
    table.write_text(f"file,language\n{rows}", encoding="utf-8")
    return table


def _language(path: Path) -> str:
    return "en" if path.stem.startswith("en") else "ru"


def _run_command_line(folder: Path, model: str, *, is_batched: bool) -> Result:
    """Hear every channel by whisper-ctranslate2, all files of a language in one command."""
    from callqa.transcribe.models import locate_model  # noqa: PLC0415 - needs no library of speech

    plain = [_command_line(), "--model_directory", str(locate_model(model).path), "--device", "cpu", "--compute_type", "int8"]
    plain += ["--threads", str(os.cpu_count() or 1), "--beam_size", "5", "--word_timestamps", "True", "--vad_filter", "True"]
    plain += ["--output_format", "json", "--verbose", "False", "--local_files_only", "True"]
    if is_batched:
        plain += ["--batched", "True", "--batch_size", str(BATCH)]
    wall = cpu = 0.0
    texts: Texts = {}
    with tempfile.TemporaryDirectory() as scratch:
        for language, files in _cut_channels(folder, Path(scratch)).items():
            command = [*plain, "--language", language, "--output_dir", scratch, *(str(path) for path in files)]
            one_wall, one_cpu, _ = _timed(command)
            wall, cpu = wall + one_wall, cpu + one_cpu
            for path in files:
                call, side = path.stem.rsplit("-", 1)
                segments = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["segments"]
                texts.setdefault(call, {})[side] = " ".join(segment["text"].strip() for segment in segments)
    return Result(name="cli-batched" if is_batched else "cli", wall_s=wall, cpu_s=cpu, texts=texts)


def _command_line() -> str:
    """Find the command beside this Python, or on the path."""
    beside = shutil.which(COMMAND_LINE, path=str(Path(sys.executable).parent)) or shutil.which(COMMAND_LINE)
    if beside is None:
        sys.exit(f"{COMMAND_LINE} is not installed; leave it out with --only")
    return beside


def _cut_channels(folder: Path, target: Path) -> dict[str, list[Path]]:
    """Write each channel as a mono WAV file; gives the files by language."""
    from faster_whisper.audio import decode_audio  # noqa: PLC0415

    from callqa.ingest.discovery import discover  # noqa: PLC0415

    files: dict[str, list[Path]] = {}
    for path in discover([folder], project_root=folder).sounds:
        for side, channel in zip(SIDES, decode_audio(str(path), split_stereo=True), strict=True):
            cut = target / f"{path.stem}-{side}.wav"
            with wave.open(str(cut), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(SPEECH_HZ)
                file.writeframes((np.clip(channel, -1, 1) * 32_767).astype("<i2").tobytes())
            files.setdefault(_language(path), []).append(cut)
    return files


def _timed(command: list[str]) -> tuple[float, float, str]:
    wall, before = time.perf_counter(), os.times()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    after = os.times()
    if done.returncode > 1:
        sys.exit(done.stderr)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - wall, cpu, done.stdout


def _hear_plainly(folder: Path, model: str, *, is_batched: bool) -> Texts:
    """Hear every recording the way the documentation of faster-whisper shows."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel  # noqa: PLC0415 - in the contender's process only
    from faster_whisper.audio import decode_audio  # noqa: PLC0415

    from callqa.ingest.discovery import discover  # noqa: PLC0415
    from callqa.transcribe.models import locate_model  # noqa: PLC0415

    whisper = WhisperModel(str(locate_model(model).path), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)
    batched = BatchedInferencePipeline(whisper)
    options: dict[str, Any] = {"beam_size": 5, "word_timestamps": True, "vad_filter": True}
    hear: Callable[..., tuple[Iterator[Any], Any]] = batched.transcribe if is_batched else whisper.transcribe
    if is_batched:
        options["batch_size"] = BATCH
    texts: Texts = {}
    for path in discover([folder], project_root=folder).sounds:
        for side, channel in zip(SIDES, decode_audio(str(path), split_stereo=True), strict=True):
            segments, _ = hear(channel, language=_language(path), **options)
            texts.setdefault(path.stem, {})[side] = " ".join(segment.text.strip() for segment in segments)
    return texts


def _print(results: list[Result], folder: Path, gold: Path | None) -> None:
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}; {folder}")
    print(f"{'':12}{'wall s':>9}{'cpu s':>9}  word error rate: both, manager, client")
    for result in results:
        rates = "" if gold is None or not result.texts else _rates(result.texts, gold)
        print(f"{result.name:12}{result.wall_s:9.1f}{result.cpu_s:9.1f}  {rates}")
    base = next((result for result in results if result.name == "callqa"), None)
    for result in results:
        if base is not None and result is not base:
            print(f"callqa / {result.name}: wall {base.wall_s / result.wall_s:.2f}, cpu {base.cpu_s / result.cpu_s:.2f}")


def _rates(texts: Texts, gold: Path) -> str:
    sides = {"manager": Counts(), "client": Counts()}
    for call, heard in texts.items():
        truth = read_gold(gold, call)
        if truth is None:
            continue
        for side, counts in sides.items():
            counts.add(count_errors(truth[side], heard.get(side, "")))
    both = Counts()
    for counts in sides.values():
        both.add(counts)
    return ", ".join(f"{counts.rate:.3f}" for counts in (both, *sides.values()))


if __name__ == "__main__":
    main()
