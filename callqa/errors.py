"""The family of errors: one impossible operation each, with the facts its sentence needs.

Many mistakes at once in a user's input are ``Problem`` values (``callqa.model``), never exceptions.
"""

from __future__ import annotations

from typing import Any, ClassVar


class CallqaError(Exception):
    """An operation that cannot go on; ``callqa.texts`` words it in the reader's language.

    Attributes:
        slug: A key of ``callqa.texts``.
        facts: What the sentence needs; never a client's words, name or phone.
        exit_status: What the command ends with.
    """

    slug: ClassVar[str] = "internal"
    exit_status: ClassVar[int] = 2

    def __init__(self, **facts: object) -> None:
        """Keep the facts as strings."""
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(self.slug, self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes, facts and all."""
        return _revived, (type(self), dict(self.__dict__))

    def __str__(self) -> str:
        """Render the slug and facts; the worded sentence is made at the edge."""
        return f"{self.slug}: " + ", ".join(f"{name}={value}" for name, value in self.facts.items())


def _revived(cls: type[CallqaError], state: dict[str, Any]) -> CallqaError:
    error = cls.__new__(cls, cls.slug, state["facts"])
    error.__dict__.update(state)
    return error
