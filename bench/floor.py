"""The floor: what the speech model costs on the speech alone.

All voice of all channels and calls, back to back in 30-second windows filled to the brim (whose voice it is, is mixed up, so
nobody could use the text): spectrogram, encoder, decoder and word times with the same weights and options as callqa, on every
core, nothing else. ``callqa score`` cannot hear the same speech in windows of 30 s for less.

python bench/floor.py FOLDER [--language ru] [--batch 8]
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from callqa.ingest.decoding import read_sound
from callqa.ingest.discovery import discover
from callqa.transcribe.models import locate_model
from callqa.transcribe.voice import find_voice

WINDOW = 30 * 16_000
Samples = NDArray[np.float32]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--language", default="ru")
    arguments.add_argument("--batch", type=int, default=8)
    arguments.add_argument("--model", default="auto")
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    figures = measure_floor(given.folder, model=given.model, language=given.language, batch=given.batch)
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{figures['windows']} windows of 30 s, {figures['speech_s']:.0f} s of speech in {figures['sound_s']:.0f} s of calls")
    print(f"floor: {figures['wall_s']:.1f} s of wall time, {figures['cpu_s']:.1f} s of processor")


def measure_floor(folder: Path, *, model: str, language: str, batch: int) -> dict[str, float]:
    """Measure the model's time on the packed speech of a folder; reading and finding it is not counted."""
    sounds = [read_sound(path) for path in discover([folder], project_root=folder).sounds]
    pieces = [
        channel.read(span.first, span.last)
        for sound in sounds
        for channel in sound.channels
        for span in find_voice(channel).spans
    ]
    windows = list(_full(np.concatenate(pieces)))
    threads = os.cpu_count() or 1
    whisper = WhisperModel(
        str(locate_model(model).path),
        device="cpu",
        compute_type="int8",
        cpu_threads=1,
        num_workers=threads,
        local_files_only=True,
    )
    batches = [windows[index : index + batch] for index in range(0, len(windows), batch)]
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda part: _hear(whisper, part, language), batches))
    return {
        "windows": len(windows),
        "speech_s": sum(len(piece) for piece in pieces) / 16_000,
        "sound_s": sum(sound.recording.duration_ms for sound in sounds) / 1000,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
    }


def _full(samples: Samples) -> Iterator[Samples]:
    for first in range(0, len(samples), WINDOW):
        yield np.pad(samples[first : first + WINDOW], (0, max(first + WINDOW - len(samples), 0)))


def _hear(whisper: WhisperModel, windows: list[Samples], language: str) -> None:
    tokenizer = Tokenizer(whisper.hf_tokenizer, multilingual=True, task="transcribe", language=language)
    prompt = whisper.get_prompt(tokenizer, [], without_timestamps=True)
    encoded = whisper.encode(np.stack([whisper.feature_extractor(window, padding=0)[..., :3000] for window in windows]))
    results = whisper.model.generate(
        encoded,
        [prompt] * len(windows),
        beam_size=5,
        max_length=whisper.max_length,
        suppress_blank=True,
        suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        return_scores=True,
    )
    tokens = [[token for token in result.sequences_ids[0] if token < tokenizer.eot] for result in results]
    whisper.find_alignment(tokenizer, tokens, encoded, [3000] * len(windows))


if __name__ == "__main__":
    main()
