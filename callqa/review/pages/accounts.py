"""Who may log in, and who accessed what."""

from __future__ import annotations

from starlette.responses import Response

from callqa.review.visit import Visit


def accounts_page(visit: Visit) -> Response:
    """Show the accounts and the access log, of one call where the address names it."""
    call_id = visit.asked("call") or None
    return visit.page(
        "accounts.html", users=visit.store.accounts.listed(), log=visit.store.accounts.accesses(call_id=call_id), call_id=call_id
    )
