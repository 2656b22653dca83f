"""Words of score sheets with corrections, and of the booklet."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "correcting-sheet": ("Исправления", "Corrections"),
    "correcting-call_id": ("Звонок", "Call"),
    "correcting-criterion": ("Критерий", "Criterion"),
    "correcting-title": ("Название", "Title"),
    "correcting-machine": ("Машина", "Machine"),
    "correcting-now": ("Сейчас", "Now"),
    "correcting-seen": ("Видели", "Seen"),
    "correcting-correction": ("Исправить на", "Correct to"),
    "correcting-why": ("Почему", "Why"),
    "correcting-note": (
        "Заполните два последних столбца и выполните «callqa override --from ФАЙЛ». Итоги: {outcomes}; machine — как у машины.",
        "Fill in the last two columns and run “callqa override --from FILE”. Outcomes: {outcomes}; machine takes back.",
    ),
    "correcting-done": ("Исправлено: {done} из {rows}.", "Corrected: {done} of {rows}."),
    "correcting-sheet-faulty": (
        "{path}: это не лист исправлений. Сделайте его: «callqa report --xlsx ФАЙЛ».",
        "{path}: this is no sheet of corrections. Make one: “callqa report --xlsx FILE”.",
    ),
    "correcting-outcome": (
        "{call}, {criterion}: такого итога нет. Возможны met, partly_met, not_met, not_applicable, not_assessed, machine.",
        "{call}, {criterion}: no such outcome. There are met, partly_met, not_met, not_applicable, not_assessed, machine.",
    ),
    "correcting-reason": (
        "{call}, {criterion}: нужна причина в столбце «Почему».",
        "{call}, {criterion}: a reason is needed in the column “Why”.",
    ),
    "correcting-unknown": ("{call}: такого оценённого звонка нет.", "{call}: there is no such scored call."),
    "correcting-overtaken": (
        "{call}, {criterion}: {who} изменил это {at}, после того как лист был сделан. Сделайте новый лист.",
        "{call}, {criterion}: {who} changed it at {at}, after the sheet was made. Make a new sheet.",
    ),
    "correcting-html-manager": (
        "Файл HTML делается для одного менеджера: добавьте --manager ID.",
        "The HTML file is made for one manager: add --manager ID.",
    ),
    "booklet-calls": (
        "Звонков здесь: {n}, не показано: {more}. Сначала худшие.",
        "Calls here: {n}, not shown: {more}. Worst first.",
    ),
}
