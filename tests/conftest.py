"""What tests of several rooms share: short talks as files, and commands run as a user runs them."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import settings

# The same examples each time, so that a red run comes from the change in hand; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

GOOD_TALK = """
client: Алло, слушаю.
manager: Добрый день, Сергей Петрович! Меня зовут Ольга Смирнова, компания Кедр-Логистика.
client: Здравствуйте, Ольга.
manager: Вам удобно говорить? Пара минут найдётся?
client: Да, давайте.
manager: Сергей Петрович, сколько рейсов в месяц вы делаете сейчас?
client: Около сорока, машины свои.
manager: Понятно. А что вас не устраивает в доставке сейчас, какие трудности возникают?
client: Опаздывают часто, клиенты жалуются, это дорого обходится.
manager: Понимаю вас, давайте посчитаем: с нами вы сэкономите до двадцати процентов и забудете про штрафы.
client: Хорошо, присылайте договор.
manager: Отправлю договор на почту сегодня, а завтра в одиннадцать позвоню. Спасибо за разговор, до свидания!
client: До свидания.
"""

POOR_TALK = """
client: Алло, компания Вектор, слушаю вас.
manager: Ну это, вам доставка нужна, нет?
client: Не знаю, смотря какая, а что вы предлагаете и сколько это стоит?
manager: Ну, не знаю, надо смотреть, у нас там прайс есть какой-то на сайте, посмотрите сами.
client: Дорого у вас, наверное, другие дешевле возят, мы уже сравнивали.
manager: Ну как хотите, дорого не дорого, цена такая, я ничего не могу сделать.
client: Ладно, я подумаю, перезвоню, если что-нибудь понадобится нам в этом месяце.
manager: Ну давайте, созвонимся как-нибудь потом, когда вы надумаете и решите.
client: Хорошо.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A command as it ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output read as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def without_network() -> Iterator[None]:
    """Cut the network off for every test: only this machine may be talked to (the review pages' own tests do)."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test opened a connection to {address[0]}")
        connect(self, address)

    patched = pytest.MonkeyPatch()
    patched.setattr(socket.socket, "connect", connect_here)
    yield
    patched.undo()


@pytest.fixture
def say(tmp_path: Path) -> Callable[..., Path]:
    """Write a talk (``manager: …`` lines) as a callqa-transcript/1 file and give its path."""

    def write(name: str, talk: str, *, language: str = "ru", folder: Path | None = None, **meta: str) -> Path:
        utterances = []
        now_ms = 0
        for line in talk.strip().splitlines():
            speaker, _, words = line.partition(": ")
            length_ms = 400 * len(words.split())
            utterances.append({"speaker": speaker, "start_ms": now_ms, "end_ms": now_ms + length_ms, "text": words})
            now_ms += length_ms + 300
        plain = {
            "format": "callqa-transcript/1",
            "call_id": name,
            "language": language,
            "duration_ms": now_ms,
            "source": {"engine": "test", "model": "test", "revision": "1", "recipe": "1"},
            "meta": meta,
            "utterances": utterances,
        }
        path = (folder or tmp_path) / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh project folder with two managers."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "callqa.yaml").write_text("lang: ru\ncompany:\n  name: Кедр-Логистика\ntimezone: Europe/Moscow\n", encoding="utf-8")
    (folder / "managers.yaml").write_text(
        "managers:\n"
        "  - {manager_id: M-001, name: Ольга Смирнова, team: север}\n"
        "  - {manager_id: M-002, name: Иван Петров, team: юг}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def callqa(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command line as a user would, with its own standard output and error."""
    from callqa.cli import main  # noqa: PLC0415 - only where a test runs commands

    monkeypatch.delenv("CALLQA_DEBUG", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(*arguments: str | Path, given: str | None = None) -> Ran:
        words: Sequence[str] = [str(argument) for argument in arguments]
        result = CliRunner().invoke(main, words, input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception  # a traceback would have reached the user
        return Ran(status=result.exit_code, out=result.stdout, err=result.stderr)

    return run


@pytest.fixture
def good_talk() -> str:
    """A talk in which a manager does most things right."""
    return GOOD_TALK


@pytest.fixture
def poor_talk() -> str:
    """A talk in which a manager does most things wrong."""
    return POOR_TALK
