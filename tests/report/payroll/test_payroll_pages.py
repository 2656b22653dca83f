"""Pages of pay escape what they are given, and say money as people read it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from callqa.bonus import Money
from callqa.report.payroll.pages import Grid, Heading, Page, Para, Signatures, to_html, to_text
from callqa.report.payroll.rows import neutral
from callqa.report.payroll.words import figure, money, percent

PAGE = Page(
    title="<b>Anna</b>",
    blocks=(
        Heading(words="A & B"),
        Para(words="<script>alert(1)</script>", mark="warning"),
        Grid(titles=("name", "sum"), rows=(("<i>", "1"), ("total", "22")), right=frozenset({1}), has_total=True),
        Signatures(labels=("Olga",)),
    ),
    foot="sha256:00",
)


def test_html_escapes_every_text_and_asks_for_nothing_from_outside() -> None:
    html = to_html((PAGE, PAGE), "en")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<section>") == 2
    assert "http" not in html
    assert 'lang="en"' in html


def test_text_lines_up() -> None:
    lines = to_text(PAGE).splitlines()
    assert lines[:2] == ["<b>Anna</b>", "==========="]
    assert "<i>      1" in lines
    assert "total   22" in lines
    assert lines[-1] == "sha256:00"


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_cell_that_looks_like_a_formula_is_defused(mark: str) -> None:
    assert neutral(f"{mark}1") == f"'{mark}1"
    assert neutral(f"a{mark}") == f"a{mark}"


def test_money_is_grouped_with_its_currency() -> None:
    assert money(Money(minor=123_456_789, currency="RUB"), "ru") == "1\u00a0234\u00a0567,89\u00a0RUB"
    assert money(Money(minor=-5, currency="USD"), "en") == "-0.05\u00a0USD"
    assert money(Money(minor=1500, currency="JPY"), "en") == "1,500\u00a0JPY"
    assert money(None, "en") == "—"


def test_figures_and_per_cents_follow_the_language() -> None:
    assert (figure("5/3", "ru"), figure("5/3", "en"), figure(None, "ru")) == ("1,67", "1.67", "—")
    assert (percent(Decimal("12.50"), "ru"), percent(None, "en")) == ("12,50\u00a0%", "—")
