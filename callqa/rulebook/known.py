"""Names that rules may refer to and that callqa itself gives: labels of the models."""

from __future__ import annotations

from callqa.analysis.callmodel.labels import LABELS as CALL_KINDS
from callqa.analysis.turnmodel.labels import CLIENT_LABELS, MANAGER_LABELS

TURN_LABELS = (*MANAGER_LABELS, *CLIENT_LABELS)
"""What ``model:`` may ask the turn model for."""

CALL_LABELS = (*CALL_KINDS, "firm_refusal", "client_hung_up")
"""What ``call_labels:`` may ask of the whole call."""
