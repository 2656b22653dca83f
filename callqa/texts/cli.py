"""Sentences of the command line."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "cli-configuration": (
        "В настройках ошибки ({count}), они перечислены выше. Исправьте их и повторите.",
        "The settings have faults ({count}), listed above. Correct them and run again.",
    ),
    "cli-name-missing": (
        "Непонятно, кто действует. Назовите себя ключом --as ИМЯ.",
        "It is not known who acts. Name yourself by --as NAME.",
    ),
    "cli-found": ("Файлов: {files}, новых или изменившихся: {new}", "Files: {files}, new or changed: {new}"),
    "cli-progress": (
        "Готово {done} из {new}, звука {hours} ч, осталось около {left} мин",
        "{done} of {new} done, {hours} h of sound, about {left} min left",
    ),
    "cli-scoring": ("Оценка звонков", "Scoring calls"),
    "cli-hours": ("ч звука", "h of sound"),
    "cli-left": ("осталось", "left"),
    "cli-written": ("Записано: {path}", "Written: {path}"),
    "cli-number": ("№", "No."),
    "cli-who": ("Кто", "Who"),
    "cli-disputes": ("Споры", "Disputes"),
    "cli-no-disputes": ("Споров нет.", "There are no disputes."),
    "cli-nothing-stored": (
        "Таких звонков в базе нет. Сначала запустите «callqa score ПАПКА» или расширьте отбор.",
        "No such calls are stored. Run “callqa score FOLDER” first, or widen the choice.",
    ),
    "cli-reason-missing": (
        "Нужна причина: --why ТЕКСТ. Она хранится рядом с результатом машины.",
        "A reason is needed: --why TEXT. It is kept beside the machine's result.",
    ),
    "cli-points-wrong": (
        "«{points}» — не подходит: нужно число от 0 до {most}, не точнее тысячной.",
        "“{points}” does not fit: give a number from 0 to {most}, in thousandths at the finest.",
    ),
    "cli-period-wrong": ("«{period}» — не месяц. Пишите так: 2026-10.", "“{period}” is no month. Write 2026-10."),
    "cli-overridden": (
        "{call}, {criterion}: изменено. Балл: {before} → {after}.",
        "{call}, {criterion}: changed. Score: {before} → {after}.",
    ),
    "cli-dispute-opened": (
        "Спор № {number} открыт: {call}, {criterion}.",
        "Dispute {number} is open: {call}, {criterion}.",
    ),
    "cli-dispute-decided": (
        "Спор № {number} {state}: {call}. Балл: {before} → {after}.",
        "Dispute {number} {state}: {call}. Score: {before} → {after}.",
    ),
    "cli-memory": (
        "Не хватило памяти. Возьмите модель меньше (--model base) или закройте другие программы; готовые звонки сохранены.",
        "Out of memory. Take a smaller model (--model base) or close other programs; finished calls are kept.",
    ),
    "cli-os-error": (
        "{path}: {why}. Проверьте путь, права и место на диске.",
        "{path}: {why}. Check the path, the permissions and the room on the disk.",
    ),
}
