"""What the inspector shows, as plain data that the window prepares."""

from dataclasses import dataclass, field
from typing import Any

from maps.schema import Layer


@dataclass(frozen=True)
class Chip:
    """A state in one word; `look` is er, wa, ov, ok or plain."""

    text: str
    look: str
    icon: str = ""


@dataclass(frozen=True)
class Fact:
    """A computed figure under its caption."""

    caption: str
    value: str


@dataclass(frozen=True)
class Neighbour:
    """Another thing under the same click."""

    layer: str
    fid: int
    text: str
    kind: str


@dataclass(frozen=True)
class Link:
    """What a field that names a record of another layer may say.

    Attributes
    ----------
    layer : str
        Where the records are.
    choices : tuple of (value, text)
        What is kept and what is read, by text.
    fid : int or None
        The record that is named now.
    """

    layer: str
    choices: tuple[tuple[str, str], ...]
    fid: int | None = None


@dataclass(frozen=True)
class Relation:
    """The records of a layer that name this one: all of them, and the first ones to be listed."""

    caption: str
    layer: str
    fids: tuple[int, ...]
    records: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Step:
    """What a proposal does to a camera: a line, what changes under it, and the camera where it is on the map."""

    text: str
    detail: str = ""
    fid: int | None = None


@dataclass(frozen=True)
class Photo:
    """A photograph or a document kept with the record; `thumbnail` is a JPEG, b"" for a document."""

    key: int
    text: str
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Subject:
    """One row of one layer, ready to be shown.

    Attributes
    ----------
    layer : Layer
    fid : int
    record : dict
        Values by field name.
    title, subtitle : str
    chip : Chip or None
    position : str
        Coordinates, or "".
    facts : tuple of Fact
        At most three, shown side by side.
    note : str
        One sentence on how the facts were computed, or why they were not.
    remedy : str
        What one press puts right, "" for nothing.
    neighbours : tuple of Neighbour
    editable : bool
    profile : maps.coverage.profile.Profile or None
        Of a camera whose optics is known.
    doubts : dict
        Why a value is to be checked, by field name.
    confirmable : frozenset of str
        Fields whose doubt ends where a person says that the value is right.
    to_check : bool
        The record holds doubtful values.
    others : tuple of int
        The other rows that are selected with this one: what is typed holds for all.
    mixed : frozenset of str
        Fields whose values differ among them.
    links : dict
        The records that a field may name, by field name.
    relations : tuple of Relation
        The records that name this one.
    photos : tuple of Photo
    steps : tuple of Step
        Of a proposal: what it does, camera by camera.
    """

    layer: Layer
    fid: int
    record: dict[str, Any]
    title: str
    subtitle: str = ""
    chip: Chip | None = None
    position: str = ""
    facts: tuple[Fact, ...] = ()
    note: str = ""
    neighbours: tuple[Neighbour, ...] = field(default=())
    editable: bool = True
    profile: Any = None
    doubts: dict[str, str] = field(default_factory=dict)
    confirmable: frozenset[str] = frozenset()
    to_check: bool = False
    others: tuple[int, ...] = ()
    mixed: frozenset[str] = frozenset()
    links: dict[str, "Link"] = field(default_factory=dict)
    relations: "tuple[Relation, ...]" = ()
    photos: "tuple[Photo, ...]" = ()
    remedy: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> tuple[str, int, tuple[int, ...]]:
        """Which rows these are."""
        return self.layer.name, self.fid, self.others
