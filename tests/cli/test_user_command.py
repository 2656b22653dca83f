"""``callqa user`` and ``callqa review``: accounts by command, and what is refused before serving."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from callqa.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "payroll"
PASSWORD = "correct horse battery\n"  # noqa: S105 - of the accounts below


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "p")
    return tmp_path / "p"


def run(project: Path, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(project), "--lang", "en", "--as", "root"], input=typed)


def test_an_account_is_added_listed_changed_and_closed(project: Path) -> None:
    added = run(project, "user", "add", "anna", "--role", "manager", "--manager", "M-011", "--password-stdin", typed=PASSWORD)
    assert added.exit_code == 0, added.output
    assert run(project, "user", "add", "boss", "--role", "head", typed=PASSWORD * 2).exit_code == 0
    listed = [json.loads(line) for line in run(project, "user", "list", "--json").stdout.splitlines()]
    assert [(row["login"], row["role"], row["manager"]) for row in listed] == [
        ("anna", "manager", "M-011"),
        ("boss", "head", None),
    ]
    assert "argon2" not in run(project, "user", "list").output
    assert run(project, "user", "password", "anna", "--password-stdin", typed="another long one\n").exit_code == 0
    assert run(project, "user", "close", "anna").exit_code == 0
    assert json.loads(run(project, "user", "list", "--json").stdout.splitlines()[0])["active"] is False
    assert run(project, "user", "open", "anna").exit_code == 0


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "x", "--role", "manager", "--password-stdin"], PASSWORD, "--manager"),
        (["add", "x", "--role", "manager", "--manager", "M-999", "--password-stdin"], PASSWORD, "--manager"),
        (["add", "x", "--role", "head", "--password-stdin"], "short\n", "10 to 256"),
        (["add", "x", "--role", "head"], "correct horse battery\ncorrect horse cattery\n", "differ"),
        (["close", "nobody"], None, "no account"),
        (["password", "nobody", "--password-stdin"], PASSWORD, "no account"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(project: Path, words: list[str], typed: str | None, said: str) -> None:
    answer = run(project, "user", *words, typed=typed)
    assert answer.exit_code == 2
    assert said in answer.output


def test_a_login_is_not_given_twice(project: Path) -> None:
    for status in (0, 2):
        answer = run(project, "user", "add", "boss", "--role", "head", "--password-stdin", typed=PASSWORD)
        assert answer.exit_code == status


def test_another_address_is_refused_without_accounts(project: Path) -> None:
    answer = run(project, "review", "--host", "0.0.0.0")  # noqa: S104 - what is tested
    assert answer.exit_code == 2
    assert "callqa user add" in answer.output
