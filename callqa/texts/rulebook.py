"""Sentences about scorecards: what is wrong in a file, and what the rule author's tools say."""

_SHOWN = "\n    {shown}"

CATALOGUE: dict[str, tuple[str, str]] = {
    "rule-file-unreadable": ("файл не читается: {why}", "the file cannot be read: {why}"),
    "rule-file-empty": ("здесь нет списка проверок: ожидались ключи и значения", "there is no scorecard here: keys and values were expected"),
    "rule-yaml": ("это не YAML: {why}" + _SHOWN, "this is not YAML: {why}" + _SHOWN),
    "rule-key-twice": ("ключ «{key}» стоит дважды" + _SHOWN, "the key “{key}” stands twice" + _SHOWN),
    "rule-key-unknown": ("неизвестный ключ «{key}»" + _SHOWN, "unknown key “{key}”" + _SHOWN),
    "rule-key-unknown-meant": (
        "неизвестный ключ «{key}»; может быть, «{meant}»?" + _SHOWN,
        "unknown key “{key}”; did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-key-missing": ("нет обязательного ключа «{key}»" + _SHOWN, "the key “{key}” is missing" + _SHOWN),
    "rule-key-misplaced": (
        "ключ «{key}» не относится к проверке «{kind}»" + _SHOWN,
        "the key “{key}” does not go with the check “{kind}”" + _SHOWN,
    ),
    "rule-value": ("значение «{given}» ключа «{key}» не подходит" + _SHOWN, "the value “{given}” of “{key}” does not fit" + _SHOWN),
    "rule-value-choice": (
        "у ключа «{key}» значение «{given}»; бывает: {expected}. Может быть, «{meant}»?" + _SHOWN,
        "“{key}” has the value “{given}”; it can be {expected}. Did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-value-extent": (
        "«{given}»: нужна длина с единицей: «3 turns», «30s» или «15%»" + _SHOWN,
        "“{given}”: a length with its unit is needed: “3 turns”, “30s” or “15%”" + _SHOWN,
    ),
    "rule-value-duration": (
        "«{given}»: нужно время с единицей: «90s», «1m30s» (без единицы YAML прочтёт 1:30 как 90)" + _SHOWN,
        "“{given}”: a time with its unit is needed: “90s”, “1m30s” (without it YAML reads 1:30 as 90)" + _SHOWN,
    ),
    "rule-value-string": ("у ключа «{key}» должен быть текст, а здесь «{given}»" + _SHOWN, "“{key}” must be text, and here is “{given}”" + _SHOWN),
    "rule-value-int": ("у ключа «{key}» должно быть целое число, а здесь «{given}»" + _SHOWN, "“{key}” must be a whole number, and here is “{given}”" + _SHOWN),
    "rule-value-bool": ("у ключа «{key}» должно быть true или false, а здесь «{given}»" + _SHOWN, "“{key}” must be true or false, and here is “{given}”" + _SHOWN),
    "rule-value-list": ("у ключа «{key}» должен быть список" + _SHOWN, "“{key}” must be a list" + _SHOWN),
    "rule-value-dict": ("у ключа «{key}» должны быть ключи и значения" + _SHOWN, "“{key}” must have keys and values" + _SHOWN),
    "rule-value-model": ("здесь должны быть ключи и значения, а стоит «{given}»" + _SHOWN, "keys and values must stand here, and there is “{given}”" + _SHOWN),
    "rule-id-twice": ("id «{name}» уже есть у другого критерия" + _SHOWN, "the id “{name}” is taken by another criterion" + _SHOWN),
    "rule-name-unknown": ("нет ни метки, ни критерия «{name}»; может быть, «{meant}»?" + _SHOWN, "there is no label or criterion “{name}”; did you mean “{meant}”?" + _SHOWN),
    "rule-list-unknown": ("нет списка «{name}»; может быть, «{meant}»?" + _SHOWN, "there is no list “{name}”; did you mean “{meant}”?" + _SHOWN),
    "rule-criterion-unknown": ("в исходном списке нет критерия «{name}»" + _SHOWN, "the scorecard that is extended has no criterion “{name}”" + _SHOWN),
    "rule-extends": ("список проверок «{name}» для extends не найден" + _SHOWN, "the scorecard “{name}” to extend was not found" + _SHOWN),
    "rule-use": ("в файле «{name}» ошибки или его нет" + _SHOWN, "the file “{name}” has faults or does not exist" + _SHOWN),
    "rule-circle": ("«{name}» ссылается на себя по кругу" + _SHOWN, "“{name}” refers to itself in a circle" + _SHOWN),
    "rule-check-two-types": ("у проверки один вид, а здесь сразу: {given}" + _SHOWN, "a check has one type, and here are: {given}" + _SHOWN),
    "rule-check-no-type": ("у проверки нет вида; бывают: {known}" + _SHOWN, "the check has no type; there are: {known}" + _SHOWN),
    "rule-check-empty": ("список «{kind}» пуст" + _SHOWN, "the list “{kind}” is empty" + _SHOWN),
    "rule-check-call-level": (
        "проверка «{kind}» смотрит на звонок целиком: она стоит в критерии одна" + _SHOWN,
        "the check “{kind}” looks at the whole call: it stands alone in a criterion" + _SHOWN,
    ),
    "rule-steps-missing": ("проверке «{kind}» нужны ступени: steps" + _SHOWN, "the check “{kind}” needs steps" + _SHOWN),
    "rule-window-within": ("within работает только вместе с after" + _SHOWN, "within needs after" + _SHOWN),
    "rule-order-form": (
        "order — либо sequence, либо after вместе с then" + _SHOWN,
        "order is either sequence, or after together with then" + _SHOWN,
    ),
    "rule-model-thresholds": (
        "doubt ({doubt}) больше, чем met ({met})" + _SHOWN,
        "doubt ({doubt}) is above met ({met})" + _SHOWN,
    ),
    "rule-pattern-sign": ("знак «{sign}» здесь не читается, место {column}" + _SHOWN, "the sign “{sign}” cannot be read here, at {column}" + _SHOWN),
    "rule-pattern-bracket": ("скобки не сходятся: {pattern}, место {column}" + _SHOWN, "the brackets do not match: {pattern}, at {column}" + _SHOWN),
    "rule-pattern-many": ("{pattern}: получается {count} сочетаний, можно до {most}" + _SHOWN, "{pattern}: unfolds into {count} rows, {most} at most" + _SHOWN),
    "rule-pattern-gap": ("промежуток {gap}: первое число не больше второго, второе не больше {most}" + _SHOWN, "the gap {gap}: the first number not above the second, the second not above {most}" + _SHOWN),
    "rule-pattern-placeholder": ("неизвестная подстановка {{{name}}}; есть: {known}" + _SHOWN, "unknown placeholder {{{name}}}; there are: {known}" + _SHOWN),
    "rule-pattern-empty": ("в образце нет ни одного слова: {pattern}" + _SHOWN, "there is no word in the pattern: {pattern}" + _SHOWN),
}
