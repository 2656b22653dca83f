"""Calibration: a random sample is judged blind, and each criterion's agreement is told."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from callqa.model import Outcome
from callqa.report.titles import titled
from callqa.review.errors import NotHereError, RequestFaultyError
from callqa.review.licences import licence_states
from callqa.review.numbers import whole
from callqa.review.visit import Visit
from callqa.score import Criterion
from callqa.statistics import CriterionAgreement, criterion_agreement
from callqa.store import JudgementPair, Role, SampleRow

USUAL_SIZE = 50
LARGEST = 500
"""Calls of a sample; the issue of a licence asks for fifty (``bonus.yaml``)."""

CHOICES = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)
"""What a person may judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A sample and how far it is judged; ``left`` are the calls that wait, in their order."""

    row: SampleRow
    done: int
    left: tuple[str, ...]


def calibration_page(visit: Visit) -> Response:
    """List samples, and what agreement each criterion has by now."""
    samples = tuple(_sample_view(visit, row) for row in reversed(visit.store.calibration.samples()))
    used = visit.store.browse.judged_with()
    titles = visit.site.titles(visit.store, {digest for digest, _ in used}, visit.language)
    cards = {digest: visit.site.scorecard(visit.store, digest) for digest, _ in used}
    states = licence_states(visit, used[0]) if used else ()
    return visit.page(
        "calibration.html", samples=samples, used=used, cards=cards, states=states, titles=titles, usual=USUAL_SIZE, most=LARGEST
    )


def draw(visit: Visit) -> Response:
    """Draw a sample by chance."""
    size = whole(visit.field("size", str(USUAL_SIZE))) or 0
    scorecard, _, model = visit.field("of").partition(" ")
    if not 0 < size <= LARGEST or not scorecard:
        raise RequestFaultyError(what="size, of")
    _refuse_team_head(visit)
    sample = visit.store.calibration.draw(
        scorecard_hash=scorecard,
        engine_model=model or None,
        size=size,
        seed=secrets.randbelow(2**31),
        who=visit.person.login,
    )
    return visit.back(f"/calibration/{sample.sample_key}")


def sample_page(visit: Visit) -> Response:
    """Show a sample: its calls, and the agreement on what was judged."""
    view = _sample(visit)
    pairs = visit.store.calibration.pairs(view.row.sample_key)
    titles = visit.site.titles(visit.store, (view.row.scorecard_hash,), visit.language)
    judged = {pair.call_id for pair in pairs}
    return visit.page("sample.html", view=view, agreements=agreements(pairs), titles=titles, judged=judged)


def blind_page(visit: Visit) -> Response:
    """Show a call's sound and words, and nothing that the machine made of them."""
    view, call_id = _place(visit)
    call = visit.store.calls.get(call_id)
    if call is None:
        raise NotHereError
    transcript = visit.store.transcripts.latest(call_id)
    own = {
        pair.criterion_id: pair.person for pair in visit.store.calibration.pairs(view.row.sample_key) if pair.call_id == call_id
    }
    return visit.page(
        "blind.html",
        view=view,
        call=call,
        transcript=transcript,
        criteria=tuple(_worded(criterion, visit) for criterion in _criteria(visit, view.row)),
        own=own,
        choices=CHOICES,
        has_sound=call.recording_id is not None,
    )


def judge_blind(visit: Visit) -> Response:
    """Keep a person's judgements of a call, all or none, and go on to the next."""
    view, call_id = _place(visit)
    judged: dict[str, Outcome] = {}
    for criterion in _criteria(visit, view.row):
        given = visit.field(f"o-{criterion.criterion_id}")
        if not given:
            continue
        if given not in set(CHOICES):
            raise RequestFaultyError(what=criterion.criterion_id)
        judged[criterion.criterion_id] = Outcome(given)
    if not judged:
        raise RequestFaultyError(what="outcome")
    with visit.store.atomic():
        for criterion_id, outcome in judged.items():
            visit.store.calibration.judge(view.row.sample_key, call_id, criterion_id, outcome, who=visit.person.login)
    left = _sample_view(visit, view.row).left
    path = f"/calibration/{view.row.sample_key}"
    return visit.back(f"{path}/{quote(left[0], safe='')}" if left else path)


def agreements(pairs: Iterable[JudgementPair]) -> dict[str, CriterionAgreement]:
    """Compare people with the machine, a criterion each."""
    by_criterion: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for pair in pairs:
        by_criterion.setdefault(pair.criterion_id, []).append((pair.person, pair.machine))
    return {name: criterion_agreement(found) for name, found in by_criterion.items()}


def _sample(visit: Visit) -> SampleView:
    _refuse_team_head(visit)
    key = visit.path("key")
    number = whole(key)
    if number is None:
        raise NotHereError
    return _sample_view(visit, visit.store.calibration.sample(number))


def _place(visit: Visit) -> tuple[SampleView, str]:
    view, call_id = _sample(visit), visit.path("call")
    if call_id not in view.row.call_ids:
        raise NotHereError
    return view, call_id


def _refuse_team_head(visit: Visit) -> None:
    """A sample spans all teams: whoever sees one team only has no part in it.

    Raises:
        NotHereError: The person sees one team only.
    """
    if visit.person.role is Role.HEAD and visit.person.team is not None:
        raise NotHereError


def _sample_view(visit: Visit, row: SampleRow) -> SampleView:
    done = {pair.call_id for pair in visit.store.calibration.pairs(row.sample_key)}
    return SampleView(row=row, done=len(done), left=tuple(call_id for call_id in row.call_ids if call_id not in done))


def _criteria(visit: Visit, row: SampleRow) -> tuple[Criterion, ...]:
    return visit.site.scorecard(visit.store, row.scorecard_hash).criteria


def _worded(criterion: Criterion, visit: Visit) -> tuple[str, str, str]:
    title = titled(criterion.title, visit.language) or criterion.criterion_id
    return criterion.criterion_id, title, titled(criterion.why, visit.language)
