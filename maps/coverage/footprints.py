"""Footprints of a register of cameras: the ground each sees, how that is known, why it may see nothing.

Public: `footprints`, `Level`, `Lens`, `State`.

A camera without a direction is a normal state (`State.DIRECTION_UNKNOWN`): nothing is invented. A camera that
does not work covers nothing, but its outline is kept in `declared_geometry` so that the map can draw it.
"""

from enum import Enum

import geopandas as gpd
import numpy as np
import shapely

from maps.coverage import optics
from maps.coverage.levels import Lens, Level, Shapes, shapes
from maps.coverage.night import lit_parts
from maps.coverage.placing import Places, place
from maps.coverage.register import labelled, lists, numbers, positive, texts, with_purpose
from maps.coverage.relief import Relief
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_polygons
from maps.progress import Progress, no_progress

__all__ = ["Lens", "Level", "State", "footprints"]

IDLE, FUTURE = ("broken", "dismissed"), ("planned", "installing")


class State(Enum):
    """Why a camera has, or has not, a footprint."""

    COMPUTED = "computed"
    NEVER_REACHED = "never_reached"
    DIRECTION_UNKNOWN = "direction_unknown"
    NOT_WORKING = "not_working"
    OFF_HOURS = "off_hours"
    PLANNED = "planned"
    INSIDE_OBSTACLE = "inside_obstacle"
    NO_POSITION = "no_position"


def footprints(
    cameras: gpd.GeoDataFrame,
    scene: Scene,
    *,
    px_per_m: float | np.ndarray = 62.5,
    default_range_m: float | None = None,
    default_hfov_deg: float = optics.DEFAULT_HFOV_DEG,
    purpose: str | None = None,
    when: str = "day",
    lamps: gpd.GeoDataFrame | None = None,
    relief: Relief | None = None,
    threads: int = 1,
    progress: Progress = no_progress,
) -> gpd.GeoDataFrame:
    """Compute the ground that each camera sees, cut by the obstacles.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
        Points in the scene's metric reference system, with the columns of the camera layer (any may be
        absent).
    scene : Scene
    px_per_m : float or array (n,)
        Detail asked, pixels per metre (62.5 = Observe of EN 62676-4:2014); one for all, or one a camera.
    default_range_m : float, optional
        Reach of a camera of which nothing is known; by default that of 1920 pixels over its aperture.
    default_hfov_deg : float
        Aperture of a camera of which it is not known.
    purpose : str, optional
        Only the cameras that declare it.
    when : {"day", "night"}
        At night only what is lit by a lamp or reached by the camera's own infrared counts.
    lamps : GeoDataFrame, optional
        Street lights, for the night.
    relief : Relief, optional
        Buildings with heights: cameras of known height then see over those that are lower. Without it every
        building hides all that is behind it.
    threads : int
    progress : Progress

    Returns
    -------
    GeoDataFrame
        Indexed like `cameras` (those of the purpose), with: geometry (None where nothing is covered),
        declared_geometry (what it would see if it worked), facade (nearest point of a facade for
        `inside_obstacle`), area_m2 (0 where nothing is covered), range_m (along the axis), near_m (end of the
        dead zone), hfov_deg, level (`Level`), lens (`Lens`), state (`State`), hidden_share (of the ground
        without obstacles, 0-1), moved_m (how far it was moved off a facade).
    """
    rows = with_purpose(cameras, purpose)
    chosen, detail = cameras.iloc[rows], np.broadcast_to(np.asarray(px_per_m, float), len(cameras))[rows]
    ground = shapes(chosen, detail, default_range_m, default_hfov_deg)
    points = np.asarray(chosen.geometry.values, object)
    places = place(scene, shapely.get_x(points), shapely.get_y(points))
    states = _states(chosen, ground, places)
    declared, area, full = _look(chosen, ground, places, states, scene, relief, threads, progress)
    if when == "night":
        declared, area = lit_parts(declared, area, chosen, places, lamps)
    final = _final_states(chosen, states)
    covering = final == State.COMPUTED.value
    covered = np.where(covering, declared, np.array(None, object))
    columns = {
        "geometry": gpd.GeoSeries(covered, chosen.index, cameras.crs),
        "declared_geometry": declared,
        "facade": places.facade,
        "area_m2": np.where(covering, area, 0.0),
        "range_m": ground.range_m,
        "near_m": np.where(ground.straight, ground.near_m, 0.0),
        "hfov_deg": ground.hfov_deg,
        "level": ground.level,
        "lens": ground.lens,
        "state": final,
        "hidden_share": np.clip(1.0 - area / full, 0.0, 1.0),
        "moved_m": places.moved_m,
    }
    return gpd.GeoDataFrame(columns, index=chosen.index)


def _azimuths(cameras: gpd.GeoDataFrame, ground: Shapes) -> np.ndarray:
    """Return main azimuths; all round needs none."""
    return np.where(ground.hfov_deg >= 360.0, 0.0, numbers(cameras, "azimuth_deg"))


def _states(cameras: gpd.GeoDataFrame, ground: Shapes, places: Places) -> np.ndarray:
    """Return the state of each camera if it worked."""
    reasons = [np.isnan(places.x), np.isnan(_azimuths(cameras, ground)), places.inside, ground.never]
    names = [State.NO_POSITION, State.DIRECTION_UNKNOWN, State.INSIDE_OBSTACLE, State.NEVER_REACHED]
    return labelled(reasons, [name.value for name in names], State.COMPUTED.value)


def _final_states(cameras: gpd.GeoDataFrame, states: np.ndarray) -> np.ndarray:
    """Return the states, those of cameras that do not work first."""
    working = texts(cameras, "working_state")
    idle, future = np.isin(working, IDLE), np.isin(working, FUTURE)
    return np.where(idle, State.NOT_WORKING.value, np.where(future, State.PLANNED.value, states))


def _bearings(cameras: gpd.GeoDataFrame, ground: Shapes, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, azimuth) of every view to compute; a camera with several lenses has several."""
    computed = states == State.COMPUTED.value
    rows = np.flatnonzero(computed)
    azimuths = _azimuths(cameras, ground)[rows]
    several = enumerate(lists(cameras, "extra_azimuths_deg")) if "extra_azimuths_deg" in cameras else ()
    more = [(row, float(a)) for row, extra in several for a in extra]
    more = [(row, azimuth) for row, azimuth in more if computed[row] and ground.hfov_deg[row] < 360.0]
    extra_rows, extra = (np.array(v) for v in zip(*more, strict=True)) if more else (rows[:0], azimuths[:0])
    return np.concatenate([rows, extra_rows]), np.concatenate([azimuths, extra])


def _look(
    cameras: gpd.GeoDataFrame,
    ground: Shapes,
    places: Places,
    states: np.ndarray,
    scene: Scene,
    relief: Relief | None,
    threads: int,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return outlines, seen areas, and areas without obstacles of each camera."""
    rows, azimuths = _bearings(cameras, ground, states)
    x, y = places.x[rows], places.y[rows]
    aperture, radius = (v[rows] for v in ground.sight())
    areas, polygons = visible_polygons(scene, x, y, azimuths, aperture, radius, progress, threads=threads)
    if relief is not None:
        _look_over(relief, cameras.iloc[rows], (x, y, azimuths, aperture, radius), polygons, areas, threads)
    cut = np.flatnonzero(ground.straight[rows])
    outlines = ground.outlines(rows[cut], x[cut], y[cut], azimuths[cut])
    polygons[cut] = shapely.intersection(polygons[cut], outlines)
    areas[cut] = shapely.area(polygons[cut])
    full = ground.area_m2()
    seen, shape = np.full(len(full), np.nan), np.full(len(full), None, object)
    shape[rows], seen[rows] = polygons, areas
    for row in np.flatnonzero(np.bincount(rows, minlength=len(full)) > 1):
        mine = np.flatnonzero(rows == row)
        shape[row], seen[row], full[row] = _united(
            polygons[mine], areas[mine], full[row], ground.hfov_deg[row], azimuths[mine]
        )
    return shape, seen, full


def _look_over(
    relief: Relief,
    cameras: gpd.GeoDataFrame,
    views: tuple[np.ndarray, ...],
    polygons: np.ndarray,
    areas: np.ndarray,
    threads: int,
) -> None:
    """Replace the views of cameras that stand higher than some building in their sector."""
    height = positive(cameras, "height_m")
    target = numbers(cameras, "target_height_m", optics.DEFAULT_TARGET_M)
    x, y, azimuth, aperture, reach = views
    over, shapes_over = relief.look_over(x, y, azimuth, aperture, reach, height, target, threads=threads)
    there = np.flatnonzero(~np.isnan(over))
    polygons[there], areas[there] = shapes_over[there], over[there]


def _united(
    polygons: np.ndarray, areas: np.ndarray, full: float, hfov: float, azimuths: np.ndarray
) -> tuple[shapely.Geometry, float, float]:
    """Return the union of a camera's views, its area, and the area without obstacles."""
    bearings = np.sort(np.mod(azimuths, 360.0))
    turns = np.diff(bearings, append=bearings[0] + 360.0)
    union = shapely.union_all(polygons)
    if (turns >= hfov - 1e-9).all():
        return union, float(areas.sum()), full * len(turns)
    return union, float(shapely.area(union)), full * float(np.minimum(turns, hfov).sum()) / hfov
