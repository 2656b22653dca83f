"""A project folder: the nearest ``callqa.yaml`` upwards, its settings and its roster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from callqa.model import CallContext, CallMeta, Problem, RosterEntry
from callqa.settings.roster import Roster, load_roster
from callqa.settings.schema import Settings
from callqa.settings.yaml_file import read_yaml, validate

SETTINGS_NAME = "callqa.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where the user works.

    Attributes:
        root: The folder of ``callqa.yaml``; without one, where the search began.
        is_found: A ``callqa.yaml`` was there; else everything is built-in defaults.
    """

    root: Path
    settings: Settings
    roster: Roster
    is_found: bool = False

    @property
    def database(self) -> Path:
        """The database file."""
        return self.root / self.settings.database

    def context(self, meta: CallMeta, language: str) -> CallContext:
        """Gather what scoring may know of a call beforehand."""
        entry = self._entry_of(meta)
        names = (entry.name, *entry.names_heard) if entry else ()
        return CallContext(
            meta=meta,
            language=language,
            manager_names=names,
            company_names=self.settings.company.names,
            client_names=(meta.client_name,) if meta.client_name else (),
        )

    def team_of(self, meta: CallMeta) -> str | None:
        """Find the manager's team on the day of the call."""
        entry = self._entry_of(meta)
        return entry.team if entry else None

    def _entry_of(self, meta: CallMeta) -> RosterEntry | None:
        on = meta.started_at.astimezone(self.settings.zone).date() if meta.started_at else None
        return self.roster.by_id(meta.manager_id, on) if meta.manager_id else None


def find_root(start: Path) -> Path | None:
    """Find the nearest folder upwards that holds ``callqa.yaml``."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS_NAME).is_file():
            return folder
    return None


def load_project(start: Path | None = None) -> tuple[Project, tuple[Problem, ...]]:
    """Load the project around ``start`` (a folder; the current one by default).

    Faults in ``callqa.yaml`` come back as problems of severity ``error`` beside built-in defaults: a command should
    refuse to go on with them (exit status 2).
    """
    begin = (start or Path.cwd()).resolve()
    root = find_root(begin)
    if root is None:
        project, problems = _with_roster(begin, Settings(), is_found=False)
        return project, problems
    file, problems = read_yaml(root / SETTINGS_NAME, shown_as=SETTINGS_NAME)
    settings, faults = validate(file, Settings) if file else (None, ())
    project, wrong = _with_roster(root, settings or Settings(), is_found=True)
    return project, (*problems, *faults, *wrong)


def _with_roster(root: Path, settings: Settings, *, is_found: bool) -> tuple[Project, tuple[Problem, ...]]:
    path = root / settings.roster
    roster, problems = load_roster(path) if path.is_file() else (Roster(), ())
    return Project(root=root, settings=settings, roster=roster, is_found=is_found), problems
