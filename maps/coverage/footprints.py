"""Footprints of a register of cameras: the ground each sees, how that is known, why it may see nothing.

Public: `footprints`, `Level`, `State`.

A camera without a direction is a normal state (`State.DIRECTION_UNKNOWN`): nothing is invented. A camera that
does not work covers nothing, but its outline is kept in `declared_geometry` so that the map can draw it.
"""

from enum import Enum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage import optics
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_polygons
from maps.progress import Progress, no_progress

#: A camera nearer than this to a facade, outside or inside it, is taken as mounted on that facade...
ON_FACADE_M = 0.4
#: ...and looks from this distance off it, along the outward normal; less where a wall stands opposite.
OFF_FACADE_M = (0.4, 0.2, 0.1, 0.05)

COLUMNS = ("geometry", "declared_geometry", "facade", "area_m2", "range_m", "hfov_deg")
COLUMNS += ("level", "state", "hidden_share", "moved_m")


class Level(Enum):
    """From which data the reach of a footprint comes, best first."""

    PIXELS = "pixels"
    DECLARED_RANGE = "declared_range"
    CLASS_DEFAULT = "class_default"


class State(Enum):
    """Why a camera has, or has not, a footprint."""

    COMPUTED = "computed"
    DIRECTION_UNKNOWN = "direction_unknown"
    NOT_WORKING = "not_working"
    PLANNED = "planned"
    INSIDE_OBSTACLE = "inside_obstacle"
    NO_POSITION = "no_position"


def numbers(cameras: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as floats, NaN where it is missing."""
    if column not in cameras:
        return np.full(len(cameras), np.nan)
    return pd.to_numeric(cameras[column], errors="coerce").to_numpy(float, na_value=np.nan)


def texts(cameras: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as strings, "" where it is missing."""
    if column not in cameras:
        return np.full(len(cameras), "", object)
    return np.array([v if isinstance(v, str) else "" for v in cameras[column]], object)


def with_purpose(cameras: gpd.GeoDataFrame, purpose: str | None) -> gpd.GeoDataFrame:
    """Return the cameras that declare a purpose (all of them for None)."""
    if purpose is None:
        return cameras
    if "purposes" not in cameras:
        return cameras.iloc[:0]
    return cameras[[isinstance(p, (list, tuple)) and purpose in p for p in cameras["purposes"]]]


def footprints(
    cameras: gpd.GeoDataFrame,
    scene: Scene,
    *,
    px_per_m: float = 62.5,
    default_range_m: float | None = None,
    default_hfov_deg: float = optics.DEFAULT_HFOV_DEG,
    purpose: str | None = None,
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
    px_per_m : float
        Detail asked, pixels per metre (62.5 = Observe of EN 62676-4:2014).
    default_range_m : float, optional
        Reach of a camera of which nothing is known; by default that of 1920 pixels over its aperture.
    default_hfov_deg : float
        Aperture of a camera of which it is not known.
    purpose : str, optional
        Only the cameras that declare it.
    threads : int
    progress : Progress

    Returns
    -------
    GeoDataFrame
        Indexed like `cameras` (those of the purpose), with: geometry (None where nothing is covered),
        declared_geometry (what it would see if it worked), area_m2 (exact; 0 where nothing is covered),
        range_m, hfov_deg, level (`Level`), state (`State`), hidden_share (of the plain sector, 0-1), moved_m
        (how far it was moved off a facade), facade (nearest point of a facade for `inside_obstacle`).
    """
    chosen = with_purpose(cameras, purpose)
    table = _prepare(chosen, px_per_m, default_range_m, default_hfov_deg)
    _place(table, scene)
    _look(table, chosen, scene, threads, progress)
    _settle(table)
    return gpd.GeoDataFrame(table[list(COLUMNS)], geometry="geometry", crs=cameras.crs)


def _prepare(
    cameras: gpd.GeoDataFrame, px_per_m: float, default_range: float | None, default_hfov: float
) -> pd.DataFrame:
    """Return a table with position, aperture, reach, level and first state of each camera."""
    table = pd.DataFrame(index=cameras.index)
    points = np.asarray(cameras.geometry.values, object)
    table["x"], table["y"] = shapely.get_x(points), shapely.get_y(points)
    table["hfov_deg"] = _apertures(cameras, default_hfov)
    table["range_m"], table["level"] = _reaches(
        cameras, table["hfov_deg"].to_numpy(), px_per_m, default_range
    )
    azimuth = np.where(table["hfov_deg"] >= 360.0, 0.0, numbers(cameras, "azimuth_deg"))
    table["azimuth_deg"] = azimuth
    table["working"] = texts(cameras, "working_state")
    table["state"] = np.where(np.isnan(azimuth), State.DIRECTION_UNKNOWN.value, State.COMPUTED.value)
    table.loc[table["x"].isna(), "state"] = State.NO_POSITION.value
    return table


def _apertures(cameras: gpd.GeoDataFrame, default: float) -> np.ndarray:
    """Return apertures: declared, else by sensor and focal length, else 360 if panoramic, else the default."""
    hfov = numbers(cameras, "hfov_deg")
    hfov = np.where(hfov > 0.0, hfov, np.nan)
    from_lens = optics.aperture_deg(numbers(cameras, "sensor_w_mm"), numbers(cameras, "focal_mm"))
    hfov = np.where(np.isnan(hfov), from_lens, hfov)
    hfov = np.where(np.isnan(hfov) & (texts(cameras, "camera_type") == "panoramic"), 360.0, hfov)
    return np.minimum(np.where(np.isnan(hfov), default, hfov), 360.0)


def _reaches(
    cameras: gpd.GeoDataFrame, hfov: np.ndarray, px_per_m: float, default: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the reach of each camera in metres, and the level from which it comes."""
    declared = numbers(cameras, "range_m")
    pixels = numbers(cameras, "res_x")
    by_pixels = optics.class_depth_m(np.where(pixels > 0.0, pixels, np.nan), hfov, px_per_m)
    usual = optics.class_depth_m(np.full(len(hfov), float(optics.DEFAULT_RES_X)), hfov, px_per_m)
    fallback = usual if default is None else np.full(len(hfov), float(default))
    known = [declared > 0.0, by_pixels > 0.0]
    reach = np.select(known, [declared, by_pixels], fallback)
    names = [Level.DECLARED_RANGE.value, Level.PIXELS.value]
    return reach, np.select(known, names, Level.CLASS_DEFAULT.value).astype(object)


def _place(table: pd.DataFrame, scene: Scene) -> None:
    """Move cameras off the facade they hang on; mark those deep inside an obstacle."""
    x, y = table["x"].to_numpy(float, copy=True), table["y"].to_numpy(float, copy=True)
    inside = scene.contains(x, y)
    near = scene.nearest_facade(x, y, ON_FACADE_M)
    hanging = np.isfinite(near.distance_m)
    moved = np.zeros(len(table))
    for offset in reversed(OFF_FACADE_M):
        nx, ny = near.x + offset * near.normal_x, near.y + offset * near.normal_y
        free = hanging & ~scene.contains(nx, ny)
        moved[free] = np.hypot(nx - table["x"], ny - table["y"])[free]
        x[free], y[free] = nx[free], ny[free]
    stuck = inside & (moved == 0.0)
    facades = scene.nearest_facade(x[stuck], y[stuck])
    table["facade"] = None
    table.loc[stuck, "facade"] = shapely.points(facades.x, facades.y)
    aimed = (table["state"] == State.COMPUTED.value).to_numpy()
    table.loc[stuck & aimed, "state"] = State.INSIDE_OBSTACLE.value
    table["x"], table["y"], table["moved_m"] = x, y, moved


def _bearings(table: pd.DataFrame, cameras: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return (row of the table, azimuth) of every sector; a camera with several lenses has several."""
    rows = list(np.flatnonzero(table["state"] == State.COMPUTED.value))
    azimuths = list(table["azimuth_deg"].to_numpy()[rows])
    if "extra_azimuths_deg" in cameras:
        for row, extra in enumerate(cameras["extra_azimuths_deg"]):
            if isinstance(extra, (list, tuple)) and table["state"].iat[row] == State.COMPUTED.value:
                rows.extend([row] * len(extra))
                azimuths.extend(float(a) for a in extra)
    return np.asarray(rows, np.int64), np.asarray(azimuths, float)


def _look(
    table: pd.DataFrame, cameras: gpd.GeoDataFrame, scene: Scene, threads: int, progress: Progress
) -> None:
    """Fill geometry, area_m2 and hidden_share of the cameras that can be computed."""
    rows, azimuths = _bearings(table, cameras)
    x, y, hfov, reach = (table[c].to_numpy(float)[rows] for c in ("x", "y", "hfov_deg", "range_m"))
    areas, polygons = visible_polygons(scene, x, y, azimuths, hfov, reach, progress, threads=threads)
    full = optics.sector_area_m2(hfov, reach)
    geometry = np.full(len(table), None, object)
    seen, plain = np.full(len(table), np.nan), np.full(len(table), np.nan)
    several = np.bincount(rows, minlength=len(table)) > 1
    single = ~several[rows]
    geometry[rows[single]], seen[rows[single]], plain[rows[single]] = (
        polygons[single],
        areas[single],
        full[single],
    )
    for row in np.flatnonzero(several):
        mine = np.flatnonzero(rows == row)
        geometry[row], seen[row], plain[row] = _united(
            polygons[mine], areas[mine], full[mine], hfov[mine], azimuths[mine]
        )
    table["declared_geometry"], table["area_m2"] = geometry, seen
    table["hidden_share"] = np.clip(1.0 - seen / plain, 0.0, 1.0)


def _united(
    polygons: np.ndarray, areas: np.ndarray, full: np.ndarray, hfov: np.ndarray, azimuths: np.ndarray
) -> tuple[shapely.Geometry, float, float]:
    """Return the union of a camera's sectors, its area, and the area without obstacles."""
    turns = np.diff(np.sort(np.mod(azimuths, 360.0)), append=np.sort(np.mod(azimuths, 360.0))[0] + 360.0)
    union = shapely.union_all(polygons)
    if (turns >= hfov[0] - 1e-9).all():
        return union, float(areas.sum()), float(full.sum())
    share = np.minimum(turns, hfov[0]).sum() / (len(turns) * hfov[0])
    return union, float(shapely.area(union)), float(full.sum() * share)


def _settle(table: pd.DataFrame) -> None:
    """Let only working cameras cover ground; keep the outline of the others."""
    computed = table["state"] == State.COMPUTED.value
    idle = table["working"].isin(["broken", "dismissed"])
    planned = table["working"].isin(["planned", "installing"])
    table.loc[idle, "state"] = State.NOT_WORKING.value
    table.loc[planned, "state"] = State.PLANNED.value
    covering = computed & ~idle & ~planned
    table["geometry"] = np.where(covering, table["declared_geometry"].to_numpy(object), None)
    table["area_m2"] = table["area_m2"].where(covering, 0.0)
