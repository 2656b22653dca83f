"""The annex "how the bonus is computed", from the scheme, to print and sign. Conditions are worded as earned, never as fines."""

from __future__ import annotations

from fractions import Fraction

from callqa.bonus import Kpi, KpiSource, Scheme, StakeKind
from callqa.bonus.measuring import COUNTED
from callqa.bonus.scheme import Better
from callqa.report.payroll.pages import Block, Grid, Heading, Page, Para, Signatures
from callqa.report.payroll.words import figure, kpi_name
from callqa.texts import Language, text


def annex(scheme: Scheme, language: Language) -> Page:
    """Build the annex of a scheme version."""
    blocks: list[Block] = [
        Para(words=text("payroll-annex-intro", language, scheme=scheme.label, since=scheme.since.isoformat())),
        Para(words=_fund(scheme, language)),
        Heading(words=text("payroll-annex-kpis", language)),
    ]
    for number, kpi in enumerate(scheme.kpis, start=1):
        blocks.extend(_kpi(number, kpi, scheme, language))
    blocks.append(Heading(words=text("payroll-annex-rules", language)))
    blocks.extend(Para(words=words) for words in _rules(scheme, language))
    if scheme.waiver is not None:
        waiver = text("payroll-waived", language, who=scheme.waiver.who, why=scheme.waiver.why)
        blocks.append(Para(words=waiver, mark="warning"))
    blocks.append(Signatures(labels=(text("payroll-sign-employer", language), text("payroll-sign-manager", language))))
    return Page(
        title=text("payroll-annex-title", language, scheme=scheme.label),
        blocks=tuple(blocks),
        foot=text("payroll-annex-foot", language, hash=scheme.scheme_hash),
    )


def _fund(scheme: Scheme, language: Language) -> str:
    if scheme.bonus is None:
        return text("payroll-annex-no-fund", language)
    slug = "payroll-annex-fund-share" if scheme.bonus.is_share_of_salary else "payroll-annex-fund"
    return text(slug, language, figure=figure(str(scheme.bonus.figure), language), currency=scheme.currency)


def _kpi(number: int, kpi: Kpi, scheme: Scheme, language: Language) -> list[Block]:
    name = kpi_name(scheme, kpi.kpi_id, language)
    blocks: list[Block] = [Heading(words=f"{number}. {name}", level=3)]
    blocks.append(Para(words=text(_source_slug(kpi), language, **_source_facts(kpi, scheme, language))))
    stake = text(
        f"payroll-annex-{kpi.stake.kind.value}", language, figure=_n(kpi.stake.figure, language), currency=scheme.currency
    )
    blocks.append(Para(words=stake))
    if kpi.target is not None:
        slug = "payroll-annex-target" if kpi.better is Better.HIGHER else "payroll-annex-target-lower"
        blocks.append(Para(words=text(slug, language, target=_n(kpi.target, language))))
    if kpi.stake.kind is not StakeKind.COMMISSION:
        blocks.extend(_shape(kpi, language))
    if kpi.gate is not None:
        facts = {"kpi": kpi_name(scheme, kpi.gate.kpi_id, language), "least": _n(kpi.gate.at_least, language)}
        blocks.append(Para(words=text("payroll-annex-gate", language, **facts, pays=_n(kpi.gate.pays, language))))
    if kpi.least_calls:
        blocks.append(Para(words=text(f"payroll-annex-below-{kpi.below.value}", language, calls=kpi.least_calls)))
    return blocks


def _source_slug(kpi: Kpi) -> str:
    if kpi.source is KpiSource.QUALITY:
        return f"payroll-annex-quality-{kpi.measure.value}"
    return f"payroll-annex-source-{kpi.source.value}"


def _source_facts(kpi: Kpi, scheme: Scheme, language: Language) -> dict[str, str]:
    return {
        "criterion": kpi.criterion or "next_step",
        "minutes": figure(str(Fraction(kpi.least_ms, 60_000)), language),
        "within": str(kpi.within_minutes),
        "column": _figure_name(kpi.column or kpi.kpi_id, scheme, language),
        "over": _figure_name(kpi.over or "", scheme, language),
    }


def _figure_name(name: str, scheme: Scheme, language: Language) -> str:
    return text(f"payroll-figure-{name}", language) if name in COUNTED else scheme.imports.columns.get(name, name)


def _shape(kpi: Kpi, language: Language) -> list[Block]:
    slug = "payroll-annex-bands" if kpi.shape.is_banded else "payroll-annex-linear"
    titles = (
        text("payroll-annex-from" if kpi.shape.is_banded else "payroll-annex-at", language),
        text("payroll-annex-pays", language),
    )
    rows = tuple((_n(point.at, language), _n(point.pays, language)) for point in kpi.shape.points)
    blocks: list[Block] = [Para(words=text(slug, language)), Grid(titles=titles, rows=rows, right=frozenset({0, 1}))]
    for name, limit in (("cap", kpi.shape.cap), ("floor", kpi.shape.floor)):
        if limit is not None:
            blocks.append(Para(words=text(f"payroll-annex-{name}", language, pays=_n(limit, language))))
    return blocks


def _rules(scheme: Scheme, language: Language) -> list[str]:
    rules = [
        text(f"payroll-annex-doubt-{scheme.doubt.value}", language),
        text("payroll-annex-critical", language),
        text(f"payroll-annex-prorate-{scheme.prorate_in.value}", language),
        text("payroll-annex-rounding", language, mode=text(f"payroll-rounding-{scheme.rounding.value}", language)),
        *([text("payroll-annex-days", language, days=scheme.dispute_days)] if scheme.dispute_days else []),
        text("payroll-annex-late", language),
        text("payroll-annex-edit", language),
        text("payroll-decided-by", language, decided=scheme.decided_by),
        text("payroll-contest", language, contest=scheme.contest),
    ]
    if scheme.waiver is None:
        floors = scheme.floors
        facts = {"calls": floors.least_calls, "kappa": _n(floors.least_kappa, language)}
        rules.insert(2, text("payroll-annex-licence", language, **facts, missed=_n(floors.most_false_not_met * 100, language)))
    if scheme.newcomers is not None:
        least = _n(scheme.newcomers.pays_at_least, language)
        rules.append(text("payroll-annex-newcomers", language, days=scheme.newcomers.days, least=least))
    return rules


def _n(value: Fraction, language: Language) -> str:
    return figure(str(value), language)
