"""sqlite-utils without pandas and numpy, which it would load where they are installed: seconds of every command's start."""

from __future__ import annotations

import sys

_absent = [name for name in ("numpy", "pandas") if name not in sys.modules]
for _name in _absent:
    sys.modules[_name] = None  # type: ignore[assignment] # an import of it fails at once, and sqlite-utils does without
try:
    from sqlite_utils import Database
finally:
    for _name in _absent:
        del sys.modules[_name]

__all__ = ["Database"]
