"""Sentences of statements, of the annex, and of payroll's files: conditions are worded as earned, never as fines."""

# ruff: noqa: E501 - a sentence and its translation stand on a line each

_STATEMENT: dict[str, tuple[str, str]] = {
    "payroll-statement-title": ("Расчёт премии за {period}: {name}", "Bonus statement for {period}: {name}"),
    "payroll-statement-who": (
        "Табельный номер {number}, отдел {team}. Период {since} – {last}. Схема {scheme}.",
        "Personnel number {number}, team {team}. Period {since} – {last}. Scheme {scheme}.",
    ),
    "payroll-state-open": (
        "Месяц открыт: сумма на сегодня, до закрытия она может измениться.",
        "The month is open: the sum so far, it may change until closing.",
    ),
    "payroll-state-submitted": ("Месяц отправлен на закрытие, споры принимаются.", "The month is submitted; disputes are open."),
    "payroll-state-alone": (
        "Часть сотрудника закрыта отдельно, месяц для остальных открыт.",
        "This person's part is closed; the month is open for the others.",
    ),
    "payroll-state-closed": ("Месяц закрыт.", "The month is closed."),
    "payroll-state-exported": ("Месяц закрыт и передан в бухгалтерию.", "The month is closed and was handed to payroll."),
    "payroll-waived": (
        "Сверка с оценкой людей отменена письменно. Решил: {who}. Основание: {why}.",
        "The measurement against people is waived in writing. Decided by {who}. Reason: {why}.",
    ),
    "payroll-grid-line": ("Показатель", "KPI"),
    "payroll-grid-figure": ("Значение", "Figure"),
    "payroll-grid-interval": ("Погрешность", "Interval"),
    "payroll-grid-n": ("Звонков", "n"),
    "payroll-grid-attained": ("% цели", "% of target"),
    "payroll-grid-payout": ("Заработано, %", "Earned, %"),
    "payroll-grid-stake": ("При 100 %", "At 100 %"),
    "payroll-grid-share": ("Доля месяца", "Share of month"),
    "payroll-grid-pays": ("К выплате", "Pays"),
    "payroll-note-held": ("{kpi}: ждёт — {reason}. {calls}", "{kpi}: held, {reason}. {calls}"),
    "payroll-note-gate-tripped": (
        "{kpi}: порог другого показателя ещё не достигнут, действует ставка ниже порога.",
        "{kpi}: the threshold of another KPI was not reached, the rate below it holds.",
    ),
    "payroll-note-gate-spared": (
        "{kpi}: порог засчитан, потому что часть звонков не удалось оценить.",
        "{kpi}: the threshold counts as reached, for some could not be assessed.",
    ),
    "payroll-note-doubt": (
        "{kpi}: неоценённое засчитано в пользу менеджера (без него {plain}).",
        "{kpi}: what could not be assessed counts in the manager's favour (without it {plain}).",
    ),
    "payroll-note-unassessed": (
        "{kpi}: звонки без оценки, они ничего не отнимают: {calls}",
        "{kpi}: calls without a score, they cost nothing: {calls}",
    ),
    "payroll-note-unlicensed": (
        "{kpi}: показаны, но не оплачиваются (нет сверки с людьми): {criteria}",
        "{kpi}: shown, do not pay (not measured against people): {criteria}",
    ),
    "payroll-note-border": (
        "{kpi}: граница ступени {borders} лежит внутри погрешности.",
        "{kpi}: the border of a band {borders} lies within the interval.",
    ),
    "payroll-note-full": (
        "{kpi}: данных мало, по схеме засчитано 100 %.",
        "{kpi}: too little to go by, the scheme counts 100 %.",
    ),
    "payroll-note-none": (
        "{kpi}: данных мало, по схеме показатель в этом месяце не участвует.",
        "{kpi}: too little to go by, the scheme leaves it out this month.",
    ),
    "payroll-note-as_is": (
        "{kpi}: звонков меньше обычного, засчитано как есть.",
        "{kpi}: fewer calls than usual, counted as they are.",
    ),
    "payroll-note-corrects": (
        "Строка за {period} относится к строке ведомости {row} ({kpi}).",
        "The line for {period} belongs to ledger row {row} ({kpi}).",
    ),
    "payroll-note-newcomer": (
        "Новый сотрудник: каждый показатель оплачивается не меньше чем на {least} %.",
        "Newcomer: every KPI pays at least {least} %.",
    ),
    "payroll-overrides": ("Оценки, изменённые людьми", "Outcomes changed by people"),
    "payroll-override-call": ("Звонок", "Call"),
    "payroll-override-criterion": ("Критерий", "Criterion"),
    "payroll-override-change": ("Было → стало", "Change"),
    "payroll-override-who": ("Кто", "Who"),
    "payroll-override-why": ("Почему", "Why"),
    "payroll-override-moved": ("Деньги", "Money moved"),
    "payroll-decided-title": ("Кто решил и как оспорить", "Who decided, and how to contest it"),
    "payroll-decided": (
        "Схему утвердил: {decided}. Отправил на закрытие: {submitted}. Закрыл: {closed}. Машина предлагает оценки, решает человек.",
        "The scheme was decided by {decided}. Submitted by {submitted}. Closed by {closed}. The machine proposes, a person decides.",
    ),
    "payroll-decided-by": ("Схему утвердил: {decided}.", "The scheme was decided by {decided}."),
    "payroll-contest": ("Как оспорить: {contest}", "How to contest it: {contest}"),
    "payroll-before-tax": ("До вычета НДФЛ и без районных коэффициентов", "Before tax and without regional coefficients"),
    "payroll-sign-manager": ("Ознакомлен(а), подпись, дата", "Seen, signature, date"),
    "payroll-sign-head": ("Руководитель, подпись, дата", "Head of sales, signature, date"),
    "payroll-sign-employer": ("Работодатель, подпись, дата", "Employer, signature, date"),
    "payroll-foot": (
        "Закрыто {at}, {who}. Голова цепочки ведомости: {head}",
        "Closed {at} by {who}. Head of the ledger's chain: {head}",
    ),
    "payroll-not-closed-foot": ("Месяц не закрыт.", "The month is not closed."),
    "payroll-talk-title": ("К разговору за {period}: {name}", "For the monthly talk, {period}: {name}"),
    "payroll-talk-strong": ("Сильные стороны", "Strong points"),
    "payroll-talk-weak": ("Что подтянуть", "To work on"),
    "payroll-talk-hear": ("Послушать вместе", "To hear together"),
    "payroll-talk-agreed": ("Договорились", "Agreed"),
    "payroll-talk-point": ("{title}: {share} % баллов, звонков {calls}", "{title}: {share} % of the points, {calls} calls"),
    "payroll-talk-call-good": ("{call} ({day}): {share} % — хороший пример", "{call} ({day}): {share} %, a good example"),
    "payroll-talk-call-missed": (
        "{call} ({day}): {share} %; не прозвучало: {missed}",
        "{call} ({day}): {share} %; not heard: {missed}",
    ),
}

_ANNEX: dict[str, tuple[str, str]] = {
    "payroll-annex-title": ("Приложение. Как считается премия ({scheme})", "Annex: how the bonus is computed ({scheme})"),
    "payroll-annex-intro": (
        "Схема {scheme} действует с {since}. Премия начисляется за достигнутое по показателям ниже (ст. 135 ТК РФ); она складывается из заработанного и ни в одном случае не является вычетом из оклада.",
        "The scheme {scheme} is in force from {since}. The bonus is earned by what is reached on the KPIs below (Labour Code art. 135); it is a sum of what was earned, and never a deduction from salary.",
    ),
    "payroll-annex-fund": (
        "Премия при 100 % по всем показателям с весом: {figure} {currency} в месяц.",
        "The bonus at 100 % of all weighted KPIs is {figure} {currency} a month.",
    ),
    "payroll-annex-fund-share": (
        "Премия при 100 % по всем показателям с весом: {figure} % оклада в месяц.",
        "The bonus at 100 % of all weighted KPIs is {figure} % of salary a month.",
    ),
    "payroll-annex-no-fund": ("Каждый показатель имеет собственную ставку.", "Every KPI has a stake of its own."),
    "payroll-annex-kpis": ("Показатели", "KPIs"),
    "payroll-annex-rules": ("Правила", "Rules"),
    "payroll-annex-quality-points": (
        "Качество звонков: заработанные баллы, делённые на возможные, за все оценённые звонки месяца, в процентах.",
        "Call quality: points earned over points possible in all scored calls of the month, in per cent.",
    ),
    "payroll-annex-quality-mean_of_calls": (
        "Качество звонков: среднее оценок звонков месяца, в процентах.",
        "Call quality: the mean of the scores of the month's calls, in per cent.",
    ),
    "payroll-annex-quality-criterion": (
        "Качество звонков: доля баллов критерия «{criterion}», в процентах.",
        "Call quality: the share of points of the criterion “{criterion}”, in per cent.",
    ),
    "payroll-annex-source-talks": (
        "Разговоры длиной от {minutes} мин: их число за месяц.",
        "Talks of {minutes} minutes or more: their number in the month.",
    ),
    "payroll-annex-source-clients": (
        "Разные клиенты, с которыми состоялся разговор (от {minutes} мин): их число за месяц.",
        "Distinct clients spoken with ({minutes} minutes or more): their number in the month.",
    ),
    "payroll-annex-source-next_steps": (
        "Звонки, в которых назначен следующий шаг (критерий «{criterion}»): их число.",
        "Calls in which a next step was fixed (criterion “{criterion}”): their number.",
    ),
    "payroll-annex-source-lead_speed": (
        "Доля новых заявок, по которым позвонили за {within} минут, в процентах.",
        "New leads called within {within} minutes, in per cent.",
    ),
    "payroll-annex-source-imported": ("Показатель «{column}» из учётной системы.", "The figure “{column}” from the books."),
    "payroll-annex-source-ratio": ("«{column}», делённое на «{over}».", "“{column}” over “{over}”."),
    "payroll-figure-talks": ("Разговоры", "Talks"),
    "payroll-figure-clients": ("Разные клиенты", "Distinct clients"),
    "payroll-figure-next_steps": ("Следующие шаги", "Next steps"),
    "payroll-annex-weight": ("Вес: {figure} % премии.", "Weight: {figure} % of the bonus."),
    "payroll-annex-amount": ("При 100 %: {figure} {currency}.", "At 100 %: {figure} {currency}."),
    "payroll-annex-share_of_salary": ("При 100 %: {figure} % оклада.", "At 100 %: {figure} % of salary."),
    "payroll-annex-commission": ("Платится {figure} % от показателя.", "{figure} % of the figure is paid."),
    "payroll-annex-target": (
        "Цель: {target}. Ниже — проценты её достижения (показатель ÷ цель).",
        "Target: {target}. Below are per cents of it (figure ÷ target).",
    ),
    "payroll-annex-target-lower": (
        "Цель: {target}, меньше — лучше. Ниже — проценты её достижения (цель ÷ показатель).",
        "Target: {target}, lower is better. Below are per cents of it (target ÷ figure).",
    ),
    "payroll-annex-linear": (
        "Между точками сумма растёт плавно, по прямой; за крайними точками не меняется.",
        "Between the points the sum rises in a straight line; beyond the outer points it stays.",
    ),
    "payroll-annex-bands": (
        "Каждая ступень действует от своей границы (включительно) до следующей. Сравниваются неокруглённые значения.",
        "Each band holds from its border (inclusive) up to the next. Unrounded figures are compared.",
    ),
    "payroll-annex-at": ("При значении", "At"),
    "payroll-annex-from": ("От значения", "From"),
    "payroll-annex-pays": ("Заработано, %", "Earned, %"),
    "payroll-annex-cap": ("Не больше {pays} %.", "At most {pays} %."),
    "payroll-annex-floor": ("Не меньше {pays} %.", "At least {pays} %."),
    "payroll-annex-gate": (
        "Полностью начисляется, когда «{kpi}» достигает {least}; до этого — {pays} %.",
        "It is earned in full once “{kpi}” reaches {least}; up to then {pays} %.",
    ),
    "payroll-annex-below-hold": (
        "Если звонков меньше {calls}, показатель ждёт решения человека.",
        "With fewer than {calls} calls the KPI waits for a person's decision.",
    ),
    "payroll-annex-below-full": (
        "Если звонков меньше {calls}, засчитывается 100 %.",
        "With fewer than {calls} calls 100 % is counted.",
    ),
    "payroll-annex-below-none": (
        "Показатель начисляется, когда звонков не меньше {calls}.",
        "The KPI is earned with {calls} calls or more.",
    ),
    "payroll-annex-below-as_is": (
        "Если звонков меньше {calls}, показатель засчитывается как есть.",
        "With fewer than {calls} calls the KPI counts as it is.",
    ),
    "payroll-annex-doubt-better": (
        "Что не удалось оценить (плохая слышимость, неясно, кто говорит), никогда не уменьшает премию: берётся лучшее из двух — не учитывать или считать выполненным.",
        "What could not be assessed (poor sound, unclear speaker) never lowers the bonus: the better of leaving it out and counting it as met is taken.",
    ),
    "payroll-annex-doubt-hold": (
        "Что не удалось оценить, ждёт решения человека, если от этого зависит сумма.",
        "What could not be assessed waits for a person's decision where the sum depends on it.",
    ),
    "payroll-annex-critical": (
        "Критические находки ничего не стоят, пока человек их не подтвердил.",
        "Critical findings cost nothing until a person confirms them.",
    ),
    "payroll-annex-licence": (
        "Критерий оплачивается, только если он сверен с оценкой людей: не меньше {calls} звонков, каппа не ниже {kappa}, ложных «не выполнено» не больше {missed} %.",
        "A criterion pays only once it was measured against people: at least {calls} calls, kappa {kappa} or more, false “not met” {missed} % or less.",
    ),
    "payroll-annex-prorate-callqa": (
        "Неполный месяц оплачивается по отработанным рабочим дням.",
        "Part of a month is paid by the working days worked.",
    ),
    "payroll-annex-prorate-payroll": (
        "Неполный месяц пересчитывает бухгалтерия.",
        "Part of a month is accounted for by payroll.",
    ),
    "payroll-annex-rounding": (
        "Округление: {mode}. Остаток округления — отдельная строка.",
        "Rounding: {mode}. The remainder is a line of its own.",
    ),
    "payroll-rounding-half_up": ("половина вверх", "half up"),
    "payroll-rounding-half_even": ("половина к чётному", "half to even"),
    "payroll-rounding-up": ("вверх", "up"),
    "payroll-rounding-down": ("вниз", "down"),
    "payroll-annex-days": (
        "После отправки месяца есть {days} рабочих дней на споры.",
        "After a month is submitted there are {days} working days for disputes.",
    ),
    "payroll-annex-late": (
        "Закрытая строка не меняется. Доплата приходит в следующем месяце; излишне начисленное не удерживается без законного основания (ст. 137 ТК РФ).",
        "A closed line never changes. What is due comes in the next month; what was overpaid is not deducted without a ground in law (Labour Code art. 137).",
    ),
    "payroll-annex-edit": (
        "Новая версия схемы действует с указанного в ней дня, не задним числом.",
        "A new version counts from the day stated in it, never backwards into a closed month.",
    ),
    "payroll-annex-newcomers": (
        "Первые {days} дней работы каждый показатель оплачивается не меньше чем на {least} %.",
        "In the first {days} days of work every KPI pays at least {least} %.",
    ),
    "payroll-annex-foot": ("Отпечаток файла схемы: {hash}", "Hash of the scheme's file: {hash}"),
}

_FILES: dict[str, tuple[str, str]] = {
    "payroll-column-personnel_number": ("Табельный номер", "Personnel number"),
    "payroll-column-name": ("Сотрудник", "Employee"),
    "payroll-column-organisation": ("Организация", "Organisation"),
    "payroll-column-department": ("Подразделение", "Department"),
    "payroll-column-from": ("Период с", "Period from"),
    "payroll-column-to": ("Период по", "Period to"),
    "payroll-column-month": ("Месяц", "Month"),
    "payroll-column-accrual_code": ("Код начисления", "Accrual code"),
    "payroll-column-percent": ("Процент", "Per cent"),
    "payroll-column-amount": ("Сумма", "Amount"),
    "payroll-column-currency": ("Валюта", "Currency"),
    "payroll-column-basis": ("Основание", "Basis"),
    "payroll-column-note": ("Примечание", "Note"),
    "payroll-basis": ("Премия по схеме {scheme}", "Bonus by the scheme {scheme}"),
    "payroll-basis-full": (
        "Процент от полной премии {full} по схеме {scheme}",
        "Per cent of the full bonus {full} by the scheme {scheme}",
    ),
    "payroll-corrects": ("Исправление за {period}, строки ведомости: {rows}", "Correction for {period}, ledger rows: {rows}"),
    "payroll-no-amount": (
        "{manager}: начисление в процентах оклада. Задайте --salaries ФАЙЛ или выгрузите 1c-percent.",
        "{manager}: the accrual is a per cent of salary. Give --salaries FILE, or export 1c-percent.",
    ),
    "payroll-no-salary": (
        "{manager}: в файле окладов нет номера {number}.",
        "{manager}: the file of salaries has no number {number}.",
    ),
    "payroll-no-percent": (
        "{manager}: начисление в деньгах, процентом его не выразить. Выгрузите 1c-amounts.",
        "{manager}: the accrual is money and no per cent of anything. Export 1c-amounts.",
    ),
    "payroll-sheet-pay": ("К начислению", "To pay"),
    "payroll-sheet-calculation": ("Расчёт", "Calculation"),
    "payroll-sheet-origin": ("Из чего сделано", "Made from"),
    "payroll-calculation-manager": ("Менеджер", "Manager"),
    "payroll-calculation-name": ("Имя", "Name"),
    "payroll-calculation-line": ("Строка", "Line"),
    "payroll-calculation-figure": ("Показатель", "Figure"),
    "payroll-calculation-attained": ("По шкале", "On the scale"),
    "payroll-calculation-payout": ("Заработано, %", "Earned, %"),
    "payroll-calculation-stake": ("При 100 %", "At 100 %"),
    "payroll-calculation-share": ("Доля месяца", "Share of month"),
    "payroll-calculation-amount": ("Сумма", "Amount"),
    "payroll-calculation-percent": ("% оклада", "% of salary"),
    "payroll-calculation-calls": ("Звонков", "Calls"),
    "payroll-calculation-held": ("Ждёт", "Held"),
    "payroll-origin-period": ("Месяц", "Month"),
    "payroll-origin-closed": ("Закрыто", "Closed"),
    "payroll-origin-submitted": ("Отправил", "Submitted by"),
    "payroll-origin-head": ("Голова цепочки", "Head of the chain"),
    "payroll-origin-roster": ("Список менеджеров", "Roster"),
    "payroll-origin-models": ("Кем услышано", "Heard by"),
    "payroll-origin-tax": ("Суммы", "Amounts"),
    "payroll-origin-scheme": ("Схема", "Scheme"),
    "payroll-origin-scorecard": ("Чек-лист", "Scorecard"),
    "payroll-origin-waiver": ("Сверка отменена", "Calibration waived"),
    "payroll-origin-kpi": ("Показатель", "KPI"),
    "payroll-submitted": (
        "{period} отправлен. Споры до {until}, затем его можно закрыть.",
        "{period} is submitted. Disputes until {until}, then it can be closed.",
    ),
    "payroll-closed": (
        "{period} закрыт: людей {people}, итого {total}. Голова цепочки: {head}",
        "{period} is closed: {people} people, total {total}. Head of the chain: {head}",
    ),
    "payroll-exported": ("Записано: {path} ({hash}…)", "Written: {path} ({hash}…)"),
    "payroll-exported-alone": (
        "{period} ещё открыт; в файле только закрытые отдельно: {people}.",
        "{period} is still open; the file has only those who were closed alone: {people}.",
    ),
    "payroll-adjusted": ("Внесено в {period}: {amount}, строка {row}.", "Entered in {period}: {amount}, row {row}."),
    "payroll-written-off": (
        "{call} списан в {period}: он ничего не удерживает.",
        "{call} is written off in {period}: it holds nothing any more.",
    ),
    "payroll-taken-back": (
        "{call} в {period} больше не списан.",
        "{call} of {period} is no longer written off.",
    ),
    "payroll-moved-note": (
        "Изменено людьми: {call}, {criterion} — {who}: {why}; деньги {moved}",
        "Changed by people: {call}, {criterion}, {who}: {why}; money {moved}",
    ),
    "payroll-settled-note": ("{manager}, {period}, {kpi}: {kind}", "{manager}, {period}, {kpi}: {kind}"),
}

CATALOGUE: dict[str, tuple[str, str]] = _STATEMENT | _ANNEX | _FILES
