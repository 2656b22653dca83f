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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from mono_calls import CONDITIONS, HELD_OUT_VOICES, KEPT, RATE_HZ, TUNING_VOICES, Condition, MonoCall, calls, dialogues
from rapidfuzz.distance import Levenshtein

from callqa.agreement import agree_on_heard, read_gold, scorecard_for
from callqa.analysis.words import tokenize
from callqa.codec import from_plain, to_plain
from callqa.ingest.channels import ChannelStatistics
from callqa.ingest.decoding import read_sound
from callqa.ingest.sound import Channel
from callqa.model import Speaker, Transcript, Utterance
from callqa.transcribe import Job, Recipe, Runtime, Transcriber, locate_model
from callqa.transcribe.diarization import CampplusDiarizer
from callqa.transcribe.parting import Stretch
from callqa.transcribe.voice import Voice, find_voice

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
from speaking import write_sound

DIARIZED = KEPT.parent / "diarized"
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
            transcriber = transcriber or Transcriber(locate_model("base"), Recipe(), Runtime(device="cpu", threads=2), diarizer=diarizer)
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
        figures = [measure(item) for item in chosen]
        if not figures:
            continue
        words = sum(item.words for item in figures)
        errors = [item.error for item in figures if item.error]
        whole = sum(item["total"] for item in errors)
        missed = {name: sum(item[name] for item in errors) / whole for name in ("missed detection", "false alarm", "confusion")} if whole else {}
        print(
            f"{title}: {len(figures)} calls, {words} words; words of the wrong voice {sum(item.wrong for item in figures) / words:.4f}, "
            f"of nobody {sum(item.unknown for item in figures) / words:.4f}, unsure {sum(item.unsure for item in figures) / words:.4f}, "
            f"wrong though sure {sum(item.wrong_though_sure for item in figures) / words:.4f}; "
            f"worst call {max(item.wrong / max(item.words, 1) for item in figures):.3f}; "
            f"role right {sum(item.is_role_right for item in figures)} of {len(figures)}; "
            f"voices {sorted({count: [item.voices for item in figures].count(count) for count in {item.voices for item in figures}}.items())}; "
            f"DER {sum(missed.values()):.3f} {({name: round(value, 3) for name, value in missed.items()})}; "
            f"{sum(item.call.duration_s for item in chosen) / sum(item.parting_s for item in chosen):.0f} x real time a core"
        )


def compare_agreement(several: Sequence[Heard]) -> None:
    """Print the agreement with gold by found speakers beside that by true ones, over the same heard words."""
    for language in ("ru", "en"):
        own = [item for item in several if item.call.language == language]
        golds = [gold for gold, _ in (read_gold(item.path) for item in own) if gold is not None]
        if not golds:
            continue
        scorecard = scorecard_for(language, None, None)
        for title, transcripts in (("mono", [item.transcript for item in own]), ("true speakers", [with_truth(item) for item in own])):
            agreement = agree_on_heard(zip(golds, transcripts, strict=True), scorecard)
            print(
                f"  agreement {language}, {title}: kappa {agreement.pooled.kappa:.3f}, coverage {agreement.coverage:.3f}, "
                f"false not met {agreement.pooled.false_not_met:.3f}, turn F1 {agreement.mean_turn_f1:.3f}"
            )


def count_voices(paths: Sequence[Path]) -> None:
    """Print how often one, two and three voices are recognised: calls cut to one side, whole, and with a third person."""
    condition = CONDITIONS[0]
    for title, wanted in (("one", 1), ("two", 2), ("three", 3)):
        found = [len({stretch.voice for stretch in _parted(samples)}) for samples in _with_voices(paths, condition, wanted)]
        print(f"{title} voice(s): {found.count(wanted)} of {len(found)} right; found {found}")


def _with_voices(paths: Sequence[Path], condition: Condition, wanted: int) -> Iterator[Any]:
    given = list(calls(paths, condition, HELD_OUT_VOICES))
    for call, following in pairwise([*given, given[0]]):
        parts = [
            call.samples[turn.start_ms * RATE_HZ // 1000 : turn.end_ms * RATE_HZ // 1000]
            for turn in call.turns
            if wanted > 1 or turn.voice == 0
        ]
        if wanted == len(("manager", "client", "third")):
            third = [turn for turn in following.turns if turn.voice == 0][:8]
            parts += [following.samples[turn.start_ms * RATE_HZ // 1000 : turn.end_ms * RATE_HZ // 1000] for turn in third]
        pause = np.zeros(RATE_HZ // 2, np.float32)
        yield np.concatenate([piece for part in parts for piece in (part, pause)])


def _parted(samples: Any) -> tuple[Stretch, ...]:
    integers = (np.repeat(samples, 2) * 32_767).astype(np.int16)
    statistics = ChannelStatistics.begin(1)
    statistics.add(integers[:, None])
    channel = Channel(index=0, side=None, level_db=statistics.level_db(0), samples=integers)
    return CampplusDiarizer().part(channel, find_voice(channel))


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
    assert TUNING_VOICES.keys() == HELD_OUT_VOICES.keys()
    main()
