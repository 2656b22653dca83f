"""Days of a month said without the month: «после пятнадцатого», «перезвоню 15-го», "by the fifteenth".

An ordinal counts many things, so it is a date only where it modifies no word after it and what stands before speaks of time;
the first four ordinals, which stand for people and things as often, need more than those above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from callqa.analysis.en.calendar import WEEKDAYS
from callqa.analysis.languages import LanguageCode
from callqa.analysis.numbers import Number
from callqa.analysis.ru.morphology import readings
from callqa.analysis.ru.numerals import ORDINALS
from callqa.analysis.tables import word_list, word_set
from callqa.model import Entity

_LAST_DAY = 31
_COMMON_ORDINALS = 4
"""Up to here an ordinal alone is rather one of several things than a day."""

_CASES = {"го": "gent", "му": "datv", "ое": "accs", "ье": "accs", "-е": "accs"}
"""Ending → the case in which a day of a month stands."""
_TIME_BEFORE = {
    "gent": word_set("до после с со около числа"),
    "datv": word_set("к ко ближе"),
    "accs": word_set("на по"),
}
_NOT_TIME_BEFORE = word_set("""
    у для от из без против кроме ради вместо про из-за мимо возле среди ни не этого того одного другого каждого всего никакого
    дома дом домом доме этаж этажа подъезд подъезда квартира офис офиса корпус корпуса номер номера класс класса пункт пункта
    сам самого насчет относительно ищу ждем ждет вижу видел видели за
""")
_TIME_VERBS = tuple(
    word_list("""
    созвон перезвон позвон набер набир набра встре свяж связ отправ пришл присыл пришле давайте приед подъед подъех заед зайд
    оплат заплат подпи отгруз отгруж постав привез достав назнач запиш запис начн начин будем буду стартуем запус выйд выход
    примерно где-то лучше понедельник вторник сред четверг пятниц суббот воскресен завтра послезавтра сегодня
""")
)
_LEAST_MODIFIED = 0.05
"""Weight from which a reading of the next word in the same case makes the ordinal its adjective."""

_ENGLISH_BEFORE = word_set("on by until till before after since from around through to")
_ENGLISH_FEW_BEFORE = word_set("on by until till before")
_ENGLISH_FREE = word_set("""
    at in if so to through works would will is was then we i you they it because but as when morning afternoon evening
    please ok okay good should could can that's that does sounds or and for
""")
_ENGLISH_OPEN = word_set("or and for is was to that in")
"""After a common ordinal these go on to a thing as often as to a date ("on the second or third call")."""


def bare_days(
    words: Sequence[str], cuts: AbstractSet[int], numbers: Sequence[Number], language: LanguageCode
) -> Iterator[Entity]:
    """Give days of an unnamed month; ``cuts`` are the places of the words before which a sign or the turn's end stands."""
    is_date = _is_english_date if language == "en" else _is_russian_date
    for number in numbers:
        day = number.whole
        if day is not None and number.is_ordinal and 1 <= day <= _LAST_DAY and is_date(words, cuts, number, day):
            yield Entity(kind="date", first=number.first, last=number.last, value=f"---{day:02d}")


def _is_russian_date(words: Sequence[str], cuts: AbstractSet[int], number: Number, day: int) -> bool:
    case = _CASES.get(words[number.last - 1][-2:])
    before = words[number.first - 1] if number.first and number.first not in cuts else ""
    if case is None or before in _NOT_TIME_BEFORE or _is_modifying(words, cuts, number.last, case):
        return False
    if before in _TIME_BEFORE[case]:
        return True
    if case != "gent":
        return False
    return before.startswith(_TIME_VERBS) or day > _COMMON_ORDINALS


def _is_modifying(words: Sequence[str], cuts: AbstractSet[int], place: int, case: str) -> bool:
    """Tell whether the word at a place is what the ordinal before it counts, or leads to another that is no day («по пятый»)."""
    if place in cuts:
        return False
    word = words[place]
    second = words[place + 1] if place + 1 < len(words) else ""
    if word in ("по", "до") and second in ORDINALS and second[-2:] not in _CASES:
        return True
    return word in ORDINALS or any(
        reading.part in ("NOUN", "ADJF", "PRTF")
        and case in reading.grammemes
        and not {"femn", "plur"} & reading.grammemes
        and reading.weight >= _LEAST_MODIFIED
        for reading in readings(word)
    )


def _is_english_date(words: Sequence[str], cuts: AbstractSet[int], number: Number, day: int) -> bool:
    row = ["", "", *words[: number.first]]
    before, article = row[-2:]
    if article != "the":
        return False
    is_cut = number.last in cuts
    following = "" if is_cut else words[number.last]
    if not is_cut and following not in _ENGLISH_FREE and following not in WEEKDAYS:
        return False
    if before in WEEKDAYS:
        return True
    if day <= _COMMON_ORDINALS:
        return before in _ENGLISH_FEW_BEFORE and following not in _ENGLISH_OPEN
    return is_cut or before in _ENGLISH_BEFORE or following not in _ENGLISH_OPEN
