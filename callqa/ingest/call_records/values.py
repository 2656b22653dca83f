"""Values of call records as exchanges write them: numbers of telephones, lengths, moments, which side is whose."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from callqa.ingest.fields import parse_time
from callqa.model import Direction

EXTENSION_DIGITS = 5
"""Numbers up to this long are extensions: Russian public numbers have ten digits, short services none that sell."""

RUSSIAN_DIGITS = 11
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_COMPACT_UTC = re.compile(r"(\d{8})T(\d{6})Z")
_PEER = re.compile(r"(?:SIP|PJSIP|IAX2|Local|SCCP)/(\d{2,5})(?=[-@]|$)", re.IGNORECASE)


def phone_of(text: str) -> str | None:
    """Bring a number to digits, Russian ones to 7 and ten digits; ``None`` for extensions, names and hidden numbers."""
    digits = "".join(_DIGITS.findall(text))
    if len(digits) <= EXTENSION_DIGITS:
        return None
    if len(digits) == RUSSIAN_DIGITS and digits[0] == "8":
        return "7" + digits[1:]
    return "7" + digits if len(digits) == RUSSIAN_DIGITS - 1 and digits[0] in "3489" else digits


def extension_of(text: str) -> str | None:
    """Find an extension in a column of its own (``101``) or in a channel (``PJSIP/101-0000a3``)."""
    plain = text.strip()
    if plain.isdigit() and len(plain) <= EXTENSION_DIGITS:
        return plain
    found = _PEER.search(plain)
    return found[1] if found else None


def seconds_of(text: str) -> int | None:
    """Read a length: ``95``, ``95.4``, ``1:35``, ``0:01:35``."""
    clock = _CLOCK.fullmatch(text.strip())
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    try:
        return round(float(text.replace(",", ".")))
    except ValueError:
        return None


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """Read a moment: local in ``zone``, with its own zone, ``20261005T071200Z``, Unix seconds or milliseconds."""
    plain = text.strip()
    compact = _COMPACT_UTC.fullmatch(plain)
    if compact:
        return _compact(compact[1] + compact[2])
    if plain.isdigit() and len(plain) == len("1790000000000"):
        plain = plain[:-3]
    return parse_time(plain, zone)


def direction_of(source: str | None, target: str | None) -> Direction | None:
    """Tell the direction from who is an extension (the caller, the called one)."""
    if source and target:
        return Direction.INTERNAL
    if source:
        return Direction.OUTBOUND
    return Direction.INBOUND if target else None


def names_of(text: str) -> tuple[str, ...]:
    """Split a list of recordings (``[a, b]``, ``a;b``) and take the file's name off each path or address."""
    parts = re.split(r"[,;\s]+", text.strip().strip("[]"))
    return tuple(name for part in parts if (name := re.split(r"[/\\]", part.split("?")[0])[-1]))


def _compact(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
