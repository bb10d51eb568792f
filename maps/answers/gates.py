"""The cordon of the open project: which roads across a boundary are read by plate readers.

Public: `cordon`, `CordonReport`, `boundary_of`, `plate_readers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.balance.balance import working_cameras
from maps.coverage import cordon as closing
from maps.coverage.levels import Level
from maps.coverage.plate_profile import PlateProfile
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress
from maps.project import Project

#: Functions of a camera that reads plates.
READING_ROLES = ("anpr", "access_gate")
READING_PURPOSE = "traffic_plates"
#: A plate reader of which the optics are not in the register is taken to read a gate this near, on its own word.
DECLARED_M = 30.0
#: A road that leaves the boundary by less than this runs along it and does not cross it.
ALONG_M = 12.0
_UNKNOWN = (Level.DECLARED_RANGE.value, Level.CLASS_DEFAULT.value)


@dataclass(frozen=True)
class CordonReport:
    """How far a boundary is closed.

    Attributes
    ----------
    gates : GeoDataFrame
        One row a gate and direction of travel: what `maps.coverage.cordon.Cordon` says of it, with road_code,
        road_name, read (bool, shown by the optics) and declared (bool, only by the word of the register).
    closed_share : float
        Weighted share of the gates read (0-1); NaN without gates.
    closed_in, closed_out : float
        The same, by direction.
    declared_share : float
        With the gates that are only declared to be read added.
    readers : int
        Working plate readers considered.
    """

    gates: gpd.GeoDataFrame
    closed_share: float
    closed_in: float
    closed_out: float
    declared_share: float
    readers: int

    @property
    def open_gates(self) -> gpd.GeoDataFrame:
        """The gates that nobody reads or says to read, heaviest first."""
        silent = ~(self.gates["read"] | self.gates["declared"])
        return self.gates[silent].sort_values("weight", ascending=False, kind="stable")


def boundary_of(project: Project, layer: str, codes: Sequence[str] = ()) -> shapely.Geometry:
    """Return the ground that the polygons of a layer enclose together, in the project's system.

    Parameters
    ----------
    project : Project
    layer : str
    codes : sequence of str
        Only the elements of these codes or names; all of them where it is empty.

    Raises
    ------
    AnalysisError
        ("boundary",): there is no such polygon.
    """
    frame = project.frame(layer)
    if codes:
        named = frame["name"].isin(codes) if "name" in frame else False
        frame = frame[frame["code"].isin(codes) | named]
    shapes = frame.geometry.to_numpy()
    shapes = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(shapes):
        raise AnalysisError(("boundary",))
    return shapely.union_all(shapely.make_valid(shapes))


def plate_readers(cameras: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Tell which working cameras read plates: declared so, by function or by purpose."""
    declared = [isinstance(codes, list) and READING_PURPOSE in codes for codes in cameras["purposes"]]
    says = (cameras["anpr"] == True).to_numpy(bool)  # noqa: E712 - the column holds True, False and None
    named = cameras["role"].isin(READING_ROLES).to_numpy()
    return np.asarray(working_cameras(cameras) & (says | named | np.array(declared, bool)))


def cordon(
    project: Project,
    boundary: str | shapely.Geometry,
    *,
    codes: Sequence[str] = (),
    profile: PlateProfile | None = None,
    progress: Progress = no_progress,
) -> CordonReport:
    """Tell which roads across a boundary are read, in which direction.

    Parameters
    ----------
    project : Project
    boundary : str or polygon
        Layer of which the polygons enclose what is protected, or a polygon in the project's system.
    codes : sequence of str
        Only these elements of the layer.
    profile : PlateProfile, optional
        In place of the criteria's.
    progress : Progress

    Raises
    ------
    AnalysisError
        ("boundary",) or ("road",): there is nothing to close, or no road.
    """
    ring = boundary_of(project, boundary, codes) if isinstance(boundary, str) else boundary
    roads, cameras = project.frame("road"), project.frame("camera")
    if roads.empty:
        raise AnalysisError(("road",))
    readers, rules = cameras[plate_readers(cameras)], profile or project.criteria.plates
    found = closing.cordon(ring, roads, readers, project.scene(), profile=rules, progress=progress)
    gates = found.gates[_real(found.gates, roads, ring)].reset_index(drop=True)
    total = _share(gates, gates["read"])
    for column in ("code", "name"):
        gates[f"road_{column}"] = roads[column].reindex(gates["road"]).to_numpy()
    gates["declared"] = _declared(gates, readers, project)
    return CordonReport(
        gates,
        total,
        _share(gates, gates["read"], "in"),
        _share(gates, gates["read"], "out"),
        _share(gates, gates["read"] | gates["declared"]),
        len(readers),
    )


def _real(gates: gpd.GeoDataFrame, roads: gpd.GeoDataFrame, ring: shapely.Geometry) -> NDArray[np.bool_]:
    """Tell which gates are crossings: boundaries are often drawn on a street, which then weaves across them."""
    kept = np.ones(len(gates), bool)
    for road, places in gates.groupby("road").indices.items():
        line = shapely.line_merge(roads.geometry.loc[road])
        if isinstance(line, shapely.LineString):
            at = shapely.line_locate_point(line, gates.geometry.to_numpy()[places])
            kept[places] = np.isin(at.round(3), _crossings(line, ring, np.unique(at.round(3))))
    return kept


def _crossings(line: shapely.LineString, ring: shapely.Geometry, marks: NDArray[np.float64]) -> list[float]:
    """Return the marks along a line at which it passes from outside or along the boundary to inside, or back."""
    ends = np.concatenate([[0.0], marks, [line.length]])
    inside = [False] * (len(ends) - 1)
    for run, (start, end) in enumerate(pairwise(ends.tolist())):
        points = shapely.line_interpolate_point(
            line, np.arange(start, end, 2.0) + min(1.0, (end - start) / 2)
        )
        deep = float(shapely.distance(points, ring.boundary).max(initial=0.0))
        last = run in (0, len(inside) - 1)
        heads_away = last and 1.0 < end - start < 4.0 * deep
        inside[run] = bool((deep >= ALONG_M or heads_away) and shapely.contains(ring, points).mean() > 0.5)
    for run in range(1, len(inside) - 1):
        points = shapely.line_interpolate_point(line, np.linspace(ends[run], ends[run + 1], 9))
        shallow = float(shapely.distance(points, ring.boundary).max()) < ALONG_M
        inside[run] = (inside[run - 1] and inside[run + 1]) if shallow else inside[run]
    return [float(mark) for k, mark in enumerate(marks) if inside[k] != inside[k + 1]]


def _declared(gates: gpd.GeoDataFrame, readers: gpd.GeoDataFrame, project: Project) -> NDArray[np.bool_]:
    """Tell which unread gates have beside them a reader of which the optics are not known; add it to their cameras."""
    levels = project.footprints().loc[readers.index, "level"]
    silent = readers[levels.isin(_UNKNOWN)]
    declared = np.zeros(len(gates), bool)
    points = silent.geometry.to_numpy()
    there = ~shapely.is_missing(points)
    tree, fids = shapely.STRtree(points[there]), silent.index.to_numpy()[there]
    gate, reader = tree.query(gates.geometry.to_numpy(), predicate="dwithin", distance=DECLARED_M)
    for at in np.unique(gate):
        if not gates["read"].iloc[at]:
            declared[at] = True
            gates["cameras"].iloc[at].extend(fids[reader[gate == at]].tolist())
    return declared


def _share(gates: gpd.GeoDataFrame, closed: pd.Series, way: str | None = None) -> float:
    chosen = gates["way"].eq(way) if way else pd.Series(True, index=gates.index)
    total = float(gates.loc[chosen, "weight"].sum())
    return float(gates.loc[chosen & closed, "weight"].sum()) / total if total else float("nan")
