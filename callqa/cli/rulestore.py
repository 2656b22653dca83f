"""What the rule author's commands do with stored calls: explain, compare."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.paying import show_moved
from callqa.cli.rulepay import pay_moved
from callqa.cli.ruling import found_path, loaded
from callqa.cli.session import Session
from callqa.codec import to_plain
from callqa.errors import CallqaError
from callqa.model import Analysis, CallContext, CriterionResult, Evidence, Outcome
from callqa.pipeline.rejudging import StoredJudge
from callqa.pipeline.whatif import WhatIf
from callqa.report import jsonlines
from callqa.report.payroll.jsonl import moved_json
from callqa.report.table import Column, Kind, Table
from callqa.report.titles import stored_scorecard
from callqa.rulebook import find_scorecard
from callqa.rulebook.comparing import Comparison, compare
from callqa.rulebook.explaining import Explanation, explain
from callqa.score import Scorecard
from callqa.store import CallRow, Filter, SourceKind, Store

_HUNDREDTHS = Decimal(100)


class CriterionUnknownError(CallqaError):
    """The scorecard has no criterion of that id."""

    slug = "rules-criterion-unknown"


class NotAnalysedError(CallqaError):
    """A call that is stored without its words: nothing can be explained."""

    slug = "rules-not-analysed"


class VersionUnknownError(CallqaError):
    """``id@version`` that was never stored."""

    slug = "rules-version-unknown"


def explain_criterion(session: Session, criterion: str, call: str, *, scorecard: str | None, as_json: bool) -> None:
    """Print why a criterion came out as it did on a call."""
    with session.read_store() as store:
        row = store.calls.find(call)
        analysis, context = _stored_call(session, store, row)
        card = _scorecard(session, store, scorecard) if scorecard else _judged_by(session, store, row, analysis.language)
    try:
        explanation = explain(criterion, analysis, card, context)
    except KeyError as error:
        known = ", ".join(one.criterion_id for one in card.criteria)
        raise CriterionUnknownError(name=criterion, scorecard=card.name, known=known) from error
    if as_json:
        click.echo(jsonlines.line({"call_id": row.call_id, "scorecard": card.name, **to_plain(explanation)}))
        return
    for line in _explained(explanation, card, session):
        click.echo(line)


def diff_scorecards(session: Session, old: str, new: str, outputs: Outputs, *, period: str | None = None) -> None:
    """Print what an edit would move over the stored calls."""
    with session.read_store() as store:
        before, after = _scorecard(session, store, old), _scorecard(session, store, new)
        choosing = WhatIf(session.project, store, before, after)
        calls = _stored_calls(session, store, before.language)
        comparison = compare(calls, choosing=choosing, judge=StoredJudge(store))
        pay = pay_moved(session, store, before, after, choosing=choosing, period=period)
    if outputs.as_json:
        moved = {"period": str(pay[0]), "pay": [moved_json(one) for one in pay[1]]} if pay is not None else {}
        click.echo(jsonlines.line({"old": before.name, "new": after.name, **to_plain(comparison), **moved}))
    render(_tables(comparison, session), session, outputs)
    if pay is not None and not outputs.as_json:
        show_moved(session, Outputs(), *pay)
    facts = {"calls": comparison.calls, "outcomes": len(comparison.outcomes), "scores": len(comparison.scores)}
    session.say("rules-compared", old=before.name, new=after.name, **facts)


def _scorecard(session: Session, store: Store, name: str) -> Scorecard:
    """A scorecard by file, by name, or by the id and version under which it was stored."""
    scorecard_id, at, version = name.partition("@")
    if not at or find_scorecard(name, session.project.root) is not None:
        return loaded(session, found_path(session, name))
    for source in store.sources.listed(SourceKind.SCORECARD, name=scorecard_id):
        if str(source.version) == version:
            return stored_scorecard(store, source.hash)
    raise VersionUnknownError(name=name)


def _judged_by(session: Session, store: Store, row: CallRow, language: str) -> Scorecard:
    """The scorecard of the call's current evaluation; the project's where it has none."""
    rows = store.evaluations.scores(Filter(call_ids=(row.call_id,)))
    if rows:
        return stored_scorecard(store, rows[0].scorecard_hash)
    named = (name for own, name in session.project.settings.named_scorecards if own == language)
    return _scorecard(session, store, next(named, "sales-ru"))


def _stored_call(session: Session, store: Store, row: CallRow) -> tuple[Analysis, CallContext]:
    """A call's words, and what was known of it when it was judged; of one never judged, what is known now."""
    analysis = store.analyses.latest(row.call_id)
    if analysis is None:
        raise NotAnalysedError(call=row.call_id)
    context = store.evaluations.context(row.evaluation_key) if row.evaluation_key is not None else None
    return analysis, context or session.project.context(row.meta, analysis.language)


def _stored_calls(session: Session, store: Store, language: str) -> Iterator[tuple[Analysis, CallContext]]:
    for call_id in dict.fromkeys(transcript.call_id for transcript in store.transcripts.all()):
        row = store.calls.get(call_id)
        if row is not None and store.analyses.latest_id(call_id) is not None:
            analysis, context = _stored_call(session, store, row)
            if analysis.language == language:
                yield analysis, context


def _explained(explanation: Explanation, card: Scorecard, session: Session) -> Iterator[str]:
    result = explanation.result
    criterion = card.criterion(result.criterion_id)
    title = criterion.title.get(session.language) or criterion.criterion_id
    outcome = _outcome(result.outcome, session)
    place = card.lines.get(f"criteria/{result.criterion_id}", card.source)
    yield session.words("rules-explained", title=title, outcome=outcome, scorecard=card.name, place=place)
    yield from _reasons(result, session)
    for hit in explanation.found:
        slug = "rules-explained-hit" if hit.is_sure else "rules-explained-doubt"
        yield session.words(slug, turn=hit.utterance + 1, quote=hit.quote, name=hit.name, rule=hit.rule)
    for turn in explanation.likely:
        facts = {"turn": turn.utterance + 1, "label": turn.label, "probability": _percent(turn.probability_e4)}
        facts |= {"met": _percent(turn.met_e4), "doubt": _percent(turn.doubt_e4), "text": turn.text[:100]}
        yield session.words("rules-explained-model", **facts, reasons=", ".join(turn.reasons) or "—")


def _reasons(result: CriterionResult, session: Session) -> Iterator[str]:
    if result.reason:
        yield "  " + session.words(result.reason)
    for evidence in result.evidence:
        yield session.words("rules-explained-evidence", **_facts(evidence), reasons=_worded(evidence, session))
    if result.looked is not None:
        looked = result.looked
        times = {"start": _clock(looked.start_ms), "end": _clock(looked.end_ms)}
        yield session.words("rules-explained-looked", **times, turns=looked.turns)
    if result.nearest_miss is not None:
        yield session.words("rules-explained-nearest", **_facts(result.nearest_miss))


def _facts(evidence: Evidence) -> dict[str, Any]:
    return {"time": _clock(evidence.start_ms), "quote": evidence.quote, "rule": evidence.rule, "likeness": evidence.likeness}


def _worded(evidence: Evidence, session: Session) -> str:
    worded = [session.words(one) if one.startswith("score-") else one for one in evidence.reasons]
    return f" ({', '.join(worded)})" if worded else ""


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1_000 % 60:02}"


def _percent(share_e4: int) -> str:
    return f"{share_e4 // 100} %"


def _tables(comparison: Comparison, session: Session) -> tuple[Table, ...]:
    return (_outcome_table(comparison, session), _score_table(comparison, session), _manager_table(comparison, session))


def _outcome_table(comparison: Comparison, session: Session) -> Table:
    columns = (
        Column(key="call_id", title=session.words("rules-column-call")),
        Column(key="manager", title=session.words("rules-column-manager")),
        Column(key="criterion", title=session.words("rules-column-criterion")),
        Column(key="before", title=session.words("rules-column-before")),
        Column(key="after", title=session.words("rules-column-after")),
        Column(key="points", title=session.words("rules-column-points"), kind=Kind.NUMBER),
    )
    rows = tuple(
        (
            one.call_id,
            one.manager,
            one.criterion_id,
            _outcome(one.before, session),
            _outcome(one.after, session),
            _points(one.after_millipoints - one.before_millipoints),
        )
        for one in comparison.outcomes
    )
    return Table(title=session.words("rules-diff-outcomes"), columns=columns, rows=rows)


def _score_table(comparison: Comparison, session: Session) -> Table:
    columns = (
        Column(key="call_id", title=session.words("rules-column-call")),
        Column(key="manager", title=session.words("rules-column-manager")),
        Column(key="before", title=session.words("rules-column-before"), kind=Kind.SCORE),
        Column(key="after", title=session.words("rules-column-after"), kind=Kind.SCORE),
    )
    rows = tuple((one.call_id, one.manager, _score(one.before_e4), _score(one.after_e4)) for one in comparison.scores)
    return Table(title=session.words("rules-diff-scores"), columns=columns, rows=rows)


def _manager_table(comparison: Comparison, session: Session) -> Table:
    columns = (
        Column(key="manager", title=session.words("rules-column-manager")),
        Column(key="calls", title=session.words("rules-column-calls"), kind=Kind.NUMBER),
        Column(key="before", title=session.words("rules-column-before"), kind=Kind.SCORE),
        Column(key="after", title=session.words("rules-column-after"), kind=Kind.SCORE),
    )
    rows = tuple((one.manager, one.calls, _score(one.before_e4), _score(one.after_e4)) for one in comparison.managers)
    return Table(title=session.words("rules-diff-managers"), columns=columns, rows=rows)


def _outcome(outcome: Outcome | None, session: Session) -> str:
    return "—" if outcome is None else session.words(f"rules-outcome-{outcome.value.replace('_', '-')}")


def _score(score_e4: int | None) -> Decimal | None:
    return None if score_e4 is None else Decimal(score_e4) / _HUNDREDTHS


def _points(millipoints: int) -> Decimal:
    return (Decimal(millipoints) / 1_000).normalize()
