"""YAML with marks: plain values, and the line and column of each, so that every fault can be shown where it stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pydantic
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from callqa.model import Place, Problem, Severity
from callqa.settings import yaml_quick

MAX_DEPTH = 64
"""Deepest nesting taken; more is a mistake or an attack (an alias inside itself)."""

MAX_NODES = 200_000
"""Most values taken; aliases of aliases grow without bound."""

Path_ = tuple[str | int, ...]
"""The way to a value: keys and positions from the top."""

_FORMS = {
    "string_type": '"…"',
    "int_type": "1, 2, 3 …",
    "int_parsing": "1, 2, 3 …",
    "bool_type": "true | false",
    "list_type": "[…]",
    "tuple_type": "[…]",
    "dict_type": "{…}",
    "model_type": "{…}",
    "model_attributes_type": "{…}",
    "date_from_datetime_parsing": "2026-10-05",
}
"""What each kind of value looks like."""

M = TypeVar("M", bound=pydantic.BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A YAML file read: plain values and where each stands (lines and columns count from 1).

    Attributes:
        content: Dicts, lists, strings, whole numbers, floats, booleans, ``None``; dates stay strings.
        marks: Line and column of the value (for a mapping's item: of its key) by its path.
    """

    source: str
    content: Any
    marks: Mapping[Path_, tuple[int, int]]

    def place(self, *path: str | int) -> Place:
        """Find where the value at ``path`` stands, or the nearest one around it."""
        for length in range(len(path), -1, -1):
            mark = self.marks.get(tuple(path[:length]))
            if mark is not None:
                return Place(source=self.source, line=mark[0], column=mark[1])
        return Place(source=self.source)


def read_yaml(path: Path, *, shown_as: str | None = None) -> tuple[YamlFile | None, tuple[Problem, ...]]:
    """Read one YAML document of UTF-8; ``shown_as`` is the name used in problems."""
    source = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, (_error("settings-not-utf8", Place(source=source)),)
    except OSError as error:
        return None, (_error("settings-unreadable", Place(source=source), why=error.strerror or type(error).__name__),)
    return parse_yaml(text, source=source)


def parse_yaml(text: str, *, source: str) -> tuple[YamlFile | None, tuple[Problem, ...]]:
    """Parse one YAML document."""
    try:
        node = yaml_quick.compose(text) or YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        place = Place(source=source, line=line, column=column)
        return None, (_error("settings-yaml", place, why=error.problem or "", shown=_shown(text, line)),)
    except (YAMLError, RecursionError) as error:
        return None, (_error("settings-yaml", Place(source=source), why=type(error).__name__, shown=""),)
    reader = _Reader(source)
    content = reader.value(node, ()) if node is not None else None
    if reader.problems:
        return None, tuple(reader.problems)
    return YamlFile(source=source, content=content, marks=reader.marks), ()


def validate(file: YamlFile, model: type[M]) -> tuple[M | None, tuple[Problem, ...]]:
    """Check plain values against a strict pydantic model; every fault with its place."""
    try:
        return model.model_validate({} if file.content is None else file.content), ()
    except pydantic.ValidationError as error:
        return None, tuple(_fault(file, fault) for fault in error.errors(include_url=False))


def _fault(file: YamlFile, fault: Any) -> Problem:
    path: Path_ = tuple(fault["loc"])
    key = ".".join(str(part) for part in path) or "-"
    place = file.place(*path)
    if fault["type"] == "extra_forbidden":
        return _error("settings-key-unknown", place, key=key)
    if fault["type"] == "missing":
        return _error("settings-key-missing", place, key=key)
    return _error("settings-value", place, key=key, expected=_expected(fault))


def _expected(fault: Any) -> str:
    """Tell what would fit, in signs that need no language."""
    context = fault.get("ctx", {})
    if fault["type"] == "literal_error":
        return str(context["expected"]).replace(" or ", " | ").replace(", ", " | ").replace("'", "")
    for limit, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"), ("min_length", "≥")):
        if limit in context:
            return f"{sign} {context[limit]}"
    return _FORMS.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")


def _error(slug: str, place: Place, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=place)


def _shown(text: str, line: int | None) -> str:
    lines = text.splitlines()
    return lines[line - 1].strip() if line and line <= len(lines) else ""


class _Reader:
    """Turns nodes into plain values; keeps marks; refuses a key given twice."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.marks: dict[Path_, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, path: Path_, key: Node | None = None) -> Any:
        mark = (key or node).start_mark
        self.marks.setdefault(path, (mark.line + 1, mark.column + 1))
        if len(path) > MAX_DEPTH or len(self.marks) > MAX_NODES:
            if not self.problems:
                self._refuse("settings-yaml-too-big", node)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key, item in node.value:
            name = str(key.value)
            if not isinstance(key, ScalarNode):
                self._refuse("settings-yaml-key", key)
            elif name in content:
                self._refuse("settings-key-twice", key, key=name)
            else:
                content[name] = self.value(item, (*path, name), key)
        return content

    def _scalar(self, node: Node) -> Any:
        kind, text = str(node.tag).rpartition(":")[2], str(node.value)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        try:
            if kind == "int":
                return int(text.replace("_", ""), 0)
            if kind == "float":
                return _finite(float(text.replace("_", "")))
        except ValueError:
            return text  # 007 and .inf: kept as written, the model says what it wants instead
        return text

    def _refuse(self, slug: str, node: Node, **facts: str) -> None:
        mark = node.start_mark
        self.problems.append(_error(slug, Place(source=self.source, line=mark.line + 1, column=mark.column + 1), **facts))


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError
    return number


def as_tuple(given: Any) -> Any:
    """Take a list of a file as a tuple, before it is validated."""
    return tuple(given) if isinstance(given, list) else given


def as_names(given: Any) -> Any:
    """Take one name as several, before they are validated."""
    return (given,) if isinstance(given, str) else as_tuple(given)
