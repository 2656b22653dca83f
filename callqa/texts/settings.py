"""Sentences of the project's settings and roster."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "settings-unreadable": (
        "Файл не читается: {why}. Проверьте путь и права.",
        "The file cannot be read: {why}. Check the path and the permissions.",
    ),
    "settings-not-utf8": (
        "Файл не в кодировке UTF-8. Сохраните его как UTF-8.",
        "The file is not UTF-8. Save it as UTF-8.",
    ),
    "settings-yaml": (
        "Это не YAML: {why}. Строка: «{shown}». Проверьте отступы, кавычки и двоеточия.",
        "This is not YAML: {why}. The line: “{shown}”. Check indents, quotes and colons.",
    ),
    "settings-yaml-too-big": (
        "Слишком много значений или слишком глубокая вложенность. Разбейте файл.",
        "Too many values, or nested too deeply. Split the file.",
    ),
    "settings-yaml-key": (
        "Ключ должен быть словом. Возьмите его в кавычки.",
        "A key must be a word. Put it in quotes.",
    ),
    "settings-key-twice": (
        "Ключ «{key}» задан дважды. Оставьте один.",
        "The key “{key}” is given twice. Keep one.",
    ),
    "settings-key-unknown": (
        "Нет такой настройки: «{key}». Уберите её или исправьте имя.",
        "There is no such setting: “{key}”. Remove it or correct its name.",
    ),
    "settings-key-missing": (
        "Не хватает «{key}». Добавьте.",
        "“{key}” is missing. Add it.",
    ),
    "settings-value": (
        "Значение «{key}» не подходит: ждут {expected}.",
        "The value of “{key}” does not fit: {expected} is expected.",
    ),
    "settings-roster-form": (
        "Здесь ждут список менеджеров: у каждого manager_id и name.",
        "A list of managers is expected here, each with manager_id and name.",
    ),
    "settings-roster-twice": (
        "Менеджер {manager} записан на одни и те же дни дважды. Разведите даты from и to.",
        "Manager {manager} is given twice for the same days. Part the dates from and to.",
    ),
    "settings-roster-shared": (
        "У {first} и {second} в одни и те же дни общий номер или логин: {shared}. Оставьте его одному или задайте даты.",
        "{first} and {second} share an extension or login on the same days: {shared}. Leave it to one, or set dates.",
    ),
}
