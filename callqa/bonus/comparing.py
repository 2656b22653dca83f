"""Two computations of one period beside each other: whose pay differs, by how much, and in which lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from callqa.bonus.ledger import Ledger, Line, LineKind
from callqa.bonus.money import Money, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A person's pay before and after.

    Attributes:
        amount: After minus before.
        percent: Of salary, after minus before.
        kpis: Ids of the KPIs whose lines differ.
    """

    manager_id: str
    name: str
    before: Money
    after: Money
    percent: Decimal
    kpis: tuple[str, ...]

    @property
    def amount(self) -> Money:
        """What it moved by."""
        return self.after - self.before


def compare(before: Ledger, after: Ledger) -> tuple[Moved, ...]:
    """List the people whose pay differs, in order of manager id."""
    ids = sorted({person.manager_id for ledger in (before, after) for person in ledger.people})
    moved = (_moved(manager_id, before, after) for manager_id in ids)
    return tuple(one for one in moved if one.amount.minor or one.percent or one.kpis)


def _moved(manager_id: str, before: Ledger, after: Ledger) -> Moved:
    old, new = before.person(manager_id), after.person(manager_id)
    known = new or old
    old_lines, new_lines = (_by_kpi(person.lines if person else ()) for person in (old, new))
    differing = tuple(name for name in sorted({*old_lines, *new_lines}) if old_lines.get(name) != new_lines.get(name))
    return Moved(
        manager_id=manager_id,
        name=known.name if known else manager_id,
        before=old.total if old else nothing(before.currency),
        after=new.total if new else nothing(after.currency),
        percent=(new.percent if new else Decimal(0)) - (old.percent if old else Decimal(0)),
        kpis=differing,
    )


def _by_kpi(lines: tuple[Line, ...]) -> dict[str, tuple[int, Decimal, bool]]:
    found: dict[str, tuple[int, Decimal, bool]] = {}
    for line in lines:
        if line.kpi_id is None:
            continue
        minor, percent, held = found.get(line.kpi_id, (0, Decimal(0), False))
        found[line.kpi_id] = (
            minor + (line.amount.minor if line.amount else 0),
            percent + (line.percent or Decimal(0)),
            held or line.kind is LineKind.HELD,
        )
    return found
