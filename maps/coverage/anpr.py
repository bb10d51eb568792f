"""Where a plate can be read: how fine, at which angle, along which stretch of a road.

px/m needed = plate pixels / (plate width cos(angle)): an Italian front plate (0.360 m) asks 361 px/m face on, a rear
one (0.520 m) 250. The limits differ from maker to maker: they are a profile, not constants.

Public: `PlateProfile`, `needed_px_per_m`, `readable_stretches`.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage import optics
from maps.coverage.footprints import footprints
from maps.coverage.levels import apertures
from maps.coverage.register import numbers, positive
from maps.coverage.scene import Scene

#: Distance between the points of a road that are tried, in metres.
STEP_M = 0.5


@dataclass(frozen=True)
class PlateProfile:
    """What a reader asks of the picture of a plate.

    Attributes
    ----------
    plate_px : float
        Pixels across the plate.
    front_m, rear_m : float
        Widths of Italian plates, in metres.
    horizontal_deg, vertical_deg : float
        Largest angles between line of sight and the plate's normal.
    plate_height_m : float
        Of the plate above the road.
    frames : int
        Pictures in which a passing plate must appear.
    blur_m : float
        Longest travel of a plate while the shutter is open, in metres (0.025: 1/1000 s at 90 km/h).
    """

    plate_px: float = 130.0
    front_m: float = 0.360
    rear_m: float = 0.520
    horizontal_deg: float = 30.0
    vertical_deg: float = 30.0
    plate_height_m: float = 0.5
    frames: int = 3
    blur_m: float = 0.025


def needed_px_per_m(profile: PlateProfile, width_m: float, angle_deg: np.ndarray | float = 0.0) -> np.ndarray:
    """Return the pixels per metre that a plate of a width asks when seen at an angle."""
    return profile.plate_px / (width_m * np.cos(np.radians(angle_deg)))


def readable_stretches(
    cameras: gpd.GeoDataFrame, scene: Scene, road: shapely.LineString, profile: PlateProfile | None = None
) -> pd.DataFrame:
    """Return where along a road each camera can read plates, for both ways of travel.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
        Only those of which pixels and aperture are known can read.
    scene : Scene
    road : LineString
        In the scene's reference system; "forward" is its own direction.
    profile : PlateProfile, optional

    Returns
    -------
    DataFrame
        One row a camera, way ("forward", "backward") and plate ("front" of vehicles that come, "rear" of those that
        go) where some stretch is readable: camera (index), way, plate, from_m, to_m (along the road), length_m
        (readable, without gaps), top_speed_kmh (at which `frames` pictures are still taken and the plate is not
        blurred; NaN where neither pictures a second nor shutter are known), limit ("frames", "shutter" or "" for
        what sets that speed).
    """
    rules = profile or PlateProfile()
    return stretches_on(cameras, plate_ground(cameras, scene, rules), road, rules)


def plate_ground(cameras: gpd.GeoDataFrame, scene: Scene, profile: PlateProfile) -> np.ndarray:
    """Return the ground where each camera is fine enough for the easiest plate; object array (n,)."""
    coarse = float(needed_px_per_m(profile, max(profile.rear_m, profile.front_m)))
    return footprints(cameras, scene, px_per_m=coarse).geometry.to_numpy()


def stretches_on(
    cameras: gpd.GeoDataFrame, ground: np.ndarray, road: shapely.LineString, rules: PlateProfile
) -> pd.DataFrame:
    """Return `readable_stretches` where the `plate_ground` of the cameras is already known."""
    along = np.arange(0.0, road.length, STEP_M)
    points = shapely.line_interpolate_point(road, along)
    ahead = shapely.get_coordinates(
        shapely.line_interpolate_point(road, np.minimum(along + 0.1, road.length))
    )
    xy = shapely.get_coordinates(points)
    heading = ahead - xy
    heading /= np.maximum(np.hypot(*heading.T), 1e-12)[:, None]
    rows = []
    for i in np.flatnonzero(shapely.intersects(ground, road)):
        shown = shapely.intersects(ground[i], points)
        sight = _sight(cameras.iloc[[i]], xy, rules)
        for way, sign in (("forward", 1.0), ("backward", -1.0)):
            rows += _stretches(
                cameras.index[i], way, sign * heading, shown, sight, along, cameras.iloc[[i]], rules
            )
    return pd.DataFrame(
        rows, columns=["camera", "way", "plate", "from_m", "to_m", "length_m", "top_speed_kmh", "limit"]
    )


def _sight(
    camera: gpd.GeoDataFrame, xy: np.ndarray, rules: PlateProfile
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return unit vectors from points to the camera, angles down from it, and pixels per metre at the points."""
    away = shapely.get_coordinates(camera.geometry.to_numpy()) - xy
    distance = np.maximum(np.hypot(*away.T), 1e-9)
    height = np.nan_to_num(positive(camera, "height_m") - rules.plate_height_m)
    azimuth, tilt = np.radians(numbers(camera, "azimuth_deg")), np.nan_to_num(numbers(camera, "tilt_deg"))
    on_axis = -(away[:, 0] * np.sin(azimuth) + away[:, 1] * np.cos(azimuth))
    depth = optics.axis_depth_m(on_axis, height, tilt, 0.0)
    half = np.tan(np.radians(apertures(camera, np.nan) / 2.0))
    density = positive(camera, "res_x") / (2.0 * np.maximum(depth, 1e-9) * half)
    return away / distance[:, None], np.degrees(np.arctan2(height, distance)), density


def _stretches(
    camera: object,
    way: str,
    heading: np.ndarray,
    shown: np.ndarray,
    sight: tuple[np.ndarray, np.ndarray, np.ndarray],
    along: np.ndarray,
    record: gpd.GeoDataFrame,
    rules: PlateProfile,
) -> list[tuple]:
    """Return the longest readable stretch of one way of travel, by the front and by the rear plate."""
    toward, down, density = sight
    rows = []
    for plate, width, side in (("front", rules.front_m, 1.0), ("rear", rules.rear_m, -1.0)):
        cosine = side * (heading * toward).sum(axis=1)
        angle = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        level = (angle <= rules.horizontal_deg) & (down <= rules.vertical_deg)
        fine = density >= needed_px_per_m(rules, width, np.minimum(angle, 89.0))
        first, last = _longest(shown & level & fine)
        if last > first:
            length = float(along[last - 1] - along[first] + STEP_M)
            start = float(along[first])
            speed = _top_speed(record, length, rules)
            rows.append((camera, way, plate, start, start + length, length, *speed))
    return rows


def _top_speed(record: gpd.GeoDataFrame, length_m: float, rules: PlateProfile) -> tuple[float, str]:
    """Return the highest speed at which a plate is read along a stretch, km/h, and what sets it.

    By the pictures: v = length fps / n. By the shutter: v = travel / t, with v t P pixels of blur at P px/m.
    """
    fps, shutter = float(positive(record, "fps")[0]), float(positive(record, "shutter_s")[0])
    by_frames, by_shutter = 3.6 * length_m * fps / rules.frames, 3.6 * rules.blur_m / shutter
    speed = float(np.fmin(by_frames, by_shutter))
    limit = "" if np.isnan(speed) else "shutter" if speed == by_shutter else "frames"
    return speed, limit


def _longest(flags: np.ndarray) -> tuple[int, int]:
    """Return the longest run of true values as [first, last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    if not len(edges):
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best])
