"""Who may what: roles, permissions, and the wall round a person's calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from callqa.store import CallRow, Filter, Role, Span, UserRow

NOBODY = "\x00"
"""Stands for a team or manager that no call has: an account without one sees nothing rather than everything."""


class Permission(StrEnum):
    """What a page or an action asks for."""

    NONE = "none"  # any person who is logged in
    CALLS = "calls"
    HEAR = "hear"
    JUDGE = "judge"
    CORRECT = "correct"
    DISPUTE = "dispute"
    DECIDE = "decide"
    COMMENT = "comment"
    CALIBRATE = "calibrate"
    RULES = "rules"
    DRAFT = "draft"
    BONUS = "bonus"
    SUBMIT = "submit"
    CLOSE = "close"
    ALERTS = "alerts"
    ACCOUNTS = "accounts"


_P = Permission

_HEAD = frozenset(
    {_P.NONE, _P.CALLS, _P.HEAR, _P.JUDGE, _P.CORRECT, _P.DECIDE, _P.COMMENT, _P.CALIBRATE}
    | {_P.RULES, _P.DRAFT, _P.BONUS, _P.SUBMIT, _P.ALERTS}
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HEAD: _HEAD,
    Role.MANAGER: frozenset({_P.NONE, _P.CALLS, _P.HEAR, _P.DISPUTE, _P.RULES, _P.BONUS, _P.ALERTS}),
    Role.PAYROLL: frozenset({_P.NONE, _P.BONUS, _P.CLOSE}),  # sums and statements, no recordings
    Role.ADMIN: frozenset(Permission) - {_P.DISPUTE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever looks at a page.

    Attributes:
        team: The one team that a head of sales sees; ``None`` for all.
        manager_id: Of a manager: whose calls are theirs.
        is_local: Nobody logged in: there are no accounts, and the page is served to this machine only.
    """

    login: str
    name: str
    role: Role
    team: str | None = None
    manager_id: str | None = None
    is_local: bool = False

    def may(self, permission: Permission) -> bool:
        """Tell whether the person's role allows it."""
        return permission in PERMISSIONS[self.role]

    def narrowed(self, chosen: Filter) -> Filter:
        """Keep a filter of calls inside the person's wall."""
        if self.role is Role.MANAGER:
            return replace(chosen, managers=(self.manager_id or NOBODY,))
        if self.role is Role.HEAD and self.team is not None:
            return replace(chosen, teams=(self.team,))
        return chosen

    def narrowed_span(self, span: Span) -> Span:
        """Keep sums inside the person's wall."""
        if self.role is Role.MANAGER:
            return replace(span, managers=(self.manager_id or NOBODY,))
        if self.role is Role.HEAD and self.team is not None:
            return replace(span, teams=(self.team,))
        return span

    def sees(self, call: CallRow) -> bool:
        """Tell whether a call lies inside the person's wall."""
        if not self.may(Permission.CALLS):
            return False
        if self.role is Role.MANAGER:
            return self.manager_id is not None and call.meta.manager_id == self.manager_id
        return self.role is not Role.HEAD or self.team is None or call.team == self.team

    def sees_manager(self, manager_id: str | None, team: str | None) -> bool:
        """Tell whether a manager's sums lie inside the person's wall."""
        if self.role is Role.MANAGER:
            return manager_id is not None and manager_id == self.manager_id
        return self.role is not Role.HEAD or self.team is None or team == self.team


def person_of(user: UserRow) -> Person:
    """Turn an account into whoever looks."""
    return Person(login=user.login, name=user.name, role=user.role, team=user.team, manager_id=user.manager_id)


def local_person(name: str) -> Person:
    """Whoever sits at this machine, while there are no accounts."""
    return Person(login=name, name=name, role=Role.ADMIN, is_local=True)
