"""Lines and polygons of a layer as plain arrays in blocks of neighbours: what the ink draws from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass
class Outlines:
    """Vertices of rings and lines.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        World metres, ring after ring; outer rings one way, holes the other.
    ring : ndarray of int, shape (r + 1,)
        First vertex of each ring, and n.
    low, high : ndarray of int, shape (b,)
        First ring of each block, and one past its last.
    box : ndarray, shape (b, 4)
        Bounds of each block, world metres.
    """

    xy: NDArray[np.float64]
    ring: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    box: NDArray[np.float64]

    @cached_property
    def addresses(self) -> tuple[int, ...]:
        """Where the arrays lie and how long they are, as machine code takes them; they live as long as this."""
        arrays = self.xy, self.ring, self.reach, self.low, self.high, self.box
        xy, ring, reach, low, high, box = (array.ctypes.data for array in arrays)
        return xy, len(self.xy), ring, len(self.ring) - 1, reach, low, high, box, len(self.box)

    @cached_property
    def reach(self) -> NDArray[np.float64]:
        """Bounds of each ring, shape (r, 4), world metres."""
        return _extents(self.xy, self.xy, self.ring[:-1])


def outlines_of(geometries: NDArray[np.object_], order: NDArray[np.int64], size: int) -> Outlines:
    """Return the outlines of lines and polygons.

    Parameters
    ----------
    geometries : ndarray of shapely geometries
        Without missing or empty ones.
    order : ndarray of int
        The order in which neighbours stand side by side.
    size : int
        Features of a block.
    """
    ordered = geometries[order]
    rings, feature = _rings(ordered)
    xy, index = shapely.get_coordinates(rings, return_index=True)
    counts = np.bincount(index, minlength=len(rings))
    starts = np.arange(0, len(ordered), size)
    low = np.searchsorted(feature, starts).astype(np.int64)
    boxes = shapely.bounds(ordered)
    return Outlines(
        np.ascontiguousarray(xy),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        low,
        np.append(low[1:], len(rings)).astype(np.int64)[: len(low)],
        _extents(boxes[:, :2], boxes[:, 2:], starts),
    )


def outlines_of_rings(
    corners: Sequence[NDArray[np.float64]], lengths: Sequence[NDArray[np.int64]]
) -> Outlines:
    """Return outlines with a block for each of some shapes.

    Parameters
    ----------
    corners : sequence of ndarray, shape (n, 2)
        Of the rings of a shape, at least one corner each; world metres.
    lengths : sequence of ndarray of int
        Corners of each of its rings.
    """
    xy = np.ascontiguousarray(np.concatenate([np.empty((0, 2)), *corners]))
    ring = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *lengths]))
    first = np.cumsum([0, *map(len, corners)])[:-1]
    rings = np.cumsum([0, *map(len, lengths)], dtype=np.int64)
    return Outlines(xy, ring, rings[:-1].copy(), rings[1:].copy(), _extents(xy, xy, first))


def _rings(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return rings of polygons, turned the same way, and lines, in the order of their features."""
    parts, feature = shapely.get_parts(geometries, return_index=True)
    kinds = shapely.get_type_id(parts)
    areas = kinds == shapely.GeometryType.POLYGON
    lines = (kinds == shapely.GeometryType.LINESTRING) | (kinds == shapely.GeometryType.LINEARRING)
    rings, polygon = shapely.get_rings(shapely.orient_polygons(parts[areas]), return_index=True)
    everything = np.concatenate([rings, parts[lines]])
    owner = np.concatenate([feature[areas][polygon], feature[lines]]).astype(np.int64)
    order = np.argsort(owner, kind="stable")
    return everything[order], owner[order]


def _extents(
    low: NDArray[np.float64], high: NDArray[np.float64], starts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return least of ``low`` and greatest of ``high`` from each start to the next, shape (len(starts), 4)."""
    if len(low) == 0:
        return np.empty((0, 4))
    least, greatest = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
    return np.ascontiguousarray(np.column_stack([least, greatest]))
