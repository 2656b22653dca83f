"""A small company for every test of pay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paying.shop import OCTOBER, Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Two managers with an October: Anna 75 % of the points and revenue 120, Boris 50 % and 80."""
    made = Shop(tmp_path / "shop")
    made.call("a1", "++")
    made.call("a2", "+-")
    made.call("b1", "+-", manager="M-2")
    made.figure(OCTOBER, "M-1", "120")
    made.figure(OCTOBER, "M-2", "80")
    yield made
    made.store.close()
