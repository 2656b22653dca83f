"""Sources: one content a version, and what is in force when."""

from __future__ import annotations

from datetime import datetime

import pytest

from callqa.store import Adoption, SourceKind, Store, errors
from callqa.store.standing import standing
from tests.store.shelf import ZONE


def test_the_same_version_with_another_content_is_refused(store: Store) -> None:
    first = store.sources.put(SourceKind.SCHEME, "bonus", b"one", version=1)
    assert store.sources.put(SourceKind.SCHEME, "bonus", b"one", version=1) == first
    assert store.sources.content(first) == b"one"
    with pytest.raises(errors.VersionTakenError):
        store.sources.put(SourceKind.SCHEME, "bonus", b"two", version=1)
    assert store.sources.put(SourceKind.SCHEME, "bonus", b"two", version=2) != first
    store.sources.put(SourceKind.ROSTER, "managers.yaml", b"one")
    store.sources.put(SourceKind.ROSTER, "managers.yaml", b"two")
    assert len(store.sources.listed(SourceKind.ROSTER)) == 2


def in_force(store: Store, at: datetime, language: str) -> tuple[Adoption, ...]:
    return standing(store.sources.adoptions(SourceKind.SCORECARD), at, language=language)


def test_the_source_in_force_is_that_of_the_time(store: Store) -> None:
    one = store.sources.put(SourceKind.SCORECARD, "card", b"one", version=1)
    two = store.sources.put(SourceKind.SCORECARD, "card", b"two", version=2)
    store.sources.adopt(one, since=datetime(2026, 10, 1, tzinfo=ZONE), who="A", why="x", language="ru")
    store.sources.adopt(two, since=datetime(2026, 10, 10, tzinfo=ZONE), who="A", why="y", language="ru")

    def at(day: int, language: str = "ru") -> int | None:
        found = in_force(store, datetime(2026, 10, day, tzinfo=ZONE), language)
        return None if not found else found[0].source.version

    assert (at(1), at(9), at(10)) == (1, 1, 2)
    assert in_force(store, datetime(2026, 9, 30, tzinfo=ZONE), "ru") == ()
    assert at(5, "en") is None


def test_a_source_takes_the_place_of_those_that_it_names_and_of_all_where_it_names_none(store: Store) -> None:
    cards = {name: store.sources.put(SourceKind.SCORECARD, name, name.encode(), version=1) for name in ("all", "cold", "north")}

    def adopt(name: str, day: int, instead_of: tuple[str, ...] | None, *, is_retired: bool = False) -> None:
        since = datetime(2026, 10, day, tzinfo=ZONE)
        facts = {"who": "A", "why": "x", "language": "ru"}
        store.sources.adopt(cards[name], since=since, instead_of=instead_of, is_retired=is_retired, **facts)

    def at(day: int) -> list[str]:
        found = in_force(store, datetime(2026, 10, day, tzinfo=ZONE), "ru")
        return [one.source.name for one in found]

    adopt("all", 1, None)
    adopt("cold", 3, ())
    adopt("north", 5, ("cold",))
    adopt("north", 7, (), is_retired=True)
    adopt("cold", 9, None)  # as a database of an earlier callqa has it
    assert [at(day) for day in (1, 3, 5, 7, 9)] == [["all"], ["all", "cold"], ["all", "north"], ["all"], ["cold"]]
