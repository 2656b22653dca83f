"""What cannot be compared."""

from __future__ import annotations

from callqa.errors import CallqaError


class GoldMissingError(CallqaError):
    """The folder holds no gold call."""

    slug = "agreement-no-gold"


class ScorecardMissingError(CallqaError):
    """There is no scorecard of that name."""

    slug = "agreement-no-scorecard"


class ScorecardFaultyError(CallqaError):
    """The scorecard has errors."""

    slug = "agreement-scorecard-faulty"
