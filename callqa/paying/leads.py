"""Who was spoken with, and which lead a call answers, as its metadata tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

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


def client_of(phone: str | None, name: str | None, company: str | None) -> str | None:
    """Name a client by number, else by name and company; a number that was withheld tells nobody from another."""
    last = (phone or "")[-NATIONAL_DIGITS:]
    if len(last) == NATIONAL_DIGITS and last.isdecimal():  # as nearly every number is written
        return last
    digits = "".join(mark for mark in phone or "" if mark.isdecimal())[-NATIONAL_DIGITS:]
    both = "|".join((part or "").casefold().strip() for part in (name, company))
    return digits or (both if both != "|" else None)


def lead_of(told: str, call: datetime | None, zone: tzinfo | None) -> Lead | None:
    """Read which lead a call answers; a time without a zone is in that of the call's own text.

    Args:
        told: When the lead came, as the call's metadata has it; empty where it answers none.
        call: When the call began.
        zone: Of the project; ``None``, in closings that did not keep it, is that of the call's own text.
    """
    came = moment_of(told, call) if told.strip() and call is not None else None
    if came is None or call is None:
        return None
    try:
        own = came.astimezone(zone or call.tzinfo)
    except OverflowError:  # the year 1 or 9999 of another zone
        return None
    return Lead(came=own.isoformat(), seconds=max(0, int((call - own).total_seconds())))


def moment_of(told: str, call: datetime) -> datetime | None:
    """Read when a lead came; a time without a zone is in that of the call's own text."""
    try:
        came = datetime.fromisoformat(told.strip())
    except ValueError:
        return None
    return came if came.tzinfo else came.replace(tzinfo=call.tzinfo)
