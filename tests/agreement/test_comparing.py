"""Gold calls against evaluations."""

from __future__ import annotations

from callqa.agreement.agreeing import compare, to_plain
from callqa.agreement.comparing import compare_call, unassessed_as_not_holding
from callqa.agreement.gold import Gold, GoldTurn
from callqa.agreement.truth import CRITERIA
from callqa.model import CallStatus, CriterionResult, Evaluation, Finding, Outcome, Speaker

GOLD = Gold(
    call_id="g1",
    author="X",
    language="ru",
    names={},
    expected={},
    turns=(
        GoldTurn(speaker=Speaker.MANAGER, text="Добрый день", labels=frozenset({"greeting"})),
        GoldTurn(speaker=Speaker.CLIENT, text="Дорого", labels=frozenset({"objection"})),
        GoldTurn(speaker=Speaker.MANAGER, text="Ну ну как бы да", fillers=("ну", "ну", "как бы")),
    ),
)


def evaluation(outcomes: dict[str, Outcome], findings: list[tuple[str, int, str]]) -> Evaluation:
    return Evaluation(
        evaluation_id="e",
        call_id="g1",
        analysis_id="a",
        scorecard_id="eval-ru",
        scorecard_version=1,
        scorecard_hash="h",
        language="ru",
        status=CallStatus.SCORED,
        score_e4=None,
        earned_millipoints=0,
        possible_millipoints=0,
        assessed_pct_e4=0,
        criteria=tuple(
            CriterionResult(
                criterion_id=name,
                outcome=outcome,
                earned_millipoints=0,
                possible_millipoints=0,
                weight_millipoints=1,
            )
            for name, outcome in outcomes.items()
        ),
        findings=tuple(
            Finding(label=label, speaker=GOLD.turns[turn].speaker, utterance=turn, start_ms=0, end_ms=1, quote=quote)
            for label, turn, quote in findings
        ),
    )


def all_not_met() -> dict[str, Outcome]:
    return dict.fromkeys(CRITERIA, Outcome.NOT_MET)


def test_partly_met_holds_and_not_applicable_does_not() -> None:
    outcomes = all_not_met() | {"greeting": Outcome.PARTLY_MET, "objection_handling": Outcome.NOT_APPLICABLE}
    compared = compare_call(GOLD, evaluation(outcomes, []))
    assert compared.criteria["greeting"].tp == 1
    assert compared.criteria["objection_handling"].tn == 1  # it applies in the gold, and does not hold there


def test_a_criterion_that_does_not_apply_in_the_gold_is_left_out() -> None:
    calm = Gold(call_id="g1", author="X", language="ru", names={}, expected={}, turns=GOLD.turns[:1])
    compared = compare_call(calm, evaluation(all_not_met(), []))
    assert compared.criteria["objection_handling"].assessed == 0


def test_not_assessed_lowers_coverage_and_is_read_a_second_time_as_not_holding() -> None:
    agreement = compare([GOLD], [evaluation(all_not_met() | {"greeting": Outcome.NOT_ASSESSED}, [])], language="ru")
    assert agreement.coverage == round(14 / 15, 3)
    assert agreement.pooled.not_assessed == 1
    assert agreement.pooled_strictly.fn == 1
    assert unassessed_as_not_holding(GOLD, agreement.calls[0])["greeting"].fn == 1


def test_turns_count_once_however_many_hits_stand_in_them() -> None:
    compared = compare_call(
        GOLD, evaluation(all_not_met(), [("greeting", 0, "Добрый"), ("greeting", 0, "день"), ("trigger", 2, "да")])
    )
    assert (compared.turns["greeting"].tp, compared.turns["greeting"].fp) == (1, 0)
    assert compared.turns["trigger"].fp == 1
    assert compared.turns["objection"].fn == 1


def test_counts_match_occurrences_in_the_turn_where_they_stand() -> None:
    compared = compare_call(
        GOLD, evaluation(all_not_met(), [("fillers", 2, "Ну"), ("fillers", 2, "как бы"), ("fillers", 0, "ну")])
    )
    counted = compared.counts["fillers"]
    assert (counted.spoken, counted.found, counted.false, counted.words) == (3, 2, 1, 7)
    assert counted.error_per_100_words == 0  # as many as there are, though one is elsewhere


def test_the_object_has_the_keys_of_the_contract() -> None:
    plain = to_plain(compare([GOLD], [evaluation(all_not_met(), [])], language="ru", scorecard="eval-ru@1"))
    assert list(plain) == [
        "calls", "language", "heard", "scorecard", "coverage", "false_not_met", "pooled", "criteria", "turns", "counts", "score",
    ]  # fmt: skip
    assert list(plain["pooled"]) == ["tp", "fp", "fn", "tn", "not_assessed", "kappa", "kappa_ci"]
    assert list(plain["criteria"]["greeting"]) == [
        "tp", "fp", "fn", "tn", "not_assessed", "precision", "recall", "f1", "kappa", "kappa_ci",
    ]  # fmt: skip
    assert set(plain["turns"]) == {*CRITERIA, "objection"}
    assert list(plain["counts"]["fillers"]) == ["mae_per_100_words", "found", "false", "spoken"]
    assert plain["turns"]["upsell"] == {"tp": 0, "fp": 0, "fn": 0, "precision": None, "recall": None, "f1": None}
    assert plain["score"]["pearson"] is None
