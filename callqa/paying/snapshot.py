"""What a computation of pay rested on, by keys, so that it can be done again after everything moved on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise

from callqa.store.payfacts import Heads, OpenCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Keys of what was used.

    Attributes:
        evaluations: Keys of the evaluations that paid, in order.
        open_calls: The calls without one, whole: their metadata may be corrected later.
        roster: Hash of the stored roster.
        schemes: First day and hash of each version.
        disputes: Keys of the disputes that were open; ``None`` in closings that only knew the time.
        corrected: Calls whose metadata had been corrected, each with its version then; ``None`` likewise.
        zone: The project's time zone, in which a lead's month is read; ``None`` in closings that did not keep it.
    """

    heads: Heads
    evaluations: tuple[int, ...]
    open_calls: tuple[OpenCall, ...]
    roster: str
    schemes: tuple[tuple[str, str], ...]
    disputes: tuple[int, ...] | None = None
    corrected: tuple[tuple[int, int], ...] | None = None
    zone: str | None = None

    def to_plain(self) -> dict[str, object]:
        """Turn into what JSON holds."""
        return {
            "heads": asdict(self.heads),
            "evaluations": ranges(self.evaluations),
            "open_calls": [asdict(call) for call in self.open_calls],
            "roster": self.roster,
            "schemes": [list(pair) for pair in self.schemes],
            "disputes": None if self.disputes is None else list(self.disputes),
            "corrected": None if self.corrected is None else [list(pair) for pair in self.corrected],
            "zone": self.zone,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, object]) -> Snapshot:
        """Build from ``to_plain``'s."""
        given = json.loads(json.dumps(plain))
        return cls(
            heads=Heads(**given["heads"]),
            evaluations=tuple(keys(given["evaluations"])),
            open_calls=tuple(OpenCall(**call) for call in given["open_calls"]),
            roster=given["roster"],
            schemes=tuple((since, digest) for since, digest in given["schemes"]),
            disputes=None if given.get("disputes") is None else tuple(given["disputes"]),
            corrected=None if given.get("corrected") is None else tuple((key, version) for key, version in given["corrected"]),
            zone=given.get("zone"),
        )


def ranges(numbers: Iterable[int]) -> str:
    """Write rising numbers shortly: ``1-200,205``."""
    ordered = sorted(numbers)
    if not ordered:
        return ""
    starts = [ordered[0], *(right for left, right in pairwise(ordered) if right != left + 1)]
    ends = [*(left for left, right in pairwise(ordered) if right != left + 1), ordered[-1]]
    return ",".join(str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True))


def keys(written: str) -> Iterator[int]:
    """Read what ``ranges`` wrote."""
    for part in written.split(",") if written else ():
        start, _, end = part.partition("-")
        yield from range(int(start), int(end or start) + 1)
