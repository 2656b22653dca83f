"""Days as people write them."""

from __future__ import annotations

from datetime import date

from callqa.texts import Language


def shown_day(given: str | None, language: Language) -> str:
    """A day as people write it: ``05.10.2026`` or ``2026-10-05``; a month and an empty day too."""
    if not given:
        return "—"
    if language != "ru":
        return given
    if len(given) == len("2026-10"):
        return f"{given[5:]}.{given[:4]}"
    return date.fromisoformat(given).strftime("%d.%m.%Y")
