"""Figures and lines of pay as people read them, in the language of the reader."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from callqa.bonus import Held, Kpi, Line, LineKind, Money, Scheme
from callqa.bonus.money import shown
from callqa.bonus.scheme import KpiSource
from callqa.texts import LANGUAGES, Language, text

NBSP = "\u00a0"


def figure(exact: str | None, language: Language, digits: int = 2) -> str:
    """An exact figure rounded for people; a dash where there is none."""
    if exact is None:
        return "—"
    plain = shown(Fraction(exact), digits)
    return plain.replace(".", ",") if language == "ru" else plain


def money(amount: Money | None, language: Language) -> str:
    """An amount with groups of three digits and its currency: ``12 500,00 RUB``."""
    if amount is None:
        return "—"
    grouped = f"{amount.amount:,.{max(0, -int(amount.amount.as_tuple().exponent))}f}"
    if language == "ru":
        grouped = grouped.replace(",", NBSP).replace(".", ",")
    return f"{grouped}{NBSP}{amount.currency}"


def percent(value: Decimal | None, language: Language) -> str:
    """A per cent of salary."""
    if value is None:
        return "—"
    plain = f"{value:f}"
    return f"{plain.replace('.', ',') if language == 'ru' else plain}{NBSP}%"


def kpi_name(scheme: Scheme | None, kpi_id: str | None, language: Language) -> str:
    """A KPI's name in the reader's language, else its id."""
    kpi = scheme.kpi(kpi_id) if scheme is not None and kpi_id is not None else None
    return kpi.names[LANGUAGES.index(language)] if kpi is not None else (kpi_id or "")


def line_name(line: Line, scheme: Scheme | None, language: Language) -> str:
    """What a line is: its KPI, or its kind; with the month it speaks of where that is another."""
    name = kpi_name(scheme, line.kpi_id, language)
    if line.kind in (LineKind.KPI, LineKind.HELD):
        return name
    kind = text(f"bonus-line-{line.kind.value}", language, period=line.period, row=line.corrects or "")
    return f"{kind}: {name}" if name else kind


def line_pays(line: Line, language: Language) -> str:
    """What a line pays, or why it does not yet."""
    if line.held is not None:
        return text("bonus-held-short", language)
    if line.kind is LineKind.NOTED:
        slug = "bonus-noted-short" if line.basis.noted.startswith("-") else "bonus-noted-back-short"
        return text(slug, language, amount=line.basis.noted)
    return money(line.amount, language) if line.amount is not None else percent(line.percent, language)


def held_reason(held: Held, language: Language) -> str:
    """Why a line waits."""
    return text(f"bonus-held-{held.value}", language)


def unit_of(kpi: Kpi | None) -> str:
    """The mark behind a KPI's figure: per cent for rates, nothing for counts and sums."""
    return f"{NBSP}%" if kpi is not None and kpi.source in (KpiSource.QUALITY, KpiSource.LEAD_SPEED) else ""


def interval(line: Line, language: Language) -> str:
    """The interval of a figure, or an empty text."""
    if not line.basis.interval:
        return ""
    low, high = (figure(bound, language, 1) for bound in line.basis.interval)
    return f"{low}–{high}"
