"""The page of commands and the commands themselves say the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.cli import COMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_manual(name: str) -> None:
    assert f"`callqa {name}" in PAGE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_help(callqa: Callable[..., Any], name: str) -> None:
    ran = callqa(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith("Usage: ")
