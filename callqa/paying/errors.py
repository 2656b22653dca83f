"""Why a step of the month's end cannot be taken."""

from __future__ import annotations

from typing import ClassVar

from callqa.errors import CallqaError
from callqa.model import Problem


class PayError(CallqaError):
    """A step that is refused; exit status 1: nothing is wrong with the installation."""

    exit_status: ClassVar[int] = 1


class PeriodUnknownError(CallqaError):
    """There is no such month."""

    slug = "bonus-period-unknown"


class SchemeMissingError(CallqaError):
    """The project has no ``bonus.yaml``."""

    slug = "bonus-scheme-missing"


class SchemeFaultyError(CallqaError):
    """The scheme has errors.

    Attributes:
        problems: Each with its place.
    """

    slug = "bonus-scheme-faulty"

    def __init__(self, problems: tuple[Problem, ...], **facts: object) -> None:
        """Keep the problems beside the facts."""
        super().__init__(**facts)
        self.problems = problems


class SchemeNotInForceError(PayError):
    """No version of the scheme counts in that month."""

    slug = "bonus-scheme-not-in-force"


class SchemeLateError(PayError):
    """A new version would count in a month that is closed."""

    slug = "bonus-scheme-late"


class ManagerUnknownError(CallqaError):
    """The roster has no such manager."""

    slug = "bonus-manager-unknown"


class AlreadyClosedError(PayError):
    """The month is closed, and nothing of it waits."""

    slug = "bonus-already-closed"


class AlreadySubmittedError(PayError):
    """The month was submitted before."""

    slug = "bonus-already-submitted"


class NotSubmittedError(PayError):
    """The scheme gives days for disputes, and the month was not submitted."""

    slug = "bonus-not-submitted"


class DisputeDaysError(PayError):
    """The days for disputes are not over."""

    slug = "bonus-dispute-days"


class SamePersonError(PayError):
    """Who submitted may not close."""

    slug = "bonus-same-person"


class NothingToCloseError(PayError):
    """Nobody has a line in that month."""

    slug = "bonus-nothing-to-close"


class NotClosedError(PayError):
    """The month is not closed yet."""

    slug = "bonus-not-closed"


class CallNotOfPeriodError(PayError):
    """The call is not one of that month's."""

    slug = "bonus-call-not-of-period"


class GroundMissingError(PayError):
    """A deduction needs a ground (Labour Code art. 137)."""

    slug = "bonus-ground-missing"


class AmountError(CallqaError):
    """An amount that cannot be read, or has more digits than the currency."""

    slug = "bonus-amount"


class SalariesError(CallqaError):
    """Payroll's file of salaries cannot be used."""

    slug = "bonus-salaries"


class KpiFileError(CallqaError):
    """A KPI file that cannot be read as a table."""

    slug = "bonus-kpi-file"
