"""Calls and recordings: every version of what is known of them, and how people name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callqa.model import (
    CallMeta,
    ChannelLayout,
    Problem,
    Recording,
    Severity,
)
from callqa.store import (
    KnownFile,
    Span,
    Store,
    errors,
)
from tests.store.shelf import MET, ZONE, keep, result_of


def test_a_correction_keeps_every_version_of_the_metadata(store: Store) -> None:
    keep(store, "c1", (result_of("a", MET),))
    call = store.calls.find("c1")
    store.calls.correct("c1", replace(call.meta, manager_id="M-9"), zone=ZONE, team="south", who="A", why="wrong extension")
    assert [(version.meta.manager_id, version.who) for version in store.calls.versions("c1")] == [("M-1", "t"), ("M-9", "A")]
    assert store.calls.find("c1").team == "south"
    with pytest.raises(errors.OvertakenError):
        store.calls.correct("c1", call.meta, zone=ZONE, team=None, who="B", why="x", seen_version=1)


def test_a_call_is_found_as_people_name_it(store: Store) -> None:
    for name in ("call-100", "call-101"):
        meta = CallMeta(call_id=name, file=f"{name}.wav")
        store.calls.register(meta, zone=ZONE, who="t", why="t")
    assert store.calls.find("call-100").call_id == "call-100"
    assert store.calls.find("call-101.wav").call_id == "call-101"
    assert store.calls.find("calls\\call-101.wav").call_id == "call-101"
    with pytest.raises(errors.CallAmbiguousError, match="call-100, call-101"):
        store.calls.find("call-10")
    with pytest.raises(errors.CallUnknownError):
        store.calls.find("call-2")
    with pytest.raises(errors.CallUnknownError):
        store.calls.find("%")


def test_a_recording_and_its_files_come_back(store: Store) -> None:
    recording = Recording(
        recording_id="sha256:1",
        path="calls/a.ogg",
        size_bytes=10,
        modified_ns=20,
        codec="opus",
        sample_rate_hz=8000,
        channels=2,
        duration_ms=1000,
        layout=ChannelLayout.STEREO,
    )
    store.recordings.put(recording)
    known = KnownFile(
        path="calls/a.ogg", size_bytes=10, modified_ns=20, call_id="a", recording_id="sha256:1", status="read", request="r"
    )
    store.recordings.remember(known)
    assert store.recordings.get("sha256:1") == recording
    assert store.recordings.known() == {"calls/a.ogg": known}
    store.recordings.forget("calls/a.ogg")
    assert store.recordings.known() == {}


def test_a_call_left_out_is_listed_with_what_decided_it(store: Store) -> None:
    key = store.calls.register(CallMeta(call_id="c"), zone=ZONE, who="t", why="t", language="ru", duration_ms=1)
    noted, deciding = (Problem(severity=Severity.WARNING, slug=slug, facts={}) for slug in ("noted", "decided"))
    store.calls.settle(key, "excluded", (noted, deciding))
    assert [row.reason for row in store.browse.excluded(Span(), limit=10)] == ["decided"]
