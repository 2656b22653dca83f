"""What is known of a call beforehand that tells the manager's words from the client's: names, company, direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from callqa.model import Direction

OPENING_WORDS = 60
"""Names are looked for in the first words of each voice, where people introduce themselves."""

LIKENESS_PCT = 82
"""How alike a heard name must be: recognisers bend names they do not know."""

SELF_CUES = frozenset(("зовут", "это", "вас", "беспокоит", "is", "this", "am", "i'm", "name's"))
"""Words before one's own name («меня зовут», «это», «вас беспокоит»)."""

OWN_NAME, COMPANY, CLIENT, TURN = 240, 240, 120, 120
"""Weights, in the role model's hundredths of log-odds: a name of one's own nearly settles it, an order of speaking only leans."""

_WORDS = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHints:
    """Names and direction of a call, as its metadata, the roster and the settings have them."""

    manager_names: tuple[str, ...] = ()
    company_names: tuple[str, ...] = ()
    client_names: tuple[str, ...] = ()
    direction: Direction | None = None


def weigh_hints(text: str, position: int, hints: RoleHints) -> int:
    """Weigh what a voice said for being the manager's.

    Args:
        text: All that it said.
        position: Its place in the order in which the voices were first heard.
        hints: What is known beforehand.
    """
    words = _plain(text)[:OPENING_WORDS]
    weight = _direction(position, hints.direction)
    if any(_introduces(words, _plain(name)) for name in hints.manager_names):
        weight += OWN_NAME
    if any(_find(words, _plain(name)) is not None for name in hints.company_names):
        weight += COMPANY
    if any(_find(words, _plain(name)) is not None for name in hints.client_names):
        weight += CLIENT
    return weight


def _direction(position: int, direction: Direction | None) -> int:
    """Whoever is called speaks first."""
    if direction is None or position > 1:
        return 0
    is_first_manager = direction is not Direction.OUTBOUND
    return TURN if is_first_manager == (position == 0) else 0


def _introduces(words: list[str], name: list[str]) -> bool:
    """Tell whether somebody says their own name: with a word that leads to it, or name and surname together."""
    at = _find(words, name)
    if at is None:
        return False
    return len(name) > 1 or (at > 0 and words[at - 1] in SELF_CUES)


def _find(words: list[str], name: list[str]) -> int | None:
    """Find a name among words, by likeness of letters."""
    if not name:
        return None
    wanted = " ".join(name)
    for index in range(len(words) - len(name) + 1):
        if fuzz.ratio(" ".join(words[index : index + len(name)]), wanted) >= LIKENESS_PCT:
            return index
    return None


def _plain(text: str) -> list[str]:
    return [word.replace("-", " ") for word in _WORDS.findall(text.lower().replace("ё", "е"))]
