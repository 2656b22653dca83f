"""What is private in the words of a call, and the words and sound without it; see docs/privacy.md."""

from callqa.privacy.finding import Found, PrivateKind, find_private
from callqa.privacy.persons import Person, without_person
from callqa.privacy.redacting import private_times, redact, redact_quote, redact_transcript

__all__ = [
    "Found",
    "Person",
    "PrivateKind",
    "find_private",
    "private_times",
    "redact",
    "redact_quote",
    "redact_transcript",
    "without_person",
]
