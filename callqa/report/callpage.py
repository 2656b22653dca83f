"""One call on the terminal: its score, each criterion with what decided it, and the transcript with the evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from callqa.analysis.interruptions import Interruption
from callqa.model import CallMeta, CriterionResult, Evaluation, Evidence, Speaker, Transcript, Utterance
from callqa.report import figures
from callqa.report.calls import Titles
from callqa.report.reasons import reasons_in_words
from callqa.report.terminal import STYLES, decimal
from callqa.store import CommentRow, DisputeRow, OverrideRow, ResultRow, ScoreRow
from callqa.texts import Language, one_line, text


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """Everything that is told about a call."""

    row: ScoreRow
    meta: CallMeta
    evaluation: Evaluation
    results: tuple[ResultRow, ...]
    titles: Titles
    transcript: Transcript | None = None
    overrides: tuple[OverrideRow, ...] = ()
    disputes: tuple[DisputeRow, ...] = ()
    comments: tuple[CommentRow, ...] = ()
    interruptions: tuple[Interruption, ...] = ()


def render_call(page: CallPage, *, language: Language, zone: tzinfo, to: Console, has_transcript: bool = True) -> None:
    """Print a call: head, criteria, people's words, transcript."""
    _head(page, language, zone, to)
    machine = {result.criterion_id: result for result in page.evaluation.criteria}
    for result in page.results:
        _criterion(result, machine.get(result.criterion_id), page, language, to)
    for problem in page.evaluation.problems:
        to.print(escape(text(problem.slug, language, **problem.facts)), style="dim")
    _people(page, language, zone, to)
    if page.interruptions:
        told = "; ".join(interruption_in_words(one, language) for one in page.interruptions)
        to.print(Text(f"{text('report-interruptions', language)}: {told}", style="dim"))
    if has_transcript:
        _transcript(page, language, to)


def _head(page: CallPage, language: Language, zone: tzinfo, to: Console) -> None:
    row = page.row
    shown = figures.hundredths(row.score_e4)
    mean = text("report-no-score", language) if shown is None else decimal(shown, language)
    to.print(Text(f"{row.call_id}   {mean}", style="bold"))
    facts = (
        ("report-date", figures.moment(row.started_at, zone, language)),
        ("report-manager", page.titles.manager(row.manager_id or row.manager, language)),
        ("report-client", ", ".join(part for part in (row.client_name, row.client_company) if part)),
        ("report-length", figures.length(row.duration_ms)),
        ("report-points", f"{figures.points(row.earned_millipoints)} / {figures.points(row.possible_millipoints)}"),
        ("report-assessed", figures.score(row.assessed_e4) or ""),
        ("report-scorecard", f"{row.scorecard_id}@{row.scorecard_version} ({text(f'report-purpose-{row.purpose}', language)})"),
        ("report-heard-by", text("report-heard-text", language) if row.heard_by == "text" else row.heard_by),
    )
    to.print(Text("   ".join(f"{text(slug, language)}: {one_line(value)}" for slug, value in facts if value), style="dim"))
    if row.critical:
        names = ", ".join(page.titles.criteria.get(name, name) for name in row.critical)
        to.print(Text(text("report-critical-here", language, criteria=names), style="bold red"))
    to.print()


def _criterion(result: ResultRow, machine: CriterionResult | None, page: CallPage, language: Language, to: Console) -> None:
    title = page.titles.criteria.get(result.criterion_id, result.criterion_id)
    mark = figures.mark(result.outcome, language)
    line = Text(f"{mark:>3} ", style=STYLES[result.outcome])
    line.append(title, style="bold")
    line.append(f"  {figures.points(result.earned_millipoints)} / {figures.points(result.possible_millipoints)}")
    line.append(f"  [{result.criterion_id}]", style="dim")
    to.print(line)
    if result.override_key is not None:
        before = text(f"report-outcome-{result.machine_outcome}", language)
        to.print(Text("      " + text("report-overridden", language, machine=before), style="cyan"))
    if machine is None:
        return
    for item in machine.evidence:
        to.print(_evidence(item, language))
    if not machine.evidence:
        for line_ in _absence(machine, language):
            to.print(Text("      " + line_, style="dim"))


def _evidence(item: Evidence, language: Language) -> Text:
    line = Text(f"      {figures.length(item.start_ms)} ", style="dim")
    line.append(f"{text(f'report-speaker-{item.speaker}', language)}: ", style="dim")
    line.append(f"«{one_line(item.quote)}»")
    about = [item.rule] if item.rule else []
    if item.likeness < 100:  # noqa: PLR2004 - 100 is the words themselves
        about.append(text("report-likeness", language, likeness=item.likeness))
    about += reasons_in_words(item, language)
    line.append("  " + ", ".join(about), style="dim")
    return line


def _absence(machine: CriterionResult, language: Language) -> Iterable[str]:
    """Why there is no evidence: the reason, where it was looked, and what came nearest."""
    if machine.reason:
        yield text(machine.reason, language)
    looked = machine.looked
    if looked is not None:
        who = text(f"report-speaker-{looked.speaker}" if looked.speaker else "report-speaker-any", language)
        span = {"first": figures.length(looked.start_ms), "last": figures.length(looked.end_ms)}
        yield text("report-looked", language, who=who, turns=looked.turns, **span)
    near = machine.nearest_miss
    if near is not None:
        facts = {"at": figures.length(near.start_ms), "quote": one_line(near.quote), "likeness": near.likeness}
        yield text("report-nearest", language, **facts)


def _people(page: CallPage, language: Language, zone: tzinfo, to: Console) -> None:
    for override in page.overrides:
        outcome = text("report-taken-back" if override.outcome is None else f"report-outcome-{override.outcome}", language)
        facts = {"criterion": override.criterion_id, "outcome": outcome, "who": override.who, "why": override.why}
        at = figures.moment(override.at, zone, language)
        to.print(Text(text("report-override-line", language, at=at, **facts), style="cyan"))
    for dispute in page.disputes:
        state = text(f"report-dispute-{dispute.state}", language)
        facts = {"number": str(dispute.dispute_key), "criterion": dispute.criterion_id, "state": state, "who": dispute.who}
        to.print(Text(text("report-dispute-line", language, why=dispute.why, **facts), style="cyan"))
    for comment in page.comments:
        at = "" if comment.at_ms is None else figures.length(comment.at_ms)
        to.print(Text(f"{at} {comment.who}: {one_line(comment.words)}".strip(), style="cyan"))


def interruption_in_words(one: Interruption, language: Language) -> str:
    """Say when somebody cut in, who, and whether the other gave way."""
    way = text("report-gave-way" if one.is_given_way else "report-went-on", language)
    return f"{figures.length(one.start_ms)} {text(f'report-speaker-{one.by}', language)} ({way})"


def _transcript(page: CallPage, language: Language, to: Console) -> None:
    to.print()
    render_words(page.transcript, language=language, to=to, marks=evidence_by_turn(page.evaluation), titles=page.titles)


def render_words(
    transcript: Transcript | None,
    *,
    language: Language,
    to: Console,
    marks: Mapping[int, Sequence[tuple[str, Evidence]]] | None = None,
    titles: Titles | None = None,
) -> None:
    """Print a transcript, a line a turn; ``marks`` gives the evidence by turn."""
    if transcript is None:
        to.print(Text(text("report-no-transcript", language), style="dim"))
        return
    for index, utterance in enumerate(transcript.utterances):
        to.print(_turn(utterance, (marks or {}).get(index, ()), titles, language))


def evidence_by_turn(evaluation: Evaluation) -> Mapping[int, tuple[tuple[str, Evidence], ...]]:
    """Gather the evidence of each turn with the criterion it belongs to."""
    found: dict[int, list[tuple[str, Evidence]]] = {}
    for result in evaluation.criteria:
        for item in result.evidence:
            found.setdefault(item.utterance, []).append((result.criterion_id, item))
    return {index: tuple(items) for index, items in found.items()}


def _turn(utterance: Utterance, marks: Sequence[tuple[str, Evidence]], titles: Titles | None, language: Language) -> Text:
    estimated = "~" if utterance.is_time_estimated else ""
    line = Text(f"{estimated}{figures.length(utterance.start_ms):>6} ", style="dim")
    style = {Speaker.MANAGER: "bold", Speaker.CLIENT: "", Speaker.UNKNOWN: "dim"}[utterance.speaker]
    line.append(f"{text(f'report-speaker-{utterance.speaker}', language):<9}", style=style)
    words = Text(one_line(utterance.text))
    lowered = words.plain.lower()
    for _, item in marks:
        start = lowered.find(one_line(item.quote).lower())
        if start >= 0 and item.quote:
            words.stylize("reverse", start, start + len(item.quote))
    line.append_text(words)
    if utterance.is_overlapped:
        line.append(f"  ({text('transcribe-at-once', language)})", style="dim")
    if marks:
        known = titles.criteria if titles else {}
        names = dict.fromkeys(known.get(criterion, criterion) for criterion, _ in marks)
        line.append(f"  ← {', '.join(names)}", style="green")
    return line
