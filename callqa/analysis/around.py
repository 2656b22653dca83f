"""The words around a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands on either side of a name in a turn.

    Attributes:
        before: Up to five words before, nearest last.
        after: Up to five words after, nearest first.
        is_cut_before: A sign or the turn's start stands between.
        is_cut_after: A sign or the turn's end stands between.
        is_direct: The form is one in which people are addressed.
        kind: Kind of the form, as in ``NameForm``.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    is_cut_before: bool
    is_cut_after: bool
    is_direct: bool
    kind: str

    def follows(self, cues: Iterable[tuple[str, ...]]) -> bool:
        """Tell whether the words before end with one of the cues."""
        return any(self.before[-len(cue) :] == cue for cue in cues)

    def leads_to(self, cues: Iterable[tuple[str, ...]]) -> bool:
        """Tell whether the words after begin with one of the cues."""
        return any(self.after[: len(cue)] == cue for cue in cues)

    @property
    def nearest_before(self) -> str:
        """The word before, or nothing."""
        return self.before[-1] if self.before else ""

    @property
    def nearest_after(self) -> str:
        """The word after, or nothing."""
        return self.after[0] if self.after else ""
