"""The criterion of the manual on loudness, band by band; the greater figure is the softer voice."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest

from callqa.score import evaluate
from tests.score.judged import context, only, scorecard, talk

MANUALS = [Path(__file__).parents[3] / "docs" / name for name in ("measures.md", "ru/measures.md")]


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize(
    ("below_e1", "outcome"),
    [(149, "not_met"), (150, "met"), (251, "met"), (351, "partly_met"), (421, "not_met"), (None, "not_assessed")],
)
def test_loudness_falls_in_the_bands_of_the_manual(manual: Path, below_e1: int | None, outcome: str) -> None:
    found = re.search(r"```yaml\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    card = scorecard(indent(found[1].replace("weight: 0", "weight: 10"), ""))
    measures = {} if below_e1 is None else {"loudness_manager_below_full_db_e1": below_e1}
    evaluation = evaluate(replace(talk("manager: да"), measures=measures), card, context())
    assert only(evaluation, "audible").outcome.value == outcome
