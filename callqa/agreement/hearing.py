"""The recordings of gold calls, heard by the installed model, the manager in the left channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from callqa.agreement.gold import Gold
from callqa.errors import CallqaError
from callqa.ingest.decoding import read_sound
from callqa.model import Place, Problem, Severity, Side, Transcript
from callqa.transcribe import Job, LocatedModel, Recipe, Runtime, Transcriber

SOUND_ENDINGS = (
    ".wav",
    ".flac",
    ".mp3",
    ".ogg",
    ".opus",
    ".m4a",
    ".aac",
    ".wma",
    ".amr",
    ".gsm",
    ".webm",
    ".3gp",
    ".aif",
    ".aiff",
)


def find_recording(folder: Path, stem: str) -> Path | None:
    """Find the recording of a gold call by its stem."""
    found = sorted(path for path in folder.iterdir() if path.stem == stem and path.suffix.lower() in SOUND_ENDINGS)
    return found[0] if found else None


def hear(
    golds: Sequence[tuple[Gold, str]],
    folder: Path,
    *,
    model: LocatedModel,
    recipe: Recipe,
    runtime: Runtime,
    problems: list[Problem],
) -> Iterator[tuple[Gold, Transcript]]:
    """Hear the recordings of gold calls, given with their stems; what is missing or cannot be heard is added to ``problems``."""
    jobs: list[tuple[Gold, Job]] = []
    for gold, stem in golds:
        job = _job(gold, stem, folder, problems)
        if job is not None:
            jobs.append((gold, job))
    transcriber = Transcriber(model, recipe, runtime)
    for (gold, _), answer in zip(jobs, transcriber.transcribe(job for _, job in jobs), strict=True):
        if isinstance(answer, Problem):
            problems.append(answer)
        else:
            yield gold, answer


def _job(gold: Gold, stem: str, folder: Path, problems: list[Problem]) -> Job | None:
    path = find_recording(folder, stem)
    if path is None:
        problems.append(_problem("agreement-no-recording", stem))
        return None
    try:
        sound = read_sound(path, shown_as=path.name)
    except (CallqaError, OSError) as error:
        problems.append(_problem("agreement-recording-unreadable", path.name, what=type(error).__name__))
        return None
    return Job(sound=sound, call_id=gold.call_id, manager_channel=Side.LEFT, language=gold.language)


def _problem(slug: str, name: str, **facts: str) -> Problem:
    return Problem(severity=Severity.ERROR, slug=slug, facts={"name": name, **facts}, place=Place(source=name))
