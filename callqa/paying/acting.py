"""Who acts: where people have accounts, an account of theirs; and whether two names are one person."""

from __future__ import annotations

from callqa.paying.errors import NoAccountError, WhyMissingError
from callqa.store import Store


def check_account(store: Store, who: str) -> None:
    """Let only people with an account act, where there are accounts.

    Raises:
        NoAccountError: The name is no login of an active account, and no name of exactly one.
    """
    if store.payfacts.has_accounts() and _login(store, who) is None:
        raise NoAccountError(who=who)


def is_same_person(store: Store, one: str, other: str) -> bool:
    """Tell whether two names are one person: by their account, else as words, whatever their case."""
    return _login(store, one) == _login(store, other) is not None or _plain(one) == _plain(other)


def given_reason(why: str) -> str:
    """Take a reason without the space around it.

    Raises:
        WhyMissingError: It says nothing.
    """
    if not why.strip():
        raise WhyMissingError
    return why.strip()


def _login(store: Store, who: str) -> str | None:
    active = [user for user in store.accounts.listed() if user.is_active]
    logins = {user.login for user in active if _plain(user.login) == _plain(who)}
    found = logins or {user.login for user in active if _plain(user.name) == _plain(who)}
    return found.pop() if len(found) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
