"""Questions told by their form alone: «верно ли», «разве», a tag at the end («…, да», "…, isn't it")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from callqa.analysis.languages import LanguageCode
from callqa.analysis.tables import cues, word_set
from callqa.analysis.words import normalise

_NO_PARTICLE_AFTER = word_set("мало вряд едва чуть то шутка не разве если")
"""Before «ли» these make another word: «вряд ли», «чуть ли не», «то ли»."""

_LEADING = word_set("""
    а и ну но так скажите подскажите тогда вообще хорошо смотрите слушайте кстати извините простите алло еще вот вы вам у ваш
    есть это мы нам все там
""")
_FIRST = 3
_CHECKING = cues("правильно ли я | верно ли я | правильно ли понимаю | верно ли понимаю | правильно ли мы | верно ли мы")
_WONDERING = word_set("неужели неужто")
_ONLY = word_set("что только лишь")
"""After «разве»: «разве что в четверг» asks nothing."""

_TAGS = {"ru": cues("да | так | верно | правильно | не так ли"), "en": cues("right | correct")}
_NO_TAG_AFTER = {
    "ru": word_set("""
        да ну нет ага угу понял поняла понятно хорошо ладно конечно спасибо все вот так верно правильно точно именно абсолютно
        совершенно окей ясно алло слушаю
    """),
    "en": word_set("""
        that's you're all is yeah yes right okay ok no oh sure sounds about just the quite not get it looks i'm they're we're
        well correct exactly uh um
    """),
}
_SHORT_TAGS = word_set("да так")
_TO_YOU = word_set(
    "вы вас вам вами ваш ваша ваше ваши вашу вашей вашего вашем тебя тебе ты же значит получается есть верно правильно"
)
"""What a sentence asks with before «…, да»: without it «да» confirms as often."""

_FEWEST_BEFORE_TAG = 3
_ENGLISH_TAIL_VERBS = word_set("""
    isn't aren't don't doesn't didn't wasn't weren't won't wouldn't can't couldn't haven't hasn't hadn't shouldn't
""")
_ENGLISH_TAIL_SUBJECTS = word_set("you it they he she we there")


def asks_by_form(text: str, words: Sequence[str], language: LanguageCode) -> bool:
    """Tell whether a turn has a form that hardly anything but a question has; ``words`` are its normalised words."""
    if language == "en":
        return _has_english_tail(words) or _has_tag(text, words, language)
    return _has_particle(words) or _wonders(words) or _has_tag(text, words, language)


def _has_particle(words: Sequence[str]) -> bool:
    """Find «удобно ли …», «а есть ли …», «правильно ли я понимаю»; «не знаю, есть ли» asks nothing."""
    row = f" {' '.join(words)} "
    if any(f" {' '.join(cue)} " in row for cue in _CHECKING):
        return True
    place = next((place for place, word in enumerate(words[:_FIRST]) if word == "ли"), 0)
    return place > 0 and words[place - 1] not in _NO_PARTICLE_AFTER and _LEADING.issuperset(words[: place - 1])


def _wonders(words: Sequence[str]) -> bool:
    if not _WONDERING.isdisjoint(words):
        return True
    return any(_doubts(words, place) for place, word in enumerate(words) if word == "разве")


def _doubts(words: Sequence[str], place: int) -> bool:
    """Tell «разве не лучше» from «разве что» and «если разве»."""
    after = words[place + 1] if place + 1 < len(words) else "что"
    before = words[place - 1] if place else ""
    return after not in _ONLY and before not in ("если", "ну")


def _has_tag(text: str, words: Sequence[str], language: LanguageCode) -> bool:
    """Find a tag after a comma at the end; without commas «да» ends answers as often as questions, so it is left to the model."""
    before, comma, last = text.rstrip(" .…").rpartition(",")
    tag = tuple(last.lower().split())
    if not comma or tag not in _TAGS[language]:
        return False
    stated = normalise(re.split(r"[.!…]", before)[-1]).replace(",", " ").split()
    if last.strip().lower() in _SHORT_TAGS and _TO_YOU.isdisjoint(stated):
        return False
    closing = words[-len(tag) - 1] if len(words) > len(tag) else ""
    return len(stated) >= _FEWEST_BEFORE_TAG and closing not in _NO_TAG_AFTER[language]


def _has_english_tail(words: Sequence[str]) -> bool:
    return len(words) >= _FEWEST_BEFORE_TAG + 2 and words[-2] in _ENGLISH_TAIL_VERBS and words[-1] in _ENGLISH_TAIL_SUBJECTS
