"""Whole-call readings, from how a talk ends and what the model read in its turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callqa.analysis.tables import cues
from callqa.model import FULL_E4, Speaker, Turn

_REFUSALS = cues("""
    не интересно | неинтересно | не интересует | не нужно | не надо | не нужен | не нужна | не нужны | не хочу | не хотим
    не буду | не будем | не звоните | не звони | удалите | вычеркните | отстаньте
    отказываюсь | нам не подходит | обойдусь | обойдемся
    not interested | no thanks | no thank you | don't call | stop calling | take me off | we're fine | i'm fine
    not for us | don't want | don't need
""")
_CURT = cues("""
    все до свидания | все достал | все достала | все хватит | хватит | не звоните | до свидания | всего хорошего | отстаньте
    идите | пошли вы | пошел ты | все мне некогда | некогда | все давай | вешаю | кладу трубку
    bye | goodbye | i'm hanging up | don't call | gotta go
""")
_LOST = cues("алло | але | вы пропали | вы слышите | hello | are you there")

_CLOSING_CLIENT_TURNS = 2
_LIKELY_E4 = FULL_E4 // 2
_SURE_E4, _PROBABLE_E4, _UNLIKELY_E4 = 8_500, 6_500, 1_000


def read_call(turns: Sequence[Turn], labels: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """Read a call as a whole: ``client_hung_up`` and ``firm_refusal``, out of 10,000; empty for a call without words."""
    spoken = [number for number, turn in enumerate(turns) if turn.words]
    if not spoken:
        return {}
    return {
        "client_hung_up": _hung_up_e4(turns, labels, spoken),
        "firm_refusal": _refusal_e4(turns, labels, spoken),
    }


def _hung_up_e4(turns: Sequence[Turn], labels: Sequence[Mapping[str, int]], spoken: Sequence[int]) -> int:
    """A client hangs up who ends curtly while the manager still talks, or before the manager took leave."""
    last = spoken[-1]
    client = [number for number in spoken if turns[number].speaker is Speaker.CLIENT]
    if not client or len(client) == len(spoken):
        return 0
    is_curt = _has(turns[client[-1]], _CURT)
    left = [number for number in spoken if number > client[-1]]
    is_left_talking = bool(left) and all(labels[number].get("farewell", 0) < _LIKELY_E4 for number in left)
    if is_left_talking and is_curt:
        return _SURE_E4
    if is_left_talking and _has(turns[last], _LOST):
        return _PROBABLE_E4
    own = [number for number in spoken if turns[number].speaker is Speaker.MANAGER]
    has_leave = any(labels[number].get("farewell", 0) >= _LIKELY_E4 for number in own[-2:])
    has_step = any(labels[number].get("next_step", 0) >= _LIKELY_E4 for number in own)
    return _PROBABLE_E4 if is_curt and not has_leave and not has_step and not left else _UNLIKELY_E4


def _refusal_e4(turns: Sequence[Turn], labels: Sequence[Mapping[str, int]], spoken: Sequence[int]) -> int:
    """A firm refusal stands among the client's last words, and no next step was fixed."""
    closing = [number for number in spoken if turns[number].speaker is Speaker.CLIENT][-_CLOSING_CLIENT_TURNS:]
    refusals = [
        number for number in closing if _has(turns[number], _REFUSALS) and labels[number].get("objection", 0) >= _LIKELY_E4
    ]
    has_step = any(labels[number].get("next_step", 0) >= _LIKELY_E4 for number in spoken)
    if not refusals:
        return _UNLIKELY_E4
    return _UNLIKELY_E4 * 2 if has_step else _SURE_E4


def _has(turn: Turn, table: Sequence[tuple[str, ...]]) -> bool:
    said = f" {' '.join(turn.words)} "
    return any(f" {' '.join(cue)}" in said for cue in table)
