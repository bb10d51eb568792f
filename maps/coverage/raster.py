"""Polygons as runs of grid cells: a cell belongs to the polygon that holds its centre (numba kernels).

Public: `runs`, `polygon_runs`.
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
        crossings[starts[row] : starts[row + 1]].sort()
        for k in range(starts[row], starts[row + 1] - 1, 2):
            left = min(max(math.ceil(crossings[k] - 0.5), 0), columns)
            right = min(max(math.ceil(crossings[k + 1] - 0.5), 0), columns)
            if right > left:
                out[n, 0], out[n, 1], out[n, 2] = row, left, right
                n += 1
    return out[:n]


def polygon_runs(
    polygon: shapely.Geometry | None, x0: float, y0: float, cell_m: float, shape: tuple
) -> np.ndarray:
    """Return the runs of a polygon or multipolygon in a grid of `shape` (rows, columns)."""
    if polygon is None or polygon.is_empty:
        return NO_RUNS
    coordinates, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(polygon)), return_index=True
    )
    cells = (coordinates - [x0, y0]) / cell_m
    edges = np.hstack([cells[:-1], cells[1:]])[ring[:-1] == ring[1:]]
    # only the rows of the polygon's own box are scanned
    low = max(math.floor(cells[:, 1].min()), 0)
    high = min(math.ceil(cells[:, 1].max()) + 1, shape[0])
    if high <= low:
        return NO_RUNS
    found = runs(edges - np.array([0.0, low, 0.0, low]), shape[1], high - low)
    found[:, 0] += low
    return found
