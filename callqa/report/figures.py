"""Numbers and times as people read them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from callqa.model import FULL_E4, MILLIPOINTS, Outcome
from callqa.texts import Language, text

HUNDREDTHS_E4 = Decimal(FULL_E4) / 100

OUTCOME_MARKS = {
    Outcome.MET: "+",
    Outcome.PARTLY_MET: "±",
    Outcome.NOT_MET: "−",
    Outcome.NOT_ASSESSED: "?",
}


def points(millipoints: int) -> str:
    """Thousandths of a point as a decimal string without idle zeros.

    >>> points(62800), points(80000), points(0)
    ('62.8', '80', '0')
    """
    return trimmed(Decimal(millipoints) / MILLIPOINTS)


def score(score_e4: int | None) -> str | None:
    """A share out of 10,000 as 0–100, exact.

    >>> score(7850), score(10000), score(None)
    ('78.5', '100', None)
    """
    return None if score_e4 is None else trimmed(Decimal(score_e4) / HUNDREDTHS_E4)


def hundredths(share_e4: float | None) -> Decimal | None:
    """A share out of 10,000 as 0–100 with one decimal, for a table."""
    if share_e4 is None:
        return None
    return (Decimal(str(share_e4)) / HUNDREDTHS_E4).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def trimmed(value: Decimal) -> str:
    """A decimal without idle zeros and never in powers of ten."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def length(ms: int) -> str:
    """Milliseconds as minutes and seconds, from an hour on with hours.

    >>> length(65_400), length(3_725_000)
    ('1:05', '1:02:05')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def moment(at: datetime | None, zone: tzinfo, language: Language) -> str:
    """A time in the project's zone: ``05.10.2026 10:12`` or ``2026-10-05 10:12``."""
    if at is None:
        return ""
    return at.astimezone(zone).strftime("%d.%m.%Y %H:%M" if language == "ru" else "%Y-%m-%d %H:%M")


def mark(outcome: Outcome, language: Language) -> str:
    """An outcome as one mark: ``+ ± − н/п ?``."""
    return OUTCOME_MARKS.get(outcome) or text("report-not-applicable-mark", language)
