"""Labels and sentences of privacy."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "privacy-phone": ("телефон", "phone"),
    "privacy-card": ("номер карты", "card number"),
    "privacy-passport": ("паспорт", "passport"),
    "privacy-snils": ("СНИЛС", "insurance number"),
    "privacy-inn": ("ИНН", "tax number"),
    "privacy-account": ("номер счёта", "account number"),
    "privacy-email": ("эл. почта", "e-mail"),
    "privacy-address": ("адрес", "address"),
    "privacy-name": ("имя", "name"),
    "clip-words-gone": (
        "Слов звонка «{call}» больше нет, и где в нём личные данные, неизвестно: отрывок не сделан.",
        "The words of call “{call}” are gone, so nobody knows where private ones were said: no clip was made.",
    ),
    "cli-subject-number": (
        "Это не номер телефона: нужно не меньше десяти цифр, например +7 916 123-45-67.",
        "This is no telephone number: at least ten digits are needed, such as +7 916 123-45-67.",
    ),
    "cli-subject-title": ("Звонки с этим номером", "Calls with this number"),
    "cli-subject-dry": (
        "Нашлось звонков: {calls}, строк станции: {records}. Ничего не удалено: добавьте --yes, чтобы удалить.",
        "Calls found: {calls}, call records: {records}. Nothing was deleted: add --yes to delete.",
    ),
    "cli-subject-forgotten": (
        "Удалено: слова, имена, номера и записи звонков ({calls}), строк станции ({records}). Оценки и выплаты остались.",
        "Deleted: words, names, numbers and recordings of calls ({calls}), call records ({records}). Scores and pay stay.",
    ),
    "cli-subject-file": ("Одну запись удалить не удалось: {why}.", "A recording could not be deleted: {why}."),
}
