"""The notation of phrases: what it unfolds to, and what is refused."""

from __future__ import annotations

import pytest

from callqa.score.compiling import compile_finder
from callqa.score.diminutives import is_diminutive
from callqa.score.patterns import PatternError, parse_pattern
from callqa.score.program import Program
from callqa.score.specs import Check, CheckKind
from tests.score.judged import scorecard


@pytest.mark.parametrize(
    ("pattern", "count"), [("добрый день", 1), ("(a|b|c) d", 3), ("(a|b) (c|d)?", 6), ("a? b", 2), ("((a|b)|c)", 3), ("a|b c", 2)]
)
def test_a_pattern_unfolds_into_sequences(pattern: str, count: int) -> None:
    assert len(parse_pattern(pattern)) == count


@pytest.mark.parametrize(
    ("pattern", "slug", "column"),
    [
        ("(a|b", "rule-pattern-bracket", 0),
        ("a) b", "rule-pattern-bracket", 1),
        ("{3,1} a", "rule-pattern-gap", 0),
        ("a {0,50} b", "rule-pattern-gap", 1),
        ("{klient}", "rule-pattern-placeholder", 0),
        ("{0,3}", "rule-pattern-empty", 0),
        ("", "rule-pattern-empty", 0),
        ("a? ^", "rule-pattern-empty", 0),
        ("? a", "rule-pattern-sign", 0),
        ("a } b", "rule-pattern-sign", 1),
        ("=скид*", "rule-pattern-form-star", 0),
        ("(a|b|c|d) (a|b|c|d) (a|b|c|d) (a|b|c|d) (a|b|c|d)", "rule-pattern-many", 0),
    ],
)
def test_a_pattern_that_cannot_be_read_says_where(pattern: str, slug: str, column: int) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert (caught.value.slug, caught.value.column) == (slug, column)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("договорчик", True), ("звоночек", True), ("страничку", True), ("быстренько", True), ("датчик", False), ("договор", False),
     ("добренькое", True), ("скоренький", True), ("сережка", False), ("быстро", False)],
)  # fmt: skip
def test_diminutives_are_known_by_the_word_they_are_made_of(word: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_diminutive(word) is expected


def test_a_check_without_its_spec_is_a_mistake_of_ours() -> None:
    program = Program(scorecard("- {id: a, title: A, weight: 1, find: {phrases: [да]}}"))
    with pytest.raises(ValueError, match="spec"):
        compile_finder(Check(kind=CheckKind.MODEL, path="x"), program)
    with pytest.raises(ValueError, match="whole"):
        compile_finder(Check(kind=CheckKind.REPLY, path="x"), program)
