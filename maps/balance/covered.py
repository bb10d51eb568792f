"""Covered public space: exact areas of unions of footprints, per purpose and zone.

The public space is cut once into small pieces. Footprints are cut by the pieces, and unions are taken piece
by piece, so that no overlay ever meets a large polygon: the sums are exact and an edit costs milliseconds.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count, islice
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from maps.balance.shapes import GeometryArray, grouped, subdivided, sums, valid

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Footprints whose parts are kept, and unions whose areas are, at most.
MOST_KEPT, MOST_UNIONS = 20_000, 500_000


class PreparedSpace:
    """Public space of zones, cut into small pieces when a footprint first asks for them; make it once and keep it.

    Parameters
    ----------
    shapes : array of Polygon or MultiPolygon (n zones,)
        Public space of each zone; empty where there is none.

    Attributes
    ----------
    area_m2 : ndarray (n zones,)
    """

    def __init__(self, shapes: GeometryArray) -> None:
        self.area_m2: FloatArray = shapely.area(shapes)
        self._uncut: GeometryArray | None = shapes
        self._parts = np.empty(0, dtype=object), np.empty(0, np.int64)
        self._lock = Lock()
        self._kept: dict[bytes, tuple[IntArray, GeometryArray, FloatArray, IntArray]] = {}
        self._unions: dict[bytes, float] = {}
        self._numbers = count()

    @property
    def pieces(self) -> GeometryArray:
        """The pieces: Polygon or MultiPolygon (m,)."""
        return self._cut()[0]

    @property
    def zone(self) -> IntArray:
        """Position of the zone of each piece (m,)."""
        return self._cut()[1]

    def _cut(self) -> tuple[GeometryArray, IntArray]:
        """Pieces and their zones; once they are there the whole shapes are let go."""
        with self._lock:
            if self._uncut is not None:
                some = ~shapely.is_empty(self._uncut)
                self._parts = subdivided(self._uncut[some], np.flatnonzero(some))
                self._uncut = None
            return self._parts

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of the pieces."""
        return shapely.STRtree(self.pieces)


@dataclass(frozen=True)
class CutFootprints:
    """Parts of footprints, each within one piece of public space.

    Attributes
    ----------
    camera, piece, zone : array of int (k,)
        Positions of the camera, the piece and the zone of each part.
    shape : array of geometry (k,)
    area_m2 : ndarray (k,)
    zones : int
        Number of zones.
    number : array of int (k,)
        Of each part, never given twice by a space: by them the areas of unions are known again.
    unions : dict
        Areas known, shared with the space.
    """

    camera: IntArray
    piece: IntArray
    zone: IntArray
    shape: GeometryArray
    area_m2: FloatArray
    zones: int
    number: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    unions: dict[bytes, float] = field(default_factory=dict, repr=False)

    def only(self, chosen: NDArray[np.bool_]) -> "CutFootprints":
        """Keep the parts of the chosen cameras (a mask over the cameras)."""
        return self.where(chosen[self.camera])

    def where(self, kept: NDArray[np.bool_]) -> "CutFootprints":
        """Keep the parts of a mask over the parts."""
        return CutFootprints(
            self.camera[kept],
            self.piece[kept],
            self.zone[kept],
            self.shape[kept],
            self.area_m2[kept],
            self.zones,
            self.number[kept],
            self.unions,
        )

    def summed_m2(self) -> FloatArray:
        """Sum of the footprint areas in each zone's public space (n zones,)."""
        return sums(self.zone, self.area_m2, self.zones)

    def covered_m2(self) -> FloatArray:
        """Area of the union of the footprints in each zone's public space (n zones,)."""
        owner, area = self.union_areas(np.arange(len(self.piece)), self.piece)
        zone_of_piece = np.zeros(int(self.piece.max(initial=-1)) + 1, np.int64)
        zone_of_piece[self.piece] = self.zone
        return sums(zone_of_piece[owner], area, self.zones)

    def union_areas(self, parts: IntArray, group: IntArray) -> tuple[IntArray, FloatArray]:
        """Areas of the unions of groups of parts, by their positions; see `union_areas`."""
        return union_areas(
            self.shape[parts], group, self.area_m2[parts], number=self.number[parts], known=self.unions
        )


@dataclass(frozen=True)
class Measured:
    """Areas of footprints on public space, in square metres.

    Attributes
    ----------
    camera, zone : array of int (k,)
        Positions of the camera and the zone of each part of a footprint in a piece of public space.
    covered_m2, summed_m2, twice_m2 : ndarray (n zones,)
        Of the union of the footprints in each zone, of each by itself, of what two or more hold.
    """

    camera: IntArray
    zone: IntArray
    covered_m2: FloatArray
    summed_m2: FloatArray
    twice_m2: FloatArray


def measure(shapes: GeometryArray, space: PreparedSpace) -> Measured:
    """Measure footprints on public space without cutting them; None and empty ones give nothing.

    The same areas as those of `cut_footprints`, four times faster where all are new.
    """
    from maps.coverage.slabs import piece_areas

    shapes = np.array(shapes, dtype=object, ndmin=1)
    some = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    footprints = valid(shapes[some])
    footprint, piece = space.tree.query(footprints)
    order = np.argsort(piece, kind="stable")
    footprint, piece = footprint[order], piece[order]
    parts, unions, twice = piece_areas(footprints, space.pieces, (footprint, piece))
    zones, there = len(space.area_m2), parts > 0
    zone = space.zone[piece]
    return Measured(
        some[footprint[there]],
        zone[there],
        sums(space.zone, unions, zones),
        sums(zone, parts, zones),
        sums(space.zone, twice, zones),
    )


def prepare_space(public_space: gpd.GeoDataFrame) -> PreparedSpace:
    """Make the public space of the zones (see `public_space.public_space`) ready to be cut into small pieces."""
    return PreparedSpace(valid(public_space.geometry.to_numpy()))


def cut_footprints(shapes: GeometryArray, space: PreparedSpace) -> CutFootprints:
    """Cut each footprint by the pieces of public space that it meets; None and empty ones give nothing.

    The parts of a footprint are kept with the space: after an edit only what moved is cut again.
    """
    shapes = np.array(shapes, dtype=object, ndmin=1)
    some = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    keys: list[bytes] = list(shapely.to_wkb(shapes[some]))
    if len(space._kept) > MOST_KEPT:
        space._kept.clear()
    if len(space._unions) > MOST_UNIONS:
        space._unions.clear()
    fresh = [place for place, key in enumerate(keys) if key not in space._kept]
    cut = _cut(shapes[some[fresh]], space) if fresh else []
    for place, (piece, parts, area) in zip(fresh, cut, strict=True):
        number = np.fromiter(islice(space._numbers, len(piece)), np.int64, len(piece))
        space._kept[keys[place]] = (piece, parts, area, number)
    found = [space._kept[key] for key in keys]
    camera = np.repeat(some, [len(each[0]) for each in found]).astype(np.int64)
    piece = _joined([part[0] for part in found], np.int64)
    parts, area = _joined([part[1] for part in found], object), _joined([part[2] for part in found], float)
    number = _joined([part[3] for part in found], np.int64)
    zone, zones = space.zone[piece] if len(piece) else piece, len(space.area_m2)
    return CutFootprints(camera, piece, zone, parts, area, zones, number, space._unions)


def _cut(shapes: GeometryArray, space: PreparedSpace) -> list[tuple[IntArray, GeometryArray, FloatArray]]:
    """Pieces met, parts and areas of each footprint."""
    shapes = valid(shapes)
    footprint, piece = space.tree.query(shapes, predicate="intersects")
    parts = shapely.intersection(shapes[footprint], space.pieces[piece])
    area = shapely.area(parts)
    groups = grouped(footprint, len(shapes))
    groups = [places[area[places] > 0] for places in groups]
    return [(piece[places], parts[places], area[places]) for places in groups]


def _joined(arrays: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)


def union_areas(
    shapes: GeometryArray,
    group: IntArray,
    area: FloatArray,
    *,
    number: IntArray | None = None,
    known: dict[bytes, float] | None = None,
) -> tuple[IntArray, FloatArray]:
    """Area of the union of the shapes of each group.

    Parameters
    ----------
    number : array of int, optional
        What tells each shape from all others; with `known`, an area met before is not computed again.
    known : dict, optional
        Numbers of a group -> area; what is computed is added.

    Returns
    -------
    groups : array of int
        The groups that occur, rising.
    areas : ndarray
    """
    groups, place, size = np.unique(group, return_inverse=True, return_counts=True)
    areas = sums(place, area, len(groups))
    several = np.flatnonzero(size > 1)
    if not len(several):
        return groups, areas
    order = np.argsort(place, kind="stable") if number is None else np.lexsort((number, place))
    order = order[size[place[order]] > 1]
    if number is None or known is None:
        areas[several] = _united(shapes[order], np.searchsorted(several, place[order]))
        return groups, areas
    ends = np.cumsum(size[several])
    numbers = np.ascontiguousarray(number[order])
    keys = [numbers[end - count : end].tobytes() for end, count in zip(ends, size[several], strict=True)]
    fresh = np.array([key not in known for key in keys], bool)
    if fresh.any():
        new = order[np.repeat(fresh, size[several])]
        renamed = np.repeat(np.arange(int(fresh.sum())), size[several][fresh])
        known.update(zip(compress(keys, fresh), _united(shapes[new], renamed).tolist(), strict=True))
    areas[several] = [known[key] for key in keys]
    return groups, areas


def _united(shapes: GeometryArray, group: IntArray) -> FloatArray:
    """Area of the union of each group, numbered from nought without gaps."""
    bundles = shapely.geometrycollections(shapes, indices=group)
    united: FloatArray = shapely.area(shapely.union_all(bundles[:, None], axis=1))
    return united
