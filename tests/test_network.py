"""The whole suite runs with the network cut off (``without_network`` in ``conftest.py``); here is that the cut holds."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match="opened a connection"):
        outside.connect(("192.0.2.1", 443))  # a documentation address (RFC 5737)


def test_this_machine_may_be_talked_to() -> None:
    with socket.socket() as listening, socket.socket() as calling:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        calling.connect(listening.getsockname())
