"""How alerts go out: to a file, by mail, to a local command; each once, whoever else looks at the same time."""

from __future__ import annotations

import hashlib
import json
import os
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from callqa.report.titles import titles_of
from callqa.review.dates import shown_day
from callqa.settings import Project
from callqa.settings.schema import Mail
from callqa.store import AlertRow, Store
from callqa.texts import LANGUAGES, Language, text

COMMAND_LIMIT_S = 20
MAIL_LIMIT_S = 20
"""Seconds after which a delivery is given up until the next round."""

REFUSALS = (smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused, subprocess.CalledProcessError, ValueError)
"""What says no to one alert and may take the next; a name or address that no letter can hold is a ``ValueError``."""

FAULTS = (*REFUSALS, OSError, smtplib.SMTPException, subprocess.SubprocessError)
"""All that keeps an alert from going out."""


class PasswordUnsetError(smtplib.SMTPException):
    """The environment has no password where the settings say that it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one round of delivery came to.

    Attributes:
        sent: Deliveries: an alert that went to a file and by mail counts twice.
        faults: The kind of error by channel, of those that failed.
    """

    sent: int
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """A way out; ``wants`` tells which alerts go by it."""

    name: str
    send: Callable[[AlertRow], None]
    wants: Callable[[AlertRow], bool] = lambda _: True


@dataclass(kw_only=True)
class Wording:
    """Alerts in words; the titles of criteria are read when one is first needed."""

    project: Project
    language: Language
    criteria: Callable[[], Mapping[str, str]]

    @classmethod
    def over(cls, store: Store, project: Project, language: Language) -> Wording:
        """Name criteria by the stored scorecards."""
        used = store.browse.scorecards_in_use
        return cls(project=project, language=language, criteria=lambda: titles_of(store, used(), project, language).criteria)

    @cached_property
    def _criteria(self) -> Mapping[str, str]:
        return self.criteria()

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {entry.manager_id: entry.name for entry in self.project.roster.entries}

    def sentence(self, row: AlertRow) -> str:
        """Word an alert; it names no call and no client."""
        manager = self._names.get(row.manager_id or "", row.manager_id or "—")
        slug = f"review-alert-{row.rule}" + ("-missed" if row.subject.startswith("missed|") else "")
        facts = {name: self._fact(name, value) for name, value in row.facts.items()}
        return text(slug, self.language, manager=manager, **facts)

    def plain(self, row: AlertRow) -> dict[str, str | int | None]:
        """Give an alert as programs read it."""
        return {
            "alert": row.alert_key,
            "at": row.at.isoformat(),
            "rule": row.rule,
            "message": self.sentence(row),
            "manager": row.manager_id,
            "team": row.team,
            "call_id": row.call_id,
        }

    def _fact(self, name: str, value: str) -> str:
        if name in ("day", "month"):
            return shown_day(value, self.language)
        return self._criteria.get(value, value) if name == "criterion" else value


def deliver(project: Project, store: Store) -> Delivered:
    """Send each alert once by each channel that is set; what fails is noted and tried again while it is news.

    An alert is claimed in the database before it is sent: of several processes that look at once, one sends it.
    """
    within = timedelta(days=project.settings.review.alerts.look_back_days)
    sent, faults = 0, {}
    for channel in _channels(project, store):
        for row in store.alerts.undelivered(channel.name, within=within):
            if not channel.wants(row) or not store.alerts.claim(row.alert_key, channel.name):
                continue
            try:
                channel.send(row)
            except FAULTS as error:
                faults[channel.name] = type(error).__name__
                store.alerts.delivered(row.alert_key, channel.name, faults[channel.name])
                if not isinstance(error, REFUSALS):
                    break  # the channel is down: the others wait for the next round
            else:
                store.alerts.delivered(row.alert_key, channel.name)
                sent += 1
    return Delivered(sent=sent, faults=faults)


def owed(project: Project, store: Store) -> Mapping[str, str]:
    """Give the kind of error by channel, for channels that are set and still owe an alert that is news."""
    within = timedelta(days=project.settings.review.alerts.look_back_days)
    return store.alerts.faults([channel.name for channel in _channels(project, store)], within=within)


def _channels(project: Project, store: Store) -> Iterator[_Channel]:
    rules = project.settings.review.alerts
    language = next((known for known in LANGUAGES if known == project.settings.lang), LANGUAGES[0])
    words = Wording.over(store, project, language)
    if rules.file is not None:
        path = project.root / rules.file
        yield _Channel(name="file", send=lambda row: _append(path, words.plain(row)))
    if rules.mail is not None:
        yield from _letters(project, store, rules.mail, words)
    if rules.command:
        yield _Channel(name="command", send=lambda row: _run(rules.command, words.plain(row), project.root))


def _letters(project: Project, store: Store, mail: Mail, words: Wording) -> Iterator[_Channel]:
    to_manager = project.settings.review.alerts.to_manager

    def is_theirs(row: AlertRow) -> bool:
        """A manager is told of their own calls only: one that was given to somebody else since is not theirs."""
        if row.rule not in to_manager or row.manager_id not in mail.managers:
            return False
        call = None if row.call_id is None else store.calls.get(row.call_id)
        return row.call_id is None or (call is not None and call.meta.manager_id == row.manager_id)

    if mail.to:
        yield _Channel(name="mail", send=lambda row: _mail(mail, mail.to, row, words.sentence(row)))
    if mail.managers:
        yield _Channel(
            name="mail-manager",
            wants=is_theirs,
            send=lambda row: _mail(mail, (mail.managers[row.manager_id or ""],), row, words.sentence(row)),
        )


def _append(path: Path, plain: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _run(command: tuple[str, ...], plain: Mapping[str, object], folder: Path) -> None:
    """Hand an alert to a local program; its words go to standard input, never into a shell."""
    payload = json.dumps(plain, ensure_ascii=False).encode()
    subprocess.run(
        list(command), input=payload, cwd=folder, check=True, timeout=COMMAND_LIMIT_S, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _mail(mail: Mail, to: tuple[str, ...], row: AlertRow, words: str) -> None:
    """Send a letter over a line whose certificate is checked; only the alert's sentence leaves."""
    line = " ".join(words.split())  # a name may hold a line break, a header may not
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = mail.sender, ", ".join(to), f"callqa: {line}"
    letter["Message-ID"] = _message_id(mail, to, row)
    letter.set_content(line)
    with _connected(mail) as server:
        if mail.user is not None:
            server.login(mail.user, _password(mail))
        server.send_message(letter)


def _message_id(mail: Mail, to: tuple[str, ...], row: AlertRow) -> str:
    """The same for the same letter: where callqa was killed between sending and noting it, the mailbox knows it again."""
    made_of = f"{row.alert_key}|{row.at.isoformat()}|{','.join(to)}"
    domain = mail.sender.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<callqa-{hashlib.sha256(made_of.encode()).hexdigest()[:24]}@{domain}>"


def _connected(mail: Mail) -> smtplib.SMTP:
    checked = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=MAIL_LIMIT_S, context=checked)
    server = smtplib.SMTP(mail.server, mail.port, timeout=MAIL_LIMIT_S)
    if mail.security == "starttls":
        try:
            server.starttls(context=checked)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _password(mail: Mail) -> str:
    password = os.environ.get(mail.password_env or "")
    if not password:
        raise PasswordUnsetError
    return password
