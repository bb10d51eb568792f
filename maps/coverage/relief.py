"""Sight over low buildings: where heights are known, a camera sees the ground beyond a shadow (2.5-D).

A building of height b below the camera (height H) hides, of the plane at the target's height t, its own ground and
what lies behind each point of its outline up to (H - t) / (H - b) times the distance of that point: the shadow
behind a wall at distance x is x (b - t) / (H - b) long. A building as high as the camera, or of unknown height,
hides everything behind it, as in the flat case.

Public: `Relief`, `Relief.visible`, `Relief.look_over`.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numba import njit

from maps.coverage import overlook
from maps.coverage.gather import START
from maps.coverage.grid import Grid, count_candidates, ranges_size, sector
from maps.coverage.outlines import owned_edges
from maps.coverage.overlook import gather_over, slabs
from maps.coverage.raster import grown
from maps.coverage.rings import outlines
from maps.coverage.scene import build_grid
from maps.coverage.sweep import sort_by_start
from maps.coverage.visibility import ARC_STEP_DEG, Numbers, sectors_of, spread, usable_of
from maps.progress import Progress, no_progress


@dataclass(frozen=True)
class Relief:
    """Buildings with their heights.

    Attributes
    ----------
    grid : Grid
        Their walls, each with the height of its building (infinite where it is not known); buildings may
        overlap. Nothing is told of the anchors.
    tree : STRtree
        Of their outlines.
    height_m : float64 array (n,)
        Of the outlines of the tree; infinite where it is not known.
    """

    grid: Grid
    tree: shapely.STRtree
    height_m: np.ndarray

    @classmethod
    def from_buildings(cls, outlines: np.ndarray, height_m: np.ndarray) -> "Relief":
        """Build a relief from polygons or multipolygons; missing outlines are left out, invalid ones mended."""
        given = np.asarray(outlines, object)
        there = ~shapely.is_missing(given)
        sound = shapely.make_valid(given[there])
        known = np.asarray(height_m, float)[there]
        known = np.where(np.isnan(known), np.inf, known)
        parts, owner = shapely.get_parts(sound, return_index=True)
        nested, place = shapely.get_parts(parts, return_index=True)
        flat = (shapely.get_dimensions(nested) == 2) & ~shapely.is_empty(nested)
        parts, owner = shapely.orient_polygons(nested[flat]), owner[place[flat]]
        edges, part = owned_edges(parts)
        walls = np.column_stack([edges, known[owner[part]]])
        return cls(build_grid(walls), shapely.STRtree(sound), known)

    def matters(self, x: float, y: float, range_m: float, camera_m: float) -> bool:
        """Tell whether some building within reach is lower than the camera."""
        return bool((self.height_m[self._near(x, y, range_m)] < camera_m).any())

    def shows_more(
        self,
        seen: shapely.Geometry,
        x: float,
        y: float,
        range_m: float,
        camera_m: float,
        target_m: float = 0.0,
    ) -> bool:
        """Tell whether a camera may see more than `seen`, the ground between opaque buildings.

        Only over a building lower than itself, that its sight meets, whose shadow ends within reach.
        """
        near = self._near(x, y, range_m)
        low = near[self.height_m[near] < camera_m]
        low = low[shapely.dwithin(self.tree.geometries[low], seen, TOUCHING_M)]
        stretch = (camera_m - target_m) / (camera_m - np.maximum(self.height_m[low], target_m))
        away = shapely.distance(self.tree.geometries[low], shapely.Point(x, y))
        return bool((away * stretch < range_m).any())

    def _near(self, x: float, y: float, range_m: float) -> np.ndarray:
        return self.tree.query(shapely.Point(x, y), predicate="dwithin", distance=range_m)

    def visible(
        self,
        x: float,
        y: float,
        azimuth_deg: float,
        hfov_deg: float,
        range_m: float,
        camera_m: float,
        target_m: float = 0.0,
    ) -> shapely.Geometry | None:
        """Return the ground that a camera sees over and between the buildings.

        Parameters
        ----------
        x, y, azimuth_deg, hfov_deg, range_m : float
            As in `visible_polygons`.
        camera_m, target_m : float
            Heights of the camera and of what it is to see, above the same ground.

        Returns
        -------
        polygon or multipolygon, or None
            None where the camera is inside a building as high as itself.
        """
        below = self.height_m[self.tree.query(shapely.Point(x, y), predicate="intersects")]
        if (below >= camera_m).any():
            return None
        view = (x, y, azimuth_deg, hfov_deg, range_m, camera_m, target_m)
        return self.look_over(*view, roofs=float(len(below)), always=True)[1][0]

    def look_over(
        self,
        x: Numbers,
        y: Numbers,
        azimuth_deg: Numbers,
        hfov_deg: Numbers,
        range_m: Numbers,
        camera_m: Numbers,
        target_m: Numbers,
        progress: Progress = no_progress,
        *,
        roofs: float = 0.0,
        always: bool = False,
        threads: int = 1,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what many cameras see where buildings lower than themselves are in their sector.

        Parameters
        ----------
        x, y, azimuth_deg, hfov_deg, range_m : array_like (n,) or float
            As in `visible_polygons`; viewpoints stand outside every building (see `roofs`).
        camera_m, target_m : array_like (n,) or float
            Heights; a camera no higher than its target is left out.
        progress : Progress
        roofs : float
            Buildings lower than the camera over which the viewpoint stands.
        always : bool
            Answer also where no building is lower than the camera.
        threads : int

        Returns
        -------
        areas : float64 array (n,)
            Square metres, in closed form; NaN for what is left out: there the flat answer holds.
        polygons : object array (n,)
            Valid shapely polygons and multipolygons; None where the area is NaN.
        """
        sectors = sectors_of(x, y, azimuth_deg, hfov_deg, range_m)
        levels = [np.broadcast_to(np.asarray(v, float), sectors[0].shape) for v in (camera_m, target_m)]
        chosen = usable_of(self.grid, sectors)
        chosen = chosen[levels[0][chosen] > levels[1][chosen]]
        views = [np.ascontiguousarray(v[chosen]) for v in (*sectors, *levels)]
        areas, polygons = np.full(len(sectors[0]), np.nan), np.full(len(sectors[0]), None, object)

        def work(part: slice) -> None:
            out = np.empty(len(chosen[part]))
            px, py, start, width, radius, high, low = (v[part] for v in views)
            points, rings, rims, ends, doubts = _overlook(
                self.grid, px, py, start, width, radius, high, low, roofs, always, _STEP, out
            )
            areas[chosen[part]] = out
            polygons[chosen[part]] = _shapes(points, rings, rims, ends, doubts, ~np.isnan(out))

        spread(work, len(chosen), threads, progress)
        return areas, polygons


#: A building nearer than this to the ground that is seen stops the sight.
TOUCHING_M = 0.01
_STEP = math.radians(ARC_STEP_DEG)
_NOTHING = shapely.Polygon()


@njit(cache=True, nogil=True)
def _overlook(
    grid: Grid,
    x: np.ndarray,
    y: np.ndarray,
    start: np.ndarray,
    span: np.ndarray,
    radius: np.ndarray,
    camera_m: np.ndarray,
    target_m: np.ndarray,
    roofs: float,
    always: bool,
    step: float,
    out: np.ndarray,
) -> tuple:
    """Fill `out` with areas; return (vertices, ends of rings, of polygons, of views, is it doubtful)."""
    most, rows = 0, 0
    for i in range(len(x)):
        most = max(most, count_candidates(grid, x[i], y[i], radius[i]))
        rows = max(rows, ranges_size(grid, radius[i]))
    size = 2 * most + 2
    segments, ranges = np.empty((size, overlook.SEGMENT_WIDTH)), np.empty((rows, 2), np.int64)
    order, work = np.empty(size, np.int64), (np.empty(size, np.int64), np.empty(size), np.empty(size))
    pieces, rays = np.empty((256, overlook.PIECE_WIDTH)), np.empty((128, overlook.RAY_WIDTH))
    points, n = np.empty((64 * len(x) + 64, 2)), 0
    rings, polygons = np.zeros(4 * len(x) + 64, np.int64), np.zeros(4 * len(x) + 64, np.int64)
    counts = np.zeros(2, np.int64)  # rings and polygons so far
    views, doubts = np.zeros(len(x) + 1, np.int64), np.zeros(len(x), np.bool_)
    for i in range(len(x)):
        look = sector(x[i], y[i], start[i], span[i], radius[i])
        found, low = gather_over(grid, look, camera_m[i], target_m[i], segments, ranges)
        if low == 0 and roofs == 0.0 and not always:
            out[i] = math.nan
        else:
            sort_by_start(segments[:, START], found, look.span, order, work[0])
            pieces, rays, count, slab, out[i] = slabs(segments, found, order, work, pieces, rays, look, roofs)
            traced = outlines(pieces, count, rays, slab, look, step)
            points = grown(points, n, n + len(traced[0]))
            rings = _longer(rings, counts[0] + len(traced[1]) + 1)
            polygons = _longer(polygons, counts[1] + len(traced[1]) + 1)
            n, doubts[i] = _place(traced, x[i], y[i], points, n, rings, polygons, counts)
        views[i + 1] = counts[1]
    return points[:n], rings[: counts[0] + 1], polygons[: counts[1] + 1], views, doubts


@njit(cache=True, nogil=True)
def _longer(array: np.ndarray, need: int) -> np.ndarray:
    """Return an array of at least `need` numbers, the same at its start."""
    if need <= len(array):
        return array
    larger = np.zeros(2 * need, np.int64)
    for i in range(len(array)):
        larger[i] = array[i]
    return larger


@njit(cache=True, nogil=True)
def _place(
    traced: tuple,
    x: float,
    y: float,
    points: np.ndarray,
    n: int,
    rings: np.ndarray,
    polygons: np.ndarray,
    counts: np.ndarray,
) -> tuple:
    """Append outlines, each with its holes; return (vertices so far, is the answer doubtful)."""
    vertices, ends, parts, areas, doubt = traced
    for k in range(len(ends)):
        if areas[k] < 0.0:
            continue
        for other in range(len(ends)):
            doubt |= other != k and areas[other] > 0.0 and parts[other] == parts[k]
        n = _copy(vertices, ends, k, x, y, points, n, rings, counts)
        for hole in range(len(ends)):
            if areas[hole] < 0.0 and parts[hole] == parts[k]:
                n = _copy(vertices, ends, hole, x, y, points, n, rings, counts)
        counts[1] += 1
        polygons[counts[1]] = counts[0]
    return n, doubt


@njit(cache=True, nogil=True)
def _copy(
    vertices: np.ndarray,
    ends: np.ndarray,
    k: int,
    x: float,
    y: float,
    points: np.ndarray,
    n: int,
    rings: np.ndarray,
    counts: np.ndarray,
) -> int:
    """Append the vertices of one outline; return how many there are so far."""
    for at in range(ends[k - 1] if k > 0 else 0, ends[k]):
        points[n, 0], points[n, 1] = vertices[at, 0] + x, vertices[at, 1] + y
        n += 1
    counts[0] += 1
    rings[counts[0]] = n
    return n


def _shapes(
    points: np.ndarray,
    rings: np.ndarray,
    polygons: np.ndarray,
    views: np.ndarray,
    doubts: np.ndarray,
    answered: np.ndarray,
) -> np.ndarray:
    """Return one valid polygon or multipolygon a view (empty where nothing is seen); None for those left out."""
    parts = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (rings, polygons))
    counts = np.diff(views)
    out = np.where(answered, _NOTHING, np.array(None, object))
    one, several = np.flatnonzero(counts == 1), np.flatnonzero(counts > 1)
    out[one] = parts[views[one]]
    if len(several):
        owner = np.repeat(np.arange(len(counts)), counts)
        chosen = counts[owner] > 1
        out[several] = shapely.multipolygons(parts[chosen], indices=np.searchsorted(several, owner[chosen]))
    bad = np.flatnonzero(doubts)
    bad = bad[~shapely.is_valid(out[bad])]
    out[bad] = shapely.buffer(out[bad], 0.0)
    return out
