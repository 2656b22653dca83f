"""What ``callqa calibrate`` does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from callqa.cli.outputs import Outputs, render
from callqa.cli.session import Session
from callqa.model import Outcome
from callqa.report import jsonlines
from callqa.report.callpage import render_words
from callqa.report.table import Column, Kind, Table
from callqa.report.terminal import console
from callqa.report.titles import stored_scorecard, titles_of
from callqa.statistics import CriterionAgreement, criterion_agreement
from callqa.store import Filter, Order, SampleRow, SourceKind, Store
from callqa.store.errors import CriterionUnknownError, SampleUnknownError


def draw_sample(session: Session, *, size: int, seed: int, scorecard: str | None, model: str | None) -> None:
    """Draw a sample and say how to go on."""
    with session.open_store() as store:
        digest = _scorecard_hash(store, scorecard)
        sample = store.calibration.draw(scorecard_hash=digest, engine_model=model, size=size, seed=seed, who=session.who())
    session.say("cli-sample-drawn", number=sample.sample_key, calls=len(sample.call_ids), scorecard=sample.scorecard_id)
    if sample.heard_otherwise:
        session.say("cli-sample-heard-otherwise", calls=sample.heard_otherwise)


def list_sample(session: Session, outputs: Outputs, number: int | None) -> None:
    """Print the calls of a sample with how many criteria of each are judged."""
    with session.read_store() as store:
        sample = store.calibration.sample(number)
        criteria = _criteria(store, sample)
        judged: dict[str, set[str]] = {call_id: set() for call_id in sample.call_ids}
        for pair in store.calibration.pairs(sample.sample_key):
            judged[pair.call_id].add(pair.criterion_id)
    if outputs.as_json:
        for call_id, done in judged.items():
            left = [name for name in criteria if name not in done]
            click.echo(jsonlines.line({"sample": sample.sample_key, "call_id": call_id, "judged": sorted(done), "left": left}))
    columns = (
        Column(key="call_id", title=session.words("report-call")),
        Column(key="judged", title=session.words("cli-judged"), kind=Kind.NUMBER),
        Column(key="left", title=session.words("cli-judge-left"), kind=Kind.NUMBER),
    )
    rows = tuple((call_id, len(done), len(criteria) - len(done)) for call_id, done in judged.items())
    title = session.words("cli-sample-title", number=sample.sample_key)
    render([Table(title=title, columns=columns, rows=rows, notes=(", ".join(criteria),))], session, outputs)


def read_blind(session: Session, call: str) -> None:
    """Print a call's words and nothing that the machine made of them."""
    with session.read_store() as store:
        transcript = store.transcripts.latest(store.calls.find(call).call_id)
        render_words(transcript, language=session.language, to=console())


def judge_call(session: Session, number: int | None, call: str, criterion: str, outcome: str) -> None:
    """Keep a person's judgement."""
    with session.open_store() as store:
        sample = store.calibration.sample(number)
        criteria = _criteria(store, sample)
        if criterion not in criteria:
            raise CriterionUnknownError(criterion=criterion, known=", ".join(criteria))
        call_id = store.calls.find(call).call_id
        store.calibration.judge(sample.sample_key, call_id, criterion, Outcome(outcome), who=session.who())
    session.say("cli-judgement-kept", call=call_id, criterion=criterion)


def show_result(session: Session, outputs: Outputs, number: int | None) -> None:
    """Print the agreement of each judged criterion."""
    with session.read_store() as store:
        sample = store.calibration.sample(number)
        pairs = store.calibration.pairs(sample.sample_key)
        titles = titles_of(store, (sample.scorecard_hash,), session.project, session.language)
    criteria = dict.fromkeys(pair.criterion_id for pair in pairs)
    found = {
        name: criterion_agreement([(pair.person, pair.machine) for pair in pairs if pair.criterion_id == name])
        for name in criteria
    }
    if outputs.as_json:
        for name, agreement in found.items():
            click.echo(jsonlines.line({"sample": sample.sample_key, "criterion": name} | _plain(agreement)))
    table = _result_table(session, sample, titles.criteria, found)
    render([table], session, outputs)
    if not found and not outputs.as_json:
        session.say("cli-nothing-judged", number=sample.sample_key)


def _result_table(session: Session, sample: SampleRow, titles: Any, found: dict[str, CriterionAgreement]) -> Table:
    kinds = ("judged", "agreed", "kappa", "low", "high", "false_not_met", "not_assessed")
    columns = (
        Column(key="criterion", title=session.words("report-criterion")),
        *(Column(key=kind, title=session.words(f"cli-agreement-{kind}"), kind=Kind.NUMBER) for kind in kinds),
    )
    rows = tuple(
        (
            titles.get(name, name),
            agreement.judged,
            agreement.agreed,
            *(_hundredths(value) for value in (agreement.kappa, agreement.low, agreement.high, agreement.false_not_met)),
            agreement.not_assessed,
        )
        for name, agreement in found.items()
    )
    title = session.words("cli-sample-title", number=sample.sample_key)
    return Table(title=title, columns=columns, rows=rows, notes=(session.words("cli-agreement-note"),))


def _plain(agreement: CriterionAgreement) -> dict[str, Any]:
    return {
        "judged": agreement.judged,
        "agreed": agreement.agreed,
        "kappa": agreement.kappa,
        "kappa_ci": [agreement.low, agreement.high],
        "false_not_met": agreement.false_not_met,
        "not_assessed": agreement.not_assessed,
    }


def _hundredths(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def _scorecard_hash(store: Store, name: str | None) -> str:
    if name is None:
        rows = store.evaluations.scores(Filter(), order=Order.NEWEST, limit=1)
        if not rows:
            raise SampleUnknownError(sample="-")
        return rows[0].scorecard_hash
    stored = store.sources.listed(SourceKind.SCORECARD, name=name)
    if not stored:
        raise SampleUnknownError(sample=name)
    return stored[-1].hash


def _criteria(store: Store, sample: SampleRow) -> tuple[str, ...]:
    return tuple(criterion.criterion_id for criterion in stored_scorecard(store, sample.scorecard_hash).criteria)
