"""Everything that can be wrong with bonus.yaml is said, with its place."""

# ruff: noqa: E501 - schemes and rows of tables stand on a line each

from __future__ import annotations

import pytest

from callqa.bonus.scheme import Below, KpiSource
from callqa.model import Severity
from callqa.texts import catalogue, message
from tests.bonus.worked import HEAD, problems_of, scheme

GOOD = "kpis:\n  - {id: a, source: imported, amount: 100, target: 10}\n"
KPI = "kpis:\n  - {id: a, source: imported, amount: 100, target: 10, EXTRA}\n"
TWO = "bonus: {amount: 100}\nkpis:\n  - {id: a, source: imported, weight: 60, target: 1}\n  - {id: b, source: imported, weight: 50, target: 1}\n"


def extra(words: str) -> str:
    return KPI.replace("EXTRA", words)


def bands(*rows: str) -> str:
    return "kpis:\n  - id: a\n    source: imported\n    amount: 1\n    bands:\n" + "".join(f"      - {{{row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("yaml", "slug", "line"),
    [
        ("kpis: []\n", "bonus-no-kpis", 11),
        (GOOD + "  - {id: a, source: imported, amount: 1, target: 1}\n", "bonus-kpi-twice", 13),
        ("rounding: {to: 0.001}\n" + GOOD, "bonus-rounding-step", 11),
        ("rounding: {to: 0}\n" + GOOD, "bonus-rounding-step", 11),
        ("newcomers: {days: 3, pays_at_least: 101}\n" + GOOD, "bonus-percent", 11),
        ("bonus: {amount: 1, share_of_salary: 1}\n" + GOOD, "bonus-one-of", 11),
        ("bonus: {}\n" + GOOD, "bonus-one-of", 11),
        ("bonus: {amount: -1}\n" + TWO.split("\n", 1)[1].replace("50", "40"), "bonus-negative", 11),
        ("bonus: {amount: 100, currency: USD}\n" + TWO.split("\n", 1)[1].replace("50", "40"), "bonus-currency-mix", 11),
        (extra("currency: EUR"), "bonus-currency-mix", 12),
        (TWO, "bonus-weights-sum", 13),
        (TWO.split("\n", 1)[1].replace("50", "40"), "bonus-weight-of-nothing", 12),
        ("bonus: {amount: 100}\n" + GOOD, "bonus-unused", 11),
        (GOOD.replace("amount: 100", "amount: 100, share_of_salary: 3"), "bonus-one-of", 12),
        (GOOD.replace("amount: 100, ", ""), "bonus-one-of", 12),
        (GOOD.replace("100", "-100"), "bonus-negative", 12),
        (GOOD.replace("imported, amount: 100", "talks, commission: 3"), "bonus-commission-source", 12),
        (GOOD.replace("target: 10", "target: 0"), "bonus-target", 12),
        (GOOD.replace("target: 10", "target: -5"), "bonus-target", 12),
        (extra("minutes: -1"), "bonus-negative", 12),
        ("kpis:\n  - {id: a, source: quality, measure: criterion, amount: 1, target: 1}\n", "bonus-criterion-missing", 12),
        ("kpis:\n  - {id: a, source: quality, direction: lower, amount: 1, target: 1}\n", "bonus-direction", 12),
        ("kpis:\n  - {id: a, source: ratio, column: talks, amount: 1, target: 1}\n", "bonus-ratio", 12),
        ("kpis:\n  - {id: a, source: ratio, column: talkz, over: clients, amount: 1, target: 1}\n", "bonus-figure-unknown", 12),
        (extra("points: [[0, 0]], bands: [{from: 0, pays: 1}]"), "bonus-two-shapes", 12),
        (GOOD.replace(", target: 10", ""), "bonus-shape-missing", 12),
        (GOOD.replace("target: 10", "points: []"), "bonus-shape-missing", 12),
        (GOOD.replace("target: 10", "bands: []"), "bonus-shape-missing", 12),
        (extra("points: [[0, 100], [10, 50]]"), "bonus-falls", 12),
        (GOOD.replace("target: 10", "direction: lower, points: [[0, 0], [10, 50]]"), "bonus-falls", 12),
        (extra("cap: -1"), "bonus-negative", 12),
        (extra("cap: 50, floor: 60"), "bonus-cap-below-floor", 12),
        (extra("points: [[0, -10], [10, 50]]"), "bonus-negative", 12),
        (extra("points: [[10, 0], [10, 50]]"), "bonus-points-order", 12),
        (bands("from: 50, pays: 1"), "bonus-bands-gap", 16),
        (bands("from: 0, to: 70, pays: 0", "from: 80, pays: 100"), "bonus-bands-gap", 17),
        (bands("from: 0, to: 75, pays: 0", "from: 70, pays: 100"), "bonus-bands-overlap", 17),
        (bands("from: 0, pays: 0", "from: 0, pays: 100"), "bonus-bands-overlap", 17),
        (extra("gate: {kpi: b, at_least: 3}"), "bonus-kpi-unknown", 12),
        (extra("gate: {kpi: a, at_least: 3}"), "bonus-gate-itself", 12),
        (extra("min_calls: 10"), "bonus-not-of-calls", 12),
        (extra("scorecards: cold"), "bonus-not-of-calls", 12),
        (
            "kpis:\n  - {id: a, source: ratio, column: x, over: y, amount: 1, target: 1, min_calls: 3}\nimport: {columns: {x: X, y: Y}}\n",
            "bonus-not-of-calls",
            12,
        ),
        (bands("from: 0, to: 0.5, pays: 50"), "bonus-bands-end", 16),
        (bands("from: 0, to: 50, pays: 50").replace("imported", "quality"), "bonus-bands-end", 16),
        ("newcomers: {days: 99999999999, pays_at_least: 1}\n" + GOOD, "settings-value", 11),
        (GOOD.replace("amount: 100", "amount: 1e30"), "settings-value", 12),
        (GOOD.replace("amount: 100", "amount: 1e-13"), "settings-value", 12),
        (GOOD.replace("amount: 100", "amount: .inf"), "settings-value", 12),
        (extra("gate: {kpi: b, at_least: 3, pays: -1}"), "bonus-negative", 12),
        (GOOD + "import: {columns: {revnue: X}}\n", "bonus-kpi-unknown", 13),
        (GOOD + "payroll: {columns: [amuont]}\n", "bonus-column-unknown", 13),
        (extra("trget: 1"), "bonus-key-unknown", 12),
        (extra("zzzzzz: 1"), "settings-key-unknown", 12),
        (GOOD.replace("source: imported", "source: imprted"), "settings-value", 12),
        (GOOD.replace("100", "yes"), "settings-value", 12),
        (GOOD.replace("100", "a lot"), "settings-value", 12),
        (GOOD + "  - {source: imported, amount: 1, target: 1}\n", "settings-key-missing", 13),
    ],
)
def test_a_fault_is_named_where_it_stands(yaml: str, slug: str, line: int) -> None:
    found = [problem for problem in problems_of(yaml) if problem.slug == slug]
    assert found, [problem.slug for problem in problems_of(yaml)]
    assert found[0].place is not None
    assert found[0].place.line == line
    assert found[0].severity is Severity.ERROR
    assert slug in catalogue()
    assert "{" not in message(found[0], "en").replace("{amount", "")


def test_an_unknown_currency_is_refused() -> None:
    assert "bonus-currency-unknown" in {problem.slug for problem in problems_of(GOOD, head=HEAD.replace("RUB", "XYZ"))}


def test_what_is_no_yaml_is_refused() -> None:
    assert problems_of("kpis: [")[0].slug == "settings-yaml"


@pytest.mark.parametrize(
    ("yaml", "slug"),
    [
        ("kpis:\n" + "".join(f"  - {{id: k{n}, source: imported, amount: 1, target: 1}}\n" for n in range(4)), "bonus-many-kpis"),
        (GOOD + "  - {id: t, source: talks, amount: 20, target: 1}\n", "bonus-activity"),
        (GOOD + "  - {id: t, source: imported, activity: true, amount: 20, target: 1}\n", "bonus-activity"),
        ("bonus: {share_of_salary: 10}\nkpis:\n  - {id: t, source: clients, weight: 100, target: 1}\n", "bonus-activity"),
        (GOOD, "bonus-waived"),
    ],
)
def test_what_is_doubtful_is_warned_of(yaml: str, slug: str) -> None:
    found = {problem.slug: problem.severity for problem in problems_of(yaml)}
    assert found[slug] is Severity.WARNING


def test_a_last_band_may_end_where_no_figure_is_above() -> None:
    rate = bands("from: 0, to: 50, pays: 0", "from: 50, to: 100, pays: 100").replace("imported", "quality")
    assert "bonus-bands-end" not in {problem.slug for problem in problems_of(rate)}


@pytest.mark.parametrize("source", ["talks", "ratio, column: x, over: clients", "ratio, column: talks, over: x"])
def test_what_is_counted_from_calls_may_have_a_minimum(source: str) -> None:
    yaml = f"kpis:\n  - {{id: a, source: {source}, amount: 1, target: 1, min_calls: 3}}\nimport: {{columns: {{x: X}}}}\n"
    assert "bonus-not-of-calls" not in {problem.slug for problem in problems_of(yaml)}


def test_little_activity_is_not_warned_of() -> None:
    slugs = {problem.slug for problem in problems_of(GOOD + "  - {id: t, source: talks, amount: 5, target: 1}\n")}
    assert "bonus-activity" not in slugs
    nothing = "kpis:\n  - {id: t, source: talks, amount: 0, target: 1}\n"
    assert "bonus-activity" not in {problem.slug for problem in problems_of(nothing)}


def test_falling_on_purpose_is_allowed() -> None:
    assert scheme(extra("points: [[0, 100], [10, 50]], may_fall: true")).kpis[0].shape.points[0].pays == 100


def test_a_scheme_keeps_where_its_kpis_stand_and_what_they_are_called() -> None:
    built = scheme(
        "kpis:\n  - {id: a, name: {ru: Выручка, en: Revenue}, source: imported, amount: 100.5, target: 10, below_min: full}\n"
        "import: {columns: {a: Сумма, days_worked: Дни}, decimal: comma}\n"
        "payroll: {columns: [personnel_number, amount], decimal: point}\n"
    )
    kpi = built.kpi("a")
    assert kpi is not None
    assert (kpi.line, kpi.names, kpi.source, kpi.below) == (12, ("Выручка", "Revenue"), KpiSource.IMPORTED, Below.FULL)
    assert built.kpi("b") is None
    assert built.imports.decimal_comma
    assert (built.file.columns, built.file.decimal_comma) == (("personnel_number", "amount"), False)
    assert built.label == "test@1"


def test_without_a_waiver_nothing_is_said_of_one() -> None:
    bare = HEAD.replace("waiver: {who: Director, why: a test}\n", "")
    assert problems_of(GOOD, head=bare) == ()
    assert scheme(GOOD, head=bare).waiver is None
