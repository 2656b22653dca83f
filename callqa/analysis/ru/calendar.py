"""Russian words of money, days and hours."""

from __future__ import annotations

from callqa.analysis.ru.morphology import readings
from callqa.analysis.tables import cues, rows, word_set

OWN_CURRENCY = "RUB"
CURRENCIES = {
    form: currency
    for currency, forms in rows("""
        RUB: рубль рубля рублей рублю рублям рублем рублями рублях руб р
        USD: доллар доллара долларов долларам баксов бакса бакс
        EUR: евро
        KOP: копейка копейки копеек
    """)
    for form in forms
}
PRICE_WORDS = word_set("""
    стоит стоят стоимость стоимости цена цены цену цене ценой прайс выходит выйдет выходило обходится обойдется платите платим
    платили заплатите заплатить оплата оплаты оплату оплатить сумма сумму суммы бюджет бюджета бюджете счет счете дешевле дороже
    скидка скидку скидкой экономия экономите сэкономите чек аванс предоплата доплата платеж платежа
""")
MONTHS = {
    form: number
    for number, (_, forms) in enumerate(
        rows("""
        янв: январь января январе январю
        фев: февраль февраля феврале февралю
        мар: март марта марте марту
        апр: апрель апреля апреле апрелю
        май: май мая мае маю
        июн: июнь июня июне июню
        июл: июль июля июле июлю
        авг: август августа августе августу
        сен: сентябрь сентября сентябре сентябрю
        окт: октябрь октября октябре октябрю
        ноя: ноябрь ноября ноябре ноябрю
        дек: декабрь декабря декабре декабрю
    """),
        1,
    )
    for form in forms
}
_DAYS = {
    "day:+0": "сегодня",
    "day:+1": "завтра | завтрашний день",
    "day:+2": "послезавтра",
    "day:-1": "вчера",
    "day:-2": "позавчера",
    "week:+0": "на этой неделе | этой неделе | до конца недели | в конце недели | к концу недели",
    "week:+1": "на следующей неделе | следующей неделе | на той неделе | на будущей неделе | следующую неделю",
    "month:+0": "в этом месяце | до конца месяца | в конце месяца | к концу месяца",
    "month:+1": "в следующем месяце | со следующего месяца | следующем месяце",
    "weekday:1": "понедельник | понедельника | понедельнику | понедельникам",
    "weekday:2": "вторник | вторника | вторнику | вторникам",
    "weekday:3": "среду | среды | средам",
    "weekday:4": "четверг | четверга | четвергу | четвергам",
    "weekday:5": "пятница | пятницу | пятницы | пятнице | пятницам",
    "weekday:6": "суббота | субботу | субботы | субботе | субботам",
    "weekday:7": "воскресенье | воскресенья | воскресенью",
}


def _by_first(days: dict[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value, text in days.items():
        for phrase in cues(text):
            found.setdefault(phrase[0], []).append((phrase, value))
    return {word: tuple(sorted(phrases, key=lambda item: -len(item[0]))) for word, phrases in found.items()}


DAYS_BY_FIRST = _by_first(_DAYS)
AFTER = "через"
SPANS = {
    form: unit
    for unit, forms in rows("""
        day: день дня дней денек денечка сутки
        week: неделю недели недель недельку
        month: месяц месяца месяцев
        year: год года лет
    """)
    for form in forms
}
AT = word_set("в во к ко до после с со на около")
HOUR_WORDS = word_set("час часа часов часам часу ч")
MINUTE_WORDS = word_set("минут минуты минуту мин")
HALVES_OF_DAY = {"утра": "am", "утром": "am", "дня": "pm", "вечера": "pm", "вечером": "pm", "ночи": "am"}


def is_counted(word: str) -> bool:
    """Tell whether a word may be what a number counts («в двух словах»): then the number is no hour."""
    return (
        any(
            reading.part == "NOUN" and reading.weight > 0.2 and not {"Name", "Patr", "Surn"} & reading.grammemes  # noqa: PLR2004
            for reading in readings(word)[:3]
        )
        or word.startswith("процент")
    )
