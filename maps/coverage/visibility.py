"""What viewpoints see among opaque obstacles: exact areas and polygons.

Public: `visible_areas`, `visible_polygons`.

The area is in closed form (triangles and circular sectors). In the polygons the arcs are chords of
`ARC_STEP_DEG` inside the true arc: a full circle loses 5e-5 of its area, nothing else is approximated.
"""

import math
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache

import numpy as np
import shapely
from numba import njit

from maps.coverage.gather import SEGMENT_WIDTH, START, Room, gather
from maps.coverage.grid import TWO_PI, Grid, Sector, count_candidates, sector
from maps.coverage.raster import grown
from maps.coverage.scene import Scene, is_inside, near_order
from maps.coverage.sweep import SPAN_WIDTH, doubtful, in_order, ring_size, sort_by_start, sweep, trace
from maps.progress import Progress, no_progress

Numbers = np.ndarray | float
#: Widest chord by which an arc is drawn, in degrees.
ARC_STEP_DEG = 1.0
#: Viewpoints that one thread takes at a time.
CHUNK = 250
_NOTHING = shapely.Polygon()


@njit(cache=True, nogil=True)
def _look(grid: Grid, look: Sector, work: tuple) -> tuple:
    """Sweep one viewpoint; return (number of spans, area)."""
    room, segments, order, chain, spans = work
    n = gather(grid, look, room)
    sort_by_start(room.columns[START], n, look.span, order, chain)
    in_order(room.columns, n, order, segments)
    return sweep(segments, n, chain, spans, look)


@njit(cache=True, nogil=True)
def _workspace(grid: Grid, x: np.ndarray, y: np.ndarray, radius: np.ndarray) -> tuple:
    """Allocate what the busiest viewpoint of a chunk can need."""
    most = 0
    for i in range(len(x)):
        most = max(most, count_candidates(grid, x[i], y[i], radius[i]))
    size = 2 * most + 2
    room = Room(np.empty(size, np.bool_), np.empty(size, np.int64), np.empty((SEGMENT_WIDTH, size)))
    segments, spans = np.empty((size, SEGMENT_WIDTH)), np.empty((2 * size + 2, SPAN_WIDTH))
    return room, segments, np.empty(size, np.int64), np.empty(size, np.int64), spans


@njit(cache=True, nogil=True)
def _areas(
    grid: Grid,
    x: np.ndarray,
    y: np.ndarray,
    start: np.ndarray,
    span: np.ndarray,
    radius: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill `out` with the seen area of each viewpoint, NaN inside an obstacle."""
    work = _workspace(grid, x, y, radius)
    for i in range(len(x)):
        if is_inside(grid, x[i], y[i]):
            out[i] = math.nan
            continue
        _, out[i] = _look(grid, sector(x[i], y[i], start[i], span[i], radius[i]), work)


@njit(cache=True, nogil=True)
def _rings(
    grid: Grid,
    x: np.ndarray,
    y: np.ndarray,
    start: np.ndarray,
    span: np.ndarray,
    radius: np.ndarray,
    step: float,
    out: np.ndarray,
) -> tuple:
    """Fill `out` as `_areas` does; return (vertices, where each ring starts and ends, is it doubtful)."""
    work = _workspace(grid, x, y, radius)
    spans = work[-1]
    ends = np.zeros(len(x) + 1, np.int64)
    doubts = np.zeros(len(x), np.bool_)
    points = np.empty((256 * len(x) + 256, 2))
    n = 0
    for i in range(len(x)):
        ends[i + 1] = n
        if is_inside(grid, x[i], y[i]):
            out[i] = math.nan
            continue
        look = sector(x[i], y[i], start[i], span[i], radius[i])
        count, out[i] = _look(grid, look, work)
        need = n + ring_size(spans, count, step)
        if need > len(points):
            points = grown(points, n, need)
        size = trace(spans, count, look, step, points[n:])
        if size >= 4:
            doubts[i] = doubtful(points[n:], size - 1)
            for k in range(n, n + size):
                points[k, 0] += x[i]
                points[k, 1] += y[i]
            n += size
        ends[i + 1] = n
    return points[:n], ends, doubts


def sectors_of(
    x: Numbers, y: Numbers, azimuth_deg: Numbers, hfov_deg: Numbers, range_m: Numbers
) -> tuple[np.ndarray, ...]:
    """Return x, y, start and span in radians counter-clockwise from east, radius; one shape for all."""
    values = np.broadcast_arrays(*(np.asarray(v, float) for v in (x, y, azimuth_deg, hfov_deg, range_m)))
    east, north, azimuth, hfov, radius = (np.ascontiguousarray(np.atleast_1d(v)) for v in values)
    hfov = np.clip(hfov, 0.0, 360.0)
    span = np.where(hfov >= 360.0, TWO_PI, np.radians(hfov))
    return east, north, np.radians(90.0 - azimuth) - span / 2.0, span, radius


def usable_of(grid: Grid, sectors: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the positions of viewpoints that have a sector to look at, neighbours together."""
    x, y, start, span, radius = sectors
    usable = np.flatnonzero(np.isfinite(x + y + start + span + radius) & (span > 0.0) & (radius > 0.0))
    return usable[near_order(grid, x[usable], y[usable])]


def _chunks(count: int) -> Iterator[slice]:
    return (slice(at, at + CHUNK) for at in range(0, count, CHUNK))


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the threads that help, kept: to begin one costs what a hundred viewpoints do."""
    return ThreadPoolExecutor(os.cpu_count() or 1, "visibility")


if hasattr(os, "register_at_fork"):  # a fork takes no thread with it
    os.register_at_fork(after_in_child=_pool.cache_clear)


def spread(work: Callable[[slice], None], count: int, threads: int, progress: Progress) -> None:
    """Run `work` over chunks, on several threads where asked (the kernels release the GIL).

    The calling thread takes chunks as the others do.
    """
    chunks = list(enumerate(_chunks(count), start=1))
    left = iter(chunks)

    def take(tell: Progress) -> None:
        for i, part in left:
            work(part)
            tell(i / len(chunks))

    others = min(threads, len(chunks)) - 1
    if others < 1:
        take(progress)
        return
    helpers = [_pool().submit(take, no_progress) for _ in range(others)]
    try:
        take(progress)
    finally:
        deque(left, maxlen=0)  # cancelled: nothing is left for the others to take
        begun = [helper for helper in helpers if not helper.cancel()]
        wait(begun)
    for helper in begun:
        helper.result()
    progress(1.0)


def visible_areas(
    scene: Scene,
    x: Numbers,
    y: Numbers,
    azimuth_deg: Numbers,
    hfov_deg: Numbers,
    range_m: Numbers,
    progress: Progress = no_progress,
    *,
    threads: int = 1,
) -> np.ndarray:
    """Return the exact area that each viewpoint sees.

    Parameters
    ----------
    scene : Scene
    x, y : array_like (n,)
        Viewpoints, in metres of the scene's reference system.
    azimuth_deg : array_like (n,) or float
        Axis of the sector, clockwise from north.
    hfov_deg : array_like (n,) or float
        Aperture; 360 or more is the whole circle.
    range_m : array_like (n,) or float
    progress : Progress
        May raise `Cancelled`.
    threads : int

    Returns
    -------
    float64 array (n,)
        Square metres; NaN for a viewpoint inside an obstacle or with a value that is missing or not positive.
    """
    sectors = sectors_of(x, y, azimuth_deg, hfov_deg, range_m)
    usable = usable_of(scene.grid, sectors)
    chosen = [v[usable] for v in sectors]
    out = np.empty(len(usable))

    def work(part: slice) -> None:
        x_, y_, start, span, radius = (v[part] for v in chosen)
        _areas(scene.grid, x_, y_, start, span, radius, out[part])

    spread(work, len(usable), threads, progress)
    areas = np.full(len(sectors[0]), np.nan)
    areas[usable] = out
    return areas


def _polygons(points: np.ndarray, ends: np.ndarray, doubts: np.ndarray) -> np.ndarray:
    """Return one valid polygon a ring (empty where a ring has no area)."""
    out = np.full(len(doubts), _NOTHING, object)
    there = np.diff(ends) > 0
    if len(out) == 1 and there[0]:  # a camera under the hand: the bulk way costs it 70 us
        out[0] = shapely.polygons(points)
    else:
        rings = np.append(ends[:-1][there], ends[-1])
        offsets = (rings, np.arange(len(rings)))
        out[there] = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, offsets)
    if not doubts.any():
        return out
    bad = np.flatnonzero(doubts)
    bad = bad[~shapely.is_valid(out[bad])]
    out[bad] = shapely.buffer(out[bad], 0.0)
    return out


def visible_polygons(
    scene: Scene,
    x: Numbers,
    y: Numbers,
    azimuth_deg: Numbers,
    hfov_deg: Numbers,
    range_m: Numbers,
    progress: Progress = no_progress,
    *,
    threads: int = 1,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact area that each viewpoint sees, and its outline.

    Parameters as in `visible_areas`.

    Returns
    -------
    areas : float64 array (n,)
        Square metres, in closed form; NaN as in `visible_areas`.
    polygons : object array (n,)
        Valid shapely polygons with arcs as chords of 1 degree; None where the area is NaN.
    """
    sectors = sectors_of(x, y, azimuth_deg, hfov_deg, range_m)
    usable = usable_of(scene.grid, sectors)
    chosen = [v[usable] for v in sectors]
    out = np.empty(len(usable))
    outlines = np.full(len(usable), None, object)
    step = math.radians(ARC_STEP_DEG)

    def work(part: slice) -> None:
        x_, y_, start, span, radius = (v[part] for v in chosen)
        outlines[part] = _polygons(*_rings(scene.grid, x_, y_, start, span, radius, step, out[part]))

    spread(work, len(usable), threads, progress)
    outlines[np.isnan(out)] = None
    areas, polygons = np.full(len(sectors[0]), np.nan), np.full(len(sectors[0]), None, object)
    areas[usable], polygons[usable] = out, outlines
    return areas, polygons
