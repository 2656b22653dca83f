"""Calls judged again from their stored words, after their metadata was corrected."""

from __future__ import annotations

from collections.abc import Iterable

from callqa.pipeline.judging import Assessor, context_of, heard_by_of
from callqa.pipeline.options import RunOptions
from callqa.pipeline.scorecards import Scorecards
from callqa.settings import Project
from callqa.store import Store


def judge_again(call_ids: Iterable[str], *, project: Project, store: Store, who: str) -> int:
    """Judge stored calls by their metadata as it is now; gives how many had words to judge.

    Raises:
        ScorecardFaultyError: A scorecard has errors; nothing was done.
    """
    options = RunOptions(who=who, command="correct")
    scorecards = Scorecards(project, store, options)
    scorecards.load()
    assessor = Assessor(project, store, options, scorecards)
    return sum(_again(call_id, assessor, scorecards, project, store) for call_id in call_ids)


def _again(call_id: str, assessor: Assessor, scorecards: Scorecards, project: Project, store: Store) -> bool:
    call, transcript = store.calls.get(call_id), store.transcripts.latest(call_id)
    if call is None or transcript is None:
        return False
    context = context_of(call.meta, transcript, project)
    analysis, is_stored = assessor.analysis_of(transcript, context)
    heard_by = heard_by_of(transcript)
    chosen = scorecards.choose(context, team=project.team_of(call.meta), heard_by=heard_by)
    evaluations = assessor.judge(analysis, chosen)
    with store.atomic():
        if not is_stored:
            store.analyses.put(analysis, call_key=call.call_key)
        store.search.put(analysis, call_key=call.call_key)
        assessor.keep(evaluations, analysis, call.call_key, heard_by)
    return True
