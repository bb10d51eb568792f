"""The meeting of a semester and what it decided, as records of the project."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.project import Project
    from maps.store.transaction import Transaction

MEETING, DECISION = "meeting", "decision"
MEETING_FIELDS = ("meeting_kind", "held_on", "offices_present", "agenda")
DECISION_FIELDS = ("decision_text", "responsible", "due_on", "decision_state")


def meeting_of(project: "Project", semester: str) -> dict[str, Any] | None:
    """Return the latest meeting of a semester as a record with its fid and uid; None where there is none."""
    found = _records(project, MEETING, semester)
    dated = sorted(found, key=lambda each: (str(each.get("held_on") or ""), each["fid"]))
    return dated[-1] if dated else None


def decisions_of(project: "Project", semester: str) -> list[dict[str, Any]]:
    """Return the decisions of a semester, in the order in which they were taken."""
    return sorted(_records(project, DECISION, semester), key=lambda each: each["fid"])


def _records(project: "Project", layer: str, semester: str) -> list[dict[str, Any]]:
    rows = project.file.rows(layer)
    found = [
        {"fid": int(fid), **{name: column[n] for name, column in rows.columns.items()}}
        for n, fid in enumerate(rows.fids)
    ]
    return [each for each in found if each["semester"] == semester]


def record(
    project: "Project", semester: str, meeting: Mapping[str, Any], decisions: Sequence[Mapping[str, Any]]
) -> bool:
    """Keep a meeting and exactly these decisions of its semester, as one edit; tell whether anything changed.

    Parameters
    ----------
    project : Project
    semester : str
    meeting : mapping
        Values of `MEETING_FIELDS`.
    decisions : sequence of mappings
        Values of `DECISION_FIELDS`, with the ``fid`` of those that are in the project already.
    """
    before, known = (
        meeting_of(project, semester),
        {each["fid"]: each for each in decisions_of(project, semester)},
    )
    told = {name: meeting.get(name) for name in MEETING_FIELDS}
    kept = {each["fid"] for each in decisions if each.get("fid") in known}
    same_meeting = before is not None and all(before[name] == told[name] for name in MEETING_FIELDS)
    same = kept == set(known) and all(
        each.get("fid") in known and _same(known[each["fid"]], each) for each in decisions
    )
    if same_meeting and same:
        return False
    with project.file.edit(f"Verbale della riunione, semestre {semester}", origin="window") as edit:
        uid = _keep_meeting(edit, semester, before, told)
        edit.delete(DECISION, sorted(set(known) - kept))
        for each in decisions:
            values = {name: each.get(name) for name in DECISION_FIELDS}
            if each.get("fid") in known:
                edit.update(DECISION, each["fid"], values)
            else:
                edit.insert(DECISION, [{**values, "semester": semester, "meeting_id": uid}])
    return True


def _keep_meeting(
    edit: "Transaction",
    semester: str,
    before: Mapping[str, Any] | None,
    told: Mapping[str, Any],
) -> str:
    if before is not None:
        edit.update(MEETING, before["fid"], told)
        return str(before["uid"])
    import uuid

    uid = str(uuid.uuid4())
    edit.insert(MEETING, [{**told, "uid": uid, "semester": semester}])
    return uid


def _same(known: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return all(known[name] == told.get(name) for name in DECISION_FIELDS)
