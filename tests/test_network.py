"""No command but ``model fetch`` opens a network connection: not in a test's own process, nor in any that a command starts.

Whole commands run in processes of their own, in which an audit hook (``cut_off/sitecustomize.py``, which every Python started
below them imports too) writes down each attempt, and, where the system lets us, in a network namespace that has no network.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from callqa.cli import COMMANDS

TESTS = Path(__file__).parent
EXAMPLES = TESTS.parent / "examples"

ALL = (
    # every command of the list, with something to do; what only waits (watch, review) is told to end at once
    ("init", "fresh"),
    ("score", "talk.json", "--quiet"),
    ("import", "cdr", "records.csv", "--preset", "generic"),
    ("import", "transcripts", "more.json"),
    ("export", "transcripts", "--to", "out", "--redact-names"),
    ("export", "subject", "+7 916 000-00-00"),
    ("show", "talk"),
    ("play", "talk", "--at", "0:01", "--to", "clip.wav"),
    ("report", "--by", "manager"),
    ("queue",),
    ("calls", "--sort", "worst"),
    ("override", "talk", "greeting", "met", "--why", "heard"),
    ("comment", "talk", "well done"),
    ("correct", "talk", "--call-type", "repeat", "--why", "known"),
    ("dispute", "open", "talk", "greeting", "--why", "heard"),
    ("calibrate", "draw", "--size", "5"),
    ("rules", "check"),
    ("rules", "diff"),
    ("eval", "gold"),
    ("kpi", "import", "kpi.csv"),
    ("bonus",),
    ("payroll", "verify", "2026-09"),
    ("why", "M-011", "2026-09"),
    ("user", "list"),
    ("review", "--help"),
    ("alerts",),
    ("watch", "sounds", "--once"),
    ("purge", "--before", "2020-01-01"),
    ("backup", "copy.db"),
    ("model", "list"),
    ("model", "verify"),
    ("doctor",),
)


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """What came of commands with the network cut off."""

    statuses: tuple[int, ...]
    attempts: str


@cache
def namespace() -> tuple[str, ...]:
    """Give the command that runs another one without a network, where the system has it and allows it."""
    found = shutil.which("unshare")
    for flags in (("-rn",), ("-n",)) if found else ():
        if subprocess.run([str(found), *flags, "true"], capture_output=True, check=False).returncode == 0:
            return (str(found), *flags)
    return ()


def run(folder: Path, commands: Sequence[Sequence[str]], *, inside: tuple[str, ...] = ()) -> CutOff:
    log = folder / "attempts.txt"
    log.write_text("", encoding="utf-8")
    paths = os.pathsep.join((str(TESTS / "cut_off"), str(TESTS.parent)))
    environment = os.environ | {"PYTHONPATH": paths, "CALLQA_TEST_ATTEMPTS": str(log), "CALLQA_CACHE": str(folder / "cache")}
    line = [*inside, sys.executable, str(TESTS / "cut_off" / "run_commands.py")]
    ran = subprocess.run(line, input=json.dumps(commands).encode(), capture_output=True, cwd=folder, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr.decode("utf-8", errors="replace")
    return CutOff(statuses=tuple(json.loads(ran.stdout)), attempts=log.read_text("utf-8"))


@pytest.fixture
def shop(tmp_path: Path, good_talk: str, say: object) -> Path:
    """A project with calls, money, a recording and files to bring in."""
    folder = tmp_path / "payroll"
    shutil.copytree(EXAMPLES / "payroll", folder, ignore=shutil.ignore_patterns("*.db-*", "__pycache__"))
    for name in ("talk", "more"):
        say(name, good_talk, folder=folder, manager="M-011", started_at="2026-10-05T10:12:00+03:00")  # type: ignore[operator]
    (folder / "records.csv").write_text("id,started_at,phone\n1,2026-10-05 10:00:00,+79160000000\n", encoding="utf-8")
    (folder / "gold").mkdir()
    shutil.copy(EXAMPLES / "gold" / "ru-07-refusal.json", folder / "gold")
    (folder / "sounds").mkdir()
    shutil.copy(EXAMPLES / "recordings" / "ru-07-refusal.ogg", folder / "sounds")
    return folder


def test_every_command_is_run() -> None:
    assert {line[0] for line in ALL} == set(COMMANDS)


@pytest.mark.real_model
def test_no_command_opens_a_connection_in_whatever_process(shop: Path) -> None:
    found = run(shop, ALL, inside=namespace())
    assert found.attempts == ""
    ended = dict(zip(ALL, found.statuses, strict=True))
    assert {line for line, status in ended.items() if status not in (0, 1, 2)} == set(), ended
    worked = [line for line, status in ended.items() if status == 0]
    assert ("watch", "sounds", "--once") in worked  # the real model heard a recording
    assert len(worked) >= len(ALL) - 4  # payroll verify of an open month and the like have nothing to do here


def test_model_fetch_is_the_one_that_does_and_the_alarm_rings(shop: Path) -> None:
    found = run(shop, [("model", "fetch", "small")], inside=namespace())
    assert "socket." in found.attempts
    assert found.statuses == (2,)


def test_in_the_namespace_there_is_no_network(tmp_path: Path) -> None:
    if not namespace():
        pytest.skip("this system has no unshare, or does not allow it: the audit hook alone watches")
    code = "import socket; s = socket.socket(); s.settimeout(5); raise SystemExit(s.connect_ex(('192.0.2.1', 443)))"
    assert subprocess.run([*namespace(), sys.executable, "-c", code], check=False).returncode != 0


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match="opened a connection"):
        outside.connect(("192.0.2.1", 443))  # a documentation address (RFC 5737)


def test_this_machine_may_be_talked_to() -> None:
    with socket.socket() as listening, socket.socket() as calling:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        calling.connect(listening.getsockname())
