"""Damaged recordings, transcripts and YAML files neither break nor hang anything: the small form of ``bench/mutated.py``."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from callqa.ingest.decoding import read_sound
from callqa.ingest.errors import NotSoundError
from callqa.pipeline.reading import read_words

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.parametrize("kind", ["recordings", "transcripts", "yaml"])
def test_damaged_files_are_read_or_refused_in_words(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    bench = runpy.run_path(str(BENCH / "mutated.py"))
    assert bench["main"](["--count", "100", "--seed", "20261122", "--only", kind]) == 0


@pytest.mark.parametrize("value", ["1e400", "-1e400", "NaN", "9" * 400, "9" * 5_000, "[]", '"x"'])
@pytest.mark.parametrize("key", ["start", "end", "probability", "duration_ms"])
def test_numbers_beyond_measure_are_refused_or_taken_for_nothing(key: str, value: str, tmp_path: Path) -> None:
    word: dict[str, Any] = {"word": "да", "start": 0.5, "end": 1.0, "probability": 0.5}
    segment = {"start": 0.5, "end": 1.0, "text": "да", "words": [word]}
    whole = {"duration_ms": 2_000, "segments": [segment]}
    (whole if key == "duration_ms" else word)[key] = "VALUE"
    path = tmp_path / "talk.json"
    path.write_text(json.dumps(whole).replace('"VALUE"', value), encoding="utf-8")
    transcript, problems = read_words(path)
    assert (transcript is None) == bool(problems)
    if transcript is not None:
        assert transcript.duration_ms in (1_000, 2_000)
        assert all(0 <= word.probability_e4 <= 10_000 for one in transcript.utterances for word in one.words)


@pytest.mark.parametrize("handles", ["1e400", "NaN", "[" * 100_000])
def test_a_gold_call_of_odd_numbers_is_refused(handles: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    turn = f'{{"speaker": "manager", "text": "да", "handles": {handles}}}'
    path.write_text(f'{{"format": "callqa-gold/1", "language": "ru", "turns": [{turn}]}}', encoding="utf-8")
    transcript, problems = read_words(path)
    assert transcript is None
    assert problems


def test_a_coding_that_nobody_knows_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "odd.wav"
    body = (
        b"fmt " + (16).to_bytes(4, "little") + bytes((0xFE, 0xCA, 1, 0)) + (8_000).to_bytes(4, "little") * 2 + bytes((1, 0, 8, 0))
    )
    body += b"data" + (800).to_bytes(4, "little") + bytes(800)
    path.write_bytes(b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body)
    with pytest.raises(NotSoundError):
        read_sound(path)
