"""The obstacles of a place, ready for the sweep: oriented edges in a grid.

Public: `Scene.from_polygons`, `Scene.from_lines`, `Scene.contains`, `Scene.nearest_facade`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numba import njit

from maps.coverage.grid import ANCHOR_X, ANCHOR_Y, Grid, cell_index
from maps.coverage.outlines import areas, consecutive, merged, polygon_edges, united
from maps.memory import give_back

#: Side of a grid cell, in metres: near the size of a block. In smaller cells an edge is met, and sorted, many times;
#: in larger ones more edges are looked at in vain.
CELL_M = 40.0
#: A scene wider than this many cells gets larger cells, so that the grid itself stays small.
MOST_CELLS = 10_000_000
#: Points are taken in blocks of so many cells a side; fewer than these as they come.
BLOCK, FEW = 4, 64


@dataclass(frozen=True)
class Scene:
    """Opaque obstacles as edges that keep the inside on their left.

    Attributes
    ----------
    grid : Grid
        The edges, in a uniform grid. Only arrays and numbers: it can be pickled and kept in the project.
    edge_count : int
        Different edges (the grid repeats those that cross cells).
    """

    grid: Grid
    edge_count: int

    @classmethod
    def from_polygons(cls, polygons: np.ndarray, cell_m: float = CELL_M) -> "Scene":
        """Build a scene from building outlines.

        Parameters
        ----------
        polygons : object array (n,)
            shapely polygons or multipolygons in metres, with holes; they may overlap, touch, be invalid or
            missing.
        cell_m : float
            Side of a grid cell.

        Notes
        -----
        Outlines that overlap or share a wall are merged first: two walls in one place have no depth order.
        """
        return cls._from_edges(polygon_edges(merged(polygons)), cell_m)

    @classmethod
    def from_batches(cls, batches: Iterable[np.ndarray], cell_m: float = CELL_M) -> "Scene":
        """Build the same from outlines given some at a time: those of a province are then in memory only once."""
        outlines = united([areas(batch) for batch in batches])
        give_back()
        edges = polygon_edges(outlines)
        del outlines
        give_back()
        return cls._from_edges(edges, cell_m)

    @classmethod
    def from_lines(cls, lines: np.ndarray, cell_m: float = CELL_M) -> "Scene":
        """Build a scene from walls without thickness (shapely lines), seen from both sides."""
        noded = shapely.union_all(np.asarray(lines, object))
        parts = shapely.get_parts(noded)
        coordinates, index = shapely.get_coordinates(parts, return_index=True)
        edges, _ = consecutive(coordinates, index)
        return cls._from_edges(np.concatenate([edges, edges[:, [2, 3, 0, 1]]]), cell_m)

    @classmethod
    def _from_edges(cls, edges: np.ndarray, cell_m: float) -> "Scene":
        return cls(build_grid(edges, cell_m), len(edges))

    def contains(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Tell which points are inside an obstacle; bool array (n,)."""
        xs, ys = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
        order = near_order(self.grid, xs, ys)
        inside = np.empty(len(xs), bool)
        inside[order] = _contains(self.grid, xs[order], ys[order])
        return inside

    def nearest_facade(self, x: np.ndarray, y: np.ndarray, within_m: float = math.inf) -> "Facades":
        """Return the nearest wall of each point, no farther than `within_m`."""
        xs, ys = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
        order = near_order(self.grid, xs, ys)
        found = np.empty((len(xs), 5))
        found[order] = _nearest(self.grid, xs[order], ys[order], float(within_m))
        return Facades(found[:, 0], found[:, 1], found[:, 2], found[:, 3], found[:, 4])


@dataclass(frozen=True)
class Facades:
    """The nearest wall of each of n points.

    Attributes
    ----------
    distance_m : float64 array (n,)
        Infinite where there is no wall within the distance asked.
    x, y : float64 arrays (n,)
        Foot of the perpendicular on the wall.
    normal_x, normal_y : float64 arrays (n,)
        Unit vector out of the wall, towards the street.
    """

    distance_m: np.ndarray
    x: np.ndarray
    y: np.ndarray
    normal_x: np.ndarray
    normal_y: np.ndarray


def near_order(grid: Grid, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return an order of points in which neighbours follow each other: their walls stay at hand."""
    if len(x) < FEW:
        return np.arange(len(x))
    return _near_order(grid, np.ascontiguousarray(x), np.ascontiguousarray(y))


@njit(cache=True)
def _near_order(grid: Grid, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Count the points of each block, then put each where its block begins."""
    across, up, side = grid.columns // BLOCK + 1, grid.rows // BLOCK + 1, BLOCK * grid.cell
    block, order = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    starts = np.zeros(across * up + 1, np.int64)
    for i in range(len(x)):
        column, row = cell_index(x[i], grid.x0, side, across), cell_index(y[i], grid.y0, side, up)
        block[i] = row * across + column
        starts[block[i] + 1] += 1
    for at in range(across * up):
        starts[at + 1] += starts[at]
    for i in range(len(x)):
        order[starts[block[i]]] = i
        starts[block[i]] += 1
    return order


def build_grid(edges: np.ndarray, cell_m: float = CELL_M) -> Grid:
    """Put edges in a uniform grid; an empty scene is one empty cell."""
    if not len(edges):
        return Grid(0.0, 0.0, cell_m, 1, 1, np.zeros(2, np.int32), np.empty((0, 4)), np.zeros(1, bool))
    x0, y0 = edges[:, [0, 2]].min(), edges[:, [1, 3]].min()
    width, height = edges[:, [0, 2]].max() - x0, edges[:, [1, 3]].max() - y0
    cell = max(cell_m, math.sqrt(width * height / MOST_CELLS))
    columns, rows = int(width / cell) + 1, int(height / cell) + 1
    indptr = np.zeros(columns * rows + 1, np.int32)  # millions of cells: half the memory of 64 bits
    _count_cells(edges, x0, y0, cell, columns, rows, indptr[1:])
    np.cumsum(indptr, out=indptr)
    filled = _fill(edges, x0, y0, cell, columns, rows, indptr)
    inside = np.zeros(columns * rows, np.bool_)
    grid = Grid(float(x0), float(y0), float(cell), columns, rows, indptr, filled, inside)
    _mark_inside(grid)
    return grid


@njit(cache=True)
def _box(edges: np.ndarray, k: int, x0: float, y0: float, cell: float, columns: int, rows: int) -> tuple:
    """Return the cells (left, right, bottom, top) of an edge's box."""
    xa, xb = edges[k, 0], edges[k, 2]
    ya, yb = edges[k, 1], edges[k, 3]
    left, right = cell_index(min(xa, xb), x0, cell, columns), cell_index(max(xa, xb), x0, cell, columns)
    bottom, top = cell_index(min(ya, yb), y0, cell, rows), cell_index(max(ya, yb), y0, cell, rows)
    return left, right, bottom, top


@njit(cache=True)
def _count_cells(
    edges: np.ndarray, x0: float, y0: float, cell: float, columns: int, rows: int, counts: np.ndarray
) -> None:
    """Add to the counts of the cells the edges that touch each."""
    for k in range(len(edges)):
        left, right, bottom, top = _box(edges, k, x0, y0, cell, columns, rows)
        for row in range(bottom, top + 1):
            for column in range(left, right + 1):
                counts[row * columns + column] += 1


@njit(cache=True)
def _fill(
    edges: np.ndarray, x0: float, y0: float, cell: float, columns: int, rows: int, indptr: np.ndarray
) -> np.ndarray:
    """Return the edges in the order of the cells."""
    at = indptr[:-1].copy()
    out = np.empty((indptr[-1], edges.shape[1]))
    for k in range(len(edges)):
        left, right, bottom, top = _box(edges, k, x0, y0, cell, columns, rows)
        for row in range(bottom, top + 1):
            for column in range(left, right + 1):
                where = row * columns + column
                for i in range(edges.shape[1]):
                    out[at[where], i] = edges[k, i]
                at[where] += 1
    return out


@njit(cache=True)
def _mark_inside(grid: Grid) -> None:
    """Tell of every cell whether its anchor is inside: each wall west of an anchor turns the answer."""
    for row in range(grid.rows):
        y = grid.y0 + (row + ANCHOR_Y) * grid.cell
        base = row * grid.columns
        for column in range(grid.columns):
            for k in range(grid.indptr[base + column], grid.indptr[base + column + 1]):
                xa, ya, xb, yb = grid.edges[k, 0], grid.edges[k, 1], grid.edges[k, 2], grid.edges[k, 3]
                if (ya > y) == (yb > y):
                    continue
                if cell_index(min(xa, xb), grid.x0, grid.cell, grid.columns) != column:
                    continue  # counted in the first cell of its box
                cross = xa + (y - ya) * (xb - xa) / (yb - ya)
                after = max(math.floor((cross - grid.x0) / grid.cell - ANCHOR_X) + 1, 0)
                if after < grid.columns:
                    grid.inside[base + after] = not grid.inside[base + after]
        for column in range(1, grid.columns):
            grid.inside[base + column] ^= grid.inside[base + column - 1]


@njit(cache=True, nogil=True)
def _contains(grid: Grid, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell of each point whether it is inside an obstacle."""
    out = np.zeros(len(x), np.bool_)
    for i in range(len(x)):
        out[i] = is_inside(grid, x[i], y[i])
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def is_inside(grid: Grid, x: float, y: float) -> bool:
    """Count the walls between a point and the anchor of its cell, along x and then along y."""
    if not (math.isfinite(x) and math.isfinite(y)):
        return False
    column, row = math.floor((x - grid.x0) / grid.cell), math.floor((y - grid.y0) / grid.cell)
    if not (0 <= column < grid.columns and 0 <= row < grid.rows):
        return False
    at = row * grid.columns + column
    ax, ay = grid.x0 + (column + ANCHOR_X) * grid.cell, grid.y0 + (row + ANCHOR_Y) * grid.cell
    within = grid.inside[at]
    for k in range(grid.indptr[at], grid.indptr[at + 1]):
        edge = (grid.edges[k, 0], grid.edges[k, 1], grid.edges[k, 2], grid.edges[k, 3])
        within ^= _west(edge, x, y) ^ _west(edge, ax, y) ^ _south(edge, ax, y) ^ _south(edge, ax, ay)
    return within


@njit(cache=True, nogil=True)
def _west(edge: tuple, x: float, y: float) -> bool:
    """Tell whether the ray from the point to the west crosses the edge."""
    x1, y1, x2, y2 = edge
    side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
    return ((y1 > y) != (y2 > y)) & (side * (y2 - y1) < 0.0)


@njit(cache=True, nogil=True)
def _south(edge: tuple, x: float, y: float) -> bool:
    """Tell whether the ray from the point to the south crosses the edge, or starts on it."""
    x1, y1, x2, y2 = edge
    side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
    return ((x1 > x) != (x2 > x)) & (side * (x2 - x1) >= 0.0)


@njit(cache=True, nogil=True)
def _nearest(grid: Grid, x: np.ndarray, y: np.ndarray, within: float) -> np.ndarray:
    """Return rows of distance, foot x, y and outward normal x, y."""
    out = np.full((len(x), 5), np.nan)
    out[:, 0] = np.inf
    most = max(grid.columns, grid.rows)
    for i in range(len(x)):
        outside = max(max(grid.x0 - x[i], x[i] - grid.x0 - grid.columns * grid.cell), 0.0)
        outside = max(outside, max(grid.y0 - y[i], y[i] - grid.y0 - grid.rows * grid.cell))
        for reach in range(most + 1):
            # cells of this frame are at least (reach - 1) cells away
            if min(out[i, 0], within) < (reach - 1) * grid.cell or outside > within:
                break
            _nearest_in_frame(grid, x[i], y[i], reach, within, out[i])
    return out


@njit(cache=True, nogil=True)
def _nearest_in_frame(grid: Grid, x: float, y: float, reach: int, within: float, best: np.ndarray) -> None:
    """Look in the square frame of cells at `reach` cells from the point's own."""
    column = cell_index(x, grid.x0, grid.cell, grid.columns)
    row = cell_index(y, grid.y0, grid.cell, grid.rows)
    left, right, bottom, top = 0, grid.columns - 1, 0, grid.rows - 1
    limit = min(best[0], within)
    if limit < grid.cell:
        left = cell_index(x - limit, grid.x0, grid.cell, grid.columns)
        right = cell_index(x + limit, grid.x0, grid.cell, grid.columns)
        bottom = cell_index(y - limit, grid.y0, grid.cell, grid.rows)
        top = cell_index(y + limit, grid.y0, grid.cell, grid.rows)
    for r in range(max(row - reach, bottom), min(row + reach, top) + 1):
        for c in range(max(column - reach, left), min(column + reach, right) + 1):
            if max(abs(r - row), abs(c - column)) != reach:
                continue
            at = r * grid.columns + c
            for k in range(grid.indptr[at], grid.indptr[at + 1]):
                _improve(grid.edges[k], x, y, within, best)


@njit(cache=True, nogil=True)
def _improve(edge: np.ndarray, x: float, y: float, within: float, best: np.ndarray) -> None:
    """Keep the edge where it is nearer than the best so far."""
    limit = min(best[0], within)
    if min(edge[0], edge[2]) > x + limit or max(edge[0], edge[2]) < x - limit:
        return
    if min(edge[1], edge[3]) > y + limit or max(edge[1], edge[3]) < y - limit:
        return
    dx, dy = edge[2] - edge[0], edge[3] - edge[1]
    length2 = dx * dx + dy * dy
    share = min(max(((x - edge[0]) * dx + (y - edge[1]) * dy) / length2, 0.0), 1.0)
    fx, fy = edge[0] + share * dx, edge[1] + share * dy
    distance = math.hypot(x - fx, y - fy)
    if distance < best[0] and distance <= within:
        length = math.sqrt(length2)
        best[0], best[1], best[2] = distance, fx, fy
        best[3], best[4] = dy / length, -dx / length
