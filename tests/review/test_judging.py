"""Overrides: the machine's word stays, the score follows, nobody overrides what they did not see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from callqa.model import Outcome
from callqa.store import Filter, OverrideKind, ScoreRow
from tests.review.conftest import House, csrf_of


def row_of(house: House, call_id: str) -> ScoreRow:
    with house.store() as store:
        return store.evaluations.scores(Filter(call_ids=(call_id,)))[0]


def missed(house: House, call_id: str) -> str:
    """A criterion of the call that weighs something and was not met."""
    with house.store() as store:
        key = row_of(house, call_id).evaluation_key
        results = store.evaluations.results([key])[key]
    return next(item.criterion_id for item in results if item.outcome is Outcome.NOT_MET and item.weight_millipoints)


def judgement(house: House, call_id: str, **changed: str) -> dict[str, str]:
    return {"criterion": missed(house, call_id), "outcome": "met", "kind": "judgement", "why": "heard it", "seen": ""} | changed


def test_an_override_moves_the_score_and_keeps_the_machines(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    before = row_of(house, call_id)
    page = client.get(f"/calls/{call_id}")
    answer = client.post(f"/calls/{call_id}/judge", data=judgement(house, call_id, csrf=csrf_of(page.text)))
    assert answer.status_code == 303
    after = row_of(house, call_id)
    assert (after.score_e4 or 0) > (before.score_e4 or 0)
    assert after.machine_score_e4 == before.score_e4
    shown = client.get(f"/calls/{call_id}").text
    assert "Machine: not met" in shown
    assert "heard it" in shown


def test_a_part_of_the_page_is_enough_while_the_sound_plays(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    fields = judgement(house, call_id, csrf=csrf_of(client.get(f"/calls/{call_id}").text))
    answer = client.post(f"/calls/{call_id}/judge", data=fields, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.text.lstrip().startswith(f'<article class="criterion" id="c-{fields["criterion"]}"')
    assert 'hx-swap-oob="true"' in answer.text


def test_an_override_needs_a_reason(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    before = row_of(house, call_id).score_e4
    fields = judgement(house, call_id, csrf=csrf_of(client.get(f"/calls/{call_id}").text), why=" ")
    answer = client.post(f"/calls/{call_id}/judge", data=fields)
    assert answer.status_code == 422
    assert "A reason is needed" in answer.text
    assert row_of(house, call_id).score_e4 == before


def test_the_second_of_two_people_is_told_what_changed(house: House) -> None:
    call_id = house.sounding
    first, second = house.client("boss"), house.client("root")
    fields = judgement(house, call_id)
    tokens = {name: csrf_of(client.get(f"/calls/{call_id}").text) for name, client in (("boss", first), ("root", second))}
    assert first.post(f"/calls/{call_id}/judge", data=fields | {"csrf": tokens["boss"], "why": "first"}).status_code == 303
    answer = second.post(f"/calls/{call_id}/judge", data=fields | {"csrf": tokens["root"], "outcome": "not_applicable"})
    assert answer.status_code == 409
    assert "boss" in answer.text
    assert "first" in answer.text
    with house.store() as store:
        assert [item.who for item in store.people.overrides(call_id=call_id) if item.criterion_id == fields["criterion"]] == [
            "boss"
        ]


def test_of_many_at_once_exactly_one_wins(house: House) -> None:
    call_id = house.sounding
    fields = judgement(house, call_id)
    clients = [house.client("boss") for _ in range(6)]
    sent = [(client, fields | {"csrf": csrf_of(client.get(f"/calls/{call_id}").text)}) for client in clients]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda item: item[0].post(f"/calls/{call_id}/judge", data=item[1]).status_code, sent))
    assert sorted(answers) == [303, 409, 409, 409, 409, 409]


def test_taking_back_restores_the_machines_word(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    before = row_of(house, call_id)
    fields = judgement(house, call_id, csrf=csrf_of(client.get(f"/calls/{call_id}").text))
    client.post(f"/calls/{call_id}/judge", data=fields)
    with house.store() as store:
        seen = str(store.people.overrides(call_id=call_id)[-1].override_key)
    client.post(f"/calls/{call_id}/judge", data=fields | {"outcome": "back", "seen": seen, "why": "mistake"})
    assert row_of(house, call_id).score_e4 == before.score_e4
    page = client.get(f"/calls/{call_id}").text
    assert "mistake" in page  # both decisions stay


def test_one_press_confirms(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    fields = judgement(
        house, call_id, csrf=csrf_of(client.get(f"/calls/{call_id}").text), outcome="not_met", kind="confirmed", why=""
    )
    assert client.post(f"/calls/{call_id}/judge", data=fields).status_code == 303
    with house.store() as store:
        last = store.people.overrides(call_id=call_id)[-1]
    assert (last.kind, last.outcome, last.why) == (OverrideKind.CONFIRMED, Outcome.NOT_MET, "Heard and confirmed")


def test_nonsense_is_refused_with_the_name_of_the_field(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    csrf = csrf_of(client.get(f"/calls/{call_id}").text)
    for wrong in ({"outcome": "splendid"}, {"kind": "dispute"}, {"criterion": "nothing"}):
        answer = client.post(f"/calls/{call_id}/judge", data=judgement(house, call_id, csrf=csrf, **wrong))
        assert answer.status_code in (404, 422), wrong


def test_comments_and_praise_stand_on_their_second(house: House) -> None:
    client, call_id = house.client("boss"), house.sounding
    csrf = csrf_of(client.get(f"/calls/{call_id}").text)
    for at, status in (("0:05", 303), ("", 303), ("five", 422), ("1:2:3:4", 422)):
        data = {"csrf": csrf, "words": "<b>well done</b>", "kind": "praise", "at": at}
        assert client.post(f"/calls/{call_id}/comment", data=data).status_code == status, at
    page = client.get(f"/calls/{call_id}").text
    assert "&lt;b&gt;well done&lt;/b&gt;" in page
    with house.store() as store:
        assert [item.at_ms for item in store.people.comments(call_id)] == [5_000, None]


def test_managers_may_not_judge_their_own_calls(house: House) -> None:
    client, call_id = house.client("anna"), house.sounding
    page = client.get(f"/calls/{call_id}").text
    assert "/judge" not in page
    fields = judgement(house, call_id, csrf=csrf_of(page))
    assert client.post(f"/calls/{call_id}/judge", data=fields).status_code == 403


def test_pay_follows_an_override(house: House) -> None:
    client = house.client("boss")
    manager = house.managers[1]
    month = "2026-10"
    before = client.get(f"/bonus?period={month}").text
    call_id = next(name for name in house.calls[manager] if (row_of(house, name).local_day or "").startswith(month))
    fields = judgement(house, call_id, csrf=csrf_of(client.get(f"/calls/{call_id}").text))
    client.post(f"/calls/{call_id}/judge", data=fields)
    after = client.get(f"/bonus?period={month}").text
    assert "heard it" in after  # what people's decisions moved
    assert "heard it" not in before
