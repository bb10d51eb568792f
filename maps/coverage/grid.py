"""The grid of edges, and the sector that looks into it.

Directions are told by a *turn*: 0 along the sector's start, 1, 2, 3 after each quarter, 4 after the whole circle,
and between them a number that grows with the angle (the share of the way along the sides of a square). It orders
directions as the angle does, nothing special happens at north, and it costs a division where an angle costs thirty.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

TWO_PI = 2.0 * math.pi
#: The turns of a whole circle and of half of it.
FULL_TURN, HALF_TURN = 4.0, 2.0
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
    if look.span > HALF_TURN:
        return (0.0, 0.0), (0.0, 0.0)
    return look.first, look.end


@njit(cache=True, nogil=True, error_model="numpy")
def turn_of(along: float, across: float) -> float:
    """Return the turn of a direction given along the start and across it (to the left)."""
    share = across / (abs(along) + abs(across))
    ahead = share if across >= 0.0 else FULL_TURN + share
    return 2.0 - share if along < 0.0 else ahead


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
