"""A folder of gold calls, read by callqa as text or heard from recordings, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.agreement.agreeing import Agreement, summed
from callqa.agreement.comparing import CallAgreement, compare_call
from callqa.agreement.errors import GoldMissingError, ScorecardFaultyError, ScorecardMissingError
from callqa.agreement.gold import Gold, gold_context, gold_transcript, read_gold
from callqa.agreement.mishearing import mishear
from callqa.agreement.placing import place_findings
from callqa.analysis import analyse
from callqa.model import Evaluation, Problem, Severity, Transcript
from callqa.rulebook import find_scorecard, load_scorecard
from callqa.score import Scorecard, evaluate

DEFAULT_SCORECARDS: Mapping[str, str] = {"ru": "eval-ru", "en": "eval-en"}
"""They follow the guide to the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFolder:
    """The gold calls of a folder, and what could not be read."""

    golds: tuple[Gold, ...]
    stems: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the calls, Russian first."""
        return tuple(sorted({gold.language for gold in self.golds}, reverse=True))

    def of(self, language: str) -> tuple[Gold, ...]:
        """Give the calls of one language."""
        return tuple(gold for gold in self.golds if gold.language == language)


def read_folder(folder: Path) -> GoldFolder:
    """Read every gold call of a folder (or the one file given), in the order of names.

    Raises:
        GoldMissingError: There is none.
    """
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.json"))
    golds: list[Gold] = []
    stems: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        gold, found = read_gold(path)
        problems += found
        if gold is not None:
            golds.append(gold)
            stems[gold.call_id] = path.stem
    if not golds:
        raise GoldMissingError(path=folder.name)
    return GoldFolder(golds=tuple(golds), stems=stems, problems=tuple(problems))


def scorecard_for(language: str, name: str | None, root: Path | None) -> Scorecard:
    """Load the scorecard by which a language's calls are judged.

    Raises:
        ScorecardMissingError: There is none of that name.
        ScorecardFaultyError: It has errors.
    """
    wanted = name or DEFAULT_SCORECARDS[language]
    path = find_scorecard(wanted, root)
    if path is None:
        raise ScorecardMissingError(name=wanted)
    scorecard, problems = load_scorecard(path, source_root=root)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if scorecard is None or errors:
        raise ScorecardFaultyError(name=wanted, count=len(errors))
    return scorecard


def judge(gold: Gold, transcript: Transcript, scorecard: Scorecard) -> Evaluation:
    """Judge a call by its words, knowing beforehand what a project would."""
    context = gold_context(gold)
    return evaluate(analyse(transcript, context=context), scorecard, context)


def agree_on_text(golds: Sequence[Gold], scorecard: Scorecard) -> Agreement:
    """Judge the gold calls by their own text and compare."""
    calls = [compare_call(gold, judge(gold, gold_transcript(gold), scorecard)) for gold in golds]
    return _together(golds, calls, scorecard, is_heard=False)


def agree_on_noise(golds: Sequence[Gold], scorecard: Scorecard, *, seed: int) -> Agreement:
    """Judge the gold calls by their own text with recognition errors put in, and compare."""
    return agree_on_heard(((gold, mishear(gold, seed=seed)) for gold in golds), scorecard, noise=seed)


def agree_on_heard(pairs: Iterable[tuple[Gold, Transcript]], scorecard: Scorecard, *, noise: int | None = None) -> Agreement:
    """Judge gold calls by what was heard of them and compare, words aligned with the gold's; ``noise``: by what was misheard."""
    golds, calls = [], []
    for gold, call in _heard(pairs, scorecard):
        golds.append(gold)
        calls.append(call)
    return _together(golds, calls, scorecard, is_heard=noise is None, noise=noise)


def _heard(pairs: Iterable[tuple[Gold, Transcript]], scorecard: Scorecard) -> Iterator[tuple[Gold, CallAgreement]]:
    for gold, transcript in pairs:
        evaluation = judge(gold, transcript, scorecard)
        yield gold, compare_call(gold, evaluation, place_findings(gold, transcript, evaluation.findings))


def _together(
    golds: Sequence[Gold], calls: Sequence[CallAgreement], scorecard: Scorecard, *, is_heard: bool, noise: int | None = None
) -> Agreement:
    name = f"{scorecard.scorecard_id}@{scorecard.version}"
    return summed(golds, calls, language=scorecard.language, scorecard=name, is_heard=is_heard, noise=noise)
