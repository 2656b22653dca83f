"""Sentences of bonus schemes, months, figures, verification and the trace."""

# ruff: noqa: E501 - a sentence and its translation stand on a line each

_FAULTS: dict[str, tuple[str, str]] = {
    "bonus-key-unknown": (
        "Нет такого ключа: «{key}». Возможно, «{near}»?",
        "There is no such key: “{key}”. Did you mean “{near}”?",
    ),
    "bonus-no-kpis": ("В схеме нет ни одного показателя. Добавьте их в kpis.", "The scheme has no KPI. Add them under kpis."),
    "bonus-kpi-twice": (
        "Показатель «{kpi}» задан дважды. Дайте второму другой id.",
        "The KPI “{kpi}” is given twice. Give the second another id.",
    ),
    "bonus-rounding-step": (
        "Округлять до {given} нельзя: нужно положительное число, кратное копейке.",
        "Rounding to {given} is not possible: give a positive multiple of the smallest coin.",
    ),
    "bonus-percent": ("{given} не подходит: нужны проценты от 0 до 100.", "{given} does not fit: give per cent from 0 to 100."),
    "bonus-one-of": ("Нужно ровно одно из: {keys}.", "Exactly one of these is needed: {keys}."),
    "bonus-negative": ("«{key}» не может быть меньше нуля.", "“{key}” cannot be below zero."),
    "bonus-currency-unknown": (
        "Валюта «{currency}» неизвестна. Известны: {known}.",
        "The currency “{currency}” is unknown. Known: {known}.",
    ),
    "bonus-currency-mix": (
        "Здесь {currency}, а схема в {scheme}. В одной схеме одна валюта.",
        "This is {currency}, but the scheme is in {scheme}. A scheme has one currency.",
    ),
    "bonus-weight-of-nothing": (
        "Вес задан, а премии, долей которой он является, нет. Добавьте bonus: {{amount: …}}.",
        "A weight is given, but no bonus that it is a share of. Add bonus: {{amount: …}}.",
    ),
    "bonus-weights-sum": ("Веса дают в сумме {sum}, а должны 100.", "The weights sum to {sum}, they must sum to 100."),
    "bonus-unused": ("Премия задана, но ни у одного показателя нет веса.", "A bonus is given, but no KPI has a weight in it."),
    "bonus-commission-source": (
        "Процент с результата возможен только от импортируемого показателя.",
        "A commission is only possible on an imported figure.",
    ),
    "bonus-target": (
        "Цель {given} не подходит: она должна быть больше нуля.",
        "The target {given} does not fit: it must be above zero.",
    ),
    "bonus-criterion-missing": ("Для measure: criterion назовите criterion.", "With measure: criterion, name the criterion."),
    "bonus-direction": (
        "У этого показателя больше — всегда лучше. Уберите direction.",
        "Higher is always better here. Remove direction.",
    ),
    "bonus-ratio": ("Для отношения назовите column (сверху) и over (снизу).", "A ratio needs column (above) and over (below)."),
    "bonus-figure-unknown": (
        "Показатель-источник «{name}» неизвестен. Возможно, {near}?",
        "The figure “{name}” is unknown. Did you mean {near}?",
    ),
    "bonus-kpi-unknown": (
        "Показатель «{name}» неизвестен. Возможно, {near}?",
        "The KPI “{name}” is unknown. Did you mean {near}?",
    ),
    "bonus-column-unknown": (
        "Столбец «{name}» неизвестен. Возможно, {near}?",
        "The column “{name}” is unknown. Did you mean {near}?",
    ),
    "bonus-two-shapes": ("Задайте либо points, либо bands.", "Give either points or bands."),
    "bonus-shape-missing": (
        "Непонятно, сколько платить: добавьте points, bands или target.",
        "It is not said what is paid: add points, bands or a target.",
    ),
    "bonus-falls": (
        "Лучший результат платится меньше. Если так задумано, напишите may_fall: true.",
        "A better result pays less. If that is meant, write may_fall: true.",
    ),
    "bonus-cap-below-floor": ("cap меньше, чем floor.", "The cap is below the floor."),
    "bonus-points-order": ("Точки должны идти по возрастанию: {left}, затем {right}.", "Points must rise: {left}, then {right}."),
    "bonus-bands-gap": ("Между {left} и {right} ни одна ступень не действует.", "Between {left} and {right} no band holds."),
    "bonus-bands-overlap": (
        "Ступени пересекаются: одна до {left}, другая от {right}.",
        "Bands overlap: one up to {left}, another from {right}.",
    ),
    "bonus-many-kpis": (
        "Показателей {number}. Больше трёх на человека рассеивают внимание.",
        "There are {number} KPIs. More than three on one person, and focus is lost.",
    ),
    "bonus-activity": (
        "Показатель активности «{kpi}» — {share} % премии. Свыше 10 % люди работают на счётчик.",
        "The activity KPI “{kpi}” is {share} % of the bonus. Above 10 %, people work for the counter.",
    ),
    "bonus-waived": (
        "Калибровка отменена письменно ({who}): премия платится по критериям, не сверенным с людьми. Это печатается в каждом расчётном листе.",
        "Calibration is waived in writing ({who}): criteria pay that were not measured against people. Every statement says so.",
    ),
    "bonus-version-taken": (
        "Версия {scheme} уже сохранена с другим содержанием. Поставьте version: {next} и since.",
        "The version {scheme} is stored with another content. Set version: {next} and since.",
    ),
    "bonus-scheme-missing": (
        "Нет файла {path}: схема премий не задана. Образец — в examples/payroll.",
        "There is no {path}: no bonus scheme is given. examples/payroll has one.",
    ),
    "bonus-scheme-faulty": ("В {path} ошибки ({count}), они перечислены выше.", "{path} has faults ({count}), listed above."),
    "bonus-scheme-not-in-force": (
        "В месяце {period} схема премий не действует: первая — с {since}.",
        "No bonus scheme is in force in {period}: the first begins on {since}.",
    ),
    "bonus-scheme-late": (
        "{scheme} действует с {since}, а {period} уже закрыт. Поставьте since позже.",
        "{scheme} begins on {since}, but {period} is closed. Set since to a later day.",
    ),
    "bonus-rules-late": (
        "{name} не может действовать с {since}: {period} уже закрыт, его звонки остались бы без баллов. Укажите --from позже.",
        "{name} cannot be in force from {since}: {period} is closed, and its calls would be left without scores. Give a later --from.",
    ),
}

_PERIODS: dict[str, tuple[str, str]] = {
    "bonus-period-unknown": (
        "Нет такого месяца: «{period}». Пишите как 2026-10.",
        "There is no such month: “{period}”. Write it as 2026-10.",
    ),
    "review-dispute-late": (
        "Период {period} уже нельзя оспорить: он закрыт или дни споров прошли. Обратитесь к руководителю.",
        "The period {period} can no longer be contested: it is closed or its days are over. Talk to the head of sales.",
    ),
    "bonus-manager-unknown": (
        "Нет такого менеджера или начислений у него нет: «{manager}».",
        "There is no such manager, or nothing to pay: “{manager}”.",
    ),
    "bonus-already-closed": (
        "{period} уже закрыт ({who}, {at}). Правки войдут в следующий месяц.",
        "{period} is closed already ({who}, {at}). Corrections go to the next month.",
    ),
    "bonus-already-submitted": ("{period} уже отправлен ({who}, {at}).", "{period} was submitted already ({who}, {at})."),
    "bonus-not-submitted": (
        "{period} сначала отправляют: callqa payroll submit {period}. Схема даёт дни на споры.",
        "{period} is to be submitted first: callqa payroll submit {period}. The scheme gives days for disputes.",
    ),
    "bonus-dispute-days": (
        "Споры по {period} принимаются до {until}. Закрыть можно с этого дня.",
        "Disputes on {period} are open until {until}. It can be closed from that day on.",
    ),
    "bonus-same-person": (
        "{period} отправлял {who}. Закрыть должен другой человек.",
        "{who} submitted {period}. Another person has to close it.",
    ),
    "bonus-no-account": (
        "«{who}» — не учётная запись. Где они заведены, отправляют и закрывают от имени одной из них: --as ЛОГИН.",
        "“{who}” is no account. Where people have accounts, one of them submits and closes: --as LOGIN.",
    ),
    "bonus-scheme-swapped": (
        "Схема {period} изменилась после отправки. Отправьте месяц заново: callqa payroll submit {period}.",
        "The scheme of {period} changed after it was submitted. Submit it again: callqa payroll submit {period}.",
    ),
    "bonus-number-shared": (
        "Табельный номер {number} у двоих: {other} и {manager}. Исправьте managers.yaml, затем закройте месяц.",
        "The personnel number {number} is given twice: {other} and {manager}. Put managers.yaml right, then close.",
    ),
    "bonus-lead-unread": (
        "Время заявки (lead_at) не читается, звонков {number}: {calls}. Они считаются звонками без заявки.",
        "The time of the lead (lead_at) cannot be read on {number} calls: {calls}. They count as calls without a lead.",
    ),
    "bonus-words-replaced": (
        "{period} закрыт по другим записям слов: звонков {number} ({calls}). Разница показана строками за {period}.",
        "{period} was closed on other words: {number} calls ({calls}). What differs stands in lines for {period}.",
    ),
    "bonus-left-out": (
        "{manager} при закрытии {period} не было в managers.yaml, а звонки есть: callqa payroll close {period} --manager {manager}.",
        "{manager} was not in managers.yaml when {period} was closed, but has calls: callqa payroll close {period} --manager {manager}.",
    ),
    "bonus-call-has-score": (
        "У звонка {call} есть оценка, списать его нельзя. Оценку меняют callqa override или callqa dispute.",
        "The call {call} has a score and is not written off. callqa override or callqa dispute changes what it says.",
    ),
    "bonus-call-not-written-off": ("Звонок {call} в {period} не списан.", "The call {call} of {period} is not written off."),
    "bonus-why-missing": ("Напишите причину: --why ТЕКСТ.", "Give a reason: --why TEXT."),
    "bonus-line-unknown": (
        "Строка {row} — не строка начисления {manager} за {period}.",
        "Row {row} is no line of {manager}'s pay for {period}.",
    ),
    "bonus-amount-too-large": (
        "{manager}, {kpi}: сумма больше, чем вмещает ведомость. Проверьте показатель и схему.",
        "{manager}, {kpi}: the amount is more than the ledger holds. Check the figure and the scheme.",
    ),
    "bonus-nothing-to-close": ("В {period} никому нечего начислять.", "Nobody has anything to be paid in {period}."),
    "bonus-not-closed": (
        "{period} ещё не закрыт: callqa payroll close {period}.",
        "{period} is not closed yet: callqa payroll close {period}.",
    ),
    "bonus-call-not-of-period": ("Звонок {call} не относится к {period}.", "The call {call} is not one of {period}."),
    "bonus-ground-missing": (
        "Удержание у {manager} возможно только с основанием (ст. 137 ТК РФ): --ground ТЕКСТ.",
        "A deduction from {manager} needs a ground (Labour Code art. 137): --ground TEXT.",
    ),
    "bonus-amount": (
        "Сумма «{given}» не подходит. Пишите как 1500.00 ({currency}).",
        "The amount “{given}” does not fit. Write it as 1500.00 ({currency}).",
    ),
    "bonus-salaries": (
        "{path}, строка {line}: нужны табельный номер и оклад, каждый номер один раз.",
        "{path}, line {line}: a personnel number and a salary are needed, each number once.",
    ),
    "bonus-no-calls": ("В {period} нет ни одного звонка.", "There is no call in {period}."),
    "bonus-unassigned": (
        "Звонки без менеджера из managers.yaml ({number}): {calls}. Они никому не начислены.",
        "Calls of nobody in managers.yaml ({number}): {calls}. They pay nobody.",
    ),
    "bonus-undated": (
        "Звонков без времени начала: {number}. Ни один месяц их не оплатит.",
        "Calls without a start time: {number}. No month can pay them.",
    ),
    "bonus-number-missing": (
        "У {manager} нет табельного номера. Добавьте personnel_number в managers.yaml.",
        "{manager} has no personnel number. Add personnel_number to managers.yaml.",
    ),
    "bonus-number-twice": (
        "Табельный номер {number} у двоих: {other} и {manager}.",
        "The personnel number {number} is given twice: {other} and {manager}.",
    ),
    "bonus-month-not-over": (
        "{period} ещё не кончился. Что произойдёт до конца месяца, войдёт в следующий.",
        "{period} is not over. What still happens goes to the next month.",
    ),
}

_KPI: dict[str, tuple[str, str]] = {
    "bonus-kpi-file": (
        "{path} не читается как таблица показателей: {why}.",
        "{path} cannot be read as a table of figures: {why}.",
    ),
    "bonus-kpi-manager": ("Нет такого менеджера: «{given}».", "There is no such manager: “{given}”."),
    "bonus-kpi-period": (
        "Месяц «{given}» не подходит. Пишите 2026-10 или задайте --period.",
        "The month “{given}” does not fit. Write 2026-10, or give --period.",
    ),
    "bonus-kpi-number": ("{column}: «{given}» — не число.", "{column}: “{given}” is no number."),
    "bonus-kpi-comma": (
        "{column}: в «{given}» запятая. Если она десятичная, задайте import: {{decimal: comma}} в bonus.yaml.",
        "{column}: “{given}” has a comma. If it is a decimal one, set import: {{decimal: comma}} in bonus.yaml.",
    ),
    "bonus-kpi-cells": (
        "Ячеек больше, чем столбцов. Если запятая в числах десятичная, разделяйте ячейки точкой с запятой или берите числа в кавычки.",
        "More cells than columns. If commas in numbers are decimal ones, part the cells by semicolons, or put the numbers in quotes.",
    ),
    "bonus-import-twice": (
        "{manager}, {column}: уже есть в строке {line}. Взята она.",
        "{manager}, {column}: stands in line {line} already. That one is taken.",
    ),
    "bonus-kpi-imported": (
        "Показателей записано: {figures} (заменено: {replaced}), без изменений: {unchanged}.",
        "Figures written: {figures} (replaced: {replaced}), unchanged: {unchanged}.",
    ),
}

_VERIFY: dict[str, tuple[str, str]] = {
    "bonus-verify-chain": (
        "Строка {row} ведомости изменена в обход callqa ({what}).",
        "Row {row} of the ledger was changed behind callqa's back ({what}).",
    ),
    "bonus-verify-unreadable": (
        "Закрытие в строке {row} нельзя пересчитать ({why}): данные повреждены.",
        "The closing in row {row} cannot be computed again ({why}): the data are damaged.",
    ),
    "bonus-verify-total": (
        "{manager}: итог {said}, а строки дают {found} (в копейках).",
        "{manager}: the total says {said}, the lines give {found} (minor units).",
    ),
    "bonus-verify-facts": (
        "{manager}: оценки или показатели, на которых стоит начисление, изменены после закрытия.",
        "{manager}: outcomes or figures that the pay rests on were altered after the closing.",
    ),
    "bonus-verify-forgotten": (
        "{manager}: из звонков ({calls}) клиента удалили по его просьбе; суммы пересчитаны, а сверить сами звонки больше не с чем.",
        "{manager}: a client was taken out of calls ({calls}) at their wish; the sums were computed again, the calls cannot be compared.",
    ),
    "bonus-verify-line": (
        "Строка {row}, {manager}, {kpi}: записано {said}, пересчёт даёт {found}.",
        "Row {row}, {manager}, {kpi}: written is {said}, computed again is {found}.",
    ),
    "bonus-verify-purged": (
        "{call}: слова удалены по сроку хранения, оценку здесь не повторить.",
        "{call}: the words were purged, the outcomes cannot be had again here.",
    ),
    "bonus-verify-versions": (
        "{call}: разбор сделан другой версией языковых данных, оценку здесь не повторить.",
        "{call}: analysed with another version of the language data, the outcomes cannot be had again here.",
    ),
    "bonus-verify-outcome": (
        "{call}: оценка из сохранённого текста другая.",
        "{call}: the outcomes from the stored words differ.",
    ),
    "bonus-verify-words": (
        "Оценка {evaluation}: сохранённые слова не читаются ({why}).",
        "Evaluation {evaluation}: the stored words cannot be read ({why}).",
    ),
    "payroll-verified": (
        "{period}: строк цепочки {rows}, строк начисления {lines}, звонков заново {calls}. Всё сходится.",
        "{period}: {rows} rows of the chain, {lines} lines of pay, {calls} calls again. All agrees.",
    ),
    "payroll-verify-failed": ("{period}: не сходится — {count}.", "{period}: {count} do not agree."),
    "payroll-irreproducible": ("Не воспроизводится здесь: {count} звонков.", "Not reproducible here: {count} calls."),
}

_TABLES: dict[str, tuple[str, str]] = {
    "bonus-title": ("Премия за {period}: {state}", "Bonus for {period}: {state}"),
    "bonus-title-so-far": ("Премия за {period} на сегодня", "Bonus for {period} so far"),
    "bonus-figures-title": ("Показатели за {period}", "Figures of {period}"),
    "bonus-state-open": ("месяц открыт", "open"),
    "bonus-state-submitted": ("отправлен", "submitted"),
    "bonus-state-closed": ("закрыт", "closed"),
    "bonus-state-exported": ("закрыт и выгружен", "closed and exported"),
    "bonus-column-manager": ("Менеджер", "Manager"),
    "bonus-column-name": ("Имя", "Name"),
    "bonus-column-total": ("Итого", "Total"),
    "bonus-column-percent": ("% оклада", "% of salary"),
    "bonus-column-held": ("Ждёт", "Held"),
    "bonus-column-before": ("Было", "Before"),
    "bonus-column-after": ("Станет", "After"),
    "bonus-column-moved": ("Разница", "Moved"),
    "bonus-column-kpis": ("Показатели", "KPIs"),
    "bonus-diff-title": ("Чьи начисления за {period} изменит правка", "Whose pay for {period} the edit moves"),
    "bonus-diff-none": ("За {period} правка не меняет ничьих начислений.", "Over {period} the edit moves nobody's pay."),
    "bonus-no-data": ("Данных для премий нет.", "There is nothing to compute bonuses from."),
    "bonus-total": ("Итого", "Total"),
    "bonus-of-salary": ("{percent} оклада", "{percent} of salary"),
    "bonus-line-rounding": ("Округление", "Rounding"),
    "bonus-line-release": ("Освобождено за {period} (строка {row})", "Released, {period} (row {row})"),
    "bonus-line-correction": ("Доплата за {period} (строка {row})", "Correction, {period} (row {row})"),
    "bonus-line-noted": ("Учтено, не удержано, {period} (строка {row})", "Recorded, not deducted, {period} (row {row})"),
    "bonus-line-adjustment": ("Внесено бухгалтерией за {period}", "Entered by payroll, {period}"),
    "bonus-held-short": ("ждёт", "held"),
    "bonus-noted-short": ("учтено {amount}", "recorded {amount}"),
    "bonus-noted-back-short": ("учёт снят: {amount}", "no longer recorded: {amount}"),
    "bonus-held-no_figure": ("показателя ещё нет", "the figure is not there yet"),
    "bonus-held-unscored": (
        "есть неоценённые звонки: оцените их или спишите с причиной",
        "some calls are not scored: score them, or write them off with a reason",
    ),
    "bonus-held-disputed": ("есть открытый спор", "a dispute is open"),
    "bonus-held-no_licence": (
        "критерии не сверены с оценкой людей на этой модели речи и её настройках или ниже нормы (callqa calibrate)",
        "the criteria were not measured against people on this speech model and recipe, or are below the floor (callqa calibrate)",
    ),
    "bonus-held-few_calls": ("звонков меньше, чем требует схема", "fewer calls than the scheme asks for"),
    "bonus-held-doubt": (
        "часть не удалось оценить, и это меняет сумму",
        "some could not be assessed, and it matters for the sum",
    ),
    "bonus-held-border": ("граница ступени лежит внутри погрешности", "the border of a band lies within the interval"),
    "bonus-held-note": ("Ждёт: {manager}, {kpi} — {reason}", "Held: {manager}, {kpi}: {reason}"),
    "bonus-border-note": (
        "{manager}, {kpi}: граница ступени {borders} внутри погрешности {interval}",
        "{manager}, {kpi}: the band's border {borders} lies within the interval {interval}",
    ),
    "bonus-outcome-met": ("выполнен", "met"),
    "bonus-outcome-partly_met": ("выполнен частично", "partly met"),
    "bonus-outcome-not_met": ("не выполнен", "not met"),
    "bonus-outcome-not_applicable": ("неприменим", "not applicable"),
    "bonus-outcome-not_assessed": ("не оценён", "not assessed"),
    "bonus-call-scored": ("оценён", "scored"),
    "bonus-call-not_assessed": ("без оценки", "not assessed"),
    "bonus-call-excluded": ("исключён", "excluded"),
    "bonus-call-unscored": ("ждёт оценки", "unscored"),
    "bonus-call-written_off": ("списан", "written off"),
    "bonus-speaker-manager": ("менеджер", "manager"),
    "bonus-speaker-client": ("клиент", "client"),
    "bonus-speaker-unknown": ("кто-то", "somebody"),
}

_WHY: dict[str, tuple[str, str]] = {
    "bonus-why-title": ("Почему столько: {name}, {period}", "Why: {name}, {period}"),
    "bonus-why-total": ("Итого {total}, строк: {lines}.", "Total {total} in {lines} lines."),
    "bonus-why-formula": (
        "Показатель {figure}; по шкале {attained} → платится {payout} %; ставка {stake} × доля месяца {share} = {exact}. Звонков {calls}, с оценкой {scored}.",
        "Figure {figure}; on the scale {attained} → {payout} % is paid; stake {stake} × share of the month {share} = {exact}. Calls {calls}, scored {scored}.",
    ),
    "bonus-why-interval": ("Погрешность {interval}.", "Interval {interval}."),
    "bonus-why-scheme": (
        "Схема {scheme}, {source}, дни {since} – {until} (не включая), {hash}…",
        "Scheme {scheme}, {source}, days {since} – {until} (exclusive), {hash}…",
    ),
    "bonus-why-corrects": ("Исправляет строку {row} за {period} ({hash}…).", "Corrects row {row} of {period} ({hash}…)."),
    "bonus-why-figure": (
        "{name} = {value}: {file}, строка {line}; строка ведомости {row}.",
        "{name} = {value}: {file}, line {line}; ledger row {row}.",
    ),
    "bonus-why-points": (
        "Баллов {earned} из {possible}; не удалось оценить {doubtful}.",
        "Points {earned} of {possible}; {doubtful} could not be assessed.",
    ),
    "bonus-why-call": ("Звонок", "Call"),
    "bonus-why-day": ("День", "Day"),
    "bonus-why-state": ("Состояние", "State"),
    "bonus-why-earned": ("Баллы", "Earned"),
    "bonus-why-possible": ("Из", "Of"),
    "bonus-why-share": ("%", "%"),
    "bonus-why-length": ("Длина", "Length"),
    "bonus-why-criterion": ("{criterion}: {outcome}, {earned} из {possible}.", "{criterion}: {outcome}, {earned} of {possible}."),
    "bonus-why-unpaid": ("Показан, не оплачивается.", "Shown, does not pay."),
    "bonus-why-decided": ("Решил человек: {who} — {why}.", "A person decided: {who}: {why}."),
    "bonus-why-evidence": ("{at} {speaker}: «{quote}» — {rule}", "{at} {speaker}: “{quote}”, {rule}"),
    "bonus-why-nearest": ("ближе всего {at} {speaker}: «{quote}» — {rule}", "nearest {at} {speaker}: “{quote}”, {rule}"),
    "bonus-why-looked": ("искали {start}–{end}, реплик: {turns}", "looked at {start}–{end}, {turns} turns"),
    "bonus-why-override": (
        "{call}, {criterion}: {machine} → {outcome}; {who} — {why}. Деньги: {moved}.",
        "{call}, {criterion}: {machine} → {outcome}; {who}: {why}. Money moved: {moved}.",
    ),
}

CATALOGUE: dict[str, tuple[str, str]] = _FAULTS | _PERIODS | _KPI | _VERIFY | _TABLES | _WHY
