"""The sweep over low buildings: stretches of ground seen along each direction (numba kernels).

Along a ray a building hides from its front wall to the end of its shadow, which is its rear wall drawn away from the
viewpoint by `(H - t) / (H - b)` (see `relief`). Front walls count +1 and shadow ends -1: ground is seen where the
count is zero. Between two neighbouring directions at which no wall starts, ends or crosses another, the order of the
walls along the ray does not change: such a *slab* holds a few *pieces* of seen ground, each between two walls, and
`rings` joins the pieces into outlines. Buildings may overlap and touch: nothing has to be merged.
"""

import math

import numpy as np
from numba import njit

from maps.coverage.gather import END, START, X1, X2, Y1, Y2, add_in_disc, beside
from maps.coverage.grid import (
    FULL_TURN,
    TWO_PI,
    Grid,
    Sector,
    cell_index,
    is_met_before,
    row_range,
    turn_of,
)
from maps.coverage.raster import grown

STEP, R1, R2, TURN = 6, 7, 8, 9
SEGMENT_WIDTH = 10
#: Column of the height among a grid's edges.
HEIGHT = 4
#: What the front wall of a building counts that nothing ends.
ENDLESS = 1000.0
#: Slabs narrower than this turn are passed over.
NARROW = 1e-11
#: Lengths along a ray nearer than this (metres) are one.
NEAR = 1e-7
#: A piece's wall where there is none: the viewpoint itself, the end of the range.
HERE, ARC = -1.0, -2.0
SLAB, INNER, OUTER, INNER_FROM, INNER_TO, OUTER_FROM, OUTER_TO = 0, 1, 2, 3, 4, 5, 6
PIECE_WIDTH = 7
AX, AY, BX, BY, WIDTH, FIRST = 0, 1, 2, 3, 4, 5
RAY_WIDTH = 6


@njit(cache=True, nogil=True, error_model="numpy")
def gather_over(
    grid: Grid, look: Sector, camera_m: float, target_m: float, segments: np.ndarray, ranges: np.ndarray
) -> tuple:
    """Fill `segments` with front walls and shadow ends inside a sector.

    Returns
    -------
    (int, int)
        How many, and how many of them belong to buildings lower than the camera.
    """
    x, y, radius = look.x, look.y, look.radius
    bottom = cell_index(y - radius, grid.y0, grid.cell, grid.rows)
    top = cell_index(y + radius, grid.y0, grid.cell, grid.rows)
    n, low = 0, 0
    for row in range(bottom, top + 1):
        left, right = row_range(grid, look, row)
        ranges[row - bottom, 0], ranges[row - bottom, 1] = left, right
        for column in range(left, right + 1):
            at = row * grid.columns + column
            for k in range(grid.indptr[at], grid.indptr[at + 1]):
                edge = (grid.edges[k, 0], grid.edges[k, 1], grid.edges[k, 2], grid.edges[k, 3])
                before = n
                height = grid.edges[k, HEIGHT]
                qx, qy, px, py = edge[0] - x, edge[1] - y, edge[2] - x, edge[3] - y
                turn = px * qy - py * qx
                step = 1.0 if height < camera_m else ENDLESS
                if turn < 0.0:
                    if step == ENDLESS:
                        continue
                    stretch = (camera_m - target_m) / (camera_m - max(height, target_m))
                    px, py, qx, qy = stretch * qx, stretch * qy, stretch * px, stretch * py
                    step = -1.0
                n = _add_wall(
                    grid, look, edge, (row, column, bottom, left), ranges, px, py, qx, qy, segments, n
                )
                for i in range(before, n):
                    _complete(segments[i], step)
                if step != ENDLESS:
                    low += n - before
    return n, low


@njit(cache=True, nogil=True, error_model="numpy")
def _add_wall(
    grid: Grid,
    look: Sector,
    edge: tuple,
    place: tuple,
    ranges: np.ndarray,
    px: float,
    py: float,
    qx: float,
    qy: float,
    segments: np.ndarray,
    n: int,
) -> int:
    """Append the part of a wall (from p to q, counter-clockwise) that lies in the sector; return the new count."""
    turn, dx, dy, radius = px * qy - py * qx, qx - px, qy - py, look.radius
    if turn <= 0.0 or turn * turn >= radius * radius * (dx * dx + dy * dy):
        return n
    if look.span <= 2.0 and beside(px, py, qx, qy, look):
        return n
    row, column, bottom, left = place
    if is_met_before(grid, edge, row, column, bottom, left, ranges):
        return n
    return add_in_disc(segments, n, px, py, qx, qy, look)


@njit(cache=True, nogil=True, error_model="numpy")
def _complete(row: np.ndarray, step: float) -> None:
    """Fill in what the slabs ask of a wall at every ray."""
    row[STEP] = step
    row[R1], row[R2] = math.hypot(row[X1], row[Y1]), math.hypot(row[X2], row[Y2])
    row[TURN] = row[X1] * row[Y2] - row[Y1] * row[X2]


@njit(cache=True, nogil=True, error_model="numpy")
def _length(e: np.ndarray, turn: float, ux: float, uy: float) -> float:
    """Return how far along the unit vector u (at `turn`) a wall is met."""
    if turn <= e[START]:
        return e[R1]
    if turn >= e[END]:
        return e[R2]
    met = e[TURN] / (ux * (e[Y2] - e[Y1]) - uy * (e[X2] - e[X1]))
    if 0.0 < met <= max(e[R1], e[R2]):
        return met
    return max(e[R1], e[R2]) if met > 0.0 else min(e[R1], e[R2])


@njit(cache=True, nogil=True, error_model="numpy")
def _sort(active: np.ndarray, m: int, here: np.ndarray, there: np.ndarray, segments: np.ndarray) -> None:
    """Order the walls of a slab along its first ray, then along its last; in one place fronts come first."""
    for i in range(1, m):
        a, p, q = active[i], here[i], there[i]
        j = i
        while j > 0:
            ahead = here[j - 1] - p
            if abs(ahead) <= NEAR:
                ahead = there[j - 1] - q
                if abs(ahead) <= NEAR:
                    ahead = segments[a, STEP] - segments[active[j - 1], STEP]
            if ahead <= 0.0:
                break
            active[j], here[j], there[j] = active[j - 1], here[j - 1], there[j - 1]
            j -= 1
        active[j], here[j], there[j] = a, p, q


@njit(cache=True, nogil=True, error_model="numpy")
def _cross(e: np.ndarray, f: np.ndarray, look: Sector) -> tuple:
    """Return where two walls cross: (turn, x, y)."""
    dx, dy, gx, gy = e[X2] - e[X1], e[Y2] - e[Y1], f[X2] - f[X1], f[Y2] - f[Y1]
    down = dx * gy - dy * gx
    if down == 0.0:
        return FULL_TURN, 1.0, 0.0
    share = ((f[X1] - e[X1]) * gy - (f[Y1] - e[Y1]) * gx) / down
    x, y = e[X1] + share * dx, e[Y1] + share * dy
    ux, uy = look.first
    return turn_of(ux * x + uy * y, ux * y - uy * x), x, y


@njit(cache=True, nogil=True, error_model="numpy")
def _first_crossing(
    active: np.ndarray,
    m: int,
    here: np.ndarray,
    there: np.ndarray,
    segments: np.ndarray,
    look: Sector,
    pos: float,
    until: float,
) -> tuple:
    """Return the first crossing inside a slab that can matter: (turn, x, y), the turn `until` where there is none.

    The first one is between walls that follow each other; behind a building without end only what comes out
    from behind it matters.
    """
    best, x, y = until, 0.0, 0.0
    front = 0
    for j in range(1, m):
        if segments[active[front], STEP] < ENDLESS:
            front = j - 1
        if here[j] - here[front] <= NEAR or there[front] - there[j] <= NEAR:
            continue
        at, cx, cy = _cross(segments[active[front]], segments[active[j]], look)
        if pos + NARROW < at < best - NARROW:
            best, x, y = at, cx, cy
    return best, x, y


@njit(cache=True, nogil=True, error_model="numpy")
def _emit(
    pieces: np.ndarray,
    count: int,
    slab: int,
    active: np.ndarray,
    m: int,
    here: np.ndarray,
    there: np.ndarray,
    segments: np.ndarray,
    radius: float,
    width: float,
    hidden: float,
) -> int:
    """Append the seen pieces of a slab, nearest first; return the new count."""
    bulge = radius * width * width / 8.0  # of the arc over its chord
    depth, wall, since, still = hidden, HERE, 0.0, 0.0
    for i in range(m + 1):
        if i < m:
            after = depth + segments[active[i], STEP]
            name, p, q = float(active[i]), here[i], there[i]
        else:
            after, name, p, q = ENDLESS, ARC, radius, radius
        thick = max(p - since, q - still) + (bulge if name == ARC else 0.0)
        if depth <= 0.0 < after and thick > NEAR:
            row = pieces[count]
            row[SLAB], row[INNER], row[OUTER] = slab, wall, name
            row[INNER_FROM], row[INNER_TO] = since, still
            row[OUTER_FROM], row[OUTER_TO] = max(p, since), max(q, still)
            count += 1
        elif after <= 0.0 < depth:
            wall, since, still = name, p, q
        if after > 0.5 * ENDLESS:
            break
        depth = after
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _area(pieces: np.ndarray, first: int, count: int, ray: np.ndarray, radius: float) -> float:
    """Return the area of the pieces of a slab, in square metres."""
    sine, total = ray[AX] * ray[BY] - ray[AY] * ray[BX], 0.0
    for i in range(first, count):
        row = pieces[i]
        if row[OUTER] == ARC:
            total += radius * radius * ray[WIDTH]
        else:
            total += row[OUTER_FROM] * row[OUTER_TO] * sine
        total -= row[INNER_FROM] * row[INNER_TO] * sine
    return 0.5 * total


@njit(cache=True, nogil=True, error_model="numpy")
def _angle(ax: float, ay: float, bx: float, by: float, turn: float) -> float:
    """Return the angle from a to b, counter-clockwise, of a slab of that turn."""
    angle = math.atan2(ax * by - ay * bx, ax * bx + ay * by)
    if angle < 0.0 or (angle < 1.0 and turn > FULL_TURN - 0.5):
        angle += TWO_PI
    return angle


@njit(cache=True, nogil=True, error_model="numpy")
def _left(active: np.ndarray, m: int, there: np.ndarray, segments: np.ndarray) -> int:
    """Forget the walls that stay behind a building without end as long as they last; return how many are left."""
    front = 0
    while front < m and segments[active[front], STEP] < ENDLESS:
        front += 1
    kept = min(front + 1, m)
    for j in range(front + 1, m):
        f, e = segments[active[front]], segments[active[j]]
        hides = e[END] <= f[END] and there[j] >= there[front]
        if hides and e[R2] >= _length(f, e[END], e[X2] / e[R2], e[Y2] / e[R2]):
            continue
        active[kept] = active[j]
        kept += 1
    return kept


@njit(cache=True, nogil=True, error_model="numpy")
def _at_turn(
    segments: np.ndarray, n: int, order: np.ndarray, i: int, active: np.ndarray, m: int, pos: float
) -> tuple:
    """Take out of the active walls those that end by a turn and take in those that start; return (next, active)."""
    kept = 0
    for j in range(m):
        if segments[active[j], END] > pos:
            active[kept] = active[j]
            kept += 1
    while i < n and segments[order[i], START] <= pos:
        if segments[order[i], END] > pos:
            active[kept] = order[i]
            kept += 1
        i += 1
    return i, kept


@njit(cache=True, nogil=True, error_model="numpy")
def _next_change(
    segments: np.ndarray, n: int, order: np.ndarray, i: int, active: np.ndarray, m: int, look: Sector
) -> tuple:
    """Return the turn at which the next wall starts or ends, and its direction; the sector's end where none does."""
    until, vx, vy = look.span, look.end[0], look.end[1]
    if i < n and segments[order[i], START] < until:
        e = segments[order[i]]
        until, vx, vy = e[START], e[X1] / e[R1], e[Y1] / e[R1]
    for j in range(m):
        e = segments[active[j]]
        if e[END] < until:
            until, vx, vy = e[END], e[X2] / e[R2], e[Y2] / e[R2]
    return until, vx, vy


@njit(cache=True, nogil=True, error_model="numpy")
def slabs(
    segments: np.ndarray,
    n: int,
    order: np.ndarray,
    work: tuple,
    pieces: np.ndarray,
    rays: np.ndarray,
    look: Sector,
    hidden: float,
) -> tuple:
    """Cut a sector in slabs and tell the seen pieces of each.

    Parameters
    ----------
    segments, n, order
        Walls, sorted by their start.
    work : (int64 array, float64 array, float64 array)
        Room for the walls of a slab.
    pieces, rays : float64 arrays
        Filled; replaced by larger ones where they are too small.
    look : Sector
    hidden : float
        Low buildings over which the viewpoint itself stands.

    Returns
    -------
    (pieces, rays, number of pieces, number of slabs, area in square metres)
    """
    active, here, there = work
    m, i, count, slab, area = 0, 0, 0, 0, 0.0
    pos, ux, uy = 0.0, look.first[0], look.first[1]
    while pos < look.span:
        i, m = _at_turn(segments, n, order, i, active, m, pos)
        until, vx, vy = _next_change(segments, n, order, i, active, m, look)
        if until - pos <= NARROW:
            pos, ux, uy = until, vx, vy
            continue
        for j in range(m):
            e = segments[active[j]]
            here[j], there[j] = _length(e, pos, ux, uy), _length(e, until, vx, vy)
        _sort(active, m, here, there, segments)
        at, cx, cy = _first_crossing(active, m, here, there, segments, look, pos, until)
        if at < until:
            far = math.hypot(cx, cy)
            until, vx, vy = at, cx / far, cy / far
            for j in range(m):
                there[j] = _length(segments[active[j]], until, vx, vy)
        pieces, rays = grown(pieces, count, count + m + 1), grown(rays, slab, slab + 1)
        ray = rays[slab]
        ray[AX], ray[AY], ray[BX], ray[BY], ray[FIRST] = ux, uy, vx, vy, count
        ray[WIDTH] = _angle(ux, uy, vx, vy, until - pos)
        first = count
        count = _emit(pieces, first, slab, active, m, here, there, segments, look.radius, ray[WIDTH], hidden)
        area += _area(pieces, first, count, ray, look.radius)
        m = _left(active, m, there, segments)
        slab, pos, ux, uy = slab + 1, until, vx, vy
    return pieces, rays, count, slab, area
