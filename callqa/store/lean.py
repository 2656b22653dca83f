"""sqlite-utils without pandas, which it would load where that is installed: half a second of every command's start."""

from __future__ import annotations

import sys

_is_loaded = "pandas" in sys.modules
if not _is_loaded:
    sys.modules["pandas"] = None  # type: ignore[assignment] # an import of it fails at once, and sqlite-utils does without
try:
    from sqlite_utils import Database
finally:
    if not _is_loaded:
        del sys.modules["pandas"]

__all__ = ["Database"]
