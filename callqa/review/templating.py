"""Pages from templates: everything escaped, every word from the catalogue, numbers and times as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

import callqa
from callqa.bonus import Money
from callqa.model import Evidence, Outcome
from callqa.report import figures
from callqa.report.payroll.words import money as shown_money
from callqa.report.reasons import reasons_in_words
from callqa.report.terminal import decimal
from callqa.review.dates import shown_day
from callqa.texts import Language, text

_MINUTE_MS = 60_000

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, values: Mapping[str, object], *, language: Language, zone: tzinfo, status: int = 200) -> Response:
    """Make a page of a template."""
    return HTMLResponse(words(template, values, language=language, zone=zone), status_code=status)


def words(template: str, values: Mapping[str, object], *, language: Language, zone: tzinfo) -> str:
    """Fill a template; ``t``, ``score``, ``points``, ``clock`` … are bound to the reader's language and zone."""
    return _environment().get_template(template).render(**values, **_tools(language, zone))


def compile_templates() -> None:
    """Compile every template now: the first reader of each page would wait a tenth of a second."""
    for name in _environment().list_templates(extensions=["html"]):
        _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["path"] = lambda value: quote(str(value), safe="")
    made.globals["version"] = callqa.__version__
    return made


@lru_cache(maxsize=8)
def _tools(language: Language, zone: tzinfo) -> dict[str, object]:
    def say(slug: str, /, **facts: object) -> str:
        return text(slug, language, **facts)

    def score(score_e4: float | None) -> str:
        shown = figures.hundredths(score_e4)
        return "—" if shown is None else decimal(shown, language)

    def at(moment: datetime | None) -> str:
        return figures.moment(moment, zone, language)

    def day(given: str | None) -> str:
        return shown_day(given, language)

    def mark(outcome: Outcome) -> str:
        return figures.mark(outcome, language)

    def points(millipoints: int) -> str:
        return decimal(Decimal(figures.points(millipoints)), language)

    def measure(name: str, value: int) -> str:
        return shown_measure(name, value, language)

    def money(amount: Money) -> str:
        return shown_money(amount, language)

    def why(item: Evidence) -> str:
        return "".join(f", {words}" for words in reasons_in_words(item, language))

    return {
        "why": why,
        "money": money,
        "measure": measure,
        "t": say,
        "lang": language,
        "score": score,
        "points": points,
        "clock": figures.length,
        "at": at,
        "day": day,
        "mark": mark,
        "link": link,
    }


def shown_measure(name: str, value: int, language: Language) -> str:
    """A measure of the talk with the unit that its name holds."""
    if name.endswith("_e4"):
        return f"{decimal(Decimal(value) / 100, language)} %"
    if name.endswith("_ms"):
        return figures.length(value) if value >= _MINUTE_MS else f"{decimal(Decimal(value) / 1000, language)} s"
    if name.endswith("_pct"):
        return f"{value:+d} %"
    if name.endswith("_e2"):
        return decimal(Decimal(value) / 100, language)
    return str(value)


def link(path: str, /, **words_: object) -> str:
    """An address with its words; those without a value are left out.

    >>> link("/calls", page=2, team=None, managers=("a", "b"))
    '/calls?page=2&managers=a&managers=b'
    """
    given: list[tuple[str, str]] = []
    for name, value in words_.items():
        values = value if isinstance(value, (tuple, list)) else (value,)
        given.extend((name, str(item)) for item in values if item not in (None, "", False))
    return f"{path}?{urlencode(given)}" if given else path
