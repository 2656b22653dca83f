"""From the accepted form to the plain values that scoring reads; what the form cannot say is checked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from callqa.codec import content_hash
from callqa.model import CallType, CriterionStatus, Direction, Outcome, Severity, Speaker
from callqa.rulebook.checkbuilding import CheckBuilder
from callqa.rulebook.known import CALL_LABELS
from callqa.rulebook.problems import listed, nearest, refuse_unknown
from callqa.rulebook.reading import extent, gap, milliseconds, step, ten_thousandths
from callqa.rulebook.resolving import Tree, Way
from callqa.rulebook.schema import (
    AppliesForm,
    ConditionForm,
    CriterionForm,
    ExamplesForm,
    FloorsForm,
    LabelForm,
    ScorecardForm,
    Text,
    WindowForm,
)  # fmt: skip
from callqa.score.compiling import CALL_KINDS
from callqa.score.dependencies import names_of_check, names_of_window
from callqa.score.specs import (
    Applicability,
    Check,
    CheckKind,
    Condition,
    Criterion,
    Example,
    Exclusion,
    Floors,
    Label,
    Scope,
    Scorecard,
    Section,
    Step,
    Unit,
    Window,
)  # fmt: skip

_SPEAKERS: Mapping[str, Speaker | None] = {"manager": Speaker.MANAGER, "client": Speaker.CLIENT, "anyone": None}
_IN_FRACTIONS = (CheckKind.DENSITY, CheckKind.REPLY, CheckKind.ORDER)
_ONE_OR_MORE = (Step(least_milli=1_000, most_milli=None, pct=100),)


class Builder:
    """Builds one scorecard; problems go to the tree."""

    def __init__(self, tree: Tree, form: ScorecardForm) -> None:
        """Know every name that may be referred to."""
        self._tree = tree
        self._form = form
        self._criteria = [criterion.id for section in form.sections for criterion in section.criteria]
        self._names = {*form.labels, *self._criteria}
        self._lines: dict[str, str] = {}
        self._checks = CheckBuilder(tree, form.lists, self._names, self._lines, language=form.language)

    def build(self, source: str) -> Scorecard | None:
        """Build, or give nothing where there are problems."""
        form = self._form
        self._refuse_twins()
        labels = tuple(self._label(name, label) for name, label in form.labels.items())
        criteria = tuple(
            self._criterion(criterion, section.id, ("sections", number, "criteria", offset))
            for number, section in enumerate(form.sections)
            for offset, criterion in enumerate(section.criteria)
        )
        scorecard = Scorecard(
            scorecard_id=form.id,
            version=form.version,
            language=form.language,
            title=_in_languages(form.title),
            sections=tuple(Section(section_id=section.id, title=_in_languages(section.title)) for section in form.sections),
            criteria=criteria,
            labels=labels,
            applies_to=self._scope(),
            least_talk_ms=milliseconds(form.eligibility.least_talk) if form.eligibility.least_talk else 0,
            exclusions=tuple(self._exclusions()),
            floors=_floors(form.floors),
        )
        self._refuse_circles(scorecard)
        if any(problem.severity is Severity.ERROR for problem in self._tree.problems):
            return None
        return replace(scorecard, lines=dict(self._lines), source=source, scorecard_hash=scorecard_hash(scorecard))

    def _scope(self) -> Scope:
        form = self._form.applies_to
        if "applies_to" in self._form.model_fields_set:
            self._note_line("applies_to", ("applies_to",))
        if form.language not in (None, self._form.language):
            facts = {"given": str(form.language), "language": self._form.language}
            self._tree.refuse("rule-scope-language", ("applies_to", "language"), **facts)
        return Scope(
            call_types=tuple(CallType(kind) for kind in form.call_type),
            directions=tuple(Direction(way) for way in form.direction),
            teams=tuple(form.team),
            managers=tuple(form.manager),
            marked={tag: tuple(values) for tag, values in form.tags.items()},
            priority=form.priority,
        )

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        sections: set[str] = set()
        for number, section in enumerate(self._form.sections):
            if section.id in sections:
                self._tree.refuse("rule-section-twice", ("sections", number, "id"), name=section.id)
            sections.add(section.id)
            for offset, criterion in enumerate(section.criteria):
                if criterion.id in seen:
                    self._tree.refuse("rule-id-twice", ("sections", number, "criteria", offset, "id"), name=criterion.id)
                seen.add(criterion.id)

    def _criterion(self, form: CriterionForm, section_id: str, way: Way) -> Criterion:
        path = f"criteria/{form.id}"
        self._note_line(path, way)
        check = self._checks.build(form.find, (*way, "find"), f"{path}/find", may_read_call=True)
        return Criterion(
            criterion_id=form.id,
            section_id=section_id,
            title=_in_languages(form.title),
            weight_millipoints=ten_thousandths(form.weight) * 10,
            check=check,
            steps=self._steps(form, check, way),
            version=form.version,
            status=CriterionStatus(form.status),
            owner=form.owner,
            why=_in_languages(form.why) if form.why else {},
            speaker=_SPEAKERS[form.speaker],
            count_of=Unit.OCCURRENCES if form.count == "occurrences" else Unit.TURNS,
            window=self._window(form.window, (*way, "window")),
            applicability=self._applicability(form.applies, (*way, "applies")),
            is_critical=form.critical,
            examples=tuple(self._examples(form.examples, path, (*way, "examples"))),
        )

    def _steps(self, form: CriterionForm, check: Check, way: Way) -> tuple[Step, ...]:
        if form.steps is not None:
            steps = tuple(step(written, percent) for written, percent in form.steps.items())
            hole = gap(steps, is_whole=check.kind not in _IN_FRACTIONS)
            if hole is not None:
                self._tree.remark("rule-steps-gap", (*way, "steps"), low=f"{hole[0]:f}", high=f"{hole[1]:f}")
            return steps
        if check.kind in (CheckKind.DENSITY, CheckKind.MEASURE):
            self._tree.refuse("rule-steps-missing", way, kind=check.kind.value)
        return () if check.kind in CALL_KINDS else _ONE_OR_MORE

    def _label(self, name: str, form: LabelForm) -> Label:
        way: Way = ("labels", name)
        self._note_line(f"labels/{name}", way)
        return Label(
            label_id=name,
            check=self._checks.build(form.find, (*way, "find"), f"labels/{name}/find", may_read_call=False),
            speaker=_SPEAKERS[form.speaker],
            window=self._window(form.window, (*way, "window")),
            is_shown=form.shown,
            examples=tuple(self._examples(form.examples, f"labels/{name}", (*way, "examples"))),
        )

    def _window(self, form: WindowForm, way: Way) -> Window:
        for key in ("after", "before"):
            self._check_name(getattr(form, key), (*way, key))
        if form.within is not None and form.after is None:
            self._tree.refuse("rule-window-within", (*way, "within"))
        return Window(
            first=extent(form.first) if form.first else None,
            last=extent(form.last) if form.last else None,
            after=form.after,
            before=form.before,
            within=extent(form.within) if form.within else None,
        )

    def _applicability(self, form: AppliesForm, way: Way) -> Applicability:
        return Applicability(
            only=self._conditions(form.only, (*way, "only")), unless=self._conditions(form.unless, (*way, "unless"))
        )

    def _conditions(self, forms: list[ConditionForm], way: Way) -> tuple[Condition, ...]:
        return tuple(self._condition(form, (*way, number)) for number, form in enumerate(forms))

    def _condition(self, form: ConditionForm, way: Way) -> Condition:
        for key in ("labels", "labels_at_most"):
            for name in getattr(form, key):
                self._check_name(name, (*way, key, name))
        for name in (name for name in form.call_labels if name not in CALL_LABELS):
            named = {"name": name, "meant": nearest(name, CALL_LABELS) or listed(CALL_LABELS)}
            self._tree.remark("rule-model-unknown", (*way, "call_labels", name), **named)
        for name in form.outcomes:
            self._check_name(name, (*way, "outcomes", name), known=self._criteria)
        return Condition(
            call_types=tuple(CallType(kind) for kind in form.call_type),
            directions=tuple(Direction(item) for item in form.direction),
            languages=tuple(form.language),
            least_ms=milliseconds(form.longer_than) if form.longer_than else None,
            most_ms=milliseconds(form.shorter_than) if form.shorter_than else None,
            least_turns=form.turns_at_least,
            most_turns=form.turns_at_most,
            most_client_turns=form.client_turns_at_most,
            most_manager_turns=form.manager_turns_at_most,
            tags={tag: tuple(values) for tag, values in form.tags.items()},
            labels=dict(form.labels),
            labels_most=dict(form.labels_at_most),
            call_labels_e4={name: ten_thousandths(percent) for name, percent in form.call_labels.items()},
            outcomes={name: tuple(Outcome(item) for item in wanted) for name, wanted in form.outcomes.items()},
            known=tuple(form.known),
            has_hung_up=form.hung_up,
            last_speaker=Speaker(form.last_speaker) if form.last_speaker else None,
        )

    def _exclusions(self) -> Iterator[Exclusion]:
        for number, form in enumerate(self._form.eligibility.excluded):
            way: Way = ("eligibility", "excluded", number)
            path = f"eligibility/{form.reason}"
            self._note_line(path, way)
            yield Exclusion(
                reason=form.reason,
                path=path,
                conditions=self._conditions(form.when, (*way, "when")),
                unless=self._conditions(form.unless, (*way, "unless")),
            )

    def _examples(self, form: ExamplesForm, path: str, way: Way) -> Iterator[Example]:
        for expected in ("met", "not_met", "known_miss"):
            for number, text in enumerate(getattr(form, expected)):
                own = f"{path}/examples/{expected}/{number}"
                self._note_line(own, (*way, expected, number))
                yield Example(expected=expected, text=text, path=own)

    def _check_name(self, name: str | None, way: Way, known: list[str] | None = None) -> None:
        names = self._names if known is None else set(known)
        if name is not None and name not in names:
            refuse_unknown(self._tree, "rule-name-unknown", way, name, names)

    def _note_line(self, path: str, way: Way) -> None:
        place = self._tree.place(way)
        if place is not None:
            self._lines[path] = f"{place.source}:{place.line}"

    def _refuse_circles(self, scorecard: Scorecard) -> None:
        """A label that needs itself, by way of others, could never be found."""
        needs = dependencies(scorecard)
        for name in needs:
            if name in _reached(needs, name):
                way = self._way_of(name)
                self._tree.refuse("rule-circle", way, name=name)

    def _way_of(self, name: str) -> Way:
        for number, section in enumerate(self._form.sections):
            for offset, criterion in enumerate(section.criteria):
                if criterion.id == name:
                    return ("sections", number, "criteria", offset)
        return ("labels", name)


def dependencies(scorecard: Scorecard) -> dict[str, frozenset[str]]:
    """The labels and criteria that each label and criterion asks for."""
    needs = {
        label.label_id: frozenset({*names_of_check(label.check), *names_of_window(label.window)}) for label in scorecard.labels
    }
    for criterion in scorecard.criteria:
        conditions = (*criterion.applicability.only, *criterion.applicability.unless)
        asked = {name for one in conditions for name in (*one.labels, *one.labels_most, *one.outcomes)}
        own = {*names_of_check(criterion.check), *names_of_window(criterion.window), *asked}
        # a criterion that only shows the label of its own name is no circle
        name = criterion.criterion_id
        needs[name] = needs.get(name, frozenset()) | frozenset(own - ({name} if name in needs else set()))
    return needs


def _reached(needs: Mapping[str, frozenset[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(needs[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(needs.get(name, ()))
    return reached


def scorecard_hash(scorecard: Scorecard) -> str:
    """Name a scorecard by what it judges: where its lines stand and what its file is called is no part of it."""
    return content_hash(replace(scorecard, lines={}, source="", scorecard_hash=""))


def _in_languages(text: Text) -> dict[str, str]:
    return {"ru": text, "en": text} if isinstance(text, str) else {str(language): sentence for language, sentence in text.items()}


def _floors(form: FloorsForm) -> Floors:
    return Floors(
        word_confidence_e4=ten_thousandths(form.word_confidence),
        speaker_confidence_e4=ten_thousandths(form.speaker_confidence),
        assessed_e4=ten_thousandths(form.assessed),
        unclear_e4=ten_thousandths(form.unclear),
    )
