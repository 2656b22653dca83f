"""Which side or voice is the manager: by the recipe's setting, the call's metadata, or the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.analysis.rolemodel import SURE_AT, manager_weight
from callqa.model import FULL_E4
from callqa.transcribe.rolehints import RoleHints, weigh_hints

LEAST_E4 = 5_000
"""Confidence without any evidence: as good as a coin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who is who.

    Attributes:
        manager: Index of the manager's side or voice; ``None`` where it cannot be told.
        reason: Slug of ``callqa.texts``.
        weights: What speaks for each being the manager, in hundredths of log-odds.
    """

    manager: int | None
    reason: str
    confidence_e4: int
    weights: tuple[int, ...] = ()


def decide_roles(
    texts: Sequence[str],
    language: str,
    *,
    named: int | None = None,
    named_by: str = "",
    hints: RoleHints | None = None,
    order: Sequence[int] | None = None,
) -> Roles:
    """Decide which of the sides or voices is the manager.

    Args:
        texts: What each side said, in order of time.
        language: Of the call.
        named: The manager's side where it was told.
        named_by: ``setting`` or ``metadata``.
        hints: What is known of the call beforehand.
        order: Each side's place in the order in which they were first heard; as they stand where not given.
    """
    if named is not None:
        return Roles(manager=named, reason=f"transcribe-role-{named_by}", confidence_e4=FULL_E4)
    if len(texts) < 2:  # noqa: PLR2004 - two sides
        return Roles(manager=None, reason="transcribe-role-one-voice", confidence_e4=0)
    known = hints or RoleHints()
    places = order or range(len(texts))
    scores = [manager_weight(text, language) + weigh_hints(text, place, known) for text, place in zip(texts, places, strict=True)]
    best, second = sorted(range(len(texts)), key=lambda index: (-scores[index], index))[:2]
    difference = scores[best] - scores[second]
    if difference == 0:  # the one who talks more sells, but that is a guess
        words = [len(text.split()) for text in texts]
        most = max((best, second), key=lambda index: (words[index], -index))
        return Roles(manager=most, reason="transcribe-role-guess", confidence_e4=LEAST_E4, weights=tuple(scores))
    confidence = LEAST_E4 + (FULL_E4 - LEAST_E4) * min(difference, SURE_AT) // SURE_AT
    return Roles(manager=best, reason="transcribe-role-words", confidence_e4=confidence, weights=tuple(scores))
