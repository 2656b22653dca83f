"""Sentences of the ingest room: what is wrong with a file, a table or a name, and what to do."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "ingest-empty-file": (
        "Файл пуст. Выгрузите запись ещё раз.",
        "The file is empty. Export the recording again.",
    ),
    "ingest-not-sound": (
        "Это не звук, или файл оборван так, что не читается (у M4A и MP4 нужен конец файла). Выгрузите запись ещё раз.",
        "This is no sound, or it was cut so that it cannot be read (M4A and MP4 need their end). Export the recording again.",
    ),
    "ingest-no-sound-track": (
        "В файле нет звуковой дорожки. Уберите его из папки записей.",
        "There is no sound track in the file. Take it out of the folder of recordings.",
    ),
    "ingest-zero-length": (
        "Запись длиной ноль секунд: заголовок есть, звука нет. Выгрузите её ещё раз.",
        "The recording is zero seconds long: a header and no sound. Export it again.",
    ),
    "ingest-nothing-decoded": (
        "Повреждены все части файла, звука не осталось. Выгрузите запись ещё раз.",
        "Every part of the file is damaged, no sound is left. Export the recording again.",
    ),
    "ingest-unreadable": (
        "Файл не читается: {why}. Проверьте права и не удалили ли его.",
        "The file cannot be read: {why}. Check the permissions and whether it was deleted.",
    ),
    "ingest-timeout": (
        "Разбор файла идёт слишком долго, он пропущен. Перекодируйте запись в WAV или MP3.",
        "Decoding takes too long; the file was skipped. Convert the recording to WAV or MP3.",
    ),
    "ingest-cut-off": (
        "Запись оборвана: не хватает {seconds} с в конце. Остальное учтено.",
        "The recording is cut off: {seconds} s are missing at its end. The rest is used.",
    ),
    "ingest-damaged": (
        "Часть записи повреждена: потеряно {seconds} с из {of} с, на их месте тишина.",
        "Part of the recording is damaged: {seconds} s of {of} s were lost and are silence now.",
    ),
    "ingest-many-channels": (
        "В записи каналов: {channels}. Чей какой, неизвестно: они сведены в один, голоса разделяются как в моно.",
        "The recording has {channels} channels. Whose each is, is unknown: they were mixed to one, voices are parted as in mono.",
    ),
    "ingest-one-side-silent": (
        "Один канал молчит ({side}). Слышно только вторую сторону; проверьте запись на станции.",
        "One channel is silent ({side}). Only the other side is heard; check the recording at the exchange.",
    ),
    "ingest-same-sound-twice": (
        "В обоих каналах один и тот же звук: запись разобрана как моно.",
        "Both channels hold the same sound: it is taken as mono.",
    ),
    "ingest-nothing-found": (
        "Здесь нет ни записей, ни расшифровок. Проверьте путь; понимаются {kinds}.",
        "There are neither recordings nor transcripts here. Check the path; callqa takes {kinds}.",
    ),
    "ingest-no-transcripts": (
        "Здесь нет расшифровок. Проверьте путь; понимаются {kinds}.",
        "There are no transcripts here. Check the path; callqa takes {kinds}.",
    ),
    "ingest-beside-sound": (
        "Расшифровок рядом с одноимёнными записями: {count}. Взяты записи. Чтобы взять слова: «callqa import transcripts ФАЙЛ».",
        "Transcripts beside recordings of one name: {count}. The recordings are used. For words: callqa import transcripts FILE.",
    ),
    "ingest-same-words": (
        "Расшифровок одного звонка в другом виде: {count}. Взята самая полная (JSON, потом VTT, потом SRT).",
        "Transcripts of one call in another form: {count}. The fullest is used (JSON, then VTT, then SRT).",
    ),
    "ingest-other-json": (
        "Файлов JSON, в которых не нашлось расшифровки: {count}. Они пропущены. Если это расшифровка, назовите файл прямо.",
        "JSON files in which no transcript was found: {count}. They were left out. If one is a transcript, name the file itself.",
    ),
    "ingest-name": (
        (
            "Файлов, имя которых записано не в UTF-8: {count}. Они пропущены: такое имя нельзя ни показать, ни запомнить. "
            "Переименуйте их."
        ),
        (
            "Files whose name is not written in UTF-8: {count}. They were left out: such a name can be neither shown nor noted. "
            "Rename them."
        ),
    ),
    "ingest-no-such-path": (
        "Такого файла или папки нет. Проверьте путь.",
        "There is no such file or folder. Check the path.",
    ),
    "ingest-folder-unreadable": (
        "Папка не читается: {why}. Проверьте права.",
        "The folder cannot be read: {why}. Check the permissions.",
    ),
    "ingest-sidecar": (
        "Файл данных о звонке не разобран: {why}. Исправьте его или удалите.",
        "The file of call data could not be read: {why}. Correct or delete it.",
    ),
    "ingest-table-unreadable": (
        "Таблица звонков не читается: {why}. Сохраните её как CSV в UTF-8.",
        "The table of calls cannot be read: {why}. Save it as CSV in UTF-8.",
    ),
    "ingest-table-column": (
        "В таблице звонков нет столбца «{column}». Добавьте его: без него строки не связать с записями.",
        "The table of calls has no column “{column}”. Add it: without it rows cannot be joined to recordings.",
    ),
    "ingest-table-no-such-file": (
        "В таблице есть файл «{file}», а среди записей его нет.",
        "The table names the file “{file}”, but it is not among the recordings.",
    ),
    "ingest-table-two-rows": (
        "У файла «{file}» две строки: {first} и {second}. Взята первая; удалите лишнюю.",
        "The file “{file}” has two rows: {first} and {second}. The first is used; delete the other.",
    ),
    "ingest-value": (
        "«{value}» не подходит для «{column}»: ждут {expected}. Значение пропущено.",
        "“{value}” does not fit “{column}”: {expected} is expected. The value was left out.",
    ),
    "ingest-two-columns": (
        "Столбцы «{first}» и «{second}» оба значат {column}, но в них разное. Взят «{first}»; лишний удалите или переименуйте.",
        "The columns “{first}” and “{second}” both mean {column}, yet differ. “{first}” is used; delete or rename the other.",
    ),
    "ingest-table-other-folder": (
        (
            "Строк, в которых названа не та папка: {count} (первая — «{file}»). Записи с таким именем есть, но в «{folder}», "
            "и строка к ним не применена. Пишите путь от папки таблицы или одно имя файла."
        ),
        (
            "Rows that name another folder: {count} (the first: “{file}”). Recordings of that name are there, but in “{folder}”, "
            "and the row was not used for them. Write the path from the table's folder, or the file's name alone."
        ),
    ),
    "ingest-manager-unknown": (
        "Менеджера «{manager}» нет в managers.yaml на день звонка. Добавьте его или исправьте данные звонка.",
        "The manager “{manager}” is not in managers.yaml for the day of the call. Add them or correct the call's data.",
    ),
    "ingest-template": (
        "Шаблон имени файла «{template}» не разобран: {why}. Исправьте callqa.yaml.",
        "The file-name template “{template}” is wrong: {why}. Correct callqa.yaml.",
    ),
}
