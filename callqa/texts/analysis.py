"""Sentences of the analysis room."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "analysis-damaged": (
        "Сохранённый разбор звонка повреждён или сделан другой версией callqa ({format}). Разберите звонок заново: callqa score.",
        "A stored analysis of a call is damaged or of another version of callqa ({format}). Analyse it again: callqa score.",
    ),
}
