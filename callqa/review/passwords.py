"""Passwords: hashed by Argon2id (RFC 9106), never kept, and no short ones."""

from __future__ import annotations

from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from callqa.errors import CallqaError

LEAST_LENGTH = 10
"""Characters a password must have (NIST SP 800-63B asks for 8 at least)."""

LONGEST = 256
"""Characters beyond which a password is refused unread, so that a log-in costs no more than it should."""

_HASHER = PasswordHasher()  # the library's defaults follow RFC 9106's second recommendation: 64 MiB, 3 passes


class PasswordShortError(CallqaError):
    """The password is too short to be one."""

    slug = "review-password-short"


_AT_ONCE = BoundedSemaphore(2)
"""Each comparison takes 64 MiB: a crowd at the log-in waits in line instead of taking the memory."""


def hash_password(password: str) -> str:
    """Hash a password; the hash names its own parameters.

    Raises:
        PasswordShortError: It is shorter than ``LEAST_LENGTH``.
    """
    if not LEAST_LENGTH <= len(password) <= LONGEST:
        raise PasswordShortError(least=LEAST_LENGTH, most=LONGEST)
    return _HASHER.hash(password)


def is_right(password: str, hashed: str | None) -> bool:
    """Compare a password with a hash; without an account it takes as long, so that logins cannot be guessed by time."""
    if len(password) > LONGEST:
        return False
    try:
        with _AT_ONCE:
            _HASHER.verify(_decoy() if hashed is None else hashed, password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _HASHER.hash("no account has this password")
