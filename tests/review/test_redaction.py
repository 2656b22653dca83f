"""What leaves by the API carries no private words."""

from __future__ import annotations

from callqa.review.pages.api import without_private_words


def test_quotes_are_redacted_wherever_they_stand_and_nothing_else_is() -> None:
    plain = {
        "call_id": "89161234567",
        "criteria": [{"id": "contact", "evidence": [{"quote": "мой номер 8 916 123-45-67", "start_ms": 89161234567}]}],
        "findings": ({"quote": "добрый день"},),
        "nearest_miss": None,
    }
    assert without_private_words(plain, "ru") == {
        "call_id": "89161234567",
        "criteria": [{"id": "contact", "evidence": [{"quote": "мой номер [телефон]", "start_ms": 89161234567}]}],
        "findings": [{"quote": "добрый день"}],
        "nearest_miss": None,
    }
