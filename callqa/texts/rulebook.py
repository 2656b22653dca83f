"""Sentences about scorecards: what is wrong in a file, and what the rule author's tools say."""

_SHOWN = "\n    {shown}"

CATALOGUE: dict[str, tuple[str, str]] = {
    "rule-file-unreadable": ("файл не читается: {why}", "the file cannot be read: {why}"),
    "rule-file-empty": (
        "здесь нет списка проверок: ожидались ключи и значения",
        "there is no scorecard here: keys and values were expected",
    ),
    "rule-yaml": ("это не YAML: {why}" + _SHOWN, "this is not YAML: {why}" + _SHOWN),
    "rule-yaml-quotes": (
        'это не YAML: {why}. Фразы со знаками {{ }} | , ? @ берут в кавычки: "отправить {{0,3}} договор"' + _SHOWN,
        'this is not YAML: {why}. Phrases with {{ }} | , ? @ stand in quotation marks: "send {{0,3}} contract"' + _SHOWN,
    ),
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
    "rule-value": (
        "значение «{given}» ключа «{key}» не подходит" + _SHOWN,
        "the value “{given}” of “{key}” does not fit" + _SHOWN,
    ),
    "rule-value-choice": (
        "у ключа «{key}» значение «{given}»; бывает: {expected}" + _SHOWN,
        "“{key}” has the value “{given}”; it can be {expected}" + _SHOWN,
    ),
    "rule-value-choice-meant": (
        "у ключа «{key}» значение «{given}»; бывает: {expected}. Может быть, «{meant}»?" + _SHOWN,
        "“{key}” has the value “{given}”; it can be {expected}. Did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-value-limit": (
        "у ключа «{key}» значение «{given}», а нужно {limit}" + _SHOWN,
        "“{key}” is “{given}”, and must be {limit}" + _SHOWN,
    ),
    "rule-value-name": (
        "«{given}» у ключа «{key}»: имя из латинских строчных букв, цифр и знака _ (у чек-листа -), начинается с буквы" + _SHOWN,
        "“{given}” for “{key}”: small Latin letters, digits and _ (a scorecard's id: -), beginning with a letter" + _SHOWN,
    ),
    "rule-value-float": (
        "у ключа «{key}» должно быть число, а здесь «{given}»" + _SHOWN,
        "“{key}” must be a number, and here is “{given}”" + _SHOWN,
    ),
    "rule-value-extent": (
        "«{given}»: нужна длина с единицей: «3 turns», «30s» или «15%»" + _SHOWN,
        "“{given}”: a length with its unit is needed: “3 turns”, “30s” or “15%”" + _SHOWN,
    ),
    "rule-value-duration": (
        "«{given}»: нужно время с единицей: «90s», «1m30s» (без единицы YAML прочтёт 1:30 как 90)" + _SHOWN,
        "“{given}”: a time with its unit is needed: “90s”, “1m30s” (without it YAML reads 1:30 as 90)" + _SHOWN,
    ),
    "rule-value-string": (
        "у ключа «{key}» должен быть текст, а здесь «{given}»" + _SHOWN,
        "“{key}” must be text, and here is “{given}”" + _SHOWN,
    ),
    "rule-value-int": (
        "у ключа «{key}» должно быть целое число, а здесь «{given}»" + _SHOWN,
        "“{key}” must be a whole number, and here is “{given}”" + _SHOWN,
    ),
    "rule-value-bool": (
        "у ключа «{key}» должно быть true или false, а здесь «{given}»" + _SHOWN,
        "“{key}” must be true or false, and here is “{given}”" + _SHOWN,
    ),
    "rule-value-list": ("у ключа «{key}» должен быть список" + _SHOWN, "“{key}” must be a list" + _SHOWN),
    "rule-value-dict": ("у ключа «{key}» должны быть ключи и значения" + _SHOWN, "“{key}” must have keys and values" + _SHOWN),
    "rule-value-model": (
        "здесь должны быть ключи и значения, а стоит «{given}»" + _SHOWN,
        "keys and values must stand here, and there is “{given}”" + _SHOWN,
    ),
    "rule-id-twice": (
        "id «{name}» уже есть у другого критерия" + _SHOWN,
        "the id “{name}” is taken by another criterion" + _SHOWN,
    ),
    "rule-section-twice": (
        "id «{name}» уже есть у другого раздела" + _SHOWN,
        "the id “{name}” is taken by another section" + _SHOWN,
    ),
    "rule-pattern-odd": (
        "фраза «{pattern}» ничего не найдёт: «{word}» — не слово (знак внутри или буквы двух алфавитов)" + _SHOWN,
        "the phrase “{pattern}” will find nothing: “{word}” is no word (a mark in it, or letters of two alphabets)" + _SHOWN,
    ),
    "rule-lint-unreachable": (
        "фраза «{pattern}» не найдётся никогда: её снимает except, или ^ и $ стоят не с краю",
        "the phrase “{pattern}” can never be found: except takes it away, or ^ and $ are not at its edges",
    ),
    "rules-id-reused": (
        "{name}: такой чек-лист уже есть в другом из этих файлов; дайте ему другой id или версию",
        "{name}: another of these files has that scorecard already; give it another id or version",
    ),
    "rule-name-unknown": (
        "нет ни метки, ни критерия «{name}»; есть: {known}" + _SHOWN,
        "there is no label or criterion “{name}”; there are: {known}" + _SHOWN,
    ),
    "rule-name-unknown-meant": (
        "нет ни метки, ни критерия «{name}»; может быть, «{meant}»?" + _SHOWN,
        "there is no label or criterion “{name}”; did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-list-unknown": (
        "нет списка «{name}»; есть: {known}" + _SHOWN,
        "there is no list “{name}”; there are: {known}" + _SHOWN,
    ),
    "rule-list-unknown-meant": (
        "нет списка «{name}»; может быть, «{meant}»?" + _SHOWN,
        "there is no list “{name}”; did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-measure-unknown": (
        "нет показателя «{name}» (все — в docs/measures.md); есть: {known}" + _SHOWN,
        "there is no measure “{name}” (docs/measures.md has all); there are: {known}" + _SHOWN,
    ),
    "rule-measure-unknown-meant": (
        "нет показателя «{name}» (все — в docs/measures.md); может быть, «{meant}»?" + _SHOWN,
        "there is no measure “{name}” (docs/measures.md has all); did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-model-unknown": (
        "модель не знает «{name}», и ничего не найдётся; может быть, {meant}?" + _SHOWN,
        "the model does not know “{name}”, and nothing will be found; did you mean {meant}?" + _SHOWN,
    ),
    "rule-criterion-unknown": (
        "в исходном списке нет критерия «{name}»; есть: {known}" + _SHOWN,
        "the scorecard that is extended has no criterion “{name}”; there are: {known}" + _SHOWN,
    ),
    "rule-criterion-unknown-meant": (
        "в исходном списке нет критерия «{name}»; может быть, «{meant}»?" + _SHOWN,
        "the scorecard that is extended has no criterion “{name}”; did you mean “{meant}”?" + _SHOWN,
    ),
    "rule-extends": (
        "список проверок «{name}» для extends не найден" + _SHOWN,
        "the scorecard “{name}” to extend was not found" + _SHOWN,
    ),
    "rule-use": ("в файле «{name}» ошибки или его нет" + _SHOWN, "the file “{name}” has faults or does not exist" + _SHOWN),
    "rule-circle": ("«{name}» ссылается на себя по кругу" + _SHOWN, "“{name}” refers to itself in a circle" + _SHOWN),
    "rule-check-two-types": (
        "у проверки один вид, а здесь сразу: {given}" + _SHOWN,
        "a check has one type, and here are: {given}" + _SHOWN,
    ),
    "rule-check-no-type": ("у проверки нет вида; бывают: {known}" + _SHOWN, "the check has no type; there are: {known}" + _SHOWN),
    "rule-check-empty": ("список «{kind}» пуст" + _SHOWN, "the list “{kind}” is empty" + _SHOWN),
    "rule-check-call-level": (
        "проверка «{kind}» смотрит на звонок целиком: она стоит в критерии одна" + _SHOWN,
        "the check “{kind}” looks at the whole call: it stands alone in a criterion" + _SHOWN,
    ),
    "rule-steps-missing": ("проверке «{kind}» нужны ступени: steps" + _SHOWN, "the check “{kind}” needs steps" + _SHOWN),
    "rule-steps-gap": (
        "между ступенями до {low} и от {high} ничего нет: такое значение не даёт ни балла" + _SHOWN,
        "no step holds what lies between {low} and {high}: such a figure earns nothing" + _SHOWN,
    ),
    "rule-window-within": ("within работает только вместе с after" + _SHOWN, "within needs after" + _SHOWN),
    "rule-order-form": (
        "order — либо sequence, либо after вместе с then" + _SHOWN,
        "order is either sequence, or after together with then" + _SHOWN,
    ),
    "rule-model-thresholds": (
        "doubt ({doubt}) больше, чем met ({met})" + _SHOWN,
        "doubt ({doubt}) is above met ({met})" + _SHOWN,
    ),
    "rule-pattern-sign": (
        "знак «{sign}» здесь не читается, место {column}" + _SHOWN,
        "the sign “{sign}” cannot be read here, at {column}" + _SHOWN,
    ),
    "rule-pattern-bracket": (
        "скобки не сходятся: {pattern}, место {column}" + _SHOWN,
        "the brackets do not match: {pattern}, at {column}" + _SHOWN,
    ),
    "rule-pattern-many": (
        "{pattern}: получается {count} сочетаний, можно до {most}" + _SHOWN,
        "{pattern}: unfolds into {count} rows, {most} at most" + _SHOWN,
    ),
    "rule-pattern-gap": (
        "промежуток {gap}: первое число не больше второго, второе не больше {most}" + _SHOWN,
        "the gap {gap}: the first number not above the second, the second not above {most}" + _SHOWN,
    ),
    "rule-pattern-placeholder-meant": (
        "неизвестная подстановка {{{name}}}; может быть, {{{meant}}}?" + _SHOWN,
        "unknown placeholder {{{name}}}; did you mean {{{meant}}}?" + _SHOWN,
    ),
    "rule-pattern-placeholder": (
        "неизвестная подстановка {{{name}}}; есть: {known}" + _SHOWN,
        "unknown placeholder {{{name}}}; there are: {known}" + _SHOWN,
    ),
    "rule-pattern-form-star": (
        "{word}: «=» — ровно эта форма, а «*» — любое продолжение; оставьте что-то одно" + _SHOWN,
        "{word}: “=” is this very form and “*” any continuation; keep one of them" + _SHOWN,
    ),
    "rule-pattern-empty": (
        "в образце нет ни одного слова: {pattern}" + _SHOWN,
        "there is no word in the pattern: {pattern}" + _SHOWN,
    ),
    "rule-lint-no-examples": (
        "у правила «{name}» нет примеров: некому заметить, что оно сломалось",
        "the rule “{name}” has no examples: nothing would notice it break",
    ),
    "rule-lint-no-weight": (
        "критерий «{name}» ничего не весит: только показывается",
        "the criterion “{name}” weighs nothing: it is only shown",
    ),
    "rule-lint-inside": (
        "фраза «{pattern}» лишняя: в ней уже есть «{other}»",
        "the phrase “{pattern}” adds nothing: “{other}” is in it",
    ),
    "rule-lint-unnoticed": (
        "фразу «{pattern}» можно удалить, и ни один пример этого не заметит",
        "the phrase “{pattern}” could be deleted and no example would notice",
    ),
    "rule-lint-now-found": (
        "«{name}»: известный промах теперь находится, перенесите его в met: {text}",
        "“{name}”: a known miss is found now, move it to met: {text}",
    ),
    "rule-lint-example": ("«{name}»: пример не проходит: {text}", "“{name}”: an example fails: {text}"),
    "rule-lint-critical-ordinary": (
        "критический критерий «{name}» сработал на обычных звонках ({count}): {calls}",
        "the critical criterion “{name}” fires on ordinary calls ({count}): {calls}",
    ),
    "rule-lint-ordinary": (
        "фраза «{pattern}» есть в {count} из {total} обычных звонков",
        "the phrase “{pattern}” is in {count} of {total} ordinary calls",
    ),
    "rules-not-found": (
        "Списка проверок «{name}» нет ни в проекте, ни среди поставляемых. Проверьте имя или путь.",
        (
            "There is no scorecard “{name}”, neither in the project nor among those that come with callqa. "
            "Check the name or the path."
        ),
    ),
    "rules-faulty": (
        "{path}: ошибок: {count}. Исправьте их и повторите; подробности: callqa rules check.",
        "{path}: faults: {count}. Mend them and try again; for details: callqa rules check.",
    ),
    "rules-no-ordinary": (
        "В папке {path} нет ни одного звонка на языке этого списка.",
        "There is no call in the language of this scorecard in {path}.",
    ),
    "rules-checked": (
        "{name}: ошибок нет; критериев {count}, баллов {points}",
        "{name}: no faults; {count} criteria, {points} points",
    ),
    "rules-tested": (
        (
            "{name}: примеров {count}; прошли {passed}, не прошли {failed}, "
            "известных промахов {still_missed}, нашлись промахи {now_found}"
        ),
        "{name}: {count} examples; {passed} passed, {failed} failed, {still_missed} known misses, {now_found} misses found now",
    ),
    "rules-linted": (
        "{name}: замечаний {count} (обычных звонков для проверки: {calls})",
        "{name}: {count} remarks (ordinary calls looked at: {calls})",
    ),
    "rules-more": (
        "… и ещё {count} таких замечаний ({slug}); все — с ключом --json",
        "… and {count} more of these ({slug}); all with --json",
    ),
    "rules-example-failed": (
        "{place}: {name}: не прошёл, вышло {outcome}: {text}",
        "{place}: {name}: failed, came to {outcome}: {text}",
    ),
    "rules-example-now-found": (
        "{place}: {name}: известный промах находится, перенесите его в met: {text}",
        "{place}: {name}: a known miss is found, move it to met: {text}",
    ),
    "rules-example-still-missed": ("{place}: {name}: известный промах: {text}", "{place}: {name}: a known miss: {text}"),
    "rules-criterion-unknown": (
        "В списке {scorecard} нет критерия «{name}». Есть: {known}.",
        "{scorecard} has no criterion “{name}”. There are: {known}.",
    ),
    "rules-not-analysed": (
        "У звонка {call} нет разобранных слов: запустите callqa score.",
        "The words of call {call} are not stored: run callqa score.",
    ),
    "rules-version-unknown": (
        "Версии {name} в базе нет. Укажите файл или версию, по которой уже считали.",
        "Version {name} is not in the database. Give a file, or a version that was used.",
    ),
    "rules-adopted": ("{name} действует с {since}; решение: {who}", "{name} is in force from {since}; decided by {who}"),
    "rules-adopted-over": (
        "Вместо {old}. Если нужны оба — повторите с --beside",
        "{old} gives way to it. If both are meant, do it again with --beside",
    ),
    "rules-adopted-beside": (
        "Рядом действуют: {others}. Какой чек-лист для каких звонков: callqa rules list",
        "In force beside it: {others}. Which scorecard is for which calls: callqa rules list",
    ),
    "rules-retired": (
        "{name} не действует с {since}; решение: {who}. Остаются: {left}",
        "{name} is no longer in force from {since}; decided by {who}. What is left: {left}",
    ),
    "rules-not-in-force": (
        "«{name}» в это время не действует; действуют: {known}",
        "“{name}” is not in force at that time; in force are: {known}",
    ),
    "rules-adoption-unclear": (
        "Действует несколько чек-листов ({others}), и {name} не у́же их. Чьё место он займёт? --instead-of ID, или --beside.",
        "Several are in force ({others}), and {name} is not narrower. Whose place does it take? --instead-of ID, or --beside.",
    ),
    "rules-scopes-clash": (
        "{one} и {other} подходят одним звонкам, и ни один не у́же. Сузьте applies_to или дайте главному priority: 1 в нём.",
        "{one} and {other} fit the same calls, and neither is narrower. Narrow applies_to, or give the first one priority: 1.",
    ),
    "rules-scope-unknown": (
        "applies_to: «{name}» нет в {roster}; может быть, «{meant}»?",
        "applies_to: “{name}” is not in {roster}; did you mean “{meant}”?",
    ),
    "rule-scope-language": (
        "applies_to: язык «{given}», а чек-лист на языке «{language}»" + _SHOWN,
        "applies_to: the language is “{given}”, and the scorecard's is “{language}”" + _SHOWN,
    ),
    "rules-in-force": ("Действуют на {at}", "In force on {at}"),
    "rules-to-come": ("Вступят в силу позже", "In force later"),
    "rules-none-in-force": (
        "Ни один чек-лист не принят: звонки оцениваются для пробы, без оплаты. Принять: callqa rules adopt",
        "No scorecard was adopted: calls are judged for trial, without pay. To adopt one: callqa rules adopt",
    ),
    "rules-column-scorecard": ("Чек-лист", "Scorecard"),
    "rules-column-language": ("Язык", "Language"),
    "rules-column-since": ("С", "From"),
    "rules-column-scope": ("Для каких звонков", "For which calls"),
    "rules-column-who": ("Кто решил", "Decided by"),
    "rules-column-why": ("Почему", "Why"),
    "rules-retired-row": ("перестаёт действовать", "no longer in force"),
    "rules-scope-all": ("все", "all"),
    "rules-scope-call-type": ("вид: {values}", "type: {values}"),
    "rules-scope-direction": ("направление: {values}", "direction: {values}"),
    "rules-scope-team": ("отдел: {values}", "team: {values}"),
    "rules-scope-manager": ("менеджер: {values}", "manager: {values}"),
    "rules-scope-tag": ("метка {tag}: {values}", "tag {tag}: {values}"),
    "rules-scope-priority": ("приоритет {values}", "priority {values}"),
    "rules-judges-call": (
        "{call} ({known}): для оплаты оценивает {scorecard}",
        "{call} ({known}): judged for pay by {scorecard}",
    ),
    "rules-judges-not": (
        "{call} ({known}): ни один действующий чек-лист не для таких звонков, он не оценивается",
        "{call} ({known}): no scorecard in force is for such calls, it is left out",
    ),
    "rules-judges-unclear": (
        "{call} ({known}): по данным о звонке не решить, какой чек-лист для него; звонок ждёт, впишите вид или направление",
        "{call} ({known}): what is known of the call does not say which scorecard is for it; fill in its type or direction",
    ),
    "rules-judges-nobody": (
        "{call} ({known}): для оплаты не оценивает никто: в то время ничего не действовало или время звонка неизвестно",
        "{call} ({known}): nobody judges it for pay: nothing was in force then, or its time is not known",
    ),
    "rules-compared": (
        "{old} → {new}: звонков {calls}, изменились исходы: {outcomes}, баллы звонков: {scores}",
        "{old} → {new}: {calls} calls; outcomes that change: {outcomes}, scores: {scores}",
    ),
    "rules-diff-outcomes": ("Изменились исходы", "Outcomes that change"),
    "rules-diff-scores": ("Изменились баллы звонков", "Scores that change"),
    "rules-diff-managers": ("Средние по менеджерам", "Means by manager"),
    "rules-column-call": ("Звонок", "Call"),
    "rules-column-calls": ("Звонков", "Calls"),
    "rules-column-manager": ("Менеджер", "Manager"),
    "rules-column-criterion": ("Критерий", "Criterion"),
    "rules-column-before": ("Было", "Before"),
    "rules-column-after": ("Стало", "After"),
    "rules-column-points": ("Баллы", "Points"),
    "rules-outcome-met": ("выполнено", "met"),
    "rules-outcome-partly-met": ("выполнено частично", "partly met"),
    "rules-outcome-not-met": ("не выполнено", "not met"),
    "rules-outcome-not-applicable": ("не относится", "not applicable"),
    "rules-outcome-not-assessed": ("не оценено", "not assessed"),
    "rules-explained": ("{title}: {outcome} ({scorecard}, {place})", "{title}: {outcome} ({scorecard}, {place})"),
    "rules-explained-evidence": ("  {time} «{quote}»{reasons} — {rule}", "  {time} “{quote}”{reasons} — {rule}"),
    "rules-explained-looked": ("  искали с {start} до {end}, реплик: {turns}", "  looked from {start} to {end}, turns: {turns}"),
    "rules-explained-nearest": ("  ближе всего: {time} «{quote}» — {rule}", "  nearest: {time} “{quote}” — {rule}"),
    "rules-explained-hit": ("  реплика {turn}: «{quote}» ({name}, {rule})", "  turn {turn}: “{quote}” ({name}, {rule})"),
    "rules-explained-doubt": (
        "  реплика {turn}, под вопросом: «{quote}» ({name}, {rule})",
        "  turn {turn}, in doubt: “{quote}” ({name}, {rule})",
    ),
    "rules-explained-model": (
        "  модель: реплика {turn}, {label} {probability} (засчитывается с {met}, вопрос с {doubt}): «{text}»; слова: {reasons}",
        "  model: turn {turn}, {label} {probability} (counts from {met}, in doubt from {doubt}): “{text}”; words: {reasons}",
    ),
}
