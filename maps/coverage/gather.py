"""Edges round a viewpoint: found in the grid, cut to the sector, with the directions between which they lie.

Edges keep the inside of their obstacle on the left, so only those that run clockwise round the viewpoint can be
seen; the rest, and what lies outside the disc or beside the sector, is dropped before any direction is computed.

`gather` works in passes over columns, one question each, without a branch: one edge in two faces away, in no order
that a processor could guess, and four are answered for at a time. `add_in_disc` takes one edge.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from maps.coverage.grid import FULL_TURN, HALF_TURN, Grid, Sector, cell_index, row_range, sides, turn_of

START, END, X1, Y1, X2, Y2 = 0, 1, 2, 3, 4, 5
SEGMENT_WIDTH = 6
#: An edge whose end has a turn so much less than its start crosses the sector's start; less, and above 0, is the
#: rounding of a wall seen end on.
CROSSING = 2.0


class Room(NamedTuple):
    """Where the edges round a viewpoint are put, for as many as the busiest can have.

    Attributes
    ----------
    passed : bool array (capacity,)
    kept : int64 array (capacity,)
        Rows of the grid's edges that may be seen.
    columns : float64 array (6, capacity)
        Columns `START` to `Y2` of the edges.
    """

    passed: np.ndarray
    kept: np.ndarray
    columns: np.ndarray


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
def _add_turned(
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
    """Append an edge whose ends have the turns a and b; one that crosses the sector's start becomes two."""
    if a - b < CROSSING:
        return _add(segments, n, a, b, px, py, qx, qy, look)
    share = share_on_ray(px, py, qx, qy, look.first[0], look.first[1])
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
    ux, uy = look.first
    a = turn_of(ux * px + uy * py, ux * py - uy * px)
    b = turn_of(ux * qx + uy * qy, ux * qy - uy * qx)
    return _add_turned(segments, n, a, b, px, py, qx, qy, look)


@njit(cache=True, nogil=True, error_model="numpy")
def _facing(
    edges: np.ndarray, look: Sector, first: int, last: int, kept: np.ndarray, n: int, passed: np.ndarray
) -> int:
    """Append to `kept` (n so far) which of the edges first:last may be seen; return the new count."""
    x, y, limit = look.x, look.y, look.radius * look.radius
    (fx, fy), (ex, ey) = sides(look)
    row = edges.reshape(-1)[4 * first : 4 * last]  # in one row: what lies 4 numbers on is read in one go
    for k in range(last - first):
        qx, qy, px, py = row[4 * k] - x, row[4 * k + 1] - y, row[4 * k + 2] - x, row[4 * k + 3] - y
        turn, dx, dy = px * qy - py * qx, qx - px, qy - py
        after = max(fx * py - fy * px, fx * qy - fy * qx) >= 0.0
        before = min(ex * py - ey * px, ex * qy - ey * qx) <= 0.0
        passed[k] = (turn > 0.0) & (turn * turn < limit * (dx * dx + dy * dy)) & after & before
    for k in range(last - first):
        kept[n] = first + k
        n += passed[k]
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def _columns(edges: np.ndarray, look: Sector, kept: np.ndarray, n: int, columns: np.ndarray) -> None:
    """Fill the columns with the kept edges, seen from the viewpoint, counter-clockwise."""
    row, x, y = edges.reshape(-1), look.x, look.y
    x1, y1, x2, y2 = columns[X1], columns[Y1], columns[X2], columns[Y2]
    for i in range(n):
        k = 4 * kept[i]
        x2[i], y2[i], x1[i], y1[i] = row[k] - x, row[k + 1] - y, row[k + 2] - x, row[k + 3] - y


@njit(cache=True, nogil=True, error_model="numpy")
def _cut_to_disc(look: Sector, n: int, columns: np.ndarray) -> None:
    """Cut the edges in the columns to the disc and fill in their turns; one outside has both turns 0."""
    a, b, x1, y1, x2, y2 = columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]
    (ux, uy), limit = look.first, look.radius * look.radius
    for i in range(n):
        px, py, qx, qy = x1[i], y1[i], x2[i], y2[i]
        dx, dy = qx - px, qy - py
        length2, half = dx * dx + dy * dy, px * dx + py * dy
        p_out, q_out = px * px + py * py - limit, qx * qx + qy * qy - limit
        root = math.sqrt(max(half * half - length2 * p_out, 0.0))
        low = (-half - root) / length2 if p_out > 0.0 else 0.0
        high = (-half + root) / length2 if q_out > 0.0 else 1.0
        meets = (low < high) & (low < 1.0) & (high > 0.0)
        px, py = (px + low * dx if p_out > 0.0 else px), (py + low * dy if p_out > 0.0 else py)
        qx, qy = (x1[i] + high * dx if q_out > 0.0 else qx), (y1[i] + high * dy if q_out > 0.0 else qy)
        start = turn_of(ux * px + uy * py, ux * py - uy * px)
        end = turn_of(ux * qx + uy * qy, ux * qy - uy * qx)
        a[i], b[i] = start if meets else 0.0, end if meets else 0.0
        x1[i], y1[i], x2[i], y2[i] = px, py, qx, qy


@njit(cache=True, nogil=True, error_model="numpy")
def _split_at_start(look: Sector, n: int, columns: np.ndarray) -> int:
    """Append what the edges that cross the start of a wide sector have before it; return the new count."""
    a, b, x1, y1, x2, y2 = columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]
    count = n
    for i in range(n):
        if a[i] - b[i] >= CROSSING and a[i] < look.span:
            share = share_on_ray(x1[i], y1[i], x2[i], y2[i], look.first[0], look.first[1])
            mx, my = x1[i] + share * (x2[i] - x1[i]), y1[i] + share * (y2[i] - y1[i])
            a[count], b[count], x1[count], y1[count] = a[i], FULL_TURN, x1[i], y1[i]
            x2[count], y2[count] = mx, my
            count += 1
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _cut_to_sector(look: Sector, n: int, columns: np.ndarray) -> None:
    """Cut the edges in the columns to the sector; one outside has both turns 0."""
    a, b, x1, y1, x2, y2 = columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]
    (ux, uy), (vx, vy), span = look.first, look.end, look.span
    for i in range(n):
        start, end, px, py, qx, qy = a[i], b[i], x1[i], y1[i], x2[i], y2[i]
        dx, dy, early, late = qx - px, qy - py, start - end >= CROSSING, end > span
        down, past = ux * dy - uy * dx, vx * dy - vy * dx
        low = min(max((px * uy - py * ux) / down, 0.0), 1.0) if down > 0.0 else 0.0
        high = min(max((px * vy - py * vx) / past, 0.0), 1.0) if past > 0.0 else 0.0
        start, end = (0.0 if early else start), (span if late else end)
        within = (start < span) & (end > start)
        a[i], b[i] = start if within else 0.0, end if within else 0.0
        x1[i], y1[i] = (px + low * dx if early else px), (py + low * dy if early else py)
        x2[i], y2[i] = (px + high * dx if late else qx), (py + high * dy if late else qy)


@njit(cache=True, nogil=True, error_model="numpy")
def _widest(a: np.ndarray, b: np.ndarray, n: int) -> int:
    """Return which of n edges takes up most of the view."""
    widest, most = 0, 0.0
    for i in range(n):
        width = b[i] - a[i]
        widest = i if width > most else widest
        most = max(width, most)
    return widest


@njit(cache=True, nogil=True, error_model="numpy")
def _without_hidden(columns: np.ndarray, n: int, passed: np.ndarray) -> int:
    """Take out the edges that have no width or that the widest one hides; return how many are left.

    What is taken out here, without a branch, is not sorted nor ordered by depth.
    """
    a, b, x1, y1, x2, y2 = columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]
    k = _widest(a, b, n)
    start, end, x, y, dx, dy = a[k], b[k], x1[k], y1[k], x2[k] - x1[k], y2[k] - y1[k]
    for i in range(n):
        nearest = max(dx * (y1[i] - y) - dy * (x1[i] - x), dx * (y2[i] - y) - dy * (x2[i] - x))
        passed[i] = (b[i] > a[i]) & ((nearest >= 0.0) | (a[i] < start) | (b[i] > end))
    left = 0
    for i in range(n):
        a[left], b[left], x1[left], y1[left], x2[left], y2[left] = a[i], b[i], x1[i], y1[i], x2[i], y2[i]
        left += passed[i]
    return left


@njit(cache=True, nogil=True, error_model="numpy")
def gather(grid: Grid, look: Sector, room: Room) -> int:
    """Find the edges inside a sector that may be seen; return how many.

    They are left in `room.columns`, in no order; one met in several cells is there several times.
    """
    bottom = cell_index(look.y - look.radius, grid.y0, grid.cell, grid.rows)
    top = cell_index(look.y + look.radius, grid.y0, grid.cell, grid.rows)
    found = 0
    for row in range(bottom, top + 1):
        left, right = row_range(grid, look, row)
        if left <= right:
            at = row * grid.columns
            first, last = grid.indptr[at + left], grid.indptr[at + right + 1]  # neighbours follow each other
            found = _facing(grid.edges, look, first, last, room.kept, found, room.passed)
    _columns(grid.edges, look, room.kept, found, room.columns)
    _cut_to_disc(look, found, room.columns)
    if look.span > HALF_TURN:
        found = _split_at_start(look, found, room.columns)
    _cut_to_sector(look, found, room.columns)
    return _without_hidden(room.columns, found, room.passed)
