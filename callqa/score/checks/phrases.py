"""``phrases``: words by lemma, with gaps, alternatives, placeholders, exclusions, negation and quotation."""

from __future__ import annotations

from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.checks.sound import find_alike
from callqa.score.hits import Hit, Hits, Span, join_any, merge_spans
from callqa.score.matching import compile_patterns
from callqa.score.specs import PhraseSpec, WhenMatched


def compile_phrases(spec: PhraseSpec, path: str, language: str) -> Finder:
    """Compile to a finder of turns with at least one occurrence."""
    wanted = compile_patterns(spec.patterns, language)
    excluded = compile_patterns(spec.excluded, language) if spec.excluded else None

    def find(view: CallView) -> Hits:
        spans: dict[int, set[Span]] = {}
        for number, span, _ in wanted.found(view):
            spans.setdefault(number, set()).add(span)
        if not spans:
            return {}
        barred: dict[int, set[Span]] = {}
        if excluded is not None:
            for number, span, _ in excluded.found(view):
                if number in spans:
                    barred.setdefault(number, set()).add(span)
        hits = {}
        for number, found in spans.items():
            left = [span for span in found if _stands(view, number, span, spec, barred.get(number, set()))]
            if left:
                hits[number] = Hit(turn=number, spans=merge_spans(left), path=path)
        return hits

    if spec.sound_least is None:
        return find
    alike = find_alike(_plain(spec.patterns), spec.sound_least, path, language)
    return lambda view: join_any((find(view), alike(view)))


def _plain(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns that are words only: what can be said aloud can be misheard."""
    return tuple(pattern.replace("=", "") for pattern in patterns if not set(pattern) & set("(){}|?^$,_*"))


def _stands(view: CallView, number: int, span: Span, spec: PhraseSpec, barred: set[Span]) -> bool:
    first, last = span
    if any(first < high and low < last for low, high in barred):
        return False
    if spec.quoted is not WhenMatched.KEEP and (first in view.quoted(number)) != (spec.quoted is WhenMatched.ONLY):
        return False
    if spec.negated is WhenMatched.KEEP:
        return True
    return (first in view.negated(number)) == (spec.negated is WhenMatched.ONLY)
