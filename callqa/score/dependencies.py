"""What each criterion rests on, and a hash of it: after an edit only what rests on something changed is judged again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from callqa.codec import content_hash
from callqa.model import CriterionStatus
from callqa.score.kept import Kept
from callqa.score.specs import Check, CheckKind, Condition, Criterion, Exclusion, Label, Scorecard, Window


def dependencies(scorecard: Scorecard) -> dict[str, frozenset[str]]:
    """Give the labels and criteria that each label and criterion asks for; a label wins over a criterion of its name."""
    needs = {
        criterion.criterion_id: frozenset(_names_of_criterion(criterion) - {criterion.criterion_id})
        for criterion in scorecard.criteria
    }
    for label in scorecard.labels:
        own = frozenset({*names_of_check(label.check), *names_of_window(label.window)})
        needs[label.label_id] = needs.get(label.label_id, frozenset()) | own
    return needs


def names_of_check(check: Check) -> Iterator[str]:
    """Labels that a check refers to."""
    if check.kind is CheckKind.LABEL:
        yield check.name
    if check.reply is not None:
        yield from (check.reply.to, check.reply.by, *check.reply.until, *((check.reply.full,) if check.reply.full else ()))
    if check.order is not None:
        yield from (*check.order.sequence, *check.order.wanted, *check.order.before)
        if check.order.after:
            yield check.order.after
    for part in check.parts:
        yield from names_of_check(part)


def names_of_window(window: Window) -> Iterator[str]:
    """Labels and criteria that a window is relative to."""
    yield from (name for name in (window.after, window.before) if name)


def _names_of_conditions(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for one in conditions:
        yield from (*one.labels, *one.labels_most, *one.outcomes)


def _names_of_criterion(criterion: Criterion) -> set[str]:
    rule = criterion.applicability
    return {
        *names_of_check(criterion.check),
        *names_of_window(criterion.window),
        *_names_of_conditions((*rule.only, *rule.unless)),
    }


def reached(needs: Mapping[str, frozenset[str]], start: str) -> frozenset[str]:
    """Everything that a name asks for, by way of others too."""
    found: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(needs.get(name, ()))
    return frozenset(found)


_HASHES: Kept[Mapping[str, str]] = Kept(64)


def part_hashes(scorecard: Scorecard) -> Mapping[str, str]:
    """Hash each criterion (``criteria/ID``), label (``labels/ID``) and exclusion (``eligibility/PLACE``) with all it rests on.

    ``eligibility`` is all the exclusions together, and what else leaves a call out.
    """
    return _HASHES.get(scorecard.scorecard_hash, lambda: _hash_parts(scorecard))


_OUTCOMES: Kept[Mapping[str, str]] = Kept(64)


def outcome_hashes(scorecard: Scorecard) -> Mapping[str, str]:
    """As ``part_hashes``, of what decides outcomes: no weight and no status, which only say what an outcome is worth."""
    return _OUTCOMES.get(scorecard.scorecard_hash, lambda: _hash_parts(_unweighed(scorecard)))


def _unweighed(scorecard: Scorecard) -> Scorecard:
    criteria = tuple(replace(one, weight_millipoints=0, status=CriterionStatus.ACTIVE) for one in scorecard.criteria)
    return replace(scorecard, criteria=criteria)


def _hash_parts(scorecard: Scorecard) -> Mapping[str, str]:
    needs = dependencies(scorecard)
    labels = {label.label_id: label for label in scorecard.labels}
    criteria = {criterion.criterion_id: criterion for criterion in scorecard.criteria}
    common = (scorecard.language, scorecard.floors)

    def under(names: frozenset[str]) -> list[object]:
        wanted = sorted(names)
        return [
            *(_bare_label(labels[name]) for name in wanted if name in labels),
            *(_bare_criterion(criteria[name]) for name in wanted if name in criteria),
        ]

    hashes = {
        # a criterion often shows the label of its own name
        f"criteria/{name}": content_hash(_bare_criterion(criterion), under(reached(needs, name) | {name}), *common)
        for name, criterion in criteria.items()
    }
    hashes |= {
        f"labels/{name}": content_hash(_bare_label(label), under(reached(needs, name)), *common) for name, label in labels.items()
    }

    def asked_by(*exclusions: Exclusion) -> list[object]:
        conditions = tuple(condition for one in exclusions for condition in (*one.conditions, *one.unless))
        asked = frozenset(_names_of_conditions(conditions))
        return under(asked | frozenset(name for one in asked for name in reached(needs, one)))

    hashes |= {
        f"eligibility/{place}": content_hash(exclusion, asked_by(exclusion), *common)
        for place, exclusion in enumerate(scorecard.exclusions)
    }
    eligibility = (scorecard.applies_to, scorecard.least_talk_ms, scorecard.exclusions)
    return hashes | {"eligibility": content_hash(*eligibility, asked_by(*scorecard.exclusions), *common)}


def _bare_criterion(criterion: Criterion) -> Criterion:
    """A criterion without what is only for people."""
    return replace(criterion, title={}, why={}, owner="", version=1, examples=(), section_id="")


def _bare_label(label: Label) -> Label:
    return replace(label, examples=())
