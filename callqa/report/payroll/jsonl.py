"""Pay as JSON: stable keys, money and per cents as strings."""

from __future__ import annotations

from callqa.bonus import Line, Moved, PersonPay
from callqa.model import Evidence, Looked
from callqa.paying.differing import OverrideEffect
from callqa.paying.tracing import Trace, TracedCall, TracedLine, TracedResult
from callqa.paying.viewing import PayView
from callqa.report.figures import points
from callqa.report.payroll.exactly import exactly

Json = dict[str, object]


def person_json(person: PersonPay, view: PayView) -> Json:
    """One person and month."""
    return {
        "period": str(view.period),
        "manager": person.manager_id,
        "name": person.name,
        "personnel_number": person.personnel_number,
        "total": str(person.total),
        "currency": person.total.currency,
        "percent_of_salary": f"{person.percent:f}",
        "state": view.standing.state.value,
        "final": view.is_closed_for(person.manager_id),
        "scheme": view.scheme.label,
        "held": person.is_held,
        "lines": [line_json(line) for line in person.lines],
        "head": (view.head or None) if view.is_closed_for(person.manager_id) else None,
    }


def line_json(line: Line) -> Json:
    """One line; ``amount`` is what it adds to the total. Figures have four digits, ``figure_exact`` is a fraction."""
    basis = line.basis
    return {
        "kind": line.kind.value,
        "kpi": line.kpi_id,
        "period": line.period,
        "since": line.since or None,
        "until": line.until or None,
        "scheme": line.scheme,
        "amount": "0" if line.amount is None else str(line.amount),
        "percent_of_salary": None if line.percent is None else f"{line.percent:f}",
        "held": None if line.held is None else line.held.value,
        "figure": exactly(basis.figure),
        "figure_exact": basis.figure,
        "figure_without_doubt": exactly(basis.plain),
        "attained": exactly(basis.attained),
        "payout_pct": exactly(basis.payout),
        "stake": exactly(basis.stake),
        "share_of_month": basis.share,
        "calls": basis.calls,
        "scored": basis.scored,
        "not_assessed": list(basis.not_assessed),
        "unscored": list(basis.unscored),
        "disputed": list(basis.disputed),
        "written_off": list(basis.written_off),
        "interval": [exactly(bound) for bound in basis.interval] or None,
        "interval_of": basis.interval_kind or None,
        "borders_inside": [exactly(border) for border in basis.borders],
        "unlicensed": list(basis.unlicensed),
        "gate": basis.gate.value,
        "newcomer": basis.is_newcomer,
        "instead": basis.fallback or None,
        "corrects": line.corrects,
        "noted": basis.noted or None,
    }


def moved_json(moved: Moved) -> Json:
    """Whose pay an edit moves."""
    return {
        "manager": moved.manager_id,
        "name": moved.name,
        "before": str(moved.before),
        "after": str(moved.after),
        "moved": str(moved.amount),
        "currency": moved.after.currency,
        "percent_of_salary_moved": f"{moved.percent:f}",
        "kpis": list(moved.kpis),
    }


def trace_json(trace: Trace) -> Json:
    """The whole trace of a person's month."""
    head = person_json(trace.person, trace.view)
    return head | {
        "lines": [_traced_line(line) for line in trace.lines],
        "overrides": [_effect(effect) for effect in trace.overrides],
    }


def _effect(effect: OverrideEffect) -> Json:
    return {
        "call_id": effect.override.call_id,
        "criterion": effect.override.machine.criterion_id,
        "machine": effect.override.machine.outcome.value,
        "outcome": effect.override.decided.outcome.value,
        "who": effect.override.decided.who,
        "why": effect.override.decided.why,
        "moved": str(effect.amount),
        "percent_of_salary_moved": f"{effect.percent:f}",
    }


def _traced_line(traced: TracedLine) -> Json:
    return line_json(traced.line) | {
        "rule": None if traced.kpi is None else f"{traced.source}:{traced.kpi.line}",
        "figures": [
            {"name": one.name, "value": exactly(one.value), "file": one.file, "line": one.line, "row": one.row}
            for one in traced.figures
        ],
        "trace": [_traced_call(call) for call in traced.calls],
        "overrides": [_effect(effect) for effect in traced.overrides],
    }


def _traced_call(call: TracedCall) -> Json:
    return {
        "call_id": call.fact.call_id,
        "day": call.fact.day.isoformat(),
        "state": call.fact.state.value,
        "scorecard": call.scorecard or None,
        "earned": points(call.points.earned),
        "possible": points(call.points.possible),
        "doubtful": points(call.points.doubtful),
        "criteria": [_traced_result(result) for result in call.results],
    }


def _traced_result(result: TracedResult) -> Json:
    fact = result.fact
    return {
        "id": fact.criterion_id,
        "outcome": fact.outcome.value,
        "machine": None if result.machine is None else result.machine.outcome.value,
        "earned": points(fact.earned_millipoints),
        "possible": points(fact.possible_millipoints),
        "pays": fact.may_pay,
        "decided_by": result.decided_by,
        "why": result.decided_why,
        "evidence": [] if result.machine is None else [_evidence(evidence) for evidence in result.machine.evidence],
        "looked": None if result.looked is None else _looked(result.looked),
        "nearest_miss": None if result.nearest_miss is None else _evidence(result.nearest_miss),
    }


def _looked(looked: Looked) -> Json:
    speaker = None if looked.speaker is None else looked.speaker.value
    return {"speaker": speaker, "start_ms": looked.start_ms, "end_ms": looked.end_ms, "turns": looked.turns}


def _evidence(evidence: Evidence) -> Json:
    return {
        "speaker": evidence.speaker.value,
        "start_ms": evidence.start_ms,
        "end_ms": evidence.end_ms,
        "quote": evidence.quote,
        "rule": evidence.rule,
    }
