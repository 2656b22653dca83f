"""``callqa comment``: words and praise on a call, or on a second of it."""

from __future__ import annotations

import click

from callqa.cli.session import Session, json_option, with_session


@click.command()
@click.argument("call")
@click.argument("words", required=False)
@click.option("--at", metavar="M:SS", help="The second that it is about; else the whole call.")
@click.option("--praise", is_flag=True, help="It is praise.")
@json_option
@with_session
def comment(*, call: str, words: str | None, at: str | None, praise: bool, as_json: bool, session: Session) -> None:
    """Say WORDS about CALL; without WORDS, list what was said."""
    from callqa.cli.reviewing import add_comment, list_comments  # noqa: PLC0415 - help needs none of it

    if words is None:
        list_comments(session, call, as_json=as_json)
    else:
        add_comment(session, call, words, at=at, is_praise=praise)
