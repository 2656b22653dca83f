"""Words of a mono call get their speakers: voices are parted by sound, and the words tell which one is the manager."""

from __future__ import annotations

from collections.abc import Sequence

from callqa.analysis.rolemodel import SURE_AT
from callqa.model import FULL_E4, Speaker, Word
from callqa.transcribe.assembling import SpokenWord
from callqa.transcribe.parting import Stretch
from callqa.transcribe.rolehints import RoleHints
from callqa.transcribe.roles import Roles, decide_roles
from callqa.transcribe.wordvoices import voices_of_words

TWO = 2


def give_speakers(
    words: Sequence[Word], stretches: Sequence[Stretch], language: str, hints: RoleHints
) -> tuple[list[SpokenWord], Roles]:
    """Give each word its speaker and how sure that is; all are unknown where the voices could not be parted."""
    owners = voices_of_words(stretches, words)
    voices = sorted({owner.voice for owner in owners if owner is not None})
    if len(voices) < TWO:
        slug = "transcribe-role-one-voice" if stretches else "transcribe-role-not-parted"
        return [_nobodys(word) for word in words], Roles(manager=None, reason=slug, confidence_e4=0)
    pairs = list(zip(words, owners, strict=True))
    texts = [" ".join(word.text for word, owner in pairs if owner and owner.voice == voice) for voice in voices]
    roles = decide_roles(texts, language, hints=hints)
    speakers = dict(zip(voices, _speakers(roles, len(voices)), strict=True))
    return [_spoken(word, owner, speakers, roles) for word, owner in pairs], roles


def _speakers(roles: Roles, count: int) -> list[Speaker]:
    """Name each voice; a third one that also talks like an employee (a call passed on) is nobody's."""
    named: list[Speaker] = []
    for index in range(count):
        if index == roles.manager:
            named.append(Speaker.MANAGER)
        elif count > TWO and roles.weights and roles.weights[index] >= SURE_AT:
            named.append(Speaker.UNKNOWN)
        else:
            named.append(Speaker.CLIENT)
    return named


def _spoken(word: Word, owner: Stretch | None, speakers: dict[int, Speaker], roles: Roles) -> SpokenWord:
    if owner is None or speakers[owner.voice] is Speaker.UNKNOWN:
        return _nobodys(word)
    confidence_e4 = owner.confidence_e4 * roles.confidence_e4 // FULL_E4
    return SpokenWord(word=word, speaker=speakers[owner.voice], confidence_e4=confidence_e4, is_overlapped=owner.is_overlapped)


def _nobodys(word: Word) -> SpokenWord:
    return SpokenWord(word=word, speaker=Speaker.UNKNOWN, confidence_e4=0)
