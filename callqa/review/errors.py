"""What can keep a page from being shown."""

from __future__ import annotations

from callqa.errors import CallqaError


class ReviewError(CallqaError):
    """A page cannot be shown.

    Attributes:
        status: Of the HTTP answer.
    """

    slug = "review-error"
    status = 400


class NotHereError(ReviewError):
    """There is no such thing, or it lies outside the person's wall: both look alike."""

    slug = "review-not-here"
    status = 404


class ForbiddenError(ReviewError):
    """The person's role does not allow it."""

    slug = "review-forbidden"
    status = 403


class ForgedError(ReviewError):
    """The form did not come from a page of ours, or the page is too old."""

    slug = "review-forged"
    status = 403


class RequestFaultyError(ReviewError):
    """Something in the request does not make sense."""

    slug = "review-request-faulty"
    status = 422


class ReasonMissingError(ReviewError):
    """An action that needs a reason came without one."""

    slug = "review-reason-missing"
    status = 422


class SoundMissingError(ReviewError):
    """The recording is not where it was."""

    slug = "review-sound-missing"
    status = 404


class TooLargeError(ReviewError):
    """The form is larger than any of ours."""

    slug = "review-too-large"
    status = 413


class TooManyError(ReviewError):
    """More calls were chosen than one form corrects."""

    slug = "review-too-many"
    status = 422


class AddressRefusedError(ReviewError):
    """Serving beyond this machine needs accounts, and TLS in front."""

    slug = "review-address-refused"


class PayMissingError(ReviewError):
    """The project has no bonus scheme."""

    slug = "review-pay-missing"
    status = 404
