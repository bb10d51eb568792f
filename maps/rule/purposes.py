"""Purposes given by rule to cameras that declare none, from the tags of OpenStreetMap.

The reader already takes the purpose from `surveillance:type` and `surveillance:zone` where they settle it. The rule
here reads what is left, weaker, and is asked for explicitly: who watches what ground. Each camera says in its remarks
by which tag it was given its purpose, and one undo takes all back.

Public: `assign_purposes`, `purpose_of`, `Assigned`, `MARK`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from maps.balance.balance import has_purpose
from maps.balance.criteria import UNDECLARED
from maps.project import Project

#: What the remarks of a camera begin with when its purpose was given by rule.
MARK = "Finalità assegnata per regola"
#: (tag, values, purpose), the first that fits wins.
RULES: tuple[tuple[str, frozenset[str], str], ...] = (
    ("surveillance:type", frozenset({"alpr", "anpr"}), "traffic_plates"),
    ("surveillance:zone", frozenset({"traffic", "autoroute", "parking"}), "traffic_plates"),
    ("surveillance:zone", frozenset({"school", "kindergarten"}), "schools_minors"),
    ("surveillance:zone", frozenset({"town", "public", "street", "park", "station"}), "urban_safety"),
    ("surveillance", frozenset({"public", "webcam"}), "urban_safety"),
    ("surveillance", frozenset({"traffic"}), "traffic_plates"),
    ("surveillance", frozenset({"indoor", "outdoor", "private"}), "private_security"),
    ("operator:type", frozenset({"government", "public"}), "urban_safety"),
    ("operator:type", frozenset({"private", "business"}), "private_security"),
)


@dataclass(frozen=True)
class Assigned:
    """What was given.

    Attributes
    ----------
    purposes : dict
        Purpose -> number of cameras.
    left : int
        Cameras that no tag settles: they stay without a purpose.
    declared : int
        Cameras that had one and were not touched.
    """

    purposes: dict[str, int]
    left: int
    declared: int


def purpose_of(tags: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the purpose that the tags of a camera settle, and the tag that does; None where none does."""
    for key, values, purpose in RULES:
        written = tags.get(key, "").split(";")[0].strip().lower()
        if written in values:
            return purpose, f"{key}={written}"
    return None


def assign_purposes(project: Project) -> Assigned:
    """Give a purpose to the cameras that declare none, in one undoable edit.

    Raises
    ------
    ProjectError
        READ_ONLY.
    """
    cameras = project.frame("camera")
    lacking = has_purpose(cameras, UNDECLARED)
    counts: dict[str, int] = {}
    changes = []
    for fid, camera in cameras[lacking].iterrows():
        found = purpose_of(_tags(camera["osm_tags"]))
        if found is not None:
            remarks = camera["remarks"] if isinstance(camera["remarks"], str) else ""
            told = f"{MARK} ({found[1]}). {remarks}".strip()
            changes.append((int(fid), {"purposes": [found[0]], "remarks": told}))
            counts[found[0]] = counts.get(found[0], 0) + 1
    if changes:
        with project.file.edit("Finalità dai tag di OpenStreetMap", origin="purposes") as edit:
            edit.update_many("camera", changes)
    return Assigned(counts, int(lacking.sum()) - len(changes), int((~lacking).sum()))


def _tags(text: object) -> dict[str, str]:
    """Read tags kept as "key=value; key=value"."""
    pairs = (part.partition("=") for part in text.split("; ")) if isinstance(text, str) else ()
    return {key.strip(): value.strip() for key, mark, value in pairs if mark}
