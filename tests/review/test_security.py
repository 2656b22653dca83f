"""What keeps others out: log-in, sessions, forged forms, foreign hosts, scripts in names."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from callqa.review.app import make_app
from callqa.review.errors import AddressRefusedError
from callqa.review.passwords import PasswordShortError, hash_password, is_right
from callqa.review.serving import check_address
from tests.review.conftest import PASSWORD, SCRIPT_NAME, House, csrf_of, log_in


def test_every_answer_carries_the_policy(house: House) -> None:
    client = house.client("boss")
    for path in (
        "/",
        "/calls",
        f"/calls/{house.sounding}",
        "/static/app.css",
        "/nowhere",
        f"/calls/{house.sounding}/waveform.svg",
    ):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/calls").headers["cache-control"] == "no-store"


def test_a_fault_inside_is_answered_with_the_policy_and_without_the_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(SCRIPT_NAME)

    monkeypatch.setattr("callqa.review.pages.alerts.Wording", fail)
    client = TestClient(make_app(house.site), base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)
    log_in(client, "boss")
    answer = client.get("/alerts")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    assert answer.text == "callqa: an internal error; what happened stands in the server's log."
    client.get("/language/ru")
    assert "внутренняя ошибка" in client.get("/alerts").text
    with pytest.raises(RuntimeError):  # the server's own log has it
        house.client("boss").get("/alerts")


def test_no_page_needs_more_than_the_policy_allows(house: House) -> None:
    client = house.client("boss")
    for path in (
        "/",
        "/calls?with=criteria",
        f"/calls/{house.sounding}",
        "/disputes",
        "/calibration",
        "/rules",
        "/bonus",
        "/alerts",
    ):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), path
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page), path
        assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", page), path


def test_a_script_in_a_clients_name_stays_words(house: House) -> None:
    client = house.client("boss")
    for path in (f"/calls/{house.scripted}", f"/calls?sort=worst&manager={house.managers[0]}"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(" in page
        assert "<img src=x" not in page
    assert SCRIPT_NAME in client.get(f"/calls/{house.scripted}").text.replace("&lt;", "<").replace("&gt;", ">").replace(
        "&#39;", "'"
    )


def test_a_form_without_the_word_changes_nothing(house: House) -> None:
    client = house.client("boss")
    for word in ("", "guess", csrf_of(house.client("root").get("/calls").text)):
        answer = client.post(f"/calls/{house.sounding}/comment", data={"csrf": word, "words": "x"})
        assert answer.status_code == 403
    with house.store() as store:
        assert store.people.comments(house.sounding) == ()


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_a_form_from_another_site_is_refused_even_with_the_word(house: House, headers: dict[str, str]) -> None:
    client = house.client("boss")
    data = {"csrf": csrf_of(client.get("/calls").text), "words": "x"}
    assert client.post(f"/calls/{house.sounding}/comment", data=data, headers=headers).status_code == 403


def test_a_foreign_host_name_is_refused(house: House) -> None:
    assert house.client(host="http://rebound.example").get("/").status_code == 421
    assert house.client(host="http://127.0.0.1:8765").get("/login").status_code == 200


def test_a_large_form_is_refused_unread(house: House) -> None:
    client = house.client("boss")
    data = {"csrf": csrf_of(client.get("/calls").text), "words": "x" * 300_000}
    assert client.post(f"/calls/{house.sounding}/comment", data=data).status_code == 413


def test_guesses_sent_all_at_once_are_slowed_too(house: House) -> None:
    clients = [house.client() for _ in range(12)]
    words = [csrf_of(client.get("/login").text) for client in clients]
    fields = [{"login": "boss", "password": "wrong wrong", "csrf": word} for word in words]
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda pair: pair[0].post("/login", data=pair[1]).status_code, zip(clients, fields, strict=True)))
    assert (answers.count(401), answers.count(429)) == (5, 7)


def test_wrong_passwords_slow_down_and_say_nothing_about_accounts(house: House) -> None:
    client = house.client()
    pages = []
    for login in ("boss", "nobody"):
        word = csrf_of(client.get("/login").text)
        answer = client.post("/login", data={"login": login, "password": "wrong wrong", "csrf": word})
        pages.append((answer.status_code, answer.text))
    assert pages[0] == pages[1]
    for _ in range(5):
        client.post("/login", data={"login": "boss", "password": "wrong wrong", "csrf": csrf_of(client.get("/login").text)})
    answer = client.post("/login", data={"login": "boss", "password": PASSWORD, "csrf": csrf_of(client.get("/login").text)})
    assert answer.status_code == 429
    log_in(house.client(), "root")  # others are not kept waiting


def test_a_log_in_form_of_another_site_is_refused(house: House) -> None:
    client = house.client()
    client.get("/login")
    assert client.post("/login", data={"login": "boss", "password": PASSWORD, "csrf": "guess"}).status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/ok\nx", ""])
def test_the_log_in_leads_nowhere_else(house: House, target: str) -> None:
    client = house.client()
    word = csrf_of(client.get("/login").text)
    answer = client.post("/login", data={"login": "boss", "password": PASSWORD, "csrf": word, "next": target})
    assert answer.headers["location"] == "/"


def test_the_session_cookie_is_for_this_site_alone(house: House) -> None:
    house.site.is_behind_tls = True
    client = house.client()
    word = csrf_of(client.get("/login").text)
    cookie = client.post(
        "/login", data={"login": "boss", "password": PASSWORD, "csrf": word}, headers={"cookie": f"callqa_form={word}"}
    ).headers["set-cookie"]
    assert all(part in cookie.lower() for part in ("httponly", "samesite=lax", "secure"))


def test_logging_out_and_time_end_a_session(house: House) -> None:
    client = house.client("boss")
    token = client.cookies["callqa_session"]
    with house.store() as store:
        assert store.accounts.session(token, idle=timedelta(hours=1), longest=timedelta(hours=12)) is not None
        assert store.accounts.session(token, idle=timedelta(0), longest=timedelta(hours=12)) is None
    assert client.get("/calls").status_code == 303
    other = house.client("boss")
    assert other.post("/logout", data={"csrf": csrf_of(other.get("/calls").text)}).status_code == 303
    assert other.get("/calls").status_code == 303


def test_closing_an_account_ends_its_sessions(house: House) -> None:
    client = house.client("boss")
    with house.store() as store:
        store.accounts.change("boss", is_active=False)
    assert client.get("/calls").status_code == 303
    word = csrf_of(client.get("/login").text)
    assert client.post("/login", data={"login": "boss", "password": PASSWORD, "csrf": word}).status_code == 401


def test_the_database_holds_neither_passwords_nor_tokens(house: House) -> None:
    client = house.client("boss")
    token = client.cookies["callqa_session"]
    house.site.stores.close()
    content = b"".join(path.read_bytes() for path in house.project.root.glob("callqa.db*"))
    assert PASSWORD.encode() not in content
    assert token.encode() not in content
    assert b"$argon2id$" in content


def test_passwords_are_long_and_compared_by_their_hash() -> None:
    hashed = hash_password(PASSWORD)
    assert is_right(PASSWORD, hashed)
    assert not is_right(PASSWORD + "!", hashed)
    assert not is_right(PASSWORD, None)
    assert not is_right("x" * 1000, hashed)
    for wrong in ("short", "x" * 1000):
        with pytest.raises(PasswordShortError):
            hash_password(wrong)


def test_another_address_needs_accounts_and_tls_in_front() -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        check_address(host, has_accounts=False, is_behind_tls=False)
    check_address("0.0.0.0", has_accounts=True, is_behind_tls=True)  # noqa: S104 - what is tested
    for has_accounts, is_behind_tls in ((False, False), (True, False), (False, True)):
        with pytest.raises(AddressRefusedError):
            check_address("192.168.1.5", has_accounts=has_accounts, is_behind_tls=is_behind_tls)


def test_without_accounts_the_one_at_the_machine_sees_everything(house: House) -> None:
    with house.store() as store, store.atomic():
        store.connection.execute("DELETE FROM sessions")
        store.connection.execute("DELETE FROM users")
    client = house.client()
    page = client.get("/calls")
    assert page.status_code == 200
    assert "There are no accounts" in page.text
    answer = client.post(f"/calls/{house.sounding}/comment", data={"csrf": csrf_of(page.text), "words": "mine"})
    assert answer.status_code == 303
    with house.store() as store:
        assert store.people.comments(house.sounding)[0].who == "owner"
