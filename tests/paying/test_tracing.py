"""The trace holds for every line: also for what came after a closing, and for whoever was closed alone."""

from __future__ import annotations

from callqa.model import Outcome
from callqa.paying.closing import close
from callqa.paying.differing import effects_in, late_effects, settled_effects
from callqa.paying.settling import Settlement
from callqa.paying.tracing import Trace, TracedLine, trace
from callqa.paying.viewing import view
from callqa.report.payroll.jsonl import trace_json
from callqa.report.payroll.pages import to_text
from callqa.report.payroll.statement import statement
from callqa.report.payroll.trace import trace_page
from callqa.store import DisputeState
from tests.paying.shop import LEAVER, NOVEMBER, OCTOBER, Shop


def the(found: Trace, kind: str) -> TracedLine:
    (line,) = (one for one in found.lines if one.line.kind.value == kind)
    return line


def late_word(shop: Shop, outcome: Outcome | None = Outcome.MET) -> None:
    shop.store.people.override("a2", "b", outcome, who="Head", why="heard it later")


def test_a_correction_is_traced_to_the_calls_and_the_word_that_moved_it(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    late_word(shop)
    shop.call("n1", "++", day="2026-11-05")
    open_month = trace(shop.project, shop.store, NOVEMBER, "M-1")
    closed = close(shop.project, shop.store, NOVEMBER, who="Olga")
    for found in (open_month, trace(shop.project, shop.store, NOVEMBER, "M-1")):
        correction = the(found, "correction")
        assert (correction.kpi is not None, correction.source) == (True, "bonus.yaml")
        assert [(call.fact.call_id, call.points.earned) for call in correction.calls] == [("a1", 20_000), ("a2", 20_000)]
        (effect,) = correction.overrides
        assert (effect.override.decided.who, effect.override.decided.why, str(effect.amount)) == (
            "Head",
            "heard it later",
            "2500.00",
        )
        assert (effect.override.machine.outcome, effect.override.decided.outcome) == (Outcome.NOT_MET, Outcome.MET)
    page = to_text(trace_page(found, "en"))
    assert "heard it later" in page
    assert "a2" in page
    listed = trace_json(found)["lines"]
    assert isinstance(listed, list)
    assert [one["overrides"][0]["moved"] for one in listed if one["kind"] == "correction"] == ["2500.00"]
    assert [str(one.amount) for one in settled_effects(shop.store, closed.settlements, ["M-1", "M-2"])] == ["2500.00"]


def test_a_word_taken_back_is_named_behind_what_was_recorded(shop: Shop) -> None:
    late_word(shop)
    close(shop.project, shop.store, OCTOBER, who="Olga")
    late_word(shop, None)
    shop.figure(NOVEMBER, "M-1", "100")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    noted = the(trace(shop.project, shop.store, NOVEMBER, "M-1"), "noted")
    (effect,) = noted.overrides
    assert (str(effect.amount), effect.override.decided.outcome) == ("-2500.00", Outcome.NOT_MET)


def test_a_release_is_traced(shop: Shop) -> None:
    dispute = shop.store.people.open_dispute("a2", "b", who="Anna", why="I did")
    close(shop.project, shop.store, OCTOBER, who="Olga")
    shop.store.people.decide_dispute(dispute.dispute_key, DisputeState.REJECTED, who="Head", why="no")
    shop.figure(NOVEMBER, "M-1", "100")
    close(shop.project, shop.store, NOVEMBER, who="Olga")
    release = the(trace(shop.project, shop.store, NOVEMBER, "M-1"), "release")
    assert [call.fact.call_id for call in release.calls] == ["a1", "a2"]
    assert release.overrides == ()


def test_a_leaver_is_shown_with_the_facts_of_their_own_closing(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="late")
    for _ in range(2):  # while the month is open for the others, and after its closing
        found = trace(shop.project, shop.store, OCTOBER, "M-2")
        quality = next(line for line in found.lines if line.line.kpi_id == "quality")
        assert [call.points.earned for call in quality.calls] == [10_000]
        assert (found.overrides, effects_in(found.view)) == ((), ())
        words = to_text(statement(found.view, found.person, "en"))
        assert "Closed 2026-11-02" in words
        assert "Closed by Olga" in words
        if not found.view.is_final:
            assert "not closed" in to_text(statement(found.view, found.view.people[0], "en"))
            close(shop.project, shop.store, OCTOBER, who="Pavel")


def test_a_one_off_is_traced_to_what_came_to_light(shop: Shop) -> None:
    shop.roster(LEAVER)
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    shop.store.people.override("b1", "b", Outcome.MET, who="Head", why="late")
    close(shop.project, shop.store, OCTOBER, who="Olga", manager_id="M-2")
    found = trace(shop.project, shop.store, OCTOBER, "M-2")
    correction = the(found, "correction")
    assert [call.points.earned for call in correction.calls] == [20_000]
    assert [effect.override.decided.why for effect in correction.overrides] == ["late"]


def test_of_people_and_months_that_nobody_knows_nothing_late_is_told(shop: Shop) -> None:
    close(shop.project, shop.store, OCTOBER, who="Olga")
    snapshot = view(shop.project, shop.store, OCTOBER).gathered.snapshot
    closing = shop.store.payroll.entries(period="2026-10")[-5].row
    for period, row, manager in (("2026-10", 9_999, "M-1"), ("x", closing, "M-1"), ("2026-10", closing, "M-9")):
        settlement = Settlement(period=period, closing=row, snapshot=snapshot, before=0, lines=())
        assert late_effects(shop.store, settlement, manager) == ()
