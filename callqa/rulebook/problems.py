"""Faults of a scorecard as problems: where, the line shown, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

import pydantic
from pydantic import BaseModel

from callqa.model import Place
from callqa.rulebook.resolving import Tree, Way
from callqa.rulebook.schema import ScorecardForm

CLOSE = 0.6
"""Likeness from which a suggestion helps rather than puzzles (difflib's own default)."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like the one given; empty where none is."""
    found = get_close_matches(word, list(known), n=1, cutoff=CLOSE)
    return found[0] if found else ""


def place_of(written: str) -> Place:
    """Read a place as a scorecard keeps it: ``path:line``, or a path alone."""
    source, _, line = written.rpartition(":")
    return Place(source=source, line=int(line)) if line.isdecimal() else Place(source=written)


def note_faults(tree: Tree, error: pydantic.ValidationError) -> None:
    """Turn what pydantic found into problems of the tree."""
    seen: set[tuple[Way, str]] = set()
    for fault in error.errors(include_url=False):
        way = _way(tree, fault["loc"])
        if (way, fault["type"]) in seen:
            continue
        seen.add((way, fault["type"]))
        _note(tree, way, fault)


def refuse_unknown(tree: Tree, slug: str, way: Way, name: str, known: Iterable[str], **facts: str) -> None:
    """Refuse a name that there is not: with the one that was probably meant, else with what there is."""
    names = sorted(known)
    meant = nearest(name, names)
    if meant:
        tree.refuse(f"{slug}-meant", way, name=name, meant=meant, **facts)
    else:
        tree.refuse(slug, way, name=name, known=listed(names), **facts)


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names in a row, not too many of them."""
    return (", ".join(names[:most]) + (" …" if len(names) > most else "")) or "—"


def _note(tree: Tree, way: Way, fault: Any) -> None:
    key = str(fault["loc"][-1])
    if fault["type"] == "extra_forbidden":
        meant = nearest(key, _known_keys(way))
        slug = "rule-key-unknown-meant" if meant else "rule-key-unknown"
        tree.refuse(slug, way, key=key, meant=meant)
        return
    if fault["type"] == "missing":
        tree.refuse("rule-key-missing", way, key=key)
        return
    named = next((str(step) for step in reversed(way) if isinstance(step, str)), key)  # an item is called by its list
    given = str(fault["input"])[:60]
    if fault["type"] == "literal_error":
        choices = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        meant = nearest(given, choices.split(", ")) or MEANT.get(given.lower(), "")
        slug = "rule-value-choice-meant" if meant in choices.split(", ") else "rule-value-choice"
        tree.refuse(slug, way, key=named, given=given, expected=choices, meant=meant)
    else:
        tree.refuse(_slug_of(fault, named), way, key=named, given=given, limit=_limit(fault))


MEANT = {
    "менеджер": "manager", "клиент": "client", "любой": "anyone", "холодный": "cold", "тёплый": "warm", "теплый": "warm",
    "входящий": "inbound", "повторный": "repeat", "сервисный": "service", "исходящий": "outbound", "внутренний": "internal",
    "черновик": "draft", "пилот": "pilot", "активный": "active", "снят": "retired", "выполнен": "met", "не выполнен": "not_met",
    "компания": "company", "человек": "person", "число": "number", "деньги": "money", "сумма": "money", "дата": "date",
    "время": "time", "процент": "percent",
}  # fmt: skip
"""Values of rules as somebody writes them who thinks in Russian."""

_EXTENTS = frozenset({"first", "last", "within"})
_DURATIONS = frozenset({"longer_than", "shorter_than", "least_talk"})


def _slug_of(fault: Any, key: str) -> str:
    pattern = str((fault.get("ctx") or {}).get("pattern", ""))
    if "turns?" in pattern or key in _EXTENTS:
        return "rule-value-extent"
    if "ms|s|m|h" in pattern or key in _DURATIONS:
        return "rule-value-duration"
    if pattern.startswith("^[a-z]"):
        return "rule-value-name"
    if fault["type"] in ("string_type", "int_type", "bool_type", "list_type", "dict_type", "model_type", "float_type"):
        return f"rule-value-{fault['type'].removesuffix('_type')}"
    return "rule-value-limit" if _limit(fault) else "rule-value"


def _limit(fault: Any) -> str:
    context = fault.get("ctx") or {}
    return next((f"{sign} {context[key]}" for key, sign in (("ge", "≥"), ("le", "≤")) if key in context), "")


def _way(tree: Tree, location: tuple[int | str, ...]) -> Way:
    """Keep of pydantic's location what stands in the file: it also names the branches of unions it tried."""
    content: Any = tree.content
    way: list[str | int] = []
    for step in location:
        if _has(content, step):  # else a branch of a union, or the "any" that a list stands for
            content = content[step]
            way.append(step)
    return tuple(way)


def _has(content: Any, step: int | str) -> bool:
    if isinstance(content, dict):
        return step in content
    return isinstance(content, list) and isinstance(step, int) and step < len(content)


def _known_keys(way: Way) -> tuple[str, ...]:
    """Keys that the mapping around ``way`` may have."""
    model: Any = ScorecardForm
    for step in way[:-1]:
        model = _inside(model, step)
        if model is None:
            return ()
    return tuple(field.alias or name for name, field in model.model_fields.items()) if _is_model(model) else ()


def _inside(model: Any, step: str | int) -> Any:
    if isinstance(step, int) or not _is_model(model):
        return model
    for name, field in model.model_fields.items():
        if step == (field.alias or name):
            return _model_of(field.annotation)
    return model


def _is_model(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, BaseModel)


def _model_of(annotation: Any) -> Any:
    """The model somewhere inside a type such as ``list[Annotated[Model, …]] | None``."""
    if _is_model(annotation):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_of(argument)
        if found is not None:
            return found
    return None
