"""The labels that the turn model reads, in the order of its columns."""

from __future__ import annotations

from collections.abc import Mapping

from callqa.model import Speaker

MANAGER_LABELS = (
    "greeting", "intro_name", "intro_company", "client_name", "permission", "spin_s", "spin_p", "spin_i", "spin_n",
    "benefit", "trigger", "objection_handling", "upsell", "next_step", "farewell",
)  # fmt: skip
"""The guide's labels of a manager's turn."""

CLIENT_LABELS = ("objection",)
"""The guide's label of a client's turn."""

LABELS_OF: Mapping[Speaker, tuple[str, ...]] = {Speaker.MANAGER: MANAGER_LABELS, Speaker.CLIENT: CLIENT_LABELS}
