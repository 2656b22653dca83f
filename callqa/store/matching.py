"""Which calls a filter finds: how many there are, and one page of them, over a million calls.

Nearly all filters are answered by the indexes that hold a table's columns. Two ask more: words, which the search index gives
by the hundred thousand, and the outcome of a criterion. Putting all of these into a list first takes most of a second; here the
smaller side is listed, or the order of the page is followed and each call is asked, as the numbers to be expected advise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from callqa.model import Outcome
from callqa.store.connection import Connection, Row
from callqa.store.days import Days, Span
from callqa.store.rows import Filter
from callqa.store.selection import LEFT_OUT, OF_DAYS, OF_ORDER, Order, asks_evaluations, column_query

FEW = 500
"""So many calls are read and sorted sooner than an order is followed until they are found."""

LISTED_MOST = 20_000
"""So many calls of a search are handed on as a list; of more, an order soon finds enough for a page."""

NARROW_MOST = 20_000
"""So many calls are asked one by one for an outcome sooner than all with that outcome are listed."""

ASKED_TO_LISTED = 8
"""How much longer it takes to ask a call for an outcome than to list one: 3 against 0.4 µs."""

WIDE_FROM = 200_000
"""From so many calls on, listing them costs more than listing what a search finds."""

STALE_MOST = 100
"""Changed days that are counted anew for one answer: some milliseconds each."""

SORTED_TO_FOLLOWED = 3
"""How much longer it takes to sort a call than to pass it by in an index."""

LEFT_OUT_MOST = 20_000
"""So many calls that no sum counts are read sooner than an index of all calls."""

SIFTED_FIRST = 200
SIFTED_TIMES = 4
"""How many calls of an order are first held against a search, and by how much more each time too few were found."""

_SAID = "search MATCH :words"

_NOT_JUDGED = "SELECT c.call_key FROM calls c WHERE c.evaluation_key IS NULL"

_SAID_ANYWHERE = f"FROM search WHERE {_SAID} AND +rowid NOT IN ({_NOT_JUDGED})"
"""Hardly a call has words and no evaluation: those that have none are listed."""

_SAID_AMONG = f"""
WITH among AS ({{light}})
SELECT COUNT(*) AS total, json_group_array(rowid) AS found FROM search
WHERE {_SAID} AND rowid >= (SELECT MIN(call_key) FROM among) AND rowid <= (SELECT MAX(call_key) FROM among)
  AND +rowid IN (SELECT call_key FROM among)
"""  # noqa: S608
"""Keys grow with time: of a month, the search index is read over a month."""

_SAID_OF = f"""
SELECT rowid AS call_key FROM search
WHERE {_SAID} AND rowid >= :first AND rowid <= :last AND +rowid IN (SELECT value FROM json_each(:keys))
"""  # noqa: S608

_LASTING = """
SELECT COUNT(*) FROM evaluations d
WHERE d.duration_ms >= COALESCE(:least, 0) AND d.duration_ms <= COALESCE(:most, 9223372036854775807)
  AND +d.evaluation_key IN ({light})
"""

_OF_LIST = "SELECT c.call_key FROM calls c WHERE {column} IN (SELECT value FROM json_each(:keys)) ORDER BY {order}"

_PAGE = "LIMIT :limit OFFSET :offset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Keys of the calls of a page in its order, and how many calls there are on all pages."""

    keys: list[int]
    total: int


class Matching:
    """Counts and pages of the calls that a filter finds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._days = Days(connection)

    def page(self, chosen: Filter, order: Order, *, limit: int, offset: int = 0) -> Page:
        """Find a page of calls that have an evaluation, and their number."""
        if chosen.words is not None and not asks_evaluations(chosen, order):
            return self._spoken(chosen, order, limit, offset)
        total = self.count(chosen)
        return Page(keys=self._keys(chosen, order, limit, offset, total=total), total=total)

    def count(self, chosen: Filter) -> int:
        """Count the calls of a filter; without reaching for their evaluations where it asks nothing of them."""
        if chosen.words is not None and not asks_evaluations(chosen, None):
            return self._said(chosen)[0]
        kept = self._kept(chosen)
        return self._counted(chosen) if kept is None else kept

    def first(self, chosen: Filter, order: Order, *, limit: int) -> list[int]:
        """Find the first calls of a filter; how many there are is not asked."""
        is_simple = not asks_evaluations(chosen, order)
        if is_simple and chosen.words is not None:
            light = replace(chosen, words=None)
            if light == Filter():
                return self._sifted(light, chosen.words, order, limit, SIFTED_TIMES * limit)[:limit]
        if is_simple and (chosen.words is not None or _asks_lists(chosen)):
            return self.page(chosen, order, limit=limit).keys
        return self._read(column_query(chosen, order, "call_key"), limit)

    def _counted(self, chosen: Filter) -> int:
        if _asks_length(chosen) and not self._is_narrow(chosen) and not asks_evaluations(chosen, None):
            return self._lasting(chosen)
        sql, parameters = column_query(chosen, None, "1", is_asked_each=self._is_narrow(chosen))
        return int(self._connection.value(f"SELECT COUNT(*) FROM ({sql})", parameters))  # noqa: S608 - our own words

    def _lasting(self, chosen: Filter) -> int:
        """Count calls of a length: the other conditions list calls in the order of their keys, and lengths are read in theirs."""
        light = replace(chosen, least_duration_ms=None, most_duration_ms=None)
        sql, parameters = column_query(light, None, "evaluation_key")
        ends: Row = {"least": chosen.least_duration_ms, "most": chosen.most_duration_ms}
        return int(self._connection.value(_LASTING.format(light=sql), parameters | ends))

    def _kept(self, chosen: Filter) -> int | None:
        """Count calls from the sums by day; ``None`` where they cannot tell, or another way is as quick.

        No sum counts a call that was left out; that one is counted by itself, and has an outcome where it was judged before.
        """
        span = _span(chosen)
        is_told = chosen == replace(_filter(span), outcomes=chosen.outcomes) and len(chosen.outcomes) <= 1
        is_wide = bool(chosen.teams or chosen.since or chosen.until) and not chosen.managers
        if not is_told or not (chosen.outcomes or (is_wide and self._few_left_out())):
            return None
        if not self._days.are_fresh(stale_most=STALE_MOST):
            return None
        sql, parameters = column_query(chosen, None, "1", is_asked_each=True, further=(LEFT_OUT,))
        others = int(self._connection.value(f"SELECT COUNT(*) FROM ({sql})", parameters))  # noqa: S608 - our own words
        for criterion, outcome in chosen.outcomes.items():
            return others + self._days.outcomes(criterion, Outcome(outcome), span)
        return others + self._days.calls(span)

    def _few_left_out(self) -> bool:
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM calls c WHERE {LEFT_OUT} LIMIT ?)"  # noqa: S608 - our own words
        return int(self._connection.value(sql, (LEFT_OUT_MOST + 1,))) <= LEFT_OUT_MOST

    def _expected(self, chosen: Filter) -> int:
        """About how many calls the days and people of a filter leave; other conditions may leave fewer."""
        return len(chosen.call_ids) or self._days.calls(_span(chosen))

    def _is_narrow(self, chosen: Filter) -> bool:
        return _asks_lists(chosen) and self._expected(chosen) <= NARROW_MOST

    def _keys(self, chosen: Filter, order: Order, limit: int, offset: int, *, total: int) -> list[int]:
        if offset >= total:
            return []
        if total <= FEW and not asks_evaluations(chosen, order):
            found = self._read(column_query(chosen, None, "call_key", is_asked_each=self._is_narrow(chosen)), total)
            return self._ordered(json.dumps(found), order, limit, offset, total=total)
        is_asked_each = _asks_lists(chosen) and self._is_soon(chosen, offset + limit, total)
        index = self._index(chosen, order, is_asked_each=is_asked_each)
        query = column_query(chosen, order, "call_key", is_asked_each=is_asked_each, index=index)
        return self._read(query, limit, offset)

    def _index(self, chosen: Filter, order: Order, *, is_asked_each: bool) -> str | None:
        """Choose between the calls of the days that are asked for, which are then sorted, and the order of all calls.

        What is asked of each call is asked of fewer in the order, which ends where the page does.
        """
        if asks_evaluations(chosen, order):
            return None
        is_of_days = chosen.since is not None or chosen.until is not None
        if is_of_days and not chosen.managers and not is_asked_each:
            of_days = self._days.calls(Span(since=chosen.since, until=chosen.until))
            if SORTED_TO_FOLLOWED * of_days <= self._days.calls(Span()):
                return OF_DAYS
        return OF_ORDER.get(order)

    def _is_soon(self, chosen: Filter, wanted: int, total: int) -> bool:
        """Tell whether asking calls in their order finds enough of them sooner than all that can be found are listed."""
        expected = self._expected(chosen)
        return expected <= NARROW_MOST or ASKED_TO_LISTED * wanted * expected < total * total

    def _spoken(self, chosen: Filter, order: Order, limit: int, offset: int) -> Page:
        """Find a page of the calls in which words were said."""
        total, found = self._said(chosen)
        if offset >= total:
            return Page(keys=[], total=total)
        if found is not None:
            return Page(keys=self._ordered(found, order, limit, offset, total=total), total=total)
        light = replace(chosen, words=None)
        wanted = offset + limit
        at_once = SIFTED_FIRST + wanted * self._expected(light) // total
        return Page(keys=self._sifted(light, chosen.words or "", order, wanted, at_once)[offset:wanted], total=total)

    def _said(self, chosen: Filter) -> tuple[int, str | None]:
        """Count the calls in which words were said; those that are not too many come as a list of keys (JSON), too."""
        light, words = replace(chosen, words=None), {"words": chosen.words}
        if light == Filter():
            total = int(self._connection.value(f"SELECT COUNT(*) {_SAID_ANYWHERE}", words))
            listed = f"SELECT json_group_array(rowid) {_SAID_ANYWHERE}"
            return total, str(self._connection.value(listed, words)) if total <= LISTED_MOST else None
        if self._expected(light) >= WIDE_FROM:
            return self._counted(chosen), None
        sql, parameters = column_query(light, None, "call_key", is_asked_each=self._is_narrow(light))
        row = self._connection.first(_SAID_AMONG.format(light=sql), parameters | words) or {}
        return int(row["total"]), str(row["found"]) if row["total"] <= LISTED_MOST else None

    def _sifted(self, light: Filter, words: str, order: Order, wanted: int, at_once: int) -> list[int]:
        """Follow an order and keep the calls in which words were said, until enough are found."""
        index = self._index(light, order, is_asked_each=_asks_lists(light))
        query = column_query(light, order, "call_key", is_asked_each=True, index=index)
        while True:
            keys = self._read(query, at_once)
            if not keys:
                return []
            ends: Row = {"words": words, "first": min(keys), "last": max(keys), "keys": json.dumps(keys)}
            said = {row["call_key"] for row in self._connection.table(_SAID_OF, ends)}
            found = [key for key in keys if key in said]
            if len(found) >= wanted or len(keys) < at_once:
                return found
            at_once *= SIFTED_TIMES

    def _ordered(self, keys: str, order: Order, limit: int, offset: int, *, total: int) -> list[int]:
        """Give a page of known calls: few are read and sorted, of many an order is followed."""
        sql = _OF_LIST.format(column="c.call_key" if total <= FEW else "+c.call_key", order=order.value)
        return self._read((sql, {"keys": keys}), limit, offset)

    def _read(self, query: tuple[str, Row], limit: int, offset: int = 0) -> list[int]:
        sql, parameters = query
        rows = self._connection.table(f"{sql} {_PAGE}", parameters | {"limit": limit, "offset": offset})
        return [row["call_key"] for row in rows]


def _span(chosen: Filter) -> Span:
    return Span(
        since=chosen.since, until=chosen.until, managers=chosen.managers, teams=chosen.teams, scorecards=chosen.scorecards
    )


def _asks_length(chosen: Filter) -> bool:
    return chosen.least_duration_ms is not None or chosen.most_duration_ms is not None


def _asks_lists(chosen: Filter) -> bool:
    """Tell whether a filter asks what no index of calls tells."""
    return bool(chosen.outcomes) or _asks_length(chosen)


def _filter(span: Span) -> Filter:
    return Filter(since=span.since, until=span.until, managers=span.managers, teams=span.teams)
