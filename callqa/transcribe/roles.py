"""Which side or voice is the manager: by the recipe's setting, the call's metadata, or the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callqa.model import FULL_E4
from callqa.transcribe.rolehints import RoleHints, weigh_hints

SURE_AT = 6
"""Difference of evidence from which on the words leave no doubt (two strong phrases)."""

LEAST_E4 = 5_000
"""Confidence without any evidence: as good as a coin."""

STRONG, PLAIN, WEAK = 4, 2, 1

MANAGER_SAYS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "ru": (
        (r"\bменя зовут\b", STRONG),
        (r"\bкомпани[яию]\b", PLAIN),
        (r"\b(вам|вы) удобно\b|\bудобно (вам )?(сейчас )?(говорить|разговаривать|поговорить)", STRONG),
        (r"\b(я )?(вас )?беспоко", PLAIN),
        (r"\b(мы|я) (вам )?(помога|предлага|можем|могу|подбер|рассчита|сдела|отправ|вышл|пришл|приш[её]л|подготов|оформ)", PLAIN),
        (r"\b(у нас|наш[аеи]?) (сейчас )?(есть|акци|скидк|склад|тариф|програм|сервис|компан)", PLAIN),
        (r"\bподскажите\b|\bскажите,? пожалуйста\b|\bкак(им)? я могу к вам обращаться", PLAIN),
        (r"\b(сколько|как часто|кто|чем) (у вас|вы) ", WEAK),
        (r"\bчем (я )?могу (вам )?помочь|\bслушаю вас,? компания", STRONG),
        (r"\bспасибо за (звонок|обращение|время|разговор)", PLAIN),
        (r"\b(скидк|гаранти|бесплатн|коммерческое предложение|договор|сч[её]т|презентаци)", WEAK),
    ),
    "en": (
        (r"\bmy name is\b|\bthis is \w+ (from|with|at|calling)\b", STRONG),
        (r"\bcalling (from|about)\b|\bi'?m calling\b", STRONG),
        (r"\bis (this|it|now) a good time|\bdo you have (a|two|a few) minutes?", STRONG),
        (r"\bhow (can|may) i help", STRONG),
        (r"\bwe (can|could|offer|help|provide|have)\b", PLAIN),
        (r"\b(i|we) ?('ll| will| can) (send|prepare|email|call|book|arrange)", PLAIN),
        (r"\bhow (many|much|often|do you)\b|\bwhat do you\b|\bwho (do you|handles)", WEAK),
        (r"\bthank you for (your time|calling)", PLAIN),
        (r"\b(discount|guarantee|free|offer|contract|invoice|demo|proposal)\b", WEAK),
    ),
}
CLIENT_SAYS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "ru": (
        (r"\b(это )?дорого(вато)?\b", STRONG),
        (r"\b(сколько|почём) (это |оно |у вас )?(стоит|будет стоить|выйдет)|\bкакая цена", PLAIN),
        (r"\b(я|мы|надо|нужно) подума(ю|ем|ть)\b|\bпосоветоваться\b", STRONG),
        (r"\b(не интересно|не интересует|не нужно|не надо|нам ничего)", PLAIN),
        (r"\bа (что|кто|откуда|какая) вы\b|\bвы (кто|откуда)\b", STRONG),
        (r"\b(пришлите|присылайте|отправьте|скиньте|перезвоните)\b", PLAIN),
        (r"\b(хочу|хотел[аи]?( бы)?) (узнать|заказать|уточнить|спросить|купить)", STRONG),
        (r"\b(у нас|мы) (уже )?(есть|работаем|покупаем|возим|делаем|заказываем|берем|пользуемся)", PLAIN),
        (r"\bслушаю( вас)?\b|\bалл?о\b", WEAK),
        (r"\b(увидел|нашли|нашла|нашел) (вас |ваш )?(объявление|сайт|рекламу|вас)", PLAIN),
    ),
    "en": (
        (r"\b(too )?expensive\b|\ba lot of money", STRONG),
        (r"\bhow much (is|does|would|will)\b", PLAIN),
        (r"\b(let me|i('ll| will| need to)) think\b", STRONG),
        (r"\bnot interested\b|\bwe don'?t need\b", PLAIN),
        (r"\bwho('s| is) (this|calling)\b", STRONG),
        (r"\b(send|email) (me|us|it)\b|\bcall (me )?back\b", PLAIN),
        (r"\bi('d| would) like to (order|know|ask|buy)|\bi want to\b", PLAIN),
        (r"\bwe (already|use|buy|have|work with)\b", WEAK),
        (r"\bspeaking\b|\bhello\?|\byes\?", WEAK),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who is who.

    Attributes:
        manager: Index of the manager's side or voice; ``None`` where it cannot be told.
        reason: Slug of ``callqa.texts``.
        weights: What speaks for each being the manager, less what speaks against.
    """

    manager: int | None
    reason: str
    confidence_e4: int
    weights: tuple[int, ...] = ()


def decide_roles(
    texts: Sequence[str], language: str, *, named: int | None = None, named_by: str = "", hints: RoleHints | None = None
) -> Roles:
    """Decide which of the sides or voices is the manager.

    Args:
        texts: What each side said, in order of time; the first spoke first.
        language: Of the call.
        named: The manager's side where it was told.
        named_by: ``setting`` or ``metadata``.
        hints: What is known of the call beforehand; a channel's order says nothing, so only voices have a ``first``.
    """
    if named is not None:
        return Roles(manager=named, reason=f"transcribe-role-{named_by}", confidence_e4=FULL_E4)
    if len(texts) < 2:  # noqa: PLR2004 - two sides
        return Roles(manager=None, reason="transcribe-role-one-voice", confidence_e4=0)
    known = hints or RoleHints()
    scores = [_evidence(text, language) + weigh_hints(text, index, known) for index, text in enumerate(texts)]
    best, second = sorted(range(len(texts)), key=lambda index: (-scores[index], index))[:2]
    difference = scores[best] - scores[second]
    if difference == 0:  # the one who talks more sells, but that is a guess
        words = [len(text.split()) for text in texts]
        most = max((best, second), key=lambda index: (words[index], -index))
        return Roles(manager=most, reason="transcribe-role-guess", confidence_e4=LEAST_E4, weights=tuple(scores))
    confidence = LEAST_E4 + (FULL_E4 - LEAST_E4) * min(difference, SURE_AT) // SURE_AT
    return Roles(manager=best, reason="transcribe-role-words", confidence_e4=confidence, weights=tuple(scores))


def _evidence(text: str, language: str) -> int:
    """Weigh what speaks for the manager against what speaks for the client; each phrase counts twice at most."""
    plain = text.lower().replace("ё", "е")
    return _weigh(plain, MANAGER_SAYS.get(language, ())) - _weigh(plain, CLIENT_SAYS.get(language, ()))


def _weigh(text: str, phrases: Sequence[tuple[str, int]]) -> int:
    return sum(weight * min(len(re.findall(pattern, text)), 2) for pattern, weight in phrases)
