"""The SQLite database: tables, queries, people's judgements. It decides nothing. See docs/ARCHITECTURE.md."""

from callqa.store.accounts import AccessRow, Role, SessionRow, UserRow
from callqa.store.alerts import AlertRow
from callqa.store.days import DayCriterion, DayGroup, Span
from callqa.store.evaluations import EvaluationFacts
from callqa.store.rows import (
    Adoption,
    CallRow,
    CallVersion,
    CommentRow,
    CriterionRow,
    DisputeRow,
    DisputeState,
    Filter,
    GroupRow,
    JudgementPair,
    KnownFile,
    MadeWith,
    OverrideKind,
    OverrideRow,
    ResultRow,
    RunRow,
    SampleRow,
    ScoreRow,
    Source,
    SourceKind,
)
from callqa.store.selection import By, Order
from callqa.store.signals import TouchRow
from callqa.store.whole import Store

__all__ = [
    "AccessRow",
    "Adoption",
    "AlertRow",
    "By",
    "CallRow",
    "CallVersion",
    "CommentRow",
    "CriterionRow",
    "DayCriterion",
    "DayGroup",
    "DisputeRow",
    "DisputeState",
    "EvaluationFacts",
    "Filter",
    "GroupRow",
    "JudgementPair",
    "KnownFile",
    "MadeWith",
    "Order",
    "OverrideKind",
    "OverrideRow",
    "ResultRow",
    "Role",
    "RunRow",
    "SampleRow",
    "ScoreRow",
    "SessionRow",
    "Source",
    "SourceKind",
    "Span",
    "Store",
    "TouchRow",
    "UserRow",
]
