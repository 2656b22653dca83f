"""What ``callqa eval`` asks and shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callqa.agreement import (
    Agreement,
    agree_on_heard,
    agree_on_noise,
    agree_on_text,
    read_folder,
    scorecard_for,
    to_plain,
)  # fmt: skip
from callqa.agreement.figures import Confusion
from callqa.agreement.truth import CRITERIA, TURN_LABELS
from callqa.model import Problem

if TYPE_CHECKING:
    from callqa.agreement.reading import GoldFolder
    from callqa.cli.session import Session
    from callqa.score import Scorecard

_QUOTE_LETTERS = 160


def agreements(
    session: Session,
    folder: Path,
    *,
    recordings: Path | None,
    scorecard: str | None,
    model: str | None,
    noise: int | None = None,
) -> tuple[tuple[Agreement, ...], tuple[Problem, ...]]:
    """Compare every language of a folder; a scorecard given by name judges the calls of its own language."""
    gold = read_folder(folder)
    root = session.project.root
    judged = (
        [scorecard_for(gold.languages[0], scorecard, root)]
        if scorecard
        else [scorecard_for(language, None, root) for language in gold.languages]
    )
    problems = list(gold.problems)
    if noise is not None:
        return tuple(agree_on_noise(gold.of(each.language), each, seed=noise) for each in judged), tuple(problems)
    if recordings is None:
        return tuple(agree_on_text(gold.of(each.language), each) for each in judged), tuple(problems)
    return tuple(_heard(session, gold, each, recordings=recordings, model=model, problems=problems) for each in judged), tuple(
        problems
    )


def _heard(
    session: Session, gold: GoldFolder, scorecard: Scorecard, *, recordings: Path, model: str | None, problems: list[Problem]
) -> Agreement:
    from callqa.agreement.hearing import hear  # noqa: PLC0415 - loads the speech libraries
    from callqa.transcribe import locate_model, recipe_of, runtime_of  # noqa: PLC0415

    settings = session.project.settings
    heard = hear(
        [(one, gold.stems[one.call_id]) for one in gold.of(scorecard.language)],
        recordings,
        model=locate_model(model or settings.speech.model),
        recipe=recipe_of(settings),
        runtime=runtime_of(settings),
        problems=problems,
    )
    return agree_on_heard(heard, scorecard)


def show(session: Session, agreement: Agreement) -> None:
    """Print an agreement for people."""
    from rich.table import Table  # noqa: PLC0415 - not needed for JSON

    from callqa.report.terminal import console  # noqa: PLC0415

    kind = "noise" if agreement.noise is not None else "heard" if agreement.is_heard else "text"
    how = session.words(f"agreement-how-{kind}", seed=agreement.noise)
    title = session.words("agreement-title", scorecard=agreement.scorecard, calls=len(agreement.calls), how=how)
    table = Table(title=title)
    for slug in ("criterion", "kappa", "calls", "not-assessed", "strict", "turns", "f1"):
        table.add_column(session.words(f"agreement-column-{slug}"), justify="left" if slug == "criterion" else "right")
    for name in (*CRITERIA, "objection"):
        table.add_row(*_row(agreement, name))
    terminal = console()
    terminal.print(table)
    for line in _summary(session, agreement):
        click.echo(line)


def _row(agreement: Agreement, name: str) -> tuple[str, ...]:
    turns = agreement.turn_label(name)
    of_turns = (f"{turns.tp}/{turns.fp}/{turns.fn}", _number(turns.f1))
    if name not in CRITERIA:
        return (name, "", "", "", "", *of_turns)
    pair = agreement.criterion(name)
    strict = sum((call[name] for call in agreement.unassessed_read_as_not), Confusion())
    return (name, _number(pair.kappa), f"{pair.tp}/{pair.fp}/{pair.fn}", str(pair.not_assessed), _number(strict.kappa), *of_turns)


def _summary(session: Session, agreement: Agreement) -> Iterator[str]:
    plain, strict = to_plain(agreement), agreement.pooled_strictly
    low, high = plain["pooled"]["kappa_ci"] or (None, None)
    yield session.words(
        "agreement-summary",
        kappa=_number(plain["pooled"]["kappa"]),
        low=_number(low),
        high=_number(high),
        coverage=_number(plain["coverage"]),
        missed=_number(plain["false_not_met"]),
    )
    yield session.words("agreement-strict", kappa=_number(strict.kappa), missed=_number(strict.false_not_met))
    yield session.words("agreement-turns", f1=_number(agreement.mean_turn_f1))
    fillers, stop_words = plain["counts"]["fillers"], plain["counts"]["stop_words"]
    yield session.words(
        "agreement-counts",
        fillers=_number(fillers["mae_per_100_words"]),
        found=fillers["found"],
        spoken=fillers["spoken"],
        false=fillers["false"],
        stop_words=_number(stop_words["mae_per_100_words"]),
    )
    score = plain["score"]
    yield session.words(
        "agreement-score", mae=_number(score["mae"]), within=_number(score["within_10"]), pearson=_number(score["pearson"])
    )


def disagreement_lines(session: Session, agreement: Agreement) -> Iterator[str]:
    """Word each disagreement, criteria of a call before its turns."""
    order = {name: place for place, name in enumerate(TURN_LABELS)}
    for call in agreement.calls:
        for one in sorted(call.disagreements, key=lambda one: (-1 if one.turn is None else one.turn, order[one.label])):
            slug = "agreement-disagreement-call" if one.turn is None else "agreement-disagreement-turn"
            yield session.words(
                slug,
                call=one.call_id,
                turn="" if one.turn is None else one.turn,
                label=one.label,
                gold=one.gold,
                found=one.callqa,
                quote=one.quote[:_QUOTE_LETTERS],
            ).rstrip()


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
