"""What ``callqa watch`` does."""

from __future__ import annotations

import time
from collections.abc import Sequence

from callqa.cli.progress import progress_listener
from callqa.cli.session import Session
from callqa.model import Problem, Severity
from callqa.pipeline import RunOptions, score_paths
from callqa.pipeline.watching import Look, Watcher
from callqa.store import Store
from callqa.texts import message


def watch_folders(
    paths: Sequence[str], session: Session, options: RunOptions, *, every_s: float, still_s: float, is_once: bool
) -> bool:
    """Score what comes in until interrupted; tells whether some input could not be read."""
    watcher = Watcher(paths, session.project, still_s=still_s)
    session.say("cli-watching", paths=", ".join(paths))
    has_errors = False
    with session.open_store() as store:
        try:
            while True:
                look = watcher.look(store)
                if look.whole:
                    has_errors |= _score(look, store, session, options)
                if is_once:
                    return has_errors
                time.sleep(every_s)
        except KeyboardInterrupt:
            session.say("cli-watch-ended")
            return has_errors


def _worth_saying(problems: Sequence[Problem]) -> list[Problem]:
    """Choose what decided it, which stands last, and every warning."""
    return [problem for problem in problems if problem.severity is Severity.WARNING or problem is problems[-1]]


def _score(look: Look, store: Store, session: Session, options: RunOptions) -> bool:
    session.say("cli-watch-backlog", whole=len(look.whole), growing=look.growing, lag=look.lag_s)
    with progress_listener(session) as listener:
        report = score_paths(look.whole, project=session.project, store=store, options=options, listener=listener)
    for seen in report.seen:
        why = "; ".join(message(problem, session.language) for problem in _worth_saying(seen.problems))
        session.say("cli-watch-done", call=seen.call_id, status=session.words(f"report-status-{seen.status}"), why=why)
    return report.has_errors
