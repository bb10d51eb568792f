"""Edges round a viewpoint: found in the grid, cut to the sector, with the angles between which they lie.

Edges keep the inside of their obstacle on the left, so only those that run clockwise round the viewpoint can be
seen; the rest, and what lies outside the disc or beside the sector, is dropped before any angle is computed.
Angles are measured from the sector's start, so that nothing special happens at north.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

TWO_PI = 2.0 * math.pi
START, END, X1, Y1, X2, Y2 = 0, 1, 2, 3, 4, 5
SEGMENT_WIDTH = 6
#: Anchor of a cell as shares of its side: odd numbers, so that no wall on round coordinates passes through it.
ANCHOR_X, ANCHOR_Y = 0.50713, 0.48917


class Grid(NamedTuple):
    """Edges in the cells of a uniform grid, row by row (compressed sparse rows).

    Attributes
    ----------
    x0, y0, cell : float
        Lower left corner and side of a cell, in metres.
    columns, rows : int
    indptr : int64 array (rows * columns + 1,)
    edges : float64 array (n, 4)
        x1, y1, x2, y2 with the inside of the obstacle on the left; an edge is repeated in each cell of its
        box.
    inside : bool array (rows * columns,)
        Whether the anchor of each cell (see `ANCHOR_X`) is inside an obstacle.
    """

    x0: float
    y0: float
    cell: float
    columns: int
    rows: int
    indptr: np.ndarray
    edges: np.ndarray
    inside: np.ndarray


@njit(cache=True, nogil=True, inline="always")
def cell_index(value: float, origin: float, cell: float, count: int) -> int:
    """Return the index of the cell that holds `value`, clamped to the grid."""
    index = math.floor((value - origin) / cell)
    return min(max(index, 0), count - 1)


@njit(cache=True, nogil=True)
def count_candidates(grid: Grid, x: float, y: float, radius: float) -> int:
    """Return an upper bound of the edges that a disc can touch."""
    first = cell_index(x - radius, grid.x0, grid.cell, grid.columns)
    last = cell_index(x + radius, grid.x0, grid.cell, grid.columns)
    bottom = cell_index(y - radius, grid.y0, grid.cell, grid.rows)
    top = cell_index(y + radius, grid.y0, grid.cell, grid.rows)
    total = 0
    for row in range(bottom, top + 1):
        base = row * grid.columns
        total += grid.indptr[base + last + 1] - grid.indptr[base + first]
    return total


@njit(cache=True, nogil=True, inline="always")
def _wrapped(angle: float) -> float:
    """Return an angle of (-3 pi, 3 pi) in [0, 2 pi]."""
    if angle < 0.0:
        angle += TWO_PI
    if angle < 0.0:
        angle += TWO_PI
    if angle > TWO_PI:
        angle -= TWO_PI
    return angle


@njit(cache=True, nogil=True)
def share_on_ray(px: float, py: float, qx: float, qy: float, ux: float, uy: float) -> float:
    """Return where (0-1 from p to q) the ray u from the origin meets the segment p-q."""
    dx, dy = qx - px, qy - py
    down = ux * dy - uy * dx
    if down <= 0.0:
        return 0.0
    return min(max((px * uy - py * ux) / down, 0.0), 1.0)


@njit(cache=True, nogil=True)
def _add(
    segments: np.ndarray,
    n: int,
    a: float,
    b: float,
    px: float,
    py: float,
    qx: float,
    qy: float,
    span: float,
    end: tuple,
) -> int:
    """Append the part of an edge that lies in the sector; return the new count."""
    if a >= span:
        return n
    if b > span:
        share = share_on_ray(px, py, qx, qy, end[0], end[1])
        qx, qy, b = px + share * (qx - px), py + share * (qy - py), span
    if b - a <= 0.0:
        return n
    row = segments[n]
    row[START], row[END], row[X1], row[Y1], row[X2], row[Y2] = a, b, px, py, qx, qy
    return n + 1


@njit(cache=True, nogil=True)
def _add_edge(
    segments: np.ndarray,
    n: int,
    px: float,
    py: float,
    qx: float,
    qy: float,
    start: float,
    span: float,
    first: tuple,
    end: tuple,
) -> int:
    """Append an edge given counter-clockwise; one that crosses the sector's start becomes two."""
    a = _wrapped(math.atan2(py, px) - start)
    b = _wrapped(math.atan2(qy, qx) - start)
    if b >= a:
        return _add(segments, n, a, b, px, py, qx, qy, span, end)
    share = share_on_ray(px, py, qx, qy, first[0], first[1])
    mx, my = px + share * (qx - px), py + share * (qy - py)
    n = _add(segments, n, a, TWO_PI, px, py, mx, my, span, end)
    return _add(segments, n, 0.0, b, mx, my, qx, qy, span, end)


@njit(cache=True, nogil=True, inline="always")
def _beside(px: float, py: float, qx: float, qy: float, first: tuple, end: tuple) -> bool:
    """Tell whether an edge lies wholly outside one side of a sector of at most 180 degrees."""
    if first[0] * py - first[1] * px < 0.0 and first[0] * qy - first[1] * qx < 0.0:
        return True
    return end[0] * py - end[1] * px > 0.0 and end[0] * qy - end[1] * qx > 0.0


@njit(cache=True, nogil=True, inline="always")
def _in_disc(px: float, py: float, dx: float, dy: float, radius: float) -> tuple:
    """Return the shares (from, to) of the segment p, p + d inside the disc at the origin."""
    a = dx * dx + dy * dy
    half = px * dx + py * dy
    c = px * px + py * py - radius * radius
    root = half * half - a * c
    if root <= 0.0:
        return 1.0, 0.0
    root = math.sqrt(root)
    return max((-half - root) / a, 0.0), min((-half + root) / a, 1.0)


@njit(cache=True, nogil=True)
def gather(
    grid: Grid,
    x: float,
    y: float,
    start: float,
    span: float,
    radius: float,
    first: tuple,
    end: tuple,
    segments: np.ndarray,
) -> int:
    """Fill `segments` with the facing edges inside a sector; return how many.

    Parameters
    ----------
    grid : Grid
    x, y : float
        Viewpoint, in metres.
    start, span : float
        First angle (counter-clockwise from east) and width of the sector, in radians.
    radius : float
    first, end : (float, float)
        Directions of the two sides of the sector.
    segments : float64 array (capacity, 6)
        Rows of start angle, end angle (from the sector's start), x1, y1, x2, y2 (from the viewpoint).
    """
    left = cell_index(x - radius, grid.x0, grid.cell, grid.columns)
    right = cell_index(x + radius, grid.x0, grid.cell, grid.columns)
    bottom = cell_index(y - radius, grid.y0, grid.cell, grid.rows)
    top = cell_index(y + radius, grid.y0, grid.cell, grid.rows)
    limit, narrow, n = radius * radius, span <= math.pi, 0
    for row in range(bottom, top + 1):
        for column in range(left, right + 1):
            at = row * grid.columns + column
            for k in range(grid.indptr[at], grid.indptr[at + 1]):
                ex, ey, fx, fy = grid.edges[k, 0], grid.edges[k, 1], grid.edges[k, 2], grid.edges[k, 3]
                qx, qy, px, py = ex - x, ey - y, fx - x, fy - y
                turn = px * qy - py * qx
                dx, dy = qx - px, qy - py
                if turn <= 0.0 or turn * turn >= limit * (dx * dx + dy * dy):
                    continue
                if narrow and _beside(px, py, qx, qy, first, end):
                    continue
                # an edge is met once: in the first cell of its box that the query also covers
                if max(cell_index(min(ex, fx), grid.x0, grid.cell, grid.columns), left) != column:
                    continue
                if max(cell_index(min(ey, fy), grid.y0, grid.cell, grid.rows), bottom) != row:
                    continue
                low, high = _in_disc(px, py, dx, dy, radius)
                if low >= high:
                    continue
                if high < 1.0:
                    qx, qy = px + high * dx, py + high * dy
                if low > 0.0:
                    px, py = px + low * dx, py + low * dy
                n = _add_edge(segments, n, px, py, qx, qy, start, span, first, end)
    return n
