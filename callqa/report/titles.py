"""Names for ids: criteria from the stored scorecards, managers from the roster."""

from __future__ import annotations

from collections.abc import Iterable

from callqa.report.calls import Titles
from callqa.rulebook import from_stored
from callqa.score import Scorecard
from callqa.settings import Project
from callqa.store import SourceKind, Store
from callqa.texts import Language


def stored_scorecard(store: Store, digest: str) -> Scorecard:
    """Read the scorecard of that hash as it was when it was used."""
    return from_stored(store.sources.content(store.sources.by_hash(SourceKind.SCORECARD, digest)))


def titles_of(store: Store, hashes: Iterable[str], project: Project, language: Language) -> Titles:
    """Gather the titles of the criteria of these scorecards, and the managers' names."""
    criteria: dict[str, str] = {}
    for digest in sorted(set(hashes)):
        for criterion in stored_scorecard(store, digest).criteria:
            criteria.setdefault(criterion.criterion_id, titled(criterion.title, language) or criterion.criterion_id)
    managers = {entry.manager_id: entry.name for entry in project.roster.entries}
    return Titles(criteria=criteria, managers=managers)


def titled(title: object, language: Language) -> str:
    """Choose a title's language, or whichever there is."""
    if not isinstance(title, dict) or not title:
        return ""
    return str(title.get(language) or next(iter(title.values())))
