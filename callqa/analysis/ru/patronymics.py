"""Patronymics as written and as said: «Иванович», «Иваныч»; «Александровна», «Александрна», «Санна»."""

from __future__ import annotations

import re

_SPOKEN = {
    "александрович": ("саныч", "алексаныч"),
    "павлович": ("палыч",),
    "михайлович": ("михалыч",),
    "алексеевич": ("алексеич",),
    "данилович": ("данилыч",),
    "дмитриевич": ("дмитрич", "митрич"),
    "кузьмич": ("кузмич",),
    "вячеславович": ("вячеславич", "славич"),
    "владиславович": ("владиславич",),
    "станиславович": ("станиславич",),
    "ильич": ("ильич",),
    "александровна": ("санна", "алексанна", "александрна"),
    "павловна": ("пална",),
    "михайловна": ("михална",),
    "ивановна": ("иванна",),
    "николаевна": ("николавна", "николавна"),
    "владимировна": ("владимирна",),
    "викторовна": ("викторна",),
    "дмитриевна": ("дмитревна",),
}

_RULES = (
    (re.compile(r"([ае])евич$"), r"\1ич"),  # Сергеевич, Николаевич
    (re.compile(r"[ьи]евич$"), "ич"),  # Васильевич, Юрьевич, Григориевич
    (re.compile(r"([гкх])ович$"), r"\1ич"),  # Олегович is said Олегич
    (re.compile(r"ович$"), "ыч"),
    (re.compile(r"([ае])евна$"), r"\1вна"),
    (re.compile(r"[ьи]евна$"), "евна"),
    (re.compile(r"овна$"), "на"),
    (re.compile(r"ична$"), "ишна"),
)

_WRITTEN = {said: full for full, forms in _SPOKEN.items() for said in forms}

_SHAPE = re.compile(r"^[а-я]{2,}(?:ович|евич|ьич|ыч|ич|овна|евна|ична|ишна)$")

FIRST_BEFORE = {
    "александр": ("сан", "александр"),
    "павел": ("пал",),
    "михаил": ("михал", "михайл", "михайло"),
    "мария": ("марь", "марья"),
    "наталия": ("наталь", "наталья"),
    "наталья": ("наталь",),
    "софья": ("софь",),
    "юрий": ("юрь",),
    "григорий": ("григорь",),
    "дмитрий": ("дмитри",),
    "валерий": ("валер",),
    "геннадий": ("геннадь",),
    "евгений": ("евгень",),
    "николай": ("никола",),
    "анастасия": ("анастась",),
}
"""How some first names are cut short before a patronymic: «Сан Саныч», «Марь Иванна»."""


def has_shape(word: str) -> bool:
    """Tell whether a lower-case word ends as a patronymic does."""
    return bool(_SHAPE.match(word))


def written(word: str) -> str:
    """Give the written patronymic of a spoken one: «палыч» → «павлович»; any other word comes back as it is."""
    if word in _WRITTEN:
        return _WRITTEN[word]
    if word.endswith("ыч"):
        return word[:-2] + "ович"
    return word


def spoken(word: str) -> tuple[str, ...]:
    """Give the everyday forms of a written patronymic, in the nominative."""
    by_rule = next((pattern.sub(said, word) for pattern, said in _RULES if pattern.search(word)), word)
    found = dict.fromkeys([*_SPOKEN.get(word, ()), by_rule])
    return tuple(form for form in found if form != word)


def gender(word: str) -> str:
    """Tell whose son or daughter: ``m`` or ``f``."""
    return "f" if word.endswith("на") else "m"
