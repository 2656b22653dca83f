"""Plain YAML read by libyaml where PyYAML is at hand with it: a roster of thousands in a fifth of the time.

Only what both parsers are known to read alike; all else, and whatever is faulty, is left to ruamel, which words faults.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

try:
    import yaml  # type: ignore[import-untyped] # comes with faster-whisper's own requirements
    from yaml.cyaml import CParser  # type: ignore[import-untyped] # libyaml, where it was built with it
except ImportError:
    yaml = None

_STR, _SEQ, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))

_ODD = re.compile("[\t\x85\u2028\u2029\ufeff%]")
"""Tabs, breaks of old versions, marks of order and directives: the two differ in them."""


class _LeftError(Exception):
    """Something that is left to the other parser."""


def compose(text: str) -> Node | None:
    """Read one document of YAML into nodes with marks; ``None`` where it is left to the other parser, or empty."""
    if yaml is None or _ODD.search(text):
        return None
    try:
        return _Composer(text).document()
    except (yaml.YAMLError, RecursionError, ValueError, _LeftError):
        return None


class _Composer:
    """Builds nodes from libyaml's events, which nest in no stack of the machine: C's own composer falls over deep nesting."""

    def __init__(self, text: str) -> None:
        self._next = CParser(text).get_event
        self._kinds = VersionedResolver(None, loader=YAML(typ="safe", pure=True)).versioned_resolver

    def document(self) -> Node | None:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        node = self._node(self._next())
        self._next()  # the document's end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise _LeftError
        return node

    def _node(self, event: Any) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _LeftError
        if isinstance(event, yaml.ScalarEvent):
            return ScalarNode(self._tag(event), event.value, start_mark=event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return SequenceNode(event.tag or _SEQ, self._items(yaml.SequenceEndEvent), start_mark=event.start_mark)
        pairs = self._items(yaml.MappingEndEvent)
        return MappingNode(event.tag or _MAP, [*zip(pairs[::2], pairs[1::2], strict=True)], start_mark=event.start_mark)

    def _items(self, end: type[Any]) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := self._next(), end):
            found.append(self._node(event))
        return found

    def _tag(self, event: Any) -> str:
        if event.tag is not None and event.tag != "!":
            return str(event.tag)
        candidates = self._kinds.get(event.value[:1], ()) if event.implicit[0] else ()
        return next((str(tag) for tag, form in candidates if form.match(event.value)), _STR)
