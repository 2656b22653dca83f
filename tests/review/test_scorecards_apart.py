"""Means of calls that different scorecards judged: the pages say so, and give each scorecard's own."""

from __future__ import annotations

import pytest

from callqa.store import SourceKind, Store
from tests.review.conftest import House

MONTH = "since=2026-10-01&until=2026-10-31"


@pytest.fixture
def mixed(house: House) -> House:
    """The second manager's calls were judged by another scorecard."""
    with house.store() as store, store.atomic():
        content = store.sources.content(store.sources.listed(SourceKind.SCORECARD)[0])
        other = store.sources.put(SourceKind.SCORECARD, "other-card", content, version=1, digest="sha256:other")
        store.connection.execute("DROP TRIGGER evaluations_no_update")
        store.connection.execute(
            "UPDATE evaluations SET source_key = ?, scorecard_id = 'other-card' WHERE manager_id = ?",
            (other.source_key, house.managers[1]),
        )
        stale = "INSERT OR IGNORE INTO days_stale SELECT DISTINCT local_day, manager_id FROM calls WHERE manager_id = ?"
        store.connection.execute(stale, (house.managers[1],))
    return house


def mean(store: Store, managers: tuple[str, ...], since: str, until: str) -> str:
    rows = [row for row in store.evaluations.scores() if row.manager_id in managers and row.score_e4 is not None]
    scores = [row.score_e4 or 0 for row in rows if since <= (row.local_day or "") < until]
    return f"{sum(scores) / len(scores) / 100:.1f}"


def test_the_first_page_says_that_its_means_join_scorecards_and_gives_each_alone(mixed: House) -> None:
    client = mixed.client("boss")
    page = client.get(f"/?{MONTH}").text
    assert "judged by different scorecards" in page
    assert "scorecard=other-card" in page
    alone = client.get(f"/?{MONTH}&scorecard=other-card").text
    assert "judged by different scorecards" not in alone
    with mixed.store() as store:
        assert f"<b>{mean(store, mixed.managers[1:2], '2026-10-01', '2026-11-01')}</b>" in alone
    assert client.get("/?scorecard=unknown").status_code == 200


def test_where_one_scorecard_judged_there_is_nothing_to_say(house: House) -> None:
    assert "different scorecards" not in house.client("boss").get(f"/?{MONTH}").text


def test_the_api_names_the_scorecards_of_its_means(mixed: House) -> None:
    client = mixed.client("boss")
    joined = client.get("/api/sums/all").json()
    assert joined["scorecards"] == ["office-sales", "other-card"]
    parts = [client.get(f"/api/sums/all?scorecard={name}").json()["rows"][0]["calls"] for name in joined["scorecards"]]
    assert sum(parts) == joined["rows"][0]["calls"]
