"""Hand-made tables of words, written as plain text."""

from __future__ import annotations

from collections.abc import Iterable

ByFirst = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word → (phrase, value) of each phrase that it begins, the longest first."""


def word_list(text: str) -> list[str]:
    """Split a table at blanks and line ends."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """Split a table at blanks and line ends, for look-ups."""
    return frozenset(text.split())


def rows(text: str) -> list[tuple[str, list[str]]]:
    """Split a table of lines ``key: word word …``."""
    return [(key.strip(), rest.split()) for key, _, rest in (line.partition(":") for line in text.strip().splitlines())]


def cues(text: str) -> tuple[tuple[str, ...], ...]:
    """Split a table of word sequences, parted by ``|`` or line ends."""
    return tuple(tuple(part.split()) for part in text.replace("\n", "|").split("|") if part.strip())


def by_first(table: Iterable[tuple[str, str]]) -> ByFirst:
    """Order (value, cues) by the cues' first words, for look-ups."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value, text in table:
        for phrase in cues(text):
            found.setdefault(phrase[0], []).append((phrase, value))
    return {word: tuple(sorted(phrases, key=lambda item: -len(item[0]))) for word, phrases in found.items()}
