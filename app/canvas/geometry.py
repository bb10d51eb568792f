"""From shapely arrays to painter paths in bulk: no Python loop over features.

A QPainterPath is filled through its stream format: one structured array with an element type and two doubles
a vertex, big endian, as Qt documents for ``operator<<(QDataStream&, QPainterPath)``. Features are sorted along
a Morton curve and cut in small blocks with their bounds. Small blocks matter twice: the raster engine's cost
grows faster than the path, and PySide6 holds the interpreter lock during a draw call, so that one call is also
the longest time for which a worker can stop the hand (decision 0004).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

from app.canvas.outlines import Outlines, outlines_of
from app.canvas.view import Bounds, MapView

_ELEMENT = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_WINDING_FILL = 1
#: Polygons of one block; with 32 a tile of Geneva costs a third of what 128 cost.
BLOCK = 32


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring features as one path in world metres (y up), with the bounds of all."""

    path: QPainterPath
    bounds: Bounds
    count: int


def painter_path(xy: np.ndarray, starts: np.ndarray) -> QPainterPath:
    """Return the path of many rings or lines at once.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        Vertices in world metres, ring after ring.
    starts : ndarray of bool, shape (n,)
        True at the first vertex of each ring.
    """
    path = QPainterPath()
    if len(xy) == 0:
        return path
    elements = np.empty(len(xy), dtype=_ELEMENT)
    elements["type"] = np.where(starts, 0, 1)
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    tail = (0).to_bytes(4, "big") + _WINDING_FILL.to_bytes(4, "big")
    raw = QByteArray(len(xy).to_bytes(4, "big") + elements.tobytes() + tail)
    stream = QDataStream(raw, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path


def path_of(geometries: np.ndarray) -> QPainterPath:
    """Return one path of lines and polygons; outer rings one way, holes the other, so overlaps stay filled."""
    rings = rings_of(geometries)
    xy, index = shapely.get_coordinates(rings, return_index=True)
    return painter_path(xy, _starts(index))


def rings_of(geometries: np.ndarray) -> np.ndarray:
    """Return the rings of polygons (oriented) and the parts of lines, in the order of the input."""
    parts = shapely.get_parts(np.atleast_1d(geometries))
    kinds = shapely.get_type_id(parts)
    areas = parts[kinds == shapely.GeometryType.POLYGON]
    lines = parts[(kinds == shapely.GeometryType.LINESTRING) | (kinds == shapely.GeometryType.LINEARRING)]
    return np.concatenate([shapely.get_rings(shapely.orient_polygons(areas)), lines])


def _starts(index: np.ndarray) -> np.ndarray:
    starts = np.ones(len(index), dtype=bool)
    starts[1:] = index[1:] != index[:-1]
    return starts


def morton_order(bounds: np.ndarray) -> np.ndarray:
    """Return the order of features along a Morton curve of their box centres; ``bounds`` is (n, 4), finite."""
    centres = (bounds[:, :2] + bounds[:, 2:]) / 2
    low, high = centres.min(axis=0), centres.max(axis=0)
    side = max(float((high - low).max()), 1e-9)
    cells = ((centres - low) / side * 65535).astype(np.uint64)
    return np.argsort(_spread(cells[:, 0]) | (_spread(cells[:, 1]) << np.uint64(1)), kind="stable")


def _spread(values: np.ndarray) -> np.ndarray:
    """Put a zero bit between the 16 low bits of each value."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def blocks_of(geometries: np.ndarray, size: int = BLOCK) -> list[Block]:
    """Return the features cut in blocks of ``size`` neighbours; empty and missing geometries are left out."""
    boxes = shapely.bounds(geometries)
    present = np.isfinite(boxes).all(axis=1)
    geometries, boxes = geometries[present], boxes[present]
    if len(geometries) == 0:
        return []
    order = morton_order(boxes)
    return [
        _block(geometries[order[start : start + size]], boxes[order[start : start + size]])
        for start in range(0, len(order), size)
    ]


def _block(geometries: np.ndarray, boxes: np.ndarray) -> Block:
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return Block(path_of(geometries), (*low.tolist(), *high.tolist()), len(geometries))


def as_array(geometries: Sequence[Any] | np.ndarray) -> np.ndarray:
    """Return an object array of shapely geometries from an array, list or GeoSeries."""
    return np.asarray(geometries, dtype=object).reshape(-1)


def total_bounds(geometries: np.ndarray) -> Bounds | None:
    """Return the bounds of all geometries, or None when there is nothing."""
    if len(geometries) == 0:
        return None
    box = shapely.total_bounds(geometries)
    return None if np.isnan(box).any() else (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


@dataclass
class Shapes:
    """Lines or polygons of one layer: outlines for the ink, paths in blocks by level of detail for QPainter.

    A level is a power of two of metres per pixel. Its geometries are simplified to a third of a pixel and what
    is smaller than three quarters of a pixel is left out. Levels are built on demand, by whichever thread asks.
    """

    geometries: np.ndarray
    size: int = BLOCK
    _levels: dict[int, list[Block]] = field(default_factory=dict, repr=False)
    _outlines: list[Outlines] = field(default_factory=list, repr=False)
    _lock: Any = field(default_factory=Lock, repr=False)

    #: Below this many metres per pixel (about zoom 17.3) the full geometry is drawn.
    FULL_M = 1.0

    @property
    def outlines(self) -> Outlines:
        """All vertices as arrays, in blocks of the same size."""
        with self._lock:
            if not self._outlines:
                boxes = shapely.bounds(self.geometries)
                present = np.flatnonzero(np.isfinite(boxes).all(axis=1))
                order = morton_order(boxes[present]) if len(present) else present
                self._outlines.append(outlines_of(self.geometries[present], order, self.size))
            return self._outlines[0]

    def visible(self, view: MapView, margin: float = 8.0) -> list[Block]:
        """Return the blocks that touch the view widened by ``margin`` pixels, at the right level."""
        return [block for block in self.blocks(view.metres_per_px) if view.intersects(block.bounds, margin)]

    def blocks(self, metres_per_px: float) -> list[Block]:
        """Return all blocks of the level for this scale."""
        level = -1 if metres_per_px <= self.FULL_M else math.floor(math.log2(metres_per_px / self.FULL_M))
        with self._lock:
            if level not in self._levels:
                self._levels[level] = blocks_of(self._simplified(level), self.size)
            return self._levels[level]

    def _simplified(self, level: int) -> np.ndarray:
        if level < 0 or len(self.geometries) == 0:
            return self.geometries
        pixel = self.FULL_M * 2.0**level
        boxes = shapely.bounds(self.geometries)
        extent = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
        large = self.geometries[np.nan_to_num(extent) >= 0.75 * pixel]
        return shapely.simplify(large, pixel / 3, preserve_topology=False)
