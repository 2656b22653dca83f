"""Speech to text: the interface every engine keeps, and faster-whisper behind it.

Windows are decoded at temperature 0, and what comes of one does not depend on what else is in its batch: windows of one
batch have the same length, so nothing is padded to its neighbours, and the model runs on one thread a worker.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ
from callqa.transcribe.errors import ModelDamagedError, ModelMemoryError
from callqa.transcribe.jobs import Recipe, Runtime
from callqa.transcribe.models import LocatedModel
from callqa.transcribe.prompts import prompt_of

BATCH_WINDOWS = 4
BATCH_WINDOWS_GPU = 16
"""Windows heard at once by one worker. On a processor a window costs the same in batches of 2 to 16, and a third more alone;
small batches leave nobody waiting for the last one (docs/measurements/speech.md). On a GPU, not tried."""

FRAMES_S = 100
"""Frames of the spectrogram in a second."""

LONGEST_FRAMES = 30 * FRAMES_S

TAIL_FRAMES = FRAMES_S
"""Silence after the speech: without it Whisper does not see the end, and goes on inventing (seen at 10 s of 10)."""

GRID_FRAMES = FRAMES_S
"""Lengths are rounded up to this, so that windows of one length come together in a batch."""

REPEATS_FROM = 2.4
"""Compression ratio from which a text repeats itself (OpenAI's own threshold)."""

PREPENDED = "\"'“¿([{-«"
APPENDED = "\"'.。,，!！?？:：”)]}、»…"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word in a window; times in seconds from the window's beginning."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWindow:
    """What an engine heard in a window.

    Attributes:
        mean_log_probability: Of the text's tokens.
        no_speech: Probability that nobody speaks.
    """

    words: tuple[HeardWord, ...]
    mean_log_probability: float = 0.0
    no_speech: float = 0.0


class Engine(Protocol):
    """Speech to text. An engine for another family of models keeps this and nothing else."""

    name: str

    batch_windows: int
    """Windows that one worker hears at once."""

    def length_class(self, n_samples: int) -> int:
        """Give the class of lengths a window belongs to; only windows of one class share a batch."""

    def languages(self, windows: Sequence[NDArray[np.float32]]) -> dict[str, float]:
        """Tell how likely each language is, from some windows of one call."""

    def hear(self, windows: Sequence[NDArray[np.float32]], language: str) -> list[HeardWindow]:
        """Hear windows of one length class: float32, 16 kHz mono."""

    @property
    def workers(self) -> int:
        """How many batches may be heard at once."""


class WhisperEngine:
    """faster-whisper's model, driven window by window; it is loaded in the background, so that voice can be looked for meanwhile.

    Raises:
        ModelDamagedError: Its files are not what they should be; raised where the model is first needed.
        ModelMemoryError: There is not enough memory; the same.
    """

    name = "faster-whisper"

    def __init__(self, model: LocatedModel, recipe: Recipe, runtime: Runtime) -> None:
        self._recipe = recipe
        self.workers = runtime.threads or os.cpu_count() or 1
        device = _device(runtime.device)
        self.batch_windows = BATCH_WINDOWS_GPU if device == "cuda" else BATCH_WINDOWS
        pool = ThreadPoolExecutor(1, thread_name_prefix="callqa-loading")
        self._loading = pool.submit(_load, model, device, self.workers)
        pool.shutdown(wait=False)
        self._tokenizers: dict[str, Tokenizer] = {}

    @property
    def _model(self) -> WhisperModel:
        return self._loading.result()

    def length_class(self, n_samples: int) -> int:
        """Give the frames that a window is padded to."""
        frames = -(-n_samples * FRAMES_S // SPEECH_HZ) + TAIL_FRAMES
        return min(-(-frames // GRID_FRAMES) * GRID_FRAMES, LONGEST_FRAMES)

    def languages(self, windows: Sequence[NDArray[np.float32]]) -> dict[str, float]:
        """Tell how likely each language is: the mean over the windows."""
        sums: dict[str, float] = {}
        for window in windows:
            encoded = self._model.encode(self._features(window, self.length_class(len(window))))
            for token, probability in self._model.model.detect_language(encoded)[0]:
                sums[token[2:-2]] = sums.get(token[2:-2], 0.0) + probability / len(windows)
        return sums

    def hear(self, windows: Sequence[NDArray[np.float32]], language: str) -> list[HeardWindow]:
        """Hear windows of one length class."""
        frames = max(self.length_class(len(window)) for window in windows)
        tokenizer = self._tokenizer(language)
        encoded = self._model.encode(np.stack([self._features(window, frames) for window in windows]))
        results = self._generate(encoded, len(windows), tokenizer, language)
        tokens = [[token for token in result.sequences_ids[0] if token < tokenizer.eot] for result in results]
        repeating = [index for index, own in enumerate(tokens) if _repeats(tokenizer.decode(own))]
        for index in repeating:  # one by one, so that the outcome does not depend on the batch
            alone = self._model.encode(self._features(windows[index], frames)[None])
            (results[index],) = self._generate(alone, 1, tokenizer, language, no_repeat_ngram_size=3)
            tokens[index] = [token for token in results[index].sequences_ids[0] if token < tokenizer.eot]
        alignments = self._align(encoded, windows, tokenizer, tokens)
        return [_heard(result, alignment) for result, alignment in zip(results, alignments, strict=True)]

    def _align(
        self, encoded: Any, windows: Sequence[NDArray[np.float32]], tokenizer: Tokenizer, tokens: list[list[int]]
    ) -> list[list[dict[str, Any]]]:
        """Find the times of the words, window by window: in a batch, the longest text's padding moves the others' times."""
        on_cpu = encoded.to_device(ctranslate2.Device.cpu) if encoded.device != "cpu" else encoded
        states = np.array(on_cpu)
        alignments: list[list[dict[str, Any]]] = []
        for state, window, own in zip(states, windows, tokens, strict=True):
            frames = min(len(window) * FRAMES_S // SPEECH_HZ, states.shape[1] * 2)
            alone = ctranslate2.StorageView.from_array(np.ascontiguousarray(state[None]))
            alignments.extend(self._model.find_alignment(tokenizer, [own], alone, frames) if own else [[]])
        return alignments

    def _generate(
        self, encoded: Any, count: int, tokenizer: Tokenizer, language: str, *, no_repeat_ngram_size: int = 0
    ) -> list[Any]:
        previous, hotwords = prompt_of(self._recipe, language)
        prompt = self._model.get_prompt(
            tokenizer,
            tokenizer.encode(previous) if previous else [],
            without_timestamps=True,
            hotwords=hotwords,
        )
        results: list[Any] = self._model.model.generate(
            encoded,
            [prompt] * count,
            beam_size=self._recipe.beam,
            max_length=self._model.max_length,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            return_scores=True,
            return_no_speech_prob=True,
            no_repeat_ngram_size=no_repeat_ngram_size,
        )
        return results

    def _features(self, window: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
        """Give the spectrogram of a window and silence after it: float32, (n_mels, frames)."""
        padded = np.zeros(frames * SPEECH_HZ // FRAMES_S, np.float32)
        padded[: len(window)] = window[: len(padded)]
        features: NDArray[np.float32] = self._model.feature_extractor(padded, padding=0)
        return features[..., :frames]

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            multilingual = self._model.model.is_multilingual
            self._tokenizers[language] = Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language=language)
        return self._tokenizers[language]


def _load(model: LocatedModel, device: str, workers: int) -> WhisperModel:
    try:
        return WhisperModel(
            str(model.path),
            device=device,
            compute_type="default" if device == "cuda" else "int8",  # the weights are float16, which a processor would widen
            cpu_threads=1,
            num_workers=workers,
            local_files_only=True,
        )
    except MemoryError as error:
        raise ModelMemoryError(model=model.name) from error
    except (RuntimeError, ValueError, OSError, KeyError) as error:
        slug = ModelMemoryError if "out of memory" in str(error).lower() else ModelDamagedError
        raise slug(model=model.name, path=model.path, what="model.bin") from error


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _repeats(text: str) -> bool:
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) > REPEATS_FROM if raw else False


def _heard(result: Any, alignment: list[dict[str, Any]]) -> HeardWindow:
    merge_punctuations(alignment, PREPENDED, APPENDED)
    words = tuple(
        HeardWord(
            text=item["word"].strip(),
            start_s=float(item["start"]),
            end_s=float(item["end"]),
            probability=float(item["probability"]),
        )
        for item in alignment
        if item["word"].strip()
    )
    length = max(len(result.sequences_ids[0]), 1)
    return HeardWindow(
        words=words,
        mean_log_probability=float(result.scores[0]) * length / (length + 1),
        no_speech=float(result.no_speech_prob),
    )
