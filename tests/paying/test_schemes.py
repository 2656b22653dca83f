"""A version of the scheme fits those before it, the roster and the scorecards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callqa.model import Severity
from callqa.paying.closing import close
from callqa.paying.differing import scheme_effect
from callqa.paying.errors import SchemeFaultyError
from callqa.paying.gathering import gather
from callqa.paying.schemes import load_schemes
from callqa.store import SourceKind
from callqa.texts import catalogue
from tests.paying.shop import OCTOBER, SCHEME, Shop

TENGE = (
    SCHEME.replace("version: 1", "version: 2")
    .replace("since: 2026-09-01", "since: 2026-11-01")
    .replace("currency: RUB", "currency: KZT")
)


def faults(error: SchemeFaultyError) -> list[tuple[str, int | None]]:
    return [(problem.slug, problem.place.line if problem.place is not None else None) for problem in error.problems]


def test_a_version_in_another_currency_is_refused(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.scheme(TENGE)
    with pytest.raises(SchemeFaultyError) as refused:
        load_schemes(shop.project, shop.store)
    assert faults(refused.value) == [("bonus-currency-changed", 5)]
    with pytest.raises(SchemeFaultyError):
        scheme_effect(shop.project, shop.store, OCTOBER)


def test_a_draft_in_another_currency_is_refused(shop: Shop) -> None:
    path = shop.folder / "draft.yaml"
    path.write_text(TENGE, encoding="utf-8")
    with pytest.raises(SchemeFaultyError) as refused:
        scheme_effect(shop.project, shop.store, OCTOBER, path=path)
    assert faults(refused.value) == [("bonus-currency-changed", 5)]


@pytest.mark.parametrize("who", ["teams: [Nirvana]", "managers: [M-9]", "teams: [north, nord]"])
def test_a_scheme_for_nobody_that_the_roster_has_is_refused(shop: Shop, who: str) -> None:
    shop.scheme(SCHEME + f"applies_to: {{{who}}}\n")
    with pytest.raises(SchemeFaultyError) as refused:
        load_schemes(shop.project, shop.store)
    assert [slug for slug, _ in faults(refused.value)] == ["bonus-applies-unknown"]
    assert "bonus-applies-unknown" in catalogue()


def test_a_version_that_was_adopted_stays_when_its_team_is_gone(shop: Shop) -> None:
    shop.scheme(SCHEME + "applies_to: {teams: [north]}\n")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.roster('managers:\n  - {manager_id: M-2, name: Boris Gold, personnel_number: "0002", team: south}\n')
    assert load_schemes(shop.project, shop.store).latest.teams == ("north",)


@pytest.mark.parametrize(
    "kpi", ["source: next_steps, criterion: nextstep", "source: quality, measure: criterion, criterion: aa", "source: next_steps"]
)
def test_a_kpi_on_a_criterion_that_no_scorecard_has_is_named_with_its_line(shop: Shop, kpi: str) -> None:
    shop.scheme(SCHEME.replace("source: quality", kpi).replace("kpis:\n", "kpis:\n  # first\n"))
    (found,) = gather(shop.project, shop.store, OCTOBER, load_schemes(shop.project, shop.store)).problems
    assert (found.slug, found.severity) == ("bonus-criterion-unknown", Severity.ERROR)
    assert found.place is not None
    assert (found.place.source, found.place.line) == ("bonus.yaml", 14)


def test_a_criterion_of_an_adopted_scorecard_is_known_before_a_call_has_it(shop: Shop) -> None:
    content = b'{"criteria": [{"criterion_id": "next_step"}], "labels": []}'
    source = shop.store.sources.put(SourceKind.SCORECARD, "other", content, version=1)
    shop.store.sources.adopt(source, since=datetime(2027, 1, 1, tzinfo=UTC), who="Director", why="test")
    shop.scheme(SCHEME.replace("source: quality", "source: next_steps"))
    assert gather(shop.project, shop.store, OCTOBER, load_schemes(shop.project, shop.store)).problems == ()
