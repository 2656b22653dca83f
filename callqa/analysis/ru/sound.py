"""How a Russian word sounds over a telephone, as a key: what the ear cannot tell apart is written alike.

Rules of Russian pronunciation (Avanesov): unstressed о is а, unstressed е and я are и; a voiced consonant is voiceless at a
word's end and before a voiceless one, and the other way round; сч, зч, щ and ш fall together to a narrow-band ear, and so do
тс, тьс and ц.
"""

from __future__ import annotations

import re
from functools import lru_cache

from callqa.analysis.tables import word_list

_LATIN = (
    *(("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ph", "ф"), ("th", "т"), ("ck", "к"), ("qu", "кв")),
    *(("oo", "у"), ("ee", "и"), ("ts", "ц"), ("x", "кс")),
)
_LATIN_LETTERS = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwyz", word_list("а б к д е ф г х и дж к л м н о п к р с т у в в и з"), strict=True))
)

_LETTERS = (
    (re.compile(r"[ъь']"), ""),
    (re.compile(r"(?<=[ое])г(?=о(?:ся)?$)"), "в"),  # его, нового
    (re.compile(r"^(?:что|чтоб)"), "што"),
    (re.compile(r"чн(?=[оа]$)"), "шн"),  # конечно
    (re.compile(r"[сзш]ч|щ"), "ш"),
    (re.compile(r"[тд]ч"), "ч"),
    (re.compile(r"[тд]с(?=я$|к|тв)"), "ц"),
    (re.compile(r"[тд]ц"), "ц"),
    (re.compile(r"ст(?=[нл])"), "с"),
    (re.compile(r"зд(?=[нц])"), "з"),
    (re.compile(r"в(?=ств)"), ""),  # здравствуйте, чувство
    (re.compile(r"г(?=[кч])"), "х"),  # мягкий, легче
    (re.compile(r"я$"), "а"),
    (re.compile(r"[еэыяйё]"), "и"),
    (re.compile(r"о"), "а"),
    (re.compile(r"ю"), "у"),
)
_VOICELESS = str.maketrans("бвгджз", "пфктшс")
_VOICED = str.maketrans("птсшк", "бдзжг")
_BEFORE_VOICELESS = re.compile(r"[бвгджз]+(?=[пфктшсхцч]|$)")
_BEFORE_VOICED = re.compile(r"[птсшк]+(?=[бгджз])")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Give the key of one lower-case word (``ё`` may be written ``е``); digits and other signs stay as they are."""
    current = word.replace("-", "")
    if re.search("[a-z]", current):
        current = _from_latin(current)
    for pattern, written in _LETTERS:
        current = pattern.sub(written, current)
    current = _BEFORE_VOICELESS.sub(lambda found: found.group().translate(_VOICELESS), current)
    current = _BEFORE_VOICED.sub(lambda found: found.group().translate(_VOICED), current)
    return _DOUBLE.sub(r"\1", current)


def _from_latin(word: str) -> str:
    word = re.sub("c(?=[eiy])", "s", word)
    for latin, russian in _LATIN:
        word = word.replace(latin, russian)
    return word.translate(_LATIN_LETTERS)
