"""How many cameras see each square metre: the live grid, updated only where a camera moved.

Counts are integers and every camera remembers the cells it counts in, so that any sequence of edits leaves exactly
what a recomputation would. A cell belongs to a footprint that holds its centre; one on the boundary of zones counts
in each by its part (in 256ths). A share is off by what footprints cut of their cells, 0.05 percentage points on
zones of five hectares (measured in the tests); official figures are computed by vector.

Public: `DepthGrid`.
"""

import math
from collections.abc import Hashable, Iterable

import numpy as np
import shapely
from numba import njit

from maps.coverage.raster import NO_RUNS, polygon_runs

#: A cell is cut in SUB x SUB parts to tell how much of it lies in a zone.
SUB = 16
WHOLE = SUB * SUB


@njit(cache=True, nogil=True)
def _tell(tally: np.ndarray, zone: int, weight: int, before: int, after: int) -> None:
    """Count a change of depth in a zone: seen, overlapped, total."""
    tally[zone, 0] += weight * ((after > 0) - (before > 0))
    tally[zone, 1] += weight * ((after > 1) - (before > 1))
    tally[zone, 2] += weight * (after - before)


@njit(cache=True, nogil=True)
def _count(
    runs: np.ndarray, step: int, depth: np.ndarray, zone: np.ndarray, parts: np.ndarray, tally: np.ndarray
) -> None:
    """Add `step` (1 or -1) in the cells of runs and in the figures of their zones."""
    for k in range(len(runs)):
        row = runs[k, 0]
        for column in range(runs[k, 1], runs[k, 2]):
            before = depth[row, column]
            after = before + step
            depth[row, column] = after
            at = zone[row, column]
            if at >= 0:
                _tell(tally, at, WHOLE, before, after)
            while at < -1:  # the chain of zones that share this cell
                _tell(tally, parts[-2 - at, 0], parts[-2 - at, 1], before, after)
                at = parts[-2 - at, 2]


@njit(cache=True)
def _gather_parts(runs: np.ndarray, window: np.ndarray) -> None:
    """Count in `window` (cells) the sub-cells that runs cover."""
    for k in range(len(runs)):
        row, left, right = runs[k, 0] // SUB, runs[k, 1], runs[k, 2]
        for column in range(left // SUB, (right - 1) // SUB + 1):
            first, last = max(left, column * SUB), min(right, (column + 1) * SUB)
            window[row, column] += last - first


class DepthGrid:
    """Multiplicity of coverage on a regular grid.

    Parameters
    ----------
    bounds : (float, float, float, float)
        min x, min y, max x, max y in metres.
    cell_m : float
    zones : object array (z,) of shapely polygons, optional
        Disjoint zones (or the public space of each); where they overlap the later one holds the cell.

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
        self._zone = np.full((rows, columns), -1, np.int32)
        self._parts, self._weights = np.empty((0, 3), np.int64), np.zeros(len(given), np.int64)
        for number, outline in enumerate(given):
            self._add_zone(number, outline)
        self._tally = np.zeros((len(given), 3), np.int64)
        self._kept: dict[Hashable, np.ndarray] = {}

    def _add_zone(self, number: int, outline: shapely.Geometry) -> None:
        """Mark the cells of a zone; a cell that it shares gets a chain of (zone, 256ths, next)."""
        west, south, east, north = shapely.bounds(outline)
        if not np.isfinite(west):
            return
        rows, columns = self._zone.shape
        left = min(max(math.floor((west - self.x0) / self.cell_m), 0), columns)
        right = min(max(math.ceil((east - self.x0) / self.cell_m), left), columns)
        low = min(max(math.floor((south - self.y0) / self.cell_m), 0), rows)
        high = min(max(math.ceil((north - self.y0) / self.cell_m), low), rows)
        window = np.zeros((high - low, right - left), np.int64)
        x0, y0 = self.x0 + left * self.cell_m, self.y0 + low * self.cell_m
        fine = polygon_runs(
            outline, x0, y0, self.cell_m / SUB, (window.shape[0] * SUB, window.shape[1] * SUB)
        )
        _gather_parts(fine, window)
        labels = self._zone[low:high, left:right]
        labels[window == WHOLE] = number
        shared = np.nonzero((window > 0) & (window < WHOLE) & (labels < 0))
        links = np.column_stack([np.full(len(shared[0]), number), window[shared], labels[shared]])
        labels[shared] = -2 - len(self._parts) - np.arange(len(links))
        self._parts = np.vstack([self._parts, links]).astype(np.int64)
        self._weights[number] = window[window == WHOLE].sum() + links[:, 1].sum()

    def _runs(self, polygon: shapely.Geometry | None) -> np.ndarray:
        return polygon_runs(polygon, self.x0, self.y0, self.cell_m, self.depth.shape)

    def put(self, camera: Hashable, footprint: shapely.Geometry | None) -> None:
        """Give a camera its footprint, in the place of the one it had; None or empty takes it away."""
        new, old = self._runs(footprint), self._kept.pop(camera, NO_RUNS)
        _count(old, -1, self.depth, self._zone, self._parts, self._tally)
        _count(new, 1, self.depth, self._zone, self._parts, self._tally)
        if len(new):
            self._kept[camera] = new

    def put_all(self, cameras: Iterable[Hashable], footprints: Iterable[shapely.Geometry | None]) -> None:
        """Give many cameras their footprints."""
        for camera, footprint in zip(cameras, footprints, strict=True):
            self.put(camera, footprint)

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
