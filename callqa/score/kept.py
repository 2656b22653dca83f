"""A small memory of things that are costly to make and known by a hash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Keeps the last ``most`` things made; the one asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        """Begin empty."""
        self._most = most
        self._made: dict[str, T] = {}

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Give what is known by ``key``, made now if need be."""
        made = self._made.pop(key) if key in self._made else make()
        self._made[key] = made
        if len(self._made) > self._most:
            del self._made[next(iter(self._made))]
        return made
