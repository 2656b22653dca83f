"""Which version of the scheme counts when: those adopted, and the one in ``bonus.yaml`` as though it were."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from callqa.bonus import Period, Scheme, SchemeSpan
from callqa.bonus.building import build_scheme
from callqa.model import Problem, Severity
from callqa.paying.errors import RulesLateError, SchemeFaultyError, SchemeLateError, SchemeMissingError, SchemeNotInForceError
from callqa.settings import Project
from callqa.settings.scheme import SchemeFile, parse_scheme, read_scheme
from callqa.store import SourceKind, Store
from callqa.store.payroll import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the scheme and the day from which it counts; ``file`` is set where it is not adopted yet."""

    since: date
    scheme: Scheme
    file: SchemeFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemes:
    """Every version known, in the order in which they begin to count."""

    versions: tuple[Version, ...]
    problems: tuple[Problem, ...] = ()

    def spans(self, period: Period) -> tuple[SchemeSpan, ...]:
        """Cut a month into the days of each version.

        Raises:
            SchemeNotInForceError: None counts on any day of it.
        """
        begun = [version for version in self.versions if version.since < period.until]
        cuts: list[SchemeSpan] = []
        for version in begun:
            since = max(version.since, period.since)
            cuts = [cut for cut in cuts if cut.since < since]
            if cuts:
                cuts[-1] = SchemeSpan(scheme=cuts[-1].scheme, since=cuts[-1].since, until=since)
            cuts.append(SchemeSpan(scheme=version.scheme, since=since, until=period.until))
        if not cuts:
            first = self.versions[0].since.isoformat() if self.versions else "-"
            raise SchemeNotInForceError(period=period, since=first)
        return tuple(cuts)

    @property
    def adopted(self) -> Scheme | None:
        """The version that counts last of those adopted: a draft pays nobody yet."""
        return next((version.scheme for version in reversed(self.versions) if version.file is None), None)

    @property
    def latest(self) -> Scheme:
        """The version that counts last."""
        return self.versions[-1].scheme


def load_schemes(project: Project, store: Store, *, path: Path | None = None) -> Schemes:
    """Load the adopted versions and the file.

    Args:
        project: Whose they are.
        store: Where adopted versions are.
        path: A draft to take for the project's ``bonus.yaml``.

    Raises:
        SchemeMissingError: There is neither a file nor an adopted version.
        SchemeFaultyError: The file has errors, was edited without raising its version, has another currency than the versions
            before, or is for people whom the roster has never had.
    """
    adopted = _adopted(project, store)
    wanted = path or project.root / project.settings.bonus
    if not wanted.is_file():
        if not adopted or path is not None:
            raise SchemeMissingError(path=wanted.name)
        return Schemes(versions=tuple(adopted))
    file, scheme, problems = read_file(wanted)
    if path is None:
        _refuse(_taken(file, scheme, store), wanted)
    if any(version.scheme.scheme_hash == scheme.scheme_hash for version in adopted):
        return Schemes(versions=tuple(adopted), problems=problems)
    refuse_misfit(file, scheme, project, tuple(adopted))
    versions = [*adopted, Version(since=scheme.since, scheme=scheme, file=file)]
    versions.sort(key=lambda version: version.since)
    return Schemes(versions=tuple(versions), problems=problems)


def refuse_misfit(file: SchemeFile, scheme: Scheme, project: Project, versions: Sequence[Version]) -> None:
    """Make sure that a version fits those before it and the roster.

    Raises:
        SchemeFaultyError: Its currency is another one, or it is for teams or managers that there are not.
    """
    problems: list[Problem] = []
    other = next((version.scheme.currency for version in versions if version.scheme.currency != scheme.currency), None)
    if other is not None:
        problems.append(_fault(file, "bonus-currency-changed", "currency", currency=scheme.currency, scheme=other))
    entries = project.roster.entries
    teams, managers = {entry.team for entry in entries if entry.team}, {entry.manager_id for entry in entries}
    for key, names, known in (("teams", scheme.teams, teams), ("managers", scheme.managers, managers)):
        for index, name in enumerate(names):
            if name not in known:
                near = difflib.get_close_matches(name, sorted(known), n=1) or sorted(known)
                problems.append(_fault(file, "bonus-applies-unknown", "applies_to", key, index, name=name, near=", ".join(near)))
    _refuse(tuple(problems), Path(file.file.source))


def _refuse(problems: tuple[Problem, ...], path: Path) -> None:
    if problems:
        raise SchemeFaultyError(problems, path=path.name, count=len(problems))


def _fault(file: SchemeFile, slug: str, *path: str | int, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts=facts, place=file.file.place(*path))


def read_file(path: Path) -> tuple[SchemeFile, Scheme, tuple[Problem, ...]]:
    """Read one scheme file, with its warnings.

    Raises:
        SchemeFaultyError: It has errors.
    """
    file, faults = read_scheme(path)
    scheme, problems = build_scheme(file) if file is not None else (None, ())
    if file is None or scheme is None:
        found = (*faults, *problems)
        errors = sum(problem.severity is Severity.ERROR for problem in found)
        raise SchemeFaultyError(found, path=path.name, count=errors)
    return file, scheme, (*faults, *problems)


def adopt(schemes: Schemes, project: Project, store: Store, *, who: str, why: str) -> Schemes:
    """Store the version in ``bonus.yaml`` and put it in force, where that was not done yet.

    Raises:
        SchemeLateError: It would count in a month that is closed.
    """
    fresh = [version for version in schemes.versions if version.file is not None]
    if not fresh:
        return schemes
    for version in fresh:
        _refuse_late(version, store)
        scheme, file = version.scheme, version.file
        if file is None:
            continue
        source = store.sources.put(
            SourceKind.SCHEME,
            scheme.scheme_id,
            file.content,
            version=scheme.version,
            path=scheme.source,
            digest=scheme.scheme_hash,
        )
        midnight = datetime(version.since.year, version.since.month, version.since.day, tzinfo=project.settings.zone)
        store.sources.adopt(source, since=midnight, who=who, why=why)
    return Schemes(versions=tuple(_adopted(project, store)), problems=schemes.problems)


def stored_schemes(store: Store, wanted: Sequence[tuple[str, str]]) -> Schemes:
    """Build the versions that an earlier closing used: pairs of first day and hash.

    Raises:
        ValueError: A stored version no longer has the hash that the closing names.
    """
    versions = []
    for since, digest in wanted:
        source = store.sources.by_hash(SourceKind.SCHEME, digest)
        scheme = _parsed(store.sources.content(source), source.path or source.name)
        if scheme.scheme_hash != digest:
            raise ValueError(digest)
        versions.append(Version(since=date.fromisoformat(since), scheme=scheme))
    return Schemes(versions=tuple(versions))


def refuse_late_rules(name: str, since: date, store: Store) -> None:
    """Refuse a version of a scorecard from a day of a closed month: its calls would count as not scored.

    Raises:
        RulesLateError: That month is closed.
    """
    last = _last_closed(store)
    if last is not None and since < last.until:
        raise RulesLateError(name=name, since=since, period=last)


def _refuse_late(version: Version, store: Store) -> None:
    last = _last_closed(store)
    if last is not None and version.since < last.until:
        raise SchemeLateError(scheme=version.scheme.label, since=version.since, period=last)


def _last_closed(store: Store) -> Period | None:
    closed = [entry.period for entry in store.payroll.entries(kinds=(EntryKind.CLOSED,)) if entry.manager_id is None]
    return Period.parse(max(closed)) if closed else None


def _adopted(project: Project, store: Store) -> list[Version]:
    found = []
    for adoption in store.sources.adoptions(SourceKind.SCHEME):
        scheme = _parsed(store.sources.content(adoption.source), adoption.source.path or adoption.source.name)
        found.append(Version(since=adoption.since.astimezone(project.settings.zone).date(), scheme=scheme))
    return found


def _parsed(content: bytes, source: str) -> Scheme:
    file, _ = parse_scheme(content, source=source)
    scheme = build_scheme(file)[0] if file is not None else None
    if scheme is None:
        raise SchemeFaultyError((), path=source, count=1)
    return scheme


def _taken(file: SchemeFile, scheme: Scheme, store: Store) -> tuple[Problem, ...]:
    for source in store.sources.listed(SourceKind.SCHEME, name=scheme.scheme_id):
        if source.version == scheme.version and source.hash != scheme.scheme_hash:
            return (_fault(file, "bonus-version-taken", "version", scheme=scheme.label, next=str(scheme.version + 1)),)
    return ()
