"""Two voices at once in one channel: how much of it is marked, and how many marks are wrong.

    pip install pyannote.metrics   # for the diarization error rate only; without it that column stays empty
    python bench/overlap.py [--calls 5] [--seconds 100] [--kind held-out] [--conditions …] [--sound FILE --rttm FILE]

Needs RHVoice and sox (``examples/install-system.sh``). Truth is when each voice sounds by itself, before it was mixed, in
frames of 10 ms. ``--sound`` reads a recording whose speakers are told by an RTTM file instead.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from mono_calls import CONDITIONS, HELD_OUT_VOICES, TUNING_VOICES, calls, dialogues
from numpy.typing import NDArray
from speaking import RATE_HZ, write_sound

from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.transcribe.diarization import CampplusDiarizer
from callqa.transcribe.diarization.segmentation import Activity, Segmenter
from callqa.transcribe.parting import Stretch, overlaps_of
from callqa.transcribe.voice import Voice, find_voice

FRAME_MS = 10
LEAST_OVERLAP = 20
"""Frames of an overlap that ought to be found (200 ms)."""

COLLAR_S = 0.5  # pyannote's: a quarter of a second on each side of a border

Sounding = NDArray[np.bool_]  # (n_voices, n_frames)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parted:
    """A recording, who sounds in it when, and what was found."""

    sounding: Sounding
    stretches: tuple[Stretch, ...]
    duration_s: float
    parting_s: float
    segmenting_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Components, so that sums can be taken: frames, and stretches of overlap."""

    frames: int
    both: int
    marked: int
    right: int
    marks: int
    apart: int
    overlaps: int
    found: int


class Timed(Segmenter):
    """The segmentation, with its processor time."""

    seconds = 0.0

    def hear(self, channel: Channel, voice: Voice) -> Activity:
        """Hear, and note how long it took."""
        begin = time.process_time()
        activity = super().hear(channel, voice)
        self.seconds += time.process_time() - begin
        return activity


def part(channel: Channel, sounding: Sounding, *, is_marks_only: bool = False) -> Parted:
    """Part one recording, timed by the processor (the machine may be busy with other work)."""
    voice = find_voice(channel)
    segmenter = Timed()
    begin = time.process_time()
    if is_marks_only:
        marks = segmenter.hear(channel, voice).overlaps()
        stretches = tuple(Stretch(start_ms=start, end_ms=end, voice=0, is_overlapped=True) for start, end in marks)
    else:
        stretches = CampplusDiarizer(segmenter=segmenter).part(channel, voice)
    return Parted(
        sounding=sounding,
        stretches=stretches,
        duration_s=channel.n_samples / SPEECH_HZ,
        parting_s=time.process_time() - begin,
        segmenting_s=segmenter.seconds,
    )


def figures_of(parted: Parted) -> Figures:
    """Compare marks with the truth."""
    both = parted.sounding.sum(axis=0) > 1
    marked = np.zeros(len(both), np.bool_)
    marks = [(start // FRAME_MS, end // FRAME_MS) for start, end in overlaps_of(parted.stretches)]
    for first, last in marks:
        marked[first:last] = True
    overlaps = [(first, last) for first, last in _runs(both) if last - first >= LEAST_OVERLAP]
    return Figures(
        frames=len(both),
        both=int(both.sum()),
        marked=int(marked.sum()),
        right=int((both & marked).sum()),
        marks=len(marks),
        apart=sum(not both[first:last].any() for first, last in marks),
        overlaps=len(overlaps),
        found=sum(bool(marked[first:last].any()) for first, last in overlaps),
    )


def _runs(row: Sounding) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]]))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def error_rate(several: Sequence[Parted], *, is_also: bool) -> str:
    """Give pyannote's diarization error rate, overlap scored, with or without the second voice of marked stretches."""
    try:
        from pyannote.core import Annotation, Segment  # noqa: PLC0415 - a bench may do without
        from pyannote.metrics.diarization import DiarizationErrorRate  # noqa: PLC0415
    except ImportError:
        return "DER not measured"
    metric: Any = DiarizationErrorRate(collar=COLLAR_S)
    for item in several:
        reference, hypothesis = Annotation(), Annotation()
        for voice, row in enumerate(item.sounding):
            for first, last in _runs(row):
                reference[Segment(first * FRAME_MS / 1000, last * FRAME_MS / 1000), voice] = str(voice)
        for number, stretch in enumerate(item.stretches):
            span = Segment(stretch.start_ms / 1000, stretch.end_ms / 1000)
            hypothesis[span, number] = str(stretch.voice)
            other = second_voice(item.stretches, number) if is_also and stretch.is_overlapped else None
            if other is not None:
                hypothesis[span, -1 - number] = str(other)
        metric(reference, hypothesis)
    return f"{abs(metric):.3f}"


def second_voice(stretches: Sequence[Stretch], at: int) -> int | None:
    """Name the other voice that is heard nearest in time to what one says without a pause.

    Who the other is the network does not tell; in a call of two people it is the only one.
    """
    first = last = at
    while first and _is_one_saying(stretches[first - 1], stretches[first]):
        first -= 1
    while last + 1 < len(stretches) and _is_one_saying(stretches[last], stretches[last + 1]):
        last += 1
    voice = stretches[at].voice
    before = next((item for item in reversed(stretches[:first]) if item.voice != voice), None)
    after = next((item for item in stretches[last + 1 :] if item.voice != voice), None)
    if before is None or after is None:
        found = before or after
        return None if found is None else found.voice
    waited_ms, waits_ms = stretches[first].start_ms - before.end_ms, after.start_ms - stretches[last].end_ms
    return before.voice if waited_ms <= waits_ms else after.voice


def _is_one_saying(before: Stretch, after: Stretch) -> bool:
    return before.voice == after.voice and before.end_ms == after.start_ms


def report(title: str, several: Sequence[Parted], *, is_marks_only: bool = False) -> None:
    """Print the figures of some recordings."""
    figures = [figures_of(item) for item in several]
    total = {name: sum(getattr(item, name) for item in figures) for name in Figures.__slots__}
    seconds = sum(item.duration_s for item in several)
    print(
        f"{title}: {len(several)} recordings, {seconds:.0f} s, overlapped {total['both'] / total['frames']:.4f}; "
        f"recall {_ratio(total['right'], total['both'])}, precision {_ratio(total['right'], total['marked'])}; "
        f"{total['found']} of {total['overlaps']} overlaps of 200 ms and more found, "
        f"{total['apart']} of {total['marks']} marks where nobody was talked over; "
        f"segmentation {seconds / sum(item.segmenting_s for item in several):.0f} x real time a core",
        flush=True,
    )
    if not is_marks_only:
        print(
            f"  DER {error_rate(several, is_also=False)}, with the second voice {error_rate(several, is_also=True)}; "
            f"voices {sorted(len({stretch.voice for stretch in item.stretches}) for item in several)}; "
            f"whole {seconds / sum(item.parting_s for item in several):.0f} x real time a core",
            flush=True,
        )


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def spoken_calls(
    kind: str, count: int, seconds: int, wanted: Sequence[str], *, is_marks_only: bool
) -> Iterator[tuple[str, list[Parted]]]:
    """Part the beginnings of dialogues under each condition."""
    voices = TUNING_VOICES if kind == "tuning" else HELD_OUT_VOICES
    every = dialogues(kind)
    english = [path for path in every if path.name.startswith("en")][:1]
    paths = [*[path for path in every if path.name.startswith("ru")][: count - 1], *english]
    for condition in (condition for condition in CONDITIONS if condition.name in wanted):
        several = []
        for call in calls(paths, condition, voices):
            with TemporaryDirectory() as folder:
                sound = Path(folder, "call.wav")
                write_sound(sound, call.samples[None, : seconds * RATE_HZ], codec="pcm_alaw", bit_rate=64_000)
                (channel,) = read_sound(sound).channels
            several.append(part(channel, call.sounding()[:, : seconds * 1000 // FRAME_MS], is_marks_only=is_marks_only))
        yield condition.name, several


def told(sound: Path, rttm: Path) -> Parted:
    """Part a recording whose speakers an RTTM file tells."""
    (channel,) = read_sound(sound).channels
    rows = [line.split() for line in rttm.read_text("utf-8").splitlines() if line.startswith("SPEAKER")]
    names = list(dict.fromkeys(row[7] for row in rows))
    sounding = np.zeros((len(names), channel.n_samples * 1000 // SPEECH_HZ // FRAME_MS), np.bool_)
    for row in rows:
        first, last = (round(at * 1000 / FRAME_MS) for at in (float(row[3]), float(row[3]) + float(row[4])))
        sounding[names.index(row[7]), first:last] = True
    return part(channel, sounding)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=100, help="of each call's beginning")
    parser.add_argument("--conditions", default=",".join(condition.name for condition in CONDITIONS))
    parser.add_argument("--kind", choices=("held-out", "tuning"), default="held-out")
    parser.add_argument("--marks-only", action="store_true", help="do not part the voices: quick, and no DER")
    parser.add_argument("--sound", type=Path)
    parser.add_argument("--rttm", type=Path)
    given = parser.parse_args(arguments)
    if given.sound and given.rttm:
        report(given.sound.name, [told(given.sound, given.rttm)])
        return
    for name, several in spoken_calls(
        given.kind, given.calls, given.seconds, given.conditions.split(","), is_marks_only=given.marks_only
    ):
        report(name, several, is_marks_only=given.marks_only)


if __name__ == "__main__":
    main()
