"""The store as a whole: one connection, one class for each group of tables."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from callqa.store.accounts import Accounts
from callqa.store.alerts import Alerts
from callqa.store.browse import Browse
from callqa.store.calibration import Calibration
from callqa.store.call_records import CallRecords
from callqa.store.calls import Calls
from callqa.store.care import Care
from callqa.store.connection import Connection, Teller, utc_now
from callqa.store.days import Days
from callqa.store.errors import StoreError, StoreReadOnlyError
from callqa.store.evaluations import Evaluations
from callqa.store.made import Analyses, Transcripts
from callqa.store.payfacts import PayFacts
from callqa.store.payroll import Payroll
from callqa.store.people import People
from callqa.store.recordings import Recordings
from callqa.store.runs import Runs
from callqa.store.search import Search
from callqa.store.signals import Signals
from callqa.store.sources import Sources
from callqa.store.subjects import Subjects
from callqa.store.sums import Sums
from callqa.store.waveforms import Waveforms


class Store:
    """Everything a project remembers.

    Attributes:
        connection: For rooms that add tables of their own.
        sources: Scorecards, schemes, rosters and KPI files, stored whole; adoptions.
        recordings: Sounds, and the files they were read from.
        calls: Calls and their metadata with its versions.
        call_records: The exchange's call records.
        transcripts: What was said.
        analyses: What it means, word by word.
        evaluations: The machine's results and tables of calls.
        subjects: People outside the company, by number: their extract, and forgetting them.
        sums: Groups of calls.
        people: Overrides, disputes, comments.
        payroll: The ledger of pay: figures, periods, lines.
        payfacts: What pay rests on, as it stood at a time.
        calibration: Blind samples and judgements.
        runs: Runs of the pipeline and their problems.
        search: Full text by word form.
        care: Backup, purge, examination.
        accounts: People of the review pages, their sessions, the access log.
        browse: Quick answers for pages.
        alerts: Alerts raised and delivered.
        signals: What alerts are rung for.
        days: Sums by day and manager, quick over a year of calls.
        waveforms: Outlines of sound.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sources = Sources(connection)
        self.recordings = Recordings(connection)
        self.calls = Calls(connection)
        self.call_records = CallRecords(connection)
        self.transcripts = Transcripts(connection)
        self.analyses = Analyses(connection)
        self.evaluations = Evaluations(connection)
        self.subjects = Subjects(connection)
        self.sums = Sums(connection)
        self.people = People(connection)
        self.payroll = Payroll(connection)
        self.payfacts = PayFacts(connection)
        self.calibration = Calibration(connection)
        self.runs = Runs(connection)
        self.search = Search(connection)
        self.care = Care(connection)
        self.accounts = Accounts(connection)
        self.alerts = Alerts(connection)
        self.signals = Signals(connection)
        self.browse = Browse(connection)
        self.days = Days(connection)
        self.waveforms = Waveforms(connection)

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
    ) -> Store:
        """Open a project's database and bring its schema up to date; see ``Connection.open``."""
        store = cls(
            Connection.open(
                path, create=create, read_only=read_only, clock=clock, busy_ms=busy_ms, any_thread=any_thread, told=told
            )
        )
        if store.connection.was_updated:
            with contextlib.suppress(StoreError):  # whoever reads them next counts them
                store.days.freshen()
        return store

    @classmethod
    def open_to_read(cls, path: Path, *, told: Teller | None = None) -> Store:
        """Open a database that is there already, also from a disk that cannot be written.

        Raises:
            StoreMissingError: There is none.
        """
        try:
            return cls.open(path, create=False, told=told)
        except StoreReadOnlyError:
            return cls.open(path, create=False, read_only=True)

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """Do several writes, of any rooms, wholly or not at all."""
        with self.connection.write():
            yield

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
