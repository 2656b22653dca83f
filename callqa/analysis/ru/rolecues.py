"""Words around a Russian name that tell how it is used."""

from __future__ import annotations

from callqa.analysis.around import Around
from callqa.analysis.nametables import first_names
from callqa.analysis.ru.morphology import readings
from callqa.analysis.tables import cues, word_set

_SELF_BEFORE = cues("""
    меня зовут | зовут меня | мое имя | с вами | на связи | на проводе | на линии | вас приветствует | вас беспокоит
    вас тревожит | вам звонит | опять я | снова я
""")
_SELF_AFTER = cues("""
    меня зовут | зовут меня | мое имя | на связи | на проводе | вас беспокоит | вас тревожит | вас снова беспокоит
    вас приветствует | вам звонит | слушаю | слушает | беспокоит | тревожит | у телефона
""")
_FROM = word_set("""
    из с от компания фирма агентство студия менеджер ваш клиника школа отдел служба банк типография автосалон магазин это
""")
_PLACES = word_set("""
    компания фирма агентство студия менеджер клиника школа отдел служба банк типография автосалон магазин провайдер
""")
_INTRODUCING = word_set("это я говорит менеджер беспокоит тревожит администратор специалист")
_FORMAL = word_set("first_patronymic patronymic spoken_patronymic")
_NOT_SELF_AFTER = word_set("правильно верно да так")
_AGAIN = cues("снова | опять | еще")

_ASK_BEFORE = word_set("услышать позовите пригласите соедините переключите позвать пригласить поговорить ищу нужен нужна нужны")
_ASK_AFTER = cues("""
    на месте | можно | могу услышать | дома | сейчас на месте | сейчас на работе | у себя | работает еще | еще работает
""")
_NAME_ASKED = cues("как зовут | как вас зовут | ваше имя")

_PREPOSITIONS = word_set("от у для с со к ко про о об без через за при по на перед после вместо кроме мимо")
_OWNERS = word_set("""
    наш наша нашего нашей нашему мой моя моего моей ваш ваша вашего вашей вашему коллега коллеги коллеге директор
    директора менеджер менеджера бухгалтер бухгалтера начальник начальника руководитель руководителя инженер
    замдиректора мастер специалист специалиста логист завскладом жена муж сестра брат сын дочь дядя тетя подруга
    помощник помощница секретарь ассистент юрист эксперт замерщик водитель курьер тренер оператор кладовщик технолог
""")
_TO_YOU = word_set("""
    уважаемый уважаемая дорогой дорогая господин госпожа товарищ да нет ну так а и спасибо здравствуйте слушайте смотрите вот
""")
_SKIPPED = word_set("""
    вам мне ему ей нам им их это значит кажется тоже уже вчера сегодня сейчас недавно потом тогда там тут как раз все
    еще не и тебе вас его ее
""")
_TALKING = word_set("говорю разговариваю общаюсь")
_OWN_DEEDS = word_set("понял поняла записал записала услышал услышала принял приняла нашел нашла отметил отметила")
"""What a speaker says of himself, the pronoun left out: «Вадим, понял»."""

_LIKELY = 0.3
"""Weight of a verb's reading among others from which a word counts as that verb."""


def role(around: Around) -> str:
    """Tell the role from the words around."""
    if around.before[-2:] == ("я", "с") and around.nearest_after in _TALKING:
        return "address"
    if _is_self(around):
        return "self" if around.is_direct else "third"
    if _is_asked_for(around):
        return "ask"
    if _is_third(around):
        return "third"
    return "" if _is_unclear(around) else "address"


def _is_unclear(around: Around) -> bool:
    return around.kind == "surname" and around.nearest_before not in _TO_YOU


def _is_self(around: Around) -> bool:
    if around.nearest_before == "меня" and around.nearest_after == "зовут":
        return True
    if around.follows(_SELF_BEFORE):
        return around.before[-3:-2] != ("как",)  # «как вас зовут» asks
    if around.leads_to(_SELF_AFTER) and not around.is_cut_after and not _is_named_next(around):
        return True
    return _is_presented(around) or _is_company_next(around)


def _is_presented(around: Around) -> bool:
    """Tell whether «это», «я», «менеджер» before the name present the speaker."""
    if around.is_cut_before:
        return False
    if around.nearest_before == "я" or (around.nearest_before in _INTRODUCING and _leads_to_company(around.after)):
        return True
    if around.nearest_before != "это" or around.nearest_after in _NOT_SELF_AFTER:
        return False
    return around.leads_to(_AGAIN) or around.kind not in _FORMAL


def _is_company_next(around: Around) -> bool:
    if around.nearest_after in _PLACES:
        return not around.before or around.is_cut_after or around.is_cut_before
    return around.nearest_after == "из" and around.is_cut_before


def _is_named_next(around: Around) -> bool:
    """Tell whether another name follows «меня зовут»: then that one is the speaker's."""
    return around.after[:2] == ("меня", "зовут") and len(around.after) > 2 and around.after[2] in first_names("ru").fulls  # noqa: PLR2004


def _leads_to_company(after: tuple[str, ...]) -> bool:
    return bool(after) and (after[0] in _FROM or any(word in _PLACES for word in after[:3]) or after[1:2] == ("из",))


def _is_asked_for(around: Around) -> bool:
    if any(word in _ASK_BEFORE for word in around.before[-3:]) or around.leads_to(_ASK_AFTER):
        return True
    if "на месте" in " ".join(around.after[:4]):
        return True
    if around.nearest_before in ("вас", "ведь") and around.nearest_after == "зовут":
        return True
    return not around.is_cut_before and around.follows(_NAME_ASKED)


def _is_third(around: Around) -> bool:
    if not around.is_direct:
        return True
    if not around.is_cut_before and (around.nearest_before in _OWNERS or around.nearest_before in _PREPOSITIONS):
        return True
    return not around.is_cut_after and _is_subject(around.after)


def _is_subject(after: tuple[str, ...]) -> bool:
    """Tell whether the name is what a verb of the third person speaks of: «Сергей Петрович вчера сказал»."""
    following = next((word for word in after if word not in _SKIPPED), "")
    return following not in _OWN_DEEDS and any(
        reading.part == "VERB" and reading.weight > _LIKELY and _tells_of_another(reading.grammemes)
        for reading in readings(following)[:3]
    )


def _tells_of_another(grammemes: frozenset[str]) -> bool:
    if "3per" in grammemes:
        return "sing" in grammemes and "impr" not in grammemes
    return {"past", "sing"} <= grammemes and "neut" not in grammemes
