"""Where a plate can be read: how fine, at which angle, along which stretch of a road.

px/m needed = plate pixels / (plate width cos(angle)): an Italian front plate (0.360 m) asks 361 px/m face on, a rear
one (0.520 m) 250. The limits differ from maker to maker: they are a profile, not constants.

Public: `needed_px_per_m`, `lane_offsets`, `readable_stretches`.
"""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage import optics
from maps.coverage.footprints import footprints
from maps.coverage.levels import apertures
from maps.coverage.plate_profile import PlateProfile
from maps.coverage.register import numbers, positive
from maps.coverage.scene import Scene

#: Distance between the points of a road that are tried, in metres.
STEP_M = 0.5
#: Plates that pass on the line of the road itself.
AXIS: Mapping[str, Sequence[float]] = {"forward": (0.0,), "backward": (0.0,)}
_COLUMNS = ("camera", "way", "lane", "plate", "from_m", "to_m", "length_m", "top_speed_kmh", "limit")


def needed_px_per_m(profile: PlateProfile, width_m: float, angle_deg: np.ndarray | float = 0.0) -> np.ndarray:
    """Return the pixels per metre that a plate of a width asks when seen at an angle."""
    return profile.plate_px / (width_m * np.cos(np.radians(angle_deg)))


def lane_offsets(
    width_m: float, *, oneway: bool, many: bool, lane_m: float = PlateProfile.lane_m
) -> dict[str, tuple[float, ...]]:
    """Return where vehicles drive: metres to the right of a road's axis of the middle of each lane, by way of travel.

    Parameters
    ----------
    width_m : float
        Of the whole road; NaN where it is not known.
    oneway : bool
        Travelled along its line only.
    many : bool
        Whether what is wider than a lane holds more lanes; else it is taken for parked cars and one lane is tried.
    lane_m : float
        Width of a lane.
    """
    room = (width_m if oneway else width_m / 2.0) if width_m > 0.0 else lane_m
    count = max(1, int(room / lane_m)) if many else 1
    if oneway:
        return {"forward": tuple((k - (count - 1) / 2.0) * lane_m for k in range(count))}
    lane = min(lane_m, room)
    right = tuple((k + 0.5) * lane for k in range(count))
    return {"forward": right, "backward": right}


def readable_stretches(
    cameras: gpd.GeoDataFrame,
    scene: Scene,
    road: shapely.LineString,
    profile: PlateProfile | None = None,
    lanes: Mapping[str, Sequence[float]] = AXIS,
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
    lanes : mapping of str to floats
        By way of travel, how far to the right of the line plates pass (see `lane_offsets`); default: on the line.

    Returns
    -------
    DataFrame
        One row a camera, way ("forward", "backward"), lane (place in `lanes`), plate ("front" of vehicles that come,
        "rear" of those that go) and readable stretch: camera (index), way, lane, plate, from_m, to_m (along the
        line), length_m, top_speed_kmh (at which `frames` pictures are still taken and the plate is not blurred; NaN
        where neither pictures a second nor shutter are known), limit ("frames", "shutter" or "" for what sets that
        speed).
    """
    rules = profile or PlateProfile()
    return stretches_on(cameras, plate_ground(cameras, scene, rules), road, rules, lanes)


def plate_ground(cameras: gpd.GeoDataFrame, scene: Scene, profile: PlateProfile) -> np.ndarray:
    """Return the ground where each camera is fine enough for the easiest plate; object array (n,)."""
    coarse = float(needed_px_per_m(profile, max(profile.rear_m, profile.front_m)))
    return footprints(cameras, scene, px_per_m=coarse).geometry.to_numpy()


def stretches_on(
    cameras: gpd.GeoDataFrame,
    ground: np.ndarray,
    road: shapely.LineString,
    rules: PlateProfile,
    lanes: Mapping[str, Sequence[float]] = AXIS,
) -> pd.DataFrame:
    """Return `readable_stretches` where the `plate_ground` of the cameras is already known."""
    along = np.arange(0.0, road.length, STEP_M)
    reach = max(abs(offset) for offsets in lanes.values() for offset in offsets)
    rows = []
    for i in np.flatnonzero(shapely.dwithin(ground, road, reach)):
        record = cameras.iloc[[i]]
        for way, offsets in lanes.items():
            for lane, offset in enumerate(offsets):
                xy, heading = lane_course(road, along, way, offset)
                shown = shapely.intersects_xy(ground[i], *xy.T)
                sight = _sight(record, xy, rules)
                found = _stretches(heading, shown, sight, along, record, rules)
                rows += [(cameras.index[i], way, lane, *each) for each in found]
    return pd.DataFrame(rows, columns=_COLUMNS)


def lane_course(
    road: shapely.LineString, along: np.ndarray, way: str, offset: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return points of a lane at distances along its road, and the unit vectors of travel there; (n, 2) each."""
    begin = np.clip(along, 0.0, max(road.length - 0.1, 0.0))
    axis = shapely.get_coordinates(shapely.line_interpolate_point(road, along))
    step = shapely.get_coordinates(shapely.line_interpolate_point(road, begin + 0.1))
    step -= shapely.get_coordinates(shapely.line_interpolate_point(road, begin))
    heading = step / np.maximum(np.hypot(*step.T), 1e-12)[:, None]
    heading = heading if way == "forward" else -heading
    return axis + offset * np.column_stack([heading[:, 1], -heading[:, 0]]), heading


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
    heading: np.ndarray,
    shown: np.ndarray,
    sight: tuple[np.ndarray, np.ndarray, np.ndarray],
    along: np.ndarray,
    record: gpd.GeoDataFrame,
    rules: PlateProfile,
) -> list[tuple]:
    """Return the readable stretches of one way of travel, by the front and by the rear plate."""
    toward, down, density = sight
    rows = []
    for plate, width, side in (("front", rules.front_m, 1.0), ("rear", rules.rear_m, -1.0)):
        cosine = side * (heading * toward).sum(axis=1)
        angle = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        level = (angle <= rules.horizontal_deg) & (down <= rules.vertical_deg)
        fine = density >= needed_px_per_m(rules, width, np.minimum(angle, 89.0))
        for first, last in _runs(shown & level & fine):
            start, length = float(along[first]), float(along[last - 1] - along[first] + STEP_M)
            rows.append((plate, start, start + length, length, *_top_speed(record, length, rules)))
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


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return the runs of true values, each as [first, last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
