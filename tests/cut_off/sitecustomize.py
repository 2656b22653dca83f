"""Python imports this first in every process of the test: a connection to another machine is written down, and refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

EVENTS = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"))
HERE = ("127.", "::1", "localhost")


def _address(event: str, arguments: tuple[Any, ...]) -> object:
    """Give the address that an event names: a path of this machine, a host, or a host and its port."""
    address = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
    return address[0] if isinstance(address, tuple) else address


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in EVENTS:
        return
    address = _address(event, arguments)
    is_path = event == "socket.connect" and isinstance(address, (str, bytes)) and not isinstance(arguments[1], tuple)
    if address is None or is_path or str(address).startswith(HERE):
        return
    with Path(os.environ["CALLQA_TEST_ATTEMPTS"]).open("a", encoding="utf-8") as log:
        log.write(f"{event} {address}\n")
    raise OSError(101, "the test has cut the network off")


if "CALLQA_TEST_ATTEMPTS" in os.environ:
    sys.addaudithook(_refuse)
