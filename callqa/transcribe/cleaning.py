"""What was never said is thrown out and counted: words without voice, stock phrases, circles, the other side's echo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.ingest.sound import SPEECH_HZ
from callqa.model import Word
from callqa.transcribe.voice import FRAME, VOICE_FROM, VOICE_UNTIL, Span, Voice, spans_of

LEAD_MS = 240
"""How far a word's times may miss the voice: the model's attention is blurred by a quarter of a second."""

VOICED_SHARE_E4 = 1_500
"""Least share of a word, widened by ``LEAD_MS``, that must hold voice, out of 10,000."""

PHANTOM_BELOW_E4 = 4_000
"""Mean probability below which a stock phrase is taken for an invention even over some voice."""

SHORT_PIECE_MS = 400
"""Whisper invents its stock phrases on this little voice; a «да» said aloud has about 200 ms and a higher probability."""

NEAR_SILENCE_MS = 96
"""Voice this short (three frames) is a click."""

CIRCLES = 4
"""A phrase said this many times in a row is the model going in circles (people stop at three: «да-да-да»)."""

CIRCLE_WORDS = 6
"""Longest phrase looked for."""

ECHO_BELOW = 10 ** (-10 / 20)
"""A side this far (10 dB) below the other, while the other speaks, hears the other's echo."""

BELOW_OWN = 10 ** (-6 / 20)
"""… if it also lies this far (6 dB) below its own usual loudness."""

ECHO_LAG_FRAMES = 8
"""Echo comes up to 256 ms late."""

SMOOTH_FRAMES = 9
"""Loudness is compared over 288 ms, a syllable or two."""

REST_SHARE = 0.8
"""Share of a soft span under the other side's voice from which on it is a rest of echo."""

PHANTOMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"продолжение следует",
        r"субтитры( (сделал|создавал|подготовил|подогнал|делал|добавил|предоставил)\w*( \w+){0,4})?",
        r"(редактор|корректор) субтитров( \w+){0,7}",
        r"(спасибо|благодарю) за (просмотр|субтитры)",
        r"(подписывайтесь|подпишитесь)( на (наш )?канал)?( и ставьте лайки?)?",
        r"ставьте лайки?",
        r"dimatorzok",
        r"thank(s| you)( so much)? for watching",
        r"(please )?(like and )?subscribe( to (my|our|the) channel)?",
        r"subtitles by( \w+){0,5}",
        r"to be continued",
    )
)
"""Phrases of film and video credits; nobody says them on a sales call."""

DOUBTFUL = tuple(
    re.compile(pattern)
    for pattern in (
        r"(большое )?спасибо( за внимание| большое)?",
        r"(всем )?пока|до (свидания|новых встреч)",
        r"да|угу|ага|ну|и|а|так|музыка|аплодисменты|смех",
        r"thank you( very much)?|thanks|you|bye|music|okay|oh|so",
    )
)
"""Phrases Whisper also invents, but that people do say: dropped only over near-silence."""


class Cleaner:
    """Cleans what was heard in one channel."""

    def __init__(self, voice: Voice, dropped: Counter[str]) -> None:
        """Index the voice; ``dropped`` counts words by kind."""
        self._dropped = dropped
        self._firsts = np.array([span.first for span in voice.spans], dtype=np.int64)
        self._lasts = np.array([span.last for span in voice.spans], dtype=np.int64)
        self._sums = np.concatenate([[0], np.cumsum(self._lasts - self._firsts)])

    def clean(self, words: Sequence[Word]) -> list[Word]:
        """Throw out what was not said in one window."""
        kept: list[Word] = []
        for sentence in _sentences(_without_circles(words, self._dropped)):
            if self.is_phantom(sentence):
                self._dropped["phantom"] += len(sentence)
                continue
            voiced = [word for word in sentence if self._has_voice(word)]
            self._dropped["unvoiced"] += len(sentence) - len(voiced)
            kept.extend(voiced)
        return kept

    def is_phantom(self, words: Sequence[Word]) -> bool:
        """Tell whether a sentence is a stock phrase that nobody said."""
        text = " ".join(re.findall(r"\w+", " ".join(word.text for word in words).lower()))
        if any(pattern.fullmatch(text) for pattern in PHANTOMS):
            return True
        if not any(pattern.fullmatch(text) for pattern in DOUBTFUL):
            return False
        mean_e4 = sum(word.probability_e4 for word in words) // len(words)
        voiced_ms = self._voiced_ms(words[0].start_ms - LEAD_MS, words[-1].end_ms + LEAD_MS)
        return voiced_ms < NEAR_SILENCE_MS or (voiced_ms < SHORT_PIECE_MS and mean_e4 < PHANTOM_BELOW_E4)

    def _has_voice(self, word: Word) -> bool:
        first, last = word.start_ms - LEAD_MS, word.end_ms + LEAD_MS
        return self._voiced_ms(first, last) * 10_000 >= VOICED_SHARE_E4 * (last - first)

    def _voiced_ms(self, first_ms: int, last_ms: int) -> int:
        return (self._before(last_ms) - self._before(first_ms)) * 1000 // SPEECH_HZ

    def _before(self, at_ms: int) -> int:
        """Count samples of voice before a moment."""
        at = at_ms * SPEECH_HZ // 1000
        index = int(np.searchsorted(self._firsts, at))
        inside = max(int(self._lasts[index - 1]) - at, 0) if index else 0
        return int(self._sums[index]) - inside


def without_echo(own: Voice, other: Voice, dropped: Counter[str], copied: NDArray[np.bool_] | None = None) -> Voice:
    """Take out of a side's voice what is the other side's echo: softer by far while the other one speaks, or a copy of it.

    ``copied`` tells the frames that only repeat the other channel (``crosstalk.copied_frames``).
    """
    length = min(len(own.levels), len(other.levels))
    if not length:
        return own
    own_levels, other_levels = _smooth(own, length), _smooth(other, length)
    usual = _usual(own, own_levels, other_levels)
    louder = np.where(other.probabilities[:length] >= VOICE_UNTIL, other_levels, 0)
    loudest = np.array(louder)
    for lag in range(1, ECHO_LAG_FRAMES + 1):
        np.maximum(loudest[lag:], louder[:-lag], out=loudest[lag:])
    is_echo = (own_levels < loudest * ECHO_BELOW) & (own_levels < usual * BELOW_OWN)
    if copied is not None:
        is_echo[: len(copied)] |= copied[:length]
    if not is_echo.any():
        return own
    probabilities = np.array(own.probabilities)
    probabilities[:length][is_echo] = 0
    kept = [
        (first, last)
        for first, last in spans_of(probabilities)
        if not _is_rest(first, last, own_levels, loudest, usual * BELOW_OWN)
    ]
    spans = tuple(Span(first=first * FRAME, last=last * FRAME) for first, last in kept)
    dropped["echo"] += sum(1 for span in own.spans if not any(_meet(span, left) for left in spans))
    return Voice(spans=spans, probabilities=probabilities, levels=own.levels, gain=own.gain)


def _smooth(voice: Voice, length: int) -> NDArray[np.float32]:
    """Give the loudness around each frame, so that the soft sounds of an echoed word go with its loud ones."""
    power = np.square(voice.levels[:length] / np.float32(voice.gain))
    around = np.convolve(power, np.ones(SMOOTH_FRAMES, np.float32) / SMOOTH_FRAMES, mode="same")
    return np.sqrt(around[:length]).astype(np.float32)


def _is_rest(first: int, last: int, own: NDArray[np.float32], loudest: NDArray[np.float32], bound: float) -> bool:
    """Tell whether what is left of a span is a rest of echo: nowhere as loud as this side is, and the other one speaks."""
    last = min(last, len(own))
    return last > first and bool(own[first:last].max() < bound and np.mean(loudest[first:last] > 0) > REST_SHARE)


def _usual(own: Voice, own_levels: NDArray[np.float32], other_levels: NDArray[np.float32]) -> float:
    """Tell how loud a side is when it is the louder one (the 90th percentile); nothing of its own gives no bound."""
    leads = (own.probabilities[: len(own_levels)] >= VOICE_FROM) & (own_levels >= other_levels)
    return float(np.percentile(own_levels[leads], 90)) if leads.any() else float("inf")


def _meet(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word.text.endswith((".", "!", "?", "…")):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _without_circles(words: Sequence[Word], dropped: Counter[str]) -> list[Word]:
    """Keep one round of a phrase said ``CIRCLES`` times in a row or more."""
    kept: list[Word] = []
    keys = [re.sub(r"\W", "", word.text.lower()) for word in words]
    index = 0
    while index < len(words):
        length, rounds = _circle(keys, index)
        kept.extend(words[index : index + length])
        dropped["repetition"] += length * (rounds - 1)
        index += length * rounds
    return kept


def _circle(keys: Sequence[str], index: int) -> tuple[int, int]:
    for length in range(1, CIRCLE_WORDS + 1):
        phrase = keys[index : index + length]
        rounds = 1
        while keys[index + rounds * length : index + (rounds + 1) * length] == phrase:
            rounds += 1
        if rounds >= CIRCLES:
            return length, rounds
    return 1, 1
