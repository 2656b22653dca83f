"""A small company in a folder: a roster, a scheme, and calls stored with the outcomes that a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from callqa.bonus import Period
from callqa.model import (
    Analysis,
    CallContext,
    CallMeta,
    CallStatus,
    CriterionResult,
    CriterionStatus,
    Evaluation,
    Outcome,
    Purpose,
    Transcript,
    TranscriptSource,
)
from callqa.paying.lines import to_line
from callqa.settings import Project, load_project
from callqa.store import EvaluationFacts, Source, SourceKind, Store
from callqa.store.payroll import LINES, Entry, EntryKind
from tests.stored import judged_by, points_of, read_words

SEPTEMBER, OCTOBER, NOVEMBER = (Period(year=2026, month=month) for month in (9, 10, 11))

SCHEME = """
scheme: shop
version: 1
since: 2026-09-01
currency: RUB
decided_by: Director
contest: write to the head of sales
dispute_days: 0
calendar: {country: none}
waiver: {who: Director, why: a test}
bonus: {amount: 20000}
kpis:
  - {id: quality, source: quality, weight: 50, points: [[0, 0], [100, 100]]}
  - {id: revenue, source: imported, weight: 50, target: 100, points: [[0, 0], [100, 100], [200, 200]]}
import: {columns: {revenue: Revenue}, manager: Number}
"""

ROSTER = """
managers:
  - {manager_id: M-1, name: Anna Bell, personnel_number: "0001", team: north, from: 2025-01-01}
  - {manager_id: M-2, name: Boris Gold, personnel_number: "0002", team: south, from: 2025-01-01}
"""

LEAVER = ROSTER.replace("team: south, from: 2025-01-01", "team: south, from: 2025-01-01, to: 2026-10-30")
"""Boris leaves on the last working day of October."""

LETTERS = {"+": Outcome.MET, "±": Outcome.PARTLY_MET, "-": Outcome.NOT_MET, "?": Outcome.NOT_ASSESSED}
WEIGHT = 10_000


@dataclass(slots=True)
class Clock:
    """A clock that a test turns."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Shop:
    """The company."""

    def __init__(self, folder: Path, *, scheme: str = SCHEME, roster: str = ROSTER) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "callqa.yaml").write_text("timezone: Europe/Moscow\nlang: en\n", encoding="utf-8")
        self.roster(roster)
        self.scheme(scheme)
        self.clock = Clock()
        self.store = Store.open(folder / "callqa.db", clock=self.clock)
        self.card = self.adopted("card", 1)

    @property
    def project(self) -> Project:
        """The project as its files stand now."""
        return load_project(self.folder)[0]

    def roster(self, text: str) -> None:
        """Write the roster."""
        (self.folder / "managers.yaml").write_text(text, encoding="utf-8")

    def scheme(self, text: str) -> Path:
        """Write the scheme."""
        path = self.folder / "bonus.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def adopted(self, name: str, version: int, since: datetime | None = None) -> Source:
        """Store a scorecard and put it in force."""
        content = f'{{"criteria": [], "labels": [], "version": {version}}}'.encode()
        source = self.store.sources.put(SourceKind.SCORECARD, name, content, version=version)
        self.store.sources.adopt(source, since=since or datetime(2026, 1, 1, tzinfo=UTC), who="Director", why="test")
        return source

    def call(
        self,
        call_id: str,
        letters: str = "++",
        *,
        manager: str | None = "M-1",
        day: str = "2026-10-05",
        purpose: Purpose = Purpose.PAID,
        status: CallStatus = CallStatus.SCORED,
        criterion_status: CriterionStatus = CriterionStatus.ACTIVE,
        card: Source | None = None,
        phone: str | None = None,
        tags: dict[str, str] | None = None,
        heard_by: str = "text",
        note: str = "",
        words: str = "",
    ) -> int:
        """Store a call with its evaluation, criteria ``a``, ``b`` … ten points each, and give the evaluation's key.

        ``note`` tells two evaluations of the same outcomes apart, as other metadata would; ``words`` names other words.
        """
        card = card or self.card
        started = datetime.fromisoformat(f"{day}T12:00:00+03:00")
        meta = CallMeta(call_id=call_id, started_at=started, manager_id=manager, phone=phone, tags=tags or {})
        zone = self.project.settings.zone
        key = self.store.calls.register(meta, zone=zone, who="test", why="test", language="ru", duration_ms=180_000)
        transcript = Transcript(
            call_id=call_id,
            language="ru",
            duration_ms=180_000,
            source=TranscriptSource(engine="test", model="text", revision="1", recipe=f"1{words}"),
            utterances=(),
        )
        transcript_id = self.store.transcripts.put(transcript, call_key=key)
        analysis = read_words(transcript, analysis_id=f"a-{call_id}{words}", transcript_id=transcript_id)
        self.store.analyses.put(analysis, call_key=key)
        results = tuple(_result(chr(97 + place), letter, criterion_status) for place, letter in enumerate(letters))
        evaluation = _evaluation(card, analysis, results, status)
        evaluation = replace(evaluation, evaluation_id=evaluation.evaluation_id + note + words)
        facts = EvaluationFacts(
            purpose=purpose,
            source=card,
            context=CallContext(meta=meta, language="ru"),
            heard_by=heard_by,
            duration_ms=180_000,
            local_day=day,
        )
        return self.store.evaluations.put(evaluation, call_key=key, facts=facts)

    def unscored(self, call_id: str, *, manager: str | None = "M-1", day: str | None = "2026-10-05") -> None:
        """Store a call that nothing evaluated yet."""
        started = None if day is None else datetime.fromisoformat(f"{day}T12:00:00+03:00")
        meta = CallMeta(call_id=call_id, started_at=started, manager_id=manager)
        self.store.calls.register(meta, zone=self.project.settings.zone, who="test", why="test", duration_ms=60_000)

    def figure(self, period: Period, manager: str, value: str, name: str = "revenue") -> None:
        """Write an imported figure."""
        basis = f'{{"file": "kpi.csv", "line": 2, "value": "{value}"}}'
        entry = Entry(
            kind=EntryKind.FIGURE, period=str(period), who="test", manager_id=manager, kpi_id=name, currency="RUB", basis=basis
        )
        self.store.payroll.append([entry])

    def lines(self, period: Period, manager: str = "M-1") -> list[tuple[str, str | None, str | None]]:
        """What the ledger holds for somebody: kind, KPI, amount."""
        rows = self.store.payroll.entries(period=str(period), kinds=LINES, manager_id=manager)
        lines = [to_line(row) for row in rows]
        return [(one.kind.value, one.kpi_id, None if one.amount is None else str(one.amount)) for one in lines]


def _result(name: str, letter: str, status: CriterionStatus) -> CriterionResult:
    return CriterionResult(
        criterion_id=name,
        outcome=LETTERS[letter],
        earned_millipoints={"+": WEIGHT, "±": WEIGHT // 2}.get(letter, 0),
        possible_millipoints=WEIGHT if letter in "+±-" else 0,
        weight_millipoints=WEIGHT,
        status=status,
    )


def _evaluation(card: Source, analysis: Analysis, results: tuple[CriterionResult, ...], status: CallStatus) -> Evaluation:
    earned, possible = points_of(results)
    letters = "".join(result.outcome.value[0:5] for result in results)
    return judged_by(
        card,
        analysis,
        results,
        evaluation_id=f"e-{analysis.call_id}-{card.version}-{letters}",
        status=status,
        score_e4=10_000 * earned // possible if possible and status is CallStatus.SCORED else None,
    )
