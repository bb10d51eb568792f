"""Polygons as runs of grid cells: a cell belongs to the polygon that holds its centre (numba kernels).

Public: `runs`, `runs_of`, `grown`, `rings_of`, `rings_of_all`, `polygon_runs`.
"""

import math

import numpy as np
import shapely
from numba import njit

NO_RUNS = np.empty((0, 3), np.int32)


@njit(cache=True, nogil=True)
def _rows(y1: float, y2: float, count: int) -> tuple:
    """Return the rows [first, last) whose centre line an edge crosses."""
    low, high = min(y1, y2), max(y1, y2)
    first, last = math.ceil(low - 0.5), math.ceil(high - 0.5)
    return min(max(first, 0), count), min(max(last, 0), count)


@njit(cache=True, nogil=True)
def _sort(values: np.ndarray, first: int, last: int) -> None:
    """Sort a part of an array in place, by insertion: a row crosses a handful of edges."""
    for i in range(first + 1, last):
        value, j = values[i], i
        while j > first and values[j - 1] > value:
            values[j] = values[j - 1]
            j -= 1
        values[j] = value


@njit(cache=True, nogil=True)
def runs(edges: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """Return the cells whose centre lies inside closed rings (even-odd rule).

    Parameters
    ----------
    edges : float64 array (n, 4)
        x1, y1, x2, y2 in cells from the lower left corner of the grid.
    columns, rows : int

    Returns
    -------
    int32 array (m, 3)
        Row, first column, column after the last.
    """
    starts = np.zeros(rows + 1, np.int64)
    for k in range(len(edges)):
        first, last = _rows(edges[k, 1], edges[k, 3], rows)
        for row in range(first, last):
            starts[row + 1] += 1
    for row in range(rows):
        starts[row + 1] += starts[row]
    crossings, at = np.empty(starts[rows]), starts.copy()
    for k in range(len(edges)):
        x1, y1, x2, y2 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        first, last = _rows(y1, y2, rows)
        for row in range(first, last):
            crossings[at[row]] = x1 + (row + 0.5 - y1) * (x2 - x1) / (y2 - y1)
            at[row] += 1
    out, n = np.empty((len(crossings) // 2, 3), np.int32), 0
    for row in range(rows):
        _sort(crossings, starts[row], starts[row + 1])
        for k in range(starts[row], starts[row + 1] - 1, 2):
            left = min(max(math.ceil(crossings[k] - 0.5), 0), columns)
            right = min(max(math.ceil(crossings[k + 1] - 0.5), 0), columns)
            if right > left:
                out[n, 0], out[n, 1], out[n, 2] = row, left, right
                n += 1
    return out[:n]


@njit(cache=True, nogil=True, error_model="numpy")
def runs_of(
    points: np.ndarray, ring: np.ndarray, x0: float, y0: float, cell_m: float, columns: int, rows: int
) -> np.ndarray:
    """Return the runs of rings given in metres: consecutive points of one ring are an edge."""
    south, north = points[0, 1], points[0, 1]
    for i in range(1, len(points)):
        south, north = min(south, points[i, 1]), max(north, points[i, 1])
    # only the rows of the polygon's own box are scanned
    low = max(math.floor((south - y0) / cell_m), 0)
    high = min(math.ceil((north - y0) / cell_m) + 1, rows)
    edges, n = np.empty((len(points), 4)), 0
    for i in range(1, len(points)):
        if ring[i] == ring[i - 1]:
            edges[n, 0], edges[n, 1] = (
                (points[i - 1, 0] - x0) / cell_m,
                (points[i - 1, 1] - y0) / cell_m - low,
            )
            edges[n, 2], edges[n, 3] = (points[i, 0] - x0) / cell_m, (points[i, 1] - y0) / cell_m - low
            n += 1
    found = runs(edges[:n], columns, max(high - low, 0))
    for i in range(len(found)):
        found[i, 0] += low
    return found


@njit(cache=True, nogil=True)
def grown(array: np.ndarray, used: int, need: int) -> np.ndarray:
    """Return an array with room for `need` rows, the first `used` kept."""
    if need <= len(array):
        return array
    larger = np.empty((2 * need, array.shape[1]), array.dtype)
    larger[:used] = array[:used]
    return larger


def rings_of(polygon: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Return the vertices of a polygon or multipolygon and the number of the ring of each."""
    if polygon.geom_type == "Polygon" and not shapely.get_num_interior_rings(polygon):
        points = shapely.get_coordinates(polygon)
        return points, np.zeros(len(points), np.int64)
    rings = shapely.get_rings(shapely.get_parts(polygon))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    return points, ring


def rings_of_all(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rings of polygons or multipolygons, and the position of the owner of each."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    return rings, owner[part]


def polygon_runs(
    polygon: shapely.Geometry | None, x0: float, y0: float, cell_m: float, shape: tuple
) -> np.ndarray:
    """Return the runs of a polygon or multipolygon in a grid of `shape` (rows, columns)."""
    if polygon is None or polygon.is_empty:
        return NO_RUNS
    return runs_of(*rings_of(polygon), x0, y0, cell_m, shape[1], shape[0])
