"""English words of money, days and hours."""

from __future__ import annotations

from callqa.analysis.tables import by_first, rows, word_list, word_set

OWN_CURRENCY = "USD"
CURRENCIES = {
    form: currency
    for currency, forms in rows("""
        USD: dollar dollars bucks buck
        GBP: pound pounds quid
        EUR: euro euros
        INR: rupee rupees
    """)
    for form in forms
}
PRICE_WORDS = word_set("""
    price prices pricing cost costs pay paying paid charge charges budget fee fees quote quoted spend spending save
    saving saves deposit invoice discount cheaper
""")
_MONTH_NAMES = word_list("january february march april may june july august september october november december")
MONTHS = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, 1) if name not in ("may", "march")},
}
WEEKDAYS = tuple(word_list("monday tuesday wednesday thursday friday saturday sunday"))
_DAYS = {
    "day:+0": "today | this afternoon | this morning | tonight",
    "day:+1": "tomorrow",
    "day:+2": "the day after tomorrow",
    "day:-1": "yesterday",
    "week:+0": "this week | end of the week",
    "week:+1": "next week",
    "month:+0": "this month | end of the month",
    "month:+1": "next month",
    **{f"weekday:{number}": f"{name} | {name}s" for number, name in enumerate(WEEKDAYS, 1)},
}
DAYS_BY_FIRST = by_first(_DAYS.items())
AFTER = "in"
SPANS = {
    form: unit
    for unit, forms in rows("""
        day: day days
        week: week weeks fortnight
        month: month months
        year: year years
    """)
    for form in forms
}
AT = word_set("at by before after until till around about from")
HOUR_WORDS = word_set("o'clock")
MINUTE_WORDS: frozenset[str] = frozenset()
HALVES_OF_DAY = {"am": "am", "a.m": "am", "pm": "pm", "p.m": "pm"}
_NOT_COUNTED = word_set("""
    on then so and or if is ok okay please tomorrow today would works good sharp in for but your my i you we
""").union(WEEKDAYS)


def is_counted(word: str) -> bool:
    """Tell whether a word may be what a number counts ("at two sites"): then the number is no hour."""
    return bool(word) and word not in _NOT_COUNTED
