"""``sound``: phrases found although the recogniser misheard them, split their words or joined them."""

from __future__ import annotations

from callqa.analysis.sound import compile_phrase, find
from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.hits import Hit, Hits, Span, merge_spans
from callqa.score.specs import SoundSpec

BY_THE_PHRASE = 0
"""A least likeness that stands for: as the phrase's own length and rarity ask."""


def compile_sound(spec: SoundSpec, path: str, language: str) -> Finder:
    """Compile to a finder of turns where one of the phrases was said, or something that sounds like it."""
    return find_alike(spec.phrases, spec.least or BY_THE_PHRASE, path, language)


def find_alike(phrases: tuple[str, ...], least: int, path: str, language: str) -> Finder:
    """Compile plain phrases to a finder by sound."""
    ready = tuple(compile_phrase(phrase, language, least or None) for phrase in phrases)

    def search(view: CallView) -> Hits:
        index = view.sound_index
        spans: dict[int, list[Span]] = {}
        best: dict[int, int] = {}
        for phrase in ready:
            for number in index.candidates(phrase):
                for match in find(phrase, view.turns[number]):
                    spans.setdefault(number, []).append((match.first, match.last))
                    best[number] = max(best.get(number, 0), match.likeness)
        return {
            number: Hit(turn=number, spans=merge_spans(found), path=path, strength=best[number])
            for number, found in spans.items()
        }

    return search
