"""The scorecards, read-only: what is asked, what the rules' own checks find, and what a draft would move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from callqa.bonus import Period
from callqa.errors import CallqaError
from callqa.model import Analysis, CallContext, CallStatus
from callqa.paying.differing import rules_effect
from callqa.pipeline.rejudging import StoredJudge
from callqa.pipeline.whatif import WhatIf
from callqa.report.payroll.words import money
from callqa.report.titles import titled
from callqa.review.errors import NotHereError
from callqa.review.licences import licence_states
from callqa.review.people import Permission
from callqa.review.visit import Visit
from callqa.rulebook import find_scorecard, load_scorecard
from callqa.rulebook.comparing import Choosing, compare, judge_both
from callqa.score import Scorecard
from callqa.store import Filter, Order, OverrideKind, OverrideRow, Span
from callqa.texts import message, text

TRIED_MOST = 300
"""Calls that a draft is tried on: the latest ones, so that the page is there within seconds."""

MISHEARD_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A scorecard's file as it is now beside what judged last; ``is_draft`` says that they differ."""

    name: str
    card: Scorecard | None
    problems: tuple[str, ...]
    is_draft: bool


def rules_page(visit: Visit) -> Response:
    """Show the scorecards in use, and the project's files with their problems."""
    used = visit.store.browse.judged_with()
    cards = {digest: visit.site.scorecard(visit.store, digest) for digest, _ in used}
    files = _files(visit, set(cards)) if visit.person.may(Permission.DRAFT) else ()
    licences = {row.criterion_id: row for row in (licence_states(visit, used[0]) if used else ())}
    return visit.page(
        "rules.html",
        cards=tuple(cards.values()),
        files=files,
        misheard=_misheard(visit) if visit.person.may(Permission.DRAFT) else (),
        titles=visit.site.titles(visit.store, cards, visit.language),
        licences=licences,
        titled=lambda given: titled(given, visit.language),
        sections=_sections,
    )


def _misheard(visit: Visit) -> tuple[OverrideRow, ...]:
    """The latest overrides whose reason is not the rule, of calls inside the person's wall."""
    kinds = (OverrideKind.WRONG_WORDS, OverrideKind.WRONG_SPEAKER)
    return visit.store.people.latest_overrides(kinds, visit.person.narrowed_span(Span()), limit=MISHEARD_SHOWN)


def effect_page(visit: Visit) -> Response:
    """Try a file's scorecard on the latest calls: whose outcomes, scores and money would move."""
    name = visit.path("name")
    view = next((file for file in _files(visit, set()) if file.name == name), None)
    if view is None or view.card is None:
        raise NotHereError
    old = _last_used(visit, view.card)
    if old is None:
        return visit.page("effect.html", name=name, comparison=None, old=None, new=view.card, moved=(), titles=None)
    calls = tuple(_calls(visit, old))
    choosing = WhatIf(visit.site.project, visit.store, old, view.card)
    comparison = compare(calls, choosing=choosing, judge=StoredJudge(visit.store))
    titles = visit.site.titles(visit.store, (old.scorecard_hash,), visit.language)
    return visit.page(
        "effect.html",
        name=name,
        comparison=comparison,
        old=old,
        new=view.card,
        titles=titles,
        moved=_money(visit, (old, view.card), calls, choosing),
        amount=lambda given: money(given, visit.language),
    )


def _files(visit: Visit, in_use: set[str]) -> tuple[FileView, ...]:
    return tuple(_file(visit, name, in_use) for _, name in visit.site.project.settings.named_scorecards)


def _file(visit: Visit, name: str, in_use: set[str]) -> FileView:
    path = find_scorecard(name, visit.site.project.root)
    if path is None:
        worded = text("rules-not-found", visit.language, name=name)
        return FileView(name=name, card=None, problems=(worded,), is_draft=False)
    card, problems = load_scorecard(path, source_root=visit.site.project.root)
    is_draft = card is not None and card.scorecard_hash not in in_use
    return FileView(name=name, card=card, problems=tuple(message(item, visit.language) for item in problems), is_draft=is_draft)


def _sections(card: Scorecard) -> tuple[tuple[object, tuple[object, ...]], ...]:
    return tuple(
        (section, tuple(item for item in card.criteria if item.section_id == section.section_id)) for section in card.sections
    )


def _last_used(visit: Visit, new: Scorecard) -> Scorecard | None:
    """The scorecard of the same id that judged most calls."""
    for digest, _ in visit.store.browse.judged_with():
        card = visit.site.scorecard(visit.store, digest)
        if card.scorecard_id == new.scorecard_id:
            return card
    return None


def _calls(visit: Visit, card: Scorecard) -> Iterator[tuple[Analysis, CallContext]]:
    chosen = visit.person.narrowed(Filter(statuses=(CallStatus.SCORED, CallStatus.NOT_ASSESSED), languages=(card.language,)))
    for row in visit.store.evaluations.scores(chosen, order=Order.NEWEST, limit=TRIED_MOST):
        analysis = visit.store.analyses.latest(row.call_id)
        context = visit.store.evaluations.context(row.evaluation_key)
        if analysis is not None and context is not None:
            yield analysis, context


def _money(
    visit: Visit, cards: tuple[Scorecard, Scorecard], calls: tuple[tuple[Analysis, CallContext], ...], choosing: Choosing
) -> tuple[object, ...]:
    """Whose pay would move in the month of the latest call; nothing where no scheme counts."""
    if not visit.site.pay.has_scheme or not visit.person.may(Permission.BONUS):
        return ()
    last = max((context.meta.started_at for _, context in calls if context.meta.started_at), default=None)
    if last is None:
        return ()
    period = Period.of(last.astimezone(visit.site.zone).date())
    judge = StoredJudge(visit.store)
    chosen = ((words, context.meta.call_id, choosing(context)) for words, context in calls)
    pairs = {call_id: judge_both(sides, words, judge=judge) for words, call_id, sides in chosen if sides is not None}
    before = {call_id: pair[0] for call_id, pair in pairs.items()}
    after = {call_id: pair[1] for call_id, pair in pairs.items()}
    try:
        return rules_effect(visit.site.project, visit.store, period, before=before, after=after, drafts=cards)
    except CallqaError:
        return ()
