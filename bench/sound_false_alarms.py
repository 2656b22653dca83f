"""False alarms of likeness of sound, an hour of manager's speech, and how many misheard phrases are still found.

``python bench/sound_false_alarms.py [--show] [--noise SEED ...] [--heard]`` listens for a list of sales phrases, and for the
companies of other calls, in calls where nobody says them: ``corpus/ordinary`` and the long plain calls (train 7xx, calls 1xx),
then all of ``corpus/train``. A match whose words are not the phrase's own (by lemma) is a false alarm. ``--noise SEED`` spoils
the words as the model of recognition errors does (``callqa.agreement.mishearing``); ``--heard`` takes the calls that
``bench/agreement_heard.py`` heard. An hour is 9,000 words: 2.5 words a second.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from callqa.agreement.mishearing import mishear_words
from callqa.analysis.analysing import word_by_word
from callqa.analysis.sound import SoundPhrase, compile_phrase, find, find_many
from callqa.analysis.words import lemmas, normalise, tokenize
from callqa.codec import from_plain
from callqa.model import Speaker, Transcript, TranscriptSource, Turn, Utterance, Word

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
HEARD = CORPUS.parent / "build" / "heard"
WORDS_AN_HOUR = 9_000
PHRASES = """вы сэкономите|экономия времени|простой склада|бесплатно|совершенно бесплатно|гарантия качества|гарантируем результат
только до пятницы|эксклюзивное предложение|эксклюзивно|специальная цена|скидка на первый заказ|персональная скидка|в подарок
ограниченное предложение|выгодные условия|вы получите|это позволит вам|вы сможете сократить|снизить расходы|увеличить продажи
добрый день|добрый вечер|доброе утро|здравствуйте|приветствую вас|меня зовут|вас беспокоит|вам удобно говорить|уделите пару минут
есть пара минут|удобно сейчас разговаривать|всего доброго|до свидания|хорошего дня|спасибо за разговор|рад был пообщаться
я вас понимаю|понимаю ваши опасения|согласен с вами|давайте сравним|именно поэтому|хороший вопрос|наши клиенты тоже
не знаю|не могу сказать|это не ко мне|не уверен|может быть|попробуем|постараемся|вы должны|вам придется|к сожалению
извините за беспокойство|договорчик|звоночек|слушай|девушка|без понятия|вышлю коммерческое предложение
назначим встречу|созвонимся завтра
выставлю счет|пришлю договор|демонстрация системы|какие сложности
что не устраивает|с какими трудностями|во сколько обходится
к чему это приводит|сколько вы теряете|было бы полезно|насколько важно
чем пользуетесь сейчас|кто принимает решение
дополнительно рекомендую|вместе с этим берут|расширенный пакет|продлить на год|как бы|так сказать|в принципе|на самом деле
короче говоря|это самое|скажем так|собственно говоря|результат|выгода|проверено|надежно
окупаемость|рассрочка|беспроцентная рассрочка"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--show", action="store_true")
    options.add_argument("--noise", type=int, nargs="*", default=[])
    options.add_argument("--heard", action="store_true")
    arguments = options.parse_args()
    phrases = [phrase for line in PHRASES.splitlines() for phrase in line.split("|")]
    plain = [*CORPUS.glob("ordinary/ru-*.json"), *CORPUS.glob("train/ru-train-7*.json"), *CORPUS.glob("calls/ru-dev-1*.json")]
    for seed in arguments.noise or [None]:
        noise = None if seed is None else random.Random(seed)  # noqa: S311 - a seed, no secret
        report("ordinary and long plain calls", sorted(plain), phrases, noise=noise, show=arguments.show)
        report("training calls", sorted(CORPUS.glob("train/ru-*.json")), phrases, noise=noise, show=arguments.show)
    if arguments.heard:
        paths = [path for folder in ("train", "calls") for path in CORPUS.glob(f"{folder}/ru-*.json") if heard_path(path)]
        report("calls that were heard", sorted(paths), phrases, noise=None, show=arguments.show, is_heard=True)
    report_found(phrases)


def report(
    title: str, paths: Sequence[Path], phrases: Sequence[str], *, noise: random.Random | None, show: bool, is_heard: bool = False
) -> None:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    companies = sorted({gold["company"] for gold in golds if gold.get("company")})
    alarms: Counter[str] = Counter()
    words = 0
    for path, gold in zip(paths, golds, strict=True):
        turns, spoken = heard_turns(path, gold) if is_heard else manager_turns(gold, noise)
        words += sum(len(turn.words) for turn in turns)
        wanted = [*phrases, *(name for name in companies if name != gold.get("company"))]
        for phrase, heard in false_alarms([compile_phrase(text, "ru") for text in wanted], turns, spoken):
            alarms[phrase] += 1
            if show:
                print(f"  {gold['id']}: {phrase} <- {heard}")
    hours = words / WORDS_AN_HOUR
    sought = f"{len(phrases)} phrases and {len(companies)} companies"
    rate = f"{alarms.total()} false alarms, {alarms.total() / hours:.2f} an hour"
    print(f"{title}: {len(golds)} calls, {words} words, {hours:.2f} h; {sought}; {rate}")


def false_alarms(phrases: Sequence[SoundPhrase], turns: Sequence[Turn], spoken: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, place, match in find_many(phrases, turns):
        phrase = phrases[number]
        first, last = match.first, match.last
        own = all(not phrase.lemmas.isdisjoint(candidates) for candidates in turns[place].lemmas[first:last])
        if not own and not is_said(phrase.text, spoken[place]):
            yield phrase.text, " ".join(turns[place].words[first:last]) + f" ({match.likeness})"


def is_said(phrase: str, text: str) -> bool:
    """Tell whether the text as spoken holds the phrase in any word forms."""
    wanted = [set(lemmas(token.word, "ru")) for token in tokenize(phrase, "ru")]
    said = [set(lemmas(token.word, "ru")) for token in tokenize(text, "ru")]
    starts = range(len(said) - len(wanted) + 1)
    return any(all(want & said[start + step] for step, want in enumerate(wanted)) for start in starts)


def manager_turns(gold: dict[str, Any], noise: random.Random | None) -> tuple[list[Turn], list[str]]:
    spoken = [turn["text"] for turn in gold["turns"] if turn["speaker"] == "manager"]
    heard = [mishear_words(text, "ru", noise) if noise else [(word, 9500) for word in text.split()] for text in spoken]
    return analysed(heard), spoken


def heard_path(path: Path) -> Path | None:
    """Find what was heard of a call."""
    return next(iter(sorted(HEARD.glob(f"base-*/{path.name}"))), None)


def heard_turns(path: Path, gold: dict[str, Any]) -> tuple[list[Turn], list[str]]:
    """Give the manager's turns as heard, and beside each everything that the manager said in the call."""
    transcript = from_plain(Transcript, json.loads((heard_path(path) or path).read_text(encoding="utf-8")))
    said = " . ".join(turn["text"] for turn in gold["turns"] if turn["speaker"] == "manager")
    turns = [turn for turn in word_by_word(transcript) if turn.speaker is Speaker.MANAGER]
    return turns, [said] * len(turns)


def analysed(texts: Iterable[Sequence[tuple[str, int]]]) -> list[Turn]:
    utterances = []
    for number, words in enumerate(texts):
        start = number * 60_000
        timed = tuple(
            Word(text=text, start_ms=start + 400 * place, end_ms=start + 400 * place + 300, probability_e4=probability)
            for place, (text, probability) in enumerate(words)
        )
        text = " ".join(word.text for word in timed)
        end = start + 400 * len(timed)
        utterances.append(Utterance(speaker=Speaker.MANAGER, start_ms=start, end_ms=end, text=text, words=timed))
    source = TranscriptSource(engine="bench", model="", revision="", recipe="")
    transcript = Transcript(call_id="bench", language="ru", duration_ms=0, source=source, utterances=tuple(utterances))
    return list(word_by_word(transcript))


def report_found(phrases: Sequence[str]) -> None:
    """Count how many phrases are found after they were misheard, all of them, in the midst of other words."""
    noise = random.Random(11)  # noqa: S311 - a seed, no secret
    found = tried = unheard = 0
    for phrase in phrases:
        ready = compile_phrase(phrase, "ru")
        unheard += ready.threshold > 100
        for row in misheard_rows(phrase, noise):
            tried += 1
            found += bool(find(ready, analysed([row])[0]))
    print(f"misheard phrases found: {found} of {tried}; {unheard} of {len(phrases)} phrases are too short to be listened for")


def misheard_rows(phrase: str, noise: random.Random) -> Iterator[list[tuple[str, int]]]:
    """Give ten ways in which the phrase was misheard, those left as they were not counted."""
    kept = normalise(phrase)
    left = 10
    for _ in range(1_000):
        row = mishear_words(f"смотрите {phrase} например", "ru", noise)
        heard = " ".join(token.word for token in tokenize(" ".join(word for word, _ in row), "ru"))
        if kept not in heard and left:
            left -= 1
            yield row


if __name__ == "__main__":
    main()
