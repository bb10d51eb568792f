"""Scenes: saved views of the map with a sentence, shown in a meeting or printed.

A scene is data only. Scenes are kept in the project file as one JSON setting, in the order in which they are shown.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Protocol

from maps.errors import InvalidValue, ValueProblem

SETTING = "scenes"
#: More text than this is not a title, a sentence or a note of a scene.
LONGEST_TEXT = 2000
_OF_REVIEW = ("review", "against", "category")
Bounds = tuple[float, float, float, float]


class Settings(Protocol):
    """What scenes need of a `ProjectFile`."""

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a JSON value."""

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value."""

    def edit(self, label: str) -> AbstractContextManager[Any]:
        """Return an edit that can be undone."""


@dataclass(frozen=True)
class Scene:
    """A saved view.

    Attributes
    ----------
    name : str
        Short and unique in its project; what the command line asks for.
    title : str
        The result, in one line.
    sentence : str
        What the title rests on, one or two sentences.
    extent : tuple of float
        (min x, min y, max x, max y) in the project's metric system, metres.
    layers : tuple of str
        Names of the painters that are visible, in any order; empty for the layers of the balance.
    purpose, semester : str
        "" for the first purpose declared, and for all the semesters known.
    notes : str
        For whoever speaks; never projected.
    zones : tuple of str
        ``uid`` of the zones that the scene speaks of, the first three with their figures.
    detail, when : str
        Class at which areas are measured, and "day" or "night"; "" for the usual ones.
    styles : dict
        How the layers look (`maps.views.symbology.Styles.to_json`); {} for the looks of the design.
    review, against, category : str
        Which side of a review it shows, "before", "after" or "change", what the semester is compared with and the
        offences counted (`maps.semester.review.review`); "" for a scene of the map.
    """

    name: str
    title: str
    sentence: str
    extent: Bounds
    layers: tuple[str, ...] = ()
    purpose: str = ""
    semester: str = ""
    notes: str = ""
    zones: tuple[str, ...] = ()
    detail: str = ""
    when: str = ""
    styles: dict[str, Any] = field(default_factory=dict, hash=False)
    review: str = ""
    against: str = ""
    category: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the scene as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Scene":
        """Return the scene kept as JSON; keys that this version does not know are left out.

        Raises
        ------
        InvalidValue
            A part is missing or is not what it should be.
        """
        known = {each.name for each in fields(cls)}
        parts = {key: value for key, value in kept.items() if key in known}
        for key in ("layers", "zones"):
            parts[key] = tuple(str(each) for each in parts.get(key) or ())
        parts["styles"] = parts["styles"] if isinstance(parts.get("styles"), dict) else {}
        for key in (
            "name",
            "title",
            "sentence",
            "purpose",
            "semester",
            "notes",
            "detail",
            "when",
            *_OF_REVIEW,
        ):
            parts[key] = str(parts.get(key) or "")[:LONGEST_TEXT]
        parts["extent"] = extent_of(parts.get("extent"))
        if not parts["name"].strip():
            raise InvalidValue("name", kept.get("name"), ValueProblem.REQUIRED)
        return cls(**parts)


def extent_of(raw: Any) -> Bounds:
    """Return an extent kept as JSON.

    Raises
    ------
    InvalidValue
        NOT_A_NUMBER or BAD_COORDINATES.
    """
    try:
        west, south, east, north = (float(each) for each in raw)
    except (TypeError, ValueError):
        raise InvalidValue("extent", raw, ValueProblem.NOT_A_NUMBER) from None
    if not (west < east and south < north and abs(west) + abs(south) + abs(east) + abs(north) < 1e9):
        raise InvalidValue("extent", raw, ValueProblem.BAD_COORDINATES)
    return west, south, east, north


def read_scenes(file: Settings) -> list[Scene]:
    """Return the scenes in their order; entries that another program has spoilt are passed over."""
    kept = file.setting(SETTING, [])
    found: dict[str, Scene] = {}
    for entry in kept if isinstance(kept, list) else []:
        try:
            scene = Scene.from_json(entry if isinstance(entry, dict) else {})
        except InvalidValue:
            continue
        found.setdefault(scene.name, scene)
    return list(found.values())


def write_scenes(file: Settings, scenes: Sequence[Scene], label: str = "") -> None:
    """Keep these scenes in place of those there are; under a label, as an edit that can be undone.

    Raises
    ------
    InvalidValue
        Two scenes have the same name (DUPLICATE_CODE), or a part is not valid.
    ProjectError
        READ_ONLY.
    """
    names = [scene.name for scene in scenes]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue("name", name, ValueProblem.DUPLICATE_CODE)
    kept = [Scene.from_json(scene.to_json()).to_json() for scene in scenes]
    if not label:
        file.set_setting(SETTING, kept)
        return
    with file.edit(label) as edit:
        edit.set_setting(SETTING, kept)


def find_scene(scenes: Sequence[Scene], wanted: str) -> Scene:
    """Return the scene of a name, or of a place in the order counted from 1.

    Raises
    ------
    InvalidValue
        NOT_IN_LIST.
    """
    return scenes[_place(scenes, wanted)]


def _place(scenes: Sequence[Scene], wanted: str) -> int:
    names = [scene.name.casefold() for scene in scenes]
    if wanted.casefold() in names:
        return names.index(wanted.casefold())
    if wanted.isdecimal() and 1 <= int(wanted) <= len(scenes):
        return int(wanted) - 1
    raise InvalidValue("Scena", wanted, ValueProblem.NOT_IN_LIST)


def add_scene(file: Settings, scene: Scene, at: int | None = None, label: str = "") -> None:
    """Add a scene at a place in the order, last by default; a name already taken gets a number."""
    scenes = read_scenes(file)
    scenes.insert(len(scenes) if at is None else at, replace(scene, name=free_name(scenes, scene.name)))
    write_scenes(file, scenes, label)


def free_name(scenes: Sequence[Scene], wanted: str) -> str:
    """Return `wanted`, or "wanted 2", "wanted 3" where a scene has that name."""
    taken = {scene.name.casefold() for scene in scenes}
    name, count = wanted, 1
    while name.casefold() in taken:
        count += 1
        name = f"{wanted} {count}"
    return name


def update_scene(file: Settings, name: str, scene: Scene, label: str = "") -> None:
    """Replace the scene of a name, in its place."""
    scenes = read_scenes(file)
    scenes[_place(scenes, name)] = scene
    write_scenes(file, scenes, label)


def delete_scene(file: Settings, name: str, label: str = "") -> None:
    """Delete a scene."""
    scenes = read_scenes(file)
    del scenes[_place(scenes, name)]
    write_scenes(file, scenes, label)


def move_scene(file: Settings, name: str, to: int, label: str = "") -> None:
    """Move a scene to a place in the order, counted from 0; beyond the ends is the end."""
    scenes = read_scenes(file)
    scene = scenes.pop(_place(scenes, name))
    scenes.insert(min(max(to, 0), len(scenes)), scene)
    write_scenes(file, scenes, label)
