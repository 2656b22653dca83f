"""A run: every file that was found is read, heard where it is new, judged and stored; a bad one stops no other."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from callqa.errors import CallqaError
from callqa.model import CallStatus
from callqa.pipeline.memory import GivingBack, bound_heaps
from callqa.pipeline.options import LOCAL, Listener, RunOptions, RunReport, Seen, SilentListener
from callqa.pipeline.planning import DUPLICATE, FAILED, Item, Plan, make_plan
from callqa.pipeline.remote import Shadow
from callqa.settings import Project
from callqa.store import KnownFile, Store


class RunnerMissingError(CallqaError):
    """Work was to be done elsewhere, and that is not installed."""

    slug = "pipeline-runner-missing"


def score_paths(
    paths: Iterable[Path | str],
    *,
    project: Project,
    store: Store,
    options: RunOptions,
    listener: Listener | None = None,
) -> RunReport:
    """Score recordings and transcripts: find, hear, analyse, evaluate, store; each call is stored as it is finished.

    Raises:
        ScorecardFaultyError: A scorecard has errors; nothing was done.
        StoreError: The database cannot take more; finished calls are kept.
        ModelError: Sounds are to be heard and no speech model can be used; transcripts were scored.
        RemoteError: A folder elsewhere cannot be listed.
    """
    listener = listener or SilentListener()
    if options.runner != LOCAL and importlib.util.find_spec(options.runner) is None:
        raise RunnerMissingError(runner=options.runner)
    with Shadow() as shadow:
        plan = make_plan(paths, project=project, store=store, options=options, shadow=shadow)
        return _run(plan, project, store, options, listener)


def _run(plan: Plan, project: Project, store: Store, options: RunOptions, listener: Listener) -> RunReport:
    waiting = [item for item in plan.items if not item.is_settled or options.scorecard is not None]
    listener.found(len(plan.items), len(waiting))
    done = {item.shown for item in waiting}
    seen = {item.shown: _settled(item, store) for item in plan.items if item.shown not in done}
    if not waiting:
        return RunReport(seen=_in_order(plan, seen), problems=plan.problems)
    bound_heaps()
    run_key = store.runs.begin(options.command, who=options.who)
    worker = import_module("callqa.pipeline.working").Worker(project, store, options, listener)  # heavy: only for work
    heaps = GivingBack()
    try:
        for item_seen in worker.work(waiting):
            heaps.now_and_then()
            seen[item_seen.path] = item_seen
            store.runs.note(run_key, item_seen.problems, call_id=item_seen.call_id)
    finally:
        report = RunReport(
            seen=_in_order(plan, seen),
            problems=(*plan.problems, *worker.problems),
            heard_by=worker.heard_by,
            previewed=worker.previewed,
        )
        store.runs.end(run_key, report.counts)
    return report


def _in_order(plan: Plan, seen: dict[str, Seen]) -> tuple[Seen, ...]:
    return tuple(seen[item.shown] for item in plan.items if item.shown in seen)


def _settled(item: Item, store: Store) -> Seen:
    """Repeat what is known of a file that did not change."""
    known = item.known
    assert known is not None  # noqa: S101 - the caller chose settled items
    return Seen(
        path=item.shown,
        call_id=item.meta.call_id if known.status == DUPLICATE else known.call_id or item.meta.call_id,
        status=_status(known, store),
        problems=known.problems,
        is_new=False,
    )


def _status(known: KnownFile, store: Store) -> CallStatus:
    if known.status == DUPLICATE:
        return CallStatus.DUPLICATE
    if known.status == FAILED or known.call_id is None:
        return CallStatus.FAILED
    call = store.calls.get(known.call_id)
    return CallStatus(call.state) if call is not None and call.state in set(CallStatus) else CallStatus.NOT_ASSESSED
