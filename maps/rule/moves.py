"""Which cameras of a purpose would serve more elsewhere, and which can go with the least loss, in the open project.

A camera keeps its optics when it moves, unless a new model takes its place: cameras of like optics are of one kind,
and the poses of a kind see what its median camera would. The effect is then measured anew, exactly, on the census
with the moves carried out.

Public: `find_moves`, `find_removals`, `MoveOptions`, `Moves`.
"""

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.balance.balance import has_purpose, working_cameras
from maps.balance.candidates import Demand, siting_problem
from maps.balance.moving import Moving, move_cameras, moving_problem, paired, removal_problem
from maps.balance.overlap import deliberate
from maps.balance.proposals import PurposeEffect, purpose_effect
from maps.balance.risk import zone_of
from maps.balance.siting import SitingProblem, Watch
from maps.coverage.footprints import footprints
from maps.errors import AnalysisError
from maps.prints import DEFAULT_PX_PER_M
from maps.progress import Progress, no_progress, span
from maps.project import Project
from maps.rule.overlaps import overlaps
from maps.rule.proposals import Operation, OperationKind, Proposal, Scenario
from maps.rule.sites import CameraKind, demand_of, poses_of, supports_of

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Kinds of optics told apart at most.
MOST_KINDS = 4
#: What makes the optics of a camera, and goes with it.
OPTICS = (
    *("camera_type", "res_x", "res_y", "sensor_w_mm", "sensor_h_mm", "focal_mm", "hfov_deg", "lens_model"),
    *("range_m", "height_m", "tilt_deg", "target_height_m", "ir_range_m", "required_class"),
)
#: What a new model does not inherit from the camera whose place it takes.
REPLACED = ("hfov_deg", "lens_model", "range_m", "ir_range_m")
#: Types of camera that look one way and can be mounted elsewhere as they are.
MOVABLE = ("fixed", "dome")
#: Price of an intervention on a camera in place, euro: our guess, to be replaced by that of the tender.
MOVE_EUR, REMOVE_EUR = 1_200.0, 300.0
#: What is told of a camera that moves or goes.
_COLUMNS = ["uid", "code", "zone", "zone_name", "to_zone", "to_zone_name", "support", "azimuth_deg", "kind"]
_COLUMNS += ["cost_eur", "metres", "lost", "gained", "others", "geometry"]


@dataclass(frozen=True)
class MoveOptions:
    """How cameras to move or to take away are looked for.

    Attributes
    ----------
    exact : bool
        Solve exactly to the gap or the time given; else the greedy answer alone.
    gap, seconds : float
        When the exact search stops: relative gap (0-1), time.
    floor : float or None
        Least share of the public space of every zone at risk to be covered in the end (0-1); by default no zone at
        risk falls below what it has now, or below the threshold of shortage where it has more.
    redundant : bool
        Only cameras of which others of the purpose see more than the share o* of the criteria; else any.
    budget : float or None
        Euro at most: a move costs MOVE_EUR or the price of its new model, a removal REMOVE_EUR.
    kinds : tuple of CameraKind
        New models that take the place of the cameras moved; where empty each keeps its own optics.
    """

    exact: bool = True
    gap: float = 0.001
    seconds: float = 60.0
    floor: float | None = None
    redundant: bool = True
    budget: float | None = None
    kinds: tuple[CameraKind, ...] = ()


@dataclass(frozen=True)
class Moves:
    """Cameras to move or to take away.

    Attributes
    ----------
    table : GeoDataFrame
        One row a camera by fid, the least loss first: ``uid``, ``code``, ``zone`` and ``zone_name`` (where it
        stands), ``to_zone``, ``to_zone_name``, ``support``, ``azimuth_deg``, ``kind`` (of the new model, None for
        its own optics), ``cost_eur``, ``metres`` (None when it is taken away), ``lost`` (uncovered risk that only
        it takes away now, 0-1), ``gained`` (that only it would take away there), ``others`` (its further purposes,
        which lose it here); ``geometry`` where it would stand.
    operations : tuple of Operation
        The same as a proposal would hold them.
    moving : Moving
    effect : PurposeEffect
        Of carrying them out, measured exactly.
    candidates, cells, movable : int
        Poses and cells considered, cameras that might move.
    """

    table: gpd.GeoDataFrame
    operations: tuple[Operation, ...]
    moving: Moving
    effect: PurposeEffect
    candidates: int
    cells: int
    movable: int

    @property
    def cost_eur(self) -> float:
        """What the interventions cost in all, euro."""
        return float(self.table["cost_eur"].sum())


def find_moves(
    project: Project,
    purpose: str,
    *,
    count: int,
    options: MoveOptions | None = None,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Moves:
    """Choose up to `count` cameras in place to move, and where.

    Raises
    ------
    AnalysisError
        There are no zones, no risk, no supports, no camera that may be moved, or money for none.
    """
    options = options or MoveOptions()
    demand, seen = demand_of(project, purpose, span(progress, 0.0, 0.15))
    here = _movable(project, purpose, options.redundant)
    kinds, kind_of = _kinds(project, here, purpose)
    if options.kinds:  # any camera may leave its place to any of the new models
        kinds, kind_of = options.kinds, np.zeros(len(here), np.int64)
    if options.budget is not None and options.budget < min(each.cost_eur for each in kinds):
        raise AnalysisError(("spending",))
    supports = supports_of(project, demand, seen, (), len(kinds))
    poses = poses_of(supports, kinds)
    prints = footprints(poses, project.scene(), px_per_m=_detail(project, purpose)).geometry.to_numpy()
    progress(0.4)
    standing = project.footprints(purpose).geometry.loc[here].to_numpy()
    shapes = np.concatenate([standing, prints])
    problem = _problem(project, purpose, demand, shapes, here, count, options.floor)
    price = np.concatenate([np.zeros(len(here)), poses["cost"].to_numpy(float)])
    problem = replace(problem, cost=price, budget=options.budget)
    of_pose = np.repeat(np.arange(len(kinds)), len(poses) // len(kinds))
    kind = np.concatenate([kind_of, np.zeros_like(of_pose) if options.kinds else of_pose])
    moving = _solved(
        moving_problem(problem, np.arange(len(kind)) < len(here), count, kind), options, progress, watch
    )
    points = np.concatenate(
        [project.frame("camera").geometry.loc[here].to_numpy(), poses.geometry.to_numpy()]
    )
    pair = paired(moving.left, moving.taken, kind, shapely.get_x(points), shapely.get_y(points))
    told = _told(project, purpose, here, poses, moving, pair)
    if not options.kinds:
        told["kind"] = None
    operations = _operations(told, options.kinds)
    sizes = (len(poses), len(demand.x), len(here))
    return _judged(project, purpose, told, operations, moving, sizes, span(progress, 0.9, 1.0))


def find_removals(
    project: Project,
    purpose: str,
    *,
    count: int,
    options: MoveOptions | None = None,
    progress: Progress = no_progress,
    watch: Watch | None = None,
) -> Moves:
    """Choose `count` cameras to take away so that the least risk is left uncovered; see `find_moves`."""
    options = options or MoveOptions()
    if options.budget is not None:
        count = min(count, int(options.budget // REMOVE_EUR))
    if count < 1:
        raise AnalysisError(("spending",))
    demand, _seen = demand_of(project, purpose, span(progress, 0.0, 0.2))
    here = _movable(project, purpose, options.redundant)
    standing = project.footprints(purpose).geometry.loc[here].to_numpy()
    problem = _problem(project, purpose, demand, standing, here, 1, options.floor)
    moving = _solved(removal_problem(problem, min(count, len(here))), options, progress, watch)
    told = _told(project, purpose, here, None, moving, (moving.left, np.empty(0, np.int64)))
    sizes = (0, len(demand.x), len(here))
    return _judged(project, purpose, told, _operations(told, ()), moving, sizes, span(progress, 0.9, 1.0))


def _solved(problem: SitingProblem, options: MoveOptions, progress: Progress, watch: Watch | None) -> Moving:
    return move_cameras(
        problem,
        exact=options.exact,
        gap=options.gap,
        seconds=options.seconds,
        progress=span(progress, 0.4, 0.9),
        watch=watch,
    )


def _movable(project: Project, purpose: str, redundant: bool) -> pd.Index:
    """Working cameras of the purpose that look one way, cover ground and are not redundant on purpose."""
    cameras, prints = project.frame("camera"), project.footprints(purpose)
    working = working_cameras(cameras) & has_purpose(cameras, purpose)
    chosen = working & ~deliberate(cameras) & cameras["azimuth_deg"].notna().to_numpy()
    chosen &= (cameras["camera_type"].isin(MOVABLE) | cameras["camera_type"].isna()).to_numpy()
    chosen &= prints["area_m2"].to_numpy(float) > 0
    if redundant:
        alone = overlaps(project, purpose).table["unique_share"].reindex(cameras.index)
        chosen &= (alone < 1 - project.criteria.overlap_threshold).to_numpy()
    if not chosen.any():
        raise AnalysisError(("redundant" if redundant else "movable",))
    return cameras.index[chosen]


def _detail(project: Project, purpose: str) -> float:
    rules = project.criteria.purposes
    return rules[purpose].px_per_m if purpose in rules else DEFAULT_PX_PER_M


def _kinds(project: Project, here: pd.Index, purpose: str) -> tuple[tuple[CameraKind, ...], IntArray]:
    """Kinds of like optics (aperture to ten degrees, range to ten metres) and the kind of each camera."""
    prints = project.footprints(purpose).loc[here]
    seen = np.column_stack([prints["hfov_deg"].to_numpy(float), prints["range_m"].to_numpy(float)])
    rounded = np.round(np.nan_to_num(seen) / 10)
    shapes, place, count = np.unique(rounded, axis=0, return_inverse=True, return_counts=True)
    kept = np.sort(np.argsort(-count, kind="stable")[:MOST_KINDS])
    nearest = np.argmin(((shapes[:, None, :] - shapes[kept][None, :, :]) ** 2).sum(axis=2), axis=1)
    kind_of = nearest[np.ravel(place)].astype(np.int64)
    cameras, area = project.frame("camera").loc[here], prints["area_m2"].to_numpy(float)
    kinds = []
    for number, name in enumerate(kept):
        mine = np.flatnonzero(kind_of == number)
        median = mine[np.argsort(area[mine], kind="stable")[len(mine) // 2]]
        fields = {key: cameras.iloc[median][key] for key in OPTICS if key in cameras}
        fields["range_m"] = fields.get("range_m") if pd.notna(fields.get("range_m")) else None
        label = f"{shapes[name][0] * 10:.0f}°, {shapes[name][1] * 10:.0f} m"
        kinds.append(CameraKind(label, fields, MOVE_EUR))
    return tuple(kinds), kind_of


def _problem(
    project: Project,
    purpose: str,
    demand: Demand,
    shapes: NDArray[np.object_],
    here: pd.Index,
    count: int,
    floor: float | None,
) -> SitingProblem:
    """Candidates against what the cameras that may not move see, with the floors of the zones at risk."""
    cameras = project.frame("camera")
    fixed = working_cameras(cameras) & has_purpose(cameras, purpose) & ~cameras.index.isin(here)
    existing = project.footprints(purpose).geometry.to_numpy()[fixed]
    frame = gpd.GeoDataFrame(geometry=shapes)
    problem = siting_problem(frame, shapes, demand, existing=existing, count=count)
    return replace(problem, floors=_floors(project, problem, len(here), floor))


def _floors(project: Project, problem: SitingProblem, standing: int, floor: float | None) -> dict[int, float]:
    """Least share of each zone at risk: what is asked, or what it has up to the threshold of shortage."""
    if problem.zone is None:
        return {}
    risk = project.risk().zones["risk"].to_numpy(float)
    at_risk = np.flatnonzero(risk >= project.criteria.risk_threshold)
    if floor is not None:
        return {int(zone): floor for zone in at_risk}
    depth = np.asarray(problem.covers[:standing].sum(axis=0)).ravel()
    seen = (depth > 0) | (np.asarray(problem.existing if problem.existing is not None else 0) > 0)
    size = len(risk)
    has = np.bincount(problem.zone, np.where(seen, problem.worth, 0.0), size)
    whole = np.maximum(np.bincount(problem.zone, problem.worth, size), 1e-300)
    least = np.minimum(has / whole, project.criteria.coverage_threshold)
    return {int(zone): float(least[zone]) for zone in at_risk}


def _told(
    project: Project,
    purpose: str,
    here: pd.Index,
    poses: gpd.GeoDataFrame | None,
    moving: Moving,
    pair: tuple[IntArray, IntArray],
) -> gpd.GeoDataFrame:
    """Return a row for each camera that leaves its place, the least loss first; without a pose it is removed."""
    cameras, zones = project.frame("camera"), project.frame("analysis_zone")
    left, taken = pair
    fids = here[left]
    rows = cameras.loc[fids]
    lost = dict(zip(moving.left.tolist(), moving.lost.tolist(), strict=True))
    gained = dict(zip(moving.taken.tolist(), moving.gained.tolist(), strict=True))
    uids, names = zones["uid"].to_numpy(), zones["name"].to_numpy()
    stood = zone_of(zones, rows.geometry.to_numpy())
    table: list[dict[str, Any]] = []
    for number, (fid, place) in enumerate(zip(fids, stood, strict=True)):
        camera = rows.loc[fid]
        row = {
            "uid": camera["uid"],
            "code": camera["code"],
            "zone": uids[place] if place >= 0 else None,
            "zone_name": names[place] if place >= 0 else None,
            "cost_eur": REMOVE_EUR,
            "lost": lost[int(left[number])],
            "others": [each for each in (camera["purposes"] or []) if each != purpose],
        }
        if number < len(taken) and poses is not None:
            pose = poses.iloc[int(taken[number]) - len(here)]
            row |= {"to_zone": uids[pose["place"]], "to_zone_name": names[pose["place"]]}
            row |= {"gained": gained[int(taken[number])], **_destination(camera, pose)}
        table.append(row)
    data = {name: pd.Series([row.get(name) for row in table], index=fids, dtype=object) for name in _COLUMNS}
    frame = gpd.GeoDataFrame(pd.DataFrame(data, index=fids), geometry="geometry", crs=project.epsg)
    return frame.sort_values("lost", kind="stable")


def _destination(camera: pd.Series, pose: pd.Series) -> dict[str, Any]:
    """Return where a camera goes, with what and for how much."""
    return {
        "support": pose["support"],
        "azimuth_deg": float(pose["azimuth_deg"]),
        "kind": pose["kind"],
        "cost_eur": float(pose["cost"]),
        "metres": float(camera.geometry.distance(pose.geometry)),
        "geometry": pose.geometry,
    }


def _judged(
    project: Project,
    purpose: str,
    table: gpd.GeoDataFrame,
    operations: tuple[Operation, ...],
    moving: Moving,
    sizes: tuple[int, int, int],
    progress: Progress,
) -> Moves:
    """Measure what the moves change, exactly."""
    scenario = Scenario(project, Proposal(-1, "", "", "", {}, operations))
    before = project.balance(purpose, progress=span(progress, 0.0, 0.5)).purposes.get(purpose)
    after = scenario.balance(purpose, progress=span(progress, 0.5, 1.0)).purposes.get(purpose)
    return Moves(table, operations, moving, purpose_effect(before, after), *sizes)


def _operations(table: gpd.GeoDataFrame, kinds: tuple[CameraKind, ...]) -> tuple[Operation, ...]:
    """Return the rows of a table as a proposal would hold them."""
    fields = {each.name: each.fields for each in kinds}
    return tuple(_operation(row, fields.get(row["kind"])) for row in table.to_dict("records"))


def _operation(row: dict[Any, Any], model: dict[str, Any] | None) -> Operation:
    if row["geometry"] is None:
        return Operation(OperationKind.REMOVE, str(row["uid"]))
    place, turned = row["geometry"], {"azimuth_deg": row["azimuth_deg"]}
    mount = "facade" if row["support"] == "facade" else "light_pole"
    optics = {} if model is None else {**dict.fromkeys(REPLACED), **model}
    return Operation(
        OperationKind.MOVE, str(row["uid"]), place.x, place.y, {**optics, **turned, "mount": mount}
    )
