"""Candidate poses and demand for siting, from the layers of a project."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from maps.balance.covered import PreparedSpace
from maps.balance.shapes import GeometryArray, valid
from maps.balance.siting import SitingProblem, coverage_matrix

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: How far from the wall a camera on a facade looks out, metres: inside the outline it would see nothing.
OFF_WALL_M = 0.3


@dataclass(frozen=True)
class LensModel:
    """A model of camera that can be placed.

    Attributes
    ----------
    name : str
    hfov_deg, range_m : float
        Range at the class that the purpose asks.
    cost : float
        Euro, mounted.
    """

    name: str
    hfov_deg: float
    range_m: float
    cost: float = 1.0


@dataclass(frozen=True)
class Demand:
    """Cells of public space, each with its part of the risk.

    Attributes
    ----------
    x, y : ndarray (m,)
        Centres, metres.
    worth : ndarray (m,)
        Risk share of the zone divided among its cells: seeing a cell lowers the uncovered share U by it.
    area_m2 : ndarray (m,)
    zone : ndarray of int (m,)
        Position of the zone.
    """

    x: FloatArray
    y: FloatArray
    worth: FloatArray
    area_m2: FloatArray
    zone: IntArray


def demand_cells(space: PreparedSpace, risk_share: ArrayLike, cell_m: float) -> Demand:
    """Lay a grid of cells over the public space.

    Parameters
    ----------
    space : PreparedSpace
    risk_share : array (n zones,)
        None or NaN counts as nought.
    cell_m : float
        Side of a cell; a zone whose space holds no cell centre has no demand.
    """
    if not len(space.pieces):
        nothing = np.empty(0)
        return Demand(nothing, nothing, nothing, nothing, np.empty(0, np.int64))
    west, south, east, north = shapely.total_bounds(space.pieces)
    across, up = np.arange(west + cell_m / 2, east, cell_m), np.arange(south + cell_m / 2, north, cell_m)
    x, y = (grid.ravel() for grid in np.meshgrid(across, up))
    point, piece = space.tree.query(shapely.points(x, y), predicate="intersects")
    point, first = np.unique(point, return_index=True)
    zone = space.zone[piece[first]]
    rho = np.nan_to_num(np.array([share or 0.0 for share in np.asarray(risk_share, object)], float))
    count = np.bincount(zone, minlength=len(rho))
    area = space.area_m2[zone] / count[zone]
    return Demand(x[point], y[point], rho[zone] / count[zone], area, zone)


def facade_points(obstacles: GeometryArray, spacing_m: float, within: shapely.Geometry) -> GeometryArray:
    """Points along the outer walls of buildings, just off them, every `spacing_m` metres."""
    walls = shapely.boundary(shapely.buffer(valid(obstacles), OFF_WALL_M, join_style="mitre"))
    points = _along(walls, spacing_m)
    points = points[shapely.contains_properly(within, points)]
    inside, _ = shapely.STRtree(obstacles).query(points, predicate="within")
    return np.delete(points, np.unique(inside))


def road_points(roads: GeometryArray, spacing_m: float, within: shapely.Geometry) -> GeometryArray:
    """Points for poles along the roads, every `spacing_m` metres."""
    points = _along(roads, spacing_m)
    return points[shapely.contains_properly(within, points)]


def poses(
    points: GeometryArray, azimuths_deg: Sequence[float], models: Sequence[LensModel]
) -> gpd.GeoDataFrame:
    """Every point with every azimuth and model, as cameras that `coverage.footprints` understands.

    Returns
    -------
    GeoDataFrame
        ``geometry``, ``azimuth_deg``, ``hfov_deg``, ``range_m``, ``model``, ``cost``, ``site`` (position of the
        point), ``working_state``.
    """
    point, azimuth, model = (
        grid.ravel()
        for grid in np.meshgrid(
            np.arange(len(points)), np.arange(len(azimuths_deg)), np.arange(len(models)), indexing="ij"
        )
    )
    columns = {
        "azimuth_deg": np.asarray(azimuths_deg, float)[azimuth],
        "hfov_deg": np.array([m.hfov_deg for m in models])[model],
        "range_m": np.array([m.range_m for m in models])[model],
        "model": np.array([m.name for m in models], dtype=object)[model],
        "cost": np.array([m.cost for m in models])[model],
        "site": point,
        "working_state": "working",
    }
    return gpd.GeoDataFrame(columns, geometry=np.asarray(points, dtype=object)[point])


def siting_problem(
    candidates: gpd.GeoDataFrame,
    footprints: GeometryArray,
    demand: Demand,
    *,
    existing: GeometryArray | None = None,
    count: int | None = None,
    budget: float | None = None,
    floors: dict[int, float] | None = None,
    overlap_cap: float | None = None,
    overlap_penalty: float = 0.0,
    privacy_weight: float = 0.0,
) -> SitingProblem:
    """Bring candidates, their footprints and the demand together.

    Parameters
    ----------
    candidates : GeoDataFrame
        From `poses`, in the order of `footprints`.
    existing : array of geometry, optional
        Footprints of the working cameras of the purpose.
    privacy_weight : float
        Worth lost for each m2 that a candidate sees outside public space; 0 leaves privacy out.
    """
    covers = coverage_matrix(footprints, demand.x, demand.y)
    seen = None
    if existing is not None and len(existing):
        seen = np.asarray(coverage_matrix(existing, demand.x, demand.y).sum(axis=0)).ravel().astype(np.int64)
    private = None
    if privacy_weight > 0:
        public = sparse.csr_matrix(covers, dtype=float) @ demand.area_m2
        private = privacy_weight * np.maximum(np.nan_to_num(shapely.area(footprints)) - public, 0.0)
    return SitingProblem(
        covers,
        demand.worth,
        count=count,
        cost=candidates["cost"].to_numpy(float) if "cost" in candidates else None,
        budget=budget,
        existing=seen,
        area_m2=demand.area_m2,
        zone=demand.zone,
        floors=floors or {},
        overlap_cap=overlap_cap,
        overlap_penalty=overlap_penalty,
        privacy_penalty=private,
    )


def explain(problem: SitingProblem, chosen: IntArray, steps: FloatArray, unique: FloatArray) -> pd.DataFrame:
    """Why each proposed site: one row a site, in the order of `chosen`.

    Returns
    -------
    DataFrame
        ``candidate``, ``gain`` (fall of the uncovered share it adds in its turn), ``unique`` (that only it gives),
        ``cells``, ``seen_m2``, ``overlapping_m2`` (seen by existing cameras too), ``zone`` (position of the zone
        that gains most, -1 where unknown).
    """
    area = np.ones(problem.covers.shape[1]) if problem.area_m2 is None else problem.area_m2
    existing = np.zeros(len(area)) if problem.existing is None else problem.existing
    rows = []
    for candidate, gain, only in zip(chosen, steps, unique, strict=True):
        cells = problem.covers[candidate].indices
        zone = -1
        if problem.zone is not None and len(cells):
            zone = int(np.argmax(np.bincount(problem.zone[cells], problem.worth[cells])))
        again = cells[existing[cells] > 0]
        row = (
            int(candidate),
            gain,
            only,
            len(cells),
            float(area[cells].sum()),
            float(area[again].sum()),
            zone,
        )
        rows.append(row)
    columns = ["candidate", "gain", "unique", "cells", "seen_m2", "overlapping_m2", "zone"]
    return pd.DataFrame(rows, columns=columns)


def _along(lines: GeometryArray, spacing_m: float) -> GeometryArray:
    """Points every `spacing_m` metres along lines, from half a step."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(lines, dtype=object)))
    parts = parts[shapely.length(parts) > 0]
    count = np.maximum((shapely.length(parts) / spacing_m).astype(int), 1)
    line = np.repeat(np.arange(len(parts)), count)
    step = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    return shapely.line_interpolate_point(parts[line], (step + 0.5) / count[line], normalized=True)
