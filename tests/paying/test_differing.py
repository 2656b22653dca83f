"""Whose pay an edit would move, before it is adopted."""

from __future__ import annotations

from callqa.model import Outcome
from callqa.paying.closing import close
from callqa.paying.differing import override_effects, rules_effect, scheme_effect
from callqa.paying.gathering import gather
from callqa.paying.schemes import load_schemes
from tests.paying.shop import OCTOBER, SCHEME, Shop


def test_a_draft_scheme_is_computed_over_a_past_month(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    draft = (
        SCHEME.replace("version: 1", "version: 2")
        .replace("2026-09-01", "2026-12-01")
        .replace("[100, 100]]}\n  - {id: rev", "[100, 80]]}\n  - {id: rev")
    )
    shop.scheme(draft)
    moved = scheme_effect(shop.project, shop.store, OCTOBER)
    assert [(one.manager_id, str(one.amount), one.kpis) for one in moved] == [
        ("M-1", "-1500.00", ("quality",)),
        ("M-2", "-1000.00", ("quality",)),
    ]


def test_a_draft_in_a_file_of_its_own_is_compared_with_the_projects(shop: Shop) -> None:
    path = shop.folder / "draft.yaml"
    path.write_text(SCHEME.replace("20000", "40000"), encoding="utf-8")
    moved = scheme_effect(shop.project, shop.store, OCTOBER, path=path)
    assert [str(one.amount) for one in moved] == ["19500.00", "13000.00"]
    assert scheme_effect(shop.project, shop.store, OCTOBER) == ()


def test_a_month_before_any_scheme_can_be_tried(shop: Shop) -> None:
    shop.call("old", "++", day="2026-08-05")
    assert scheme_effect(shop.project, shop.store, OCTOBER.parse("2026-08") or OCTOBER) == ()


def test_other_outcomes_of_calls_move_pay(shop: Shop) -> None:
    worse = shop.store.evaluations.get(shop.call("a2", "--"))
    shop.call("a2", "+-")
    assert worse is not None
    moved = rules_effect(shop.project, shop.store, OCTOBER, before={}, after={"a2": worse})
    assert [(one.manager_id, str(one.amount)) for one in moved] == [("M-1", "-2500.00")]


def test_each_override_is_listed_with_the_money_it_moved(shop: Shop) -> None:
    shop.store.people.override("a2", "b", Outcome.MET, who="Head", why="heard it")
    shop.store.people.override("b1", "a", Outcome.NOT_MET, who="Head", why="not said")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="x")
    shop.store.people.override("b1", "b", None, who="Head", why="taken back")
    gathered = gather(shop.project, shop.store, OCTOBER, load_schemes(shop.project, shop.store))
    effects = override_effects(gathered)
    assert [(effect.override.call_id, str(effect.amount)) for effect in effects] == [("a2", "2500.00"), ("b1", "-5000.00")]
