"""From a check's spec to something that runs: the closed list of check types in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from callqa.model import Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Figure, Finder, Surroundings
from callqa.score.checks.combine import compile_all, compile_any, compile_label, compile_not
from callqa.score.checks.density import compile_density
from callqa.score.checks.like import compile_like
from callqa.score.checks.measure import compile_measure
from callqa.score.checks.model import compile_model
from callqa.score.checks.names import compile_names
from callqa.score.checks.order import compile_order
from callqa.score.checks.phrases import compile_phrases
from callqa.score.checks.question import compile_question
from callqa.score.checks.reply import compile_reply
from callqa.score.checks.sound import compile_sound
from callqa.score.specs import Check, CheckKind

CALL_KINDS = frozenset({CheckKind.REPLY, CheckKind.ORDER, CheckKind.DENSITY, CheckKind.MEASURE})
"""Check types that read the call as a whole: they stand alone in a criterion."""

Reader = Callable[[CallView], Figure]


T = TypeVar("T")


def _required(spec: T | None) -> T:
    if spec is None:
        raise ValueError("a check without the spec of its kind")
    return spec


def compile_finder(check: Check, surroundings: Surroundings) -> Finder:
    """Compile a check over turns.

    Raises:
        ValueError: The check reads the call as a whole.
    """
    parts = tuple(compile_finder(part, surroundings) for part in check.parts)
    makers: dict[CheckKind, Callable[[], Finder]] = {
        CheckKind.PHRASES: lambda: compile_phrases(_required(check.phrases), check.path, surroundings.language),
        CheckKind.SOUND: lambda: compile_sound(_required(check.sound), check.path, surroundings.language),
        CheckKind.NAMES: lambda: compile_names(_required(check.names), check.path),
        CheckKind.QUESTION: lambda: compile_question(check.least, check.path),
        CheckKind.MODEL: lambda: compile_model(_required(check.model), check.path),
        CheckKind.LIKE: lambda: compile_like(_required(check.like), check.path, surroundings.language),
        CheckKind.LABEL: lambda: compile_label(check.name, surroundings),
        CheckKind.ANY: lambda: compile_any(parts),
        CheckKind.ALL: lambda: compile_all(parts),
        CheckKind.NOT: lambda: compile_not(parts[0], check.path),
    }
    if check.kind not in makers:
        raise ValueError(f"{check.kind} reads the call as a whole")
    return makers[check.kind]()


def compile_reader(check: Check, surroundings: Surroundings, speaker: Speaker | None) -> Reader:
    """Compile a check over the whole call."""
    makers: dict[CheckKind, Callable[[], Reader]] = {
        CheckKind.REPLY: lambda: compile_reply(_required(check.reply), check.path, surroundings),
        CheckKind.ORDER: lambda: compile_order(_required(check.order), check.path, surroundings),
        CheckKind.DENSITY: lambda: compile_density(
            compile_finder(check.parts[0], surroundings), _required(check.density), check.path, speaker
        ),
        CheckKind.MEASURE: lambda: compile_measure(check.name),
    }
    return makers[check.kind]()
