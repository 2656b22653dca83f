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
    "cli-memory": (
        "Не хватило памяти. Возьмите модель меньше (--model base) или закройте другие программы; готовые звонки сохранены.",
        "Out of memory. Take a smaller model (--model base) or close other programs; finished calls are kept.",
    ),
    "cli-os-error": (
        "{path}: {why}. Проверьте путь, права и место на диске.",
        "{path}: {why}. Check the path, the permissions and the room on the disk.",
    ),
}
