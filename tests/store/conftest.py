"""A store of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.store import (
    Store,
)
from tests.store.shelf import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store whose clock stands."""
    with Store.open(tmp_path / "callqa.db", clock=lambda: NOW) as opened:
        yield opened
