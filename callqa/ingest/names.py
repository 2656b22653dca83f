"""File-name templates: ``{started_at:%Y%m%d-%H%M%S}_{manager}_{phone}`` and what exchanges write by themselves.

A template is text with fields in braces. Fields: ``call_id, started_at, manager, client_name, client_company, phone,
deal_id``; ``{started_at:…}`` takes ``strptime`` marks; ``{_}`` is anything; any other name becomes a tag. It must match
the whole name without its suffix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path

from callqa.ingest.fields import Given, parse_fields
from callqa.model import Place, Problem, Severity
from callqa.settings import Template

STAMP = "{started_at:%Y%m%d-%H%M%S}"

BUILT_IN = (
    Template(name=f"out-{{phone}}-{{manager}}-{STAMP}-{{uniqueid}}", direction="outbound"),  # FreePBX, to the outside
    Template(name=f"external-{{manager}}-{{phone}}-{STAMP}-{{uniqueid}}", direction="inbound"),  # FreePBX, answered at a desk
    Template(name=f"in-{{did}}-{{phone}}-{STAMP}-{{uniqueid}}", direction="inbound"),  # FreePBX, by the line that was called
    Template(name=f"q-{{queue}}-{{phone}}-{STAMP}-{{uniqueid}}", direction="inbound"),  # FreePBX, queue
    Template(name=f"rg-{{group}}-{{phone}}-{STAMP}-{{uniqueid}}", direction="inbound"),  # FreePBX, ring group
    Template(name=f"internal-{{_}}-{{manager}}-{STAMP}-{{uniqueid}}", direction="internal"),  # FreePBX, desk to desk
    Template(name=f"exten-{{_}}-{{manager}}-{STAMP}-{{uniqueid}}", direction="internal"),
)

MARKS = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{2}",
    "d": r"\d{2}",
    "H": r"\d{2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "z": r"[+-]\d{4}",
}
"""What each ``strptime`` mark takes."""

_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^}]*))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTemplate:
    """A template ready to match."""

    pattern: re.Pattern[str]
    time_form: str | None


@cache
def compile_template(name: str) -> CompiledTemplate:
    """Compile a template.

    Raises:
        ValueError: A field stands twice, a time mark is unknown, or there is no field at all.
    """
    parts: list[str] = []
    time_form: str | None = None
    end = 0
    for match in _FIELD.finditer(name):
        parts.append(re.escape(name[end : match.start()]))
        field, form = match["name"], match["form"]
        if field == "started_at":
            time_form = form or "%Y-%m-%d_%H-%M-%S"
            parts.append(f"(?P<started_at>{_time_pattern(time_form)})")
        else:
            parts.append(".*?" if field == "_" else f"(?P<{field}>.+?)")
        end = match.end()
    if not parts or "{" in name[end:]:
        raise ValueError("{…}")
    parts.append(re.escape(name[end:]))
    try:
        return CompiledTemplate(pattern=re.compile("".join(parts)), time_form=time_form)
    except re.error as error:
        raise ValueError(str(error)) from error


def _time_pattern(form: str) -> str:
    pieces = re.split(r"%(.)", form)
    pattern = re.escape(pieces[0])
    for mark, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark not in MARKS:
            raise ValueError(f"%{mark}")
        pattern += MARKS[mark] + re.escape(text)
    return pattern


def check_templates(templates: tuple[Template, ...]) -> tuple[Problem, ...]:
    """Say which templates cannot be used."""
    problems = []
    for template in templates:
        try:
            compile_template(template.name)
        except ValueError as error:
            facts = {"template": template.name, "why": str(error)}
            problems.append(Problem(severity=Severity.ERROR, slug="ingest-template", facts=facts))
    return tuple(problems)


def read_name(path: Path, templates: tuple[Template, ...], zone: tzinfo) -> Given | None:
    """Read call data from a file's name by the first template that matches."""
    for template in (*templates, *BUILT_IN):
        try:
            compiled = compile_template(template.name)
        except ValueError:
            continue  # reported once by check_templates
        match = compiled.pattern.fullmatch(path.stem)
        if match is None:
            continue
        row = dict(match.groupdict())
        stamp = row.pop("started_at", None)
        moment = _moment(stamp, compiled.time_form, zone)
        if stamp is not None and moment is None:
            continue  # digits that are no date: another template may know better
        given = parse_fields(row.items(), place=Place(source=path.name), zone=zone)
        for column, value in (("started_at", moment), ("direction", template.direction), ("call_type", template.call_type)):
            if value is not None:
                given.values[column] = value
        return given
    return None


def _moment(stamp: str | None, form: str | None, zone: tzinfo) -> datetime | None:
    if stamp is None or form is None:
        return None
    try:
        moment = datetime.strptime(stamp, form)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
