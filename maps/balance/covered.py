"""Covered public space: exact areas of unions of footprints, per purpose and zone.

The public space is cut once into small pieces. Footprints are cut by the pieces, and unions are taken piece
by piece, so that no overlay ever meets a large polygon: the sums are exact and an edit costs milliseconds.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from maps.balance.shapes import GeometryArray, subdivided, valid

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class PreparedSpace:
    """Public space cut into small pieces; make it once with `prepare_space` and keep it.

    Attributes
    ----------
    pieces : array of Polygon or MultiPolygon (m,)
    zone : array of int (m,)
        Position of the zone of each piece.
    area_m2 : ndarray (n zones,)
    """

    pieces: GeometryArray
    zone: IntArray
    area_m2: FloatArray

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
    """

    camera: IntArray
    piece: IntArray
    zone: IntArray
    shape: GeometryArray
    area_m2: FloatArray
    zones: int

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
        )

    def summed_m2(self) -> FloatArray:
        """Sum of the footprint areas in each zone's public space (n zones,)."""
        return np.bincount(self.zone, self.area_m2, self.zones)

    def covered_m2(self) -> FloatArray:
        """Area of the union of the footprints in each zone's public space (n zones,)."""
        owner, area = union_areas(self.shape, self.piece, self.area_m2)
        zone_of_piece = np.zeros(int(self.piece.max(initial=-1)) + 1, np.int64)
        zone_of_piece[self.piece] = self.zone
        return np.bincount(zone_of_piece[owner], area, self.zones)


def prepare_space(public_space: gpd.GeoDataFrame) -> PreparedSpace:
    """Cut the public space of the zones (see `public_space.public_space`) into small pieces."""
    shapes = valid(public_space.geometry.to_numpy())
    some = ~shapely.is_empty(shapes)
    pieces, zone = subdivided(shapes[some], np.flatnonzero(some))
    return PreparedSpace(pieces, zone, shapely.area(shapes))


def cut_footprints(shapes: GeometryArray, space: PreparedSpace) -> CutFootprints:
    """Cut each footprint by the pieces of public space that it meets; None and empty ones give nothing."""
    shapes = valid(shapes)
    camera, piece = space.tree.query(shapes, predicate="intersects")
    parts = shapely.intersection(shapes[camera], space.pieces[piece])
    area = shapely.area(parts)
    some = area > 0
    camera, piece = camera[some].astype(np.int64), piece[some].astype(np.int64)
    return CutFootprints(camera, piece, space.zone[piece], parts[some], area[some], len(space.area_m2))


def union_areas(shapes: GeometryArray, group: IntArray, area: FloatArray) -> tuple[IntArray, FloatArray]:
    """Area of the union of the shapes of each group.

    Returns
    -------
    groups : array of int
        The groups that occur, rising.
    areas : ndarray
    """
    groups, place, count = np.unique(group, return_inverse=True, return_counts=True)
    areas = np.bincount(place, area, len(groups))
    several = np.flatnonzero(count > 1)
    if len(several):
        order = np.argsort(place, kind="stable")
        order = order[count[place[order]] > 1]
        renamed = np.searchsorted(several, place[order])
        bundles = shapely.geometrycollections(shapes[order], indices=renamed)
        areas[several] = shapely.area(shapely.union_all(bundles[:, None], axis=1))
    return groups, areas
