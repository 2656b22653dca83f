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
        made = self._made[key] if key in self._made else make()
        self.put(key, made)
        return made

    def put(self, key: str, made: T) -> None:
        """Keep something under ``key``, in place of what was there."""
        self._made.pop(key, None)
        self._made[key] = made
        if len(self._made) > self._most:
            del self._made[next(iter(self._made))]
