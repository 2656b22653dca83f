"""What is said straight: does the turn model hear sentences of sales scripts, each alone in a neutral call?

    python bench/plain_moves.py [--plain] [--missed]

Labelled calls are full of wordings round about; this asks the opposite. A sentence of ``corpus/plain-moves.yaml`` stands as
one turn in a call without any other move, short or of some length; it is heard where the shipped model's probability is about
what the shipped rules ask for. Sentences that the rules hear by phrases alone count by the model all the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from callqa.analysis.analysing import word_by_word
from callqa.analysis.languages import LanguageCode
from callqa.analysis.turnmodel import predict, reading
from callqa.analysis.turnmodel.training.corpus import transcript_of
from callqa.model import CallContext, CallMeta
from callqa.settings import read_yaml

SENTENCES = Path(__file__).parents[1] / "corpus" / "plain-moves.yaml"
MET_E4 = 4_000
"""Near the thresholds of the shipped labels (rules/labels-*.yaml): 32 to 50 %."""

OFFER = {"ru": "Мы возим по области, двадцать тысяч в месяц.", "en": "We deliver in the area, two thousand a month."}
OPENING: Mapping[LanguageCode, str] = {
    "ru": """
        manager: Добрый день! Это Ольга, компания Ромашка.
        client: Здравствуйте.
        manager: Я по поводу вашей заявки.
        client: Да, слушаю вас.""",
    "en": """
        manager: Good morning, this is Tom from Acme.
        client: Hello.
        manager: I am calling about your enquiry.
        client: Yes, go ahead.""",
}
WAITING: Mapping[LanguageCode, str] = {
    "ru": """
        manager: Секунду, открываю карточку.
        client: Ага, жду.
        manager: Вижу вашу заявку от пятницы, доставка в Химки.
        client: Да, верно.
        manager: Адрес тот же, склад на Заводской?
        client: Тот же, двенадцатый дом.
        manager: Записала.
        client: Хорошо.""",
    "en": """
        manager: One second, I am opening your card.
        client: Sure.
        manager: I can see your enquiry from Friday, delivery to Leeds.
        client: That's right.
        manager: Same address, the warehouse on Mill Road?
        client: Same one, number twelve.
        manager: Got that.
        client: Good.""",
}
ENDING: Mapping[LanguageCode, str] = {
    "ru": """
        client: Так, понятно.
        manager: Хорошо.
        client: Угу.
        manager: До свидания.""",
    "en": """
        client: I see.
        manager: Okay.
        client: Right.
        manager: Goodbye.""",
}

Talk = list[tuple[str, str]]


def turns(text: str) -> Talk:
    """Read ``speaker: words`` lines."""
    return [(speaker.strip(), words.strip()) for speaker, _, words in (line.partition(":") for line in text.strip().splitlines())]


def heard(language: LanguageCode, label: str, sentence: str, *, is_long: bool) -> int:
    """Give the label's probability on the sentence, out of 10,000."""
    ending, waiting = turns(ENDING[language]), turns(WAITING[language]) if is_long else []
    talk, speaker = [*turns(OPENING[language]), *waiting], "manager"
    if label == "objection":
        talk, speaker = [*talk, ("manager", OFFER[language])], "client"
    place = len(talk)
    talk += [(speaker, sentence), *ending[speaker == "client" : 2], *waiting, *ending[1:]]
    context = CallContext(meta=CallMeta(call_id="plain"), language=language)
    labels, _, _ = predict(word_by_word(transcript_of("plain", language, talk)), language, context)
    return labels[place].get(label, 0)


def rows(*, is_long: bool, is_missed_shown: bool) -> Iterator[str]:
    """Give a row a language and label, and the whole; ``is_missed_shown``: the sentences that were not heard under each."""
    languages: tuple[LanguageCode, ...] = ("ru", "en")
    file, _ = read_yaml(SENTENCES)
    moves = {} if file is None else file.content
    length = "25 turns" if is_long else "9 turns"
    for language in languages:
        right = total = 0
        for label, sentences in moves[language].items():
            found = {sentence: heard(language, label, sentence, is_long=is_long) for sentence in sentences}
            own = sum(probability >= MET_E4 for probability in found.values())
            right, total = right + own, total + len(found)
            yield f"| {length} | {language} | {label} | {own} of {len(found)} |"
            if is_missed_shown:
                yield from (f"    {value / 100:5.1f} %  {sentence}" for sentence, value in found.items() if value < MET_E4)
        yield f"| {length} | {language} | all | {right} of {total} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", action="store_true", help="by the model without sentence vectors")
    parser.add_argument("--missed", action="store_true", help="name the sentences that were not heard")
    given = parser.parse_args()
    if given.plain:
        vars(reading)["is_installed"] = lambda: False
    print("| call of | language | label | heard |\n|---|---|---|---|")
    for is_long in (False, True):
        for row in rows(is_long=is_long, is_missed_shown=given.missed):
            print(row)


if __name__ == "__main__":
    main()
