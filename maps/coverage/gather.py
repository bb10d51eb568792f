"""Edges round a viewpoint: found in the grid, cut to the sector, with the directions between which they lie.

Edges keep the inside of their obstacle on the left, so only those that run clockwise round the viewpoint can be
seen; the rest, and what lies outside the disc or beside the sector, is dropped before any direction is computed.

Directions are told by a *turn*: 0 along the sector's start, 1, 2, 3 after each quarter, 4 after the whole circle,
and between them a number that grows with the angle (the share of the way along the sides of a square). It orders
directions as the angle does, nothing special happens at north, and it costs a division where an angle costs thirty.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

TWO_PI = 2.0 * math.pi
#: The turn of a whole circle.
FULL_TURN = 4.0
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
    indptr : int32 array (rows * columns + 1,)
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


class Sector(NamedTuple):
    """What a viewpoint looks at.

    Attributes
    ----------
    x, y : float
        Viewpoint, in metres.
    radius : float
    first, end : (float, float)
        Directions (unit vectors) of the two sides.
    span : float
        Turn of the end from the start; `FULL_TURN` for the circle.
    """

    x: float
    y: float
    radius: float
    first: tuple
    end: tuple
    span: float


@njit(cache=True, nogil=True, error_model="numpy")
def sector(x: float, y: float, start: float, span: float, radius: float) -> Sector:
    """Return a sector from its first angle and its width (radians, counter-clockwise from east)."""
    first = (math.cos(start), math.sin(start))
    end = (math.cos(start + span), math.sin(start + span))
    turn = FULL_TURN if span >= TWO_PI else turn_of(math.cos(span), math.sin(span))
    return Sector(x, y, radius, first, end, turn)


@njit(cache=True, nogil=True)
def sides(look: Sector) -> tuple:
    """Return the directions of the two sides; zero, which leaves nothing out, for more than half a circle."""
    if look.span > 2.0:
        return (0.0, 0.0), (0.0, 0.0)
    return look.first, look.end


@njit(cache=True, nogil=True, error_model="numpy")
def turn_of(along: float, across: float) -> float:
    """Return the turn of a direction given along the start and across it (to the left)."""
    share = across / (abs(along) + abs(across))
    if along < 0.0:
        return 2.0 - share
    return share if across >= 0.0 else FULL_TURN + share


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def share_on_ray(px: float, py: float, qx: float, qy: float, ux: float, uy: float) -> float:
    """Return where (0-1 from p to q) the ray u from the origin meets the segment p-q."""
    dx, dy = qx - px, qy - py
    down = ux * dy - uy * dx
    if down <= 0.0:
        return 0.0
    return min(max((px * uy - py * ux) / down, 0.0), 1.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _add(
    segments: np.ndarray,
    n: int,
    a: float,
    b: float,
    px: float,
    py: float,
    qx: float,
    qy: float,
    look: Sector,
) -> int:
    """Append the part of an edge that lies in the sector; return the new count."""
    if a >= look.span:
        return n
    if b > look.span:
        share = share_on_ray(px, py, qx, qy, look.end[0], look.end[1])
        qx, qy, b = px + share * (qx - px), py + share * (qy - py), look.span
    if b - a <= 0.0:
        return n
    row = segments[n]
    row[START], row[END], row[X1], row[Y1], row[X2], row[Y2] = a, b, px, py, qx, qy
    return n + 1


@njit(cache=True, nogil=True, error_model="numpy")
def add_edge(segments: np.ndarray, n: int, px: float, py: float, qx: float, qy: float, look: Sector) -> int:
    """Append an edge given counter-clockwise; one that crosses the sector's start becomes two."""
    ux, uy = look.first
    a = turn_of(ux * px + uy * py, ux * py - uy * px)
    b = turn_of(ux * qx + uy * qy, ux * qy - uy * qx)
    if a - b < 2.0:  # less than half a circle: the rest is the rounding of a wall seen end on
        return _add(segments, n, a, b, px, py, qx, qy, look)
    share = share_on_ray(px, py, qx, qy, ux, uy)
    mx, my = px + share * (qx - px), py + share * (qy - py)
    n = _add(segments, n, a, FULL_TURN, px, py, mx, my, look)
    return _add(segments, n, 0.0, b, mx, my, qx, qy, look)


@njit(cache=True, nogil=True)
def beside(px: float, py: float, qx: float, qy: float, look: Sector) -> bool:
    """Tell whether an edge lies wholly outside one side of a sector of at most 180 degrees."""
    fx, fy = look.first
    if fx * py - fy * px < 0.0 and fx * qy - fy * qx < 0.0:
        return True
    ex, ey = look.end
    return ex * py - ey * px > 0.0 and ex * qy - ey * qx > 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def in_disc(px: float, py: float, dx: float, dy: float, radius: float) -> tuple:
    """Return the shares (from, to) of the segment p, p + d inside the disc at the origin."""
    a = dx * dx + dy * dy
    half = px * dx + py * dy
    c = px * px + py * py - radius * radius
    if c <= 0.0 and a + 2.0 * half + c <= 0.0:
        return 0.0, 1.0
    root = half * half - a * c
    if root <= 0.0:
        return 1.0, 0.0
    root = math.sqrt(root)
    return max((-half - root) / a, 0.0), min((-half + root) / a, 1.0)


@njit(cache=True, nogil=True, error_model="numpy")
def _beyond(ux: float, uy: float, low: float, high: float) -> tuple:
    """Return the least and the greatest x, for y in low-high, of what is on the left of the line along u."""
    most = max(ux * low, ux * high)
    if uy > 0.0:
        return -math.inf, most / uy
    if uy < 0.0:
        return most / uy, math.inf
    return (-math.inf, math.inf) if most >= 0.0 else (math.inf, -math.inf)


@njit(cache=True, nogil=True, error_model="numpy")
def row_range(grid: Grid, look: Sector, row: int) -> tuple:
    """Return the first and the last cell of a row that a sector can touch; first > last where there is none."""
    slack = 1e-6 * grid.cell
    low = grid.y0 + row * grid.cell - look.y - slack
    high = low + grid.cell + 2.0 * slack
    away = max(low, -high, 0.0)
    if away > look.radius:
        return 1, 0
    half = math.sqrt(look.radius * look.radius - away * away)
    first, end = sides(look)
    west, east = _beyond(first[0], first[1], low, high)
    west_too, east_too = _beyond(-end[0], -end[1], low, high)
    west, east = max(west, west_too, -half) - slack, min(east, east_too, half) + slack
    if west > east:
        return 1, 0
    return (
        cell_index(look.x + west, grid.x0, grid.cell, grid.columns),
        cell_index(look.x + east, grid.x0, grid.cell, grid.columns),
    )


@njit(cache=True, nogil=True)
def ranges_size(grid: Grid, radius: float) -> int:
    """Return how many rows of cells a disc can touch."""
    return min(int(2.0 * radius / grid.cell) + 3, grid.rows)


@njit(cache=True, nogil=True, error_model="numpy")
def is_met_before(
    grid: Grid, edge: tuple, row: int, column: int, bottom: int, left: int, ranges: np.ndarray
) -> bool:
    """Tell whether an edge was met in another cell of its box that the query also covers."""
    west = cell_index(min(edge[0], edge[2]), grid.x0, grid.cell, grid.columns)
    if max(west, left) != column:
        return True
    south = cell_index(min(edge[1], edge[3]), grid.y0, grid.cell, grid.rows)
    if south >= row or row == bottom:
        return False
    east = cell_index(max(edge[0], edge[2]), grid.x0, grid.cell, grid.columns)
    for before in range(max(south, bottom), row):
        first, last = ranges[before - bottom, 0], ranges[before - bottom, 1]
        if first <= last and first <= east and west <= last:
            return True
    return False


@njit(cache=True, nogil=True, error_model="numpy")
def _facing(edges: np.ndarray, look: Sector, first: int, last: int, kept: np.ndarray) -> int:
    """Write into `kept` which of the edges first:last may be seen; return how many.

    One edge in two faces away, in no order that a processor could guess: nothing here is decided by a branch.
    """
    x, y, limit, n = look.x, look.y, look.radius * look.radius, 0
    (fx, fy), (ex, ey) = sides(look)
    for k in range(first, last):
        qx, qy, px, py = edges[k, 0] - x, edges[k, 1] - y, edges[k, 2] - x, edges[k, 3] - y
        turn, dx, dy = px * qy - py * qx, qx - px, qy - py
        facing = (turn > 0.0) & (turn * turn < limit * (dx * dx + dy * dy))
        facing &= (fx * py - fy * px >= 0.0) | (fx * qy - fy * qx >= 0.0)
        facing &= (ex * py - ey * px <= 0.0) | (ex * qy - ey * qx <= 0.0)
        kept[n] = k
        n += facing
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def add_in_disc(
    segments: np.ndarray, n: int, px: float, py: float, qx: float, qy: float, look: Sector
) -> int:
    """Append the part in the sector of an edge given counter-clockwise; return the new count."""
    dx, dy = qx - px, qy - py
    low, high = in_disc(px, py, dx, dy, look.radius)
    if low >= high:
        return n
    if high < 1.0:
        qx, qy = px + high * dx, py + high * dy
    if low > 0.0:
        px, py = px + low * dx, py + low * dy
    return add_edge(segments, n, px, py, qx, qy, look)


@njit(cache=True, nogil=True, error_model="numpy")
def gather(grid: Grid, look: Sector, segments: np.ndarray, kept: np.ndarray) -> int:
    """Fill `segments` with the facing edges inside a sector; return how many.

    Parameters
    ----------
    grid : Grid
    look : Sector
    segments : float64 array (capacity, 6)
        Rows of the turns at which an edge starts and ends, x1, y1, x2, y2 (from the viewpoint). An edge met in
        several cells is there several times.
    kept : int64 array (capacity,)
        Room for the edges of a row of cells.
    """
    x, y, edges, n = look.x, look.y, grid.edges, 0
    bottom = cell_index(y - look.radius, grid.y0, grid.cell, grid.rows)
    top = cell_index(y + look.radius, grid.y0, grid.cell, grid.rows)
    for row in range(bottom, top + 1):
        left, right = row_range(grid, look, row)
        if left > right:
            continue
        at = row * grid.columns
        first, last = grid.indptr[at + left], grid.indptr[at + right + 1]  # neighbours follow each other
        for i in range(_facing(edges, look, first, last, kept)):
            k = kept[i]
            n = add_in_disc(
                segments, n, edges[k, 2] - x, edges[k, 3] - y, edges[k, 0] - x, edges[k, 1] - y, look
            )
    return n


@njit(cache=True, nogil=True)
def grown(array: np.ndarray, used: int, need: int) -> np.ndarray:
    """Return an array with room for `need` rows."""
    if need <= len(array):
        return array
    larger = np.empty((2 * need, array.shape[1]))
    for i in range(used):
        for j in range(array.shape[1]):
            larger[i, j] = array[i, j]
    return larger
