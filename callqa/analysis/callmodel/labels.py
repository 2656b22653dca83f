"""What the call model tells apart."""

from __future__ import annotations

from callqa.model import CallType

KINDS = ("service", "internal", "private", "wrong_number", "gatekeeper", "complaint", "voicemail", "queue")
"""What a call may be besides a talk about a sale; the names are those of the reasons in a scorecard's eligibility."""

TYPES = tuple(kind.value for kind in CallType if kind is not CallType.SERVICE)
"""Types of a talk about a sale."""

LABELS = (*KINDS, *TYPES)
