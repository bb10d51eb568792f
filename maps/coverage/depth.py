"""How many cameras see each square metre: the live grid, updated only where a camera moved.

Counts are integers and every camera remembers the cells it counts in, so that any sequence of edits leaves exactly
what a recomputation would. A cell belongs to a footprint that holds its centre. Cells on the boundary of a zone are
counted in SUB x SUB parts: footprints and zones end on the same walls, and whole cells there would lose, or give,
the same strip along every wall. Official figures are computed by vector.

Public: `DepthGrid`.
"""

import math
from collections.abc import Hashable, Iterable

import numpy as np
import shapely
from numba import njit

from maps.coverage.cells import FIRST_SPLIT, OUTSIDE, SUB, WHOLE, cells_of, gather_parts, label_parts
from maps.coverage.raster import polygon_runs, rings_of, rings_of_all

#: Of a camera that covers nothing.
NO_CELLS = (np.empty((0, 3), np.int32), np.empty((0, 2), np.int32))


@njit(cache=True, nogil=True)
def _tell(tally: np.ndarray, zone: int, weight: int, before: int, after: int) -> None:
    """Count a change of depth in a zone: seen, overlapped, total."""
    tally[zone, 0] += weight * ((after > 0) - (before > 0))
    tally[zone, 1] += weight * ((after > 1) - (before > 1))
    tally[zone, 2] += weight * (after - before)


@njit(cache=True, nogil=True)
def _count(runs: np.ndarray, step: int, depth: np.ndarray, zone: np.ndarray, tally: np.ndarray) -> None:
    """Add `step` (1 or -1) in the cells of runs, and in the figures of the zones that hold them wholly."""
    for k in range(len(runs)):
        row = runs[k, 0]
        for column in range(runs[k, 1], runs[k, 2]):
            before = depth[row, column]
            depth[row, column] = before + step
            if zone[row, column] >= 0:
                _tell(tally, zone[row, column], WHOLE, before, before + step)


@njit(cache=True, nogil=True)
def _count_parts(
    masks: np.ndarray, step: int, depth: np.ndarray, zone: np.ndarray, tally: np.ndarray
) -> None:
    """Do the same in the parts of split cells: rows of the number of a cell and its parts as bits."""
    for k in range(len(masks)):
        cell, bits = masks[k, 0], masks[k, 1]
        for part in range(WHOLE):
            if bits >> part & 1:
                before = depth[cell, part]
                depth[cell, part] = before + step
                if zone[cell, part] >= 0:
                    _tell(tally, zone[cell, part], 1, before, before + step)


class DepthGrid:
    """Multiplicity of coverage on a regular grid.

    Parameters
    ----------
    bounds : (float, float, float, float)
        min x, min y, max x, max y in metres.
    cell_m : float
    zones : object array (z,) of shapely polygons, optional
        Disjoint zones (or the public space of each); where they overlap the later one holds the ground.

    Attributes
    ----------
    depth : int32 array (rows, columns)
        Cameras that see each cell; row 0 is the southernmost.
    """

    def __init__(
        self, bounds: tuple[float, float, float, float], cell_m: float = 1.0, zones: np.ndarray | None = None
    ) -> None:
        self.x0, self.y0, self.cell_m = float(bounds[0]), float(bounds[1]), float(cell_m)
        columns = max(1, math.ceil((bounds[2] - bounds[0]) / cell_m))
        rows = max(1, math.ceil((bounds[3] - bounds[1]) / cell_m))
        self.depth = np.zeros((rows, columns), np.int32)
        given = np.empty(0, object) if zones is None else np.asarray(zones, object)
        self._zone = np.full((rows, columns), OUTSIDE, np.int32)
        self._zone_of_part = np.empty((0, WHOLE), np.int32)
        for number, outline in enumerate(given):
            self._add_zone(number, outline)
        self._part_depth = np.zeros_like(self._zone_of_part)
        self._weights = WHOLE * _occurrences(self._zone, len(given))
        self._weights += _occurrences(self._zone_of_part, len(given))
        self._tally = np.zeros((len(given), 3), np.int64)
        self._kept: dict[Hashable, tuple[np.ndarray, np.ndarray]] = {}

    def _add_zone(self, number: int, outline: shapely.Geometry) -> None:
        """Mark the cells of a zone; one that lies in it partly is split."""
        window = self._window(shapely.bounds(outline))
        labels = self._zone[window]
        if not labels.size:
            return
        counts = np.zeros(labels.shape, np.int64)
        x0, y0 = self.x0 + window[1].start * self.cell_m, self.y0 + window[0].start * self.cell_m
        rows, columns = labels.shape
        fine = polygon_runs(outline, x0, y0, self.cell_m / SUB, (rows * SUB, columns * SUB))
        gather_parts(fine, counts)
        labels[counts == WHOLE] = number
        split = np.nonzero((counts > 0) & (counts < WHOLE) & (labels > FIRST_SPLIT))
        fresh = np.repeat(labels[split][:, None], WHOLE, axis=1)
        labels[split] = FIRST_SPLIT - len(self._zone_of_part) - np.arange(len(fresh))
        self._zone_of_part = np.vstack([self._zone_of_part, fresh])
        label_parts(fine, labels, self._zone_of_part, number)

    def _window(self, bounds: np.ndarray) -> tuple[slice, slice]:
        """Return the rows and columns that a box touches."""
        if not np.isfinite(bounds).all():
            return slice(0, 0), slice(0, 0)
        rows, columns = self._zone.shape
        left, low = (
            math.floor((v - o) / self.cell_m) for v, o in zip(bounds[:2], (self.x0, self.y0), strict=True)
        )
        right, high = (
            math.ceil((v - o) / self.cell_m) for v, o in zip(bounds[2:], (self.x0, self.y0), strict=True)
        )
        left, low = min(max(left, 0), columns), min(max(low, 0), rows)
        return slice(low, min(max(high, low), rows)), slice(left, min(max(right, left), columns))

    def put(self, camera: Hashable, footprint: shapely.Geometry | None) -> None:
        """Give a camera its footprint, in the place of the one it had; None or empty takes it away."""
        if footprint is None or footprint.is_empty:
            self._replace(camera, NO_CELLS)
            return
        points, ring = rings_of(footprint)
        wholes, masks, ends = self._cells(points, ring, np.array([0, len(points)]))
        self._replace(camera, (wholes[: ends[1, 0]], masks[: ends[1, 1]]))

    def put_all(self, cameras: Iterable[Hashable], footprints: Iterable[shapely.Geometry | None]) -> None:
        """Give many cameras their footprints."""
        shapes = np.array([*footprints, None], object)[:-1]
        rings, owner = rings_of_all(shapes)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        starts = np.searchsorted(owner[ring], np.arange(len(shapes) + 1))
        wholes, masks, ends = self._cells(points, ring, starts)
        for i, camera in enumerate(cameras):
            (a, c), (b, d) = ends[i].tolist(), ends[i + 1].tolist()
            self._replace(camera, (wholes[a:b], masks[c:d]))

    def _cells(self, points: np.ndarray, ring: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, ...]:
        found: tuple[np.ndarray, ...] = cells_of(
            points, ring, starts, (self.x0, self.y0, self.cell_m / SUB), self._zone
        )
        return found

    def _replace(self, camera: Hashable, cells: tuple[np.ndarray, np.ndarray]) -> None:
        old = self._kept.pop(camera, None)
        if old is not None:
            self._add(old, -1)
        if len(cells[0]) or len(cells[1]):
            self._add(cells, 1)
            self._kept[camera] = cells

    def _add(self, cells: tuple[np.ndarray, np.ndarray], step: int) -> None:
        _count(cells[0], step, self.depth, self._zone, self._tally)
        _count_parts(cells[1], step, self._part_depth, self._zone_of_part, self._tally)

    def at(self, x: float, y: float) -> int:
        """Return how many cameras see a point; 0 outside the grid."""
        column, row = math.floor((x - self.x0) / self.cell_m), math.floor((y - self.y0) / self.cell_m)
        rows, columns = self.depth.shape
        return int(self.depth[row, column]) if 0 <= row < rows and 0 <= column < columns else 0

    def zone_area_m2(self) -> np.ndarray:
        """Return the area of each zone, in square metres (z,)."""
        return self._weights * self.cell_m**2 / WHOLE

    def seen_share(self) -> np.ndarray:
        """Return the share of each zone that at least one camera sees (z,); NaN for a zone outside the grid."""
        return self._share(0)

    def overlap_share(self) -> np.ndarray:
        """Return the share of each zone that two or more cameras see (z,)."""
        return self._share(1)

    def multiplicity(self) -> np.ndarray:
        """Return how many cameras see the seen part of each zone, on average (z,); NaN where nothing is seen."""
        seen = self._tally[:, 0]
        return np.divide(self._tally[:, 2], seen, out=np.full(len(seen), np.nan), where=seen > 0)

    def _share(self, column: int) -> np.ndarray:
        counts = self._tally[:, column]
        return np.divide(counts, self._weights, out=np.full(len(counts), np.nan), where=self._weights > 0)


def _occurrences(labels: np.ndarray, zones: int) -> np.ndarray:
    """Return how many cells each zone has (zones,)."""
    return np.bincount(labels[labels >= 0], minlength=zones).astype(np.int64)
