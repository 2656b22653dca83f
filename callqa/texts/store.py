"""Sentences of the database."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "store-error": (
        "База {path}: {detail}. Запустите «callqa doctor», чтобы проверить базу.",
        "Database {path}: {detail}. Run “callqa doctor” to examine it.",
    ),
    "store-updating": (
        "База данных ({size} ГБ) приводится в порядок новой версии: сначала её копия, затем шагов: {steps}. Это займёт минуты.",
        "The database ({size} GB) is brought up to date: first a copy of it, then {steps} steps. This takes minutes.",
    ),
    "store-updated": (
        "База данных приведена в порядок; суммы по дням считаются заново.",
        "The database is up to date; sums by day are counted anew.",
    ),
    "store-missing": (
        "Базы {path} ещё нет. Сначала запустите «callqa score ПАПКА» или укажите базу ключом --db.",
        "There is no database {path} yet. Run “callqa score FOLDER” first, or name the database by --db.",
    ),
    "store-locked": (
        "База {path} занята другой программой. Закройте её или повторите позже; ничего не потеряно.",
        "Database {path} is locked by another program. Close it or try again later; nothing is lost.",
    ),
    "store-read-only": (
        "База {path} или её папка только для чтения. Дайте право записи или укажите другую базу ключом --db.",
        "Database {path} or its folder is read-only. Allow writing, or name another database by --db.",
    ),
    "store-disk-full": (
        "На диске с базой {path} нет места. Освободите место и повторите: готовые звонки сохранены.",
        "No room is left on the disk of database {path}. Free some and run again: finished calls are kept.",
    ),
    "store-unreachable": (
        "База {path} не открывается: папки нет или в неё нет доступа. Проверьте путь.",
        "Database {path} cannot be opened: its folder is missing or may not be entered. Check the path.",
    ),
    "store-newer": (
        "База {path} сделана более новой callqa (шаг {migration}). Обновите callqa или откройте копию базы до обновления.",
        "Database {path} was made by a newer callqa (step {migration}). Update callqa, or open the copy made before the update.",
    ),
    "store-not-a-database": (
        "{path} — не база callqa, или файл повреждён. Укажите другой файл ключом --db или восстановите резервную копию.",
        "{path} is no callqa database, or is damaged. Name another file by --db, or restore a backup.",
    ),
    "store-version-taken": (
        "{kind} «{name}» версии {version} уже сохранён с другим содержанием. Поднимите номер версии в файле.",
        "{kind} “{name}” version {version} is stored with another content. Raise the version number in the file.",
    ),
    "store-call-unknown": (
        "Звонка «{call}» в базе нет. Список звонков: «callqa report --by call».",
        "There is no call “{call}” in the database. “callqa report --by call” lists the calls.",
    ),
    "store-call-ambiguous": (
        "«{call}» подходит к нескольким звонкам: {candidates}. Укажите полный номер звонка.",
        "“{call}” fits several calls: {candidates}. Give the whole call id.",
    ),
    "store-not-evaluated": (
        "Звонок «{call}» ещё не оценён: менять нечего. Сначала запустите «callqa score».",
        "Call “{call}” has not been scored: there is nothing to change. Run “callqa score” first.",
    ),
    "store-criterion-unknown": (
        "В чек-листе этого звонка нет критерия «{criterion}». Есть: {known}.",
        "The scorecard of this call has no criterion “{criterion}”. It has: {known}.",
    ),
    "store-dispute-unknown": (
        "Спора № {dispute} нет. Список: «callqa dispute list».",
        "There is no dispute {dispute}. “callqa dispute list” lists them.",
    ),
    "store-dispute-decided": (
        "Спор № {dispute} уже закрыт ({state}), решение принял {who}.",
        "Dispute {dispute} is decided already ({state}) by {who}.",
    ),
    "store-sample-unknown": (
        "Такой выборки нет ({sample}), или в ней нет этого звонка. Создайте выборку: «callqa calibrate draw».",
        "There is no such sample ({sample}), or it has no such call. Draw one: “callqa calibrate draw”.",
    ),
    "store-overtaken": (
        "Пока вы смотрели, «{what}» изменил {who} ({at}). Посмотрите заново и решите ещё раз.",
        "While you were looking, {who} changed “{what}” ({at}). Look again and decide anew.",
    ),
    "store-damaged": (
        "База повреждена: {detail}. Восстановите резервную копию.",
        "The database is damaged: {detail}. Restore a backup.",
    ),
    "store-broken-references": (
        "Нарушены ссылки между строками базы: {count}, первая в таблице {table}. Восстановите резервную копию.",
        "References between rows are broken: {count}, the first in table {table}. Restore a backup.",
    ),
    "store-stale-sums": (
        "Итоги {count} звонков расходятся с их критериями: базу меняли мимо callqa.",
        "The totals of {count} calls disagree with their criteria: the database was changed behind callqa's back.",
    ),
    "store-double-recordings": (
        "Звонков, чья запись уже есть у другого звонка: {count} (считаются дважды). Их назовёт «callqa report --by call».",
        "Calls whose recording another call has already: {count} (counted twice). “callqa report --by call” lists the calls.",
    ),
    "store-transcript-damaged": (
        "Сохранённый текст звонка не читается. Запустите score с --rehash, а если записи нет, верните резервную копию базы.",
        "The stored words of a call cannot be read. Run score with --rehash; without the recording, restore a backup.",
    ),
    "store-network-drive": (
        "База {path} лежит на сетевом диске: SQLite там теряет данные. Перенесите её на диск этого компьютера.",
        "Database {path} lies on a network drive, where SQLite loses data. Move it to a disk of this machine.",
    ),
    "store-user-taken": (
        "Учётная запись «{login}» уже есть. Список: «callqa user list».",
        "There is an account “{login}” already. “callqa user list” shows them.",
    ),
    "store-user-unknown": (
        "Учётной записи «{login}» нет. Список: «callqa user list».",
        "There is no account “{login}”. “callqa user list” shows them.",
    ),
}
