"""Call type and manager corrected by a person: what was stays in the call's versions, and the call is judged again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from callqa.model import CallMeta, CallType
from callqa.pipeline.again import judge_again
from callqa.settings import Project
from callqa.store import CallRow, Store


def correct_calls(
    calls: Sequence[CallRow],
    *,
    project: Project,
    store: Store,
    who: str,
    why: str,
    call_type: CallType | None = None,
    manager: str | None = None,
    seen: Mapping[str, int] | None = None,
) -> int:
    """Correct calls, all or none, and judge them again; gives how many had words to judge.

    Args:
        calls: As they are now.
        project: Roster, time zone, scorecards.
        store: The database.
        who: The person.
        why: Their reason.
        call_type: ``None`` leaves it.
        manager: Id of a manager; ``None`` leaves it.
        seen: Version of each call's metadata that the person looked at, by call id.

    Raises:
        OvertakenError: Somebody corrected one of them since; nothing is changed.
    """
    with store.atomic():
        for call in calls:
            meta, team = _corrected(call, call_type, manager, project)
            version = (seen or {}).get(call.call_id)
            store.calls.correct(call.call_id, meta, zone=project.settings.zone, team=team, who=who, why=why, seen_version=version)
    return judge_again((call.call_id for call in calls), project=project, store=store, who=who)


def _corrected(call: CallRow, call_type: CallType | None, manager: str | None, project: Project) -> tuple[CallMeta, str | None]:
    meta = call.meta
    if call_type is not None:
        meta = replace(meta, call_type=call_type, inferred=meta.inferred - {"call_type"})
    if manager is None:
        return meta, call.team
    meta = replace(meta, manager=manager, manager_id=manager, inferred=meta.inferred - {"manager"})
    return meta, project.team_of(meta)
