"""What the rule author's commands do with files: check, test, lint."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.model import Analysis, CallContext, CallMeta, Problem, Severity
from callqa.rulebook import find_scorecard, lint, load_scorecard, load_test_names, run_rule_tests
from callqa.rulebook.ordinary import shipped_ordinary
from callqa.rulebook.scopes import clashes, reused, strangers
from callqa.rulebook.testing import ExampleResult, Verdict
from callqa.score import Scorecard
from callqa.texts import message

MOST_SHOWN = 40
"""Lines of one kind of remark before the rest is only counted."""


class ScorecardNotFoundError(CallqaError):
    """Neither a file nor a known name."""

    slug = "rules-not-found"


class NoOrdinaryError(CallqaError):
    """A folder of ordinary calls without a call that can be read."""

    slug = "rules-no-ordinary"


def check_files(session: Session, names: Sequence[str], *, as_json: bool) -> bool:
    """Print the problems of scorecards; tell whether there were any."""
    has_problems = False
    sound: list[Scorecard] = []
    for path in paths_of(session, names):
        scorecard, problems = load_scorecard(path, source_root=session.project.root)
        if scorecard is not None:
            problems = (*problems, *_strangers(scorecard, session))
            sound.append(scorecard)
        has_problems = has_problems or bool(problems)
        _print_problems(problems, session, as_json=as_json)
        if scorecard is not None and not as_json:
            total = sum(criterion.weight_millipoints for criterion in scorecard.criteria)
            facts = {"name": scorecard.name, "count": len(scorecard.criteria), "points": _points(total)}
            click.echo(session.words("rules-checked", **facts))
    together = tuple(reused(sound) if names else clashes(sound))  # files named by hand need not be in force together
    _print_problems(together, session, as_json=as_json)
    return has_problems or bool(together)


def _strangers(scorecard: Scorecard, session: Session) -> Iterator[Problem]:
    entries = session.project.roster.entries
    teams, managers = {entry.team for entry in entries if entry.team}, {entry.manager_id for entry in entries}
    return strangers(scorecard, teams=teams, managers=managers, roster=session.project.settings.roster)


def test_files(session: Session, names: Sequence[str], *, as_json: bool) -> bool:
    """Run the examples of scorecards; tell whether one failed."""
    has_failures = False
    for path in paths_of(session, names):
        scorecard = loaded(session, path)
        results = run_rule_tests(scorecard, load_test_names(path, source_root=session.project.root))
        has_failures = has_failures or any(result.is_failure for result in results)
        if as_json:
            for result in results:
                click.echo(_line({"scorecard": scorecard.name, **_plain(result)}))
        else:
            _print_results(scorecard, results, session)
    return has_failures


def lint_files(session: Session, names: Sequence[str], *, ordinary: Path | None, is_mutating: bool, as_json: bool) -> bool:
    """Print what is probably a mistake; tell whether anything of it is more than a remark."""
    has_findings = False
    for path in paths_of(session, names):
        scorecard = loaded(session, path)
        calls = _ordinary_calls(session, ordinary, scorecard.language)
        test_names = load_test_names(path, source_root=session.project.root)
        found = lint(scorecard, test_names, ordinary=calls, is_mutating=is_mutating)
        has_findings = has_findings or any(problem.severity is not Severity.INFO for problem in found)
        _print_problems(found, session, as_json=as_json)
        if not as_json:
            click.echo(session.words("rules-linted", name=scorecard.name, count=len(found), calls=len(calls)))
    return has_findings


def paths_of(session: Session, names: Sequence[str]) -> tuple[Path, ...]:
    """Find the files meant: those named, else the project's scorecards.

    Raises:
        ScorecardNotFoundError: A name leads to no file.
    """
    wanted = names or tuple(name for _, name in session.project.settings.named_scorecards)
    return tuple(found_path(session, name) for name in wanted)


def found_path(session: Session, name: str) -> Path:
    """Find one scorecard's file.

    Raises:
        ScorecardNotFoundError: There is none of that name.
    """
    path = find_scorecard(name, session.project.root)
    if path is None:
        raise ScorecardNotFoundError(name=name)
    return path


class ScorecardFaultyError(CallqaError):
    """A scorecard that cannot be loaded; each fault was told."""

    slug = "rules-faulty"


def loaded(session: Session, path: Path) -> Scorecard:
    """Load a scorecard.

    Raises:
        ScorecardFaultyError: It has problems; they were printed.
    """
    scorecard, problems = load_scorecard(path, source_root=session.project.root)
    if scorecard is None:
        errors = session.tell(problems)
        raise ScorecardFaultyError(path=path.name, count=errors)
    return scorecard


def _ordinary_calls(session: Session, folder: Path | None, language: str) -> tuple[tuple[Analysis, CallContext], ...]:
    if folder is None:
        return shipped_ordinary(language)
    calls = tuple(_read_calls(session, folder, language))
    if not calls:
        raise NoOrdinaryError(path=str(folder))
    return calls


def _read_calls(session: Session, folder: Path, language: str) -> Iterator[tuple[Analysis, CallContext]]:
    from callqa.analysis import analyse  # noqa: PLC0415 - loads dictionaries
    from callqa.pipeline.judging import context_of  # noqa: PLC0415
    from callqa.pipeline.reading import read_words  # noqa: PLC0415

    for path in sorted(folder.rglob("*.json")):
        transcript, problems = read_words(path)
        session.tell(problems)
        if transcript is not None and transcript.language == language:
            meta = CallMeta(call_id=transcript.call_id, client_name=transcript.meta.get("client_name"))
            context = context_of(meta, transcript, session.project)
            yield analyse(transcript, context=context), context


def _print_problems(problems: Iterable[Problem], session: Session, *, as_json: bool) -> None:
    shown: Counter[str] = Counter()
    for problem in problems:
        shown[problem.slug] += 1
        if as_json:
            place = str(problem.place) if problem.place else None
            facts = {"severity": problem.severity.value, "slug": problem.slug, "place": place}
            click.echo(_line({**facts, "message": message(problem, session.language), "facts": dict(problem.facts)}))
        elif shown[problem.slug] <= MOST_SHOWN:
            click.echo(message(problem, session.language))
    for slug, count in shown.items():
        if count > MOST_SHOWN and not as_json:
            click.echo(session.words("rules-more", slug=slug, count=count - MOST_SHOWN))


def _print_results(scorecard: Scorecard, results: Sequence[ExampleResult], session: Session) -> None:
    for result in results:
        if result.is_failure or result.verdict is Verdict.STILL_MISSED:
            facts = {"place": result.place, "name": result.owner.partition("/")[2], "outcome": result.outcome.value}
            click.echo(session.words(f"rules-example-{result.verdict.replace('_', '-')}", **facts, text=_first_line(result.text)))
    counts = Counter(result.verdict for result in results)
    facts_ = {verdict.value: counts[verdict] for verdict in Verdict}
    click.echo(session.words("rules-tested", name=scorecard.name, count=len(results), **facts_))


def _first_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[0] + (" …" if len(lines) > 1 else "") if lines else ""


def _plain(result: ExampleResult) -> dict[str, str]:
    return {
        "rule": result.owner,
        "expected": result.expected,
        "outcome": result.outcome.value,
        "verdict": result.verdict.value,
        "place": result.place,
        "text": result.text,
    }


def _points(millipoints: int) -> str:
    whole, rest = divmod(millipoints, 1_000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def _line(plain: Mapping[str, object]) -> str:
    return json.dumps(plain, ensure_ascii=False)
