"""Memory of a long call: four hours of stereo at 8 kHz, decoded, searched for voice and packed.

    python bench/memory.py [--hours 4] [--calls 0] [--folder DIR [--cut SECONDS]]

The call is made on the spot: speech of the recordings given in ``--from`` (or noise, where none is given), repeated. With
``--calls N`` as many short calls go through one transcriber after another, to show that memory does not grow with their number.
With ``--folder DIR`` the whole of ``callqa score DIR`` is measured, analysis and workers included, in processes of its own;
``--cut SECONDS`` makes hundreds of short calls of a few long ones first. Ends with the exit status of the run.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import Sound
from callqa.model import Problem, Transcript
from callqa.transcribe import Job, Recipe, Runtime, Transcriber, locate_model
from callqa.transcribe.packing import pack
from callqa.transcribe.voice import find_voice

RATE_HZ = 8_000
DEFAULT = Path(__file__).parents[1] / "examples" / "recordings" / "ru-02-warm.ogg"
SHORT = DEFAULT.with_name("ru-07-refusal.ogg")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hours", type=float, default=4.0)
    arguments.add_argument("--from", dest="source", type=Path, default=DEFAULT)
    arguments.add_argument("--calls", type=int, default=0)
    arguments.add_argument("--hear", action="store_true", help="hear the whole long call too (hours on a small machine)")
    arguments.add_argument("--folder", type=Path, help="score this folder and print the peak of the whole command")
    arguments.add_argument("--cut", type=int, default=0, metavar="SECONDS", help="with --folder: cut its WAV files first")
    given = arguments.parse_args()
    if given.folder is not None:
        sys.exit(_score(given.folder, given.cut))
    print(f"at the start: {_peak_mb()} MB")
    if given.calls:
        _hear_many(given.calls)
        return
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "long.wav"
        _write_long(path, given.source, hours=given.hours)
        print(f"{given.hours:g} h of stereo made, {path.stat().st_size >> 20} MB on disk: {_peak_mb()} MB")
        _read_long(path, hear=given.hear)


def _score(folder: Path, cut_s: int) -> int:
    """Score the folder in a process of its own; print what it and its workers hold as calls are stored."""
    with tempfile.TemporaryDirectory() as scratch:
        recordings = _cut(folder, Path(scratch) / "pieces", cut_s) if cut_s else folder
        database = Path(scratch) / "bench.db"
        run = subprocess.Popen([sys.executable, "-m", "callqa", "score", str(recordings), "--quiet", "--db", str(database)])
        shown, peak = 0, 0
        while run.poll() is None:
            time.sleep(1)
            held = _resident_mb(run.pid)
            peak = max(peak, held)
            stored = _stored(database)
            if stored >= shown * 1.5 + 1:
                shown = stored
                print(f"{stored} calls stored: {held} MB now, {peak} at most so far", flush=True)
        print(f"callqa score {folder}: {_stored(database)} calls, {peak} MB at most, exit status {run.returncode}")
    return run.returncode


def _cut(folder: Path, pieces: Path, cut_s: int) -> Path:
    """Cut recordings into pieces of ``cut_s`` seconds: many short calls, no two of them alike."""
    pieces.mkdir()
    for path in sorted(folder.glob("*.wav")):
        frames, size = _telephone(read_sound(path)), cut_s * RATE_HZ
        for number in range(len(frames) // size):
            with wave.open(str(pieces / f"{path.stem}-{number:02d}.wav"), "wb") as piece:
                piece.setparams((2, 2, RATE_HZ, 0, "NONE", ""))
                piece.writeframes(frames[number * size : (number + 1) * size].tobytes())
    return pieces


def _telephone(sound: Sound) -> np.ndarray:
    """Give both channels at 8 kHz, 16 bits, frames × 2; a single one twice."""
    left, right = (channel.samples[::2] for channel in (sound.channels * 2)[:2])
    return np.stack([left, right], axis=1).astype("<i2")


def _stored(database: Path) -> int:
    if not database.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM calls").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


def _resident_mb(process: int) -> int:
    """Add up what a process and its children hold, from Linux's /proc."""
    total = 0
    for one in (process, *_children(process)):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
            total += int(next(line for line in lines if line.startswith("VmRSS:")).split()[1])
    return total // 1024


def _children(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        threads = list(Path(f"/proc/{process}/task").iterdir())
        own = [int(one) for thread in threads for one in (thread / "children").read_text(encoding="utf-8").split()]
        return [*own, *(further for one in own for further in _children(one))]
    return []


def _read_long(path: Path, *, hear: bool) -> None:
    began = time.perf_counter()
    sound = read_sound(path)
    print(f"decoded, {sound.recording.duration_ms / 3_600_000:.2f} h, in {time.perf_counter() - began:.0f} s: {_peak_mb()} MB")
    began = time.perf_counter()
    windows = sum(len(pack(find_voice(channel), channel.n_samples)) for channel in sound.channels)
    print(f"voice found and packed into {windows} windows in {time.perf_counter() - began:.0f} s: {_peak_mb()} MB")
    transcriber = Transcriber(locate_model(), Recipe(language="ru"), Runtime(device="cpu"))
    print(f"model loaded: {_peak_mb()} MB")
    jobs = [Job(sound=sound if hear else read_sound(SHORT), call_id="long")]
    list(_heard(transcriber, jobs))
    print(f"{'the long call' if hear else 'a short call'} heard beside it: {_peak_mb()} MB")


def _hear_many(count: int) -> None:
    transcriber = Transcriber(locate_model(), Recipe(language="ru"), Runtime(device="cpu"))

    def jobs() -> Iterator[Job]:
        for number in range(count):
            sound: Sound = read_sound(SHORT)
            yield Job(sound=sound, call_id=str(number))

    for number, _ in enumerate(_heard(transcriber, jobs()), start=1):
        if number in (1, 2, 5) or number % 10 == 0:
            print(f"{number} calls: {_peak_mb()} MB")


def _heard(transcriber: Transcriber, jobs: Iterable[Job | Sound]) -> Iterator[Transcript]:
    """Give the transcripts; a call that was not heard ends the bench, for its memory says nothing."""
    for answer in transcriber.transcribe(jobs):
        if isinstance(answer, Problem):
            sys.exit(f"not heard: {answer.slug}")
        yield answer


def _write_long(path: Path, source: Path, *, hours: float) -> None:
    """Repeat a call until it is long enough, at 8 kHz, block by block."""
    block = _telephone(read_sound(source)).tobytes()
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE_HZ, 0, "NONE", ""))
        for _ in range(int(hours * 3600 * RATE_HZ * 4 / len(block)) + 1):
            file.writeframes(block)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
