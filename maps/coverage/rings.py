"""Outlines of the ground seen over low buildings: pieces of slabs joined (numba kernels).

The outer wall of a piece is walked counter-clockwise, the inner one clockwise: the ground stays on the left. On the
ray between two slabs the ends of their pieces are taken by distance: from the first to the second, from the third
to the fourth... one slab sees what the other does not, and there the outline runs along the ray. So each pair joins
a wall that arrives with one that leaves, and outlines close by themselves, holes clockwise.
"""

import math

import numpy as np
from numba import njit

from maps.coverage.grid import FULL_TURN, Sector
from maps.coverage.overlook import (
    ARC,
    AX,
    AY,
    BX,
    BY,
    FIRST,
    INNER,
    INNER_FROM,
    INNER_TO,
    NEAR,
    OUTER,
    OUTER_FROM,
    OUTER_TO,
    SLAB,
    WIDTH,
)
from maps.coverage.sweep import doubtful

#: Outlines of less ground than this (square metres) are rounding.
LEAST_M2 = 1e-7


@njit(cache=True, nogil=True)
def _root(parent: np.ndarray, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@njit(cache=True, nogil=True)
def _end(pieces: np.ndarray, half: int, later: bool) -> float:
    """Return the distance at which a wall (2 x piece + 1 where it is the outer one) meets a ray of its slab."""
    row = pieces[half // 2]
    if half % 2:
        return row[OUTER_TO] if later else row[OUTER_FROM]
    return row[INNER_TO] if later else row[INNER_FROM]


@njit(cache=True, nogil=True)
def _link(
    pieces: np.ndarray, a: int, a_end: int, b: int, b_end: int, following: np.ndarray, parent: np.ndarray
) -> None:
    """Join the walls of pieces a (before a ray) and b (after it); bounds are numbers of pieces."""
    i, j, waiting, arrives = 2 * a, 2 * b, -1, False
    since = 0.0
    while i < 2 * a_end or j < 2 * b_end:
        p = _end(pieces, i, True) if i < 2 * a_end else math.inf
        q = _end(pieces, j, False) if j < 2 * b_end else math.inf
        before = i < 2 * a_end
        if before and j < 2 * b_end:  # at one distance what ends comes first
            before = p < q - NEAR or (p <= q + NEAR and (i % 2 == 1 or j % 2 == 0))
        at = p if before else q
        if i % 2 == 1 and j % 2 == 1 and at - since > NEAR:
            parent[_root(parent, i // 2)] = _root(parent, j // 2)
        half = i if before else j
        into = before == (half % 2 == 1)
        if before:
            i += 1
        else:
            j += 1
        since = at
        if waiting < 0:
            waiting, arrives = half, into
            continue
        if arrives:
            following[waiting] = half
        else:
            following[half] = waiting
        waiting = -1


@njit(cache=True, nogil=True)
def link_all(pieces: np.ndarray, count: int, rays: np.ndarray, slabs: int, whole: bool) -> tuple:
    """Return (which wall follows each wall, the connected part of each piece); `whole` for a full circle."""
    following, parent = np.full(2 * count, -1, np.int64), np.arange(count)
    for k in range(slabs + 1):
        a, a_end, b, b_end = 0, 0, 0, 0
        if k > 0 or whole:
            last = k - 1 if k > 0 else slabs - 1
            a = int(rays[last, FIRST])
            a_end = int(rays[last + 1, FIRST]) if last + 1 < slabs else count
        if k < slabs:
            b = int(rays[k, FIRST])
            b_end = int(rays[k + 1, FIRST]) if k + 1 < slabs else count
        elif whole:
            break
        _link(pieces, a, a_end, b, b_end, following, parent)
    for i in range(count):
        parent[i] = _root(parent, i)
    return following, parent


@njit(cache=True, nogil=True)
def _push(ring: np.ndarray, n: int, x: float, y: float) -> int:
    """Append a vertex unless it repeats the last one."""
    if n > 0 and abs(ring[n - 1, 0] - x) < NEAR and abs(ring[n - 1, 1] - y) < NEAR:
        return n
    ring[n, 0], ring[n, 1] = x, y
    return n + 1


@njit(cache=True, nogil=True)
def _name(pieces: np.ndarray, half: int) -> float:
    return pieces[half // 2, OUTER] if half % 2 else pieces[half // 2, INNER]


@njit(cache=True, nogil=True, error_model="numpy")
def _walk(
    pieces: np.ndarray, rays: np.ndarray, half: int, skips: tuple, step: float, ring: np.ndarray, n: int
) -> int:
    """Append the vertices of a wall; `skips` its first and its last one, in the middle of a straight wall."""
    row = pieces[half // 2]
    ray = rays[int(row[SLAB])]
    ax, ay, bx, by = ray[AX], ray[AY], ray[BX], ray[BY]
    outer = half % 2 == 1
    begin, end = (row[OUTER_FROM], row[OUTER_TO]) if outer else (row[INNER_TO], row[INNER_FROM])
    if not outer:
        ax, ay, bx, by = bx, by, ax, ay
    if not skips[0]:
        n = _push(ring, n, begin * ax, begin * ay)
    if outer and row[OUTER] == ARC:
        parts = math.ceil(ray[WIDTH] / step)
        cos, sin = math.cos(ray[WIDTH] / parts), math.sin(ray[WIDTH] / parts)
        px, py = begin * ax, begin * ay
        for _ in range(parts - 1):
            px, py = px * cos - py * sin, px * sin + py * cos
            n = _push(ring, n, px, py)
    return n if skips[1] else _push(ring, n, end * bx, end * by)


@njit(cache=True, nogil=True, error_model="numpy")
def _is_straight(pieces: np.ndarray, half: int, after: int) -> bool:
    """Tell whether a wall goes on as the same one in the next slab."""
    if (
        after < 0
        or half % 2 != after % 2
        or _name(pieces, half) != _name(pieces, after)
        or _name(pieces, half) < 0.0
    ):
        return False
    return abs(_end(pieces, half, half % 2 == 1) - _end(pieces, after, half % 2 == 0)) <= NEAR


@njit(cache=True, nogil=True, error_model="numpy")
def _ring(
    pieces: np.ndarray,
    rays: np.ndarray,
    first: int,
    following: np.ndarray,
    step: float,
    ring: np.ndarray,
) -> int:
    """Write the outline that begins with a wall, closed; return its vertices. Its walls are taken."""
    n, half, skips = 0, first, False
    while half >= 0:
        after = following[half]
        straight = after != first and _is_straight(pieces, half, after)
        n = _walk(pieces, rays, half, (skips, straight), step, ring, n)
        skips = straight
        following[half] = -1
        half = after if after >= 0 and following[after] >= 0 else -1
    if n > 0:
        n = _push(ring, n, ring[0, 0], ring[0, 1])
        ring[n - 1, 0], ring[n - 1, 1] = ring[0, 0], ring[0, 1]
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def _signed(ring: np.ndarray, n: int) -> float:
    """Return the area of a closed outline, negative where it is clockwise."""
    total = 0.0
    for i in range(n - 1):
        total += ring[i, 0] * ring[i + 1, 1] - ring[i, 1] * ring[i + 1, 0]
    return 0.5 * total


@njit(cache=True, nogil=True, error_model="numpy")
def outlines(
    pieces: np.ndarray, count: int, rays: np.ndarray, slabs: int, look: Sector, step: float
) -> tuple:
    """Return the outlines of pieces: (vertices, where each ends, part of each, signed area of each, doubtful)."""
    following, part = link_all(pieces, count, rays, slabs, look.span >= FULL_TURN)
    chords = 4 * count + 4
    for i in range(count):
        if pieces[i, OUTER] == ARC:
            chords += int(rays[int(pieces[i, SLAB]), WIDTH] / step) + 1
    points, n = np.empty((chords + 2 * count, 2)), 0
    ends, parts = np.empty(2 * count + 1, np.int64), np.empty(2 * count + 1, np.int64)
    areas, rings, doubt = np.empty(2 * count + 1), 0, False
    for half in range(2 * count):
        if following[half] < 0:
            continue
        size = _ring(pieces, rays, half, following, step, points[n:])
        area = _signed(points[n : n + size], size) if size >= 4 else 0.0
        if abs(area) <= LEAST_M2:
            continue
        doubt |= doubtful(points[n : n + size], size - 1)
        n += size
        ends[rings], parts[rings], areas[rings] = n, part[half // 2], area
        rings += 1
    return points[:n], ends[:rings], parts[:rings], areas[:rings], doubt
