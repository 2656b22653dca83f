"""Analyses as bytes and back."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.analysis import DamagedAnalysisError, decode, encode
from callqa.texts import message
from tests.analysis.building import analysis

CALL = "00:00 manager: Добрый день, Сергей Петрович, ёлки за 1 500 ₽?\n00:09 client: …\n00:12 client: Ёлки? Нет, дорого."


def test_what_is_stored_comes_back_the_same() -> None:
    made = analysis(CALL)
    made = replace(
        made, turns=(replace(made.turns[0], labels={"greeting": 9_000}, reasons={"greeting": ("добрый день",)}), *made.turns[1:])
    )
    assert decode(encode(made)) == made


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30),
        max_size=4,
    )
)
def test_any_words_come_back_the_same(said: list[str]) -> None:
    call = "\n".join(f"00:{number:02d} manager: {text}" for number, text in enumerate(said)) or "00:00 client: да"
    made = analysis(call)
    assert decode(encode(made)) == made


def test_equal_analyses_give_equal_bytes() -> None:
    assert encode(analysis(CALL)) == encode(analysis(CALL))


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"no zlib at all",
        zlib.compress(b"[1, 2"),
        zlib.compress(b"[]"),
        zlib.compress(json.dumps({"format": 99}).encode()),
        zlib.compress(json.dumps({"format": 1}).encode()),
        encode(analysis(CALL))[:-20],
    ],
)
def test_damaged_bytes_are_refused_with_a_sentence(damaged: bytes) -> None:
    with pytest.raises(DamagedAnalysisError) as caught:
        decode(damaged)
    assert "callqa score" in message(caught.value, "ru")
    assert "callqa score" in message(caught.value, "en")
