"""What may be in force beside what: an adoption says which scorecards it takes the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

ADOPTIONS = Migrations("adoptions")

_COLUMNS = (
    "instead_of TEXT",  # JSON list of names; NULL, as adoptions before this were: of all in that language
    "is_retired INTEGER NOT NULL DEFAULT 0",  # from then on the source is in force no more
)


@ADOPTIONS()
def m0001_several_in_force(database: Database) -> None:
    """Let several scorecards be in force at once."""
    for column in _COLUMNS:
        database.execute(f"ALTER TABLE adoptions ADD COLUMN {column}")
