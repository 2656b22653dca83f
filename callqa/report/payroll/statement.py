"""A manager's statement: what is paid for a month, why, who decided, how to contest it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from callqa.bonus import GateState, Line, LineKind, PersonPay, Scheme
from callqa.paying.differing import OverrideEffect
from callqa.paying.viewing import PayView
from callqa.report.payroll.pages import Block, Grid, Heading, Page, Para, Signatures
from callqa.report.payroll.words import figure, held_reason, interval, kpi_name, line_name, line_pays, money, percent, unit_of
from callqa.texts import Language, text


def statement(view: PayView, person: PersonPay, language: Language, *, overrides: tuple[OverrideEffect, ...] = ()) -> Page:
    """Build a person's statement."""
    blocks: list[Block] = [*_head(view, person, language), _lines(view, person, language)]
    blocks.extend(_notes(view, person, language))
    blocks.extend(_overrides(overrides, language))
    blocks.extend(_decided(view, person, language))
    blocks.append(Signatures(labels=(text("payroll-sign-manager", language), text("payroll-sign-head", language))))
    title = text("payroll-statement-title", language, period=view.period, name=person.name)
    return Page(title=title, blocks=tuple(blocks), foot=_foot(view, person, language))


def _foot(view: PayView, person: PersonPay, language: Language) -> str:
    closing = view.closing_of(person.manager_id)
    if closing is None:
        return text("payroll-not-closed-foot", language)
    return text("payroll-foot", language, head=view.head, at=closing.at, who=closing.who)


def _head(view: PayView, person: PersonPay, language: Language) -> list[Block]:
    facts = {
        "number": person.personnel_number or "—",
        "team": person.team or "—",
        "since": view.period.since.isoformat(),
        "last": view.period.last.isoformat(),
        "scheme": view.scheme.label,
    }
    blocks: list[Block] = [Para(words=text("payroll-statement-who", language, **facts))]
    is_alone = person.manager_id in view.standing.closed_alone and not view.is_final
    state = "payroll-state-alone" if is_alone else f"payroll-state-{view.standing.state.value}"
    blocks.append(Para(words=text(state, language, period=view.period), mark="note"))
    if view.scheme.waiver is not None:
        waiver = view.scheme.waiver
        blocks.append(Para(words=text("payroll-waived", language, who=waiver.who, why=waiver.why), mark="warning"))
    return blocks


def _lines(view: PayView, person: PersonPay, language: Language) -> Grid:
    names = ("line", "figure", "interval", "n", "attained", "payout", "stake", "share", "pays")
    rows = [_row(line, view, language) for line in person.lines]
    rows.append((text("bonus-total", language), "", "", "", "", "", "", "", total(person, language)))
    used = [place for place in range(len(names)) if any(row[place] for row in rows)]  # an empty column only takes room
    return Grid(
        titles=tuple(text(f"payroll-grid-{names[place]}", language) for place in used),
        rows=tuple(tuple(row[place] for place in used) for row in rows),
        right=frozenset(range(1, len(used))),
        has_total=True,
    )


def total(person: PersonPay, language: Language) -> str:
    """What a person is paid: money, and per cent of salary where there is any."""
    paid = money(person.total, language)
    if not person.percent:
        return paid
    share = text("bonus-of-salary", language, percent=percent(person.percent, language))
    return share if not person.total.minor else f"{paid} + {share}"


def _scheme_of(view: PayView, line: Line) -> Scheme:
    spans = view.of(line.manager_id).facts.spans
    return next((span.scheme for span in spans if span.scheme.scheme_hash == line.scheme_hash), view.scheme)


def _row(line: Line, view: PayView, language: Language) -> tuple[str, ...]:
    scheme, basis = _scheme_of(view, line), line.basis
    kpi = scheme.kpi(line.kpi_id) if line.kpi_id is not None else None
    if kpi is None:
        return (line_name(line, scheme, language), "", "", "", "", "", "", "", line_pays(line, language))
    number = "" if not basis.calls else str(basis.calls) if basis.scored == basis.calls else f"{basis.scored}/{basis.calls}"
    return (
        _named(line, view, language),
        figure(basis.figure, language) + (unit_of(kpi) if basis.figure is not None else ""),
        interval(line, language),
        number,
        figure(basis.attained, language) if kpi.target is not None else "",
        figure(basis.payout, language),
        figure(basis.stake, language),
        "" if basis.share == "1" else figure(basis.share, language, 4),
        line_pays(line, language),
    )


def _named(line: Line, view: PayView, language: Language) -> str:
    name = line_name(line, _scheme_of(view, line), language)
    is_part = line.since > view.period.since.isoformat() or line.until < view.period.until.isoformat()
    if not is_part or line.kind not in (LineKind.KPI, LineKind.HELD):
        return name
    return f"{name} ({line.since[8:]}–{_day_before(line.until)}, {line.scheme})"


def _day_before(until: str) -> str:
    return f"{(date.fromisoformat(until) - timedelta(days=1)).day:02d}"


def _notes(view: PayView, person: PersonPay, language: Language) -> list[Block]:
    words = [note for line in person.lines for note in _line_notes(line, _scheme_of(view, line), language)]
    if any(line.basis.is_newcomer for line in person.lines) and view.scheme.newcomers is not None:
        least = figure(str(view.scheme.newcomers.pays_at_least), language)
        words.append(text("payroll-note-newcomer", language, least=least))
    return [Para(words=note, mark="note") for note in words]


def _line_notes(line: Line, scheme: Scheme, language: Language) -> Iterator[str]:
    """Say of a line what the table cannot: why it waits, what doubt did, what it corrects."""
    basis, name = line.basis, kpi_name(scheme, line.kpi_id, language)
    if line.held is not None:
        calls = _listed((*basis.unscored, *basis.disputed))
        yield text("payroll-note-held", language, kpi=name, reason=held_reason(line.held, language), calls=calls)
    if basis.gate in (GateState.TRIPPED, GateState.SPARED):
        yield text(f"payroll-note-gate-{basis.gate.value}", language, kpi=name)
    if basis.fallback:
        yield text(f"payroll-note-{basis.fallback}", language, kpi=name)
    if line.corrects is not None:
        yield text("payroll-note-corrects", language, period=line.period, row=line.corrects, kpi=name)
    yield from _doubt_notes(line, name, language)


def _doubt_notes(line: Line, name: str, language: Language) -> Iterator[str]:
    basis = line.basis
    if basis.plain is not None and basis.plain != basis.figure:
        yield text("payroll-note-doubt", language, kpi=name, plain=figure(basis.plain, language))
    if basis.not_assessed or basis.written_off:
        calls = _listed((*basis.not_assessed, *basis.written_off))
        yield text("payroll-note-unassessed", language, kpi=name, calls=calls)
    if basis.unlicensed:
        yield text("payroll-note-unlicensed", language, kpi=name, criteria=", ".join(basis.unlicensed))
    if basis.borders:
        borders = ", ".join(figure(border, language) for border in basis.borders)
        yield text("payroll-note-border", language, kpi=name, borders=borders)


def _listed(calls: tuple[str, ...], most: int = 10) -> str:
    return ", ".join(calls[:most]) + (" …" if len(calls) > most else "")


def _overrides(effects: tuple[OverrideEffect, ...], language: Language) -> list[Block]:
    if not effects:
        return []
    names = ("call", "criterion", "change", "who", "why", "moved")
    rows = tuple(
        (
            effect.override.call_id,
            effect.override.machine.criterion_id,
            _change(effect, language),
            effect.override.decided.who,
            effect.override.decided.why,
            money(effect.amount, language) if not effect.percent else percent(effect.percent, language),
        )
        for effect in effects
    )
    titles = tuple(text(f"payroll-override-{name}", language) for name in names)
    return [Heading(words=text("payroll-overrides", language)), Grid(titles=titles, rows=rows, right=frozenset({5}))]


def _change(effect: OverrideEffect, language: Language) -> str:
    outcomes = (effect.override.machine.outcome, effect.override.decided.outcome)
    return " → ".join(text(f"bonus-outcome-{outcome.value}", language) for outcome in outcomes)


def _decided(view: PayView, person: PersonPay, language: Language) -> list[Block]:
    closing, submitted = view.closing_of(person.manager_id), view.standing.submitted
    facts = {
        "decided": view.scheme.decided_by,
        "submitted": submitted.who if submitted is not None else "—",
        "closed": closing.who if closing is not None else "—",
    }
    return [
        Heading(words=text("payroll-decided-title", language)),
        Para(words=text("payroll-decided", language, **facts)),
        Para(words=text("payroll-contest", language, contest=view.scheme.contest)),
        Para(words=text("payroll-before-tax", language), mark="note"),
    ]
