"""Every way a Russian name is said: short forms, patronymics as written and as spoken, all cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from callqa.analysis.nametables import first_names
from callqa.analysis.ru import patronymics
from callqa.analysis.ru.declension import decline, vocative
from callqa.analysis.ru.morphology import readings

Shape = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Words of a form, its kind, its cases."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart (normalised, nominative); empty for what is not given."""

    first: str
    patronymic: str
    surname: str
    gender: str


def take_apart(words: tuple[str, ...]) -> Parts:
    """Tell first name, patronymic and surname apart, in whatever order they are given."""
    table = first_names("ru")
    patronymic = next((word for word in words[1:] or words if _is_patronymic(word) and word not in table.fulls), "")
    rest = [word for word in words if word != patronymic]
    first = next((word for word in rest if word in table.fulls), "")
    if not first and rest and (patronymic or len(rest) == 1):
        first = rest[words.index(patronymic) - 1] if patronymic and words.index(patronymic) else rest[0]
    if not first and rest:
        first = next((word for word in rest if _has_grammeme(word, "Name")), rest[0])
    surname = next((word for word in rest if word != first), "")
    return Parts(first, patronymics.written(patronymic) if patronymic else "", surname, _gender(first, patronymic, surname))


def shapes(words: tuple[str, ...]) -> Iterator[Shape]:
    """Give every form of a name, fullest first; one word sequence may come more than once."""
    parts = take_apart(words)
    genders = parts.gender or "mf"
    for gender in genders:
        yield from _of_gender(parts, gender)


def _of_gender(parts: Parts, gender: str) -> Iterator[Shape]:
    patronymic = _patronymic_forms(parts.patronymic) if parts.patronymic else []
    surname = list(decline(parts.surname, gender, grammeme="Surn")) if parts.surname else []
    firsts = list(_firsts(parts.first, gender)) if parts.first else []
    before = [(form, cases) for name in _said_before(parts.first, gender) for form, cases in decline(name, gender)]
    yield from _joined(before, [(form, cases) for form, cases, _ in patronymic], "first_patronymic")
    yield from _joined([(form, cases) for form, cases, kind in firsts if kind != "vocative"], surname, "first_surname")
    yield from _joined(surname, [(form, cases) for form, cases, kind in firsts if kind == "first"], "first_surname")
    for form, cases, kind in firsts:
        yield (form,), kind, cases
    for form, cases, kind in patronymic:
        yield (form,), kind, cases
    for form, cases in surname:
        yield (form,), "surname", cases


def _joined(left: list[tuple[str, tuple[str, ...]]], right: list[tuple[str, tuple[str, ...]]], kind: str) -> Iterator[Shape]:
    for first, first_cases in left:
        for second, second_cases in right:
            shared = tuple(case for case in first_cases if case in second_cases)
            if shared:
                yield (first, second), kind, shared


def _firsts(first: str, gender: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Give the first name and its relatives: the full names it may stand for, and their short forms."""
    table = first_names("ru")
    fulls = [full for full in table.fulls.get(first, ()) if gender in table.genders[full]] or [first]
    relatives = dict.fromkeys([first, *fulls, *(short for full in fulls for short in table.shorts.get(full, ()))])
    for name in relatives:
        kind = "first" if name in fulls or name == first else "short"
        for form, cases in decline(name, gender):
            yield form, cases, kind
        cut = vocative(name)
        if cut:
            yield cut, ("voct",), "vocative"


def _said_before(first: str, gender: str) -> tuple[str, ...]:
    """Give how the first name may sound before a patronymic."""
    if not first:
        return ()
    table = first_names("ru")
    fulls = [full for full in table.fulls.get(first, ()) if gender in table.genders[full]] or [first]
    return tuple(dict.fromkeys([first, *fulls, *(cut for full in fulls for cut in patronymics.FIRST_BEFORE.get(full, ()))]))


def _patronymic_forms(patronymic: str) -> list[tuple[str, tuple[str, ...], str]]:
    gender = patronymics.gender(patronymic)
    found = [(form, cases, "patronymic") for form, cases in decline(patronymic, gender, grammeme="Patr")]
    for said in patronymics.spoken(patronymic):
        found.extend((form, cases, "spoken_patronymic") for form, cases in decline(said, gender))
    return found


def _is_patronymic(word: str) -> bool:
    return patronymics.has_shape(word) or _has_grammeme(word, "Patr")


def _has_grammeme(word: str, grammeme: str) -> bool:
    return any(reading.is_known and grammeme in reading.grammemes for reading in readings(word))


def _gender(first: str, patronymic: str, surname: str) -> str:
    if patronymic:
        return patronymics.gender(patronymic)
    if surname.endswith(("ова", "ева", "ина", "ая")):
        return "f"
    if surname.endswith(("ов", "ев", "ин", "ий", "ый")):
        return "m"
    by_table = first_names("ru").genders.get(first, "")
    if by_table:
        return by_table
    kinds = {"m": "masc", "f": "femn"}
    return next((gender for gender, kind in kinds.items() if _has_name_of(first, kind)), "")


def _has_name_of(word: str, kind: str) -> bool:
    return any({"Name", kind} <= reading.grammemes for reading in readings(word))
