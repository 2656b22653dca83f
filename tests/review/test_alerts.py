"""Where alerts go: real letters to a mail server on this machine, a real command, a file; each once, whatever fails."""

from __future__ import annotations

import email
import json
import shutil
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from callqa.ingest.call_records import CallRecord, metas_of
from callqa.model import Direction
from callqa.settings.schema import Alerts, Mail
from callqa.store import AlertRow, Store
from tests.review.conftest import SCRIPT_NAME, House, check_alerts

WRITER = "import sys, pathlib; pathlib.Path('got.jsonl').open('ab').write(sys.stdin.buffer.read() + b'\\n')"


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps letters; it may refuse some, and may offer TLS."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: list[EmailMessage] = []
        self.logins: list[str] = []
        self.refuses: set[int] = set()
        self.offered = 0
        self.certificate = certificate

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    server: Post

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "STARTTLS":
                self._say("220 go on")
                if not self._encrypt():
                    return
            else:
                self._answer(word, line)

    def _answer(self, word: str, line: str) -> None:
        if word == "EHLO":
            self._say("250-here\r\n250-8BITMIME\r\n" + ("250-STARTTLS\r\n" if self.server.certificate else "") + "250 AUTH PLAIN")
        elif word == "AUTH":
            self.server.logins.append(line)
            self._say("235 known")
        elif word == "DATA":
            self._say("354 speak")
            self._take()
        else:
            self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.offered += 1
        if self.server.offered in self.server.refuses:
            self._say("554 not this one")
            return
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=default))
        self._say("250 taken")

    def _encrypt(self) -> bool:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.server.certificate is not None
        context.load_cert_chain(self.server.certificate)
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, ConnectionError):
            return False
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def post(certificate: Path | None = None) -> Iterator[Post]:
    with Post(certificate) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


def ring(house: House, **channels: object) -> tuple[AlertRow, ...]:
    """Look for alerts as a fresh start of callqa does: with a store of its own."""
    settings = house.project.settings
    alerts = Alerts(look_back_days=30, **channels)  # type: ignore[arg-type]
    review = settings.review.model_copy(update={"alerts": alerts})
    object.__setattr__(house.project, "settings", settings.model_copy(update={"review": review}))
    with house.store() as store:
        return check_alerts(house.project, store)


def mail(port: int, **more: object) -> Mail:
    given = {"server": "127.0.0.1", "sender": "callqa@example.org", "to": ["boss@example.org", "second@example.org"]}
    return Mail.model_validate(given | {"port": port, "security": "none"} | more)


def test_each_alert_is_one_letter_across_restarts(house: House) -> None:
    with post() as server:
        rung = ring(house, mail=mail(server.port))
        assert rung
        assert ring(house, mail=mail(server.port)) == ()
        assert len(server.letters) == len(rung)
    letter = server.letters[0]
    assert letter["To"] == "boss@example.org, second@example.org"
    assert letter["Subject"].startswith("callqa: ")


def test_a_letter_holds_the_sentence_and_nothing_said_by_or_known_of_a_client(house: House) -> None:
    with post() as server:
        ring(house, mail=mail(server.port), low_score={"below": 100, "times": 1})
        words = "\n".join(str(letter["Subject"]) + letter.get_content() for letter in server.letters)
    with house.store() as store:
        calls = [store.calls.get(call_id) for own in house.calls.values() for call_id in own]
        transcript = store.transcripts.latest(house.sounding)
    private = {
        value for call in calls if call for value in (call.meta.client_name, call.meta.phone, call.meta.client_company) if value
    }
    assert SCRIPT_NAME in private
    assert transcript is not None
    said = {item.text for item in transcript.utterances if len(item.text) > 20}
    assert not [value for value in private | said if value in words]


def test_a_server_that_is_away_is_tried_again_and_nobody_gets_a_letter_twice(house: House) -> None:
    with post() as gone:
        port = gone.port
    rung = ring(house, mail=mail(port))
    assert "ConnectionRefusedError" in house.client("boss").get("/alerts").text
    assert "ConnectionRefusedError" not in house.client("anna").get("/alerts").text
    with post() as server:
        assert ring(house, mail=mail(server.port)) == ()
        assert len(server.letters) == len(rung)
        ring(house, mail=mail(server.port))
        assert len(server.letters) == len(rung)


def test_a_channel_that_is_no_longer_set_owes_nothing(house: House) -> None:
    with post() as gone:
        port = gone.port
    ring(house, mail=mail(port))
    ring(house, file="alerts.jsonl")
    assert "ConnectionRefusedError" not in house.client("boss").get("/alerts").text
    ring(house, mail=mail(port))
    assert "ConnectionRefusedError" in house.client("boss").get("/alerts").text


def test_one_refused_letter_does_not_hold_up_the_others(house: House) -> None:
    with post() as server:
        server.refuses = {1}
        rung = ring(house, mail=mail(server.port))
        assert len(server.letters) == len(rung) - 1
        ring(house, mail=mail(server.port))
        assert len(server.letters) == len(rung)


def test_a_password_goes_by_its_variable_and_without_it_nothing_is_sent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with post() as server:
        given = mail(server.port, user="callqa", password_env="CALLQA_TEST_MAIL")
        ring(house, mail=given)
        assert (server.letters, server.logins) == ([], [])
        monkeypatch.setenv("CALLQA_TEST_MAIL", "secret")
        ring(house, mail=given)
        assert server.letters
        assert server.logins


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_certificate_that_nobody_vouches_for_gets_no_letter(house: House, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "server.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    with certificate.open("a", encoding="ascii") as file:
        file.write(key.read_text(encoding="ascii"))
    with post(certificate) as server:
        ring(house, mail=mail(server.port, security="starttls"))
        assert server.letters == []
    with house.store() as store:
        assert store.alerts.faults(["mail"], within=timedelta(days=30)) == {"mail": "SSLCertVerificationError"}


def test_a_command_gets_each_alert_once_as_json(house: House) -> None:
    command = [sys.executable, "-c", WRITER]
    rung = ring(house, command=command)
    assert ring(house, command=command) == ()
    lines = (house.project.root / "got.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rule"] for line in lines] == [row.rule for row in rung]
    assert json.loads(lines[0]).keys() == {"alert", "at", "rule", "message", "manager", "team", "call_id"}


def test_a_command_that_fails_or_is_not_there_is_noted_and_the_file_still_written(house: House) -> None:
    rung = ring(house, command=["no-such-program-of-ours"], file="alerts.jsonl")
    assert len((house.project.root / "alerts.jsonl").read_text(encoding="utf-8").splitlines()) == len(rung)
    with house.store() as store:
        assert store.alerts.faults(["command", "file"], within=timedelta(days=30)) == {"command": "FileNotFoundError"}


def test_what_is_no_longer_news_is_not_sent_when_a_channel_is_new(house: House) -> None:
    ring(house)
    later = datetime.now(UTC) + timedelta(days=40)
    with Store.open(house.project.database, clock=lambda: later) as store:
        assert store.alerts.undelivered("mail", within=timedelta(days=30)) == ()
        assert store.alerts.undelivered("mail")


def test_a_missed_call_on_the_call_records_rings_once(house: House) -> None:
    with house.store() as store:
        last = store.signals.last_day()
        assert last is not None
        start = datetime.fromisoformat(f"{last}T09:00:00+00:00")
        records = [
            CallRecord(
                record_id="r-1", line=1, started_at=start, direction=Direction.INBOUND, phone="79160000001", is_answered=False
            ),
            CallRecord(record_id="r-2", line=2, started_at=start + timedelta(hours=1), phone="79160000002"),
        ]
        metas = [meta for record in records for meta in metas_of(record)]
        store.call_records.put(metas, source="sha256:0", file_name="cdr.csv", who="test")
    rung = [row for row in ring(house) if row.rule == "late_lead"]
    assert [(row.subject, row.facts) for row in rung] == [("missed|r-1", {"limit": "15"})]
    assert [row for row in ring(house) if row.rule == "late_lead"] == []
    page = house.client("boss").get("/alerts").text
    assert "an inbound call was missed" in page
    assert "79160000001" not in page


def test_a_head_of_one_team_is_told_what_concerns_all_and_no_other_teams_calls(house: House) -> None:
    with house.store() as store:
        store.alerts.put("model_changed", "2026-10|a, b", facts={"month": "2026-10", "models": "a, b"})
        store.alerts.put("critical", "x", facts={"criterion": "x"}, team="of others", call_id="x")
        store.alerts.put("late_lead", "missed|x", facts={"limit": "15"})
    page = house.client("lead").get("/alerts").text
    assert page.count("<time>") == 1
    assert "different speech models" in page
    assert house.client("anna").get("/alerts").text.count("<time>") == 0
