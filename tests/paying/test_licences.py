"""What a licence to pay is bound to: the criterion with all that it rests on, the speech model, its revision and the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callqa.bonus import Held
from callqa.model import Outcome
from callqa.paying.closing import preview
from callqa.paying.differing import rules_effect
from callqa.paying.licences import Licences
from callqa.rulebook import stored_form
from callqa.rulebook.building import scorecard_hash
from callqa.score import Scorecard
from callqa.store import Source, SourceKind
from tests.paying.shop import OCTOBER, SCHEME, Shop
from tests.score.judged import scorecard

RULES = """
- {id: a, title: A, weight: 10, status: active, find: {phrases: [рассрочка]}, applies: {only: {outcomes: {b: met}}}}
- {id: b, title: B, weight: 10, status: active, find: {phrases: [проблема]}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """The company, without a waiver: one judged call is enough."""
    shop = Shop(tmp_path, scheme=SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 1}\n"))
    yield shop
    shop.store.close()


def judge(shop: Shop, *calls: str, card: Source | None = None, model: str | None = "text", seed: int = 1) -> None:
    """Draw a sample of every call and agree with the machine that ``a`` was met."""
    digest = (card or shop.card).hash
    sample = shop.store.calibration.draw(scorecard_hash=digest, engine_model=model, size=99, seed=seed, who="Head")
    for call_id in calls:
        shop.store.calibration.judge(sample.sample_key, call_id, "a", Outcome.MET, who="Head")


def stored(shop: Shop, card: Scorecard) -> Source:
    """Store a scorecard that was read from YAML."""
    return shop.store.sources.put(
        SourceKind.SCORECARD, card.scorecard_id, stored_form(card), version=card.version, digest=card.scorecard_hash
    )


def quality(shop: Shop) -> tuple[Held | None, str]:
    """Why October's quality of M-1 is held, and its amount."""
    line = preview(shop.project, shop.store, OCTOBER).ledger.people[0].lines[0]
    return line.held, str(line.amount)


def test_a_call_heard_by_another_recipe_of_the_same_model_has_no_licence(shop: Shop) -> None:
    shop.call("a0", "+")
    judge(shop, "a0")
    shop.call("a1", "-", words="beam 1")
    assert quality(shop) == (None, "10000.00")  # the second call has no criterion that pays


def test_a_licence_falls_back_when_everything_is_heard_by_another_recipe(shop: Shop) -> None:
    shop.call("a0", "+")
    judge(shop, "a0")
    shop.call("a0", "+", words="beam 1")
    assert quality(shop)[0] is Held.NO_LICENCE
    judge(shop, "a0")
    assert quality(shop) == (None, "10000.00")


def test_a_sample_is_drawn_from_calls_heard_in_one_way(shop: Shop) -> None:
    shop.call("a0", "+", heard_by="base")
    shop.call("a1", "+", heard_by="small")
    shop.call("a2", "+", heard_by="small", words="beam 1")
    draw = shop.store.calibration.draw
    sample = draw(scorecard_hash=shop.card.hash, engine_model=None, size=9, seed=1, who="Head")
    assert (sample.engine_model, sample.call_ids, sample.heard_otherwise) == ("small", ("a2",), 2)
    sample = draw(scorecard_hash=shop.card.hash, engine_model="base", size=9, seed=1, who="Head")
    assert (sample.engine_model, sample.call_ids, sample.heard_otherwise) == ("base", ("a0",), 0)


def test_a_call_in_two_samples_counts_once_by_the_last_word(shop: Shop) -> None:
    shop.scheme(SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 2}\n"))
    shop.call("a0", "+")
    judge(shop, "a0")
    judge(shop, "a0", seed=2)
    assert quality(shop)[0] is Held.NO_LICENCE
    shop.call("a1", "+")
    judge(shop, "a1", seed=3)
    assert quality(shop) == (None, "10000.00")


@pytest.mark.parametrize(
    ("edited", "is_kept"),
    [
        (RULES.replace("weight: 10", "weight: 20"), True),
        (RULES + "- {id: c, title: C, weight: 1, find: {phrases: [да]}}", True),
        (RULES.replace("рассрочка", "скидка"), False),
        (RULES.replace("проблема", "вопрос"), False),  # another criterion, whose outcome it asks for
    ],
)
def test_a_licence_ends_when_anything_that_decides_the_outcome_was_edited(shop: Shop, edited: str, *, is_kept: bool) -> None:
    old, new = scorecard(RULES), replace(scorecard(edited), version=2)
    source = stored(shop, old)
    shop.call("a0", "+", card=source)
    judge(shop, "a0", card=source)
    licences = Licences(shop.store, shop.store.payfacts.heads(), drafts=(new,))
    hearing = shop.store.calibration.hearing(old.scorecard_hash, "text")
    assert hearing is not None
    measured = licences.agreement((new.scorecard_id, new.scorecard_hash), hearing, "a")
    assert (measured is not None) is is_kept
    assert licences.agreement((old.scorecard_id, old.scorecard_hash), hearing, "a") is not None


def test_an_edit_that_loses_a_licence_moves_pay_before_it_is_adopted(shop: Shop) -> None:
    old, new = scorecard(RULES), scorecard(RULES.replace("рассрочка", "скидка"))
    source = stored(shop, old)
    shop.store.sources.adopt(source, since=shop.store.sources.adoptions(SourceKind.SCORECARD)[0].since, who="D", why="test")
    before = shop.store.evaluations.get(shop.call("a0", "+", card=source))
    judge(shop, "a0", card=source)
    assert quality(shop) == (None, "10000.00")
    assert before is not None
    after = replace(before, scorecard_hash=new.scorecard_hash)  # the same outcomes
    sides = {"before": {"a0": before}, "after": {"a0": after}}
    moved = rules_effect(shop.project, shop.store, OCTOBER, **sides, drafts=(old, new))
    assert [(one.manager_id, str(one.amount), one.kpis) for one in moved] == [("M-1", "-10000.00", ("quality",))]


def test_judgements_that_versions_lend_each_other_make_no_figure_surer(tmp_path: Path) -> None:
    """The second version weighs ``b`` otherwise and leaves ``a`` as it was: the three judged calls stay three."""
    shop = Shop(tmp_path, scheme=SCHEME.replace("waiver: {who: Director, why: a test}\n", "licence: {min_calls: 1}\n"))
    old = scorecard(RULES)
    new = replace(scorecard(RULES.replace("title: B, weight: 10", "title: B, weight: 20")), version=2)
    cards = [stored(shop, old), stored(shop, replace(new, scorecard_hash=scorecard_hash(new)))]
    for card, day in zip(cards, (1, 15), strict=True):
        shop.store.sources.adopt(card, since=datetime(2026, 10, day, tzinfo=UTC), who="D", why="test")
    calls = tuple(f"a{number}" for number in range(3))
    for call_id in calls:
        shop.call(call_id, "+", card=cards[0])
        shop.call(f"{call_id}-later", "+", card=cards[1], day="2026-10-20")
    judge(shop, *calls, card=cards[0])
    facts = preview(shop.project, shop.store, OCTOBER).gathered.facts
    assert {call.scorecard_hash for person in facts.people for call in person.calls} == {card.hash for card in cards}
    assert all(result.may_pay for person in facts.people for call in person.calls for result in call.results)
    assert facts.deviations["a"].pairs == 3
    shop.store.close()
