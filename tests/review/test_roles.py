"""Every route with every role; the wall round a manager's calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from callqa.review.app import routes
from callqa.review.people import PERMISSIONS, Permission
from callqa.store import Role
from tests.review.conftest import House, csrf_of

LOGINS = {"boss": Role.HEAD, "lead": Role.HEAD, "anna": Role.MANAGER, "pay": Role.PAYROLL, "root": Role.ADMIN}

PUBLIC = {"/login", "/language/{language}"}


def guarded() -> list[tuple[str, str, Permission]]:
    """Every guarded address with its method and what it asks for."""
    return [
        (route.path, "POST" if "POST" in (route.methods or ()) else "GET", route.endpoint.permission)
        for route in routes()
        if isinstance(route, Route) and hasattr(route.endpoint, "permission")
    ]


def filled(path: str, house: House) -> str:
    own = house.calls[house.managers[0]][0]
    values = {
        "{call:path}": own, "{key}": "1", "{period}": "2026-10", "{manager:path}": house.managers[0], "{form}": "csv",
        "{name:path}": "sales-ru", "{suffix}": "csv", "{group}": "manager",
    }  # fmt: skip
    for name, value in values.items():
        path = path.replace(name, value)
    return path


def test_every_address_but_the_log_in_is_guarded() -> None:
    open_ones = {route.path for route in routes() if isinstance(route, Route) and not hasattr(route.endpoint, "permission")}
    assert open_ones == PUBLIC


@pytest.mark.parametrize("login", sorted(LOGINS))
def test_a_role_gets_what_it_may_and_nothing_else(house: House, login: str) -> None:
    client = house.client(login)
    csrf = csrf_of(client.get("/bonus" if login == "pay" else "/calls").text)
    for path, method, permission in guarded():
        if path == "/logout":
            continue
        address = filled(path, house)
        answer = client.request(method, address, data={"csrf": csrf} if method == "POST" else None)
        allowed = permission in PERMISSIONS[LOGINS[login]]
        assert (answer.status_code == 403) is not allowed, (login, method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)


def test_nobody_gets_anything_without_logging_in(house: House) -> None:
    client = house.client()
    for path, method, _ in guarded():
        address = filled(path, house)
        answer = client.request(method, address)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
        else:
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/login")


def addresses_of_a_call(call_id: str) -> Iterator[tuple[str, str]]:
    for tail in ("", "/sound.wav", "/clip.wav?from=0&to=1000", "/waveform.svg"):
        yield "GET", f"/calls/{call_id}{tail}"
    yield "GET", f"/api/calls/{call_id}"
    yield "POST", f"/calls/{call_id}/dispute"


def test_a_manager_who_types_another_calls_address_gets_404(house: House) -> None:
    client = house.client("anna")
    csrf = csrf_of(client.get(f"/calls/{house.sounding}").text)
    strange = house.calls[house.managers[1]][0]
    for call_id in (strange, "no-such-call"):
        for method, address in addresses_of_a_call(call_id):
            answer = client.request(method, address, data={"csrf": csrf, "why": "x"} if method == "POST" else None)
            assert answer.status_code == 404, (method, address)
    assert client.get(f"/calls/{strange}").text.replace(strange, "") == client.get("/calls/no-such-call").text.replace(
        "no-such-call", ""
    )


def test_a_managers_tables_files_and_sums_hold_their_own_calls_only(house: House) -> None:
    client = house.client("anna")
    own = set(house.calls[house.managers[0]])
    seen: set[str] = set()
    for page in range(1, 4):
        seen |= {row["call_id"] for row in client.get("/api/calls", params={"page": page}).json()["calls"]}
    assert seen == own
    asked = client.get("/api/calls", params={"manager": house.managers[1]}).json()
    assert {row["call_id"] for row in asked["calls"]} <= own
    assert not any(call_id in client.get("/calls.csv").text for call_id in house.calls[house.managers[1]])
    assert [row["name"] for row in client.get("/api/sums/manager").json()["rows"]] == [house.managers[0]]
    names = [entry.name for entry in house.project.roster.entries if entry.manager_id == house.managers[1]]
    assert names[0] not in client.get("/?since=2026-09-01&until=2026-10-31").text


def test_a_manager_sees_their_own_pay_and_no_one_elses(house: House) -> None:
    client = house.client("anna")
    page = client.get("/bonus").text
    assert f'data-total="{house.managers[0]}"' in page
    assert f'data-total="{house.managers[1]}"' not in page
    assert client.get(f"/bonus/2026-10/{house.managers[0]}/statement").status_code == 200
    for kind in ("statement", "trace"):
        assert client.get(f"/bonus/2026-10/{house.managers[1]}/{kind}").status_code == 404


def test_payroll_sees_sums_and_statements_and_no_recordings(house: House) -> None:
    client = house.client("pay")
    assert client.get("/").headers["location"] == "/bonus"
    page = client.get("/bonus").text
    assert all(f'data-total="{manager}"' in page for manager in house.managers)
    assert client.get(f"/calls/{house.sounding}/sound.wav").status_code == 403
    trace = client.get(f"/bonus/2026-10/{house.managers[0]}/trace?whole=1")
    assert trace.status_code == 200
    assert "doc-quote" not in trace.text


def test_a_head_of_one_team_sees_that_team_only(house: House) -> None:
    client = house.client("lead")
    team = {entry.manager_id: entry.team for entry in house.project.roster.entries}
    strangers = [manager for manager in house.managers if team[manager] != team[house.managers[0]]]
    if not strangers:
        pytest.skip("the example has one team")
    assert client.get(f"/calls/{house.calls[strangers[0]][0]}").status_code == 404
    assert client.get(f"/calls/{house.calls[house.managers[0]][0]}").status_code == 200
    assert f'data-total="{strangers[0]}"' not in client.get("/bonus").text
    assert client.post("/calibration", data={"csrf": csrf_of(client.get("/calls").text), "of": "x"}).status_code == 404


def test_each_hearing_is_logged_once(house: House) -> None:
    client: TestClient = house.client("anna")
    for start in (0, 1000, 50_000):
        client.get(f"/calls/{house.sounding}/sound.wav", headers={"range": f"bytes={start}-{start + 99}"})
    with house.store() as store:
        log = [(row.who, row.what) for row in store.accounts.accesses(call_id=house.sounding)]
    assert log == [("anna", "sound")]


def test_a_refusal_is_logged(house: House) -> None:
    house.client("pay").get("/calls")
    with house.store() as store:
        assert ("pay", "refused", "calls") in {(row.who, row.what, row.detail) for row in store.accounts.accesses()}
