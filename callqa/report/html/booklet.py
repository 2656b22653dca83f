"""The file itself, from plain values."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from html import escape
from pathlib import Path

from callqa.model import CriterionResult, Outcome
from callqa.privacy import redact_quote
from callqa.privacy.redacting import public_id
from callqa.report import figures
from callqa.report.terminal import decimal
from callqa.store import CommentRow, OverrideRow, ResultRow, ScoreRow
from callqa.texts import Language, text

STYLE = Path(__file__).with_name("booklet.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A stretch of sound as a WAV file."""

    start_ms: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletCriterion:
    """A criterion on a call; ``clips`` by the start of the evidence that they play, in milliseconds."""

    title: str
    result: ResultRow
    machine: CriterionResult | None
    history: tuple[OverrideRow, ...] = ()
    clips: Mapping[int, Clip]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletCall:
    """A call of the booklet."""

    row: ScoreRow
    criteria: tuple[BookletCriterion, ...]
    comments: tuple[CommentRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """Everything in the file; days are local, ``until`` is the last one."""

    manager: str
    since: str | None
    until: str | None
    mean_e4: float | None
    low_e4: float | None
    high_e4: float | None
    calls: tuple[BookletCall, ...]
    left_out: int = 0


def render_booklet(booklet: Booklet, *, language: Language, zone: tzinfo) -> str:
    """Write the file; every text is escaped, and its own policy lets nothing be fetched or run."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; media-src data:"
    head = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>callqa: {escape(booklet.manager)}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
    )
    return "\n".join((head, *_parts(booklet, language, zone), "</main></body></html>\n"))


def _parts(booklet: Booklet, language: Language, zone: tzinfo) -> Iterator[str]:
    yield f"<h1>{escape(booklet.manager)}</h1>"
    days = " — ".join(day for day in (booklet.since, booklet.until) if day)
    yield f"<p>{escape(days)}</p>" if days else ""
    yield f'<p class="big"><b>{_score(booklet.mean_e4, language)}</b> {_interval(booklet, language)}</p>'
    yield f"<p>{escape(text('booklet-calls', language, n=len(booklet.calls), more=booklet.left_out))}</p>"
    yield _summary(booklet, language, zone)
    for place, call in enumerate(booklet.calls):
        yield from _call(call, place, language, zone)


def _interval(booklet: Booklet, language: Language) -> str:
    if booklet.low_e4 is None:
        return ""
    return f"95 %: {_score(booklet.low_e4, language)}–{_score(booklet.high_e4, language)}"


def _summary(booklet: Booklet, language: Language, zone: tzinfo) -> str:
    names = ("report-call", "report-date", "report-client", "report-length", "report-score")
    head = "".join(f"<th>{escape(text(name, language))}</th>" for name in names)
    rows = "".join(
        f'<tr><td><a href="#k{place}">{escape(public_id(call.row.call_id))}</a></td>'
        f"<td>{escape(figures.moment(call.row.started_at, zone, language))}</td><td>{escape(_client(call.row))}</td>"
        f"<td>{figures.length(call.row.duration_ms)}</td><td><b>{_score(call.row.score_e4, language)}</b></td></tr>"
        for place, call in enumerate(booklet.calls)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _call(call: BookletCall, place: int, language: Language, zone: tzinfo) -> Iterator[str]:
    row = call.row
    earned, possible = (_points(value, language) for value in (row.earned_millipoints, row.possible_millipoints))
    yield f'<section id="k{place}"><h2>{escape(public_id(row.call_id))} <b>{_score(row.score_e4, language)}</b></h2>'
    about = (figures.moment(row.started_at, zone, language), _client(row), f"{earned} / {possible}")
    yield f'<p class="quiet">{escape(" · ".join(part for part in about if part))}</p>'
    for criterion in call.criteria:
        yield from _criterion(criterion, language, zone)
    for comment in call.comments:
        at = "" if comment.at_ms is None else figures.length(comment.at_ms)
        yield f'<p class="quiet">{escape(f"{at} {comment.who}: {redact_quote(comment.words)}".strip())}</p>'
    yield "</section>"


def _criterion(criterion: BookletCriterion, language: Language, zone: tzinfo) -> Iterator[str]:
    result = criterion.result
    mark = figures.mark(result.outcome, language)
    points = f"{_points(result.earned_millipoints, language)} / {_points(result.possible_millipoints, language)}"
    name = escape(criterion.title)
    yield f'<h3><span class="mark {_class(result.outcome)}">{mark}</span> {name} <span class="n">{points}</span></h3>'
    machine = criterion.machine
    if machine is not None:
        for item in machine.evidence:
            who = text(f"report-speaker-{item.speaker}", language)
            said = f"{figures.length(item.start_ms)} {who}: «{redact_quote(item.quote)}»"
            yield f"<p>{escape(said)} <small>{escape(item.rule)}</small></p>{_player(criterion.clips.get(item.start_ms))}"
        yield from _absence(machine, criterion, language)
    for override in criterion.history:
        outcome = text("report-taken-back" if override.outcome is None else f"report-outcome-{override.outcome}", language)
        at = figures.moment(override.at, zone, language)
        yield f'<p class="quiet">{escape(f"{at} {override.who}: {outcome} — {redact_quote(override.why)}")}</p>'


def _absence(machine: CriterionResult, criterion: BookletCriterion, language: Language) -> Iterator[str]:
    """Why there is no evidence, where it was looked, and what came nearest."""
    if machine.reason:
        yield f'<p class="quiet">{escape(text(machine.reason, language))}</p>'
    if machine.evidence:
        return
    looked, near = machine.looked, machine.nearest_miss
    if looked is not None:
        who = text(f"report-speaker-{looked.speaker}" if looked.speaker else "report-speaker-any", language)
        span = {"first": figures.length(looked.start_ms), "last": figures.length(looked.end_ms)}
        yield f'<p class="quiet">{escape(text("report-looked", language, who=who, turns=looked.turns, **span))}</p>'
    if near is not None:
        facts = {"at": figures.length(near.start_ms), "quote": redact_quote(near.quote), "likeness": near.likeness}
        yield f'<p class="quiet">{escape(text("report-nearest", language, **facts))}</p>'
        yield _player(criterion.clips.get(near.start_ms))


def _player(clip: Clip | None) -> str:
    if clip is None:
        return ""
    return f'<audio controls preload="none" src="data:audio/wav;base64,{base64.b64encode(clip.content).decode()}"></audio>'


def _client(row: ScoreRow) -> str:
    return ", ".join(part for part in (row.client_name, row.client_company) if part)


def _score(score_e4: float | None, language: Language) -> str:
    shown = figures.hundredths(score_e4)
    return "—" if shown is None else decimal(shown, language)


def _points(millipoints: int, language: Language) -> str:
    return decimal(Decimal(figures.points(millipoints)), language)


def _class(outcome: Outcome) -> str:
    return outcome.value.replace("_", "-")
