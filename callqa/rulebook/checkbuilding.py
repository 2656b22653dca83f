"""Builds checks: exactly one type each, lists resolved, patterns read, names known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from callqa.analysis.measurenames import MEASURES
from callqa.rulebook.known import TURN_LABELS
from callqa.rulebook.problems import MEANT, listed, nearest, refuse_unknown
from callqa.rulebook.reaching import odd_word
from callqa.rulebook.reading import extent, per, ten_thousandths
from callqa.rulebook.resolving import Tree, Way
from callqa.rulebook.schema import TYPES, CheckForm
from callqa.score.compiling import CALL_KINDS
from callqa.score.patterns import PLACEHOLDERS, PatternError
from callqa.score.specs import (
    Check,
    CheckKind,
    DensitySpec,
    LikeSpec,
    ModelSpec,
    NameSpec,
    OrderSpec,
    PhraseSpec,
    ReplySpec,
    SoundSpec,
    WhenMatched,
)  # fmt: skip

BY_THE_PHRASE = 0
DEFAULT_LIKE = 70
DEFAULT_DOUBT_GAP = 10
"""How far below ``met`` the doubt begins where a rule does not say, in per cent."""

_LIST = re.compile(r"@([a-z][a-z0-9_]*)")


class CheckBuilder:
    """Builds the checks of one scorecard."""

    def __init__(
        self, tree: Tree, lists: Mapping[str, list[str]], names: set[str], lines: dict[str, str], *, language: str
    ) -> None:
        """Know the lists and every name that may be referred to; note lines as checks are built."""
        self._tree = tree
        self._language = language
        self._lists = lists
        self._names = names
        self._lines = lines

    def build(self, form: CheckForm, way: Way, path: str, *, may_read_call: bool) -> Check:
        """Build a check and its parts."""
        place = self._tree.place(way)
        if place is not None:
            self._lines[path] = f"{place.source}:{place.line}"
        kind = self._kind(form, way)
        if kind is None:
            return Check(kind=CheckKind.ANY, path=path)
        if kind in CALL_KINDS and not may_read_call:
            self._tree.refuse("rule-check-call-level", way, kind=kind.value)
        return self._of_kind(kind, form, way, path)

    def _kind(self, form: CheckForm, way: Way) -> CheckKind | None:
        given = [name for name in TYPES if getattr(form, name) is not None]
        if len(given) != 1:
            shown = ", ".join(name.rstrip("_") for name in given)
            slug = "rule-check-two-types" if given else "rule-check-no-type"
            self._tree.refuse(slug, way, given=shown, known=", ".join(name.rstrip("_") for name in TYPES))
            return None
        for key in form.model_fields_set - {given[0]} - TYPES[given[0]]:
            self._tree.refuse("rule-key-misplaced", (*way, key.rstrip("_")), key=key.rstrip("_"), kind=given[0].rstrip("_"))
        return CheckKind(given[0].rstrip("_"))

    def _of_kind(self, kind: CheckKind, form: CheckForm, way: Way, path: str) -> Check:
        simple: dict[CheckKind, Callable[[], Check]] = {
            CheckKind.PHRASES: lambda: Check(kind=kind, path=path, phrases=self._phrases(form, way)),
            CheckKind.SOUND: lambda: Check(kind=kind, path=path, sound=self._sound(form, way)),
            CheckKind.NAMES: lambda: Check(kind=kind, path=path, names=_names(form)),
            CheckKind.QUESTION: lambda: Check(kind=kind, path=path, least=ten_thousandths(form.question or 0)),
            CheckKind.MODEL: lambda: Check(kind=kind, path=path, model=self._model(form, way)),
            CheckKind.LIKE: lambda: Check(kind=kind, path=path, like=self._like(form, way)),
            CheckKind.LABEL: lambda: Check(kind=kind, path=path, name=self._known(str(form.label), (*way, "label"))),
            CheckKind.MEASURE: lambda: Check(kind=kind, path=path, name=self._measure(str(form.measure), (*way, "measure"))),
            CheckKind.REPLY: lambda: Check(kind=kind, path=path, reply=self._reply(form, way)),
            CheckKind.ORDER: lambda: Check(kind=kind, path=path, order=self._order(form, way)),
        }
        return simple[kind]() if kind in simple else self._compound(kind, form, way, path)

    def _compound(self, kind: CheckKind, form: CheckForm, way: Way, path: str) -> Check:
        if kind is CheckKind.DENSITY and form.density is not None:
            part = self.build(form.density.of, (*way, "density", "of"), f"{path}/of", may_read_call=False)
            return Check(kind=kind, path=path, parts=(part,), density=DensitySpec(per=per(form.density.per)))
        if kind is CheckKind.NOT and form.not_ is not None:
            part = self.build(form.not_, (*way, "not"), f"{path}/not", may_read_call=False)
            return Check(kind=kind, path=path, parts=(part,))
        inner = (form.any if kind is CheckKind.ANY else form.all) or []
        if not inner:
            self._tree.refuse("rule-check-empty", way, kind=kind.value)
        parts = tuple(
            self.build(part, (*way, kind.value, number), f"{path}/{kind.value}/{number}", may_read_call=False)
            for number, part in enumerate(inner)
        )
        return Check(kind=kind, path=path, parts=parts)

    def _phrases(self, form: CheckForm, way: Way) -> PhraseSpec:
        patterns = self._resolved(form.phrases or [], (*way, "phrases"))
        excluded = self._resolved(form.except_, (*way, "except")) if form.except_ else ()
        return PhraseSpec(
            patterns=patterns,
            excluded=excluded,
            negated=WhenMatched(form.negated),
            quoted=WhenMatched(form.quoted),
            sound_least=_misheard(form),
        )

    def _resolved(self, items: list[str], way: Way) -> tuple[str, ...]:
        """Put lists in, refuse patterns that cannot be read."""
        if not items:
            self._tree.refuse("rule-check-empty", way, kind=str(way[-1]))
        found: list[str] = []
        for number, item in enumerate(items):
            own = (*way, number)
            for pattern in self._expand(item, own, ()):
                self._read(pattern, own)
                found.append(pattern)
        return tuple(dict.fromkeys(found))

    def _expand(self, item: str, way: Way, above: tuple[str, ...]) -> list[str]:
        whole = _LIST.fullmatch(item.strip())
        if whole:
            return self._of_list(whole[1], way, above)
        return [_LIST.sub(lambda match: "(" + "|".join(self._of_list(match[1], way, above)) + ")", item)]

    def _of_list(self, name: str, way: Way, above: tuple[str, ...]) -> list[str]:
        if name not in self._lists:
            refuse_unknown(self._tree, "rule-list-unknown", way, name, self._lists)
            return []
        if name in above:
            self._tree.refuse("rule-circle", way, name=f"@{name}")
            return []
        return [pattern for item in self._lists[name] for pattern in self._expand(item, way, (*above, name))]

    def _read(self, pattern: str, way: Way) -> None:
        try:
            odd = odd_word(pattern, self._language)
            if odd is not None:
                self._tree.remark("rule-pattern-odd", way, pattern=pattern, word=odd)
        except PatternError as error:
            facts = {"pattern": pattern, "column": str(error.column + 1), **error.facts}
            meant = nearest(facts["name"], PLACEHOLDERS) or MEANT.get(facts["name"].lower(), "") if "name" in facts else ""
            self._tree.refuse(f"{error.slug}-meant" if meant else error.slug, way, **facts, meant=meant)

    def _sound(self, form: CheckForm, way: Way) -> SoundSpec:
        return SoundSpec(phrases=self._resolved(form.sound or [], (*way, "sound")), least=form.least)

    def _model(self, form: CheckForm, way: Way) -> ModelSpec:
        met = 50 if form.met is None else form.met
        doubt = max(0, met - DEFAULT_DOUBT_GAP) if form.doubt is None else form.doubt
        if doubt > met:
            self._tree.refuse("rule-model-thresholds", (*way, "doubt"), met=str(met), doubt=str(doubt))
        if form.model not in TURN_LABELS:
            named = {"name": str(form.model), "meant": nearest(str(form.model), TURN_LABELS) or listed(TURN_LABELS)}
            self._tree.remark("rule-model-unknown", (*way, "model"), **named)
        return ModelSpec(label=str(form.model), met_e4=ten_thousandths(met), doubt_e4=ten_thousandths(doubt))

    def _like(self, form: CheckForm, way: Way) -> LikeSpec:
        if not form.like:
            self._tree.refuse("rule-check-empty", way, kind="like")
        return LikeSpec(sentences=tuple(form.like or ()), least=DEFAULT_LIKE if form.least is None else form.least)

    def _reply(self, form: CheckForm, way: Way) -> ReplySpec | None:
        reply = form.reply
        if reply is None:
            return None
        for key in ("to", "by", "full"):
            name = getattr(reply, key)
            if name is not None:
                self._known(name, (*way, "reply", key))
        for name in reply.until:
            self._known(name, (*way, "reply", "until"))
        return ReplySpec(
            to=reply.to,
            by=reply.by,
            within=extent(reply.within),
            full=reply.full,
            weak_pct=int(reply.weak),
            until=tuple(reply.until),
        )

    def _order(self, form: CheckForm, way: Way) -> OrderSpec | None:
        order = form.order
        if order is None:
            return None
        if bool(order.sequence) == bool(order.after) or bool(order.after) != bool(order.then):
            self._tree.refuse("rule-order-form", (*way, "order"))
        for name in (*order.sequence, *order.then, *order.before, *((order.after,) if order.after else ())):
            self._known(name, (*way, "order"))
        return OrderSpec(
            sequence=tuple(order.sequence),
            after=order.after,
            wanted=tuple(order.then),
            before=tuple(order.before),
            within=extent(order.within) if order.within else None,
        )

    def _measure(self, name: str, way: Way) -> str:
        if name not in MEASURES:
            refuse_unknown(self._tree, "rule-measure-unknown", way, name, MEASURES)
        return name

    def _known(self, name: str, way: Way) -> str:
        if name not in self._names:
            refuse_unknown(self._tree, "rule-name-unknown", way, name, self._names)
        return name


def _names(form: CheckForm) -> NameSpec:
    least = BY_THE_PHRASE if form.misheard is None else _misheard(form)  # names are misheard more than anything
    return NameSpec(whose=str(form.names), roles=tuple(form.used), sound_least=least)


def _misheard(form: CheckForm) -> int | None:
    """Likeness asked for: the phrase's own where it only says that misheard ones count."""
    if form.misheard is None or form.misheard is False:
        return None
    return BY_THE_PHRASE if form.misheard is True else form.misheard
