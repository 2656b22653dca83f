"""Money from facts: schemes, shapes, periods, ledgers. Pure: no files, no database, no floats. See docs/ARCHITECTURE.md."""

from callqa.bonus.calendar import Calendar, Employment, Period
from callqa.bonus.comparing import Moved, compare
from callqa.bonus.computing import calls_behind, compute, compute_person
from callqa.bonus.facts import CallFact, CallState, Deviation, Facts, Figure, Person, ResultFact, SchemeSpan
from callqa.bonus.ledger import Basis, GateState, Held, Ledger, Line, LineKind, PersonPay, SumsDifferError
from callqa.bonus.licence import Agreement, LicenceState, agreement, licence
from callqa.bonus.money import Money, Rounding, rounded
from callqa.bonus.scheme import Kpi, KpiSource, Scheme, StakeKind
from callqa.bonus.shapes import Point, Shape

__all__ = [
    "Agreement", "Basis", "Calendar", "CallFact", "CallState", "Deviation", "Employment", "Facts", "Figure", "GateState",
    "Held", "Kpi", "KpiSource", "Ledger", "LicenceState", "Line", "LineKind", "Money", "Moved", "Period", "Person",
    "PersonPay", "Point", "ResultFact", "Rounding", "Scheme", "SchemeSpan", "Shape", "StakeKind", "SumsDifferError",
    "agreement", "calls_behind", "compare", "compute", "compute_person", "licence", "rounded",
]  # fmt: skip
