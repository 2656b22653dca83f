"""Who was spoken with, and which lead a call answers, as its metadata tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from callqa.model import LEAD_TAG, CallMeta
from callqa.store.subjects import NATIONAL_DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead that a call answers.

    Attributes:
        came: When it came in, ISO, in the zone that months are counted in.
        seconds: From then to the call; a call before it is at once.
    """

    came: str
    seconds: int


def client_of(meta: CallMeta | None) -> str | None:
    """Name a client by number, else by name and company; a number that was withheld tells nobody from another."""
    if meta is None:
        return None
    digits = "".join(mark for mark in meta.phone or "" if mark.isdecimal())[-NATIONAL_DIGITS:]
    name = "|".join((part or "").casefold().strip() for part in (meta.client_name, meta.client_company))
    return digits or (name if name != "|" else None)


def lead_of(meta: CallMeta | None, zone: tzinfo | None) -> Lead | None:
    """Read which lead a call answers; a time without a zone is in that of the call's own text.

    Args:
        meta: Of the call.
        zone: Of the project; ``None``, in closings that did not keep it, is that of the call's own text.
    """
    if meta is None or meta.started_at is None or not _told(meta):
        return None
    came = moment_of(_told(meta), meta.started_at)
    if came is None:
        return None
    try:
        own = came.astimezone(zone or meta.started_at.tzinfo)
    except OverflowError:  # the year 1 or 9999 of another zone
        return None
    return Lead(came=own.isoformat(), seconds=max(0, int((meta.started_at - own).total_seconds())))


def moment_of(told: str, call: datetime) -> datetime | None:
    """Read when a lead came; a time without a zone is in that of the call's own text."""
    try:
        came = datetime.fromisoformat(told.strip())
    except ValueError:
        return None
    return came if came.tzinfo else came.replace(tzinfo=call.tzinfo)


def is_unread(meta: CallMeta, zone: tzinfo | None) -> bool:
    """Tell whether a call names a lead whose time nobody can read."""
    return bool(_told(meta)) and meta.started_at is not None and lead_of(meta, zone) is None


def _told(meta: CallMeta) -> str:
    return meta.tags.get(LEAD_TAG, "").strip()
