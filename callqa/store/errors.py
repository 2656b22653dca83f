"""What can go wrong with the database as such."""

from __future__ import annotations

from callqa.errors import CallqaError


class StoreError(CallqaError):
    """The database could not be read or written, for a reason that has no class of its own."""

    slug = "store-error"


class StoreMissingError(StoreError):
    """There is no database at that path."""

    slug = "store-missing"


class StoreLockedError(StoreError):
    """Another program holds the database for longer than we wait."""

    slug = "store-locked"


class StoreReadOnlyError(StoreError):
    """The database, or its folder, cannot be written."""

    slug = "store-read-only"


class StoreFullError(StoreError):
    """No room is left on the disk."""

    slug = "store-disk-full"


class StoreUnreachableError(StoreError):
    """The file cannot be opened: its folder is missing, or may not be entered."""

    slug = "store-unreachable"


class StoreNewerError(StoreError):
    """A newer callqa made the database."""

    slug = "store-newer"


class NotADatabaseError(StoreError):
    """The file is no callqa database, or is damaged."""

    slug = "store-not-a-database"


class VersionTakenError(StoreError):
    """The same name and version is stored with another content."""

    slug = "store-version-taken"


class CallUnknownError(StoreError):
    """No call of that id is stored."""

    slug = "store-call-unknown"


class CallAmbiguousError(StoreError):
    """Several calls fit what was given."""

    slug = "store-call-ambiguous"


class NotEvaluatedError(StoreError):
    """The call has no evaluation to judge."""

    slug = "store-not-evaluated"


class CriterionUnknownError(StoreError):
    """The call's scorecard has no such criterion."""

    slug = "store-criterion-unknown"


class DisputeUnknownError(StoreError):
    """There is no such dispute."""

    slug = "store-dispute-unknown"


class DisputeDecidedError(StoreError):
    """The dispute is decided already."""

    slug = "store-dispute-decided"


class SampleUnknownError(StoreError):
    """There is no such calibration sample."""

    slug = "store-sample-unknown"


class DamagedTranscriptError(CallqaError):
    """A stored transcript cannot be read; that is a fault of one call, not of the database."""

    slug = "store-transcript-damaged"


class OvertakenError(StoreError):
    """Somebody changed it since the user looked."""

    slug = "store-overtaken"


class UserTakenError(StoreError):
    """The login is in use."""

    slug = "store-user-taken"


class UserUnknownError(StoreError):
    """There is no such account."""

    slug = "store-user-unknown"
