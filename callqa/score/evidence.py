"""Hits to evidence: whose words, from which millisecond to which, and by which rule."""

from __future__ import annotations

from callqa.model import Evidence, Finding, Looked, Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Line
from callqa.score.hits import Hit, Span
from callqa.score.specs import Scorecard

LONGEST_QUOTE = 240
"""A quote longer than this is cut: a whole monologue is no evidence anyone reads."""


def evidence_of(view: CallView, line: Line, scorecard: Scorecard) -> Evidence:
    """Make evidence of an occurrence."""
    start_ms, end_ms, quote = _extent(view, line.turn, line.span)
    turn = view.turns[line.turn]
    return Evidence(
        speaker=turn.speaker,
        utterance=turn.index,
        start_ms=start_ms,
        end_ms=end_ms,
        quote=quote,
        rule=scorecard.lines.get(line.path, scorecard.source),
        rule_path=line.path,
        likeness=line.strength,
        source=line.source,
        reasons=line.reasons,
    )


def lines_of(hit: Hit, *, is_each: bool) -> tuple[Line, ...]:
    """One line an occurrence, or one for the turn."""
    spans = hit.spans if is_each else hit.spans[:1]
    return tuple(
        Line(turn=hit.turn, span=span, path=hit.path, strength=hit.strength, source=hit.source, reasons=hit.reasons)
        for span in spans
    )


def finding_of(view: CallView, label: str, hit: Hit, span: Span | None, scorecard: Scorecard) -> Finding:
    """Make a finding of a hit; without a span, of its first occurrence."""
    start_ms, end_ms, quote = _extent(view, hit.turn, span or hit.spans[0])
    turn = view.turns[hit.turn]
    return Finding(
        label=label,
        speaker=turn.speaker,
        utterance=turn.index,
        start_ms=start_ms,
        end_ms=end_ms,
        quote=quote,
        likeness=hit.strength,
        rule=scorecard.lines.get(hit.path, scorecard.source),
        rule_path=hit.path,
    )


def looked_at(view: CallView, speaker: Speaker | None, turns: tuple[int, ...]) -> Looked | None:
    """Say where a check looked; ``None`` where there was nothing to look at."""
    if not turns:
        return None
    return Looked(
        speaker=speaker,
        start_ms=min(view.turns[number].start_ms for number in turns),
        end_ms=max(view.turns[number].end_ms for number in turns),
        turns=len(turns),
    )


def _extent(view: CallView, number: int, span: Span | None) -> tuple[int, int, str]:
    turn = view.turns[number]
    if span is None or not turn.words or span[1] <= span[0]:
        return turn.start_ms, turn.end_ms, _cut(turn.text)
    first, last = span[0], min(span[1], len(turn.words)) - 1
    quote = turn.text[turn.spans[first][0] : turn.spans[last][1]]
    return turn.times[first][0], turn.times[last][1], _cut(quote)


def _cut(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"
