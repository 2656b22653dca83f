"""A scorecard compiled to run: once a process, then only matching is left."""

from __future__ import annotations

from callqa.model import FULL_E4, Speaker
from callqa.score.callview import CallView
from callqa.score.checks import Finder
from callqa.score.compiling import CALL_KINDS, Reader, compile_finder, compile_reader
from callqa.score.hits import Hit, Hits
from callqa.score.kept import Kept
from callqa.score.specs import Check, CheckKind, Criterion, Floors, Label, Scorecard, Unit, Window
from callqa.score.window import Opening, open_window

_NO_WINDOW = Window()


class Program:
    """The compiled form of one scorecard; checks are compiled when first needed."""

    def __init__(self, scorecard: Scorecard) -> None:
        """Index labels and criteria by name."""
        self.scorecard = scorecard
        self.criteria = {criterion.criterion_id: criterion for criterion in scorecard.criteria}
        self._labels = {label.label_id: label for label in scorecard.labels}
        self._finders: dict[str, Finder] = {}
        self._readers: dict[str, Reader] = {}
        self.findings = self._named_findings()

    @property
    def language(self) -> str:
        """Language of the scorecard."""
        return self.scorecard.language

    def hits_of(self, view: CallView, label: str) -> Hits:
        """Hits of a label, or of a criterion's own check: of its speaker, doubt marked, inside the label's window."""
        hits: Hits = view.remember(("hits", label), lambda: self._find(view, label))
        return hits

    def hits_of_criterion(self, view: CallView, criterion: Criterion) -> Hits:
        """Hits of a criterion's own check, although a label may bear the same name."""
        name = criterion.criterion_id
        if name not in self._labels:
            return self.hits_of(view, name)
        label = Label(label_id=f"criteria/{name}", check=_over_turns(criterion.check), speaker=criterion.speaker)
        hits: Hits = view.remember(("hits", label.label_id), lambda: self._hits(view, label))
        return hits

    def rests_on_model(self, label: str) -> bool:
        """Tell whether a label asks the turn model, by way of others too."""
        return self._asks_model(self._label(label).check)

    def _asks_model(self, check: Check) -> bool:
        if check.model is not None:
            return True
        if check.kind is CheckKind.LABEL:
            return self.rests_on_model(check.name)
        return any(self._asks_model(part) for part in check.parts)

    def speaker_of(self, label: str) -> Speaker | None:
        """Whose turns a label is about."""
        return self._label(label).speaker

    def check_of(self, label: str) -> Check:
        """The check behind a label."""
        return self._label(label).check

    def reader(self, criterion: Criterion) -> Reader | None:
        """The reader of a criterion that looks at the call as a whole; ``None`` for one that counts turns."""
        if criterion.check.kind not in CALL_KINDS:
            return None
        name = criterion.criterion_id
        if name not in self._readers:
            self._readers[name] = compile_reader(criterion.check, self, criterion.speaker)
        return self._readers[name]

    def _label(self, name: str) -> Label:
        if name in self._labels:
            return self._labels[name]
        criterion = self.criteria[name]
        return Label(label_id=name, check=_over_turns(criterion.check), speaker=criterion.speaker)

    def _find(self, view: CallView, name: str) -> dict[int, Hit]:
        return self._hits(view, self._label(name))

    def _hits(self, view: CallView, label: Label) -> dict[int, Hit]:
        name = label.label_id
        if name not in self._finders:
            self._finders[name] = compile_finder(label.check, self)
        hits = _weighed(view, self._finders[name](view), label.speaker, self.scorecard.floors)
        if label.window == _NO_WINDOW:
            return hits
        openings = open_window(view, label.window, label.speaker, self)
        return {number: kept for number, hit in hits.items() if (kept := _kept(view, hit, openings)) is not None}

    def _named_findings(self) -> tuple[tuple[str, bool], ...]:
        """Names whose hits are findings, and whether each occurrence is one of its own."""
        by_name = {label.label_id: False for label in self.scorecard.labels if label.is_shown}
        hidden = self._labels.keys() - by_name.keys()
        for criterion in self.scorecard.criteria:
            name = _finding_name(criterion)
            if name is not None and name not in hidden:
                by_name[name] = by_name.get(name, False) or _counts_occurrences(criterion)
        return tuple(by_name.items())


def _finding_name(criterion: Criterion) -> str | None:
    check = _over_turns(criterion.check)
    if check.kind in CALL_KINDS:
        return None
    return check.name if check.kind is CheckKind.LABEL else criterion.criterion_id


def _counts_occurrences(criterion: Criterion) -> bool:
    return criterion.count_of is Unit.OCCURRENCES or criterion.check.kind is CheckKind.DENSITY


def _over_turns(check: Check) -> Check:
    """The part of a check that reads turns: what a density is the density of."""
    return check.parts[0] if check.kind is CheckKind.DENSITY else check


def _weighed(view: CallView, hits: Hits, speaker: Speaker | None, floors: Floors) -> dict[int, Hit]:
    """Keep the speaker's hits; those of unclear words or of an unsure speaker are in doubt."""
    kept = {}
    for number, hit in hits.items():
        turn = view.turns[number]
        if speaker is not None and turn.speaker not in (speaker, Speaker.UNKNOWN):
            continue
        is_clear = is_speaker_sure(view, number, speaker, floors) and _confidence(view, hit) >= floors.word_confidence_e4
        kept[number] = hit if is_clear or not hit.is_sure else _doubted(hit)
    return kept


def is_speaker_sure(view: CallView, number: int, speaker: Speaker | None, floors: Floors) -> bool:
    """Tell whether a turn is known to be the speaker's whom a criterion is about."""
    turn = view.turns[number]
    return speaker is None or (turn.speaker is not Speaker.UNKNOWN and turn.speaker_confidence_e4 >= floors.speaker_confidence_e4)


def _kept(view: CallView, hit: Hit, openings: tuple[Opening, ...]) -> Hit | None:
    """What of a hit lies in a label's window; in doubt where that hangs on how the window is read."""
    kept = [opening.keeps(view, hit) for opening in openings]
    inside = next((one for one in kept if one is not None), None)
    if inside is None or all(one == inside for one in kept):
        return inside
    return _doubted(inside)


def _confidence(view: CallView, hit: Hit) -> int:
    """Mean confidence of the words of a hit."""
    confidences = view.turns[hit.turn].confidences_e4
    words = [confidences[at] for first, last in hit.spans for at in range(first, min(last, len(confidences)))]
    return sum(words) // len(words) if words else FULL_E4


def _doubted(hit: Hit) -> Hit:
    return Hit(
        turn=hit.turn,
        spans=hit.spans,
        path=hit.path,
        is_sure=False,
        strength=hit.strength,
        source=hit.source,
        reasons=hit.reasons,
    )


_PROGRAMS: Kept[Program] = Kept(64)


def program_of(scorecard: Scorecard) -> Program:
    """Compile a scorecard, or give what was compiled before for the same content."""
    made = _PROGRAMS.get(scorecard.scorecard_hash, lambda: Program(scorecard))
    if made.scorecard is scorecard or (made.scorecard.lines == scorecard.lines and made.scorecard.source == scorecard.source):
        return made
    moved = Program(scorecard)  # the same rules stand on other lines now, and evidence names lines
    _PROGRAMS.put(scorecard.scorecard_hash, moved)
    return moved
