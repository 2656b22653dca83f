"""Frozen types to canonical JSON and back, and the hashes that name them.

Canonical: keys sorted, no blanks, UTF-8, no ``NaN``; a field that holds its default is left out, so that a new field
with a default does not rename what is stored already.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """Turn a frozen type into dicts, lists, strings and whole numbers."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    return (_ENCODERS.get(kind) or _ENCODERS.setdefault(kind, _encoder(kind)))(value)


def from_plain(cls: type[T], plain: Any) -> T:
    """Build a frozen type from what ``to_plain`` gave.

    Raises:
        KeyError: A field without a default is missing.
        TypeError: A key is unknown.
        ValueError: An enum has no such value, or a time does not parse.
    """
    return typing.cast("T", _decoder(typing.cast("typing.Hashable", cls))(plain))


def canonical_bytes(value: object) -> bytes:
    """Serialise so that equal values give equal bytes on every machine."""
    plain = to_plain(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def content_hash(*values: object) -> str:
    """Name values by their content: ``sha256:`` and 64 hex digits."""
    digest = hashlib.sha256()
    for value in values:
        payload = value if isinstance(value, bytes) else canonical_bytes(value)
        digest.update(len(payload).to_bytes(8, "big"))  # lengths keep ("ab", "c") apart from ("a", "bc")
        digest.update(payload)
    return f"sha256:{digest.hexdigest()}"


_AS_THEY_ARE = frozenset((str, int, bool, float, types.NoneType))
_ENCODERS: dict[type, Callable[[Any], Any]] = {}
"""How each type met so far is turned: looking at its fields once is most of the work."""


def _encoder(kind: type) -> Callable[[Any], Any]:  # noqa: PLR0911 - one return a kind of value
    if dataclasses.is_dataclass(kind):
        return _dataclass_encoder(kind)
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime):
        return lambda value: value.isoformat()
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_plain(item) for key, item in value.items()}
    if issubclass(kind, (frozenset, set)):
        return lambda value: sorted(to_plain(item) for item in value)
    if issubclass(kind, (tuple, list)):
        return lambda value: [to_plain(item) for item in value]
    return _as_it_is


def _dataclass_encoder(kind: type) -> Callable[[Any], Any]:
    fields = [(item.name, _default(item)) for item in dataclasses.fields(kind)]

    def encode(value: Any) -> dict[str, Any]:
        return {
            name: to_plain(current)
            for name, default in fields
            if (current := getattr(value, name)) is not default and (default is dataclasses.MISSING or current != default)
        }

    return encode


def _default(item: dataclasses.Field[Any]) -> Any:
    return item.default_factory() if item.default_factory is not dataclasses.MISSING else item.default


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 - one return a kind of hint
    if dataclasses.is_dataclass(hint):
        return _dataclass_decoder(typing.cast("type[Any]", hint))
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional_decoder(arguments)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin is frozenset:
        item = _decoder(arguments[0])
        return lambda plain: frozenset(item(part) for part in plain)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        item = _decoder(arguments[1])
        return lambda plain: {key: item(part) for key, part in plain.items()}
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _as_it_is


def _as_it_is(plain: Any) -> Any:
    return plain


def _dataclass_decoder(cls: type[Any]) -> Callable[[Any], Any]:
    decoders: dict[str, Callable[[Any], Any]] = {}

    def decode(plain: Any) -> Any:
        if not decoders:  # made at the first use: a type may hold itself, as a check holds checks
            hints = typing.get_type_hints(cls)
            decoders.update({item.name: _decoder(hints[item.name]) for item in dataclasses.fields(cls)})
        return cls(**{name: decoders[name](part) for name, part in plain.items()})

    return decode


def _optional_decoder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    (inner,) = (_decoder(argument) for argument in arguments if argument is not types.NoneType)
    return lambda plain: None if plain is None else inner(plain)


def _tuple_decoder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - (item, ...) has two arguments
        item = _decoder(arguments[0])
        return lambda plain: tuple(item(part) for part in plain)
    parts = tuple(_decoder(argument) for argument in arguments)
    return lambda plain: tuple(decode(part) for decode, part in zip(parts, plain, strict=True))
