"""A month's facts, from the store as it stands now or as it stood at a closing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from callqa.bonus import CallFact, CallState, Deviation, Facts, Figure, KpiSource, Period, Person, ResultFact, Scheme
from callqa.bonus.effective import overridden, state_of
from callqa.bonus.licence import may_pay
from callqa.codec import content_hash
from callqa.model import CallStatus, Evaluation, Problem, Severity
from callqa.paying.inforce import InForce
from callqa.paying.leads import Lead, client_of, lead_of
from callqa.paying.licences import Licences
from callqa.paying.misgivings import mixed_scorecards, unknown_criteria
from callqa.paying.people import people_of, stored_roster
from callqa.paying.schemes import Schemes, stored_schemes
from callqa.paying.snapshot import Snapshot
from callqa.settings import Project
from callqa.store import Store
from callqa.store.outcomes import MachineResult
from callqa.store.payfacts import Decided, Heads, OpenCall, PaidEvaluation
from callqa.store.paymetas import Contact
from callqa.store.payroll import EntryKind

if TYPE_CHECKING:
    from callqa.score import Scorecard

_WAITING = ("new", "scored", "failed")
"""States of a call without a paying evaluation that hold its line; the others are listed and cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's word that was applied, and the machine's outcome below it."""

    call_id: str
    manager_id: str
    machine: ResultFact
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A month's facts and where they came from.

    Attributes:
        evaluations: By call id, the evaluation that pays.
        unassigned: Calls that no manager of the roster made.
    """

    facts: Facts
    snapshot: Snapshot
    overrides: tuple[Override, ...] = ()
    evaluations: Mapping[str, PaidEvaluation] = field(default_factory=dict)
    unassigned: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def gather(
    project: Project,
    store: Store,
    period: Period,
    schemes: Schemes,
    *,
    replaced: Mapping[str, Evaluation] | None = None,
    drafts: Sequence[Scorecard] = (),
) -> Gathered:
    """Gather a month as it stands now.

    Args:
        project: Roster and time zone.
        store: Everything else.
        period: The month.
        schemes: Versions to count by.
        replaced: By call id, the evaluation to take in place of the stored one, for "what if".
        drafts: Scorecards of those evaluations: they may not be stored yet, and their licences count.
    """
    since, until = period.since.isoformat(), period.until.isoformat()
    chosen = in_force(store, store.payfacts.paid(since, until))
    evaluations = tuple(one for one in chosen if since <= one.local_day < until)
    paying = {one.call_key for one in chosen}
    open_calls = store.payfacts.open_calls(since, until, without=paying)
    call_keys = [one.call_key for one in evaluations] + [call.call_key for call in open_calls]
    snapshot = Snapshot(
        heads=store.payfacts.heads(),
        evaluations=tuple(one.evaluation_key for one in evaluations),
        open_calls=open_calls,
        roster=content_hash(project.roster.entries),
        schemes=tuple((version.since.isoformat(), version.scheme.scheme_hash) for version in schemes.versions),
        disputes=store.payfacts.open_disputes(call_keys),
        corrected=store.payfacts.corrected(call_keys),
        zone=project.settings.timezone,
    )
    people = people_of(project.roster, period)
    gathering = _Gathering(store, period, schemes, snapshot, replaced or {}, drafts=drafts)
    return gathering.gather(people, evaluations, open_calls)


def gather_again(store: Store, period: Period, snapshot: Snapshot) -> Gathered:
    """Gather a month as it stood when ``snapshot`` was taken."""
    schemes = stored_schemes(store, snapshot.schemes)
    people = people_of(stored_roster(store, snapshot.roster), period)
    evaluations = store.payfacts.evaluations(snapshot.evaluations)
    return _Gathering(store, period, schemes, snapshot, {}).gather(people, evaluations, snapshot.open_calls)


def in_force(store: Store, evaluations: Iterable[PaidEvaluation]) -> tuple[PaidEvaluation, ...]:
    """Choose each call's evaluation by the scorecard in force for it when it took place: the current one, else the newest."""
    chosen: dict[int, PaidEvaluation] = {}
    for one in InForce(store).paying(tuple(evaluations)):
        known = chosen.get(one.call_key)
        if known is None or not known.is_current:
            chosen[one.call_key] = one
    return tuple(sorted(chosen.values(), key=attrgetter("evaluation_key")))


def written_off(store: Store, period: Period, *, until_row: int | None = None) -> frozenset[str]:
    """Name the calls of a month that were given up and not taken back."""
    given_up: set[str] = set()
    for entry in store.payroll.entries(period=str(period), kinds=(EntryKind.WRITTEN_OFF,), until_row=until_row):
        basis = json.loads(entry.basis)
        change = given_up.discard if basis.get("undone") else given_up.add
        change(str(basis["call"]))
    return frozenset(given_up)


class _Gathering:
    """One gathering: reads what the chosen evaluations need, in a few queries, and joins it in memory."""

    def __init__(
        self,
        store: Store,
        period: Period,
        schemes: Schemes,
        snapshot: Snapshot,
        replaced: Mapping[str, Evaluation],
        *,
        drafts: Sequence[Scorecard] = (),
    ) -> None:
        self._store = store
        self._period = period
        self._schemes = schemes
        self._spans = schemes.spans(period)
        self._snapshot = snapshot
        self._replaced = replaced
        self._licences = Licences(store, snapshot.heads, drafts=drafts)
        self._zone = None if snapshot.zone is None else ZoneInfo(snapshot.zone)
        self._deviations: dict[str, dict[tuple[tuple[str, str], str], Deviation]] = {}
        self._may_pay: dict[tuple[str, str, str, str, str], bool] = {}
        self._known: dict[tuple[str, ...], _Known] = {}
        self._days: dict[str, tuple[date, Scheme]] = {}
        self._clients: dict[int, str | None] = {}
        self._leads: dict[int, Lead] = {}
        self._unread: dict[int, str] = {}
        self._overrides: list[Override] = []

    @property
    def _heads(self) -> Heads:
        return self._snapshot.heads

    def gather(self, people: Sequence[Person], evaluations: Sequence[PaidEvaluation], open_calls: Sequence[OpenCall]) -> Gathered:
        """Join everything into facts."""
        calls = self._calls(evaluations, open_calls)
        known = {person.manager_id for person in people}
        figures = self._figures()
        joined = tuple(
            replace(person, calls=tuple(calls.get(person.manager_id, ())), figures=figures.get(person.manager_id, {}))
            for person in people
        )
        facts = Facts(period=self._period, spans=self._spans, people=joined, deviations=self._pooled())
        unassigned = tuple(
            call.call_id
            for manager, found in calls.items()
            if manager not in known
            for call in found
            if call.state is not CallState.EXCLUDED
        )
        return Gathered(
            facts=facts,
            snapshot=self._snapshot,
            overrides=tuple(self._overrides),
            evaluations={one.call_id: one for one in evaluations},
            unassigned=unassigned,
            problems=(*self._problems(evaluations, open_calls, unassigned), *unknown_criteria(self._store, self._spans, joined)),
        )

    def _calls(self, evaluations: Sequence[PaidEvaluation], open_calls: Sequence[OpenCall]) -> dict[str, list[CallFact]]:
        call_keys = [one.call_key for one in evaluations] + [call.call_key for call in open_calls]
        snapshot, facts = self._snapshot, self._store.payfacts
        for contact in facts.metas.contacts(call_keys, at=self._heads.at, versions=snapshot.corrected):
            self._meet(contact)
        self._decided: dict[int, dict[tuple[str, str], Decided]] = {}
        for (call_key, *place), decided in facts.overrides(call_keys, self._heads).items():
            self._decided.setdefault(call_key, {})[(place[0], place[1])] = decided
        self._disputed = facts.disputes(call_keys, self._heads, still_open=snapshot.disputes)
        self._written_off = written_off(self._store, self._period, until_row=self._heads.ledger)
        results = facts.results([one.evaluation_key for one in evaluations])
        joined = [(one.call_key, one.manager_id, self._evaluated(one, results[one.evaluation_key])) for one in evaluations]
        joined.extend((call.call_key, call.manager_id, self._unevaluated(call)) for call in open_calls)
        found: dict[str, list[CallFact]] = {}
        for _, manager, fact in sorted(joined, key=itemgetter(0)):
            found.setdefault(manager or "", []).append(fact)
        return found

    def _meet(self, contact: Contact) -> None:
        """Keep who was spoken with, and the lead; of a hundred thousand calls nothing else of their metadata."""
        self._clients[contact.call_key] = client_of(contact.phone, contact.client_name, contact.client_company)
        if not contact.lead.strip():
            return
        began = None if contact.started_at is None else datetime.fromisoformat(contact.started_at)
        lead = lead_of(contact.lead, began, self._zone)
        if lead is not None:
            self._leads[contact.call_key] = lead
        elif began is not None:
            self._unread[contact.call_key] = contact.call_id or ""

    def _evaluated(self, one: PaidEvaluation, machine: tuple[MachineResult, ...]) -> CallFact:
        instead = self._replaced.get(one.call_id) if self._replaced else None
        results = self._results(one, machine, instead)
        status = CallStatus(one.status) if instead is None else instead.status
        return self._bare(
            one,
            state_of(status, results, one.floor_e4) if one.call_key in self._decided else _UNTOUCHED[status],
            results=results,
            disputed=self._disputed.get(one.call_key, ()),
            evaluation=one.evaluation_key,
            scorecard_hash=one.scorecard_hash,
            scorecard=one.scorecard_id if instead is None else instead.scorecard_id,
            heard_by=one.heard_by,
        )

    def _results(
        self, one: PaidEvaluation, machine: tuple[MachineResult, ...], instead: Evaluation | None
    ) -> tuple[ResultFact, ...]:
        """Give a call's outcomes with people's words applied; calls that came out alike share one tuple."""
        scheme = self._on(one.local_day)[1]
        card = (one.scorecard_id, one.scorecard_hash) if instead is None else (instead.scorecard_id, instead.scorecard_hash)
        place = (scheme.scheme_hash, *card, one.hearing)
        known = self._known.get(place) or self._known.setdefault(place, _Known())
        # the store keeps what it read, and one tuple for calls that came out alike: its place in memory names it
        facts = known.forms.get(id(machine)) if instead is None else None
        if facts is None:
            told = machine if instead is None else _machine(instead)
            facts = tuple(known.facts.get(result) or self._fact(one, scheme, card, result, known) for result in told)
            if instead is None:
                known.forms[id(machine)] = facts
        decided = self._decided.get(one.call_key)
        return facts if decided is None else tuple(self._said(one, fact, decided) for fact in facts)

    def _on(self, local_day: str) -> tuple[date, Scheme]:
        """Read a day, and find the scheme that counts on it."""
        found = self._days.get(local_day)
        if found is None:
            day = date.fromisoformat(local_day)
            scheme = next((span.scheme for span in self._spans if span.since <= day < span.until), self._spans[0].scheme)
            found = self._days[local_day] = (day, scheme)
        return found

    def _fact(
        self, one: PaidEvaluation, scheme: Scheme, card: tuple[str, str], machine: MachineResult, known: _Known
    ) -> ResultFact:
        fact = known.facts[machine] = ResultFact(  # those that are alike are one in memory
            criterion_id=machine.criterion_id,
            outcome=machine.outcome,
            earned_millipoints=machine.earned_millipoints,
            possible_millipoints=machine.possible_millipoints,
            weight_millipoints=machine.weight_millipoints,
            status=machine.status,
            is_critical=machine.is_critical,
            may_pay=self._licence(one, scheme, card, machine),
        )
        return fact

    def _said(self, one: PaidEvaluation, fact: ResultFact, words: Mapping[tuple[str, str], Decided]) -> ResultFact:
        decided = words.get((one.scorecard_id, fact.criterion_id))
        if decided is None:
            return fact
        self._overrides.append(Override(call_id=one.call_id, manager_id=one.manager_id or "", machine=fact, decided=decided))
        return overridden(fact, decided.outcome, decided.earned_millipoints, decided.override_key)

    def _licence(self, one: PaidEvaluation, scheme: Scheme, scorecard: tuple[str, str], machine: MachineResult) -> bool:
        place = (scheme.scheme_hash, scorecard[1], one.hearing, machine.criterion_id, machine.status)
        if place not in self._may_pay:
            state = self._licences.state(
                scheme,
                scorecard=scorecard,
                hearing=one.hearing,
                criterion_id=machine.criterion_id,
                status=machine.status,
            )
            self._may_pay[place] = may_pay(state)
            found = self._licences.deviation(scorecard, one.hearing, machine.criterion_id)
            if found is not None:
                self._deviations.setdefault(machine.criterion_id, {})[(scorecard, one.hearing)] = found
        return self._may_pay[place]

    def _unevaluated(self, call: OpenCall) -> CallFact:
        state = CallState.UNSCORED if call.state in _WAITING else CallState.NOT_ASSESSED
        if call.state in ("excluded", "duplicate"):
            state = CallState.EXCLUDED
        return self._bare(call, state)

    def _bare(self, call: PaidEvaluation | OpenCall, state: CallState, **further: Any) -> CallFact:
        """Say of a call what needs no outcomes: with whom it was, and which lead it answers; ``further`` is the rest."""
        lead = self._leads.get(call.call_key)
        return CallFact(
            call_id=call.call_id,
            day=self._on(call.local_day)[0],
            state=CallState.WRITTEN_OFF if call.call_id in self._written_off else state,
            duration_ms=call.duration_ms,
            client=self._clients.get(call.call_key),
            lead_seconds=None if lead is None else lead.seconds,
            lead=None if lead is None else lead.came,
            **further,
        )

    def _figures(self) -> dict[str, dict[str, Figure]]:
        found: dict[str, dict[str, Figure]] = {}
        for (manager, name), entry in self._store.payroll.figures(str(self._period), until_row=self._heads.ledger).items():
            value = json.loads(entry.basis)["value"]
            found.setdefault(manager, {})[name] = Figure(value=Fraction(value), row=entry.row)
        return found

    def _pooled(self) -> dict[str, Deviation]:
        return {
            criterion: Deviation(
                pairs=sum(one.pairs for one in found),
                sum_halves=sum(one.sum_halves for one in found),
                squares_quarters=sum(one.squares_quarters for one in found),
            )
            for criterion, found in ((criterion, self._distinct(criterion)) for criterion in self._deviations)
        }

    def _distinct(self, criterion: str) -> tuple[Deviation, ...]:
        """Take what versions of a scorecard lend each other once: the same judgements stand behind each."""
        found = self._deviations[criterion]
        if len(found) == 1:
            return tuple(found.values())
        forms = self._licences.deciding
        return tuple({(hearing, *forms(card, criterion)): one for (card, hearing), one in found.items()}.values())

    def _problems(
        self, evaluations: Sequence[PaidEvaluation], open_calls: Sequence[OpenCall], unassigned: Sequence[str]
    ) -> tuple[Problem, ...]:
        period = str(self._period)
        found: list[Problem] = []
        if not evaluations and not open_calls:
            found.append(_warning("bonus-no-calls", period=period))
        if unassigned:
            found.append(_warning("bonus-unassigned", number=str(len(unassigned)), calls=_some(unassigned)))
        undated = self._store.payfacts.undated()
        if undated:
            found.append(_warning("bonus-undated", number=str(undated)))
        unread = [call_id for _, call_id in sorted(self._unread.items())]
        if unread and any(kpi.source is KpiSource.LEAD_SPEED for span in self._spans for kpi in span.scheme.kpis):
            found.append(_warning("bonus-lead-unread", number=str(len(unread)), calls=_some(unread)))
        return (*found, *mixed_scorecards(evaluations, self._spans))


@dataclass(slots=True)
class _Known:
    """What is known under one scheme, scorecard and way of hearing: facts by result, and whole calls by their results' tuple."""

    facts: dict[MachineResult, ResultFact] = field(default_factory=dict)
    forms: dict[int, tuple[ResultFact, ...]] = field(default_factory=dict)


_UNTOUCHED = {status: state_of(status, (), 0) for status in CallStatus}
"""How a call stands on which nobody said anything."""


def _machine(evaluation: Evaluation) -> tuple[MachineResult, ...]:
    return tuple(
        MachineResult(
            criterion_id=result.criterion_id,
            outcome=result.outcome,
            earned_millipoints=result.earned_millipoints,
            possible_millipoints=result.possible_millipoints,
            weight_millipoints=result.weight_millipoints,
            status=result.status,
            is_critical=result.is_critical,
        )
        for result in evaluation.criteria
    )


def _warning(slug: str, **facts: str) -> Problem:
    return Problem(severity=Severity.WARNING, slug=slug, facts=facts)


def _some(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
