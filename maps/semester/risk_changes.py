"""The risk map as the meetings decide it: a class for each zone, changed with a reason, semester by semester."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maps.errors import InvalidValue, ValueProblem
from maps.period import semester as period_of
from maps.semester.semesters import FALL, RISE, same_semesters

if TYPE_CHECKING:
    from maps.project import Project

LAYER = "risk_area"
CLASSES = 5
#: Points of the index (0-100) of each class.
CLASS_POINTS = 100 / CLASSES
NOTED, PROPOSED, APPROVED, REJECTED = "noted", "proposed", "approved", "rejected"


@dataclass(frozen=True)
class RiskEntry:
    """One record of the risk map.

    Attributes
    ----------
    fid : int
    zone : str
        uid of the zone.
    name, semester : str
    version : int
    risk_class, previous_class : int or None
        1 (low) to 5 (high).
    reason, state : str
        Codes; "" where not told.
    text, office : str
        Why in words, and which office proposes it.
    day : date or None
        Proposed on.
    """

    fid: int
    zone: str
    name: str
    semester: str
    version: int
    risk_class: int | None
    previous_class: int | None
    reason: str
    state: str
    text: str
    office: str
    day: dt.date | None

    @property
    def changes(self) -> bool:
        """Whether it asks for another class."""
        return self.state != NOTED and self.risk_class != self.previous_class


def class_of(score: float | None) -> int | None:
    """Return the class of an index of risk: five classes of 20 points, 1 low, 5 high."""
    if score is None or score != score:
        return None
    return min(int(score // CLASS_POINTS) + 1, CLASSES)


def entries(project: "Project") -> list[RiskEntry]:
    """Return every record of the risk map, in order of semester and version."""
    rows = project.file.rows(LAYER)
    columns = rows.columns
    found = [
        RiskEntry(
            fid=int(fid),
            zone=columns["zone_id"][n] or "",
            name=columns["name"][n] or "",
            semester=columns["semester"][n] or "",
            version=columns["version"][n] or 1,
            risk_class=columns["risk_class"][n],
            previous_class=columns["previous_class"][n],
            reason=columns["change_reason"][n] or "",
            state=columns["change_state"][n] or "",
            text=columns["reason_text"][n] or "",
            office=columns["proposed_by"][n] or "",
            day=columns["proposed_on"][n],
        )
        for n, fid in enumerate(rows.fids)
    ]
    return sorted(found, key=lambda each: (each.semester, each.version, each.fid))


def in_force(project: "Project", semester: str) -> dict[str, int]:
    """Return the class in force for each zone (uid) before a semester's changes.

    The latest approved record of an earlier semester; for a zone that has none, the class of its index of risk with
    the offences of the same semester of the year before, or of all where there are none.
    """
    known = _from_index(project, semester)
    for each in entries(project):
        if each.state == APPROVED and each.semester < semester and each.risk_class is not None:
            known[each.zone] = each.risk_class
    return known


def _from_index(project: "Project", semester: str) -> dict[str, int]:
    from maps.period import ALWAYS

    earlier = same_semesters(semester, project.semesters())
    risk = project.risk(period_of(earlier[0]) if earlier else ALWAYS).zones["risk"]
    uids = project.frame("analysis_zone")["uid"]
    classes = {str(uids[fid]): class_of(score) for fid, score in risk.items()}
    return {uid: each for uid, each in classes.items() if each is not None}


def changes_of(project: "Project", semester: str) -> list[RiskEntry]:
    """Return the records of a semester, of each zone the latest only."""
    latest = {each.zone: each for each in entries(project) if each.semester == semester}
    return sorted(latest.values(), key=lambda each: (each.name, each.zone))


def suggested(previous: int, outcome: str) -> int:
    """Return the class that a change of the offences suggests: one more, one less or the same."""
    step = {RISE: 1, FALL: -1}.get(outcome, 0)
    return min(max(previous + step, 1), CLASSES)


def propose(project: "Project", zone: int, semester: str, asked: Mapping[str, Any]) -> int:
    """Record a change of the risk map, or the reason why there is none, as one edit; return its key.

    Parameters
    ----------
    project : Project
    zone : int
        fid of the analysis zone.
    semester : str
    asked : mapping
        ``risk_class`` (1-5), ``previous_class`` (1-5), ``change_reason`` (code), ``reason_text``, ``proposed_by``
        (an office), ``proposed_on`` (date). With the same class it is a note.

    Raises
    ------
    InvalidValue
        The class is not 1 to 5, or the reason is not of the list.
    """
    chosen, previous = asked.get("risk_class"), asked.get("previous_class")
    if chosen not in range(1, CLASSES + 1):
        raise InvalidValue("risk_class", chosen, ValueProblem.NOT_IN_LIST)
    _require_reason(asked.get("change_reason"))
    zones = project.frame("analysis_zone")
    row = zones.loc[zone]
    name = row["name"] or row["code"] or row["uid"]
    versions = [
        each.version for each in entries(project) if each.semester == semester and each.zone == row["uid"]
    ]
    risk = project.risk(period_of(semester)).zones.loc[zone]
    record = {
        **{key: asked.get(key) for key in ("change_reason", "reason_text", "proposed_by", "proposed_on")},
        "name": name,
        "zone_id": row["uid"],
        "semester": semester,
        "version": max(versions, default=0) + 1,
        "score": None if risk["risk"] is None else round(float(risk["risk"]), 1),
        "components": _components(risk),
        "risk_class": chosen,
        "previous_class": previous,
        "change_state": NOTED if chosen == previous else PROPOSED,
        "geometry": row.geometry,
    }
    label = f"Mappa del rischio: {name}, motivo annotato"
    if chosen != previous:
        label = f"Mappa del rischio: {name}, classe da {previous or '–'} a {chosen}"
    with project.file.edit(label, origin="window") as edit:
        return int(edit.insert(LAYER, [record])[0])


def _require_reason(code: Any) -> None:
    from maps.schema import layer

    codes = layer(LAYER).field("change_reason").codes
    assert codes is not None
    if code not in codes.values:
        raise InvalidValue("change_reason", code, ValueProblem.NOT_IN_LIST)


def _components(risk: Mapping[str, Any]) -> str:
    """Return the points that each term of the risk gives to a zone, as JSON."""
    from maps.balance.risk import COMPONENTS

    points = {each: risk.get(f"{each}_contribution") for each in COMPONENTS}
    return json.dumps({each: round(float(value), 2) for each, value in points.items() if value is not None})
