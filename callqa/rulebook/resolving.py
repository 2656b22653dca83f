"""From files to one tree: ``extends`` and ``use`` resolved, each value still knowing its file, line and column."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from callqa.model import Place, Problem, Severity
from callqa.settings.yaml_file import YamlFile, parse_yaml

Way = tuple[str | int, ...]
"""Keys and positions from the top of the tree to a value."""

DEEPEST_EXTENDS = 4
"""A list over a list over a list: more than this nobody can follow."""

_PATTERN_SIGNS = re.compile(r"\{\d|\{[a-z]+\}|[@?|]")
"""What phrases are written with and YAML reads otherwise, unless it stands in quotation marks."""

_EXTENSION_KEYS = frozenset({"extends", "change", "remove", "add_to_lists"})


@dataclass(slots=True)
class Tree:
    """Content and marks put together from several files.

    Attributes:
        marks: Place of each value by its way.
        texts: Lines of each file by the name it is shown by.
    """

    content: dict[str, Any] = field(default_factory=dict)
    marks: dict[Way, Place] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, way: Way) -> Place | None:
        """Where a value stands, or the nearest one around it.

        A value may stand for a list of one, and a list for ``any`` of its items: such steps are in no file and are passed over.
        """
        found: Way = ()
        for step in way:
            if (*found, step) in self.marks:
                found = (*found, step)
            elif step != "any" and not isinstance(step, int):
                break
        return self.marks.get(found)

    def line_shown(self, place: Place | None) -> str:
        """The line of a place as it is written."""
        lines = self.texts.get(place.source, []) if place else []
        return lines[place.line - 1].strip() if place and place.line and place.line <= len(lines) else ""

    def refuse(self, slug: str, way: Way, **facts: str) -> None:
        """Note a problem at a value."""
        self._note(Severity.ERROR, slug, way, facts)

    def remark(self, slug: str, way: Way, **facts: str) -> None:
        """Note what may be meant otherwise; the file can be used."""
        self._note(Severity.WARNING, slug, way, facts)

    def _note(self, severity: Severity, slug: str, way: Way, facts: dict[str, str]) -> None:
        place = self.place(way)
        shown = {**facts, "shown": self.line_shown(place)}
        self.problems.append(Problem(severity=severity, slug=slug, facts=shown, place=place))

    def take(self, way: Way, other: Tree, other_way: Way) -> None:
        """Put a value of another tree, with its places, at ``way``."""
        _put(self.content, way, copy.deepcopy(_get(other.content, other_way)))
        self.forget(way)
        for mark, place in other.marks.items():
            if mark[: len(other_way)] == other_way:
                self.marks[(*way, *mark[len(other_way) :])] = place
        for length in range(len(way)):  # what holds it stands, if nowhere else, where it does
            self.marks.setdefault(way[:length], self.marks[way])

    def forget(self, way: Way) -> None:
        """Drop the places of a value that is replaced."""
        for mark in [mark for mark in self.marks if mark[: len(way)] == way]:
            del self.marks[mark]


def read_tree(path: Path, *, name: Callable[[Path], str], shipped: Path, depth: int = 0) -> Tree:
    """Read a scorecard file and what it extends and uses."""
    tree = _read(path, name(path))
    if tree.problems:
        return tree
    _use_lists(tree, path, name)
    base_name = tree.content.get("extends")
    if base_name is None:
        return tree
    base_path = _base_path(str(base_name), path, shipped)
    if base_path is None or depth >= DEEPEST_EXTENDS:
        tree.refuse("rule-extends", ("extends",), name=str(base_name))
        return tree
    base = read_tree(base_path, name=name, shipped=shipped, depth=depth + 1)
    return base if base.problems else _overlay(base, tree)


def _read(path: Path, shown_as: str) -> Tree:
    tree = Tree()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        tree.problems.append(
            Problem(severity=Severity.ERROR, slug="rule-file-unreadable", facts={"why": why}, place=Place(source=shown_as))
        )
        return tree
    tree.texts[shown_as] = text.splitlines()
    file, problems = parse_yaml(text, source=shown_as)
    tree.problems += [_with_line(problem, tree) for problem in problems]
    if file is not None:
        _fill(tree, file, shown_as)
    return tree


def _with_line(problem: Problem, tree: Tree) -> Problem:
    facts = {**problem.facts, "shown": tree.line_shown(problem.place)}
    slug = {"settings-key-twice": "rule-key-twice", "settings-yaml": "rule-yaml"}.get(problem.slug, problem.slug)
    if slug == "rule-yaml" and _PATTERN_SIGNS.search(facts["shown"]):
        slug = "rule-yaml-quotes"
    return Problem(severity=problem.severity, slug=slug, facts=facts, place=problem.place)


def _fill(tree: Tree, file: YamlFile, shown_as: str) -> None:
    if not isinstance(file.content, dict):
        place = Place(source=shown_as, line=1, column=1)
        tree.problems.append(Problem(severity=Severity.ERROR, slug="rule-file-empty", facts={}, place=place))
        return
    tree.content = file.content
    tree.marks = {way: Place(source=shown_as, line=line, column=column) for way, (line, column) in file.marks.items()}


def _use_lists(tree: Tree, path: Path, name: Callable[[Path], str]) -> None:
    """Put the lists and labels of other files beside the scorecard's own; its own win."""
    given = tree.content.get("use", [])
    files = given if isinstance(given, list) else [given]
    own = {*(tree.content.get("lists") or {}), *(tree.content.get("labels") or {})}
    for holder in ("lists", "labels"):
        tree.content[holder] = tree.content.get(holder) or {}
    for number, file_name in enumerate(files):
        other = _read(path.parent / str(file_name), name(path.parent / str(file_name)))
        tree.texts |= other.texts
        if other.problems:
            tree.problems += other.problems
            tree.refuse("rule-use", ("use", number), name=str(file_name))
            continue
        for key in other.content:
            if key not in own:  # a list of phrases, or a label with its "find"
                holder = "labels" if isinstance(other.content[key], dict) else "lists"
                tree.take((holder, key), other, (key,))
    tree.content.pop("use", None)


def _base_path(base: str, path: Path, shipped: Path) -> Path | None:
    for candidate in (path.parent / base, path.parent / f"{base}.yaml", shipped / base, shipped / f"{base}.yaml"):
        if candidate.is_file() and candidate.resolve() != path.resolve():
            return candidate
    return None


def _overlay(base: Tree, own: Tree) -> Tree:
    """Lay a company's file over the list that it extends."""
    base.texts |= own.texts
    for key in own.content:
        if key in _EXTENSION_KEYS:
            continue
        if key == "sections":
            _add_sections(base, own)
        elif key in ("labels", "lists"):
            for name in own.content[key] or {}:
                base.take((key, name), own, (key, name))
        else:
            base.take((key,), own, (key,))
    _extend_lists(base, own)
    _remove(base, own)
    _change(base, own)
    return base


def _add_sections(base: Tree, own: Tree) -> None:
    """A section with an id of the base takes further criteria; another is a new section at the end."""
    for number, section in enumerate(own.content["sections"] or []):
        known = [item.get("id") for item in base.content["sections"]]
        if not isinstance(section, dict) or section.get("id") not in known:
            base.take(("sections", len(known)), own, ("sections", number))
            continue
        at = known.index(section["id"])
        for offset in range(len(section.get("criteria") or [])):
            target = ("sections", at, "criteria", len(base.content["sections"][at]["criteria"]))
            base.take(target, own, ("sections", number, "criteria", offset))


def _extend_lists(base: Tree, own: Tree) -> None:
    for name, items in (own.content.get("add_to_lists") or {}).items():
        if name not in base.content.get("lists", {}):
            _refuse_unknown(base, own, "rule-list-unknown", ("add_to_lists", name), name, known=base.content.get("lists", {}))
            continue
        for number in range(len(items or [])):
            base.take(("lists", name, len(base.content["lists"][name])), own, ("add_to_lists", name, number))


def _remove(base: Tree, own: Tree) -> None:
    for number, name in enumerate(own.content.get("remove") or []):
        way = _criterion_way(base, str(name))
        if way is None:
            _refuse_unknown(base, own, "rule-criterion-unknown", ("remove", number), str(name), known=_criteria(base))
            continue
        _take_out(base, way)


def _take_out(base: Tree, way: Way) -> None:
    """Remove an item of a list; the places of those after it move up."""
    *parent, at = way
    items = _get(base.content, tuple(parent))
    trees = [Tree(content={"item": item}) for item in items]
    for number, tree in enumerate(trees):
        own = (*parent, number)
        tree.marks = {("item", *mark[len(own) :]): place for mark, place in base.marks.items() if mark[: len(own)] == own}
    kept = [tree for number, tree in enumerate(trees) if number != at]
    del items[:]
    own_place = base.marks[tuple(parent)]
    base.forget(tuple(parent))
    base.marks[tuple(parent)] = own_place
    for number, tree in enumerate(kept):
        base.take((*parent, number), tree, ("item",))


def _change(base: Tree, own: Tree) -> None:
    """Replace keys of a criterion: what ``change`` does not name stays."""
    for name, changes in (own.content.get("change") or {}).items():
        way = _criterion_way(base, str(name))
        if way is None:
            _refuse_unknown(base, own, "rule-criterion-unknown", ("change", name), str(name), known=_criteria(base))
            continue
        for key in changes or {}:
            base.take((*way, key), own, ("change", name, key))


def _refuse_unknown(base: Tree, own: Tree, slug: str, way: Way, name: str, *, known: Iterable[str]) -> None:
    from callqa.rulebook.problems import refuse_unknown  # noqa: PLC0415 - problems are notes of trees

    own.problems.clear()
    refuse_unknown(own, slug, way, name, known)
    base.problems += own.problems


def _criteria(tree: Tree) -> list[str]:
    sections = tree.content.get("sections") or []
    return [str(criterion.get("id")) for section in sections for criterion in section.get("criteria") or []]


def _criterion_way(tree: Tree, name: str) -> Way | None:
    for number, section in enumerate(tree.content.get("sections") or []):
        for offset, criterion in enumerate(section.get("criteria") or []):
            if criterion.get("id") == name:
                return ("sections", number, "criteria", offset)
    return None


def _get(content: Any, way: Way) -> Any:
    for step in way:
        content = content[step]
    return content


def _put(content: Any, way: Way, value: Any) -> None:
    *parent, last = way
    holder = _get(content, tuple(parent))
    if isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
