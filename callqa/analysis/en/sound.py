"""How an English word sounds over a telephone, as a key: a simple metaphone that keeps a mark for every vowel."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = (
    (re.compile(r"'"), ""),
    (re.compile(r"^(?:kn|gn|pn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"^wh"), "w"),
    (re.compile(r"^x"), "s"),
    (re.compile(r"mb$"), "m"),
    (re.compile(r"tion|sion"), "Xan"),
    (re.compile(r"sch"), "sk"),
    (re.compile(r"tch|ch"), "X"),
    (re.compile(r"sh"), "X"),
    (re.compile(r"[ts]ure$"), "Xa"),
    (re.compile(r"th"), "0"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=[aeiou])gh(?=t|$|s)"), ""),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dge?(?=$|[eiy])|g(?=[eiy])|j"), "J"),
    (re.compile(r"sc(?=[eiy])|c(?=[eiy])"), "s"),
    (re.compile(r"ck|[cq]u?(?=[^u]|$)|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"z"), "s"),
    (re.compile(r"v"), "f"),
    (re.compile(r"(?<=[aeiou])e?r(?=[^aeiou]|$)"), "r"),
    (re.compile(r"(?<=[a-z0XJ]{2})e(?:d|s)?$"), lambda found: found.group()[1:]),
    (re.compile(r"ee|ea|ie|ey|[iy]"), "i"),
    (re.compile(r"oo|ou|ow|ew|u"), "u"),
    (re.compile(r"a[iy]|e"), "e"),
    (re.compile(r"o[aeiy]?|au|aw"), "a"),
    (re.compile(r"h(?![aeiu])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Give the key of one lower-case word; digits and other signs stay as they are."""
    current = word.replace("-", "")
    for pattern, written in _LETTERS:
        current = pattern.sub(written, current)
    return current.lower() if current else word
