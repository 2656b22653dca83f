"""What the commands do that put scorecards in force and out of it, and list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from callqa.cli.judging import reason
from callqa.cli.outputs import Outputs, render
from callqa.cli.ruling import found_path, loaded
from callqa.cli.session import Session
from callqa.model import CallMeta
from callqa.paying.adopting import adopt, label, retire
from callqa.paying.inforce import InForce
from callqa.report import jsonlines
from callqa.report.table import Column, Table
from callqa.score.scope import Choice, choose, mismatch
from callqa.score.specs import Scope
from callqa.store import Adoption, SourceKind, Store

_WHEN = "%Y-%m-%d %H:%M"


def adopt_scorecard(
    session: Session, name: str, since: datetime, why: str, *, instead_of: Sequence[str] = (), is_beside: bool = False
) -> None:
    """Store a scorecard and put it in force; say what gave way and what is in force beside it."""
    card = loaded(session, found_path(session, name))
    moment = since.replace(tzinfo=session.project.settings.zone)
    with session.open_store() as store:
        who, given = session.who(), reason(why)
        done = adopt(store, card, since=moment, who=who, why=given, instead_of=instead_of, is_beside=is_beside)
    session.say("rules-adopted", name=card.name, since=moment.strftime(_WHEN), who=who)
    if done.instead_of:
        session.say("rules-adopted-over", old=", ".join(done.instead_of))
    if done.beside:
        session.say("rules-adopted-beside", others=", ".join(done.beside))


def retire_scorecard(session: Session, name: str, since: datetime, why: str) -> None:
    """Put a scorecard out of force; say what is left."""
    moment = since.replace(tzinfo=session.project.settings.zone)
    with session.open_store() as store:
        left = retire(store, name, since=moment, who=session.who(), why=reason(why))
    session.say("rules-retired", name=name, since=moment.strftime(_WHEN), who=session.who(), left=", ".join(left) or "—")


def list_scorecards(session: Session, outputs: Outputs, at: datetime | None, call: str | None) -> None:
    """Print what is in force, what will be, and by what a call is judged."""
    zone = session.project.settings.zone
    moment = datetime.now(UTC) if at is None else at.replace(tzinfo=zone)
    with session.read_store() as store:
        adoptions, force = store.sources.adoptions(SourceKind.SCORECARD), InForce(store)
        languages = sorted({one.language or "" for one in adoptions})
        standing = [one for language in languages for one in force.at(moment, language)]
        coming = [one for one in adoptions if one.since > moment]
        judged = _judged(session, store, force, call) if call is not None else None
        scopes = {one.source.hash: force.scope(one.source) for one in (*standing, *coming)}
    if outputs.as_json:
        for one in (*standing, *coming):
            click.echo(jsonlines.line(_plain(one, scopes[one.source.hash], session, is_in_force=one in standing)))
    shown = moment.astimezone(zone).strftime(_WHEN)
    titles = {"rules-in-force": standing, "rules-to-come": coming}
    tables = [_table(session.words(slug, at=shown), rows, scopes, session) for slug, rows in titles.items() if rows]
    render(tables, session, outputs)
    if not tables:
        session.say("rules-none-in-force")
    if judged is not None:
        session.say(judged[0], **judged[1])


def scope_in_words(scope: Scope, session: Session) -> str:
    """Which calls a scorecard is for, as people read it."""
    return "; ".join(_parts(scope, session)) or session.words("rules-scope-all")


def _parts(scope: Scope, session: Session) -> Iterator[str]:
    given = {
        "call-type": scope.call_types,
        "direction": scope.directions,
        "team": scope.teams,
        "manager": scope.managers,
        "priority": (str(scope.priority),) if scope.priority else (),
    }
    for key, values in given.items():
        if values:
            yield session.words(f"rules-scope-{key}", values=", ".join(values))
    for tag, values in scope.marked.items():
        yield session.words("rules-scope-tag", tag=tag, values=", ".join(values))


def _table(title: str, rows: Sequence[Adoption], scopes: dict[str, Scope], session: Session) -> Table:
    zone = session.project.settings.zone
    keys = ("scorecard", "language", "since", "scope", "who", "why")
    columns = tuple(Column(key=key, title=session.words(f"rules-column-{key}")) for key in keys)
    cells = tuple(
        (
            label(one),
            one.language or "",
            one.since.astimezone(zone).strftime(_WHEN),
            session.words("rules-retired-row") if one.is_retired else scope_in_words(scopes[one.source.hash], session),
            one.who,
            one.why,
        )
        for one in rows
    )
    return Table(title=title, columns=columns, rows=cells)


def _plain(one: Adoption, scope: Scope, session: Session, *, is_in_force: bool) -> dict[str, object]:
    return {
        "scorecard": label(one),
        "language": one.language,
        "since": one.since.astimezone(session.project.settings.zone).isoformat(),
        "in_force": is_in_force,
        "retired": one.is_retired,
        "call_type": list(scope.call_types),
        "direction": list(scope.directions),
        "team": list(scope.teams),
        "manager": list(scope.managers),
        "tags": {tag: list(values) for tag, values in scope.marked.items()},
        "priority": scope.priority,
        "who": one.who,
        "why": one.why,
    }


def _judged(session: Session, store: Store, force: InForce, call: str) -> tuple[str, dict[str, str]]:
    row = store.calls.find(call)
    meta, language = row.meta, row.language or ""
    team = session.project.team_of(meta)
    facts = {"call": row.call_id, "known": _known(meta, team, session)}
    found = () if meta.started_at is None else force.at(meta.started_at, language)
    if not found:
        return "rules-judges-nobody", facts
    scopes = [force.scope(one.source) for one in found]
    choice: Choice = choose(scopes, meta, team)
    facts["scorecard"] = label(found[choice.at])
    if not choice.is_clear:
        return "rules-judges-unclear", facts
    is_left_out = mismatch(scopes[choice.at], meta, team) is not None
    return ("rules-judges-not" if is_left_out else "rules-judges-call"), facts


def _known(meta: CallMeta, team: str | None, session: Session) -> str:
    """What of a call scorecards are chosen by."""
    known = Scope(
        call_types=(meta.call_type,) if meta.call_type else (),
        directions=(meta.direction,) if meta.direction else (),
        teams=(team,) if team else (),
        managers=(meta.manager_id,) if meta.manager_id else (),
        marked={tag: (value,) for tag, value in meta.tags.items()},
    )
    return "; ".join(_parts(known, session)) or "—"
