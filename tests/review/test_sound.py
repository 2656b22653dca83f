"""Sound by ranges: every range is the same bytes that the whole has."""

from __future__ import annotations

import wave
from io import BytesIO

import pytest

from tests.review.conftest import House


def test_ranges_join_to_the_whole(house: House) -> None:
    client, path = house.client("boss"), f"/calls/{house.sounding}/sound.wav"
    first = client.get(path, headers={"range": "bytes=0-99999"})
    size = int(first.headers["content-range"].rsplit("/", 1)[1])
    assert first.status_code == 206
    assert len(first.content) == 100_000
    with wave.open(BytesIO(first.content + b"\0" * (size - 100_000))) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (2, 16_000, 2)
    last = client.get(path, headers={"range": "bytes=-10"})
    assert last.headers["content-range"] == f"bytes {size - 10}-{size - 1}/{size}"
    assert len(last.content) == 10


@pytest.mark.parametrize(
    ("asked", "status"), [("bytes=999999999-", 416), ("bytes=5-2", 416), ("lines=1-2", 200), ("bytes=-", 200)]
)
def test_odd_ranges_are_answered_by_the_standard(house: House, asked: str, status: int) -> None:
    client = house.client("boss")
    with client.stream("GET", f"/calls/{house.sounding}/sound.wav?light=1", headers={"range": asked}) as answer:
        assert answer.status_code == status


def test_light_sound_is_a_quarter_or_less(house: House) -> None:
    client, path = house.client("boss"), f"/calls/{house.sounding}/sound.wav"
    sizes = [
        int(client.get(address, headers={"range": "bytes=0-1"}).headers["content-range"].rsplit("/", 1)[1])
        for address in (path, path + "?light=1")
    ]
    assert sizes[1] * 8 <= sizes[0] + 400


def test_a_clip_is_a_file_of_its_own_length(house: House) -> None:
    client = house.client("boss")
    answer = client.get(f"/calls/{house.sounding}/clip.wav?from=1000&to=3500")
    with wave.open(BytesIO(answer.content)) as sound:
        assert sound.getnframes() == 16_000 * 5 // 2
    for wrong in ("from=3000&to=1000", "from=a&to=b", "from=0&to=999999999", "from=-5&to=10"):
        assert client.get(f"/calls/{house.sounding}/clip.wav?{wrong}").status_code == 422, wrong


def test_the_waveform_is_drawn_once(house: House) -> None:
    client = house.client("boss")
    first = client.get(f"/calls/{house.sounding}/waveform.svg")
    assert first.headers["content-type"] == "image/svg+xml"
    assert first.text.count("<path") == 2
    with house.store() as store:
        call = store.calls.get(house.sounding)
        assert call is not None
        assert store.waveforms.get(call.recording_id or "") is not None
    assert client.get(f"/calls/{house.sounding}/waveform.svg").text == first.text


def test_a_recording_that_has_gone_is_said_to_have(house: House) -> None:
    client = house.client("boss")
    assert client.get(f"/calls/{house.gone}").status_code == 200
    answer = client.get(f"/calls/{house.gone}/sound.wav")
    assert answer.status_code == 404
    assert "The recording is not where it was" in answer.text


def test_a_file_that_is_no_sound_is_an_answer_too(house: House) -> None:
    (house.project.root / "calls" / "ru-02-warm.ogg").write_bytes(b"not sound at all")
    assert house.client("boss").get(f"/calls/{house.sounding}/sound.wav").status_code == 404


def test_a_call_from_a_transcript_has_no_player(house: House) -> None:
    client = house.client("boss")
    silent = house.calls[house.managers[1]][0]
    assert "<audio" not in client.get(f"/calls/{silent}").text
    assert client.get(f"/calls/{silent}/sound.wav").status_code == 404
