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
        "Нашлось звонков: {calls}, строк станции: {records}, упоминаний в текстах: {texts}. Ничего не удалено: добавьте --yes.",
        "Calls found: {calls}, call records: {records}, typed texts with the person: {texts}. Nothing was deleted: add --yes.",
    ),
    "cli-subject-forgotten": (
        "Удалено: звонков со словами и записями {calls}, строк станции {records}, упоминаний {texts}. Оценки и выплаты те же.",
        "Deleted: calls with words, names, recordings {calls}; call records {records}; mentions {texts}. Scores and pay stay.",
    ),
    "cli-subject-sealed": (
        "В основаниях строк ведомости ({count}) человек назван; они сцеплены хешами и не меняются.",
        "Reasons of ledger rows ({count}) name the person; they are sealed by the chain of hashes and stay.",
    ),
    "cli-subject-file": ("Одну запись удалить не удалось: {why}.", "A recording could not be deleted: {why}."),
}
