"""The risk map on a grid: the same terms and weights as the risk of the zones, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import distance_transform_edt
from shapely.geometry.base import BaseGeometry

from maps.balance.criteria import Criteria
from maps.balance.risk import combined_risk, rank_percentile
from maps.balance.risk_terms import COMPONENTS, Sources, Weighted, severities, weighted_points
from maps.balance.shapes import valid
from maps.crime.density import DensityGrid, density_grid
from maps.errors import AnalysisError
from maps.progress import Progress, no_progress

FloatArray = NDArray[np.float64]
GeometryArray = NDArray[np.object_]
#: Cells at most; a grid that would be larger is refused.
MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class RiskGrid:
    """Risk on square cells; row 0 is the southern one.

    Attributes
    ----------
    values : ndarray (ny, nx)
        Risk 0-100; NaN outside the area, and everywhere where it cannot be computed.
    contributions : mapping
        Component -> points of risk of each cell (ny, nx); they add up to `values`.
    weights : mapping
        Weights in use, scaled to 1 over the components that have data.
    missing : tuple of str
        Components left out because there are no data in the area.
    x0, y0 : float
        South-west corner, metres.
    cell_m, bandwidth_m : float
        Side of a cell, and radius of the kernel that spreads each term, metres.
    """

    values: FloatArray
    contributions: Mapping[str, FloatArray]
    weights: Mapping[str, float]
    missing: tuple[str, ...]
    x0: float
    y0: float
    cell_m: float
    bandwidth_m: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, metres."""
        ny, nx = self.values.shape
        return self.x0, self.y0, self.x0 + nx * self.cell_m, self.y0 + ny * self.cell_m

    def at(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Risk of the cells that hold some points; NaN outside."""
        return _at(self.values, x, y, self.x0, self.y0, self.cell_m)

    def cells(self) -> gpd.GeoDataFrame:
        """Return the cells of the area as squares: ``risk`` and the contribution of each component."""
        row, column = np.nonzero(~np.isnan(self.values))
        west, south = self.x0 + column * self.cell_m, self.y0 + row * self.cell_m
        columns = {"risk": self.values[row, column]}
        columns |= {name: part[row, column] for name, part in self.contributions.items()}
        squares = shapely.box(west, south, west + self.cell_m, south + self.cell_m)
        return gpd.GeoDataFrame(columns, geometry=squares)

    def contours(self, breaks: ArrayLike, area: BaseGeometry) -> gpd.GeoDataFrame:
        """Return the classes as filled contours cut to the area, see `DensityGrid.contours`.

        Parameters
        ----------
        breaks : sequence of float
            Rising lower limits of the classes, risk 0-100; the first class holds also what is below it.
        area : Polygon or MultiPolygon
            Where the cells are; at its limit the risk goes on as in the nearest cell of it.
        """
        known = ~np.isnan(self.values)
        if not known.any():
            return gpd.GeoDataFrame({"class": [], "lower": [], "upper": []}, geometry=[])
        row, column = distance_transform_edt(~known, return_distances=False, return_indices=True)
        filled = self.values[row, column]
        grid = DensityGrid(filled, self.x0, self.y0, self.cell_m, self.bandwidth_m)
        # a value at a limit falls below it: from -1, so that a risk of nought has its class
        from_below = (-1.0, *np.ravel(breaks)[1:])
        found = grid.contours(from_below)
        found["geometry"] = shapely.intersection(found.geometry.to_numpy(), area)
        return found[~found.geometry.is_empty]


def risk_cells(
    area: BaseGeometry,
    sources: Sources,
    criteria: Criteria | None = None,
    *,
    cell_m: float | None = None,
    progress: Progress = no_progress,
) -> RiskGrid:
    """Score the risk of each cell from 0 to 100.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        Cells with the centre in it are scored and compared with each other.
    sources : Sources
    criteria : Criteria, optional
        Weights, severities, ``bandwidth_m`` and ``risk_cell_m``.
    cell_m : float, optional
        Side of a cell, metres; default: that of the criteria.

    Returns
    -------
    RiskGrid

    Raises
    ------
    AnalysisError
        The area is empty, or holds more than `MOST_CELLS` cells.

    Notes
    -----
    Each term is spread with the quartic kernel of the density map (degraded areas from the cells that they
    cover), ranked among the cells of the area, and weighed as for the zones: ``r = sum_k w_k P_k``.
    """
    criteria = criteria or Criteria()
    side = cell_m or criteria.risk_cell_m
    if area.is_empty or not side > 0:
        raise AnalysisError(("cell_m",))
    if area.area / side**2 >= MOST_CELLS:
        raise AnalysisError(("larger_cell_m",))
    terms = weighted_points(sources, criteria) | {"degraded_areas": _degraded(sources.degraded, side)}
    amounts: dict[str, FloatArray | None] = {}
    inside = np.empty((0, 0), bool)
    for done, name in enumerate(COMPONENTS):
        grid = _spread(terms[name], area.bounds, side, criteria.bandwidth_m)
        inside = inside if inside.size else _inside(area, grid.shape, side)
        amounts[name] = None if terms[name] is None else grid[inside]
        progress((done + 1) / len(COMPONENTS))
    combined = combined_risk(amounts, np.full(int(inside.sum()), side * side), criteria.risk_weights)
    weights = combined.weights if combined.zones["risk"].notna().all() else {}
    parts = {
        name: _laid(weight * rank_percentile(combined.amounts[name]), inside)
        for name, weight in weights.items()
    }
    total = np.sum(list(parts.values()), axis=0) if parts else np.full(inside.shape, np.nan)
    west, south = area.bounds[:2]
    return RiskGrid(total, parts, weights, combined.missing, west, south, side, criteria.bandwidth_m)


def _spread(
    term: Weighted | None, bounds: tuple[float, float, float, float], side: float, bandwidth_m: float
) -> FloatArray:
    points = np.empty(0, object) if term is None else term.points
    grid = density_grid(
        shapely.get_x(points),
        shapely.get_y(points),
        bandwidth_m=bandwidth_m,
        cell_m=side,
        bounds=bounds,
        weights=np.empty(0) if term is None else term.weight,
    )
    return np.asarray(grid.values, float)


def _degraded(degraded: gpd.GeoDataFrame | None, side: float) -> Weighted | None:
    """Degraded areas as points on a fine grid inside them, each with its square metres times the severity."""
    if degraded is None or degraded.empty:
        return None
    shapes, step = valid(degraded.geometry.to_numpy()), min(side, 10.0)
    points, weight = [shapely.point_on_surface(shapes[:0])], [np.empty(0)]
    for shape, severity in zip(shapes, severities(degraded), strict=True):
        west, south, east, north = shapely.bounds(shape)
        if not shape.area > 0:
            continue
        x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
        held = shapely.contains_xy(shape, x.ravel(), y.ravel())
        found = shapely.points(x.ravel()[held], y.ravel()[held])
        found = found if len(found) else np.array([shapely.point_on_surface(shape)], dtype=object)
        points.append(found)
        weight.append(np.full(len(found), shape.area * severity / len(found)))
    return Weighted(np.concatenate(points), np.concatenate(weight))


def _inside(area: BaseGeometry, shape: tuple[int, int], side: float) -> NDArray[np.bool_]:
    """Which cell centres lie in the area (ny, nx)."""
    west, south = area.bounds[:2]
    x, y = np.meshgrid(west + (np.arange(shape[1]) + 0.5) * side, south + (np.arange(shape[0]) + 0.5) * side)
    shapely.prepare(area)
    return shapely.contains_xy(area, x, y)


def _laid(values: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    grid = np.full(inside.shape, np.nan)
    grid[inside] = values
    return grid


def _at(values: FloatArray, x: ArrayLike, y: ArrayLike, west: float, south: float, side: float) -> FloatArray:
    column = np.floor((np.atleast_1d(np.asarray(x, float)) - west) / side).astype(int)
    row = np.floor((np.atleast_1d(np.asarray(y, float)) - south) / side).astype(int)
    ny, nx = values.shape
    found = np.full(len(column), np.nan)
    held = (row >= 0) & (row < ny) & (column >= 0) & (column < nx)
    found[held] = values[row[held], column[held]]
    return found
