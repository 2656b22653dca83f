"""The one connection: how the database is opened, brought up to date, read and written."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from callqa.store import errors
from callqa.store.lean import Database
from callqa.store.migrations import SETS

APPLICATION_ID = 0x63_51_41_31
"""``cQA1``: marks a file as callqa's in its SQLite header."""

BUSY_MS = 30_000
"""How long a writer waits for another run's transaction, in milliseconds; ours last a few of them."""

_LOOK_AGAIN_S = 0.05

LONG_UPDATE_BYTES = 500_000_000
"""From this size on, bringing a database up to date takes so long that it is told."""

_UPDATE_CACHE_KB = 131_072
_USUAL_CACHE_KB = 2_000
"""SQLite's own; an index over many rows is built much quicker with more."""

Row: TypeAlias = dict[str, Any]
Teller: TypeAlias = Callable[..., None]
"""Takes a slug of ``callqa.texts`` and its facts."""

Parameters: TypeAlias = Sequence[Any] | Row

_BY_NAME: tuple[tuple[str, type[errors.StoreError]], ...] = (
    ("SQLITE_BUSY", errors.StoreLockedError),
    ("SQLITE_LOCKED", errors.StoreLockedError),
    ("SQLITE_READONLY", errors.StoreReadOnlyError),
    ("SQLITE_FULL", errors.StoreFullError),
    ("SQLITE_NOTADB", errors.NotADatabaseError),
    ("SQLITE_CORRUPT", errors.NotADatabaseError),
    ("SQLITE_CANTOPEN", errors.StoreUnreachableError),
)


def utc_now() -> datetime:
    """Tell the time; handed to the store as its clock."""
    return datetime.now(UTC)


class Connection:
    """One open database; every query of every room goes through here, so that faults get their sentence.

    Attributes:
        path: The database file.
        database: sqlite-utils' handle, for migrations.
        was_updated: It was brought up to date when it was opened.
    """

    def __init__(self, path: Path, database: Database, *, clock: Callable[[], datetime], is_read_only: bool) -> None:
        self.path = path
        self.database = database
        self.is_read_only = is_read_only
        self._clock = clock
        self.was_updated = False
        self._named: dict[str, tuple[str, ...]] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Callable[[], datetime] = utc_now,
        busy_ms: int | None = None,
        any_thread: bool = False,
        told: Teller | None = None,
    ) -> Connection:
        """Open a database and bring its schema up to date.

        Args:
            path: The database file.
            create: Make it where there is none.
            read_only: Never write, not even a migration; for a database on a read-only disk.
            clock: Gives aware times.
            busy_ms: How long to wait for another writer, in milliseconds; ``BUSY_MS`` unless told otherwise.
            any_thread: Let other threads use the connection (the caller keeps them apart).
            told: Hears of an update that takes long.

        Raises:
            StoreMissingError: There is none and ``create`` is false.
            StoreError: It cannot be used; the class tells why.
        """
        if not path.exists() and (read_only or not create):
            raise errors.StoreMissingError(path=path)
        with _translated(path):
            link = _connect(path, read_only=read_only, busy_ms=BUSY_MS if busy_ms is None else busy_ms, any_thread=any_thread)
            try:
                connection = cls(path, Database(link), clock=clock, is_read_only=read_only)
                connection._prepare(told or _silent)
            except BaseException:
                link.close()
                raise
        return connection

    def now(self) -> str:
        """Tell the time as it is stored: ISO, UTC, whole seconds."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def rows(self, sql: str, parameters: Parameters = ()) -> Generator[Row]:
        """Read rows one after another."""
        with _translated(self.path):
            cursor = self.database.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def tuples(self, sql: str, parameters: Parameters = ()) -> Generator[tuple[Any, ...]]:
        """Read rows one after another as they come, without names: for hundreds of thousands."""
        with _translated(self.path):
            yield from self.database.execute(sql, parameters)

    def table(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Read a short table of text and whole numbers in one step, in its order.

        Row by row, Python's lock is let go and taken again for each: beside other threads a page of some hundred rows would wait
        for all of them each time.
        """
        with _translated(self.path):
            names = self._columns(sql, parameters)
            listed = ", ".join(f'"{name}"' for name in names)
            # the limit keeps the inner order: an aggregate alone would let SQLite drop it
            whole = f"SELECT json_group_array(json_array({listed})) FROM (SELECT * FROM ({sql}) LIMIT -1)"  # noqa: S608 - ours
            (found,) = self.database.execute(whole, parameters).fetchone()
        return [dict(zip(names, row, strict=True)) for row in json.loads(found)]

    def first(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Read the first row, if there is one."""
        with contextlib.closing(self.rows(sql, parameters)) as rows:
            return next(iter(rows), None)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Read the first column of the first row, ``None`` where there is none."""
        row = self.first(sql, parameters)
        return None if row is None else next(iter(row.values()))

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement and tell how many rows it touched."""
        with _translated(self.path):
            return int(self.database.execute(sql, parameters).rowcount)

    def insert(self, table: str, row: Row, *, conflict: str = "") -> int:
        """Add a row and give its key; ``conflict`` is an ``ON CONFLICT`` clause."""
        with _translated(self.path):
            cursor = self.database.execute(_insert_sql(table, tuple(row), conflict), tuple(row.values()))
            return int(cursor.lastrowid or 0)

    def insert_all(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows that have the same columns."""
        if not rows:
            return
        with _translated(self.path):
            self.database.conn.executemany(_insert_sql(table, tuple(rows[0]), ""), [tuple(row.values()) for row in rows])

    @contextlib.contextmanager
    def write(self) -> Iterator[None]:
        """Do several writes wholly or not at all; nested use joins the outer transaction.

        The lock is taken at once, so that two runs queue up instead of failing half way.
        """
        with _translated(self.path):
            if self.database.conn.in_transaction:
                with self.database.atomic():
                    yield
                return
            self.database.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.database.conn.execute("COMMIT")
            except BaseException:
                if self.database.conn.in_transaction:
                    self.database.conn.execute("ROLLBACK")
                raise

    def copy_to(self, target: Path) -> None:
        """Write a whole, consistent copy while others go on working; ``target`` appears only when it is complete."""
        partial = target.with_name(target.name + ".partial")
        with _translated(target):
            copy = sqlite3.connect(partial)
            try:
                self.database.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
        partial.replace(target)

    def others_wrote(self) -> int:
        """Give a number that changes when another connection has written."""
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def pending(self) -> list[str]:
        """Names of the migrations that the database lacks."""
        return [step.name for migrations in SETS for step in migrations.pending(self.database)]

    def _columns(self, sql: str, parameters: Parameters) -> tuple[str, ...]:
        """Name the columns of a query; asked once for each."""
        known = self._named.get(sql)
        if known is None:
            cursor = self.database.execute(f"SELECT * FROM ({sql}) LIMIT 0", parameters)  # noqa: S608 - ours
            known = self._named[sql] = tuple(column[0] for column in cursor.description)
        return known

    def _prepare(self, told: Teller) -> None:
        link = self.database.conn
        link.execute("PRAGMA foreign_keys = ON")
        link.execute("PRAGMA secure_delete = ON")  # purged words leave the file too
        link.execute("PRAGMA synchronous = NORMAL")  # with the write-ahead log: a killed program loses nothing committed
        self._refuse_foreign()
        if self.is_read_only:
            return
        pending = self.pending()
        if not pending:
            return
        size = self.path.stat().st_size
        is_long = size >= LONG_UPDATE_BYTES
        if is_long:
            told("store-updating", size=f"{size / 1e9:.1f}", steps=len(pending))
        if self._names():
            self.copy_to(self.path.with_name(f"{self.path.name}.before-{pending[0]}"))
        self._keep_log()
        link.execute(f"PRAGMA cache_size = -{_UPDATE_CACHE_KB}")
        with self.write():
            link.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for migrations in SETS:
                migrations.apply(self.database)
        link.execute(f"PRAGMA cache_size = -{_USUAL_CACHE_KB}")
        self.was_updated = True
        if is_long:
            told("store-updated")

    def _keep_log(self) -> None:
        """Turn the write-ahead log on; unlike other statements this one does not wait for who holds the database."""
        until_s = time.monotonic() + self.value("PRAGMA busy_timeout") / 1000
        while True:
            try:
                self.database.conn.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                    raise
                time.sleep(_LOOK_AGAIN_S)
            else:
                return

    def _names(self) -> list[str]:
        return self.database.table_names()

    def _refuse_foreign(self) -> None:
        """Refuse another program's database, and one that a newer callqa made."""
        names = self._names()
        if not names:
            return
        if self.value("PRAGMA application_id") != APPLICATION_ID:
            raise errors.NotADatabaseError(path=self.path)
        known = {(migrations.name, step.name) for migrations in SETS for step in migrations._migrations}  # noqa: SLF001 - no public list
        applied = {(row["migration_set"], row["name"]) for row in self.rows("SELECT migration_set, name FROM _sqlite_migrations")}
        newer = applied - known
        if newer:
            raise errors.StoreNewerError(path=self.path, migration="/".join(min(newer)))


def _silent(_slug: str, **_facts: object) -> None:
    """Tell nobody."""


def _connect(path: Path, *, read_only: bool, busy_ms: int, any_thread: bool) -> sqlite3.Connection:
    same_thread = not any_thread
    if not read_only:
        link = sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=same_thread)
    else:
        # a write-ahead log cannot be read from a disk that takes no shared-memory file, unless nobody writes
        mode = "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"
        address = f"{path.resolve().as_uri()}?{mode}"
        link = sqlite3.connect(address, uri=True, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=same_thread)
    try:
        link.execute("SELECT name FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        link.close()
        raise
    return link


def _insert_sql(table: str, columns: tuple[str, ...], conflict: str) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {conflict}"  # noqa: S608 - our own names


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into ours; a broken constraint is a fault of the program and stays one."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as fault:
        name = getattr(fault, "sqlite_errorname", "") or ""
        for prefix, error in _BY_NAME:
            if name.startswith(prefix):
                raise error(path=path) from fault
        raise errors.StoreError(path=path, detail=fault) from fault
