"""What all pages share: the project, the databases, the scorecards as they were when they judged."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from threading import Lock

from callqa.report.calls import Titles
from callqa.report.titles import stored_scorecard, titled
from callqa.review.pay import Pay
from callqa.review.stores import Stores
from callqa.score import Scorecard
from callqa.settings import Project
from callqa.store import Store
from callqa.texts import Language

IDLE = timedelta(hours=1)
"""A session unused so long ends."""

LONGEST = timedelta(hours=12)
"""A session ends after a working day, however much it is used."""

KEPT_S = 3.0
"""How old the figures of the first page may be, in seconds: several people look at the same day."""

KEPT_MOST = 200
"""Questions remembered."""


@dataclass(slots=True, kw_only=True)
class Site:
    """One running application.

    Attributes:
        local_name: Who acts while there are no accounts.
        language: Of pages until the reader chooses.
        is_behind_tls: A server in front takes HTTPS; cookies are then for HTTPS only.
        pay: Months of pay.
        local_csrf: The word against forged forms while there are no accounts.
        hosts: Names by which the pages may be asked for; empty takes any (a reverse proxy in front checks them).
    """

    project: Project
    stores: Stores
    local_name: str
    language: Language
    is_behind_tls: bool = False
    hosts: frozenset[str] = frozenset()
    local_csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    pay: Pay = field(init=False)
    _cards: dict[str, Scorecard] = field(default_factory=dict)
    _kept: dict[Hashable, tuple[float, dict[str, object]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Open the till over the same databases."""
        self.pay = Pay(project=self.project, stores=self.stores)

    @property
    def zone(self) -> tzinfo:
        """The project's time zone."""
        return self.project.settings.zone

    def scorecard(self, store: Store, digest: str) -> Scorecard:
        """Read a stored scorecard, once for all pages."""
        card = self._cards.get(digest)
        if card is None:
            card = stored_scorecard(store, digest)
            with self._lock:
                self._cards[digest] = card
        return card

    def titles(self, store: Store, hashes: Iterable[str], language: Language) -> Titles:
        """Name the criteria of these scorecards, and the managers."""
        criteria: dict[str, str] = {}
        for digest in sorted(set(hashes)):
            for criterion in self.scorecard(store, digest).criteria:
                criteria.setdefault(criterion.criterion_id, titled(criterion.title, language) or criterion.criterion_id)
        return Titles(criteria=criteria, managers=self.managers())

    def kept(self, key: Hashable, make: Callable[[], dict[str, object]]) -> dict[str, object]:
        """Give what was gathered for the same question within ``KEPT_S``; the question holds the asker's wall."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None and time.monotonic() - found[0] < KEPT_S:
            return found[1]
        made = make()
        with self._lock:
            if len(self._kept) >= KEPT_MOST:
                self._kept.clear()
            self._kept[key] = (time.monotonic(), made)
        return made

    def managers(self) -> dict[str, str]:
        """Names of the managers by id."""
        return {entry.manager_id: entry.name for entry in self.project.roster.entries}

    def teams(self) -> tuple[str, ...]:
        """Teams of the roster, by name."""
        return tuple(sorted({entry.team for entry in self.project.roster.entries if entry.team}))
