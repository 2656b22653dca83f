"""Agreement with people: gold calls, read as text or heard, compared with what callqa finds."""

from callqa.agreement.agreeing import Agreement, compare, to_plain
from callqa.agreement.gold import Gold, GoldTurn, gold_context, gold_transcript, read_gold
from callqa.agreement.reading import agree_on_heard, agree_on_noise, agree_on_text, read_folder, scorecard_for

__all__ = [
    "Agreement",
    "Gold",
    "GoldTurn",
    "agree_on_heard",
    "agree_on_noise",
    "agree_on_text",
    "compare",
    "gold_context",
    "gold_transcript",
    "read_folder",
    "read_gold",
    "scorecard_for",
    "to_plain",
]
