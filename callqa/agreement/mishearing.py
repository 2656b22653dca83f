"""A model of recognition errors in text: gold calls as a recogniser might have left them, cheap enough for every run.

The tables were counted on calls of the training set that were spoken and heard (``bench/learn_mishearing.py``), all whole
numbers; chance comes from a seed, so that the same seed gives the same words on every machine.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from callqa.agreement.gold import WORDS_PER_SECOND, Gold
from callqa.agreement.wordpairs import Said, words_of
from callqa.analysis.frequency import everyday_words, is_everyday
from callqa.analysis.languages import primary
from callqa.analysis.numbers import number_value
from callqa.analysis.soundkeys import word_key
from callqa.model import Speaker, Transcript, TranscriptSource, Utterance, Word

_MS_PER_WORD = round(1000 / WORDS_PER_SECOND)
_NEAREST = 6
"""Words of everyday talk that one may be misheard as: so many of those that sound most like it."""

_LEAST_LIKE = 55
SENTENCE_ENDS = frozenset(".?!…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishearing:
    """What was counted on pairs of spoken and heard calls.

    Attributes:
        words: Of words met often: how often spoken, and how often what was heard for them (empty for lost).
        classes: By class of word (see ``word_class``): ``spoken, changed, lost, split`` counts.
        joined: Neighbours run together, of all neighbours.
        added: Words added, of all words; ``adding`` which.
        real: Misheard words that became another word of everyday talk, of all misheard words.
        letters: Inside a misheard word, by letter: what it became (empty for lost), itself included.
        changes: Count of misheard words by number of letters changed, from one.
        marks: By mark written after a word: marks heard there.
        capitals: Capital letters kept inside a sentence, of all such.
        digits: Words of numbers heard as digits, of all such.
        cuts: By mark: turns cut there into two utterances, of all such marks inside a turn.
        runs: Turns of one side run together, of all turns that follow one another.
        sureness: Nine deciles of the confidence of words heard rightly, and of the others, out of 10,000.
    """

    language: str
    words: Mapping[str, tuple[int, Mapping[str, int]]]
    classes: Mapping[str, Sequence[int]]
    joined: Sequence[int]
    added: Sequence[int]
    adding: Mapping[str, int]
    real: Sequence[int]
    letters: Mapping[str, Mapping[str, int]]
    changes: Sequence[int]
    marks: Mapping[str, Mapping[str, int]]
    capitals: Sequence[int]
    digits: Sequence[int]
    cuts: Mapping[str, Sequence[int]]
    runs: Sequence[int]
    sureness: Sequence[Sequence[int]]


@lru_cache(maxsize=2)
def tables_for(language: str) -> Mishearing:
    """Read the shipped tables of a language."""
    path = files("callqa.agreement") / "data" / f"mishearing-{primary(language)}.json"
    plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    words = {word: (count, heard) for word, (count, heard) in plain.pop("words").items()}
    return Mishearing(words=words, **plain)


def word_class(word: str, language: str) -> str:
    """Give the class by which a word's chances are counted: how long it sounds, and whether it is of everyday talk."""
    size = len(word_key(word, language))
    length = next(name for name, most in (("1", 2), ("3", 4), ("5", 7), ("8", 99)) if size <= most)
    return f"{length}{'e' if is_everyday(word, language) else 'r'}"


def mishear(gold: Gold, *, seed: int) -> Transcript:
    """Give a gold call as a recogniser might have left it: words, marks, capitals, utterances and confidence."""
    tables = tables_for(gold.language)
    chance = random.Random(f"{seed}:{gold.call_id}")  # noqa: S311 - a seed, no secret
    utterances: list[Utterance] = []
    now_ms, last_side = 0, None
    for number, turn in enumerate(gold.turns):
        ear = _Ear(tables, chance)
        for words in ear.utterances(words_of(turn.text, gold.language, number)):
            if utterances and last_side is turn.speaker and _happens(chance, tables.runs):
                utterances[-1] = _joined(utterances[-1], words, now_ms)
            else:
                utterances.append(_utterance(turn.speaker, words, now_ms))
            now_ms, last_side = utterances[-1].end_ms, None
        last_side = turn.speaker
    return Transcript(
        call_id=gold.call_id,
        language=gold.language,
        duration_ms=now_ms,
        source=TranscriptSource(engine="text", model="mishearing", revision="", recipe=str(seed)),
        utterances=tuple(utterances),
        meta={"company": gold.names["company"]} if "company" in gold.names else {},
    )


def mishear_words(text: str, language: str, chance: random.Random) -> list[tuple[str, int]]:
    """Give the words of a text as misheard, each with its confidence out of 10,000, marks attached."""
    ear = _Ear(tables_for(language), chance)
    return [(word.word + word.mark, word.sureness_e4) for words in ear.utterances(words_of(text, language, 0)) for word in words]


class _Ear:
    """Hears one turn."""

    def __init__(self, tables: Mishearing, chance: random.Random) -> None:
        self._tables = tables
        self._chance = chance

    def utterances(self, spoken: Sequence[Said]) -> Iterator[list[Said]]:
        """Give the words heard, cut where the recogniser cuts."""
        heard: list[Said] = []
        is_start = True
        for word in self._marked(self._words(spoken)):
            is_kept = word.is_capital and _happens(self._chance, self._tables.capitals)
            shown = word.word[:1].upper() + word.word[1:] if is_start or is_kept else word.word
            heard.append(word._replace(word=shown))
            is_start = word.mark in SENTENCE_ENDS
            if word.turn < 0:
                yield heard
                heard = []
        if heard:
            yield heard

    def _words(self, spoken: Sequence[Said]) -> Iterator[Said]:
        """Words with their written marks, as heard."""
        spoken = _capitals_inside(spoken)
        place = 0
        while place < len(spoken):
            number = self._number_at(spoken, place)
            if number:
                yield spoken[place + number - 1]._replace(
                    word=_digits(spoken[place : place + number], self._tables.language), sureness_e4=self._sureness(0)
                )
                place += number
                continue
            word = spoken[place]
            follower = spoken[place + 1] if place + 1 < len(spoken) else None
            if follower is not None and not word.mark and _happens(self._chance, self._tables.joined):
                yield self._unsure(follower._replace(word=self._misheard(word.word + follower.word), is_capital=word.is_capital))
                place += 2
                continue
            yield from self._one(word)
            if _happens(self._chance, self._tables.added) and self._tables.adding:
                yield self._unsure(Said(_draw(self._chance, self._tables.adding), "", word.turn, is_capital=False))
            place += 1

    def _number_at(self, spoken: Sequence[Said], place: int) -> int:
        """Give how many words from ``place`` are heard as one number in digits."""
        last = place
        while last < len(spoken) and is_number(spoken[last].word, self._tables.language):
            last += 1
            if spoken[last - 1].mark:
                break
        if last == place or not _happens(self._chance, self._tables.digits):
            return 0
        while last > place + 1 and not _digits(spoken[place:last], self._tables.language):
            last -= 1
        return last - place

    def _one(self, word: Said) -> Iterator[Said]:
        kind, other = self._fate(word.word)
        if kind == "lost":
            return
        if kind == "split" and len(word.word) > 3:  # noqa: PLR2004 - two letters a side
            heard = self._misheard(word.word) if self._chance.randrange(2) else word.word
            cut = self._chance.randrange(2, max(3, len(heard) - 1))
            yield self._unsure(word._replace(word=heard[:cut], mark=""))
            yield self._unsure(Said(heard[cut:] or heard[-1:], word.mark, word.turn, is_capital=False))
        elif kind == "kept":
            yield word._replace(sureness_e4=self._sureness(0))
        else:
            yield self._unsure(word._replace(word=other or self._misheard(word.word)))

    def _fate(self, word: str) -> tuple[str, str]:
        """Draw what becomes of a word: by its own counts where it was met often, else by its class."""
        if word in self._tables.words:
            spoken, heard = self._tables.words[word]
            other = _draw_below(self._chance.randrange(spoken), heard)
            return ("kept", "") if other is None else ("changed", other) if other else ("lost", "")
        spoken, *counts = self._tables.classes[word_class(word, self._tables.language)]
        drawn = _draw_below(self._chance.randrange(max(spoken, 1)), dict(zip(("changed", "lost", "split"), counts, strict=True)))
        return drawn or "kept", ""

    def _misheard(self, word: str) -> str:
        """Another word of everyday talk that sounds like it, or its letters changed."""
        if _happens(self._chance, self._tables.real):
            near = _near_words(word, self._tables.language)
            if near:
                return near[self._chance.randrange(len(near))]
        letters = list(word)
        for _ in range(1 + _draw_place(self._chance, self._tables.changes)):
            place = self._chance.randrange(len(letters))
            others = {to: count for to, count in self._tables.letters.get(letters[place], {}).items() if to != letters[place]}
            if others:
                letters[place] = _draw(self._chance, others)
        return "".join(letters) or word

    def _marked(self, words: Iterator[Said]) -> Iterator[Said]:
        """Marks as heard; ``turn`` below nought where an utterance ends after the word."""
        for word in words:
            mark = _draw(self._chance, self._tables.marks.get(word.mark, {word.mark: 1}))
            is_cut = _happens(self._chance, self._tables.cuts.get(word.mark, (0, 1)))
            yield word._replace(mark=mark, turn=-1 if is_cut else 0)

    def _unsure(self, word: Said) -> Said:
        return word._replace(sureness_e4=self._sureness(1))

    def _sureness(self, kind: int) -> int:
        deciles = self._tables.sureness[kind]
        low = self._chance.randrange(len(deciles) - 1)
        return self._chance.randint(deciles[low], deciles[low + 1])


def _capitals_inside(spoken: Sequence[Said]) -> list[Said]:
    """Leave the capitals that stand inside a sentence: those of names."""
    marks = [".", *(word.mark for word in spoken)]
    return [
        word._replace(is_capital=word.is_capital and mark not in SENTENCE_ENDS) for word, mark in zip(spoken, marks, strict=False)
    ]


@lru_cache(maxsize=8192)
def is_number(word: str, language: str) -> bool:
    """Tell whether a word is a number written in letters."""
    return not word.isdigit() and number_value((word,), language) is not None


def _digits(words: Sequence[Said], language: str) -> str:
    """Write words as a number in digits; empty where they are no one number."""
    value = number_value(tuple(word.word for word in words), language)
    return "" if value is None else str(value)


@lru_cache(maxsize=65_536)
def _near_words(word: str, language: str) -> tuple[str, ...]:
    own, keys = word_key(word, language), _keys(language)
    near = process.extract(
        own, keys, scorer=Levenshtein.normalized_similarity, score_cutoff=_LEAST_LIKE / 100, limit=_NEAREST + 1
    )
    return tuple(other for _, _, other in near if other != word)[:_NEAREST]


@lru_cache(maxsize=2)
def _keys(language: str) -> dict[str, str]:
    return {word: word_key(word, language) for word in everyday_words(language)}


def _happens(chance: random.Random, counts: Sequence[int]) -> bool:
    happened, of = counts
    return of > 0 and chance.randrange(of) < happened


def _draw(chance: random.Random, counts: Mapping[str, int]) -> str:
    found = _draw_below(chance.randrange(sum(counts.values())), counts)
    return found or ""


def _draw_below(number: int, counts: Mapping[str, int]) -> str | None:
    """Give the one within whose share a number falls; ``None`` beyond them all."""
    for name, count in counts.items():
        if number < count:
            return name
        number -= count
    return None


def _draw_place(chance: random.Random, counts: Sequence[int]) -> int:
    return int(_draw(chance, {str(place): count for place, count in enumerate(counts)}))


def _utterance(speaker: Speaker, words: Sequence[Said], start_ms: int) -> Utterance:
    timed = tuple(
        Word(
            text=word.word + word.mark,
            start_ms=start_ms + place * _MS_PER_WORD,
            end_ms=start_ms + (place + 1) * _MS_PER_WORD,
            probability_e4=word.sureness_e4,
        )
        for place, word in enumerate(words)
    )
    text = " ".join(word.text for word in timed)
    return Utterance(speaker=speaker, start_ms=start_ms, end_ms=timed[-1].end_ms, text=text, words=timed, is_time_estimated=True)


def _joined(before: Utterance, words: Sequence[Said], now_ms: int) -> Utterance:
    after = _utterance(before.speaker, words, now_ms)
    return replace(before, end_ms=after.end_ms, text=f"{before.text} {after.text}", words=(*before.words, *after.words))
