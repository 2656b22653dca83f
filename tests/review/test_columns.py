"""Columns of the calls table, and the table as a file."""

from __future__ import annotations

import csv
import re
from io import StringIO

from callqa.review.columns import USUAL
from callqa.store import Filter
from tests.review.conftest import House
from tests.review.test_pages import ids


def heads(page: str) -> list[str]:
    table = page.split('<section id="calls"')[1].split("</thead>", maxsplit=1)[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th[ >].*?</th>", table)][1:]


def test_columns_are_chosen_one_by_one_in_the_address_and_in_the_file(house: House) -> None:
    client, manager = house.client("boss"), house.managers[0]
    usual = ["Score", "Call", "Date", "Manager", "Client", "Type of call", "Length", "Assessed, %"]
    assert heads(client.get("/calls").text) == usual
    with house.store() as store:
        key = store.evaluations.scores(Filter(call_ids=(house.sounding,)))[0].evaluation_key
        first, second = (item.criterion_id for item in store.evaluations.results([key])[key][:2])
    some = heads(client.get(f"/calls?col=date&col=score&col=c.{second}&col=c.unknown").text)
    assert some[:3] == ["Score", "Call", "Date"]
    assert len(some) == 4
    both = f"manager={manager}&col=score&col=c.{first}&col=c.{second}"
    page = client.get(f"/calls?{both}").text
    assert f"col=score&amp;col=c.{first}&amp;col=c.{second}" in page  # further links keep them
    rows = list(csv.reader(StringIO(client.get(f"/calls.csv?{both}").content.decode("utf-8-sig"))))
    assert [len(rows[0]), *rows[0][:3]] == [5, "Score", "Call", "Status"]
    assert "with=criteria" not in client.get("/calls?" + "&".join(f"col={name}" for name in USUAL)).text
    assert client.get("/calls?col=%3Cscript%3E").status_code == 422


def test_the_address_of_a_view_has_what_is_not_as_usual(house: House) -> None:
    client = house.client("boss")
    given = "&".join(["q=", "manager=", "since=", "sort=worst", *(f"col={name}" for name in USUAL)])
    answer = client.get(f"/calls?{given}", headers={"hx-request": "true"})
    assert answer.headers["hx-push-url"] == "/calls?sort=worst"


def test_a_file_has_the_views_order_and_its_calls_without_a_score(house: House) -> None:
    client = house.client("boss")
    with house.store() as store, store.atomic():
        store.connection.execute("UPDATE calls SET state = 'not_assessed', score_e4 = NULL WHERE call_id = ?", (house.sounding,))
    for sort in ("newest", "best", "longest"):
        rows = list(csv.reader(StringIO(client.get(f"/calls.csv?sort={sort}").content.decode("utf-8-sig"))))
        shown = [row[1].split(" ")[0] for row in rows[1:] if len(row) > 1]
        assert shown[:50] == ids(client, sort=sort)
    assert house.sounding in shown
