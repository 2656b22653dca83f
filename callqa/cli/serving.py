"""What ``callqa review`` settles before it serves."""

from __future__ import annotations

from importlib.util import find_spec

import click

from callqa.cli.session import Session
from callqa.errors import CallqaError


class ExtraMissingError(CallqaError):
    """The libraries of the pages are not installed."""

    slug = "review-extra-missing"


def need_review_extra() -> None:
    """Say how to install what is missing.

    Raises:
        ExtraMissingError: A library of the extra ``review`` is not there.
    """
    if any(find_spec(name) is None for name in ("argon2", "jinja2", "python_multipart", "starlette", "uvicorn")):
        raise ExtraMissingError


def serve_pages(session: Session, *, host: str | None, port: int | None, is_behind_tls: bool, is_opened: bool) -> None:
    """Check the address, count what is not counted yet, and serve."""
    need_review_extra()
    from callqa.review.serving import LOCAL_NAMES, check_address, is_loopback, serve  # noqa: PLC0415
    from callqa.review.site import Site  # noqa: PLC0415
    from callqa.review.stores import Stores  # noqa: PLC0415

    settings = session.project.settings.review
    host = host or settings.host
    with session.open_store() as store:
        check_address(host, has_accounts=store.accounts.has_any(), is_behind_tls=is_behind_tls)
        session.say("review-counting")
        store.days.freshen()
    site = Site(
        project=session.project,
        stores=Stores(session.database),
        local_name=session.who(),
        language=session.language,
        is_behind_tls=is_behind_tls,
        hosts=LOCAL_NAMES if is_loopback(host) and not is_behind_tls else frozenset(),
    )

    def announce(address: str) -> None:
        session.say("review-serving", address=address)
        if is_opened:
            click.launch(address)

    serve(site, host=host, port=settings.port if port is None else port, announce=announce)
