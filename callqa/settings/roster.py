"""The roster: who the managers are, and who a name, a login or an extension meant on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from callqa.model import Place, Problem, RosterEntry, Severity
from callqa.settings.yaml_file import Path_, YamlFile, read_yaml, validate

_PARTS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The managers; an extension may pass from one to another by date."""

    entries: tuple[RosterEntry, ...] = ()

    def resolve(self, given: str, on: date | None = None) -> RosterEntry | None:
        """Find whom an id, an extension, a login or a name meant on a day.

        Without a day, or where several fit, the answer is ``None`` unless all that fit are one person.
        """
        wanted = given.strip().casefold()
        if not wanted:
            return None
        present = [entry for entry in self.entries if on is None or covers(entry, on)]
        for names in (_ids, _extensions, _logins, _full_names, _heard_names):
            found = [entry for entry in present if _matches(wanted, names(entry), is_name=names in (_full_names, _heard_names))]
            if found:
                return found[0] if len({entry.manager_id for entry in found}) == 1 else None
        return None

    def by_id(self, manager_id: str, on: date | None = None) -> RosterEntry | None:
        """Find a manager by id: the entry of that day, else the last one."""
        own = [entry for entry in self.entries if entry.manager_id == manager_id]
        of_day = [entry for entry in own if on is not None and covers(entry, on)]
        known = of_day or own
        return known[-1] if known else None


def covers(entry: RosterEntry, on: date) -> bool:
    """Tell whether an entry holds on a day."""
    day = on.isoformat()
    return (entry.since is None or entry.since <= day) and (entry.until is None or day < entry.until)


def load_roster(path: Path) -> tuple[Roster, tuple[Problem, ...]]:
    """Read ``managers.yaml``; a file with faults gives what is sound of it, and the faults."""
    file, problems = read_yaml(path, shown_as=path.name)
    if file is None:
        return Roster(), problems
    listed = file.content.get("managers") if isinstance(file.content, dict) else file.content
    if listed is None:
        return Roster(), ()
    if not isinstance(listed, list):
        return Roster(), (_problem("settings-roster-form", file.place()),)
    prefix: Path_ = ("managers",) if isinstance(file.content, dict) else ()
    entries: list[RosterEntry] = []
    faults: list[Problem] = []
    marks = _marks_by_item(file, prefix)
    for index, item in enumerate(listed):
        entry, wrong = _entry(YamlFile(source=file.source, content=item, marks=marks[index]))
        faults.extend(wrong)
        entries.extend([entry] if entry else [])
    return Roster(entries=tuple(entries)), (*faults, *_clashes(file, entries))


class _Row(BaseModel):
    """One manager as written. ``to`` is the last day, as people write it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    manager_id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    names_heard: list[str] = []
    personnel_number: str | None = None
    extensions: list[str] = []
    logins: list[str] = []
    team: str | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    @field_validator("manager_id", "personnel_number", "team", mode="before")
    @classmethod
    def _text(cls, given: Any) -> Any:
        return str(given) if isinstance(given, int) and not isinstance(given, bool) else given

    @field_validator("extensions", "logins", "names_heard", mode="before")
    @classmethod
    def _texts(cls, given: Any) -> Any:
        several = given if isinstance(given, list) else [given]
        return [str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in several]

    @field_validator("from_", "to", mode="before")
    @classmethod
    def _day(cls, given: Any) -> Any:
        try:
            return date.fromisoformat(given) if isinstance(given, str) else given
        except ValueError as error:
            raise ValueError("2026-10-05") from error


def _marks_by_item(
    file: YamlFile, prefix: tuple[str | int, ...]
) -> dict[str | int, dict[tuple[str | int, ...], tuple[int, int]]]:
    """Part the marks of a list by its items, each as if the item were the file."""
    found: dict[str | int, dict[tuple[str | int, ...], tuple[int, int]]] = {}
    at = len(prefix)
    for path, mark in file.marks.items():
        if len(path) > at and path[:at] == prefix:
            found.setdefault(path[at], {})[path[at + 1 :]] = mark
    return found


def _entry(part: YamlFile) -> tuple[RosterEntry | None, tuple[Problem, ...]]:
    if not isinstance(part.content, dict):
        return None, (_problem("settings-roster-form", part.place()),)
    row, problems = validate(part, _Row)
    if row is None:
        return None, problems
    return RosterEntry(
        manager_id=row.manager_id,
        name=row.name,
        names_heard=tuple(row.names_heard),
        personnel_number=row.personnel_number,
        extensions=tuple(row.extensions),
        logins=tuple(row.logins),
        team=row.team,
        since=row.from_.isoformat() if row.from_ else None,
        until=(row.to + timedelta(days=1)).isoformat() if row.to else None,
    ), ()


def _clashes(file: YamlFile, entries: list[RosterEntry]) -> tuple[Problem, ...]:
    """Say where two people hold one extension or login on the same days, or one id covers a day twice."""
    found: list[Problem] = []
    known: dict[tuple[str, str], list[int]] = {}
    for index, entry in enumerate(entries):
        own = [("id", entry.manager_id), *(("held", name) for name in {*entry.extensions, *entry.logins})]
        for other in (entries[place] for place in sorted({place for name in own for place in known.get(name, ())})):
            if not _overlap(entry, other):
                continue
            shared = {*entry.extensions, *entry.logins} & {*other.extensions, *other.logins}
            if entry.manager_id == other.manager_id:
                found.append(_problem("settings-roster-twice", file.place(), manager=entry.manager_id))
            elif shared:
                facts = {"first": other.manager_id, "second": entry.manager_id, "shared": ", ".join(sorted(shared))}
                found.append(_problem("settings-roster-shared", file.place(), **facts))
        for name in own:
            known.setdefault(name, []).append(index)
    return tuple(found)


def _overlap(one: RosterEntry, other: RosterEntry) -> bool:
    return (one.since or "") < (other.until or "9999") and (other.since or "") < (one.until or "9999")


def _ids(entry: RosterEntry) -> tuple[str, ...]:
    return (entry.manager_id,)


def _extensions(entry: RosterEntry) -> tuple[str, ...]:
    return entry.extensions


def _logins(entry: RosterEntry) -> tuple[str, ...]:
    return entry.logins


def _full_names(entry: RosterEntry) -> tuple[str, ...]:
    return (entry.name,)


def _heard_names(entry: RosterEntry) -> tuple[str, ...]:
    return entry.names_heard


def _matches(wanted: str, names: tuple[str, ...], *, is_name: bool) -> bool:
    if is_name:  # «Смирнова Ольга» is «Ольга Смирнова»
        return any(_name_key(wanted) == _name_key(name) for name in names)
    return any(wanted == name.casefold() for name in names)


def _name_key(name: str) -> tuple[str, ...]:
    return tuple(sorted(_PARTS.findall(name.casefold().replace("ё", "е"))))


def _problem(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place)
