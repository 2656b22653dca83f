"""False alarms of likeness of sound, an hour of manager's speech, and how many misheard phrases are still found.

``python bench/sound_false_alarms.py [--show] [--noise]`` listens for a list of sales phrases, and for the companies of other
calls, in calls where nobody says them: ``corpus/ordinary`` and the long plain calls (train 7xx, calls 1xx), then all of
``corpus/train``. A match whose words are not the phrase's own (by lemma) is a false alarm. ``--noise`` spoils the words as a
recogniser does (seeded). An hour is 9,000 words: 2.5 words a second.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from callqa.analysis import analyse
from callqa.analysis.sound import SoundPhrase, compile_phrase, find, find_many
from callqa.analysis.words import lemmas, tokenize
from callqa.model import CallContext, CallMeta, Speaker, Transcript, TranscriptSource, Turn, Utterance, Word

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
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
SPOILT_SHARE = 0.2
_ALIKE = [left + right for left, right in zip("оаеиыдтбпгквфзсжшмнщр", "аоиеитдпбкгфвсзшжнмшл", strict=True)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--show", action="store_true")
    options.add_argument("--noise", action="store_true")
    arguments = options.parse_args()
    noise = random.Random(7) if arguments.noise else None  # noqa: S311 - a seed, no secret
    phrases = [phrase for line in PHRASES.splitlines() for phrase in line.split("|")]
    plain = [*CORPUS.glob("ordinary/ru-*.json"), *CORPUS.glob("train/ru-train-7*.json"), *CORPUS.glob("calls/ru-dev-1*.json")]
    report("ordinary and long plain calls", sorted(plain), phrases, noise=noise, show=arguments.show)
    report("training calls", sorted(CORPUS.glob("train/ru-*.json")), phrases, noise=noise, show=arguments.show)
    report_found(phrases)


def report(title: str, paths: Sequence[Path], phrases: Sequence[str], *, noise: random.Random | None, show: bool) -> None:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    companies = sorted({gold["company"] for gold in golds if gold.get("company")})
    alarms: Counter[str] = Counter()
    words = 0
    for gold in golds:
        turns, spoken = manager_turns(gold, noise)
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
    heard = [list(spoil(text.split(), noise)) if noise else [(word, 9500) for word in text.split()] for text in spoken]
    return analysed(heard), spoken


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
    return list(analyse(transcript, context=CallContext(meta=CallMeta(call_id="bench"), language="ru")).turns)


def spoil(words: Sequence[str], noise: random.Random) -> Iterator[tuple[str, int]]:
    """Spoil a fifth of the words: letters for sound-alikes, vowels lost, words joined or split; those are less sure."""
    held = ""
    for place, word in enumerate(words):
        if noise.random() > SPOILT_SHARE or not word.isalpha():
            yield held + word, noise.randint(3000, 6500) if held else noise.randint(7000, 9900)
            held = ""
            continue
        changed = held + misheard(word, noise)
        held = ""
        if noise.random() < 0.3 and place + 1 < len(words):
            held = changed
            continue
        cut = noise.randint(2, max(2, len(changed) - 2))
        pieces = [changed[:cut], changed[cut:]] if noise.random() < 0.3 and len(changed) > 5 else [changed]
        yield from ((piece, noise.randint(3000, 6500)) for piece in pieces)


def misheard(word: str, noise: random.Random) -> str:
    letters = list(word)
    for _ in range(1 + len(word) // 6):
        place = noise.randrange(len(letters))
        alike = [pair[1] for pair in _ALIKE if pair[0] == letters[place].lower()]
        letters[place] = noise.choice(alike) if alike else ("" if noise.random() < 0.5 else letters[place])
    return "".join(letters) or word


def report_found(phrases: Sequence[str]) -> None:
    """Count how many phrases are found after their words were spoilt, all of them, in the midst of other words."""
    noise = random.Random(11)  # noqa: S311 - a seed, no secret
    found = tried = unheard = 0
    for phrase in phrases:
        ready = compile_phrase(phrase, "ru")
        unheard += ready.threshold > 100
        for _ in range(10):
            words = [misheard(word, noise) for word in phrase.split()]
            text = "".join(words) if noise.random() < 0.3 else " ".join(words)
            row = [(word, noise.randint(3000, 7500)) for word in ("смотрите", *text.split(), "например")]
            tried += 1
            found += bool(find(ready, analysed([row])[0]))
    print(f"misheard phrases found: {found} of {tried}; {unheard} of {len(phrases)} phrases are too short to be listened for")


if __name__ == "__main__":
    main()
