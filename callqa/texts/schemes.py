"""Sentences of what does not fit in a scheme, beside those of ``bonus``."""

# ruff: noqa: E501 - a sentence and its translation stand on a line each

CATALOGUE: dict[str, tuple[str, str]] = {
    "bonus-currency-changed": (
        "Здесь {currency}, а прежние версии схемы в {scheme}: суммы двух валют не складываются. Для новой валюты начните новый проект.",
        "This is {currency}, but earlier versions are in {scheme}: amounts in two currencies cannot be added. Begin a new project for a new currency.",
    ),
    "bonus-applies-unknown": (
        "Схема для «{name}», но в списке менеджеров такого нет. Возможно, {near}?",
        "The scheme is for “{name}”, but the roster has none of that name. Did you mean {near}?",
    ),
    "bonus-several-scorecards": (
        "{kpis}: звонки одного менеджера оценены разными чек-листами ({scorecards}). Раздельно: scorecards у показателя.",
        "{kpis}: calls of one manager were judged by several scorecards ({scorecards}). To part them: scorecards of a KPI.",
    ),
    "bonus-criterion-unknown": (
        "Показатель «{kpi}» считается по критерию «{name}», а его нет ни в одном принятом чек-листе. Возможно, {near}?",
        "The KPI “{kpi}” counts by the criterion “{name}”, which no adopted scorecard has. Did you mean {near}?",
    ),
    "bonus-not-of-calls": (
        "{key} есть только у показателей, которые считаются по звонкам. Уберите его: оно ни на что бы не влияло или строка ждала бы всегда.",
        "Only KPIs counted from calls have {key}. Remove it: it would do nothing, or the line would wait for ever.",
    ),
    "bonus-bands-end": (
        "Выше {end} ни одна ступень не действует. Уберите to у последней: она действует до конца.",
        "Above {end} no band holds. Remove the last one's `to`: it holds to the end.",
    ),
    "bonus-gate-itself": (
        "Показатель «{kpi}» не может быть порогом для самого себя. Назовите другой.",
        "The KPI “{kpi}” cannot be a gate to itself. Name another one.",
    ),
    "bonus-kpi-point": (
        "{column}: в «{given}» точка, а дробная часть отделяется запятой: неясно, тысячи это или доли. Уберите точку.",
        "{column}: “{given}” has a point, while decimals have a comma: thousands or a fraction? Remove the point.",
    ),
}
