"""Transcripts lose what is private word by word, and the sound knows when to be mute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.model import Speaker, Transcript, TranscriptSource, Utterance, Word
from callqa.privacy import private_times, redact_quote, redact_transcript


def transcript(*said: tuple[str, str], is_timed: bool = True) -> Transcript:
    """Utterances of (speaker, text), a word every half second."""
    utterances = []
    at = 0
    for speaker, text in said:
        begin, words = at, []
        for part in text.split():
            words.append(Word(text=part, start_ms=at, end_ms=at + 400))
            at += 500
        spoken = tuple(words) if is_timed else ()
        utterances.append(Utterance(speaker=Speaker(speaker), start_ms=begin, end_ms=at, text=text, words=spoken))
    source = TranscriptSource(engine="test", model="none", revision="", recipe="")
    meta = {"client_name": "Сергей Петрович", "company": "Кедр"}
    return Transcript(call_id="c1", language="ru", duration_ms=at, source=source, utterances=tuple(utterances), meta=meta)


def test_words_of_a_number_become_one_label_that_keeps_their_time() -> None:
    (utterance,) = redact_transcript(transcript(("client", "Мой телефон 8 916 123 45 67, звоните"))).utterances
    assert utterance.text == "Мой телефон [телефон] звоните"
    assert [word.text for word in utterance.words] == ["Мой", "телефон", "[телефон]", "звоните"]
    assert (utterance.words[2].start_ms, utterance.words[2].end_ms) == (1000, 3400)


def test_a_number_dictated_over_several_utterances_goes_whole() -> None:
    given = transcript(
        ("client", "Записывайте: восемь девятьсот шестнадцать"),
        ("manager", "Так."),
        ("client", "сто двадцать три"),
        ("manager", "Угу."),
        ("client", "сорок пять шестьдесят семь."),
    )
    texts = [utterance.text for utterance in redact_transcript(given).utterances]
    assert texts == ["Записывайте: [телефон]", "Так.", "[телефон]", "Угу.", "[телефон]"]


def test_numbers_of_two_people_are_not_joined() -> None:
    given = transcript(("client", "Нас девятьсот шестнадцать"), ("manager", "сто двадцать три сорок пять"))
    assert redact_transcript(given) == given


def test_the_sound_is_muted_for_just_those_words() -> None:
    given = transcript(("client", "Мой телефон 8 916 123 45 67 звоните"))
    assert private_times(given) == ((880, 3520),)


def test_without_word_times_the_whole_utterance_is_muted() -> None:
    given = transcript(("manager", "Добрый день."), ("client", "почта ivan@mail.ru"), is_timed=False)
    assert private_times(given) == ((1000, 2000),)
    assert redact_transcript(given).utterances[1].text == "почта [эл. почта]"


def test_a_call_without_private_things_stays_as_it_is() -> None:
    given = transcript(("manager", "Добрый день, Сергей Петрович!"))
    assert redact_transcript(given) == given
    assert private_times(given) == ()


def test_names_go_from_words_and_metadata_on_request() -> None:
    hidden = redact_transcript(transcript(("manager", "Добрый день, Сергей Петрович!")), is_names=True)
    assert hidden.utterances[0].text == "Добрый день, [имя]"
    assert hidden.meta == {"company": "Кедр"}


def test_a_quote_is_redacted_in_the_language_of_its_letters() -> None:
    assert redact_quote("пишите на ivan@example.ru") == "пишите на [эл. почта]"
    assert redact_quote("write to ivan@example.com") == "write to [e-mail]"
    assert redact_quote("скидка двадцать процентов") == "скидка двадцать процентов"


def _with_meta(meta: dict[str, str], options: dict[str, str] | None = None) -> Transcript:
    given = transcript(("client", "Алло."))
    return replace(given, meta=meta, source=replace(given.source, options=options or {}))


def test_of_what_came_with_a_transcript_only_known_keys_leave() -> None:
    meta = {
        "manager": "M-001",
        "call_type": "cold",
        "started_at": "2026-10-05T10:12:00+03:00",
        "direction": "outbound",
        "client_name": "Сергей Петрович",
        "client_company": "Вектор, тел. 8 916 123-45-67",
        "phone": "+79161234567",
        "deal_id": "D-5",
        "note": "просил Сергей",
    }
    left = {key: meta[key] for key in ("manager", "call_type", "started_at", "direction")}
    plain = redact_transcript(_with_meta(meta)).meta
    assert plain == {**left, "client_name": "Сергей Петрович", "client_company": "Вектор, тел. [телефон]"}
    nameless = redact_transcript(_with_meta(meta, {"hotwords": "Вектор Сергей"}), is_names=True)
    assert (nameless.meta, nameless.source.options) == (left, {})


@pytest.mark.parametrize(("given", "left"), [("101", "101"), ("M-001", "M-001"), ("Ольга Смирнова", None), ("o.smirnova", None)])
def test_a_manager_named_by_name_has_none_where_names_go(given: str, left: str | None) -> None:
    assert redact_transcript(_with_meta({"manager": given}), is_names=True).meta.get("manager") == left
    assert redact_transcript(_with_meta({"manager": given})).meta["manager"] == given
