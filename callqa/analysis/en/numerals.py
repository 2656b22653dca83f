"""English number words, as plain tables: word → value."""

from __future__ import annotations

from callqa.analysis.tables import word_list

_SMALL = word_list("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""")
_TENS = word_list("""
    twenty thirty forty fifty sixty seventy eighty ninety
""")
_ORDINAL_SMALL = word_list("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth
""")

TENS = {word: 10 * value for value, word in enumerate(_TENS, 2)}
UNITS = {**{word: value for value, word in enumerate(_SMALL)}, **TENS}
SCALES = {
 "thousand": 1000, "thousands": 1000, "grand": 1000, "k": 1000,
    "million": 1_000_000, "millions": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip
ORDINALS = {
    **{word: value for value, word in enumerate(_ORDINAL_SMALL, 1)},
    **{word[:-1] + "ieth": 10 * value for value, word in enumerate(_TENS, 2)},
}
ONE_AND_A_HALF: frozenset[str] = frozenset()
AND_A_HALF = ("and", "a", "half")
JOINER = "and"
BARE_SCALES = frozenset({"hundred", "thousand", "million", "grand"})
"""Scale words that are a number by themselves ("a hundred")."""
