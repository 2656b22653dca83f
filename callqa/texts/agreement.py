"""Sentences of agreement with gold calls."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "agreement-not-text": (
        "файл не в UTF-8: сохраните разметку в UTF-8",
        "the file is not UTF-8: save the labels as UTF-8",
    ),
    "agreement-not-json": (
        "это не JSON: исправьте место, на котором чтение остановилось",
        "not JSON: mend the place where reading stopped",
    ),
    "agreement-not-gold": (
        "это не размеченный звонок callqa-gold/1: {what}",
        "not a labelled call of the form callqa-gold/1: {what}",
    ),
    "agreement-no-gold": (
        "В «{path}» нет ни одного размеченного звонка (callqa-gold/1, *.json).",
        "“{path}” holds no labelled call (callqa-gold/1, *.json).",
    ),
    "agreement-no-scorecard": (
        "Оценочного листа «{name}» нет ни в проекте, ни среди поставляемых.",
        "There is no scorecard “{name}” in the project or among the shipped ones.",
    ),
    "agreement-scorecard-faulty": (
        "В оценочном листе «{name}» ошибок: {count}. Их показывает callqa rules check {name}",
        "The scorecard “{name}” has errors: {count}. See callqa rules check {name}",
    ),
    "agreement-no-recording": (
        "для звонка «{name}» в папке записей нет файла с тем же именем: звонок пропущен",
        "no recording of the same name for the call “{name}”: the call is left out",
    ),
    "agreement-recording-unreadable": (
        "запись «{name}» не читается ({what}): звонок пропущен",
        "the recording “{name}” cannot be read ({what}): the call is left out",
    ),
    "agreement-title": (
        "{scorecard}: согласие с разметкой, звонков {calls}, {how}",
        "{scorecard}: agreement with gold labels, {calls} calls, {how}",
    ),
    "agreement-how-text": ("по тексту", "read as text"),
    "agreement-how-noise": (
        "по тексту с внесёнными ошибками распознавания (зерно {seed})",
        "read as text with recognition errors put in (seed {seed})",
    ),
    "agreement-how-heard": ("на слух", "heard"),
    "agreement-summary": (
        "Каппа {kappa} ({low}…{high}), охват {coverage}, ложных «не выполнено» {missed}.",
        "Kappa {kappa} ({low}…{high}), coverage {coverage}, false “not met” {missed}.",
    ),
    "agreement-strict": (
        "Если не оценённое считать невыполненным: каппа {kappa}, ложных «не выполнено» {missed}.",
        "With what was not assessed read as not holding: kappa {kappa}, false “not met” {missed}.",
    ),
    "agreement-turns": ("Реплики: средняя F1 {f1}.", "Turns: mean F1 {f1}."),
    "agreement-counts": (
        "На 100 слов ошибка: слова-паразиты {fillers} (найдено {found} из {spoken}, лишних {false}), стоп-слова {stop_words}.",
        "Error per 100 words: fillers {fillers} ({found} of {spoken} found, {false} false), stop-words {stop_words}.",
    ),
    "agreement-score": (
        "Оценка: средняя ошибка {mae}, в пределах 10 баллов {within}, корреляция {pearson}.",
        "Score: mean error {mae}, within 10 points {within}, correlation {pearson}.",
    ),
    "agreement-column-criterion": ("критерий", "criterion"),
    "agreement-column-kappa": ("каппа", "kappa"),
    "agreement-column-not-assessed": ("не оценено", "not assessed"),
    "agreement-column-calls": ("звонки: верно/лишнее/пропуск", "calls: right/false/missed"),
    "agreement-column-strict": ("каппа, если не оценённое = нет", "kappa, not assessed = no"),
    "agreement-column-turns": ("реплики: верно/лишнее/пропуск", "turns: right/false/missed"),
    "agreement-column-f1": ("F1 реплик", "turn F1"),
    "agreement-disagreement-call": (
        "{call}  {label}: разметка {gold}, callqa {found}  {quote}",
        "{call}  {label}: gold {gold}, callqa {found}  {quote}",
    ),
    "agreement-disagreement-turn": (
        "{call}  реплика {turn}  {label}: разметка {gold}, callqa {found}  «{quote}»",
        "{call}  turn {turn}  {label}: gold {gold}, callqa {found}  “{quote}”",
    ),
}
