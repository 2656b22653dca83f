"""What people typed about calls, wherever it is kept, searched for one person and rid of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callqa.store.connection import Connection, Row

if TYPE_CHECKING:
    from callqa.privacy import Person

TEXTS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    # table, column, its key, the rest of the query: call_key of each row
    ("comments", "words", ("comment_key",), "comments t"),
    ("overrides", "why", ("override_key",), "overrides t"),
    ("disputes", "why", ("dispute_key",), "disputes t"),
    ("dispute_decisions", "why", ("dispute_key",), "dispute_decisions t JOIN disputes d USING (dispute_key)"),
    ("call_versions", "why", ("call_key", "version"), "call_versions t"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedText:
    """A text in which a person is named, or that is about a call of theirs.

    Attributes:
        key: Of the row, by column.
        without: The text without the person.
    """

    table: str
    column: str
    key: Mapping[str, int]
    call_id: str
    words: str
    without: str


class Typed:
    """Comments, praise, reasons of overrides, disputes and corrections, facts of alerts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def naming(self, person: Person, call_keys: frozenset[int]) -> tuple[TypedText, ...]:
        """Find texts with a person; those on ``call_keys``, which are calls of theirs, by every form of the name."""
        return tuple(self._naming(person, call_keys))

    def sealed(self, person: Person) -> int:
        """Count rows of the ledger whose reason names a person: they are sealed by the chain of hashes and stay."""
        rows = self._connection.rows("SELECT why FROM ledger WHERE why <> ''")
        return sum(_without(row["why"], "ru", person, is_theirs=False) != row["why"] for row in rows)

    def forget(self, text: TypedText) -> None:
        """Write a text without the person."""
        where = " AND ".join(f"{name} = :{name}" for name in text.key)
        sql = f"UPDATE {text.table} SET {text.column} = :text WHERE {where}"  # noqa: S608 - our own names
        self._connection.execute(sql, {**text.key, "text": text.without})

    def _naming(self, person: Person, call_keys: frozenset[int]) -> Iterator[TypedText]:
        for table, column, key, source in TEXTS:
            keys = ", ".join(f"t.{name}" for name in key)
            owner = "d.call_key" if "JOIN" in source else "t.call_key"
            sql = (
                f"SELECT {keys}, {owner} AS owner, t.{column} AS words, c.call_id, COALESCE(c.language, 'ru') AS language "  # noqa: S608
                f"FROM {source} JOIN calls c ON c.call_key = {owner} WHERE t.{column} <> '' ORDER BY {keys}"
            )
            for row in list(self._connection.rows(sql)):
                without = _without(row["words"], row["language"], person, is_theirs=row["owner"] in call_keys)
                if without != row["words"]:
                    yield _text(table, column, {name: row[name] for name in key}, row, without)
        yield from self._alerts(person, call_keys)

    def _alerts(self, person: Person, call_keys: frozenset[int]) -> Iterator[TypedText]:
        sql = (
            "SELECT a.alert_key, a.call_id, a.facts AS words, c.call_key AS owner FROM alerts a LEFT JOIN calls c USING (call_id)"
        )
        for row in list(self._connection.rows(sql)):
            facts = {
                name: _without(str(value), "ru", person, is_theirs=row["owner"] in call_keys)
                for name, value in json.loads(row["words"]).items()
            }
            without = json.dumps(facts, ensure_ascii=False, sort_keys=True)
            if "[" in without and without != row["words"]:
                yield _text("alerts", "facts", {"alert_key": row["alert_key"]}, row, without)


def _without(words: str, language: str, person: Person, *, is_theirs: bool) -> str:
    from callqa.privacy import without_person  # noqa: PLC0415 - heavy, and most commands need none of it

    return without_person(words, language, person, is_theirs=is_theirs)


def _text(table: str, column: str, key: Mapping[str, int], row: Row, without: str) -> TypedText:
    return TypedText(table=table, column=column, key=key, call_id=row["call_id"] or "", words=row["words"], without=without)
