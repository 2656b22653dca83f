"""What a month's facts are made of."""

from __future__ import annotations

from callqa.bonus import compute
from callqa.paying.gathering import gather
from callqa.paying.schemes import load_schemes
from tests.paying.shop import OCTOBER, SCHEME, Shop

SPEED = SCHEME.replace("{id: quality, source: quality, weight: 50", "{id: speed, source: lead_speed, weight: 50")


def test_a_lead_called_again_is_not_late_again(shop: Shop) -> None:
    """Calls of the shop take place at noon, Moscow time; the same moment is written in two ways."""
    shop.scheme(SPEED)
    shop.call("l1", day="2026-10-12", phone="+7 900 000-00-01", tags={"lead_at": "2026-10-12T11:50:00"})
    shop.call("l2", day="2026-10-13", phone="8 900 000 00 01", tags={"lead_at": "2026-10-12T08:50:00+00:00"})
    shop.call("l3", day="2026-10-13", phone="+79000000002", tags={"lead_at": "2026-10-12T11:50:00"})
    ledger = compute(gather(shop.project, shop.store, OCTOBER, load_schemes(shop.project, shop.store)).facts)
    anna = ledger.person("M-1")
    assert anna is not None
    assert anna.lines[0].basis.figure == "50"
