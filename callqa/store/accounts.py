"""Accounts of the review pages: people, sessions, failed log-ins, and who accessed what. It decides nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from callqa.store.connection import Connection, Row
from callqa.store.errors import UserTakenError, UserUnknownError

TOKEN_BYTES = 32
"""Chance in a session token: far beyond guessing (OWASP asks for 16)."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session is noted, so that reading a page is seldom a write."""

KEPT_FAILURES = timedelta(days=1)
"""How long failed log-ins are kept; what slows a guesser looks back minutes only."""


class Role(StrEnum):
    """What a person may do on the review pages."""

    HEAD = "head"
    MANAGER = "manager"
    PAYROLL = "payroll"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """An account; ``password`` is a hash that names its own parameters."""

    login: str
    name: str
    role: Role
    team: str | None
    manager_id: str | None
    password: str
    is_active: bool
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session that is logged in, with its person."""

    user: UserRow
    csrf: str
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """One line of the access log."""

    who: str
    role: str
    what: str
    call_id: str | None
    detail: str
    at: datetime


class Accounts:
    """People who may open the review pages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        login: str,
        *,
        name: str,
        role: Role,
        password: str,
        who: str,
        team: str | None = None,
        manager_id: str | None = None,
    ) -> UserRow:
        """Add an account; ``password`` is hashed already.

        Raises:
            UserTakenError: The login is in use.
        """
        with self._connection.write():
            if self.find(login) is not None:
                raise UserTakenError(login=login)
            self._connection.insert(
                "users",
                {
                    "login": login,
                    "name": name,
                    "role": role,
                    "team": team,
                    "manager_id": manager_id,
                    "password": password,
                    "added_at": self._connection.now(),
                    "added_by": who,
                },
            )
        return self.get(login)

    def change(
        self, login: str, *, password: str | None = None, is_active: bool | None = None, role: Role | None = None
    ) -> UserRow:
        """Change an account's password hash, role, or whether it may log in; its sessions end.

        Raises:
            UserUnknownError: There is no such account.
        """
        user = self.get(login)
        with self._connection.write():
            self._connection.execute(
                "UPDATE users SET password = COALESCE(?, password), is_active = COALESCE(?, is_active), "
                "role = COALESCE(?, role) WHERE login = ?",
                (password, None if is_active is None else int(is_active), role, user.login),
            )
            self._connection.execute("DELETE FROM sessions WHERE login = ?", (user.login,))
        return self.get(login)

    def find(self, login: str) -> UserRow | None:
        """Find an account; upper and lower case (of Latin letters) are one."""
        row = self._connection.first("SELECT * FROM users WHERE login = ?", (login,))
        return None if row is None else _user(row)

    def get(self, login: str) -> UserRow:
        """Read an account.

        Raises:
            UserUnknownError: There is none.
        """
        user = self.find(login)
        if user is None:
            raise UserUnknownError(login=login)
        return user

    def listed(self) -> tuple[UserRow, ...]:
        """List accounts by login."""
        return tuple(_user(row) for row in self._connection.rows("SELECT * FROM users ORDER BY login"))

    def has_any(self) -> bool:
        """Tell whether there are accounts, so that pages ask for a log-in."""
        return self._connection.value("SELECT 1 FROM users LIMIT 1") is not None

    def begin(self, login: str) -> tuple[str, str]:
        """Begin a session; gives its token, which only the browser keeps, and its word against forged forms."""
        token, csrf = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
        now = self._connection.now()
        row: Row = {"token_hash": _hashed(token), "login": login, "csrf": csrf, "begun_at": now, "seen_at": now}
        self._connection.insert("sessions", row)
        return token, csrf

    def session(self, token: str, *, idle: timedelta, longest: timedelta) -> SessionRow | None:
        """Find a session that is still good, and note that it is in use.

        Args:
            token: As the browser sent it.
            idle: Ends it when it was not used so long.
            longest: Ends it however much it is used.
        """
        sql = "SELECT s.csrf, s.begun_at, s.seen_at, u.* FROM sessions s JOIN users u USING (login) WHERE s.token_hash = ?"
        row = self._connection.first(sql, (_hashed(token),))
        if row is None:
            return None
        now = datetime.fromisoformat(self._connection.now())
        begun, seen = datetime.fromisoformat(row["begun_at"]), datetime.fromisoformat(row["seen_at"])
        if not row["is_active"] or now - begun >= longest or now - seen >= idle:
            self.end(token)
            return None
        if now - seen >= SEEN_EVERY:
            self._connection.execute(
                "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (self._connection.now(), _hashed(token))
            )
        return SessionRow(user=_user(row), csrf=row["csrf"], begun_at=begun, seen_at=seen)

    def end(self, token: str) -> None:
        """End a session."""
        self._connection.execute("DELETE FROM sessions WHERE token_hash = ?", (_hashed(token),))

    def fail(self, login: str, address: str) -> None:
        """Note a failed log-in, and drop old ones."""
        now = datetime.fromisoformat(self._connection.now())
        with self._connection.write():
            self._connection.execute("DELETE FROM login_failures WHERE at < ?", (_text(now - KEPT_FAILURES),))
            self._connection.insert("login_failures", {"login": login, "address": address, "at": _text(now)})

    def failures(self, *, login: str | None = None, address: str | None = None, within: timedelta) -> int:
        """Count failed log-ins of a login or from an address, lately."""
        since = _text(datetime.fromisoformat(self._connection.now()) - within)
        sql = (
            "SELECT COUNT(*) FROM login_failures WHERE at >= ? AND login = COALESCE(?, login) AND address = COALESCE(?, address)"
        )
        return int(self._connection.value(sql, (since, login, address)))

    def forgive(self, login: str) -> None:
        """Forget an account's failed log-ins, once one succeeded."""
        self._connection.execute("DELETE FROM login_failures WHERE login = ?", (login,))

    def note(self, who: str, role: str, what: str, *, call_id: str | None = None, detail: str = "") -> None:
        """Add a line to the access log."""
        row: Row = {"who": who, "role": role, "what": what, "call_id": call_id, "detail": detail, "at": self._connection.now()}
        self._connection.insert("access_log", row)

    def note_once(self, who: str, role: str, what: str, *, call_id: str, within: timedelta) -> None:
        """Add a line unless the same stands there since ``within``: one hearing asks for many stretches of sound."""
        since = _text(datetime.fromisoformat(self._connection.now()) - within)
        sql = "SELECT 1 FROM access_log WHERE call_id = ? AND who = ? AND what = ? AND at >= ? LIMIT 1"
        if self._connection.value(sql, (call_id, who, what, since)) is None:
            self.note(who, role, what, call_id=call_id)

    def accesses(self, *, call_id: str | None = None, limit: int = 200) -> tuple[AccessRow, ...]:
        """Read the access log, newest first."""
        sql = "SELECT * FROM access_log WHERE (:call IS NULL OR call_id = :call) ORDER BY access_key DESC LIMIT :limit"
        return tuple(
            AccessRow(
                who=row["who"],
                role=row["role"],
                what=row["what"],
                call_id=row["call_id"],
                detail=row["detail"],
                at=datetime.fromisoformat(row["at"]),
            )
            for row in self._connection.rows(sql, {"call": call_id, "limit": limit})
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()  # a long random token needs no slow hash


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _user(row: Row) -> UserRow:
    return UserRow(
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        team=row["team"],
        manager_id=row["manager_id"],
        password=row["password"],
        is_active=bool(row["is_active"]),
        added_at=datetime.fromisoformat(row["added_at"]),
        added_by=row["added_by"],
    )
