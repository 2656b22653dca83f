"""The shipped call model, on calls of its own and on the empty one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from callqa.analysis import callmodel
from callqa.analysis.analysing import analyse, word_by_word
from callqa.analysis.callmodel import KINDS, TYPES, read_call
from callqa.analysis.turnmodel.training.corpus import transcript_of
from callqa.model import CallContext, CallMeta

CONTEXT = CallContext(meta=CallMeta(call_id="c"), language="ru", manager_names=("Ольга",), company_names=("Ромашка",))

SALE = (
    ("manager", "Добрый день, меня зовут Ольга, компания Ромашка. Мы делаем упаковку для кондитеров."),
    ("client", "Здравствуйте."),
    ("manager", "Скажите, сколько коробок в месяц у вас уходит и у кого вы их берёте?"),
    ("client", "Тысячи две, берём в Туле."),
    ("manager", "А бывает, что заказ приезжает мятый? Во что это вам обходится?"),
    ("client", "Бывает. Но у вас дороже."),
    ("manager", "Да, на рубль дороже, зато брак мы меняем за свой счёт, вы экономите на возвратах."),
)
WRONG_NUMBER = (
    ("manager", "Алло, здравствуйте, это гостиница?"),
    ("client", "Нет, вы ошиблись, это частный номер."),
    ("manager", "Ой, извините, неправильно набрала номер."),
    ("client", "Ничего, бывает."),
)
VOICEMAIL = (("client", "Абонент временно недоступен. Оставьте сообщение после звукового сигнала."), ("manager", "Перезвоню."))


def read(said: Sequence[tuple[str, str]]) -> dict[str, int]:
    return dict(read_call(word_by_word(transcript_of("c", "ru", said)), "ru", CONTEXT))


def likeliest(said: Sequence[tuple[str, str]]) -> tuple[str, int]:
    found = [(label, value) for label, value in read(said).items() if label in KINDS]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("said", "kind"), [(WRONG_NUMBER, "wrong_number"), (VOICEMAIL, "voicemail")])
def test_what_is_no_sale_is_likelier_so_than_a_sale_is(said: Sequence[tuple[str, str]], kind: str) -> None:
    label, value = likeliest(said)
    assert label == kind
    assert value > 5 * likeliest(SALE)[1]


def test_probabilities_are_whole_and_the_same_each_time() -> None:
    first = read(SALE)
    assert first == read(SALE)
    assert set(TYPES) <= set(first)
    assert all(isinstance(value, int) and 0 <= value <= 10_000 for value in first.values())


def test_a_call_without_words_is_read_as_nothing() -> None:
    assert read(()) == {}
    assert read([("client", "…")]) == {}


def test_an_analysis_holds_the_readings_and_names_the_model() -> None:
    analysis = analyse(transcript_of("c", "ru", SALE), context=CONTEXT)
    assert analysis.versions["call_model"] == callmodel.version()
    assert read(SALE).items() <= dict(analysis.call_labels).items()
    assert {"client_hung_up", "firm_refusal"} <= set(analysis.call_labels)
