"""One call made ready for matching: where each lemma and form stands, scopes of negation and quotation, extents of windows.

Built once a call and shared by all criteria; each part is made when first asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from callqa.analysis.sound import SoundIndex
from callqa.model import Analysis, CallContext, Entity, Speaker, Turn
from callqa.score.diminutives import is_diminutive
from callqa.score.specs import Extent, Unit

Place = tuple[int, int]
"""Turn (position among the analysis' turns) and token."""

_NONE = frozenset({"никакой", "никакая", "никакое", "никакие", "никакого", "никаких", "никакую", "никаким", "никакими"})

NEGATORS = {
    "ru": frozenset({"не", "нет", "нельзя", "без", "никогда", "ни", "невозможно", "вряд", *_NONE}),
    "en": frozenset({"not", "no", "never", "without", "cannot", "hardly", "neither", "nor"}),
}
NO_MODEL = "none"
"""What an analysis made without a turn model says of it."""

_NEGATED_WORDS = 4
"""Reach of a negation to the right, in words: «не могу сделать скидку», "can't give you a discount"."""

_NEGATED_BEFORE = 2
"""Reach of a negation to the left, in words: «скидки сейчас нет», «скидок мы не делаем»."""

_LACKING = frozenset({"нет", "нету"})
_GIVING = frozenset({"делаю", "делаем", "даю", "даем", "дам", "дадим", "предоставляем", "предлагаем", "обещаю", "обещаем"})
"""What «не» stands before when it denies what was named before it: who gives says what is not given."""

_CLAUSE_WORDS = {
    "ru": frozenset({"а", "но", "зато", "однако", "поэтому", "если", "когда"}),
    "en": frozenset({"but", "however", "so", "because", "if", "when"}),
}
_REPORTED = {
    "ru": re.compile(
        r"\b(?:(?:вы|ты|он|она|они|клиент|мне|нам)\s+(?:\w+\s+){0,2}?(?:говорите?\b|(?:сказал|говорил|упомина|упомян|писал|написал|назвал|кричал|ор[её]т|заяв)\w*)"
        r"|(?:говорит|говорят|ор[её]т|такой|такая|сказали)\s*:)"
    ),
    "en": re.compile(r"\b(?:you|he|she|they|the client)\s+(?:\w+\s+){0,2}?(?:said|told|say|says|mentioned|wrote|called)\b"),
}
_STOP = re.compile(r"[.!?…;:,—–()«»\"]|\s-\s")
_SENTENCE_END = re.compile(r"[.!?…]")
_QUOTED = re.compile(r"[«\"“]([^»\"”]+)[»\"”]")
_CONTRAST = re.compile(r",\s*(?:но|а|зато|только|but|though)\b")


class Clarity(NamedTuple):
    """Words looked at, and how many of them cannot be relied on."""

    words: int
    unclear: int


class CallView:
    """A call as the checks see it."""

    def __init__(self, analysis: Analysis, context: CallContext) -> None:
        """Keep the analysis; nothing is computed yet."""
        self.analysis = analysis
        self.context = context
        self.turns: tuple[Turn, ...] = analysis.turns
        self.language = "en" if analysis.language.lower().startswith("en") else "ru"
        self._memory: dict[Any, Any] = {}

    def remember(self, key: object, make: Callable[[], Any]) -> Any:
        """Compute something once a call: detectors are asked for by several criteria."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    @cached_property
    def lemma_places(self) -> Mapping[str, list[Place]]:
        """Where each lemma stands, every candidate reading counted."""
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for number, turn in enumerate(self.turns):
            for at, lemmas in enumerate(turn.lemmas):
                place = (number, at)
                for lemma in lemmas:
                    places[lemma].append(place)
        return dict(places)

    @cached_property
    def form_places(self) -> Mapping[str, list[Place]]:
        """Where each word form stands."""
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for number, turn in enumerate(self.turns):
            for at, word in enumerate(turn.words):
                places[word].append((number, at))
        return dict(places)

    @cached_property
    def sound_index(self) -> SoundIndex:
        """Which turns have which sounds."""
        return SoundIndex(self.turns)

    @cached_property
    def _sorted_forms(self) -> list[str]:
        return sorted(self.form_places)

    def places_of_prefix(self, prefix: str) -> Iterable[Place]:
        """Where words stand that begin so."""
        forms = self._sorted_forms
        at = bisect_left(forms, prefix)
        while at < len(forms) and forms[at].startswith(prefix):
            yield from self.form_places[forms[at]]
            at += 1

    def places_of_suffix(self, suffix: str) -> Iterable[Place]:
        """Where words stand that end so."""
        for form, places in self.form_places.items():
            if form.endswith(suffix):
                yield from places

    @cached_property
    def _entities(self) -> Mapping[tuple[int, str], tuple[Entity, ...]]:
        found: dict[tuple[int, str], tuple[Entity, ...]] = {}
        for number, turn in enumerate(self.turns):
            for entity in turn.entities:
                key = (number, entity.kind)
                found[key] = (*found.get(key, ()), entity)
        return found

    def spans(self, number: int, kind: str) -> tuple[tuple[int, int], ...]:
        """Token spans of a placeholder in a turn; names come from ``callqa.score.checks.names``."""
        if kind in ("manager", "company", "client"):
            from callqa.score.checks.names import matches_of  # noqa: PLC0415 - names need the view, the view needs names

            return tuple((match.first, match.last) for match in matches_of(self, kind).get(number, ()))
        if kind == "diminutive":
            return self._diminutives(number)
        kinds = ("number", "money", "percent") if kind == "number" else (kind,)
        return tuple((one.first, one.last) for each in kinds for one in self._entities.get((number, each), ()))

    def _diminutives(self, number: int) -> tuple[tuple[int, int], ...]:
        if self.language != "ru":
            return ()
        return tuple((at, at + 1) for at, word in enumerate(self.turns[number].words) if is_diminutive(word))

    def entities(self, number: int, kind: str) -> tuple[Entity, ...]:
        """Entities of one kind in a turn."""
        return self._entities.get((number, kind), ())

    def numbers(self, number: int, value: str) -> tuple[tuple[int, int], ...]:
        """Token spans in a turn where that number was said, in words or in digits."""
        return tuple((one.first, one.last) for one in self._entities.get((number, "number"), ()) if one.value == value)

    def places_of_number(self, value: str) -> Iterable[Place]:
        """Where that number was said."""
        for number in range(len(self.turns)):
            for first, _ in self.numbers(number, value):
                yield (number, first)

    def places_of_entity(self, kind: str) -> Iterable[Place]:
        """Where a placeholder's spans begin."""
        for number in range(len(self.turns)):
            for first, _ in self.spans(number, kind):
                yield (number, first)

    def has_stop_before(self, number: int, at: int) -> bool:
        """Tell whether punctuation, or the turn's edge, stands before token ``at`` (``len`` is the end)."""
        turn = self.turns[number]
        if at <= 0 or at >= len(turn.words):
            return True
        return _STOP.search(turn.text, turn.spans[at - 1][1], turn.spans[at][0]) is not None

    def ends_sentence_before(self, number: int, at: int) -> bool:
        """Tell whether a sentence ends before token ``at``."""
        turn = self.turns[number]
        return 0 < at < len(turn.words) and _SENTENCE_END.search(turn.text, turn.spans[at - 1][1], turn.spans[at][0]) is not None

    def negated(self, number: int) -> frozenset[int]:
        """Tokens in the scope of a negation in their clause, before them or just after them."""
        found: frozenset[int] = self.remember(("negated", number), lambda: self._find_negated(number))
        return found

    def _find_negated(self, number: int) -> frozenset[int]:
        turn = self.turns[number]
        negators = NEGATORS[self.language]
        scope: set[int] = set()
        for at, word in enumerate(turn.words):
            if word in negators or word.endswith("n't"):
                scope.update(self._reach(number, at))
            if word in _LACKING or (word == "не" and at + 1 < len(turn.words) and turn.words[at + 1] in _GIVING):
                scope.update(self._reach_back(number, at))
        return frozenset(scope)

    def _reach_back(self, number: int, at: int) -> Iterable[int]:
        turn = self.turns[number]
        for before in range(at - 1, max(at - _NEGATED_BEFORE, 0) - 1, -1):
            if self.has_stop_before(number, before + 1) or turn.words[before] in _CLAUSE_WORDS[self.language]:
                return
            yield before

    def _reach(self, number: int, at: int) -> Iterable[int]:
        turn = self.turns[number]
        for follower in range(at + 1, min(at + 1 + _NEGATED_WORDS, len(turn.words))):
            if self.has_stop_before(number, follower) or turn.words[follower] in _CLAUSE_WORDS[self.language]:
                return
            yield follower

    def quoted(self, number: int) -> frozenset[int]:
        """Tokens that the speaker only reports: the client's words in the manager's mouth."""
        found: frozenset[int] = self.remember(("quoted", number), lambda: self._find_quoted(number))
        return found

    def _find_quoted(self, number: int) -> frozenset[int]:
        turn = self.turns[number]
        report = _REPORTED[self.language].search(turn.text.lower())
        if report is None:
            return frozenset()
        spans = [match.span() for match in _QUOTED.finditer(turn.text, report.end())]
        if not spans:
            spans = [(report.end(), _end_of_report(turn.text, report.end()))]
        return frozenset(
            at for at, (first, last) in enumerate(turn.spans) for low, high in spans if low <= first and last <= high
        )

    @cached_property
    def has_model(self) -> bool:
        """Whether the turn model read this call."""
        return self.analysis.versions.get("turn_model", NO_MODEL) != NO_MODEL or any(turn.labels for turn in self.turns)

    @cached_property
    def last_speaker(self) -> Speaker | None:
        """Who said the last words."""
        return next((turn.speaker for turn in reversed(self.turns) if turn.words), None)

    @cached_property
    def start_ms(self) -> int:
        """When the talk begins: the first word of anyone."""
        return min((turn.start_ms for turn in self.turns), default=0)

    @cached_property
    def end_ms(self) -> int:
        """When the talk ends."""
        return max((turn.end_ms for turn in self.turns), default=0)

    def own_turns(self, speaker: Speaker | None) -> tuple[int, ...]:
        """Positions of a speaker's turns with words; words of nobody known count as anyone's."""
        key = ("own", speaker)
        found: tuple[int, ...] = self.remember(
            key,
            lambda: tuple(
                number
                for number, turn in enumerate(self.turns)
                if turn.words and (speaker is None or turn.speaker in (speaker, Speaker.UNKNOWN))
            ),
        )
        return found

    def low_words(self, floor_e4: int) -> tuple[int, ...]:
        """How many words of each turn were heard less surely than that."""
        counts: tuple[int, ...] = self.remember(
            ("low", floor_e4),
            lambda: tuple(sum(one < floor_e4 for one in turn.confidences_e4) for turn in self.turns),
        )
        return counts

    def moment(self, number: int, at: int) -> int:
        """When a token starts; the turn's start where it has none."""
        turn = self.turns[number]
        return turn.times[at][0] if at < len(turn.times) else turn.start_ms

    def length_ms(self, extent: Extent) -> int:
        """An extent of time in milliseconds."""
        if extent.unit is Unit.PERCENT_E4:
            return (self.end_ms - self.start_ms) * extent.amount // 10_000
        return extent.amount


def _end_of_report(text: str, start: int) -> int:
    """Reported speech without quotation marks ends with its sentence, or where the speaker turns against it."""
    ends = [match.start() for pattern in (_SENTENCE_END, _CONTRAST) if (match := pattern.search(text, start))]
    return min(ends, default=len(text))
