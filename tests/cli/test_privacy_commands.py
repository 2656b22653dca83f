"""What leaves callqa without private words, what a person may ask for, and being forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callqa.model import Place, Problem, Severity
from callqa.store import Store

Run = Callable[..., Any]
Say = Callable[..., Path]

NUMBER = "79161234567"
SPOKEN = "девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь"
PLANTED = (NUMBER, NUMBER[1:], "916 123", "4111 1111", "Бонифаций", "бонифаций", "Аркадьевич")
TALK = """
client: Алло, слушаю.
manager: Добрый день, Бонифаций Аркадьевич! Меня зовут Ольга Смирнова, компания Кедр-Логистика. Вам удобно говорить?
client: Да, удобно. Мой номер восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь.
manager: Записала. Сколько рейсов в месяц вы делаете?
client: Около сорока. Карта 4111 1111 1111 1111, если нужно.
manager: Спасибо за разговор, Бонифаций Аркадьевич, до свидания!
client: До свидания.
"""


@pytest.fixture
def scored(project: Path, say: Say, callqa: Run) -> Path:
    say(
        f"out-{NUMBER}-101",
        TALK,
        folder=project / "calls",
        manager="M-001",
        client_name="Бонифаций Аркадьевич",
        started_at="2026-10-05T10:12:00+03:00",
    )
    (project / "calls" / "calls.csv").write_text(
        f"file,phone,client_name,note\nout-{NUMBER}-101.json,+7 916 123-45-67,Бонифаций Аркадьевич,звонил Бонифаций\n",
        encoding="utf-8",
    )
    assert callqa("score", "calls", "--quiet").status == 0
    return project


def test_a_redacted_transcript_holds_no_number_card_or_on_request_name(scored: Path, callqa: Run) -> None:
    plain = callqa("export", "transcripts").out
    assert SPOKEN in plain
    assert "4111 1111 1111 1111" in plain
    hidden = callqa("export", "transcripts", "--redact").out
    assert SPOKEN not in hidden
    assert "4111" not in hidden
    assert "Бонифаций" in hidden
    assert NUMBER not in hidden  # the call's id is its file's name here
    nameless = callqa("export", "transcripts", "--redact-names").out
    assert "Бонифаций" not in nameless
    assert "[имя]" in nameless


def test_an_extract_has_every_version_and_all_words(scored: Path, callqa: Run) -> None:
    ran = callqa("export", "subject", "8 (916) 123-45-67", "--to", str(scored / "extract.json"))
    assert ran.status == 0
    extract = json.loads((scored / "extract.json").read_text("utf-8"))
    (call,) = extract["calls"]
    assert call["metadata"][0]["client_name"] == "Бонифаций Аркадьевич"
    assert "Карта 4111" in json.dumps(call["transcripts"], ensure_ascii=False)


def test_another_number_finds_nothing_and_no_number_is_refused(scored: Path, callqa: Run) -> None:
    assert json.loads(callqa("export", "subject", "+7 900 000-00-00").out) == {"calls": [], "call_records": [], "typed": []}
    ran = callqa("export", "subject", "Иванов", "--lang", "en")
    assert ran.status == 2
    assert "ten digits" in ran.err


def test_forgetting_is_dry_unless_it_is_meant(scored: Path, callqa: Run) -> None:
    ran = callqa("purge", "--phone", NUMBER, "--lang", "en")
    assert ran.status == 0
    assert "Nothing was deleted" in ran.err
    assert (scored / "calls" / f"out-{NUMBER}-101.json").is_file()


def test_a_forgotten_person_is_in_no_byte_of_the_database_and_the_score_stays(scored: Path, callqa: Run) -> None:
    before = callqa("report", "--by", "manager", "--json").out
    assert callqa("purge", "--phone", NUMBER, "--yes").status == 0
    kept = b"".join(path.read_bytes() for path in scored.glob("callqa.db*"))
    for planted in PLANTED:
        assert planted.encode() not in kept
    assert not (scored / "calls" / f"out-{NUMBER}-101.json").exists()
    assert callqa("report", "--by", "manager", "--json").out == before
    with Store.open(scored / "callqa.db") as store:
        assert store.subjects.calls(NUMBER) == ()
        assert store.care.examine() == ()


def test_what_people_typed_is_searched_too(scored: Path, say: Say, callqa: Run) -> None:
    """Reasons, comments, praise, alerts: on the person's calls names go in any form, elsewhere where they are told whole."""
    say("other", TALK.replace("Бонифаций Аркадьевич", "Иван"), folder=scored / "more", manager="M-002")
    assert callqa("score", "more", "--quiet").status == 0
    call, head = f"out-{NUMBER}-101", ("--as", "Анна")
    assert callqa("override", call, "greeting", "met", "--why", "Бонифацию Аркадьевичу сказали", *head).status == 0
    assert callqa("dispute", "open", call, "farewell", "--why", "Бонифаций сам перебил", *head).status == 0
    assert callqa("dispute", "reject", "1", "--why", "Бонифация слышно, тел. 916 123-45-67", *head).status == 0
    assert callqa("override", "other", "greeting", "met", "--why", "просил Бонифаций Аркадьевич", *head).status == 0
    with Store.open(scored / "callqa.db") as store:
        store.people.comment(call, "для Бонифация, +7 (916) 123-45-67", who="Анна")
        store.people.comment("other", "перезвонить Ивану, не Бонифацию", who="Анна")
        store.people.comment("other", "похвала: спокойно", who="Анна", kind="praise")
        store.alerts.put("critical", f"{call}|x", facts={"criterion": "Бонифаций"}, call_id=call)
        fault = Problem(severity=Severity.WARNING, slug="ingest-cut-off", place=Place(source=f"calls/{call}.json"))
        store.runs.note(store.runs.begin("score", who="t"), (fault,))
    extract = json.loads(callqa("export", "subject", NUMBER).out)
    assert len(extract["typed"]) == 6
    assert "просил Бонифаций Аркадьевич" in [item["words"] for item in extract["typed"]]
    assert "texts with the person: 6" in callqa("purge", "--phone", NUMBER, "--lang", "en").err
    assert callqa("purge", "--phone", NUMBER, "--yes").status == 0
    kept = b"".join(path.read_bytes() for path in scored.glob("callqa.db*")).decode("utf-8", errors="replace")
    others_own = "перезвонить Ивану, не Бонифацию"  # a first name alone on another's call is nobody's in particular
    for planted in (*PLANTED, "916) 123", "Бонифаци"):
        assert planted not in kept.replace(others_own, ""), planted
    with Store.open(scored / "callqa.db") as store:
        assert [item.words for item in store.people.comments("forgotten-1")] == ["для [имя], [телефон]"]
        assert store.people.comments("other")[1].words == "похвала: спокойно"
        assert store.care.examine() == ()


def test_of_typed_words_only_a_label_may_take_the_place(scored: Path) -> None:
    with Store.open(scored / "callqa.db") as store:
        store.people.comment(f"out-{NUMBER}-101", "слова", who="Анна")
        for sql in ("words = 'другие'", "who = 'Б', words = '[имя]'", "at_ms = 5, words = '[имя]'"):
            with pytest.raises(sqlite3.IntegrityError):
                store.connection.execute(f"UPDATE comments SET {sql}")  # noqa: S608 - of the line above
        store.connection.execute("UPDATE comments SET words = '[имя]'")


def test_old_versions_may_be_blanked_but_not_rewritten(scored: Path) -> None:

    with Store.open(scored / "callqa.db") as store, pytest.raises(sqlite3.IntegrityError):
        store.connection.execute("UPDATE call_versions SET meta = '{}'")


def test_nothing_private_is_written_outside_database_and_tables(
    scored: Path, callqa: Run, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scored)
    inputs = {path: path.read_bytes() for path in scored.rglob("*") if path.is_file()}
    (scored / "calls" / "broken.json").write_text(
        '{"format": "callqa-transcript/1", "note": "Бонифаций 79161234567"', encoding="utf-8"
    )
    (scored / "records.csv").write_text(f"id,started_at,phone,клиент\n1,,{NUMBER},Бонифаций\n", encoding="utf-8")
    said = [
        callqa(*command).err
        for command in (
            ("score", "calls", "--rehash"),
            ("import", "cdr", "records.csv"),
            ("report", "--by", "call"),
            ("export", "transcripts", "--to", "out", "--redact-names"),
            ("purge", "--before", "2026-12-01"),
            ("backup",),
            ("doctor",),
        )
    ]
    captured = capfd.readouterr()
    written = [
        path
        for path in scored.rglob("*")
        if path.is_file() and path not in inputs and path.name not in ("broken.json", "records.csv") and ".db" not in path.name
    ]
    assert written
    assert not any(NUMBER in path.name for path in written if path.parent.name == "out")
    for planted in PLANTED:
        for text in (*said, captured.err):
            assert planted not in text.replace(f"out-{NUMBER}-101", ""), planted  # the user's own file name
        for path in written:
            assert planted not in path.read_text("utf-8", errors="replace").replace(f"out-{NUMBER}-101", ""), (planted, path.name)
