"""Names that are ordinary words too: «надежда», «роман», "will", "mark"."""

from __future__ import annotations

from functools import lru_cache

from callqa.analysis.languages import primary
from callqa.analysis.ru.morphology import readings
from callqa.analysis.tables import word_set
from callqa.model import Turn

_ENGLISH = word_set("""
    will mark bill art rich grant drew dot sue jack nick rob frank may rose grace hope joy gene don pat ray chase miles dean max
    penny faith dawn april june amber ruby holly ivy robin sandy rusty buck chip cliff dale doc duke earl guy hank harry josh
    lance lane less major miss mo norm olive pearl reed rusty sterling summer violet wade ward lee ness trace sky tel fi si
""")
_LIKELY = 0.5
"""Share of its uses from which a Russian word is another word rather than a name."""

_BEFORE_ADDRESS = word_set("""
    hi hello hey morning afternoon evening thanks thank you okay ok right so well yes no bye cheers great perfect sure lovely
    да нет ну так здравствуйте день вечер утро спасибо хорошо понятно привет алло уважаемая уважаемый зовут это
""")


def is_common_word(turn: Turn, position: int, language: str) -> bool:
    """Tell whether the word at a position is the ordinary word rather than the name.

    A capital within a sentence makes it a name. Where a text has capitals, a small letter makes it a word; where it has none, a
    name stands at an edge of the turn or after a greeting.
    """
    word = turn.words[position]
    if not _is_ambiguous(word, language):
        return False
    first, last = turn.spans[position]
    if _is_cased(turn.text):
        return turn.text[first].islower()
    is_at_edge = position == 0 or last >= len(turn.text.rstrip()) or position == len(turn.words) - 1
    return not is_at_edge and turn.words[position - 1] not in _BEFORE_ADDRESS


def _is_cased(text: str) -> bool:
    return any(sign in text for sign in ".,?!") or any(letter.isupper() for letter in text[1:])


@lru_cache(maxsize=4096)
def _is_ambiguous(word: str, language: str) -> bool:
    if primary(language) == "en":
        return word in _ENGLISH
    others = sum(
        reading.weight for reading in readings(word) if reading.is_known and not {"Name", "Surn", "Patr"} & reading.grammemes
    )
    return others > _LIKELY
