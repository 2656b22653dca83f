"""Quick answers for pages over many calls."""

from __future__ import annotations

from callqa.store.connection import Connection
from callqa.store.rows import Filter
from callqa.store.selection import Order, score_query


class Browse:
    """Queries that only pages ask."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, chosen: Filter, *, order: Order, limit: int) -> list[str]:
        """List the ids of calls in an order."""
        sql, parameters = score_query(chosen, order)
        return [row["call_id"] for row in self._connection.rows(f"{sql} LIMIT :limit", parameters | {"limit": limit})]

    def scorecards_in_use(self) -> tuple[str, ...]:
        """Hashes of the stored scorecards, the newest last."""
        rows = self._connection.rows("SELECT hash FROM sources WHERE kind = 'scorecard' ORDER BY source_key")
        return tuple(row["hash"] for row in rows)
