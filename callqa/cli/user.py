"""``callqa user``: accounts of the review pages."""

from __future__ import annotations

import click

from callqa.cli.session import Session, with_session

ROLES = ("head", "manager", "payroll", "admin")


@click.group()
def user() -> None:
    """Accounts of the review pages."""


@user.command("add")
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), required=True, help="head of sales, manager, payroll or administrator.")
@click.option("--name", help="As pages show the person; else the login.")
@click.option("--team", help="A head of sales who sees this team only.")
@click.option("--manager", "manager_id", metavar="ID", help="Whose calls are theirs (for a manager): an id of the roster.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@with_session
def add(
    *, login: str, role: str, name: str | None, team: str | None, manager_id: str | None, password_stdin: bool, session: Session
) -> None:
    """Add the account LOGIN; the password is asked for."""
    from callqa.cli.accounts import add_user  # noqa: PLC0415

    add_user(session, login, role=role, name=name, team=team, manager_id=manager_id, is_piped=password_stdin)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@with_session
def list_(*, as_json: bool, session: Session) -> None:
    """List the accounts."""
    from callqa.cli.accounts import list_users  # noqa: PLC0415

    list_users(session, as_json=as_json)


@user.command("password")
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@with_session
def password(*, login: str, password_stdin: bool, session: Session) -> None:
    """Replace the password of LOGIN; its sessions end."""
    from callqa.cli.accounts import change_password  # noqa: PLC0415

    change_password(session, login, is_piped=password_stdin)


@user.command("close")
@click.argument("login")
@with_session
def close(*, login: str, session: Session) -> None:
    """Close the account LOGIN: it cannot log in, what it did stays."""
    from callqa.cli.accounts import set_active  # noqa: PLC0415

    set_active(session, login, is_active=False)


@user.command("open")
@click.argument("login")
@with_session
def open_(*, login: str, session: Session) -> None:
    """Open the account LOGIN again."""
    from callqa.cli.accounts import set_active  # noqa: PLC0415

    set_active(session, login, is_active=True)


@user.command("log")
@click.option("--call", metavar="CALL", help="Only what concerns this call.")
@click.option("--most", type=click.IntRange(min=1), default=200, show_default=True, help="So many lines.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
@with_session
def log(*, call: str | None, most: int, as_json: bool, session: Session) -> None:
    """Show who heard, opened and was refused what on the pages, newest first."""
    from callqa.cli.accounts import show_log  # noqa: PLC0415

    show_log(session, call, most=most, as_json=as_json)
