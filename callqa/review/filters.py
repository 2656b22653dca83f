"""The filter of the calls table: from the address to a query and back, so that a view can be sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from callqa.model import CallStatus, CallType, Outcome
from callqa.review.columns import USUAL
from callqa.review.errors import RequestFaultyError
from callqa.store import Filter, Order, Span
from callqa.store.search import words_query

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

SEVERAL = ("manager", "team", "outcome", "col")
"""Words that may stand in an address several times."""

MOST_CORRECTED = 50
"""Calls corrected by one form: a page of the table; each is judged again while the browser waits."""

PAGE_ROWS = 50
"""Calls on a page: as many as one scrolls through."""

SORTS: Mapping[str, Order] = {
    "newest": Order.NEWEST,
    "oldest": Order.TIME,
    "worst": Order.SCORE,
    "best": Order.BEST,
    "longest": Order.LONGEST,
    "call": Order.CALL,
}

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)

Day = Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Words = Annotated[str, Field(max_length=200)]
Hundred = Annotated[str, Field(pattern=r"^(\d{1,3}([.,]\d+)?)?$")]


class CallsQuery(BaseModel):
    """The words of the address; all are optional, unknown ones are refused.

    Attributes:
        since, until: Days, both included.
        outcome: ``criterion:outcome``.
        least, most: Score, 0 to 100.
        shorter, longer: Length in minutes.
        with_: What to show beyond the usual columns: ``criteria``, all of them.
        col: Columns one by one, of ``columns.USUAL`` or ``c.CRITERION``; none shows the usual ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Words = ""
    manager: tuple[Words, ...] = ()
    team: tuple[Words, ...] = ()
    since: Day = ""
    until: Day = ""
    call_type: Literal["", "cold", "warm", "inbound", "repeat", "follow_up", "service"] = ""
    state: Literal["", "scored", "not_assessed", "excluded"] = ""
    outcome: tuple[Annotated[str, Field(pattern=r"^([\w-]+:\w+)?$", max_length=100)], ...] = ()
    least: Hundred = ""
    most: Hundred = ""
    longer: Hundred = ""
    shorter: Hundred = ""
    doubtful: Literal["", "1"] = ""
    judged: Literal["", "1"] = ""
    sort: Literal["newest", "oldest", "worst", "best", "longest", "call"] = "newest"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    with_: Literal["", "criteria"] = Field(default="", alias="with")
    col: Annotated[tuple[Annotated[str, Field(pattern=r"^[\w.-]{1,100}$")], ...], Field(max_length=200)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the address asks for."""

    query: CallsQuery
    filter: Filter
    order: Order

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.query.page - 1) * PAGE_ROWS

    def words(self, **changed: object) -> dict[str, object]:
        """The words of the address, some of them changed; the page starts anew unless it is named."""
        given = self.query.model_dump(by_alias=True, exclude_defaults=True)
        if set(self.query.col) == set(USUAL):
            del given["col"]  # what is shown anyway makes an address long
        return {**given, "page": None, **changed}


def read_filter(params: QueryParams) -> Chosen:
    """Read the address.

    Raises:
        RequestFaultyError: A word or its value makes no sense.
    """
    return read_words({name: params.getlist(name) if name in SEVERAL else params[name] for name in params})


def read_words(given: Mapping[str, object]) -> Chosen:
    """Read the words of an address, of which those in ``SEVERAL`` are lists.

    Raises:
        RequestFaultyError: A word or its value makes no sense.
    """
    try:
        query = CallsQuery.model_validate(given)
        chosen = _filter(query)
    except (ValidationError, ValueError, OverflowError) as error:  # the last day of the calendar has none after it
        raise RequestFaultyError(what=_fault(error)) from error
    return Chosen(query=query, filter=chosen, order=SORTS[query.sort])


def read_days(params: QueryParams) -> Span:
    """Read ``since`` and ``until``, both included as in the table of calls.

    Raises:
        RequestFaultyError: One of them is no day.
    """
    try:
        return Span(since=_day(params.get("since", "")), until=_day(params.get("until", ""), after=1))
    except (ValueError, OverflowError) as error:
        raise RequestFaultyError(what="since, until") from error


def _fault(error: Exception) -> str:
    """Name the words that were wrong, not what stood in them."""
    if isinstance(error, ValidationError):
        return ", ".join(sorted({".".join(str(part) for part in fault["loc"]) for fault in error.errors()}))
    return "outcome, since, until"


def _filter(query: CallsQuery) -> Filter:
    outcomes = dict(item.split(":", 1) for item in query.outcome if item)
    return Filter(
        managers=tuple(item for item in query.manager if item),
        teams=tuple(item for item in query.team if item),
        since=_day(query.since),
        until=_day(query.until, after=1),
        statuses=(CallStatus(query.state),) if query.state else (),
        call_types=(CallType(query.call_type),) if query.call_type else (),
        outcomes={criterion: Outcome(outcome) for criterion, outcome in outcomes.items()},
        least_score_e4=_scaled(query.least, 100),
        most_score_e4=_scaled(query.most, 100),
        least_duration_ms=_scaled(query.longer, 60_000),
        most_duration_ms=_scaled(query.shorter, 60_000),
        is_doubtful=bool(query.doubtful),
        is_overridden=bool(query.judged),
        words=_search(query.q) if query.q else None,
    )


def _search(words: str) -> str:
    """Turn what was typed into a query; words without a letter find nothing rather than everything."""
    return words_query(words, "ru" if _CYRILLIC.search(words) else "en") or '"\ufffd"'


def _day(given: str, after: int = 0) -> str | None:
    return (date.fromisoformat(given) + timedelta(days=after)).isoformat() if given else None


def _scaled(given: str, unit: int) -> int | None:
    if not given:
        return None
    whole, _, part = given.replace(",", ".").partition(".")
    return int(whole) * unit + (int(part[:4].ljust(4, "0")) * unit // 10_000 if part else 0)
