"""The sheet for the monthly talk: three strong points, three weak, three calls to hear."""

from __future__ import annotations

from collections.abc import Mapping

from callqa.bonus import CallFact, CallState
from callqa.bonus.measuring import sums
from callqa.model import Outcome
from callqa.paying.tracing import strong_and_weak
from callqa.paying.viewing import PayView
from callqa.report.payroll.pages import Block, Heading, Page, Para, Signatures
from callqa.report.payroll.words import figure
from callqa.texts import Language, text

CALLS_TO_HEAR = 3


def talk_page(view: PayView, manager_id: str, language: Language, titles: Mapping[str, str]) -> Page:
    """Build the sheet; ``titles`` words the criteria."""
    person = next((person for person in view.of(manager_id).facts.people if person.manager_id == manager_id), None)
    calls = person.calls if person is not None else ()
    strong, weak = strong_and_weak(calls)
    blocks: list[Block] = []
    for slug, names in (("payroll-talk-strong", strong), ("payroll-talk-weak", weak)):
        blocks.append(Heading(words=text(slug, language)))
        blocks.extend(Para(words=_point(name, calls, language, titles)) for name in names)
    blocks.append(Heading(words=text("payroll-talk-hear", language)))
    blocks.extend(Para(words=_call(call, weak, language, titles)) for call in calls_to_hear(calls, weak))
    blocks.append(Heading(words=text("payroll-talk-agreed", language)))
    blocks.append(Signatures(labels=(text("payroll-sign-manager", language), text("payroll-sign-head", language))))
    name = person.name if person is not None else manager_id
    title = text("payroll-talk-title", language, period=view.period, name=name)
    return Page(title=title, blocks=tuple(blocks))


def calls_to_hear(calls: tuple[CallFact, ...], weak: tuple[str, ...]) -> tuple[CallFact, ...]:
    """Choose calls: the best one to learn from, and those where most of the weak points were missed."""
    scored = [call for call in calls if call.state is CallState.SCORED and sums(call).possible]
    if not scored:
        return ()
    best = max(scored, key=lambda call: (sums(call).earned * 10_000 // sums(call).possible, call.call_id))
    rest = [call for call in scored if call is not best]
    rest.sort(key=lambda call: (-_missed(call, weak), sums(call).earned * 10_000 // sums(call).possible, call.call_id))
    return (best, *rest[: CALLS_TO_HEAR - 1])


def _missed(call: CallFact, weak: tuple[str, ...]) -> int:
    return sum(result.criterion_id in weak and result.outcome is Outcome.NOT_MET for result in call.results)


def _point(name: str, calls: tuple[CallFact, ...], language: Language, titles: Mapping[str, str]) -> str:
    results = [
        result
        for call in calls
        if call.state is CallState.SCORED
        for result in call.results
        if result.criterion_id == name and result.possible_millipoints
    ]
    earned = sum(result.earned_millipoints for result in results)
    possible = sum(result.possible_millipoints for result in results)
    share = figure(f"{100 * earned}/{possible}", language, 0)
    return text("payroll-talk-point", language, title=titles.get(name, name), share=share, calls=len(results))


def _call(call: CallFact, weak: tuple[str, ...], language: Language, titles: Mapping[str, str]) -> str:
    points = sums(call)
    missed = [
        titles.get(result.criterion_id, result.criterion_id)
        for result in call.results
        if result.criterion_id in weak and result.outcome is Outcome.NOT_MET
    ]
    facts = {
        "call": call.call_id,
        "day": call.day.isoformat(),
        "share": figure(f"{100 * points.earned}/{points.possible}", language, 0),
    }
    slug = "payroll-talk-call-missed" if missed else "payroll-talk-call-good"
    return text(slug, language, **facts, missed=", ".join(missed))
