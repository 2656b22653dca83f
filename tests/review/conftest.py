"""A project with two months of calls, five people, one sound, and a client whose name is a script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from callqa.ingest.decoding import read_sound
from callqa.review.alerts import ring
from callqa.review.app import make_app
from callqa.review.delivering import deliver
from callqa.review.passwords import hash_password
from callqa.review.site import Site
from callqa.review.stores import Stores
from callqa.settings import Project, load_project
from callqa.store import AlertRow, Filter, KnownFile, Order, Role, Store

EXAMPLES = Path(__file__).parents[2] / "examples"
PASSWORD = "correct horse battery"  # noqa: S105 - of the people below
SCRIPT_NAME = "<script>alert('клиент')</script>"

PEOPLE = (
    ("boss", Role.HEAD, None, None),
    ("lead", Role.HEAD, "first", None),
    ("anna", Role.MANAGER, None, 0),
    ("boris", Role.MANAGER, None, 1),
    ("pay", Role.PAYROLL, None, None),
    ("root", Role.ADMIN, None, None),
)


@dataclass(frozen=True, kw_only=True)
class House:
    """A running application over a copy of the example project.

    Attributes:
        calls: By manager id, their call ids, the worst first.
        sounding: The call that has sound.
        scripted: The call whose client is named like a script.
        gone: The call whose recording has gone.
    """

    project: Project
    site: Site
    managers: tuple[str, ...]
    calls: dict[str, tuple[str, ...]]
    sounding: str
    scripted: str
    gone: str

    def client(self, login: str | None = None, *, host: str = "http://127.0.0.1") -> TestClient:
        """A browser, logged in or not."""
        client = TestClient(make_app(self.site), base_url=host, follow_redirects=False)
        if login is not None:
            log_in(client, login)
        return client

    def store(self) -> Store:
        return Store.open(self.project.database)


def log_in(client: TestClient, login: str, password: str = PASSWORD) -> None:
    word = csrf_of(client.get("/login").text)
    answer = client.post("/login", data={"login": login, "password": password, "csrf": word})
    assert answer.status_code == 303, answer.text


def check_alerts(project: Project, store: Store) -> tuple[AlertRow, ...]:
    """Ring and send, as the command does and whoever watches beside the pages."""
    rung = ring(project, store)
    deliver(project, store)
    return rung


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project with people and a sound, made once."""
    root = tmp_path_factory.mktemp("house") / "project"
    shutil.copytree(EXAMPLES / "payroll", root)
    project, _ = load_project(root)
    hashed = hash_password(PASSWORD)
    with Store.open(project.database) as store:
        store.days.freshen()
        managers = _managers(store)
        for login, role, team, place in PEOPLE:
            own = None if place is None else managers[place]
            real_team = _team(project, managers[0]) if team else None
            store.accounts.add(login, name=login.title(), role=role, password=hashed, who="test", team=real_team, manager_id=own)
        _give_sound(store, project, _calls(store, managers[0]), root)
    return root


@pytest.fixture
def house(master: Path, tmp_path: Path) -> Iterator[House]:
    """A fresh copy for each test."""
    root = tmp_path / "project"
    shutil.copytree(master, root)
    project, _ = load_project(root)
    site = Site(
        project=project, stores=Stores(project.database), local_name="owner", language="en", hosts=frozenset({"127.0.0.1"})
    )
    with Store.open(project.database) as store:
        managers = _managers(store)
        calls = {manager: _calls(store, manager) for manager in managers}
    own = calls[managers[0]]
    yield House(project=project, site=site, managers=managers, calls=calls, sounding=own[0], scripted=own[1], gone=own[2])
    site.pay.close()
    site.stores.close()


@pytest.fixture
def as_person(house: House) -> Callable[[str], TestClient]:
    """Log somebody in."""
    return house.client


def _managers(store: Store) -> tuple[str, ...]:
    return tuple(sorted({row.manager_id for row in store.evaluations.scores() if row.manager_id}))


def _calls(store: Store, manager: str) -> tuple[str, ...]:
    rows = store.evaluations.scores(Filter(managers=(manager,)), order=Order.SCORE)
    return tuple(row.call_id for row in rows)


def _team(project: Project, manager: str) -> str | None:
    entry = project.roster.by_id(manager)
    return entry.team if entry else None


def _give_sound(store: Store, project: Project, own: tuple[str, ...], root: Path) -> None:
    sounding, scripted, gone = own[:3]
    path = root / "calls" / "ru-02-warm.ogg"
    path.parent.mkdir()
    shutil.copy(EXAMPLES / "recordings" / path.name, path)
    recording = read_sound(path, shown_as="calls/ru-02-warm.ogg").recording
    vanished = replace(recording, recording_id="sha256:" + "0" * 64, path="calls/gone.ogg")
    for call_id, known in ((sounding, recording), (gone, vanished)):
        store.recordings.put(known)
        call = store.calls.get(call_id)
        assert call is not None
        store.calls.register(
            replace(call.meta, file=known.path),
            zone=project.settings.zone,
            who="test",
            why="sound",
            team=call.team,
            recording_id=known.recording_id,
        )
        store.recordings.remember(
            KnownFile(
                path=known.path,
                size_bytes=known.size_bytes,
                modified_ns=known.modified_ns,
                call_id=call_id,
                recording_id=known.recording_id,
                status="read",
                request="test",
            )
        )
    call = store.calls.get(scripted)
    assert call is not None
    meta = replace(call.meta, client_name=SCRIPT_NAME, client_company='"><img src=x onerror=alert(1)>')
    store.calls.register(meta, zone=project.settings.zone, who="test", why="name", team=call.team)
