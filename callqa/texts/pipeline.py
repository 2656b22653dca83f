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
        "«{runner}» здесь не установлен: pip install 'callqa[ray]'. Без --runner всё будет сделано на этом компьютере.",
        "“{runner}” is not installed here: pip install 'callqa[ray]'. Without --runner this machine does it all.",
    ),
    "pipeline-remote": (
        "{url}: не открывается ({why}). Проверьте адрес, сеть и доступ, запустите снова: готовое не пропадёт.",
        "{url}: cannot be opened ({why}). Check the address, the network and the rights, run again: what is done is kept.",
    ),
    "pipeline-remote-missing": (
        "Для адресов {protocol}:// нужен пакет {needs}. Установите: pip install {needs}.",
        "Addresses of {protocol}:// need the package {needs}. Install it: pip install {needs}.",
    ),
    "pipeline-remote-names": (
        "Файлов, имя которых ведёт из своей папки («..»): {count}. Они пропущены. Переименуйте их там, где они лежат.",
        "Files whose name leads out of its folder (“..”): {count}. They were left out. Rename them where they lie.",
    ),
    "pipeline-ray-hands": (
        "Ray: рабочих процессов {hands}, ядер на каждый {threads}, видеокарт {gpus}.",
        "Ray: {hands} workers of {threads} cores each, {gpus} GPUs.",
    ),
    "pipeline-ray-again": (
        "Рабочий процесс потерян: звонков, которые делаются заново, {count}.",
        "A worker was lost: {count} calls are done again.",
    ),
    "pipeline-ray-lost": (
        "Рабочий процесс дважды пропал на этом звонке; остальные обработаны. Проверьте запись и память машин.",
        "A worker was lost twice over this call; the others were processed. Check the recording and the machines' memory.",
    ),
    "pipeline-time-limit": (
        "Звонок не уложился в отведённое время дважды; остальные обработаны. Проверьте запись и путь к ней.",
        "The call took too long twice; the others were processed. Check the recording and the way to it.",
    ),
    "pipeline-ray-unreachable": (
        "Кластер Ray «{address}» не отвечает ({why}). Проверьте --address и версию Ray или запустите без --runner.",
        "The Ray cluster “{address}” does not answer ({why}). Check --address and the version of Ray, or run without --runner.",
    ),
    "pipeline-ray-no-room": (
        "Кластер Ray не дал ни одного процессора. Подключите машины или дождитесь, пока освободятся.",
        "The Ray cluster gives no processor. Add machines, or wait until some are free.",
    ),
    "pipeline-ray-hands-lost": (
        "Рабочие процессы Ray гибнут один за другим ({count}). Готовое цело. Проверьте память и установку callqa на машинах.",
        "Ray's workers die one after another ({count}). What is done is kept. Check memory and callqa on the machines.",
    ),
    "pipeline-ray-differ": (
        "На машинах кластера разное: «{here}» и «{there}». Поставьте всюду одну callqa и одну модель: иначе итоги разойдутся.",
        "The machines differ: “{here}” and “{there}”. Install one callqa and one model everywhere, or results would differ.",
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
    "pipeline-words-of": (
        "Слова звонка «{call}» теперь отсюда (были из {before}): номер и длина те же. Другой разговор? Дайте другой call_id.",
        "Call “{call}” has its words from here now (before: {before}): same id and length. Another talk? Change its call_id.",
    ),
    "pipeline-sound-changed": (
        "В файле звонка «{call}» другой звук; правки людей сделаны по прежнему. Другой разговор? Дайте ему свой call_id.",
        "The file of call “{call}” holds another sound; people judged the old one. Another talk? Give it its own call_id.",
    ),
    "pipeline-words-replaced": (
        "{call}: слова другие, чем те, по которым считали премию за {period}. Прежние сохранены; теперь её считают по новым.",
        "{call}: its words differ from those that pay of {period} rested on. Those are kept; pay goes by the new ones.",
    ),
    "pipeline-paid-words-replaced": (
        "{call}: {period} закрыт по другим словам. Прежние сохранены; если сумма меняется, это строка следующего месяца.",
        "{call}: {period} was closed on other words. Those are kept; what moves in pay is a line of the next month.",
    ),
    "pipeline-words-deleted": (
        "Слова этого звонка удалены по сроку хранения: оценка остаётся, заново он не распознаётся.",
        "The words of this call were deleted for their age: its score stays, it is not heard again.",
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
