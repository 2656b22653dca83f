"""Any file of the list decodes; a damaged one costs its damage and nothing else."""

from __future__ import annotations

import os
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from callqa.ingest import packets, sound
from callqa.ingest.decoding import fingerprint, is_too_damaged, read_sound
from callqa.ingest.errors import (
    DecodingTimeoutError,
    EmptyFileError,
    NoSoundTrackError,
    NotSoundError,
    SoundError,
    UnreadableFileError,
    ZeroLengthError,
)
from callqa.model import ChannelLayout, Side
from callqa.texts import LANGUAGES, message, text
from tests.ingest.sounds import RATE_HZ, damage, noise, tone, write_sound

FORMATS = [
    ("a.wav", "pcm_s16le", None, 8_000),
    ("a.wav", "pcm_s24le", None, 44_100),
    ("a.wav", "pcm_u8", None, 8_000),
    ("a.wav", "pcm_f32le", None, 48_000),
    ("a.wav", "pcm_mulaw", None, 8_000),
    ("a.wav", "pcm_alaw", None, 8_000),
    ("a.mp3", "libmp3lame", None, 16_000),
    ("a.ogg", "libopus", None, 16_000),
    ("a.webm", "libopus", None, 48_000),
    ("a.m4a", "aac", None, 16_000),
    ("a.flac", "flac", None, 8_000),
]


@pytest.mark.parametrize(("name", "codec", "form", "rate_hz"), FORMATS)
def test_each_format_gives_both_channels_at_their_length(
    tmp_path: Path, name: str, codec: str, form: str | None, rate_hz: int
) -> None:
    left, right = tone(2, hz=300, rate_hz=rate_hz), tone(2, hz=700, level=0.1, rate_hz=rate_hz)
    path = write_sound(tmp_path / name, left, right, codec=codec, form=form, rate_hz=rate_hz)
    heard = read_sound(path)
    assert heard.recording.duration_ms == pytest.approx(2_000, abs=120)  # encoders pad
    assert heard.recording.lost_ms == 0
    assert heard.recording.layout is ChannelLayout.STEREO
    assert [channel.side for channel in heard.channels] == [Side.LEFT, Side.RIGHT]
    assert heard.channels[0].level_db == pytest.approx(-13, abs=2)
    assert heard.channels[1].level_db == pytest.approx(-23, abs=2)
    assert _pitch(heard.channels[0].read(0, 16_000)) == pytest.approx(300, abs=5)


@pytest.mark.parametrize("codec", ["libopencore_amrnb", "gsm", "libgsm"])
def test_mono_telephone_codecs_decode(tmp_path: Path, codec: str) -> None:
    import av  # noqa: PLC0415 - only here

    if codec not in av.codecs_available or not _can_encode(codec):
        pytest.skip("this build of the codecs cannot write it")
    path = write_sound(tmp_path / "a.amr", tone(1), codec=codec)
    assert read_sound(path).recording.layout is ChannelLayout.MONO


def test_amr_is_decoded_by_opencore_which_knows_discontinuous_transmission() -> None:
    import av  # noqa: PLC0415 - only here

    assert set(packets.SPEECH_DECODERS.values()) <= set(av.codecs_available)


def test_the_recording_is_named_by_its_sound_not_by_its_file(tmp_path: Path) -> None:
    first = write_sound(tmp_path / "first.wav", tone(1), tone(1, hz=500))
    again = write_sound(tmp_path / "again.flac", tone(1), tone(1, hz=500), codec="flac")
    other = write_sound(tmp_path / "other.wav", tone(1), tone(1, hz=501))
    names = [read_sound(path).recording.recording_id for path in (first, again, other)]
    assert names[0] == names[1] != names[2]


def test_damage_in_the_middle_of_an_mp3_keeps_the_time_line(tmp_path: Path) -> None:
    sound_before, beep = noise(20), tone(2, level=0.8)
    path = write_sound(tmp_path / "a.mp3", np.concatenate([sound_before, beep]), codec="libmp3lame")
    whole = read_sound(path).recording.duration_ms
    hurt = read_sound(damage(path, start_ratio=0.4, end_ratio=0.45))
    assert hurt.recording.duration_ms == pytest.approx(whole, abs=150)
    assert hurt.recording.lost_ms == pytest.approx(1_100, abs=400)
    assert [problem.slug for problem in hurt.recording.problems] == ["ingest-damaged"]
    assert not is_too_damaged(hurt.recording)
    last = hurt.channels[0].read(20 * 16_000 + 4_000, 21 * 16_000)
    assert _pitch(last) == pytest.approx(440, abs=10)


@pytest.mark.parametrize(("name", "codec"), [("a.ogg", "libopus"), ("a.flac", "flac")])
def test_damage_in_the_middle_of_other_formats_keeps_the_time_line(tmp_path: Path, name: str, codec: str) -> None:
    path = write_sound(tmp_path / name, noise(30, rate_hz=16_000), codec=codec, rate_hz=16_000)
    hurt = read_sound(damage(path, start_ratio=0.4, end_ratio=0.55)).recording
    assert hurt.duration_ms == pytest.approx(30_000, abs=150)
    assert hurt.lost_ms > 3_000
    assert is_too_damaged(hurt)


def test_a_truncated_mp3_says_how_much_is_missing(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp3", noise(20), codec="libmp3lame")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    recording = read_sound(path).recording
    assert recording.duration_ms == pytest.approx(10_000, abs=500)
    assert recording.lost_ms == pytest.approx(10_000, abs=500)
    assert [problem.slug for problem in recording.problems] == ["ingest-cut-off"]
    assert is_too_damaged(recording)


def test_a_truncated_wav_says_how_much_is_missing(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", noise(20))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    assert read_sound(path).recording.lost_ms == pytest.approx(5_000, abs=100)


def test_a_wav_from_a_pipe_with_an_unknown_length_is_whole(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", noise(5))
    raw = bytearray(path.read_bytes())
    raw[4:8] = struct.pack("<I", 0xFFFF_FFFF)
    path.write_bytes(raw)
    assert read_sound(path).recording.lost_ms == 0


def _bad_files(folder: Path) -> Iterator[tuple[Path, type[SoundError]]]:
    empty = folder / "empty.wav"
    empty.touch()
    yield empty, EmptyFileError
    words = folder / "words.wav"
    words.write_text("это не звук " * 500, encoding="utf-8")
    yield words, NotSoundError
    header = folder / "header.wav"
    with wave.open(str(header), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
    yield header, ZeroLengthError
    yield folder / "gone.wav", UnreadableFileError
    yield folder, UnreadableFileError


def test_each_unreadable_file_has_a_reason_in_both_languages(tmp_path: Path) -> None:
    for path, kind in _bad_files(tmp_path):
        with pytest.raises(kind) as caught:
            read_sound(path)
        for language in LANGUAGES:
            sentence = message(caught.value.problem, language)
            assert path.name in sentence
            assert "{" not in sentence
            assert kind.slug not in sentence


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    import av  # noqa: PLC0415 - only here

    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    with pytest.raises(NoSoundTrackError):
        read_sound(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", tone(1))
    path.chmod(0)
    with pytest.raises(UnreadableFileError):
        read_sound(path)


def test_decoding_that_never_ends_is_given_up(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", noise(30))
    with pytest.raises(DecodingTimeoutError):
        read_sound(path, limit_s=-1)


def test_the_same_sound_in_both_channels_is_mono(tmp_path: Path) -> None:
    heard = read_sound(write_sound(tmp_path / "a.wav", noise(3), noise(3) * np.float32(0.7)))
    assert heard.recording.layout is ChannelLayout.MONO
    assert [channel.side for channel in heard.channels] == [None]
    assert [problem.slug for problem in heard.recording.problems] == ["ingest-same-sound-twice"]


def test_one_silent_channel_is_told_and_left_out(tmp_path: Path) -> None:
    heard = read_sound(write_sound(tmp_path / "a.wav", noise(3, level=0.0003), noise(3, seed=2)))
    assert heard.recording.layout is ChannelLayout.ONE_SIDED
    assert [channel.side for channel in heard.channels] == [Side.RIGHT]
    assert "left" in text("ingest-one-side-silent", "en", **heard.recording.problems[0].facts)


def test_a_quiet_call_keeps_both_sides(tmp_path: Path) -> None:
    heard = read_sound(write_sound(tmp_path / "a.wav", noise(3, level=0.003), noise(3, level=0.002, seed=2)))
    assert heard.recording.layout is ChannelLayout.STEREO


def test_six_channels_are_mixed_to_one_and_told(tmp_path: Path) -> None:
    channels = [noise(2, seed=number) for number in range(6)]
    heard = read_sound(write_sound(tmp_path / "a.wav", *channels))
    assert heard.recording.channels == 6
    assert heard.recording.layout is ChannelLayout.MONO
    assert [problem.slug for problem in heard.recording.problems] == ["ingest-many-channels"]


def test_a_long_call_lies_in_a_temporary_file_and_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_sound(tmp_path / "a.wav", noise(30), noise(30, seed=2))
    in_memory = read_sound(path)
    monkeypatch.setattr(sound.Spool.__init__, "__kwdefaults__", {"limit_bytes": 100_000})
    spooled = read_sound(path)
    assert spooled.recording == in_memory.recording
    for one, other in zip(spooled.channels, in_memory.channels, strict=True):
        assert np.array_equal(one.samples, other.samples)


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", tone(1))
    before = fingerprint(path)
    path.write_bytes(path.read_bytes() + b"\0")
    assert fingerprint(path) != before


def _pitch(samples: np.typing.NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * 16_000 / len(samples)


def _can_encode(codec: str) -> bool:
    import av  # noqa: PLC0415 - only here

    try:
        av.Codec(codec, "w")
    except (av.codec.codec.UnknownCodecError, ValueError):
        return False
    return True


@pytest.mark.parametrize("name", ["voice-mail.ogg", "auto-attendant.ogg"])
def test_a_rest_that_the_decoder_hands_on_at_its_end_is_taken(name: str) -> None:
    path = Path(__file__).parents[1] / "transcribe" / "sounds" / name
    assert read_sound(path).recording.duration_ms > 4_000
