"""A manager's booklet gathered from the store and their recordings: ``callqa report --html``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from callqa.ingest.errors import SoundError
from callqa.model import CriterionResult, Evaluation
from callqa.pipeline.clips import SoundGoneError, WordsGoneError, cut_clip
from callqa.report.calls import Titles
from callqa.report.html import Booklet, BookletCall, BookletCriterion, Clip
from callqa.report.titles import titles_of
from callqa.settings import Project
from callqa.statistics import mean_interval
from callqa.store import Filter, Order, ResultRow, ScoreRow, Store
from callqa.texts import Language

CALLS_MOST = 40
"""Calls spelled out: the worst ones; the mean is over all."""

CLIPS_MOST = 4
"""Clips of a call: what earned or nearly earned a point, the first of each criterion."""

LEAD_MS = 1_000
TAIL_MS = 500
LONGEST_MS = 8_000
"""A clip begins a second before the words and lasts a few seconds: about 60 KB each."""


def gather_booklet(project: Project, store: Store, chosen: Filter, language: Language) -> Booklet:
    """Gather one manager's booklet; ``chosen`` names the manager and the days."""
    rows = [row for row in store.evaluations.each_score(chosen, order=Order.SCORE) if row.score_e4 is not None]
    shown = rows[:CALLS_MOST]
    titles = titles_of(store, (row.scorecard_hash for row in shown), project, language)
    results = store.evaluations.results([row.evaluation_key for row in shown])
    mean = mean_interval([row.score_e4 for row in rows if row.score_e4 is not None])
    until = None if chosen.until is None else (date.fromisoformat(chosen.until) - timedelta(days=1)).isoformat()
    gathered = _Gathering(project, store, titles)
    return Booklet(
        manager=titles.manager(chosen.managers[0] if chosen.managers else None, language),
        since=chosen.since,
        until=until,
        mean_e4=mean.middle if mean else None,
        low_e4=mean.low if mean else None,
        high_e4=mean.high if mean else None,
        calls=tuple(gathered.call(row, results[row.evaluation_key]) for row in shown),
        left_out=len(rows) - len(shown),
    )


class _Gathering:
    def __init__(self, project: Project, store: Store, titles: Titles) -> None:
        self._project = project
        self._store = store
        self._titles = titles

    def call(self, row: ScoreRow, results: tuple[ResultRow, ...]) -> BookletCall:
        evaluation = self._store.evaluations.get(row.evaluation_key)
        machine = {item.criterion_id: item for item in evaluation.criteria} if evaluation else {}
        clips = self._clips(row.call_id, evaluation)
        overrides = self._store.people.overrides(call_id=row.call_id)
        criteria = tuple(
            BookletCriterion(
                title=self._titles.criteria.get(result.criterion_id, result.criterion_id),
                result=result,
                machine=machine.get(result.criterion_id),
                history=tuple(item for item in overrides if item.criterion_id == result.criterion_id),
                clips=clips,
            )
            for result in results
        )
        return BookletCall(row=row, criteria=criteria, comments=self._store.people.comments(row.call_id))

    def _clips(self, call_id: str, evaluation: Evaluation | None) -> Mapping[int, Clip]:
        """Cut the clips of a call, silent where private words were said; without its recording or its words there are none."""
        clips: dict[int, Clip] = {}
        for item in () if evaluation is None else evaluation.criteria:
            heard = _heard(item)
            if heard is None or heard[0] in clips or len(clips) == CLIPS_MOST:
                continue
            start, end = heard
            last = min(end + TAIL_MS, start - LEAD_MS + LONGEST_MS)
            try:
                content = cut_clip(self._store, self._project.root, call_id, max(start - LEAD_MS, 0), last, is_light=True)
            except (SoundError, SoundGoneError, WordsGoneError):
                return {}
            clips[start] = Clip(start_ms=start, content=content)
        return clips


def _heard(item: CriterionResult) -> tuple[int, int] | None:
    """The stretch that one would want to hear: the first evidence, else the nearest miss."""
    evidence = item.evidence[0] if item.evidence else item.nearest_miss
    return None if evidence is None else (evidence.start_ms, evidence.end_ms)
