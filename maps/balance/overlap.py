"""Overlap with respect to the purpose: when two cameras really see the same thing for the same reason.

Two footprints of one purpose overlap where they intersect, unless the cameras never work at the same hours or,
for identification and plates, look from directions that differ by the angle of the criteria or more: opposite
views complete each other (full-view coverage, Wang & Cao, INFOCOM 2011). A deliberate redundancy with a reason
is left out by the caller.
"""

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.balance.covered import CutFootprints
from maps.balance.shapes import GeometryArray, grouped, halves, polygonal, sums
from maps.coverage.conditions import place_of
from maps.schema.hours import WEEK, parse_hours
from maps.schema.sun import MIDDLE, Place

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

#: Every quarter of an hour of twelve weeks, one a month.
ALWAYS = (1 << (12 * WEEK)) - 1
#: Where the directions change within a face it is halved down to this size, metres.
FACE_M = 15.0
#: Slivers of the arrangement below this area are rounding, m2.
LEAST_FACE_M2 = 1e-6


@dataclass(frozen=True)
class Viewing:
    """Where the cameras stand and when they work.

    Attributes
    ----------
    x, y : ndarray (n,)
        Metres.
    hours : list of int (n,)
        Quarters of an hour of twelve weeks, one a month, in which each camera works, as bits.
    angle_deg : float or None
        Views that differ by this angle or more do not overlap; None where directions do not matter.
    """

    x: FloatArray
    y: FloatArray
    hours: list[int]
    angle_deg: float | None = None

    @property
    def simple(self) -> bool:
        """Whether every two cameras overlap where their footprints do."""
        return self.angle_deg is None and len(set(self.hours)) <= 1


def viewing(cameras: gpd.GeoDataFrame, angle_deg: float | None = None) -> Viewing:
    """Read positions and hours from the register (``is_24h``, ``schedule``)."""
    points = cameras.geometry.to_numpy()
    always = cameras.get("is_24h", pd.Series(None, index=cameras.index, dtype=object))
    schedule = cameras.get("schedule", pd.Series(None, index=cameras.index, dtype=object))
    place = place_of(cameras)
    hours = [
        ALWAYS if day is True else working_hours(text, place)
        for day, text in zip(always, schedule, strict=True)
    ]
    return Viewing(shapely.get_x(points), shapely.get_y(points), hours, angle_deg)


@lru_cache(maxsize=4096)
def working_hours(schedule: object, place: Place = MIDDLE) -> int:
    """Quarters of an hour of twelve weeks, one a month, that a schedule such as "lun-ven 8-20" covers, as bits.

    What cannot be read counts as always: an overlap is then not excused by a text that nobody understands.
    """
    hours = parse_hours(schedule, place) if isinstance(schedule, str) else None
    return hours.year() if hours is not None else ALWAYS


def deliberate(cameras: gpd.GeoDataFrame) -> BoolArray:
    """Mask of the cameras declared redundant on purpose, with a reason."""
    if "deliberate_redundancy" not in cameras or "redundancy_reason" not in cameras:
        return np.zeros(len(cameras), bool)
    reasons = [isinstance(text, str) and bool(text.strip()) for text in cameras["redundancy_reason"]]
    declared = [value is True or value == 1 for value in cameras["deliberate_redundancy"]]
    return np.array(reasons, bool) & np.array(declared, bool)


def distinct_m2(cut: CutFootprints, view: Viewing) -> FloatArray:
    """Area of the distinct views in each zone's public space (n zones,), m2.

    At a point it counts the greatest number of cameras of which no two overlap; where every pair overlaps it is
    the area of the union. The overlap rate is ``1 - distinct / sum``.
    """
    if view.simple:
        return cut.covered_m2()
    pieces, count = np.unique(cut.piece, return_counts=True)
    shared = np.isin(cut.piece, pieces[count > 1])
    alone, together = cut.where(~shared), cut.where(shared)
    total = alone.summed_m2()
    for places in grouped(np.unique(together.piece, return_inverse=True)[1], int((count > 1).sum())):
        cameras = together.camera[places]
        zone = together.zone[places[0]]
        if view.angle_deg is None and len({view.hours[c] for c in cameras}) == 1:
            _, area = together.union_areas(places, np.zeros(len(places), int))
            total[zone] += area[0]
        else:
            key = _key(together.number[places], cameras, view)
            if key not in together.unions:
                together.unions[key] = _distinct_in_piece(together.shape[places], cameras, view)
            total[zone] += together.unions[key]
    return total


def faces(shapes: GeometryArray) -> tuple[GeometryArray, list[tuple[int, ...]]]:
    """Cut overlapping shapes into disjoint faces, each with the shapes that hold it.

    Returns
    -------
    faces : array of Polygon or MultiPolygon
    holders : list of tuple of int
        Positions of the shapes that cover each face.
    """
    found: list[tuple[shapely.Geometry, tuple[int, ...]]] = []
    for number, shape in enumerate(shapes):
        rest, after = shape, []
        for face, holders in found:
            inside, outside = polygonal(np.array([face & shape, face - shape], dtype=object))
            after += [(inside, (*holders, number))] if inside.area > LEAST_FACE_M2 else []
            after += [(outside, holders)] if outside.area > LEAST_FACE_M2 else []
            rest = rest - face if inside.area > LEAST_FACE_M2 else rest
        rest = polygonal(np.array([rest], dtype=object))[0]
        found = after + ([(rest, (number,))] if rest.area > LEAST_FACE_M2 else [])
    shapes_out = np.empty(len(found), dtype=object)
    shapes_out[:] = [face for face, _ in found]
    return shapes_out, [holders for _, holders in found]


def distinct_views(overlapping: BoolArray) -> int:
    """Greatest number of cameras (k, k symmetric matrix of overlaps) of which no two overlap."""
    neighbours = [sum(1 << int(j) for j in np.flatnonzero(row)) for row in overlapping]

    def best(left: int) -> int:
        if not left:
            return 0
        first = (left & -left).bit_length() - 1
        rest = left & ~(1 << first)
        if not neighbours[first] & rest:
            return 1 + best(rest)
        return max(1 + best(rest & ~neighbours[first]), best(rest))

    return best((1 << len(neighbours)) - 1)


def pairs(cut: CutFootprints) -> pd.DataFrame:
    """Which camera shares how much with which: ``camera``, ``other`` (positions, camera < other), ``shared_m2``."""
    first, second = _pairs_in_pieces(cut.piece)
    shared = shapely.area(shapely.intersection(cut.shape[first], cut.shape[second]))
    table = pd.DataFrame(
        {
            "camera": np.minimum(cut.camera[first], cut.camera[second]),
            "other": np.maximum(cut.camera[first], cut.camera[second]),
            "shared_m2": shared,
        }
    )
    table = table[table["shared_m2"] > LEAST_FACE_M2]
    return table.groupby(["camera", "other"], as_index=False)["shared_m2"].sum()


def unique_areas(cut: CutFootprints, cameras: int) -> FloatArray:
    """Public space that only each camera covers (n cameras,), m2: what is lost when it leaves."""
    one, other = _ordered_pairs(cut.piece)
    own = np.arange(len(cut.camera))
    # For each part, the union of the others in its piece: with it minus without it is what it alone adds.
    without, without_area = cut.union_areas(other, one)
    everything = np.concatenate([own, one])
    parts = np.concatenate([own, other])
    _, with_area = cut.union_areas(parts, everything)
    with_area[without] -= without_area
    return sums(cut.camera, np.maximum(with_area, 0.0), cameras)


def redundancy(cut: CutFootprints, cameras: gpd.GeoDataFrame) -> pd.DataFrame:
    """Rank the cameras of a purpose by how little only they cover.

    Returns
    -------
    DataFrame
        Indexed by camera label, the most redundant first: ``covered_m2``, ``unique_m2``, ``unique_share`` (0-1)
        and ``overlaps_with`` (list of camera labels, the largest shared area first).
    """
    size = len(cameras)
    covered = sums(cut.camera, cut.area_m2, size)
    unique = unique_areas(cut, size)
    some = np.flatnonzero(covered > 0)
    shared = pairs(cut)
    both = pd.concat([shared, shared.rename(columns={"camera": "other", "other": "camera"})])
    both = both.sort_values("shared_m2", ascending=False)
    partners = {camera: [cameras.index[o] for o in rows["other"]] for camera, rows in both.groupby("camera")}
    table = pd.DataFrame(
        {
            "covered_m2": covered[some],
            "unique_m2": unique[some],
            "unique_share": unique[some] / covered[some],
            "overlaps_with": [partners.get(place, []) for place in some],
        },
        index=cameras.index[some],
    )
    return table.sort_values(["unique_share", "unique_m2"], kind="stable")


def depth_map(cut: CutFootprints) -> gpd.GeoDataFrame:
    """Multiplicity map: ``depth`` (cameras that see it) and ``geometry``, one row a depth."""
    shapes: list[shapely.Geometry] = []
    depths: list[int] = []
    for places in grouped(np.unique(cut.piece, return_inverse=True)[1], len(np.unique(cut.piece))):
        found, holders = faces(cut.shape[places])
        shapes += list(found)
        depths += [len(group) for group in holders]
    levels = sorted(set(depths))
    merged = [
        shapely.union_all([s for s, d in zip(shapes, depths, strict=True) if d == level]) for level in levels
    ]
    return gpd.GeoDataFrame({"depth": levels}, geometry=merged)


def _key(number: IntArray, cameras: IntArray, view: Viewing) -> bytes:
    """What the distinct views of some parts depend on."""
    hours = repr((view.angle_deg, [view.hours[camera] for camera in cameras])).encode()
    return number.tobytes() + view.x[cameras].tobytes() + view.y[cameras].tobytes() + hours


def _distinct_in_piece(shapes: GeometryArray, cameras: IntArray, view: Viewing) -> float:
    total = 0.0
    found, holders = faces(shapes)
    for face, group in zip(found, holders, strict=True):
        total += _distinct_in_face(face, cameras[list(group)], view) if len(group) > 1 else face.area
    return total


def _distinct_in_face(face: shapely.Geometry, cameras: IntArray, view: Viewing) -> float:
    """Area of a face times its distinct views; halved where the views change within it."""
    west, south, east, north = face.bounds
    here = shapely.point_on_surface(face)
    overlapping = _overlapping(cameras, here.x, here.y, view)
    corners = ((west, south), (west, north), (east, south), (east, north))
    alike = view.angle_deg is None or max(east - west, north - south) <= FACE_M
    if alike or all((_overlapping(cameras, x, y, view) == overlapping).all() for x, y in corners):
        return face.area * distinct_views(overlapping)
    return sum(_distinct_in_face(half, cameras, view) for half in halves(face) if half.area > 0)


def _overlapping(cameras: IntArray, x: float, y: float, view: Viewing) -> BoolArray:
    """Which of these cameras overlap at a point (k, k)."""
    hours = [view.hours[camera] for camera in cameras]
    matrix = np.array([[bool(a & b) for b in hours] for a in hours])
    if view.angle_deg is not None:
        bearing = np.degrees(np.arctan2(x - view.x[cameras], y - view.y[cameras]))
        apart = np.abs((bearing[:, None] - bearing[None, :] + 180.0) % 360.0 - 180.0)
        matrix &= apart < view.angle_deg
    np.fill_diagonal(matrix, False)
    return matrix


def _ordered_pairs(piece: IntArray) -> tuple[IntArray, IntArray]:
    """Both orders of every pair of parts in a piece."""
    first, second = _pairs_in_pieces(piece)
    return np.concatenate([first, second]), np.concatenate([second, first])


def _pairs_in_pieces(piece: IntArray) -> tuple[IntArray, IntArray]:
    """Every pair of parts that lie in the same piece."""
    keys, place = np.unique(piece, return_inverse=True)
    groups = grouped(place, len(keys))
    couples = [np.array(np.triu_indices(len(group), 1)) for group in groups]
    if not couples:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    chosen = [group[couple] for group, couple in zip(groups, couples, strict=True)]
    first, second = np.concatenate(chosen, axis=1)
    return first, second
