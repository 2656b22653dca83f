"""Whole-call readings."""

from __future__ import annotations

import pytest

from callqa.analysis.analysing import word_by_word
from callqa.analysis.turnmodel.calls import read_call
from callqa.analysis.turnmodel.training.corpus import transcript_of


def read(lines: str) -> dict[str, int]:
    """Read lines ``m label: text``."""
    rows = [line.partition(":") for line in lines.strip().splitlines()]
    said = [("manager" if head.split()[0] == "m" else "client", text) for head, _, text in rows]
    labels = [dict.fromkeys(head.split()[1:], 9000) for head, _, _ in rows]
    return dict(read_call(word_by_word(transcript_of("c", "ru", said)), labels))


@pytest.mark.parametrize(
    ("lines", "has_hung_up"),
    [
        ("m: добрый день\nc objection: не интересно до свидания\nm: я буквально на минутку", True),
        ("m: предлагаю замену\nc: всё достала\nm: аркадий я передам алло", True),
        ("m: что ещё\nc: до свидания\nm farewell: до свидания", False),
        ("m farewell: всего доброго\nc: до свидания", False),
        ("m: добрый день\nc: слушаю\nm: алло вы слышите", True),
        ("m: один\nm: два", False),
    ],
)
def test_a_client_who_ends_curtly_while_the_manager_talks_hung_up(lines: str, *, has_hung_up: bool) -> None:
    assert (read(lines).get("client_hung_up", 0) >= 5000) is has_hung_up


def test_a_refusal_at_the_end_is_firm_unless_a_step_was_fixed() -> None:
    assert read("m: возьмёте\nc objection: нет нам не нужно")["firm_refusal"] >= 6000
    assert read("m: возьмёте\nc objection: нам не нужно\nm next_step: пришлю завтра")["firm_refusal"] < 5000
    assert read("m: возьмёте\nc: лифт не нужно")["firm_refusal"] < 5000


def test_a_call_without_words_has_no_readings() -> None:
    assert read_call((), ()) == {}
