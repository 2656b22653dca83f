"""The schema, as named migrations: one module a room, applied in this order.

A migration that was ever released is never edited; a change is a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callqa.store.migrations.m_adoptions import ADOPTIONS
from callqa.store.migrations.m_call_records import CALL_RECORDS
from callqa.store.migrations.m_core import CORE
from callqa.store.migrations.m_identity import IDENTITY
from callqa.store.migrations.m_payroll import PAYROLL
from callqa.store.migrations.m_review import REVIEW

if TYPE_CHECKING:
    from sqlite_utils import Migrations

SETS: tuple[Migrations, ...] = (CORE, REVIEW, PAYROLL, CALL_RECORDS, IDENTITY, ADOPTIONS)
"""Every set of migrations; a room that adds tables appends its own set here."""
