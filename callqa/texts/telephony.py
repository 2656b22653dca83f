"""Sentences about call records and lines."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "ingest-cdr-unreadable": (
        "Выгрузка звонков не читается: {why}. Сохраните её как CSV в UTF-8 или как XLSX.",
        "The call records cannot be read: {why}. Save them as CSV in UTF-8 or as XLSX.",
    ),
    "ingest-cdr-columns": (
        "В выгрузке нет знакомых столбцов ({columns}). Проверьте, та ли станция указана ключом --preset.",
        "The call records have none of the expected columns ({columns}). Check the exchange named by --preset.",
    ),
    "ingest-cdr-no-time": (
        "У звонка нет времени начала: он не попадёт в оплату, пока время не указано.",
        "The call has no start time: it cannot be paid on until it has one.",
    ),
    "telephony-rows": (
        "Строк в выгрузке: {rows}, звонков: {calls}, из них переведённых: {passed_on}.",
        "Rows: {rows}, calls: {calls}, of these passed on: {passed_on}.",
    ),
    "telephony-files": (
        (
            "Записей: {files}. Готовы к оценке: {scored}, слишком короткие: {short}, внутренние: {internal}, "
            "без менеджера: {nobody}, не найдены в выгрузке: {unknown}."
        ),
        (
            "Files: {files}. Ready to be scored: {scored}, too short: {short}, internal: {internal}, "
            "without a manager: {nobody}, not in the records: {unknown}."
        ),
    ),
    "telephony-inferred": (
        "Тип звонка выведен по номеру и направлению: {calls}. Исправить сразу все: столбец call_type в calls.csv.",
        "Call type inferred from number and direction: {calls}. To correct many at once: the column call_type in calls.csv.",
    ),
    "telephony-complete": (
        "Разговоров без записи: {calls}; записей без разговора в выгрузке: {files}.",
        "Talks without a recording: {calls}; recordings without a talk in the records: {files}.",
    ),
    "telephony-kept": ("Сохранено новых и изменившихся: {kept}.", "New and changed records kept: {kept}."),
    "telephony-dry": (
        "Ничего не сохранено: это была проверка. Уберите --dry-run, чтобы сохранить.",
        "Nothing was kept: this was a trial. Leave out --dry-run to keep the records.",
    ),
    "telephony-started": ("Начало", "Started"),
    "telephony-talk": ("Разговор, с", "Talk, s"),
    "telephony-without-recording": ("Разговоры без записи", "Talks without a recording"),
    "telephony-without-record": ("Записи, которых нет в выгрузке", "Recordings that the records do not know"),
}
