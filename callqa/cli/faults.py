"""What a user sees when something goes wrong: a sentence that says what to do, never a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from callqa.errors import CallqaError
from callqa.model import Problem

DEBUG = "CALLQA_DEBUG"
"""Environment variable (and ``--debug``) that lets tracebacks through, for developers."""

USAGE = 2
"""Exit status of usage and configuration errors."""


def use_utf8() -> None:
    """Write UTF-8 also where the system would not (redirected output under Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            with contextlib.suppress(OSError, ValueError):  # a replaced stream; its owner's encoding stays
                reconfigure(encoding="utf-8", errors="replace")


def is_debugging() -> bool:
    """Tell whether tracebacks are wanted."""
    return bool(os.environ.get(DEBUG)) or "--debug" in sys.argv


def guarded(run: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Run click's main, and word what it raises."""
    try:
        return run(*args, **options)
    except CallqaError as error:
        if is_debugging():
            raise
        _tell(getattr(error, "problems", ()))
        _say(error.slug, error.facts)
        sys.exit(error.exit_status)
    except MemoryError:
        _say("cli-memory", {})
        sys.exit(USAGE)
    except OSError as error:
        if is_debugging():
            raise
        _say("cli-os-error", {"path": str(error.filename or "-"), "why": error.strerror or type(error).__name__})
        sys.exit(USAGE)
    except Exception as error:
        if is_debugging():
            raise
        _say("internal", {"kind": type(error).__name__})  # the error's own words might hold a client's
        sys.exit(USAGE)


def _tell(problems: Sequence[Problem]) -> None:
    """Tell what stands behind an error, each fault with its place."""
    from callqa.cli.language import current_language  # noqa: PLC0415 - only when something went wrong
    from callqa.texts import message  # noqa: PLC0415

    for problem in problems:
        click.echo(message(problem, current_language()), err=True)


def _say(slug: str, facts: dict[str, str]) -> None:
    from callqa.cli.language import current_language  # noqa: PLC0415 - only when something went wrong
    from callqa.texts import line  # noqa: PLC0415

    click.echo(line(slug, current_language(), **facts), err=True)
