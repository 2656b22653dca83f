"""Mono calls: who spoke when, whose word is whose, which voice is the manager's, how fast, and what it costs in agreement.

    pip install pyannote.metrics   # for the diarization error rate only; without it that column stays empty
    python bench/diarization.py [--calls 20] [--conditions clean,noisy,gsm,overlap] [--voices]

Needs RHVoice and sox (``examples/install-system.sh``). The dialogues of ``corpus/calls`` are spoken by voices that no
setting was chosen with, mixed to one channel, and heard by the installed model. Transcripts are kept in
``build/diarized``; they are made anew when their file is deleted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from mono_calls import CONDITIONS, HELD_OUT_VOICES, KEPT, Condition, MonoCall, calls, dialogues
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from callqa.agreement import agree_on_heard, read_gold, scorecard_for
from callqa.analysis.words import tokenize
from callqa.codec import from_plain, to_plain
from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import SPEECH_HZ, Channel
from callqa.model import Speaker, Transcript, Utterance
from callqa.transcribe import Job, Recipe, Runtime, Transcriber, locate_model
from callqa.transcribe.diarization import CampplusDiarizer
from callqa.transcribe.diarization.campplus import LONG_ENOUGH
from callqa.transcribe.diarization.counting import FEW_WINDOWS, find_voices
from callqa.transcribe.diarization.embedding import Embedder
from callqa.transcribe.diarization.windows import cut_at_pauses, place_windows
from callqa.transcribe.parting import Stretch
from callqa.transcribe.voice import Voice, find_voice

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
from speaking import write_sound

DIARIZED = KEPT.parent / "diarized"
DER_PARTS = ("missed detection", "false alarm", "confusion")
COLLAR_S = 0.5  # pyannote's: a quarter of a second on each side of a border
SPEAKERS = (Speaker.MANAGER, Speaker.CLIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A mono call and what callqa made of it."""

    call: MonoCall
    path: Path
    transcript: Transcript
    stretches: tuple[Stretch, ...]
    parting_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of one call; components, so that sums can be taken."""

    words: int
    wrong: int
    unknown: int
    unsure: int
    wrong_though_sure: int
    is_role_right: bool
    voices: int
    error: dict[str, float] | None


class Watching(CampplusDiarizer):
    """The diarizer, its answers and its processor time kept (the machine may be busy with other work)."""

    def __init__(self) -> None:
        super().__init__()
        self.stretches: tuple[Stretch, ...] = ()
        self.seconds = 0.0

    def part(self, channel: Channel, voice: Voice) -> tuple[Stretch, ...]:
        """Part, and note how long it took."""
        begin = time.process_time()
        self.stretches = super().part(channel, voice)
        self.seconds = time.process_time() - begin
        return self.stretches


def hear(paths: Sequence[Path], condition: Condition) -> Iterator[Heard]:
    """Hear each dialogue under a condition, or read what was heard before."""
    folder = DIARIZED / condition.name
    folder.mkdir(parents=True, exist_ok=True)
    diarizer = Watching()
    transcriber: Transcriber | None = None
    for path, call in zip(paths, calls(paths, condition, HELD_OUT_VOICES), strict=True):
        kept = folder / f"{path.stem}.json"
        if not kept.is_file():
            transcriber = transcriber or Transcriber(
                locate_model("base"), Recipe(), Runtime(device="cpu", threads=2), diarizer=diarizer
            )
            sound = folder / f"{path.stem}.wav"
            write_sound(sound, call.samples[None], codec="pcm_alaw", bit_rate=64_000)
            (answer,) = transcriber.transcribe([Job(sound=read_sound(sound), call_id=path.stem, language=call.language)])
            sound.unlink()
            if not isinstance(answer, Transcript):
                print(condition.name, path.stem, answer.slug)
                continue
            plain = {"transcript": to_plain(answer), "stretches": to_plain(diarizer.stretches), "parting_s": diarizer.seconds}
            kept.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
            print(condition.name, path.stem, f"{call.duration_s:.0f} s, parted in {diarizer.seconds:.1f} s", file=sys.stderr)
        plain = json.loads(kept.read_text("utf-8"))
        yield Heard(
            call=call,
            path=path,
            transcript=from_plain(Transcript, plain["transcript"]),
            stretches=from_plain(tuple[Stretch, ...], plain["stretches"]),
            parting_s=plain["parting_s"],
        )


def true_speakers(heard: Heard) -> list[tuple[int, int, Speaker]]:
    """Align heard words with those that were spoken: (utterance, word, whose it really is) of each that has a partner."""
    language = heard.call.language
    spoken = [(token.word, turn.voice) for turn in heard.call.turns for token in tokenize(turn.text, language)]
    found = [
        (token.word, number, index)
        for number, utterance in enumerate(heard.transcript.utterances)
        for index, word in enumerate(utterance.words)
        for token in tokenize(word.text, language)
    ]
    found.sort(key=lambda item: heard.transcript.utterances[item[1]].words[item[2]].start_ms)
    partners: list[tuple[int, int, Speaker]] = []
    for block in Levenshtein.opcodes([word for word, _ in spoken], [word for word, _, _ in found]):
        if block.tag in ("equal", "replace"):
            pairs = zip(spoken[block.src_start : block.src_end], found[block.dest_start : block.dest_end], strict=False)
            partners.extend((number, index, SPEAKERS[voice]) for (_, voice), (_, number, index) in pairs)
    return partners


def measure(heard: Heard) -> Figures:
    """Count words by whether their speaker is right, whichever voice is taken for the manager's."""
    utterances = heard.transcript.utterances
    partners = true_speakers(heard)
    known = [(utterances[number], truth) for number, _, truth in partners if utterances[number].speaker in SPEAKERS]
    right = sum(utterance.speaker is truth for utterance, truth in known)
    is_role_right = 2 * right >= len(known) and bool(known)
    wrong = [utterance for utterance, truth in known if (utterance.speaker is truth) is not is_role_right]
    floor = 6_000
    return Figures(
        words=len(partners),
        wrong=len(wrong),
        unknown=len(partners) - len(known),
        unsure=sum(utterance.speaker_confidence_e4 < floor for utterance, _ in known),
        wrong_though_sure=sum(utterance.speaker_confidence_e4 >= floor for utterance in wrong),
        is_role_right=is_role_right,
        voices=len({stretch.voice for stretch in heard.stretches}),
        error=error_of(heard),
    )


def error_of(heard: Heard) -> dict[str, float] | None:
    """Components of pyannote's diarization error rate, overlap scored; ``None`` where it is not installed."""
    try:
        from pyannote.core import Annotation, Segment  # noqa: PLC0415 - a bench may do without
        from pyannote.metrics.diarization import DiarizationErrorRate  # noqa: PLC0415
    except ImportError:
        return None
    reference, hypothesis = Annotation(), Annotation()
    for number, turn in enumerate(heard.call.turns):
        reference[Segment(turn.start_ms / 1000, turn.end_ms / 1000), number] = str(turn.voice)
    for number, stretch in enumerate(heard.stretches):
        hypothesis[Segment(stretch.start_ms / 1000, stretch.end_ms / 1000), number] = str(stretch.voice)
    parts: dict[str, Any] = DiarizationErrorRate(collar=COLLAR_S)(reference, hypothesis, detailed=True)
    return {name: float(value) for name, value in parts.items()}


def with_truth(heard: Heard) -> Transcript:
    """Give the heard words their true speakers: what two channels would have told."""
    truths: dict[int, list[Speaker]] = {}
    for number, _, truth in true_speakers(heard):
        truths.setdefault(number, []).append(truth)
    utterances: list[Utterance] = []
    last = Speaker.MANAGER
    for number, utterance in enumerate(heard.transcript.utterances):
        own = truths.get(number, [last])
        last = max(SPEAKERS, key=own.count)
        utterances.append(replace(utterance, speaker=last, speaker_confidence_e4=10_000))
    return replace(heard.transcript, utterances=tuple(utterances))


def report(condition: Condition, several: Sequence[Heard]) -> None:
    """Print the figures of a condition, and the same for pairs of one sex."""
    for title, chosen in ((condition.name, several), ("  same sex", [item for item in several if item.call.is_same_sex])):
        if chosen:
            print(f"{title}: {_line(chosen)}")


def _line(chosen: Sequence[Heard]) -> str:
    figures = [measure(item) for item in chosen]
    words = sum(item.words for item in figures)
    voices = [item.voices for item in figures]
    errors = [item.error for item in figures if item.error]
    whole = sum(item["total"] for item in errors)
    parts = {name: sum(item[name] for item in errors) / whole for name in DER_PARTS} if whole else {}
    return "; ".join(
        (
            f"{len(figures)} calls, {words} words",
            f"of the wrong voice {sum(item.wrong for item in figures) / words:.4f}",
            f"of nobody {sum(item.unknown for item in figures) / words:.4f}",
            f"unsure {sum(item.unsure for item in figures) / words:.4f}",
            f"wrong though sure {sum(item.wrong_though_sure for item in figures) / words:.4f}",
            f"worst call {max(item.wrong / max(item.words, 1) for item in figures):.3f}",
            f"role right {sum(item.is_role_right for item in figures)} of {len(figures)}",
            f"voices found {dict(Counter(voices))}",
            f"DER {sum(parts.values()):.3f} " + ", ".join(f"{name} {value:.3f}" for name, value in parts.items())
            if parts
            else "no DER: pyannote.metrics is not installed",
            f"{sum(item.call.duration_s for item in chosen) / sum(item.parting_s for item in chosen):.0f} x real time a core",
        )
    )


def compare_agreement(several: Sequence[Heard]) -> None:
    """Print the agreement with gold by found speakers beside that by true ones, over the same heard words."""
    for language in ("ru", "en"):
        own = [item for item in several if item.call.language == language]
        golds = [gold for gold, _ in (read_gold(item.path) for item in own) if gold is not None]
        if not golds:
            continue
        scorecard = scorecard_for(language, None, None)
        for title, transcripts in (
            ("mono", [item.transcript for item in own]),
            ("true speakers", [with_truth(item) for item in own]),
        ):
            agreement = agree_on_heard(zip(golds, transcripts, strict=True), scorecard)
            print(
                f"  agreement {language}, {title}: kappa {agreement.pooled.kappa:.3f}, coverage {agreement.coverage:.3f}, "
                f"false not met {agreement.pooled.false_not_met:.3f}, turn F1 {agreement.mean_turn_f1:.3f}"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Vectors of a call's longer windows, where they lie (samples at 16 kHz), and whose each is (-1: of both)."""

    call: MonoCall
    vectors: NDArray[np.float32]
    spans: NDArray[np.int64]
    owners: NDArray[np.int64]

    def of(self, voice: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Give one side's vectors and spans."""
        return self.vectors[self.owners == voice], self.spans[self.owners == voice]


def count_voices(paths: Sequence[Path]) -> None:
    """Print how often one voice, two and three are recognised: a side alone, a call, and one with another's manager after it."""
    for condition in CONDITIONS:
        every = [_windows(call) for call in calls(paths, condition, HELD_OUT_VOICES)]
        alone = [_count(*item.of(voice)) for item in every for voice in (0, 1) if (item.owners == voice).sum() >= FEW_WINDOWS]
        whole = [_count(item.vectors, item.spans) for item in every]
        joined = [_count(*_with_third(item, other)) for item in every for other in every if _is_third(item, other)]
        for title, found, wanted in (("one voice", alone, 1), ("two", whole, 2), ("three", joined, 3)):
            print(f"{condition.name}, {title}: {found.count(wanted)} of {len(found)} right; found {sorted(found)}")


def _is_third(item: Windows, other: Windows) -> bool:
    is_new = other.call.voices[0] not in item.call.voices
    return item is not other and item.call.language == other.call.language and is_new


def _with_third(item: Windows, other: Windows) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    vectors, spans = other.of(0)
    moved = spans[:40] + item.spans[-1, 1] + SPEECH_HZ - spans[0, 0]
    return np.concatenate([item.vectors, vectors[:40]]), np.concatenate([item.spans, moved])


def _count(vectors: NDArray[np.float32], spans: NDArray[np.int64]) -> int:
    return len(find_voices(vectors, spans).centres)


def _windows(call: MonoCall) -> Windows:
    with TemporaryDirectory() as folder:
        sound = Path(folder, "call.wav")
        write_sound(sound, call.samples[None], codec="pcm_alaw", bit_rate=64_000)
        (channel,) = read_sound(sound).channels
    windows = [window for window in place_windows(channel, cut_at_pauses(find_voice(channel))) if window.n_samples >= LONG_ENOUGH]
    spans = np.array([(window.first, window.last) for window in windows])
    owners = [_owner(call, first * 1000 // SPEECH_HZ, last * 1000 // SPEECH_HZ) for first, last in spans.tolist()]
    vectors = Embedder().embed([window.features for window in windows])
    return Windows(call=call, vectors=vectors, spans=spans, owners=np.array(owners))


def _owner(call: MonoCall, start_ms: int, end_ms: int) -> int:
    shares = [0, 0]
    for turn in call.turns:
        shares[turn.voice] += max(min(end_ms, turn.end_ms) - max(start_ms, turn.start_ms), 0)
    return -1 if min(shares) >= 50 or max(shares) <= 200 else shares.index(max(shares))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--conditions", default="clean,noisy,gsm,overlap")
    parser.add_argument("--voices", action="store_true", help="only how many voices are recognised")
    given = parser.parse_args(arguments)
    paths = _spread(dialogues("held-out"), given.calls)
    if given.voices:
        count_voices(paths)
        return
    for condition in CONDITIONS:
        if condition.name in given.conditions.split(","):
            several = list(hear(paths, condition))
            report(condition, several)
            compare_agreement(several)


def _spread(paths: list[Path], wanted: int) -> list[Path]:
    """Take the first Russian and English dialogues in proportion."""
    russian = [path for path in paths if path.name.startswith("ru")]
    english = [path for path in paths if path.name.startswith("en")]
    share = round(wanted * len(russian) / len(paths))
    return [*russian[:share], *english[: wanted - share]]


if __name__ == "__main__":
    main()
