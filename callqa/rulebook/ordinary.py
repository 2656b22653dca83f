"""Ordinary calls that come with callqa: what archives hold beside sales talk, and what no severe rule may fire on."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from callqa.model import Analysis, CallContext, CallMeta, Speaker
from callqa.rulebook.loading import shipped_rules
from callqa.rulebook.talks import analyse_talk


@lru_cache(maxsize=2)
def shipped_ordinary(language: str) -> tuple[tuple[Analysis, CallContext], ...]:
    """Give the sample of one language: each ``rules/ordinary/LANGUAGE-*.txt`` is a call, a line a turn."""
    files = sorted((shipped_rules() / "ordinary").glob(f"{language}-*.txt"))
    return tuple(_read(path, language) for path in files)


def _read(path: Path, language: str) -> tuple[Analysis, CallContext]:
    context = CallContext(meta=CallMeta(call_id=path.stem), language=language)
    text = path.read_text(encoding="utf-8")
    analysis = analyse_talk(text, speaker=Speaker.MANAGER, context=context, language=language)
    return replace(analysis, call_id=path.stem), context
