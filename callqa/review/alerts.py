"""Alerts: rules over what is stored, each ringing once, told on the page, in a file, by mail or to a command."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

from callqa.ingest.call_records import MISSED_TAG, RECORD_TAG, phone_of
from callqa.review.leads import LateLead, late_leads
from callqa.review.templating import shown_day
from callqa.settings import Project
from callqa.settings.schema import Alerts, Mail
from callqa.store import AlertRow, DayGroup, Span, Store
from callqa.store.subjects import LEAD_TAG
from callqa.texts import LANGUAGES, Language, text

LEAST_CALLS = 10
"""Fewer calls on either side, and a share says nothing."""

COMMAND_LIMIT_S = 20
MAIL_LIMIT_S = 20
"""Seconds after which a delivery is given up until the next round."""


REFUSALS = (smtplib.SMTPDataError, subprocess.CalledProcessError)
"""What says no to one alert and may take the next."""


class PasswordUnsetError(smtplib.SMTPException):
    """The environment has no password where the settings say that it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An alert before it is stored; ``subject`` is what keeps it from repeating itself."""

    rule: str
    subject: str
    facts: dict[str, str] = field(default_factory=dict)
    manager_id: str | None = None
    team: str | None = None
    call_id: str | None = None


def check_alerts(project: Project, store: Store) -> tuple[AlertRow, ...]:
    """Ring what is new, and deliver everything that has not gone out yet."""
    rules = project.settings.review.alerts
    rung = [
        store.alerts.put(
            ring.rule, ring.subject, facts=ring.facts, manager_id=ring.manager_id, team=ring.team, call_id=ring.call_id
        )
        for ring in _rings(project, store, rules)
    ]
    deliver(project, store)
    return tuple(row for row in rung if row is not None)


def sentence(row: AlertRow, project: Project, language: Language) -> str:
    """Word an alert."""
    names = {entry.manager_id: entry.name for entry in project.roster.entries}
    manager = names.get(row.manager_id or "", row.manager_id or "—")
    slug = f"review-alert-{row.rule}" + ("-missed" if row.subject.startswith("missed|") else "")
    facts = {name: shown_day(value, language) if name in ("day", "month") else value for name, value in row.facts.items()}
    return text(slug, language, manager=manager, call=row.call_id or "", **facts)


def deliver(project: Project, store: Store) -> None:
    """Send each alert once by each channel that is set; what fails is noted and tried again while it is news."""
    rules = project.settings.review.alerts
    for channel, send in _channels(project, rules):
        for row in store.alerts.undelivered(channel, within=timedelta(days=rules.look_back_days)):
            try:
                send(row)
            except REFUSALS as error:
                store.alerts.delivered(row.alert_key, channel, type(error).__name__)
            except (OSError, smtplib.SMTPException, subprocess.SubprocessError) as error:
                store.alerts.delivered(row.alert_key, channel, type(error).__name__)
                break  # the channel is down: the others wait for the next round
            else:
                store.alerts.delivered(row.alert_key, channel)


def _rings(project: Project, store: Store, rules: Alerts) -> Iterator[Ring]:
    yield from _late_leads(project, store, rules)
    last = store.signals.last_day()
    if last is None:
        return
    since = _since(last, rules)
    yield from _low_scores(store, rules, since)
    if rules.critical:
        for row in store.signals.critical(since):
            yield Ring(
                rule="critical",
                subject=f"{row['call_id']}|{row['criterion_id']}",
                facts={"criterion": row["criterion_id"]},
                manager_id=row["manager_id"],
                team=row["team"],
                call_id=row["call_id"],
            )
    yield from _not_assessed(store, rules)
    if rules.model_changed:
        for row in store.signals.models(since):
            models = ", ".join(sorted(row["models"].split(",")))  # the database gives them in any order
            yield Ring(rule="model_changed", subject=f"{row['month']}|{models}", facts={"month": row["month"], "models": models})


def _low_scores(store: Store, rules: Alerts, since: str) -> Iterator[Ring]:
    if rules.low_score is None:
        return
    below, times = rules.low_score.below, rules.low_score.times
    for row in store.signals.low_days(since, below_e4=below * 100, times=times):
        yield Ring(
            rule="low_score",
            subject=f"{row['manager_id']}|{row['local_day']}",
            facts={"day": row["local_day"], "calls": str(row["calls"]), "below": str(below)},
            manager_id=row["manager_id"],
            team=row["team"],
        )


def _late_leads(project: Project, store: Store, rules: Alerts) -> Iterator[Ring]:
    """Look back from the latest call known, stored or on the call records."""
    day, record = store.signals.last_day(), store.signals.last_record()
    days = [day] if day else []
    days += [record.date().isoformat()] if record else []
    if rules.late_lead_minutes is None or not days:
        return
    since = _since(max(days), rules)
    limit = timedelta(minutes=rules.late_lead_minutes)
    touches = store.signals.touches(since, lead=LEAD_TAG, missed=MISSED_TAG, record=RECORD_TAG)
    known = [replace(touch, phone=phone_of(touch.phone or "")) for touch in touches]
    for late in late_leads(known, limit):
        yield _late(project, late, rules.late_lead_minutes)


def _late(project: Project, late: LateLead, limit: int) -> Ring:
    touch = late.touch
    entry = None if touch.manager is None else project.roster.resolve(touch.manager, touch.at.date())
    waited = {"limit": str(limit)} if late.is_missed else {"minutes": str(int(late.waited.total_seconds() // 60))}
    return Ring(
        rule="late_lead",
        subject=f"missed|{touch.identity}" if late.is_missed else touch.identity,
        facts=waited,
        manager_id=touch.manager_id or (entry.manager_id if entry else None),
        team=touch.team or (entry.team if entry else None),
        call_id=touch.call_id,
    )


def _since(last: str, rules: Alerts) -> str:
    """The first day that still rings, seen from the latest one."""
    return (date.fromisoformat(last) - timedelta(days=rules.look_back_days - 1)).isoformat()


def _not_assessed(store: Store, rules: Alerts) -> Iterator[Ring]:
    """Compare the latest day with the week before."""
    edges = store.days.edges()
    if rules.not_assessed_rises_pct is None or edges is None:
        return
    day = edges[1]
    week = (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    now, before = store.days.by("all", Span(since=day)), store.days.by("all", Span(since=week, until=day))
    if not now or not before or min(now[0].calls, before[0].calls) < LEAST_CALLS:
        return
    was, became = _unassessed_pct(before[0]), _unassessed_pct(now[0])
    if became - was >= rules.not_assessed_rises_pct:
        yield Ring(rule="not_assessed_rises", subject=day, facts={"day": day, "was": str(was), "became": str(became)})


def _unassessed_pct(group: DayGroup) -> int:
    whole = group.possible_millipoints + group.unassessed_millipoints
    return 100 * group.unassessed_millipoints // whole if whole else 0


def _channels(project: Project, rules: Alerts) -> Iterator[tuple[str, Callable[[AlertRow], None]]]:
    language = next((known for known in LANGUAGES if known == project.settings.lang), LANGUAGES[0])

    def plain(row: AlertRow) -> dict[str, str | None]:
        return {
            "at": row.at.isoformat(),
            "rule": row.rule,
            "message": sentence(row, project, language),
            "manager": row.manager_id,
            "team": row.team,
            "call_id": row.call_id,
        }

    if rules.file is not None:
        path = project.root / rules.file
        yield "file", lambda row: _append(path, plain(row))
    if rules.mail is not None:
        mail = rules.mail
        yield "mail", lambda row: _mail(mail, sentence(row, project, language))
    if rules.command:
        yield "command", lambda row: _run(rules.command, plain(row), project.root)


def _append(path: Path, plain: dict[str, str | None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _run(command: tuple[str, ...], plain: dict[str, str | None], folder: Path) -> None:
    """Hand an alert to a local program; its words go to standard input, never into a shell."""
    payload = json.dumps(plain, ensure_ascii=False).encode()
    subprocess.run(
        list(command), input=payload, cwd=folder, check=True, timeout=COMMAND_LIMIT_S, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _mail(mail: Mail, words: str) -> None:
    """Send a letter over a line whose certificate is checked; only the alert's sentence leaves."""
    line = " ".join(words.split())  # a name may hold a line break, a header may not
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = mail.sender, ", ".join(mail.to), f"callqa: {line}"
    letter.set_content(line)
    with _connected(mail) as server:
        if mail.user is not None:
            server.login(mail.user, _password(mail))
        server.send_message(letter)


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
