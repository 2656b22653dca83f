"""Sentences of no one room."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "internal": (
        "Внутренняя ошибка callqa: {kind}. Повторите с --debug и пришлите вывод разработчикам.",
        "An internal error of callqa: {kind}. Run again with --debug and send the output to the developers.",
    ),
}
