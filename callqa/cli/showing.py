"""What ``callqa show`` gathers and prints."""

from __future__ import annotations

import click

from callqa.analysis.interruptions import interruptions_of
from callqa.cli.session import Session
from callqa.model import CallStatus, Evaluation
from callqa.report import jsonlines
from callqa.report.callpage import CallPage, render_call
from callqa.report.terminal import console
from callqa.report.titles import titles_of
from callqa.store import CallRow, Filter, ScoreRow, Store
from callqa.store.errors import NotEvaluatedError
from callqa.texts import message


def show_call(given: str, session: Session, *, as_json: bool, has_transcript: bool) -> None:
    """Print a call, or why it has no evaluation."""
    with session.read_store() as store:
        call = store.calls.find(given)
        found = evaluated(store, call)
        if found is None:
            _unevaluated(call, session, as_json=as_json)
            return
        row, evaluation = found
        results = store.evaluations.results([row.evaluation_key])[row.evaluation_key]
        if as_json:
            file = call.meta.file or call.call_id
            known = store.recordings.file_of(call.call_id)
            noted = known.problems if known is not None else ()
            plain = jsonlines.scored_call(row, evaluation, results, call.meta, file=file, language=session.language, noted=noted)
            click.echo(jsonlines.line(plain))
            return
        transcript, analysis = store.transcripts.latest(call.call_id), store.analyses.latest(call.call_id)
        page = CallPage(
            row=row,
            meta=call.meta,
            evaluation=evaluation,
            results=results,
            titles=titles_of(store, (row.scorecard_hash,), session.project, session.language),
            transcript=transcript,
            overrides=store.people.overrides(call_id=call.call_id),
            disputes=store.people.disputes(call_id=call.call_id),
            comments=store.people.comments(call.call_id),
            interruptions=interruptions_of(transcript, analysis.turns) if transcript and analysis else (),
        )
        zone = session.project.settings.zone
        render_call(page, language=session.language, zone=zone, to=console(), has_transcript=has_transcript)


def evaluated(store: Store, call: CallRow) -> tuple[ScoreRow, Evaluation] | None:
    """Read a call's row and current evaluation; ``None`` where it was never judged."""
    rows = store.evaluations.scores(Filter(call_ids=(call.call_id,)))
    evaluation = store.evaluations.get(rows[0].evaluation_key) if rows else None
    return None if evaluation is None else (rows[0], evaluation)


def _unevaluated(call: CallRow, session: Session, *, as_json: bool) -> None:
    if not call.problems:
        raise NotEvaluatedError(call=call.call_id)
    if as_json:
        status = CallStatus(call.state)
        plain = jsonlines.unscored_call(
            call_id=call.call_id,
            file=call.file or "",
            status=status,
            problems=call.problems,
            meta=call.meta,
            language=session.language,
            spoken=call.language,
            duration_ms=call.duration_ms,
        )
        click.echo(jsonlines.line(plain))
        return
    click.echo(f"{call.call_id}: {session.words(f'report-status-{call.state}')}")
    for problem in call.problems:
        click.echo(message(problem, session.language))
