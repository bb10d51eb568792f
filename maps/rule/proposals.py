"""Proposals as scenarios over the census: what would stand in the town if one were carried out.

A proposal holds new cameras (rows of `camera` in state "planned" that name it in `proposal_id`) and operations on
the cameras that stand: moves, upgrades, removals, kept as JSON in the field `operations`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import Point

from maps.balance.covered import PreparedSpace
from maps.balance.proposals import CameraChange, ChangeKind, apply_changes
from maps.balance.risk import ZoneRisk
from maps.coverage.scene import Scene
from maps.errors import InvalidValue, ValueProblem
from maps.period import ALWAYS, Period
from maps.progress import Progress, no_progress
from maps.project import Project
from maps.schema import LAYERS, FieldKind
from maps.store.records import Rows

LAYER = "proposal"
WORKING = "working"
#: Fields that no operation may change: they say which camera it is.
FIXED_FIELDS = frozenset({"uid", "code", "geometry", "proposal_id"})


class OperationKind(Enum):
    """What a proposal does to a camera that stands."""

    MOVE = "move"
    UPGRADE = "upgrade"
    REMOVE = "remove"


@dataclass(frozen=True)
class Operation:
    """One operation on a camera of the census.

    Attributes
    ----------
    kind : OperationKind
    camera : str
        ``uid`` of the camera.
    x, y : float or None
        Where it goes, metres in the project's system; only for a move.
    changes : mapping
        Field of `camera` -> new value (azimuth_deg, height_m, res_x...).
    """

    kind: OperationKind
    camera: str
    x: float | None = None
    y: float | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the operation as JSON values."""
        kept = {key: value for key, value in asdict(self).items() if value not in (None, {})}
        return {**kept, "kind": self.kind.value}


@dataclass(frozen=True)
class Proposal:
    """A proposal with what it does.

    Attributes
    ----------
    fid : int
    uid, code, name : str
    record : mapping
        All the fields of the row.
    operations : tuple of Operation
    planned : tuple of int
        fids of its new cameras.
    """

    fid: int
    uid: str
    code: str
    name: str
    record: Mapping[str, Any]
    operations: tuple[Operation, ...] = ()
    planned: tuple[int, ...] = ()

    def count(self, kind: OperationKind) -> int:
        """Return how many operations are of a kind."""
        return sum(operation.kind is kind for operation in self.operations)


def parse_operations(text: Any) -> tuple[Operation, ...]:
    """Read the field `operations`.

    Raises
    ------
    InvalidValue
        It is not JSON of a list of operations; ``raw`` is the part that cannot be read.
    """
    if not isinstance(text, str) or not text.strip():
        return ()
    try:
        entries = json.loads(text)
    except ValueError:
        raise InvalidValue("operations", text, ValueProblem.UNREADABLE_ROW) from None
    if not isinstance(entries, list):
        raise InvalidValue("operations", text, ValueProblem.UNREADABLE_ROW)
    return tuple(_operation(entry) for entry in entries)


def _operation(entry: Any) -> Operation:
    try:
        kind, camera = OperationKind(entry["kind"]), str(entry["camera"])
        changes = dict(entry.get("changes") or {})
        x, y = entry.get("x"), entry.get("y")
        if kind is OperationKind.MOVE:
            x, y = float(x), float(y)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InvalidValue("operations", entry, ValueProblem.UNREADABLE_ROW) from None
    if kind is OperationKind.MOVE and not (np.isfinite(x) and np.isfinite(y)):
        raise InvalidValue("operations", entry, ValueProblem.BAD_COORDINATES)
    for name in changes:
        if name in FIXED_FIELDS or name not in LAYERS["camera"].field_names:
            raise InvalidValue("operations", name, ValueProblem.NOT_IN_LIST)
    return Operation(kind, camera, x if kind is OperationKind.MOVE else None, y, changes)


def operations_text(operations: Sequence[Operation]) -> str:
    """Return operations as the text of the field `operations`."""
    return json.dumps([operation.to_json() for operation in operations], ensure_ascii=False)


def proposals(project: Project) -> list[Proposal]:
    """Return the proposals of a project, by code.

    Raises
    ------
    InvalidValue
        The operations of one cannot be read.
    """
    frame, cameras = project.frame(LAYER), project.frame("camera")
    rows = frame.drop(columns="geometry").to_dict("index")
    found = [_proposal(int(fid), row, cameras) for fid, row in rows.items()]
    return sorted(found, key=lambda each: (each.code, each.uid))


def _proposal(fid: int, row: dict[Any, Any], cameras: gpd.GeoDataFrame) -> Proposal:
    declared = {each.name: each.kind for each in LAYERS[LAYER].fields}
    record = {str(name): _known(value, declared[str(name)]) for name, value in row.items()}
    uid = str(record["uid"])
    planned = cameras.index[(cameras["proposal_id"] == uid).to_numpy()]
    code, name = str(record.get("code") or uid[:8]), str(record.get("name") or "")
    operations = parse_operations(record.get("operations"))
    return Proposal(fid, uid, code, name, record, operations, tuple(int(each) for each in planned))


def _known(value: Any, kind: FieldKind) -> Any:
    """Return None for what pandas marks as absent, a day for a day."""
    if isinstance(value, list):
        return value
    if value is None or pd.isna(value):
        return None
    return value.date() if kind is FieldKind.DATE else value


def find_proposal(project: Project, wanted: str) -> Proposal:
    """Return the proposal with a uid, a code or a beginning of a uid of at least eight characters.

    Raises
    ------
    InvalidValue
        NOT_IN_LIST: there is none, or more than one.
    """
    known = proposals(project)
    exact = [each for each in known if wanted in (each.uid, each.code)]
    if not exact and len(wanted) >= 8:
        exact = [each for each in known if each.uid.startswith(wanted)]
    if len(exact) != 1:
        raise InvalidValue("Progetto", wanted, ValueProblem.NOT_IN_LIST)
    return exact[0]


def scenario_cameras(cameras: gpd.GeoDataFrame, proposal: Proposal) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the census with a proposal carried out.

    Parameters
    ----------
    cameras : GeoDataFrame
        Layer `camera`, indexed by fid; it is not changed.
    proposal : Proposal

    Returns
    -------
    frame : GeoDataFrame
        Same columns and fids; new cameras work, moved ones stand elsewhere, removed ones are gone.
    missing : list of str
        uids of operations whose camera is no longer in the census.
    """
    place = {uid: int(fid) for fid, uid in cameras["uid"].items()}
    changes = [CameraChange(ChangeKind.UPDATE, fid, {"working_state": WORKING}) for fid in proposal.planned]
    changes += [_change(each, place[each.camera]) for each in proposal.operations if each.camera in place]
    return apply_changes(cameras, changes), [
        each.camera for each in proposal.operations if each.camera not in place
    ]


def _change(operation: Operation, fid: int) -> CameraChange:
    if operation.kind is OperationKind.REMOVE:
        return CameraChange(ChangeKind.REMOVE, fid)
    moved = {} if operation.x is None else {"geometry": Point(operation.x, float(operation.y or 0.0))}
    return CameraChange(ChangeKind.UPDATE, fid, {**operation.changes, **moved})


class Scenario(Project):
    """A project seen with a proposal carried out: same ground, same risk, other cameras.

    It reads what does not change from its base, whose results are shared, and never writes.

    Parameters
    ----------
    base : Project
        Stays open as long as the scenario is used.
    proposal : Proposal
    """

    def __init__(self, base: Project, proposal: Proposal) -> None:
        super().__init__(base.file)
        self.base, self.proposal = base, proposal

    def close(self) -> None:
        """Forget the results; the file stays open with the base."""
        self._kept.clear()

    def frame(self, layer: str) -> gpd.GeoDataFrame:
        """Return a layer; the cameras as the proposal would have them."""
        if layer != "camera":
            return self.base.frame(layer)
        return self.kept(
            ("frame", layer), (layer,), lambda: scenario_cameras(self.base.frame(layer), self.proposal)[0]
        )

    def rows(self, layer: str, fields: Sequence[str]) -> Rows:
        """Return the rows of a layer; the cameras as the proposal would have them."""
        if layer != "camera":
            return self.file.rows(layer, fields=fields)
        frame = self.frame(layer)
        kinds = {each.name: each.kind for each in LAYERS[layer].fields}
        columns = {name: [_known(value, kinds[name]) for value in frame[name]] for name in fields}
        return Rows(frame.index.to_numpy(np.int64), frame.geometry.to_numpy(), columns)

    def earlier_prints(self, key: tuple[Any, ...], ground: Sequence[str]) -> dict[str, Any]:
        """Begin from the footprints of the base: only the cameras that the proposal touches are computed."""
        return self.kept(("earlier", *key), ground, lambda: dict(self.base.earlier_prints(key, ground)))

    def geometry(self, layer: str) -> NDArray[np.object_]:
        """Return the geometries of a layer; the cameras where the proposal would have them."""
        return self.frame(layer).geometry.to_numpy() if layer == "camera" else self.base.geometry(layer)

    def scene(self) -> Scene:
        """Return the obstacles of the base."""
        return self.base.scene()

    def public_space(self, progress: Progress = no_progress) -> PreparedSpace:
        """Return the public space of the base."""
        return self.base.public_space(progress)

    def risk(self, period: Period = ALWAYS) -> ZoneRisk:
        """Return the risk of the base."""
        return self.base.risk(period)
