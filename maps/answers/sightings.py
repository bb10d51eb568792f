"""Who sees here: the cameras that film a point or an area of the open project, and whose they are.

Public: `who_sees`, `Sighting`, `density_at`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps import crs
from maps.answers.questions import on_at
from maps.coverage import optics, who_sees as seeing
from maps.coverage.ladders import Ladder
from maps.coverage.levels import Lens, Level
from maps.coverage.moments import parse_when
from maps.coverage.register import lists, numbers, positive
from maps.errors import InvalidValue, ValueProblem
from maps.project import Project

#: Levels at which the detail at a place follows from the optics; elsewhere only the reach is known.
_KNOWN = (Level.OPTICS.value, Level.PIXELS.value)


@dataclass(frozen=True)
class Sighting:
    """A camera that sees the place asked about.

    Attributes
    ----------
    fid, code, name : int, str or None, str or None
        The camera.
    level : str
        From which data its footprint comes (`maps.coverage.levels.Level`).
    detail_class : str or None
        Finest class of the ladder reached at the place; None where the register does not tell the optics.
    px_per_m : float or None
        Pixels a metre at the nearest point seen; None as above.
    distance_m : float
        From the camera, on the ground.
    by_day, by_night : bool
        Whether it sees it and works at those hours (see `maps.answers.questions.on_at`).
    at_the_time : bool
        Whether it saw it at the moment asked about: on by its hours, days and season, and in that light.
    seen_share : float
        Share of the area that it sees (0-1); 1 for a point.
    owner, owner_kind, ownership : str or None
        Name of the system, kind of its owner, "public" or "private".
    controller : str or None
        Who answers for the data.
    records : bool or None
    retention_days : int or None
    overwritten_on : date or None
        Day on which images of the moment asked about are overwritten; None where the retention is not known or
        nothing is recorded.
    """

    fid: int
    code: str | None
    name: str | None
    level: str
    detail_class: str | None
    px_per_m: float | None
    distance_m: float
    by_day: bool
    by_night: bool
    at_the_time: bool
    seen_share: float
    owner: str | None
    owner_kind: str | None
    ownership: str | None
    controller: str | None
    records: bool | None
    retention_days: int | None
    overwritten_on: dt.date | None


def who_sees(
    project: Project,
    lon: float,
    lat: float,
    *,
    radius_m: float = 0.0,
    area: shapely.Geometry | None = None,
    ladder: Ladder | None = None,
    recorded_at: dt.datetime | None = None,
) -> list[Sighting]:
    """Return the working cameras that see a place, finest detail first.

    Parameters
    ----------
    project : Project
    lon, lat : float
        WGS 84, degrees.
    radius_m : float
        Ask about the disc round the point.
    area : shapely geometry, optional
        Ask about an area, in the project's system, in place of the point.
    ladder : Ladder, optional
        That of the criteria by default.
    recorded_at : datetime, optional
        Moment of the images looked for, now by default; with the retention it gives `Sighting.overwritten_on`.

    Raises
    ------
    InvalidValue
        The point is outside the project (OUTSIDE_AREA), or would be inside with its coordinates exchanged.
    """
    place = area if area is not None else _place(project, lon, lat, radius_m)
    ladder = ladder or project.criteria.detail_ladder
    moment = recorded_at or dt.datetime.now()
    whole = project.footprints(px_per_m=ladder.classes[0].px_per_m)
    near = shapely.intersects(whole.geometry.to_numpy(), place)
    cameras, prints = project.frame("camera")[near], whole[near]
    found = seeing.who_sees(
        cameras,
        project.scene(),
        place,
        ladder=ladder,
        lamps=project.frame("street_light"),
        recorded_at=moment,
        relief=project.relief(),
    )
    prints = prints.loc[found.index]
    density = density_at(cameras.loc[found.index], prints, place)
    owners = _owners(project.frame("system"))
    day, night = (on_at(cameras.loc[found.index], when) for when in ("day", "night"))
    lit = found["by_night"].to_numpy(bool)
    then = parse_when(moment.isoformat(timespec="minutes"))
    dark = project.light(then.text) == "night"
    seen_then = on_at(cameras.loc[found.index], then.text) & (lit | (not dark))
    rows = found.assign(
        level=prints["level"], density=density, by_day=day, by_night=lit & night, at_the_time=seen_then
    )
    return [_sighting(fid, row, owners) for fid, row in rows.iterrows()]


def _place(project: Project, lon: float, lat: float, radius_m: float) -> shapely.Geometry:
    west, south, east, north = crs.transform_bounds(project.file.extent(), project.epsg, crs.WGS84)
    if not (west <= lon <= east and south <= lat <= north):
        swapped = west <= lat <= east and south <= lon <= north
        problem = ValueProblem.SWAPPED_COORDINATES if swapped else ValueProblem.OUTSIDE_AREA
        raise InvalidValue("geometry", f"{lon} {lat}", problem)
    x, y = crs.transform_xy([lon], [lat], crs.WGS84, project.epsg)
    point = shapely.Point(float(x[0]), float(y[0]))
    return point.buffer(radius_m) if radius_m > 0 else point


def density_at(
    cameras: gpd.GeoDataFrame, prints: gpd.GeoDataFrame, place: shapely.Geometry
) -> NDArray[np.float64]:
    """Return the pixels a metre that cameras give at a place (its nearest seen point), NaN where not known.

    P = Rx / (2 Z tan(HFOV / 2)) with Z = d cos(tau) + (H - t) sin(tau) where height and tilt are known, Z = d where
    not, d along the axis; an equidistant lens gives Rx / (r HFOV).

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    prints : GeoDataFrame (n)
        Their footprints.
    place : shapely geometry
    """
    x, y, towards = _towards(cameras, prints, place)
    reach = np.hypot(x, y)
    along = reach * np.cos(np.radians(towards))
    tilt = np.where(prints["level"] == Level.OPTICS.value, numbers(cameras, "tilt_deg"), 0.0)
    drop = numbers(cameras, "height_m", 0.0) - numbers(cameras, "target_height_m", optics.DEFAULT_TARGET_M)
    depth = along * np.cos(np.radians(tilt)) + drop * np.sin(np.radians(tilt))
    pixels, hfov = positive(cameras, "res_x"), prints["hfov_deg"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        flat = pixels / (2.0 * depth * np.tan(np.radians(np.minimum(hfov, 179.0) / 2.0)))
        bent = pixels / (reach * np.radians(hfov))
    density = np.where(prints["lens"] == Lens.EQUIDISTANT.value, bent, flat)
    known = prints["level"].isin(_KNOWN).to_numpy() & np.isfinite(density) & (density > 0)
    return np.where(known, density, np.nan)


def _towards(
    cameras: gpd.GeoDataFrame, prints: gpd.GeoDataFrame, place: shapely.Geometry
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the offsets east and north of the nearest seen point, and its angle from the nearest axis, degrees."""
    points = cameras.geometry.to_numpy()
    seen = shapely.intersection(prints.geometry.to_numpy(), place)
    nearest = shapely.get_point(shapely.shortest_line(points, seen), 1)
    x = shapely.get_x(nearest) - shapely.get_x(points)
    y = shapely.get_y(nearest) - shapely.get_y(points)
    bearing = np.degrees(np.arctan2(x, y))
    axes = [
        [azimuth, *extra]
        for azimuth, extra in zip(
            numbers(cameras, "azimuth_deg", 0.0), lists(cameras, "extra_azimuths_deg"), strict=True
        )
    ]
    off = [
        min(abs((b - axis + 180.0) % 360.0 - 180.0) for axis in mine)
        for b, mine in zip(bearing, axes, strict=True)
    ]
    return x, y, np.array(off, float)


def _owners(systems: gpd.GeoDataFrame) -> dict[str, Mapping[str, Any]]:
    """Return systems by every name under which a camera can call them."""
    known: dict[str, Mapping[str, Any]] = {}
    for row in systems.to_dict("records"):
        for key in ("name", "uid", "code"):
            if isinstance(row[key], str):
                known[row[key]] = row
    return known


def _sighting(fid: Any, row: pd.Series, owners: dict[str, Mapping[str, Any]]) -> Sighting:
    system = owners.get(row["system_id"] or "", {})
    known = row["level"] in _KNOWN
    until = row["kept_until"]
    return Sighting(
        fid=int(fid),
        code=_told(row["code"]),
        name=_told(row["name"]),
        level=row["level"],
        detail_class=row["class_name"] if known else None,
        px_per_m=_told(row["density"]),
        distance_m=float(row["distance_m"]),
        by_day=bool(row["by_day"]),
        by_night=bool(row["by_night"]),
        at_the_time=bool(row["at_the_time"]),
        seen_share=float(row["seen_share"]),
        owner=_told(system.get("name")),
        owner_kind=_told(system.get("owner_kind")),
        ownership=_told(system.get("ownership")),
        controller=_told(row["controller"]),
        records=None if _told(row["records"]) is None else bool(row["records"]),
        retention_days=None if pd.isna(row["retention_days"]) else int(row["retention_days"]),
        overwritten_on=None if pd.isna(until) or row["records"] is False else until.date(),
    )


def _told(value: Any) -> Any:
    """Return a value, None where it is missing."""
    return None if value is None or (np.isscalar(value) and pd.isna(value)) else value
