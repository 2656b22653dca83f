"""A transcript becomes an analysis: what was said, word by word, with all that scoring may ask of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from callqa.analysis import callmodel
from callqa.analysis.alignment import align
from callqa.analysis.entities import find_entities
from callqa.analysis.languages import LanguageCode, primary
from callqa.analysis.measures import measure
from callqa.analysis.questions import question_e4
from callqa.analysis.soundkeys import word_key
from callqa.analysis.versions import language_data_version
from callqa.analysis.words import lemmas, tokenize
from callqa.codec import content_hash
from callqa.model import Analysis, CallContext, Transcript, Turn, Utterance

ANALYSIS_VERSION = "2"
"""Raised with every change that can change an analysis; a part of its name."""

NO_MODEL = "none"
"""The version of a turn model that is not installed."""

_TURN_MODEL = "callqa.analysis.turnmodel"


def analyse(transcript: Transcript, *, context: CallContext) -> Analysis:
    """Analyse one transcript; the same transcript, language data and turn model give the same analysis on every machine."""
    language = primary(transcript.language)
    turns, call_labels, model_version = read_by_model(word_by_word(transcript), language, context)
    versions = _versions(language, model_version)
    transcript_id = content_hash(transcript)
    return Analysis(
        analysis_id=content_hash(transcript_id, versions, _used_of(context)),
        transcript_id=transcript_id,
        call_id=transcript.call_id,
        language=language,
        duration_ms=transcript.duration_ms,
        turns=turns,
        layout=transcript.layout,
        versions=versions,
        call_labels={**callmodel.read_call(turns, language, context), **call_labels},
        measures=measure(transcript, turns, language),
        is_time_estimated=any(utterance.is_time_estimated for utterance in transcript.utterances),
    )


def analysis_name(transcript: Transcript, *, context: CallContext) -> str:
    """Name the analysis that ``analyse`` would make, without making it: one that is stored by this name can be used."""
    language = primary(transcript.language)
    return content_hash(content_hash(transcript), _versions(language, _model_version(language)), _used_of(context))


def word_by_word(transcript: Transcript) -> tuple[Turn, ...]:
    """Read the words of a transcript without asking the turn model: what the model itself is trained on."""
    language = primary(transcript.language)
    return tuple(_turn(index, utterance, language) for index, utterance in enumerate(transcript.utterances))


def analyse_many(pairs: Iterable[tuple[Transcript, CallContext]]) -> Iterator[Analysis]:
    """Analyse transcripts one after another; caches of words are shared."""
    for transcript, context in pairs:
        yield analyse(transcript, context=context)


def _turn(index: int, utterance: Utterance, language: LanguageCode) -> Turn:
    tokens = tokenize(utterance.text, language)
    words = tuple(token.word for token in tokens)
    timed = align(utterance, tokens)
    turn = Turn(
        index=index,
        speaker=utterance.speaker,
        start_ms=utterance.start_ms,
        end_ms=utterance.end_ms,
        text=utterance.text,
        words=words,
        lemmas=tuple(lemmas(word, language) for word in words),
        spans=tuple((token.first, token.last) for token in tokens),
        times=tuple(times for times, _ in timed),
        confidences_e4=tuple(confidence for _, confidence in timed),
        sounds=tuple(word_key(word, language) for word in words),
        question_e4=question_e4(utterance.text, words, language),
        speaker_confidence_e4=utterance.speaker_confidence_e4,
    )
    return replace(turn, entities=find_entities(turn, language))


def _used_of(context: CallContext) -> Mapping[str, Sequence[str]]:
    """Give what of the context the turn model may read: names only."""
    return {
        "manager_names": context.manager_names,
        "company_names": context.company_names,
        "client_names": context.client_names,
    }


def _versions(language: LanguageCode, model_version: str) -> Mapping[str, str]:
    return {
        "analysis": ANALYSIS_VERSION,
        "language_data": language_data_version(language),
        "turn_model": model_version,
        "call_model": callmodel.version(),
    }


def _model_version(language: LanguageCode) -> str:
    turnmodel = importlib.import_module(_TURN_MODEL) if importlib.util.find_spec(_TURN_MODEL) else None
    version = turnmodel.version(language) if turnmodel and hasattr(turnmodel, "version") else NO_MODEL
    return version or NO_MODEL


def read_by_model(
    turns: tuple[Turn, ...], language: LanguageCode, context: CallContext
) -> tuple[tuple[Turn, ...], Mapping[str, int], str]:
    """Add the turn model's labels, where it is installed: the turns, the readings of the whole call, the model's version."""
    version = _model_version(language)
    if version == NO_MODEL:
        return turns, {}, NO_MODEL
    turnmodel = importlib.import_module(_TURN_MODEL)
    labels, reasons, call_labels = turnmodel.predict(turns, language, context)
    read = tuple(
        replace(turn, labels=turn_labels, reasons=turn_reasons)
        for turn, turn_labels, turn_reasons in zip(turns, labels, reasons, strict=True)
    )
    return read, call_labels, version
