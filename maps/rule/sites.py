"""Where new cameras of a purpose would serve most: supports, poses and demand taken from the open project."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.balance.balance import has_purpose, working_cameras
from maps.balance.candidates import Demand, demand_cells, explain, siting_problem
from maps.balance.risk import zone_of
from maps.balance.siting import Siting, SitingProblem, Watch, coverage_matrix, site_exact, site_greedy
from maps.coverage.footprints import footprints
from maps.errors import AnalysisError
from maps.prints import DEFAULT_PX_PER_M
from maps.progress import Progress, no_progress, span
from maps.project import Project

FloatArray = NDArray[np.float64]
GeometryArray = NDArray[np.object_]

#: Cells of demand at most; beyond it they grow.
MOST_CELLS = 20_000
CELL_M, LEAST_CELL_M = 10.0, 2.5
#: Poses (support x azimuth x model) at most: the supports with most uncovered demand around are kept.
MOST_POSES = 12_000
AZIMUTHS = tuple(float(each) for each in range(0, 360, 30))
#: A facade is a support where a road runs within this distance, metres.
FACADE_M = 12.0
#: Supports nearer to each other than this count as one, metres.
APART_M = 12.0
NEAR_M = 60.0


@dataclass(frozen=True)
class CameraKind:
    """A camera that could be bought: fields of the layer `camera`, and what it costs mounted, euro."""

    name: str
    fields: dict[str, Any]
    cost_eur: float


_BULLET = {"camera_type": "fixed", "res_x": 3840, "res_y": 2160, "sensor_w_mm": 7.2, "sensor_h_mm": 4.05}
#: Two usual optics of 8 megapixels; prices are our guess, to be replaced by those of the tender.
KINDS = (
    CameraKind("8 MP, 5 mm", {**_BULLET, "focal_mm": 5.0, "height_m": 5.0, "tilt_deg": 15.0}, 3500.0),
    CameraKind("8 MP, 8 mm", {**_BULLET, "focal_mm": 8.0, "height_m": 5.0, "tilt_deg": 11.0}, 3500.0),
)


@dataclass(frozen=True)
class Sites:
    """Proposed sites.

    Attributes
    ----------
    table : GeoDataFrame
        One row a site, the most useful first: ``zone`` (uid), ``zone_name``, ``support`` ("street_light" or
        "facade"), ``kind``, ``azimuth_deg``, ``cost_eur``, ``area_m2`` (footprint), ``overlapping_m2`` (of its
        public ground that cameras in place see too), ``private_share`` (of it
        outside public space), ``gain`` (uncovered risk it takes away after those before it, 0-1),
        ``unique_gain`` (that no other camera would take away), point ``geometry`` and ``footprint``.
    siting : Siting
    candidates, cells : int
    uncovered_before, uncovered_after : float
        Risk-weighted uncovered share on the cells (0-1).
    below_floor : tuple of str
        Names of the zones at risk that the sites leave below the floor asked for: the greedy answer may.
    """

    table: gpd.GeoDataFrame
    siting: Siting
    candidates: int
    cells: int
    uncovered_before: float
    uncovered_after: float
    below_floor: tuple[str, ...] = ()


def find_sites(
    project: Project,
    purpose: str,
    *,
    count: int | None = None,
    budget: float | None = None,
    exact: bool = True,
    gap: float = 0.01,
    seconds: float = 60.0,
    zones: tuple[str, ...] = (),
    floor: float | None = None,
    overlap_cap: float | None = None,
    privacy_weight: float = 0.0,
    kinds: tuple[CameraKind, ...] = KINDS,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Sites:
    """Propose where to put new cameras of a purpose, those in place kept as they are.

    Parameters
    ----------
    count, budget : int, float, optional
        Cameras at most; euro at most. At least one is needed.
    exact : bool
        Solve exactly to the gap or the time given; else the greedy answer alone.
    zones : tuple of str
        uids of the zones in which to put them; all where empty.
    floor : float, optional
        Least share of the public space of every zone at risk to be covered in the end (0-1).
    overlap_cap : float, optional
        Greatest overlap rate of the purpose in the end (0-1).
    privacy_weight : float
        Uncovered risk (0-1) that a square metre of private ground in view outweighs; see `privacy_weight`.

    Raises
    ------
    AnalysisError
        There are no zones, no risk, no public space, no supports (lamps or buildings along roads), or neither limit.
    """
    prepared = prepare_sites(
        project,
        purpose,
        count=count,
        budget=budget,
        zones=zones,
        floor=floor,
        overlap_cap=overlap_cap,
        privacy_weight=privacy_weight,
        kinds=kinds,
        progress=span(progress, 0.0, 0.4),
    )
    rest = span(progress, 0.4, 1.0)
    return solve_sites(prepared, exact=exact, gap=gap, seconds=seconds, progress=rest, watch=watch)


def privacy_weight(points: float) -> float:
    """Return the penalty of a square metre, from points of uncovered risk (0-100) for 1,000 m² of private ground."""
    return points / 100.0 / 1000.0


@dataclass(frozen=True)
class Prepared:
    """A search ready to be solved, at once and then exactly: candidates, what they see, demand and limits."""

    project: Project
    demand: Demand
    seen: NDArray[np.bool_]
    poses: gpd.GeoDataFrame
    prints: gpd.GeoDataFrame
    problem: SitingProblem


def prepare_sites(
    project: Project,
    purpose: str,
    *,
    count: int | None = None,
    budget: float | None = None,
    zones: tuple[str, ...] = (),
    floor: float | None = None,
    overlap_cap: float | None = None,
    privacy_weight: float = 0.0,
    kinds: tuple[CameraKind, ...] = KINDS,
    progress: Progress = no_progress,
) -> Prepared:
    """Gather the candidates of a search and what each sees; parameters and errors are those of `find_sites`."""
    demand, seen = demand_of(project, purpose, span(progress, 0.0, 0.5))
    supports = supports_of(project, demand, seen, zones, len(kinds))
    poses = poses_of(supports, kinds)
    detail = project.criteria.purposes[purpose].px_per_m if purpose in project.criteria.purposes else None
    prints = footprints(
        poses, project.scene(), px_per_m=detail or DEFAULT_PX_PER_M, progress=span(progress, 0.5, 0.9)
    )
    problem = siting_problem(
        poses,
        prints.geometry.to_numpy(),
        demand,
        existing=existing_prints(project, purpose),
        count=count,
        budget=budget,
        floors=None if floor is None else floors_of(project, floor),
        overlap_cap=overlap_cap,
        privacy_weight=privacy_weight,
    )
    progress(1.0)
    return Prepared(project, demand, seen, poses, prints, problem)


def solve_sites(
    prepared: Prepared,
    *,
    exact: bool = True,
    gap: float = 0.01,
    seconds: float = 60.0,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Sites:
    """Choose the sites of a prepared search: the greedy answer alone, or exactly to the gap or the time given."""
    # Two poses on one support would be two cameras on one pole: allowed, they look elsewhere.
    siting = (
        site_exact(prepared.problem, gap=gap, seconds=seconds, progress=progress, watch=watch)
        if exact
        else site_greedy(prepared.problem)
    )
    return _told(
        prepared.project,
        prepared.demand,
        prepared.seen,
        prepared.poses,
        prepared.prints,
        siting,
        prepared.problem,
    )


def demand_of(project: Project, purpose: str, progress: Progress) -> tuple[Demand, NDArray[np.bool_]]:
    """Return the cells of public space, each worth its part of the risk, and which are seen already."""
    if not project.file.count("analysis_zone"):
        raise AnalysisError(("analysis_zone",))
    share = project.risk().zones["share"]
    if share.isna().any() or not float(share.sum()) > 0:
        raise AnalysisError(("risk",))
    space = project.public_space(progress)
    cell = max(CELL_M, float(np.sqrt(space.area_m2.sum() / MOST_CELLS)))
    demand = demand_cells(space, share.to_numpy(float), cell)
    while cell > LEAST_CELL_M and _leaves_out(demand, share.to_numpy(float)):
        cell /= 2  # streets narrower than a cell may lie between its centres
        demand = demand_cells(space, share.to_numpy(float), cell)
    if not demand.worth.sum() > 0:
        raise AnalysisError(("public_space",))
    seen = coverage_matrix(existing_prints(project, purpose), demand.x, demand.y)
    return demand, np.asarray(seen.sum(axis=0)).ravel() > 0


def _leaves_out(demand: Demand, share: FloatArray) -> bool:
    """Tell whether a zone with risk has no cell."""
    return bool((np.bincount(demand.zone, minlength=len(share))[share > 0] == 0).any())


def existing_prints(project: Project, purpose: str) -> GeometryArray:
    """Return the footprints of the working cameras of the purpose."""
    cameras = project.frame("camera")
    mine = working_cameras(cameras) & has_purpose(cameras, purpose)
    found: GeometryArray = project.footprints(purpose).geometry.to_numpy()[mine]
    return found


def floors_of(project: Project, floor: float) -> dict[int, float]:
    """Return the floor of every zone at risk, by its position."""
    risk = project.risk().zones["risk"].to_numpy(float)
    return {int(place): floor for place in np.flatnonzero(risk >= project.criteria.risk_threshold)}


def supports_of(
    project: Project, demand: Demand, seen: NDArray[np.bool_], zones: tuple[str, ...], kinds: int
) -> gpd.GeoDataFrame:
    """Return lamps and facades along roads, those with most uncovered demand around."""
    lamps = project.frame("street_light").geometry
    lamps = lamps[~(lamps.isna() | lamps.is_empty)].to_numpy()
    walls = _facades(project)
    points = np.concatenate([lamps, walls])
    frame = project.frame("analysis_zone")
    place = zone_of(frame, points)
    wanted = np.isin(frame["uid"].to_numpy(), zones) if zones else np.ones(len(frame), bool)
    inside = (place >= 0) & wanted[place]
    kind = np.array(["street_light"] * len(lamps) + ["facade"] * len(walls), dtype=object)
    points, place, kind = points[inside], place[inside], kind[inside]
    if not len(points):
        raise AnalysisError(("supports",))
    thin = _apart(points)
    points, place, kind = points[thin], place[thin], kind[thin]
    left = np.where(seen, 0.0, demand.worth)
    support, cell = shapely.STRtree(shapely.points(demand.x, demand.y)).query(
        points, predicate="dwithin", distance=NEAR_M
    )
    promise = np.bincount(support, left[cell], len(points))
    most = max(MOST_POSES // (len(AZIMUTHS) * kinds), 1)
    best = np.sort(np.argsort(-promise, kind="stable")[:most])
    return gpd.GeoDataFrame({"support": kind[best], "place": place[best]}, geometry=points[best])


def _facades(project: Project) -> GeometryArray:
    """Return the point of each building nearest to a road, a step outside the wall."""
    roads = project.frame("road").geometry.to_numpy()
    walls = project.frame("obstacle").geometry.to_numpy()
    if not len(roads) or not len(walls):
        return np.empty(0, dtype=object)
    near = shapely.STRtree(roads).query_nearest(
        walls, max_distance=FACADE_M, all_matches=False, return_distance=False
    )
    lines = shapely.shortest_line(walls[near[0]], roads[near[1]])
    return shapely.line_interpolate_point(lines[shapely.length(lines) > 1.0], 0.5)


def _apart(points: GeometryArray) -> NDArray[np.int64]:
    """Return one point a cell of the smallest distance, lamps (which come first) before facades."""
    cells = np.column_stack([shapely.get_x(points) // APART_M, shapely.get_y(points) // APART_M])
    return np.sort(np.unique(cells, axis=0, return_index=True)[1])


def poses_of(supports: gpd.GeoDataFrame, kinds: tuple[CameraKind, ...]) -> gpd.GeoDataFrame:
    """Return every support with every azimuth and every kind, as rows of the layer `camera`."""
    parts = []
    for kind in kinds:
        for azimuth in AZIMUTHS:
            values = {**kind.fields, "azimuth_deg": azimuth, "kind": kind.name, "cost": kind.cost_eur}
            parts.append(supports.assign(**values))
    frame = pd.concat(parts, ignore_index=True)
    frame["mount"] = np.where(frame["support"] == "facade", "facade", "light_pole")
    frame["working_state"] = "working"
    return gpd.GeoDataFrame(frame, geometry="geometry")


def _told(
    project: Project,
    demand: Demand,
    seen: NDArray[np.bool_],
    poses: gpd.GeoDataFrame,
    prints: gpd.GeoDataFrame,
    siting: Siting,
    problem: SitingProblem,
) -> Sites:
    chosen = poses.iloc[siting.chosen].reset_index(drop=True)
    shapes = prints.geometry.to_numpy()[siting.chosen]
    zones = project.frame("analysis_zone")
    told = explain(problem, siting.chosen, siting.steps, siting.unique)
    table = gpd.GeoDataFrame(
        {
            "zone": zones["uid"].to_numpy()[chosen["place"]],
            "zone_name": zones["name"].to_numpy()[chosen["place"]],
            **{name: chosen[name] for name in ("support", "kind", "azimuth_deg")},
            "cost_eur": chosen["cost"],
            "area_m2": shapely.area(shapes),
            "overlapping_m2": told["overlapping_m2"],
            "private_share": _private_share(project, shapes),
            "gain": siting.steps,
            "unique_gain": siting.unique,
            "footprint": shapes,
        },
        geometry=chosen.geometry.to_numpy(),
        crs=project.epsg,
    )
    before = 1.0 - float(demand.worth[seen].sum() / demand.worth.sum())
    after = before - float(siting.steps.sum())
    below = _below_floor(problem, siting)
    names = [str(zones["name"].iloc[place] or zones["uid"].iloc[place]) for place in below]
    return Sites(table, siting, len(poses), len(demand.x), before, after, tuple(names))


def _below_floor(problem: SitingProblem, siting: Siting) -> list[int]:
    """Return the zones (their places) of which less than the floor is seen in the end."""
    if problem.zone is None:
        return []
    seen = np.asarray(problem.covers[siting.chosen].sum(axis=0)).ravel() > 0
    if problem.existing is not None:
        seen |= np.asarray(problem.existing) > 0
    size = int(problem.zone.max()) + 1
    has = np.bincount(problem.zone, np.where(seen, problem.worth, 0.0), size)
    whole = np.bincount(problem.zone, problem.worth, size)
    return [zone for zone, floor in problem.floors.items() if has[zone] < floor * whole[zone] - 1e-9]


def _private_share(project: Project, shapes: GeometryArray) -> FloatArray:
    """Share of each footprint outside the public space (0-1)."""
    space = project.public_space()
    footprint, piece = space.tree.query(shapes, predicate="intersects")
    inside = shapely.area(shapely.intersection(shapes[footprint], space.pieces[piece]))
    public = np.bincount(footprint, inside, len(shapes))
    area = shapely.area(shapes)
    return np.where(area > 0, np.clip(1.0 - public / np.where(area > 0, area, 1.0), 0.0, 1.0), 0.0)
