"""One hash over everything that a person's pay was computed from, written into the closing."""

from __future__ import annotations

import hashlib
import json

from callqa.bonus import CallFact, Person, ResultFact


def digest(person: Person) -> str:
    """Hash a person's facts, so that an outcome altered later shows even where it moves no money."""
    figures = {name: [str(figure.value), figure.row] for name, figure in sorted(person.figures.items())}
    calls = _Calls()
    written = (
        f"[{_json([person.manager_id, person.name, person.personnel_number, person.team])[1:-1]}, "
        f"[{', '.join(calls.written(call) for call in person.calls)}], {_json(figures)}]"
    )
    return f"sha256:{hashlib.sha256(written.encode()).hexdigest()}"


class _Calls:
    """Writes calls as JSON; outcomes that are alike are mostly one object, and are written once."""

    def __init__(self) -> None:
        self._results: dict[int, str] = {}
        self._forms: dict[int, str] = {}

    def written(self, call: CallFact) -> str:
        plain = [call.call_id, call.day.isoformat(), call.state, call.duration_ms, call.client, call.lead_seconds]
        return f"[{_json([*plain, list(call.disputed)])[1:-1]}{self._forms.get(id(call.results)) or self._form(call)}]"

    def _form(self, call: CallFact) -> str:
        found = "".join(f", {self._results.get(id(result)) or self._result(result)}" for result in call.results)
        self._forms[id(call.results)] = found
        return found

    def _result(self, result: ResultFact) -> str:
        found = self._results[id(result)] = _json(_plain(result))
        return found


_json = json.JSONEncoder(ensure_ascii=False).encode


def _plain(result: ResultFact) -> tuple[object, ...]:
    return (
        result.criterion_id,
        result.outcome,
        result.earned_millipoints,
        result.possible_millipoints,
        result.weight_millipoints,
        result.status,
        result.is_critical,
        result.may_pay,
        result.override,
    )
