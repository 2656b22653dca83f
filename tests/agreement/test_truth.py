"""The guide's rules for a call as a whole."""

from __future__ import annotations

import pytest

from callqa.agreement.gold import Gold, GoldTurn
from callqa.agreement.truth import expected_outcomes, expected_score
from callqa.model import Speaker


def gold(lines: str) -> Gold:
    """Read lines ``m labels`` or ``c labels``; ``objection_handling@1`` answers turn 1."""
    turns = []
    for line in lines.strip().splitlines():
        side, *labels = line.split()
        handles = tuple(int(at) for label in labels for at in label.split("@")[1:])
        turns.append(
            GoldTurn(
                speaker=Speaker.MANAGER if side == "m" else Speaker.CLIENT,
                text="…",
                labels=frozenset(label.split("@")[0] for label in labels),
                handles=handles,
            )
        )
    return Gold(call_id="g", author="X", language="ru", turns=tuple(turns), names={}, expected={})


@pytest.mark.parametrize(
    ("lines", "criterion", "holds"),
    [
        ("m\nm\nm greeting", "greeting", True),
        ("m\nm\nm\nm greeting", "greeting", False),
        ("c\nm\nc\nm intro_name", "intro_name", True),
        ("m\nm\nm intro_name", "intro_name", False),
        ("m\nm\nm intro_company", "intro_company", False),
        ("m farewell\nm\nm", "farewell", True),
        ("m farewell\nm\nm\nm", "farewell", False),
        ("m client_name\nc\nm", "client_name", False),
        ("m client_name\nc\nm client_name", "client_name", True),
        ("m\nm\nm\nm\nm spin_s", "spin_s", True),
        ("m", "upsell", False),
        ("m", "objection_handling", None),
        ("c objection\nm objection_handling@0", "objection_handling", True),
        ("c objection\nm objection_handling@0\nc objection\nm", "objection_handling", False),
        ("c objection\nc objection\nm objection_handling@0@1", "objection_handling", True),
    ],
)
def test_a_criterion_holds_as_the_guide_says(lines: str, criterion: str, *, holds: bool | None) -> None:
    assert expected_outcomes(gold(lines))[criterion] is holds


def test_score_is_the_share_of_what_applies() -> None:
    assert float(expected_score(gold("m greeting intro_name\nc\nm farewell"))) == pytest.approx(100 * 3 / 14)
