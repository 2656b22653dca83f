"""Score sheets with a column for corrections, and reading them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from callqa.errors import CallqaError
from callqa.ingest.workbooks import Cells, WorkbookError, sheets
from callqa.model import Outcome, Place, Problem, Severity
from callqa.report.table import Column, Table
from callqa.store import Filter, OverrideKind, ScoreRow, Store
from callqa.store.errors import OvertakenError, StoreError

if TYPE_CHECKING:
    from callqa.cli.session import Session

KEYS = ("call_id", "criterion", "title", "machine", "now", "seen", "correction", "why")
"""Columns of the sheet; the last two are for people to fill in."""

MOST_SEEN = 18
"""Digits of an override's number: more than any table has, and few enough for SQLite's whole numbers."""

NOTHING_SEEN = "-"
"""Stands in the sheet where nobody had overridden the criterion."""


class SheetFaultyError(CallqaError):
    """The file is no score sheet of ours."""

    slug = "correcting-sheet-faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A row that a person filled in."""

    line: int
    call_id: str
    criterion_id: str
    outcome: str
    why: str
    seen: int | None


def corrections_table(store: Store, rows: tuple[ScoreRow, ...], titles: dict[str, str], session: Session) -> Table:
    """Build the sheet: a row for each criterion of each call, with empty cells for a correction and its reason."""
    results = store.evaluations.results([row.evaluation_key for row in rows])
    columns = tuple(Column(key=key, title=session.words(f"correcting-{key}")) for key in KEYS)
    lines = tuple(
        (
            row.call_id,
            result.criterion_id,
            titles.get(result.criterion_id, result.criterion_id),
            result.machine_outcome.value,
            result.outcome.value,
            NOTHING_SEEN if result.override_key is None else str(result.override_key),
            None,
            None,
        )
        for row in rows
        for result in results[row.evaluation_key]
    )
    note = session.words("correcting-note", outcomes=", ".join(outcome.value for outcome in Outcome))
    return Table(title=session.words("correcting-sheet"), columns=columns, rows=lines, notes=(note,))


def override_from(session: Session, path: Path) -> bool:
    """Apply a filled-in sheet; tell whether some of it could not be.

    What somebody overrode since the sheet was made is left as it is, and said.
    """
    corrections = read_corrections(path)
    problems: list[Problem] = []
    done = 0
    with session.open_store() as store:
        for correction in corrections:
            problem = _apply(store, correction, path, who=session.who())
            if problem is None:
                done += 1
            else:
                problems.append(problem)
    session.tell(problems)
    session.say("correcting-done", done=done, rows=len(corrections))
    return bool(problems)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read the rows of a sheet that have a correction.

    Raises:
        SheetFaultyError: It is no workbook, or has no sheet with our columns.
    """
    rows = _rows(path)
    return tuple(
        Correction(
            line=line,
            call_id=str(row["call_id"]),
            criterion_id=str(row["criterion"]),
            outcome=str(row["correction"]).strip().lower(),
            why=str(row["why"] or "").strip(),
            seen=_seen(str(row["seen"])),
        )
        for line, row in rows
        if str(row["correction"] or "").strip()
    )


def _seen(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) <= MOST_SEEN else None


def _rows(path: Path) -> list[tuple[int, dict[str, object]]]:
    try:
        for lines in sheets(path.read_bytes()):
            for number, line in enumerate(lines, start=1):
                if len(line) >= len(KEYS) and line[1] is not None and _is_head(line):
                    return list(_below(lines[number:], number + 1))
    except (OSError, WorkbookError) as error:
        raise SheetFaultyError(path=path.name) from error
    raise SheetFaultyError(path=path.name)


def _below(lines: Sequence[Cells], first: int) -> Iterator[tuple[int, dict[str, object]]]:
    """Give the rows below the headings that name a criterion of a call, with their lines; a short row's last cells are empty."""
    for at, cells in enumerate(lines, first):
        row = dict(zip_longest(KEYS, cells[: len(KEYS)]))
        if row["call_id"] and row["criterion"]:
            yield at, row


def _is_head(line: Cells) -> bool:
    """Tell whether a row holds our headings, in either language."""
    from callqa.texts import LANGUAGES, text  # noqa: PLC0415 - only here

    heads = [[text(f"correcting-{key}", language) for key in KEYS] for language in LANGUAGES]
    return [str(cell) for cell in line[: len(KEYS)]] in heads


def _apply(store: Store, correction: Correction, path: Path, *, who: str) -> Problem | None:
    place = Place(source=path.name, line=correction.line)
    facts = {"call": correction.call_id, "criterion": correction.criterion_id}
    if correction.outcome not in set(Outcome) | {"machine"}:
        return Problem(severity=Severity.ERROR, slug="correcting-outcome", facts=facts, place=place)
    if not correction.why:
        return Problem(severity=Severity.ERROR, slug="correcting-reason", facts=facts, place=place)
    if not store.evaluations.count(Filter(call_ids=(correction.call_id,))):
        return Problem(severity=Severity.ERROR, slug="correcting-unknown", facts=facts, place=place)
    try:
        store.people.override(
            correction.call_id,
            correction.criterion_id,
            None if correction.outcome == "machine" else Outcome(correction.outcome),
            who=who,
            why=correction.why,
            kind=OverrideKind.JUDGEMENT,
            seen_override=correction.seen,
            is_checked=True,
        )
    except OvertakenError as error:
        return Problem(severity=Severity.ERROR, slug="correcting-overtaken", facts=facts | error.facts, place=place)
    except StoreError as error:
        return Problem(severity=Severity.ERROR, slug=error.slug, facts=error.facts, place=place)
    return None
