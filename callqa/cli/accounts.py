"""What ``callqa user`` does."""

from __future__ import annotations

import sys

import click

from callqa.cli.serving import need_review_extra
from callqa.cli.session import Session
from callqa.errors import CallqaError
from callqa.report import jsonlines


class ManagerNeededError(CallqaError):
    """A manager's account names no manager of the roster."""

    slug = "review-manager-needed"


class PasswordDiffersError(CallqaError):
    """The password was typed differently the second time."""

    slug = "review-password-differs"


def add_user(
    session: Session, login: str, *, role: str, name: str | None, team: str | None, manager_id: str | None, is_piped: bool
) -> None:
    """Add an account."""
    need_review_extra()
    from callqa.review.passwords import hash_password  # noqa: PLC0415
    from callqa.store import Role  # noqa: PLC0415

    entry = session.project.roster.resolve(manager_id) if manager_id else None
    if role == Role.MANAGER and entry is None:
        known = ", ".join(sorted({item.manager_id for item in session.project.roster.entries}))
        raise ManagerNeededError(known=known or "-")
    hashed = hash_password(_password(session, is_piped=is_piped))
    with session.open_store() as store:
        added = store.accounts.add(
            login,
            name=name or (entry.name if entry else login),
            role=Role(role),
            password=hashed,
            who=session.who(),
            team=team if role == Role.HEAD else None,
            manager_id=entry.manager_id if entry and role == Role.MANAGER else None,
        )
        store.accounts.note(session.who(), "command", "user-add", detail=f"{added.login} {added.role}")
    session.say("review-user-added", login=login, role=session.words(f"review-role-{role}"))


def list_users(session: Session, *, as_json: bool) -> None:
    """Print the accounts; never their passwords."""
    with session.read_store() as store:
        for account in store.accounts.listed():
            state = session.words("review-active" if account.is_active else "review-inactive")
            plain = {
                "login": account.login,
                "name": account.name,
                "role": account.role.value,
                "team": account.team,
                "manager": account.manager_id,
                "active": account.is_active,
            }
            if as_json:
                click.echo(jsonlines.line(plain))
            else:
                role, about = session.words(f"review-role-{account.role}"), account.manager_id or account.team or ""
                click.echo(f"{account.login:<20} {account.name:<28} {role:<22} {about:<10} {state}")


def change_password(session: Session, login: str, *, is_piped: bool) -> None:
    """Replace a password."""
    need_review_extra()
    from callqa.review.passwords import hash_password  # noqa: PLC0415

    with session.open_store() as store:
        store.accounts.get(login)
        store.accounts.change(login, password=hash_password(_password(session, is_piped=is_piped)))
        store.accounts.forgive(login)
        store.accounts.note(session.who(), "command", "user-password", detail=login)
    session.say("review-user-changed", login=login)


def set_active(session: Session, login: str, *, is_active: bool) -> None:
    """Close or open an account."""
    with session.open_store() as store:
        store.accounts.change(login, is_active=is_active)
        store.accounts.note(session.who(), "command", "user-open" if is_active else "user-close", detail=login)
    session.say("review-user-changed", login=login)


def show_log(session: Session, call: str | None, *, most: int, as_json: bool) -> None:
    """Print the access log, newest first."""
    with session.read_store() as store:
        call_id = None if call is None else store.calls.find(call).call_id
        rows = store.accounts.accesses(call_id=call_id, limit=most)
    for row in rows:
        plain = {"at": row.at.isoformat(), "who": row.who, "role": row.role, "what": row.what, "call_id": row.call_id}
        if as_json:
            click.echo(jsonlines.line(plain | {"detail": row.detail}))
        else:
            click.echo(f"{plain['at']}  {row.who:<20} {row.what:<14} {row.call_id or ''} {row.detail}".rstrip())
    if not rows and not as_json:
        session.say("user-log-none")


def _password(session: Session, *, is_piped: bool) -> str:
    """Read a password without showing it."""
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    first = str(click.prompt(session.words("review-password"), hide_input=True, err=True))
    if first != click.prompt(session.words("review-password"), hide_input=True, err=True):
        raise PasswordDiffersError
    return first
