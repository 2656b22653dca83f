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


class RulesLateError(PayError):
    """A version of a scorecard would judge calls of a month that is closed."""

    slug = "bonus-rules-late"


class NotInForceError(PayError):
    """No scorecard of that id is in force at that time."""

    slug = "rules-not-in-force"


class AdoptionUnclearError(PayError):
    """Several scorecards are in force, and which of them gives way has to be said."""

    slug = "rules-adoption-unclear"


class ScopesClashError(PayError):
    """A call could be for two scorecards, and nothing says which of them judges it."""

    slug = "rules-scopes-clash"


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


class NoAccountError(PayError):
    """Where people have accounts, a name that is none of them neither submits nor closes."""

    slug = "bonus-no-account"


class SchemeSwappedError(PayError):
    """The scheme of a submitted month is another one now."""

    slug = "bonus-scheme-swapped"


class NumberSharedError(PayError):
    """Two people have one personnel number: payroll would pay one of them twice."""

    slug = "bonus-number-shared"


class NothingToCloseError(PayError):
    """Nobody has a line in that month."""

    slug = "bonus-nothing-to-close"


class NotClosedError(PayError):
    """The month is not closed yet."""

    slug = "bonus-not-closed"


class CallNotOfPeriodError(PayError):
    """The call is not one of that month's."""

    slug = "bonus-call-not-of-period"


class CallScoredError(PayError):
    """A call that has a score is not given up: an override or a dispute changes what it says."""

    slug = "bonus-call-has-score"


class CallNotWrittenOffError(PayError):
    """The call was not given up, so that cannot be taken back."""

    slug = "bonus-call-not-written-off"


class WhyMissingError(PayError):
    """A step that is kept for ever needs a reason."""

    slug = "bonus-why-missing"


class LineUnknownError(PayError):
    """The ledger has no such line of that person and month."""

    slug = "bonus-line-unknown"


class GroundMissingError(PayError):
    """A deduction needs a ground (Labour Code art. 137)."""

    slug = "bonus-ground-missing"


class AmountError(CallqaError):
    """An amount that cannot be read, has more digits than the currency, or is more than a ledger can hold."""

    slug = "bonus-amount"


class AmountTooLargeError(PayError):
    """A computed amount is more than a ledger can hold: a figure or the scheme must be wrong."""

    slug = "bonus-amount-too-large"


class SalariesError(CallqaError):
    """Payroll's file of salaries cannot be used."""

    slug = "bonus-salaries"


class KpiFileError(CallqaError):
    """A KPI file that cannot be read as a table."""

    slug = "bonus-kpi-file"
