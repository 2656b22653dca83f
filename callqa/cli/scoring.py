"""What ``callqa score`` does between its options and its exit status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.progress import progress_listener
from callqa.cli.session import Session
from callqa.model import CallStatus, Severity
from callqa.pipeline import RunOptions, RunReport, Seen, score_paths
from callqa.report import jsonlines
from callqa.report.calls import LeftOut, Titles, calls_table, few_scored, groups_table, left_out_table
from callqa.report.table import Table
from callqa.report.titles import titles_of
from callqa.store import By, Filter, ScoreRow, Store
from callqa.texts import text


def run_and_render(paths: Iterable[str], session: Session, options: RunOptions, outputs: Outputs) -> bool:
    """Run the pipeline and show what came of it; tells whether some input could not be read."""
    with session.open_store() as store:
        with progress_listener(session) as listener:
            report = score_paths(paths, project=session.project, store=store, options=options, listener=listener)
        session.tell(report.problems)
        _warn(report, session)
        if outputs.as_json or session.is_quiet:  # the table that tells them otherwise is not read
            session.tell(problem for item in report.seen if item.status is CallStatus.FAILED for problem in item.problems)
        if outputs.as_json:
            for plain in _json_calls(report, store, session):
                click.echo(plain)
        _show(report, store, session, outputs)
    return report.has_errors


def _warn(report: RunReport, session: Session) -> None:
    """Say what is worth knowing of calls that were read all the same: a lost second, an id that was taken, pay that moves."""
    read = (item for item in report.seen if item.status is not CallStatus.FAILED and item.is_new)
    warnings = [problem for item in read for problem in item.problems if problem.severity is Severity.WARNING]
    session.tell(warnings[:WARNINGS_MOST])
    if len(warnings) > WARNINGS_MOST:
        session.say("cli-more-warnings", count=len(warnings) - WARNINGS_MOST)


def _show(report: RunReport, store: Store, session: Session, outputs: Outputs) -> None:
    rows = tuple(_rows(report.seen, store, report.previewed).values())
    results = store.evaluations.results([row.evaluation_key for row in rows])
    titles = titles_of(store, (row.scorecard_hash for row in rows), session.project, session.language)
    tables = (
        calls_table(rows, results, titles, session.language),
        _left_out(report.seen, session),
        managers_table(rows, store, titles, session),
    )
    render(tables, session, outputs)


def managers_table(rows: Sequence[ScoreRow], store: Store, titles: Titles, session: Session) -> Table:
    """The managers of these calls, over these calls."""
    chosen = Filter(call_ids=tuple(row.call_id for row in rows) or ("",))
    groups = store.sums.by(By.MANAGER, chosen)
    names = {name: titles.manager(name, session.language) for name in (row.manager_id or row.manager for row in rows)}
    return groups_table(
        title=session.words("report-managers"),
        heading=session.words("report-manager"),
        groups=groups,
        scores=store.sums.scores_by(By.MANAGER, chosen, among=few_scored(groups)),
        names=names,
        language=session.language,
    )


def _rows(seen: Sequence[Seen], store: Store, digest: str | None) -> Mapping[str, ScoreRow]:
    """The score rows of a run's calls, by call id; by the previewed scorecard where there was one."""
    wanted = tuple(item.call_id for item in seen if item.call_id is not None and item.status in _JUDGED)
    if not wanted:
        return {}
    return {row.call_id: row for row in store.evaluations.each_score(Filter(call_ids=wanted, scorecard_hash=digest))}


ROLE_PREFIX = "transcribe-role-"
"""Slugs that say how it was decided who the manager is, or why it could not be."""

WARNINGS_MOST = 20
"""Warnings on calls that are said one by one."""

_FILES_ONLY = (CallStatus.FAILED, CallStatus.DUPLICATE)

_JUDGED = (CallStatus.SCORED, CallStatus.NOT_ASSESSED, CallStatus.EXCLUDED)


def _left_out(seen: Sequence[Seen], session: Session) -> Table:
    items = [
        LeftOut(status=item.status, call_id=item.call_id, file=item.path, problems=item.problems)
        for item in seen
        if item.status is not CallStatus.SCORED
    ]
    worded = {item.file: _reason(item, session) for item in items}
    return left_out_table(items, worded, session.language)


def _reason(item: LeftOut, session: Session) -> str:
    """Word what decided it: the last problem, and why nobody knows who spoke; notes of the reading stand before it."""
    roles = tuple(problem for problem in item.problems[:-1] if problem.slug.startswith(ROLE_PREFIX))
    shown = item.problems if item.status is CallStatus.FAILED else (*item.problems[-1:], *roles)
    return "; ".join(text(problem.slug, session.language, **problem.facts) for problem in shown)


def _json_calls(report: RunReport, store: Store, session: Session) -> Iterator[str]:
    """One line a file, in the order they were found; each is built and printed before the next."""
    rows = _rows(report.seen, store, report.previewed)
    for item in report.seen:
        row = rows.get(item.call_id or "") if item.status in _JUDGED else None
        evaluation = None if row is None else store.evaluations.get(row.evaluation_key)
        call = None if item.call_id is None or item.status in _FILES_ONLY else store.calls.get(item.call_id)
        if row is None or evaluation is None or call is None:
            plain = jsonlines.unscored_call(
                call_id=item.call_id,
                file=item.path,
                status=item.status,
                problems=item.problems,
                meta=call.meta if call else None,
                language=session.language,
                duration_ms=call.duration_ms if call else None,
            )
        else:
            results = store.evaluations.results([row.evaluation_key])[row.evaluation_key]
            file = call.meta.file or item.path
            plain = jsonlines.scored_call(
                row, evaluation, results, call.meta, file=file, language=session.language, noted=item.problems
            )
        yield jsonlines.line(plain)
