"""Sentences of a run."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "pipeline-file-gone": (
        "Файл исчез или к нему нет доступа. Верните его и запустите снова: остальные звонки обработаны.",
        "The file is gone or may not be read. Bring it back and run again: the other calls were processed.",
    ),
    "pipeline-file-unreadable": (
        "Файл не читается: {why}. Проверьте права и диск; остальные звонки обработаны.",
        "The file cannot be read: {why}. Check the permissions and the disk; the other calls were processed.",
    ),
    "pipeline-call-broke": (
        "Звонок не обработан: внутренняя ошибка ({kind}). Остальные обработаны. Повторите с --debug, сообщите разработчикам.",
        "The call was not processed: an internal error ({kind}). The others were. Run again with --debug, tell the developers.",
    ),
    "pipeline-runner-missing": (
        "Работа через «{runner}» здесь не установлена. Запустите без --runner: всё будет сделано на этом компьютере.",
        "Work by “{runner}” is not installed here. Run without --runner: this machine does it all.",
    ),
    "pipeline-memory": (
        "На этот звонок не хватило памяти; остальные обработаны. Возьмите модель меньше (--model base).",
        "There was not enough memory for this call; the others were processed. Take a smaller model (--model base).",
    ),
    "pipeline-heard-by": ("Распознаёт модель {model}.", "Heard by model {model}."),
    "pipeline-duplicate": (
        "Та же запись, что и «{call}»: не оценена и не посчитана второй раз.",
        "The same recording as “{call}”: neither scored nor counted twice.",
    ),
    "pipeline-call-id-taken": (
        "Номер звонка «{call_id}» уже занят другой записью; этой дан номер «{given}». Дайте каждой записи свой call_id.",
        "Call id “{call_id}” belongs to another recording; this one is called “{given}”. Give each recording its own call_id.",
    ),
    "pipeline-no-scorecard": (
        "Для языка «{language}» нет чек-листа: звонок не оценён. Укажите чек-лист в callqa.yaml (scorecards).",
        "There is no scorecard for language “{language}”: the call is not scored. Name one in callqa.yaml (scorecards).",
    ),
    "pipeline-scorecard-faulty": (
        "В чек-листе «{name}» ({path}) ошибок: {count}, они перечислены выше. Исправьте их; ничего не оценено.",
        "Scorecard “{name}” ({path}) has {count} errors, listed above. Correct them; nothing was scored.",
    ),
    "pipeline-scorecard-missing": (
        "Чек-листа «{name}» нет ни в папке rules проекта, ни среди поставляемых. Проверьте callqa.yaml или ключ --scorecard.",
        "There is no scorecard “{name}” in the project's rules or among the shipped ones. Check callqa.yaml or --scorecard.",
    ),
}
