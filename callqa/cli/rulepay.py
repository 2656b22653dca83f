"""Whose pay an edit of the rules would move: the part of ``callqa rules diff`` that speaks of money."""

from __future__ import annotations

from callqa.bonus import Moved, Period
from callqa.cli.session import Session
from callqa.model import Evaluation
from callqa.paying.differing import rules_effect
from callqa.paying.errors import SchemeMissingError
from callqa.paying.gathering import in_force
from callqa.paying.periods import parse_period
from callqa.paying.viewing import periods_with_data
from callqa.pipeline.rejudging import StoredJudge
from callqa.rulebook.comparing import Choosing, judge_both
from callqa.score import Scorecard
from callqa.store import Store


def pay_moved(
    session: Session, store: Store, old: Scorecard, new: Scorecard, *, choosing: Choosing, period: str | None = None
) -> tuple[Period, tuple[Moved, ...]] | None:
    """Compute a month, else the last with paid calls, by both scorecards; nothing where there is no scheme or no such month."""
    asked = None if period is None else parse_period(period)
    try:
        months = periods_with_data(session.project, store)
    except SchemeMissingError:
        return None
    for month in reversed(months) if asked is None else (asked,):
        keys = _paid(store, month, old.language)
        if keys:
            pairs = _evaluated(store, keys, choosing)
            before, after = ({call_id: pair[at] for call_id, pair in pairs.items()} for at in (0, 1))
            return month, rules_effect(session.project, store, month, before=before, after=after, drafts=(old, new))
    return None


def _paid(store: Store, month: Period, language: str) -> list[int]:
    chosen = in_force(store, store.payfacts.paid(month.since.isoformat(), month.until.isoformat()))
    return [one.evaluation_key for one in chosen if one.language == language]


def _evaluated(store: Store, keys: list[int], choosing: Choosing) -> dict[str, tuple[Evaluation, Evaluation]]:
    found: dict[str, tuple[Evaluation, Evaluation]] = {}
    judge = StoredJudge(store)
    for key in keys:
        stored, context = store.evaluations.get(key), store.evaluations.context(key)
        analysis = store.analyses.get(stored.analysis_id) if stored is not None else None
        sides = choosing(context) if context is not None else None
        if sides is not None and analysis is not None:
            found[analysis.call_id] = judge_both(sides, analysis, judge=judge)
    return found
