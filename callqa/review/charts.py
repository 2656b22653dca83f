"""Charts as inline SVG: blue and orange (told apart by the colour-blind), shapes as well as colours, figures as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from callqa.model import Speaker
from callqa.report import figures
from callqa.texts import Language, text

if TYPE_CHECKING:
    from callqa.review.callview import CallView

WIDTH = 1_000
"""Units across a drawing; the page scales it."""

WAVE_HALF = 50
"""Height of a channel's half of the waveform."""

TICKS_MOST = 12
"""Times written along a drawing."""

_EVIDENCE = Markup('<rect class="ev ev-{}" x="{}" y="{}" width="{}" height="10" data-ms="{}"><title>{}: {}</title></rect>')

_ROW = 18
_TOP = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure on a trend: score out of 10,000 with its interval, over so many calls."""

    label: str
    score_e4: float | None
    low_e4: float | None
    high_e4: float | None
    n: int
    href: str = ""


def waveform(peaks: Sequence[bytes]) -> str:
    """Draw a recording's outline: the left channel above the line, the right below; one channel on both sides."""
    upper = peaks[0]
    lower = peaks[1] if len(peaks) > 1 else peaks[0]
    fills = ("#0072b2", "#d55e00") if len(peaks) > 1 else ("#0072b2", "#0072b2")
    halves = "".join(
        f'<path fill="{fill}" d="{_half(channel, sign)}"/>'
        for channel, sign, fill in ((upper, -1, fills[0]), (lower, 1, fills[1]))
    )
    box = f'viewBox="0 0 {WIDTH} {2 * WAVE_HALF}" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{halves}</svg>'


def _half(peaks: bytes, sign: int) -> str:
    """One closed outline over every second bucket: half the size, and no eye sees it."""
    kept = [max(peaks[place : place + 2]) for place in range(0, len(peaks), 2)]
    step = WIDTH / max(len(kept), 1)
    tops = " ".join(
        f"L{round(place * step)} {WAVE_HALF + sign * max(peak * WAVE_HALF // 255, 1)}" for place, peak in enumerate(kept)
    )
    return f"M0 {WAVE_HALF} {tops} L{WIDTH} {WAVE_HALF}Z"


def timeline(view: CallView, language: Language) -> Markup:
    """Draw who speaks when, and where each stage of the sale stands."""
    rows = [_speech(view, speaker, place, language) for place, speaker in enumerate((Speaker.MANAGER, Speaker.CLIENT))]
    for place, (section, marks) in enumerate(view.stages, start=2):
        shapes = [
            _EVIDENCE.format(
                mark.outcome, _x(mark.start_ms, view), _TOP + place * _ROW, _wide(mark.start_ms, mark.end_ms, view, 6),
                mark.start_ms, mark.title, text(f"report-outcome-{mark.outcome}", language),
            )
            for mark in marks
        ]  # fmt: skip
        rows.append(_named(section, place, Markup("").join(shapes)))
    height = _TOP + len(rows) * _ROW + 4
    return Markup(
        '<svg class="timeline" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{ticks}{rows}'
        '<line id="cursor" class="cursor" x1="0" x2="0" y1="14" y2="{h}"/></svg>'
    ).format(
        w=WIDTH,
        h=height,
        label=text("review-timeline", language),
        ticks=_ticks(view.duration_ms, height),
        rows=Markup("").join(rows),
    )


def _speech(view: CallView, speaker: Speaker, place: int, language: Language) -> Markup:
    spans = Markup("").join(
        Markup('<rect class="say say-{}" x="{}" y="{}" width="{}" height="10" data-ms="{}"/>').format(
            speaker,
            _x(turn.utterance.start_ms, view),
            _TOP + place * _ROW,
            _wide(turn.utterance.start_ms, turn.utterance.end_ms, view, 1),
            turn.utterance.start_ms,
        )
        for turn in view.turns
        if turn.utterance.speaker is speaker
    )
    return _named(text(f"report-speaker-{speaker}", language), place, spans)


def _named(name: str, place: int, shapes: Markup) -> Markup:
    base = Markup('<line class="base" x1="0" x2="{}" y1="{}" y2="{}"/>').format(
        WIDTH, _TOP + place * _ROW + 12, _TOP + place * _ROW + 12
    )
    return Markup('<g>{}{}<text class="row" x="2" y="{}">{}</text></g>').format(base, shapes, _TOP + place * _ROW + 9, name)


def _ticks(duration_ms: int, height: int) -> Markup:
    step = next(
        (step for step in (10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000) if duration_ms <= TICKS_MOST * step), 3_600_000
    )
    marks = []
    for ms in range(0, duration_ms, step):
        x = ms * WIDTH // duration_ms
        marks.append(
            Markup('<line class="tick" x1="{0}" x2="{0}" y1="14" y2="{1}"/><text class="time" x="{0}" y="10">{2}</text>').format(
                x, height, figures.length(ms)
            )
        )
    return Markup("").join(marks)


def _x(ms: int, view: CallView) -> int:
    return min(ms, view.duration_ms) * WIDTH // view.duration_ms


def _wide(start_ms: int, end_ms: int, view: CallView, least: int) -> int:
    return max(_x(end_ms, view) - _x(start_ms, view), least)


def trend(points: Sequence[Point], *, label: str, language: Language) -> Markup:
    """Draw mean scores with their intervals over time; each point tells its figure, and leads to its calls."""
    drawn = [point for point in points if point.score_e4 is not None]
    if not drawn:
        return Markup("")
    height, left, right, bottom = 240, 50, 50, 200
    step = (WIDTH - left - right) / max(len(points) - 1, 1)
    grid = Markup("").join(
        Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="axis" x="{}" y="{}">{}</text>').format(
            left, WIDTH - right, _y(value), _y(value), 4, _y(value) + 4, value
        )
        for value in (0, 25, 50, 75, 100)
    )
    marks, line = [], []
    for place, point in enumerate(points):
        x = round(left + place * step) if len(points) > 1 else WIDTH // 2
        if point.score_e4 is None:
            continue
        y = _y(point.score_e4 / 100)
        line.append(f"{x},{y}")
        marks.append(_point(point, x, y, language))
    every = -(-len(points) // TICKS_MOST)
    labels = Markup("").join(
        Markup('<text class="axis mid" x="{}" y="{}">{}</text>').format(
            round(left + place * step) if len(points) > 1 else WIDTH // 2, bottom + 24, point.label
        )
        for place, point in enumerate(points)
        if place % every == 0
    )
    return Markup(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<polyline class="mean" points="{}"/>{}{}</svg>'
    ).format(WIDTH, height, label, grid, " ".join(line), Markup("").join(marks), labels)


def _point(point: Point, x: int, y: int, language: Language) -> Markup:
    shown = figures.hundredths(point.score_e4)
    bar = Markup("")
    if point.low_e4 is not None and point.high_e4 is not None:
        bar = Markup('<line class="interval" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
            x, _y(min(point.high_e4 / 100, 100)), _y(max(point.low_e4 / 100, 0))
        )
    title = text("review-point", language, label=point.label, score=shown, n=point.n)
    dot = Markup('{}<circle class="dot" cx="{}" cy="{}" r="5"><title>{}</title></circle>').format(bar, x, y, title)
    return Markup('<a href="{}">{}</a>').format(escape(point.href), dot) if point.href else dot


def _y(hundredths: float) -> int:
    return round(200 - 1.8 * hundredths)


def heat_class(score_e4: float | None) -> str:
    """The step of a heat table's cell: ten steps of one hue, dark enough apart in print; the figure stands in it."""
    return "heat-none" if score_e4 is None else f"heat-{min(int(score_e4 // 1_000), 9)}"
