"""Gold calls against evaluations: what both say, call by call, turn by turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from callqa.agreement.figures import Confusion
from callqa.agreement.gold import Gold
from callqa.agreement.truth import COUNTS, CRITERIA, TURN_LABELS, expected_outcomes, expected_score, manager_words
from callqa.analysis.words import tokenize
from callqa.model import Evaluation, Finding, Outcome, Speaker

HOLDS = frozenset({Outcome.MET, Outcome.PARTLY_MET})

TurnOf = Mapping[int, int | None]
"""Number of a finding → gold turn; ``None`` where it stands at none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A pair or a turn on which the two differ.

    Attributes:
        turn: Gold turn, or ``None`` for the call as a whole.
        gold: What the gold says; ``callqa`` what callqa says (an outcome, or whether the turn has the label).
        quote: Words of the turn, or of callqa's evidence.
    """

    call_id: str
    label: str
    turn: int | None
    gold: str
    callqa: str
    quote: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Occurrences of one counted kind in one call."""

    spoken: int
    found: int
    false: int
    words: int

    @property
    def error_per_100_words(self) -> float:
        """How far the count is off, per 100 words of the manager."""
        return 100 * abs(self.found + self.false - self.spoken) / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAgreement:
    """One call compared."""

    call_id: str
    author: str
    language: str
    criteria: Mapping[str, Confusion]
    turns: Mapping[str, Confusion]
    counts: Mapping[str, Counted]
    score_gold: float
    score_callqa: float | None
    disagreements: tuple[Disagreement, ...]


def compare_call(gold: Gold, evaluation: Evaluation, turn_of: TurnOf | None = None) -> CallAgreement:
    """Compare one call.

    Args:
        gold: The labelled call.
        evaluation: Of the same call.
        turn_of: Where each finding stands in the gold's turns; the finding's own utterance where callqa read the gold's text.
    """
    places = turn_of if turn_of is not None else {number: found.utterance for number, found in enumerate(evaluation.findings)}
    criteria, differing = _compare_criteria(gold, evaluation)
    turns, turns_differing = _compare_turns(gold, evaluation, places)
    return CallAgreement(
        call_id=gold.call_id,
        author=gold.author,
        language=gold.language,
        criteria=criteria,
        turns=turns,
        counts={kind: _count(gold, evaluation, kind, places) for kind in COUNTS},
        score_gold=float(expected_score(gold)),
        score_callqa=_score(evaluation),
        disagreements=(*differing, *turns_differing),
    )


def _compare_criteria(gold: Gold, evaluation: Evaluation) -> tuple[dict[str, Confusion], list[Disagreement]]:
    results = {result.criterion_id: result for result in evaluation.criteria}
    compared, differing = {}, []
    for criterion, holds in expected_outcomes(gold).items():
        result = results.get(criterion)
        outcome = result.outcome if result else Outcome.NOT_ASSESSED
        compared[criterion] = _pair(outcome, holds=holds)
        if compared[criterion].fp or compared[criterion].fn or compared[criterion].not_assessed:
            evidence = result.evidence[0] if result and result.evidence else result.nearest_miss if result else None
            differing.append(
                Disagreement(
                    call_id=gold.call_id,
                    label=criterion,
                    turn=None,
                    gold="met" if holds else "not_met",
                    callqa=outcome.value,
                    quote=evidence.quote if evidence else "",
                    reasons=evidence.reasons if evidence else (),
                )
            )
    return compared, differing


def _pair(outcome: Outcome, *, holds: bool | None) -> Confusion:
    if holds is None:
        return Confusion()
    if outcome is Outcome.NOT_ASSESSED:
        return Confusion(not_assessed=1)
    if outcome in HOLDS:
        return Confusion(tp=1) if holds else Confusion(fp=1)
    return Confusion(fn=1) if holds else Confusion(tn=1)


def unassessed_as_not_holding(gold: Gold, agreement: CallAgreement) -> Mapping[str, Confusion]:
    """Give a call's criteria once more, with what was not assessed read as not holding."""
    expected = expected_outcomes(gold)
    return {
        criterion: _pair(Outcome.NOT_MET, holds=expected[criterion]) if pair.not_assessed else pair
        for criterion, pair in agreement.criteria.items()
    }


def _compare_turns(gold: Gold, evaluation: Evaluation, places: TurnOf) -> tuple[dict[str, Confusion], list[Disagreement]]:
    compared, differing = {}, []
    for label in TURN_LABELS:
        marked = {number for number, turn in enumerate(gold.turns) if label in turn.labels}
        own = [(number, found) for number, found in enumerate(evaluation.findings) if found.label == label]
        found = {places.get(number) for number, _ in own if places.get(number) is not None}
        stray = sum(places.get(number) is None for number, _ in own)  # words that nobody said there
        compared[label] = Confusion(tp=len(marked & found), fp=len(found - marked) + stray, fn=len(marked - found))
        differing += [
            Disagreement(
                call_id=gold.call_id,
                label=label,
                turn=number,
                gold="yes" if number in marked else "no",
                callqa="no" if number in marked else "yes",
                quote=gold.turns[number].text,
            )
            for number in sorted(turn for turn in marked ^ found if turn is not None)
        ]
    return compared, differing


def _count(gold: Gold, evaluation: Evaluation, kind: str, places: TurnOf) -> Counted:
    spoken: Counter[tuple[int | None, str]] = Counter(
        (number, _plain(word, gold.language)) for number, turn in enumerate(gold.turns) for word in getattr(turn, kind)
    )
    found: Counter[tuple[int | None, str]] = Counter(
        (places.get(number), _plain(one.quote, gold.language))
        for number, one in enumerate(evaluation.findings)
        if _is_of(one, kind)
    )
    by_turn = _overlap(spoken, found)
    return Counted(spoken=spoken.total(), found=by_turn, false=found.total() - by_turn, words=manager_words(gold))


def _overlap(spoken: Counter[tuple[int | None, str]], found: Counter[tuple[int | None, str]]) -> int:
    """Count occurrences found in the turn where they were spoken: the same words first, then any left over in that turn.

    A person may note «не могу» where callqa quotes «не могу сказать»: one occurrence, differently bounded.
    """
    same = (spoken & found).total()
    spoken_left, found_left = Counter[int | None](), Counter[int | None]()
    for (turn, _), number in (spoken - found).items():
        spoken_left[turn] += number
    for (turn, _), number in (found - spoken).items():
        found_left[turn] += number
    return same + (spoken_left & found_left).total()


def _is_of(finding: Finding, kind: str) -> bool:
    return finding.label == kind and finding.speaker is not Speaker.CLIENT


def _plain(text: str, language: str) -> str:
    return " ".join(token.word for token in tokenize(text, language))


def _score(evaluation: Evaluation) -> float | None:
    outcomes = [result.outcome for result in evaluation.criteria if result.criterion_id in CRITERIA]
    assessed = [outcome for outcome in outcomes if outcome not in (Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE)]
    return 100 * sum(outcome in HOLDS for outcome in assessed) / len(assessed) if assessed else None
