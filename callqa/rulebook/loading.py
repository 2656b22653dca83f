"""Scorecard files: where they are, and from a path to a scorecard."""

from __future__ import annotations

import json
from pathlib import Path

import pydantic

import callqa
from callqa.codec import canonical_bytes, from_plain
from callqa.model import Problem
from callqa.rulebook.building import Builder, scorecard_hash
from callqa.rulebook.problems import note_faults
from callqa.rulebook.resolving import Tree, read_tree
from callqa.rulebook.schema import ScorecardForm, TestNamesForm
from callqa.score.specs import Scope, Scorecard

_HOLDS_ONLY_LISTS = "lists"


def load_scorecard(path: Path, *, source_root: Path | None = None) -> tuple[Scorecard | None, tuple[Problem, ...]]:
    """Load a scorecard with its lists and what it extends; nothing, and the problems, where something is wrong.

    Args:
        path: The YAML file.
        source_root: Folder that shown paths are relative to; by default the folder above the file's.
    """
    tree = _tree(path, source_root)
    form = _form(tree)
    if form is None:
        return None, tuple(tree.problems)
    scorecard = Builder(tree, form).build(_shown(path, source_root))
    return scorecard, tuple(tree.problems)


def load_test_names(path: Path, *, source_root: Path | None = None) -> TestNamesForm:
    """Names that a scorecard's examples use; none where the file cannot be read."""
    form = _form(_tree(path, source_root))
    return form.test_names if form is not None else TestNamesForm()


def stored_form(scorecard: Scorecard) -> bytes:
    """The bytes that a store keeps: the scorecard whole, with its lists resolved and where its lines stood."""
    return canonical_bytes(scorecard)


def from_stored(content: bytes) -> Scorecard:
    """Read what ``stored_form`` gave.

    Raises:
        ValueError: The content is damaged: it does not have the hash that it carries.
    """
    scorecard = from_plain(Scorecard, json.loads(content))
    if scorecard_hash(scorecard) != scorecard.scorecard_hash:
        raise ValueError("a stored scorecard does not match its hash")
    return scorecard


def stored_scope(content: bytes) -> Scope:
    """Read from what ``stored_form`` gave only which calls the scorecard is for."""
    return from_plain(Scope, json.loads(content).get("applies_to", {}))


def shipped_rules() -> Path:
    """The folder of the scorecards that come with callqa: inside the wheel, or beside the package in a checkout."""
    package = Path(callqa.__file__).parent
    inside = package / "shipped_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def find_scorecard(name: str, root: Path | None = None) -> Path | None:
    """Find a scorecard by name or path: in the project's ``rules/``, then among the shipped ones.

    Args:
        name: ``sales-ru``, ``rules/mine.yaml`` or an absolute path.
        root: The project's folder.
    """
    folders: list[Path] = [Path(), *((root, root / "rules") if root else ()), shipped_rules()]
    for folder in folders:
        for candidate in (folder / name, folder / f"{name}.yaml"):
            if candidate.is_file():
                return candidate
    return None


def _tree(path: Path, source_root: Path | None) -> Tree:
    return read_tree(path, name=lambda file: _shown(file, source_root), shipped=shipped_rules())


def _form(tree: Tree) -> ScorecardForm | None:
    if tree.problems:
        return None
    try:
        return ScorecardForm.model_validate(tree.content)
    except pydantic.ValidationError as error:
        note_faults(tree, error)
        return None


def _shown(path: Path, source_root: Path | None) -> str:
    """A path as people know it: relative to the project, or ``rules/…`` for a shipped one."""
    resolved = path.resolve()
    shipped = shipped_rules().resolve()
    if resolved.is_relative_to(shipped):
        return (Path("rules") / resolved.relative_to(shipped)).as_posix()
    for root in (source_root, Path.cwd()):
        if root is not None and resolved.is_relative_to(root.resolve()):
            return resolved.relative_to(root.resolve()).as_posix()
    return path.as_posix()
