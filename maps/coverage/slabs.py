"""Exact areas of footprints on pieces of ground: of each, of their union, of what two or more see (numba kernels).

Between two heights at which nothing begins, ends or crosses, the length that a horizontal line has inside any
combination of polygons is linear: its value halfway times the height between is the area, without approximation.
Pieces are small, so each meets a few dozen edges; the time is a fraction of that of overlays.

Public: `piece_areas`.
"""

import numpy as np
import shapely
from numba import njit

from maps.coverage.raster import grown, rings_of_all

X1, Y1, X2, Y2, OWNER, LEFT = 0, 1, 2, 3, 4, 5
EDGE_WIDTH = 6


def piece_areas(
    footprints: np.ndarray, pieces: np.ndarray, met: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measure footprints on pieces of ground.

    Parameters
    ----------
    footprints, pieces : object arrays (n,) and (m,) of valid polygons or multipolygons
    met : (int64 array (k,), int64 array (k,))
        Positions of the footprints and the pieces that may meet, the pieces rising.

    Returns
    -------
    parts : float64 array (k,)
        Area of each footprint in each piece, square metres.
    unions, twice : float64 arrays (m,)
        What one or more, and two or more, footprints hold of each piece.
    """
    footprint, piece = met
    starts = np.searchsorted(piece, np.arange(len(pieces) + 1))
    parts, unions, twice = np.zeros(len(piece)), np.zeros(len(pieces)), np.zeros(len(pieces))
    boxes = shapely.bounds(pieces).reshape(-1, 4)
    _measure(*_edges(pieces), boxes, *_edges(footprints), footprint, starts, parts, unions, twice)
    return parts, unions, twice


def _edges(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges (m, 4) of polygons and where those of each begin and end (n + 1,)."""
    rings, owner = rings_of_all(polygons)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    edges = np.hstack([points[:-1], points[1:]])[joined]
    return edges, np.searchsorted(owner[ring[1:][joined]], np.arange(len(polygons) + 1))


@njit(cache=True, nogil=True, error_model="numpy")
def _measure(
    piece_edges: np.ndarray,
    piece_starts: np.ndarray,
    boxes: np.ndarray,
    edges: np.ndarray,
    edge_starts: np.ndarray,
    footprint: np.ndarray,
    starts: np.ndarray,
    parts: np.ndarray,
    unions: np.ndarray,
    twice: np.ndarray,
) -> None:
    """Fill the areas of each part, and of the union and what two or more see in each piece."""
    held, heights = np.empty((256, EDGE_WIDTH)), np.empty((256, 1))
    for p in range(len(boxes)):
        a, b = starts[p], starts[p + 1]
        if a == b:
            continue
        box = (boxes[p, 0], boxes[p, 1], boxes[p, 2] - boxes[p, 0], boxes[p, 3] - boxes[p, 1])
        mine = piece_edges[piece_starts[p] : piece_starts[p + 1]]
        held, heights, n, m = _collect(mine, 0, box, held, heights, 0, 0)
        for k in range(a, b):
            i = footprint[k]
            theirs = edges[edge_starts[i] : edge_starts[i + 1]]
            held, heights, n, m = _collect(theirs, k - a + 1, box, held, heights, n, m)
        chosen = held[:n][np.argsort(held[:n, Y1])]
        heights, m = _crossings(chosen, heights, m)
        unions[p], twice[p] = _sum_slabs(chosen, np.sort(heights[:m, 0]), box[2], parts[a:b])


@njit(cache=True, nogil=True, error_model="numpy")
def _collect(
    edges: np.ndarray,
    owner: int,
    box: tuple,
    held: np.ndarray,
    heights: np.ndarray,
    n: int,
    m: int,
) -> tuple:
    """Append the edges of a polygon within a box, upwards and from its corner, and the heights where they end.

    What lies to the right of the box is dropped. What lies to the left is moved onto its side: it tells only whether
    a line is inside the polygon there, and nothing changes where it ends.
    """
    held, heights = grown(held, n, n + 2 * len(edges)), grown(heights, m, m + 4 * len(edges))
    wide, high = box[2], box[3]
    for k in range(len(edges)):
        x1, y1, x2, y2 = _upwards(edges[k], box[0], box[1])
        if y2 <= 0.0 or y1 >= high or min(x1, x2) >= wide:
            continue
        if y1 == y2:
            if max(x1, x2) > 0.0:
                heights[m, 0] = y1
                m += 1
            continue
        x1, y1, x2, y2 = _between_heights(x1, y1, x2, y2, high)
        if min(x1, x2) < 0.0:
            n, x1, y1, x2, y2 = _move_left(held, n, owner, x1, y1, x2, y2)
            if max(x1, x2) <= 0.0:
                continue
        if max(x1, x2) > wide:
            x1, y1, x2, y2 = _cut_right(x1, y1, x2, y2, wide)
        heights[m, 0], heights[m + 1, 0] = y1, y2
        m += 2
        if y2 > y1:
            _hold(held, n, x1, y1, x2, y2, owner, 0.0)
            n += 1
    return held, heights, n, m


@njit(cache=True, nogil=True)
def _upwards(edge: np.ndarray, x0: float, y0: float) -> tuple:
    """Return an edge from a corner, the lower end first."""
    x1, y1, x2, y2 = edge[0] - x0, edge[1] - y0, edge[2] - x0, edge[3] - y0
    if y1 > y2:
        return x2, y2, x1, y1
    return x1, y1, x2, y2


@njit(cache=True, nogil=True, error_model="numpy")
def _between_heights(x1: float, y1: float, x2: float, y2: float, high: float) -> tuple:
    """Return what of an edge, upwards, lies between the heights 0 and `high`."""
    slope = (x2 - x1) / (y2 - y1)
    if y1 < 0.0:
        x1, y1 = x1 - y1 * slope, 0.0
    if y2 > high:
        x2, y2 = x2 - (y2 - high) * slope, high
    return x1, y1, x2, y2


@njit(cache=True, nogil=True, error_model="numpy")
def _move_left(held: np.ndarray, n: int, owner: int, x1: float, y1: float, x2: float, y2: float) -> tuple:
    """Hold on the left side what of an edge lies beyond it; return (edges held, the rest; all where all does)."""
    if max(x1, x2) <= 0.0:
        _hold(held, n, 0.0, y1, 0.0, y2, owner, 1.0)
        return n + 1, x1, y1, x2, y2
    cut = y1 - x1 * (y2 - y1) / (x2 - x1)
    if x1 < x2:
        _hold(held, n, 0.0, y1, 0.0, cut, owner, 1.0)
        return n + 1, 0.0, cut, x2, y2
    _hold(held, n, 0.0, cut, 0.0, y2, owner, 1.0)
    return n + 1, x1, y1, 0.0, cut


@njit(cache=True, nogil=True, error_model="numpy")
def _cut_right(x1: float, y1: float, x2: float, y2: float, wide: float) -> tuple:
    """Return what of an edge that crosses the right side, at `wide`, lies before it."""
    cut = y1 + (wide - x1) * (y2 - y1) / (x2 - x1)
    if x1 > x2:
        return wide, cut, x2, y2
    return x1, y1, wide, cut


@njit(cache=True, nogil=True)
def _hold(
    held: np.ndarray, n: int, x1: float, y1: float, x2: float, y2: float, owner: int, left: float
) -> None:
    row = held[n]
    row[X1], row[Y1], row[X2], row[Y2], row[OWNER], row[LEFT] = x1, y1, x2, y2, owner, left


@njit(cache=True, nogil=True, error_model="numpy")
def _x_at(edge: np.ndarray, y: float) -> float:
    return edge[X1] + (y - edge[Y1]) * (edge[X2] - edge[X1]) / (edge[Y2] - edge[Y1])


@njit(cache=True, nogil=True, error_model="numpy")
def _crossings(edges: np.ndarray, heights: np.ndarray, m: int) -> tuple:
    """Append the heights at which edges (sorted by their lower end) of different polygons cross."""
    for i in range(len(edges)):
        if edges[i, LEFT] > 0.0:
            continue
        for j in range(i + 1, len(edges)):
            if edges[j, Y1] >= edges[i, Y2]:
                break
            if edges[j, LEFT] > 0.0 or edges[j, OWNER] == edges[i, OWNER]:
                continue
            if min(edges[i, X1], edges[i, X2]) >= max(edges[j, X1], edges[j, X2]):
                continue
            if min(edges[j, X1], edges[j, X2]) >= max(edges[i, X1], edges[i, X2]):
                continue
            low, high = edges[j, Y1], min(edges[i, Y2], edges[j, Y2])
            below = _x_at(edges[i], low) - _x_at(edges[j], low)
            above = _x_at(edges[i], high) - _x_at(edges[j], high)
            if below * above < 0.0:
                heights = grown(heights, m, m + 1)
                heights[m, 0] = low + (high - low) * below / (below - above)
                m += 1
    return heights, m


@njit(cache=True, nogil=True, error_model="numpy")
def _sum_slabs(edges: np.ndarray, heights: np.ndarray, wide: float, parts: np.ndarray) -> tuple:
    """Add up the areas of a piece (polygon 0) and the footprints (1, 2, ...): parts, union, two or more."""
    active, xs, owners = np.empty(len(edges), np.int64), np.empty(len(edges)), np.empty(len(edges), np.int64)
    inside, since = np.zeros(len(parts) + 1, np.bool_), np.zeros(len(parts) + 1)
    size, following, union, twice = 0, 0, 0.0, 0.0
    for k in range(1, len(heights)):
        thick, y = heights[k] - heights[k - 1], 0.5 * (heights[k] + heights[k - 1])
        if not thick > 0.0:
            continue
        while following < len(edges) and edges[following, Y1] <= y:
            active[size] = following
            size, following = size + 1, following + 1
        left = 0
        for i in range(size):
            if edges[active[i], Y2] > y:
                active[left] = active[i]
                left += 1
        size = left
        _line_up(edges, active, size, y, xs, owners)
        one, two = _sweep_line(xs, owners, size, inside, since, parts, thick, wide)
        union, twice = union + one * thick, twice + two * thick
    return union, twice


@njit(cache=True, nogil=True, error_model="numpy")
def _line_up(
    edges: np.ndarray, active: np.ndarray, size: int, y: float, xs: np.ndarray, owners: np.ndarray
) -> None:
    """Write where a line meets the active edges, from left to right; `active` is put in that order too."""
    for i in range(size):
        edge = active[i]
        x, j = _x_at(edges[edge], y), i
        while j > 0 and xs[j - 1] > x:
            xs[j], owners[j], active[j] = xs[j - 1], owners[j - 1], active[j - 1]
            j -= 1
        xs[j], owners[j], active[j] = x, int(edges[edge, OWNER]), edge


@njit(cache=True, nogil=True, error_model="numpy")
def _sweep_line(
    xs: np.ndarray,
    owners: np.ndarray,
    size: int,
    inside: np.ndarray,
    since: np.ndarray,
    parts: np.ndarray,
    thick: float,
    wide: float,
) -> tuple:
    """Return the lengths in the piece, of a box so wide, that one or more, and two or more, footprints hold."""
    inside[:] = False
    depth, length, one, two = 0, 0.0, 0.0, 0.0
    for i in range(size + 1):
        if i > 0 and inside[0]:
            step = (xs[i] if i < size else wide) - xs[i - 1]
            length += step
            one += step if depth > 0 else 0.0
            two += step if depth > 1 else 0.0
        if i == size:
            break
        at = owners[i]
        inside[at] = not inside[at]
        if at > 0:
            depth += 1 if inside[at] else -1
            if inside[at]:
                since[at] = length
            else:
                parts[at - 1] += (length - since[at]) * thick
    for at in range(1, len(inside)):  # those that go on beyond the right side of the box
        if inside[at]:
            parts[at - 1] += (length - since[at]) * thick
    return one, two
