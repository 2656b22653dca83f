"""How a name is used in a turn: to address the other side, to introduce oneself, of a third person, or to ask for somebody."""

from __future__ import annotations

from callqa.analysis.around import Around
from callqa.analysis.en import rolecues as english
from callqa.analysis.languages import primary
from callqa.analysis.ru import rolecues as russian
from callqa.model import Turn

_LOOKED_AT = 5
"""Words looked at on either side."""

_ENDS_CLAUSE = frozenset(",.!?;:—–-…")

_SPELT = frozenset(("точка", "собака", "дефис", "подчеркивание", "dot", "underscore", "hyphen"))
"""Words beside a name that is a part of an address being dictated."""


def role_of(turn: Turn, first: int, last: int, language: str, *, is_direct: bool, kind: str = "first") -> str:
    """Tell how the name at tokens ``[first, last)`` is used: ``address``, ``self``, ``third``, ``ask``, or empty for not clear.

    Args:
        turn: Where it stands.
        first: First token of the name.
        last: Token after the name.
        language: Language of the turn.
        is_direct: The form is one in which people are addressed (nominative or vocative).
        kind: Kind of the form, as in ``NameForm``.
    """
    gap_before = turn.text[turn.spans[first - 1][1] : turn.spans[first][0]] if first else "."
    gap_after = turn.text[turn.spans[last - 1][1] : turn.spans[last][0]] if last < len(turn.spans) else "."
    around = Around(
        before=turn.words[max(0, first - _LOOKED_AT) : first],
        after=turn.words[last : last + _LOOKED_AT],
        is_cut_before=not _ENDS_CLAUSE.isdisjoint(gap_before),
        is_cut_after=not _ENDS_CLAUSE.isdisjoint(gap_after),
        is_direct=is_direct,
        kind=kind,
    )
    if _is_spelt(around):
        return "third"
    return english.role(around) if primary(language) == "en" else russian.role(around)


def _is_spelt(around: Around) -> bool:
    """Tell whether the name is a part of a mail address being dictated: «ангелина собака …», «зайцев точка роман»."""
    return not _SPELT.isdisjoint((*around.before[-1:], *around.after[:2]))
