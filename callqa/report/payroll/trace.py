"""The trace on one page: from the rouble to the second of sound."""

from __future__ import annotations

from fractions import Fraction

from callqa.bonus import LineKind
from callqa.bonus.facts import CallState
from callqa.model import MILLIPOINTS, Evidence, Outcome
from callqa.paying.differing import OverrideEffect
from callqa.paying.tracing import SETTLED, Trace, TracedCall, TracedLine, TracedResult
from callqa.privacy import redact_quote
from callqa.report.figures import length, points
from callqa.report.payroll.pages import Block, Grid, Heading, Page, Para
from callqa.report.payroll.statement import total
from callqa.report.payroll.words import figure, held_reason, interval, line_name, line_pays, money, percent, unit_of
from callqa.texts import Language, text

SHOWN_CALLS = 12
"""Calls spelled out on the page: those that cost the most points; the table above them names all."""


def trace_page(trace: Trace, language: Language, *, is_whole: bool = False) -> Page:
    """Build the page; ``is_whole`` spells out every call and criterion."""
    blocks: list[Block] = [
        Para(words=text("bonus-why-total", language, total=total(trace.person, language), lines=len(trace.lines)))
    ]
    own: set[str] = set()
    settled: set[str] = set()  # a call may have counted otherwise when its month was computed again
    for traced in trace.lines:
        done = settled if traced.line.kind in SETTLED else own
        blocks.extend(_line(traced, trace, language, done, is_whole=is_whole))
    blocks.extend(_overrides(trace, language))
    title = text("bonus-why-title", language, name=trace.person.name, period=trace.view.period)
    return Page(title=title, blocks=tuple(blocks), foot=_foot(trace, language))


def _foot(trace: Trace, language: Language) -> str:
    view = trace.view
    closing = view.closing_of(trace.person.manager_id)
    if closing is None:
        return text("payroll-not-closed-foot", language)
    return text("payroll-foot", language, head=view.head, at=closing.at, who=closing.who)


def _line(traced: TracedLine, trace: Trace, language: Language, done: set[str], *, is_whole: bool) -> list[Block]:
    line, scheme = traced.line, trace.view.scheme
    blocks: list[Block] = [Heading(words=f"{line_name(line, scheme, language)}: {line_pays(line, language)}")]
    if line.held is not None:
        blocks.append(Para(words=held_reason(line.held, language), mark="warning"))
    if traced.kpi is not None and line.kind in (LineKind.KPI, LineKind.HELD, *SETTLED):
        blocks.append(Para(words=_formula(traced, language)))
        source = f"{traced.source}:{traced.kpi.line}"
        facts = {"scheme": line.scheme, "source": source, "hash": line.scheme_hash[:19], "since": line.since, "until": line.until}
        blocks.append(Para(words=text("bonus-why-scheme", language, **facts), mark="note"))
    if line.corrects is not None and traced.corrected is not None:
        facts = {"row": str(line.corrects), "period": traced.corrected.of_period, "hash": traced.corrected.hash[:19]}
        blocks.append(Para(words=text("bonus-why-corrects", language, **facts)))
    for one in traced.figures:
        facts = {
            "name": one.name,
            "value": figure(one.value, language),
            "file": one.file,
            "line": str(one.line),
            "row": str(one.row),
        }
        blocks.append(Para(words=text("bonus-why-figure", language, **facts)))
    blocks.extend(_override(effect, language) for effect in traced.overrides)
    blocks.extend(_calls(traced, language, done, is_whole=is_whole))
    return blocks


def _formula(traced: TracedLine, language: Language) -> str:
    basis, kpi = traced.line.basis, traced.kpi
    facts = {
        "figure": figure(basis.figure, language) + (unit_of(kpi) if basis.figure else ""),
        "attained": figure(basis.attained, language),
        "payout": figure(basis.payout, language),
        "stake": figure(basis.stake, language),
        "share": figure(basis.share, language, 4),
        "exact": figure(basis.exact, language, 4),
        "calls": basis.calls,
        "scored": basis.scored,
    }
    words = text("bonus-why-formula", language, **facts)
    return (
        f"{words} {text('bonus-why-interval', language, interval=interval(traced.line, language))}" if basis.interval else words
    )


def _calls(traced: TracedLine, language: Language, done: set[str], *, is_whole: bool) -> list[Block]:
    if not traced.calls:
        return []
    names = ("call", "day", "state", "earned", "possible", "share", "length")
    rows = tuple(_call_row(call, language) for call in traced.calls)
    blocks: list[Block] = []
    if traced.kpi is not None and traced.kpi.source.value == "quality":
        blocks.append(Para(words=_sum_words(traced, language)))
    blocks.append(
        Grid(titles=tuple(text(f"bonus-why-{name}", language) for name in names), rows=rows, right=frozenset({3, 4, 5, 6}))
    )
    losses = sorted(traced.calls, key=lambda call: (call.points.earned - call.points.possible, call.fact.call_id))
    spelled = losses if is_whole else [call for call in losses if call.points.earned < call.points.possible][:SHOWN_CALLS]
    for call in spelled:
        if call.fact.call_id not in done:
            done.add(call.fact.call_id)
            blocks.extend(_call(call, language, is_whole=is_whole))
    return blocks


def _sum_words(traced: TracedLine, language: Language) -> str:
    scored = [call for call in traced.calls if call.fact.state is CallState.SCORED]
    earned = sum(call.points.earned for call in scored)
    possible = sum(call.points.possible for call in scored)
    doubtful = sum(call.points.doubtful for call in scored)
    facts = {"earned": points(earned), "possible": points(possible), "doubtful": points(doubtful)}
    return text("bonus-why-points", language, **facts)


def _call_row(call: TracedCall, language: Language) -> tuple[str, ...]:
    earned, possible = call.points.earned, call.points.possible
    return (
        call.fact.call_id,
        call.fact.day.isoformat(),
        text(f"bonus-call-{call.fact.state.value}", language),
        points(earned),
        points(possible),
        figure(str(Fraction(100 * earned, possible)), language, 1) if possible else "—",
        length(call.fact.duration_ms),
    )


def _call(call: TracedCall, language: Language, *, is_whole: bool) -> list[Block]:
    blocks: list[Block] = [Heading(words=f"{call.fact.call_id} · {call.fact.day.isoformat()} · {call.scorecard}", level=3)]
    for result in call.results:
        is_lost = result.fact.earned_millipoints < result.fact.possible_millipoints
        if is_whole or is_lost or result.decided_by is not None or result.fact.outcome is Outcome.NOT_ASSESSED:
            blocks.extend(_result(result, language))
    return blocks


def _result(result: TracedResult, language: Language) -> list[Block]:
    fact = result.fact
    facts = {
        "criterion": fact.criterion_id,
        "outcome": text(f"bonus-outcome-{fact.outcome.value}", language),
        "earned": points(fact.earned_millipoints),
        "possible": points(fact.possible_millipoints or fact.weight_millipoints),
    }
    words = text("bonus-why-criterion", language, **facts)
    if not fact.may_pay:
        words += " " + text("bonus-why-unpaid", language)
    if result.decided_by is not None:
        words += " " + text("bonus-why-decided", language, who=result.decided_by, why=result.decided_why)
    blocks: list[Block] = [Para(words=words)]
    slug = "bonus-why-evidence" if result.machine is not None and result.machine.evidence else "bonus-why-nearest"
    blocks.extend(Para(words=_evidence(slug, evidence, language), mark="quote") for evidence in result.evidence[:3])
    looked = result.looked
    if looked is not None and not result.evidence:
        place = {"start": _time(looked.start_ms), "end": _time(looked.end_ms), "turns": looked.turns}
        blocks.append(Para(words=text("bonus-why-looked", language, **place), mark="quote"))
    return blocks


def _evidence(slug: str, evidence: Evidence, language: Language) -> str:
    facts = {
        "at": _time(evidence.start_ms),
        "speaker": text(f"bonus-speaker-{evidence.speaker.value}", language),
        "quote": redact_quote(evidence.quote),
        "rule": evidence.rule,
    }
    return text(slug, language, **facts)


def _time(ms: int) -> str:
    """Minutes, seconds and tenths: the place to listen at."""
    return f"{ms // 60_000}:{ms % 60_000 // MILLIPOINTS:02d}.{ms % 1000 // 100}"


def _overrides(trace: Trace, language: Language) -> list[Block]:
    blocks = [_override(effect, language) for effect in trace.overrides]
    return [Heading(words=text("payroll-overrides", language)), *blocks] if blocks else []


def _override(effect: OverrideEffect, language: Language) -> Para:
    override = effect.override
    facts = {
        "call": override.call_id,
        "criterion": override.machine.criterion_id,
        "machine": text(f"bonus-outcome-{override.machine.outcome.value}", language),
        "outcome": text(f"bonus-outcome-{override.decided.outcome.value}", language),
        "who": override.decided.who,
        "why": override.decided.why,
        "moved": money(effect.amount, language) if not effect.percent else percent(effect.percent, language),
    }
    return Para(words=text("bonus-why-override", language, **facts))
