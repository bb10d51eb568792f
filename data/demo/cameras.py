"""Cameras set in the streets and squares of the town, each looking where there is something to see."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Point

from data.demo.camera_plan import AIM_M, BATCHES, MODELS, PLANNED, SAFETY, Batch, Model, Place
from data.demo.geometry import azimuth, stream
from data.demo.lamps import beside
from data.demo.places import block_named
from data.demo.records import Record, record
from data.demo.streets import built_up
from data.demo.town import Town

CLASSES = {
    "urban_safety": "observe", "public_order": "recognise", "municipal_property": "observe",
    "waste_environment": "recognise", "traffic_plates": "plate", "schools_minors": "observe",
    "civil_protection": "detect", "square_access": "recognise", "private_security": "observe",
}  # fmt: skip
APART_M = 95.0  # between cameras that a rule places for the same purpose
LOOK_M = 120.0
# Which cameras (numbers in the register) have something wrong, and those whose direction nobody wrote down.
BROKEN, DEGRADED, DISMISSED, INSTALLING = (24, 44, 59, 66, 90), (31, 52, 82, 97), (71, 83, 105), (88,)
NO_DIRECTION = (26, 62, 70, 75, 81, 89, 94, 103)


@dataclass
class Pose:
    """Where a camera stands (local metres), where it looks, on what it is mounted."""

    point: Point
    azimuth_deg: float
    mount: str


def camera_records(town: Town) -> list[Record]:
    """Return the register of the cameras."""
    rng = stream("cameras")
    poses: list[tuple[Batch, Pose]] = []
    for batch in BATCHES:
        aim_m = MODELS[batch.model].aim_m
        poses += [(batch, _pose(town, place, aim_m)) for place in batch.places]
        if batch.count:
            poses += [(batch, pose) for pose in _by_rule(town, batch, poses, rng)]
    planned = Batch("IMP-01", SAFETY, "street")
    poses += [(planned, _beside_street(town, *place)) for place in PLANNED]
    first_planned = len(poses) - len(PLANNED) + 1
    return [
        _record(town, number, batch, pose, _state(number, first_planned), rng)
        for number, (batch, pose) in enumerate(poses, start=1)
    ]


def _pose(town: Town, place: Place, aim_m: float) -> Pose:
    if place[1] == "corner":
        return _in_corner(town, str(place[0]), int(place[2]))
    x, y, look = place
    return _beside_street(town, float(x), float(y), str(look), aim_m)


def _in_corner(town: Town, name: str, corner: int) -> Pose:
    """Stand in a corner of a square or a yard and look across it."""
    outline = block_named(town, name).polygon
    box = shapely.get_coordinates(outline.minimum_rotated_rectangle)[:-1]
    box = box[np.lexsort((box[:, 0].round(1), box[:, 1].round(1)))][[0, 1, 3, 2]]
    ring = shapely.get_coordinates(outline.exterior)
    nearest = ring[np.argmin(np.hypot(*(ring - box[corner % 4]).T).round(3))]
    if corner >= 4:
        middle = Point((box[corner % 4] + box[(corner + 1) % 4]) / 2)
        nearest = shapely.get_coordinates(shapely.shortest_line(outline.exterior, middle))[0]
    centre = shapely.get_coordinates(outline.centroid)[0]
    towards = (centre - nearest) / np.hypot(*(centre - nearest))
    step = next((s for s in np.arange(1.2, 20, 0.8) if town.is_open(*(nearest + towards * s))), 1.2)
    return Pose(Point(nearest + towards * step), azimuth(*towards), "street_pole")


def _beside_street(town: Town, x: float, y: float, look: str, aim_m: float = AIM_M) -> Pose:
    """Stand beside the street nearest to a place and look along it or back."""
    spot = Point(x, y)
    streets = [street for street in town.streets if street.road_class not in ("track", "footway")]
    distances = shapely.distance(np.array([street.line for street in streets], dtype=object), spot).round(3)
    street = streets[int(np.argmin(distances))]
    return _on_side(
        town, street.line, street.width_m, street.line.project(spot), 1 if look == "along" else -1, aim_m
    )


def _on_side(
    town: Town, line: LineString, width_m: float, distance_m: float, sign: int, aim_m: float = AIM_M
) -> Pose:
    """Stand at the kerb; take the other side, then a place further on, where a building is in the way."""
    for shift in (0.0, 4.0, -4.0, 9.0, -9.0, 15.0, -15.0):
        along = min(max(distance_m + shift, 0.6), line.length - 0.6)
        for side in (1, -1):
            point = beside(line, along, side * (width_m / 2 - 0.5))
            if town.is_open(point.x, point.y):
                bearing = _bearing(line, along, sign * aim_m, point)
                return Pose(point, bearing, "facade" if width_m < 9 else "light_pole")
    return Pose(line.interpolate(distance_m), _bearing(line, distance_m, sign * aim_m), "light_pole")


def _bearing(line: LineString, distance_m: float, aim_m: float, point: Point | None = None) -> float:
    """Return the direction towards the axis of the street so far on (back if negative), degrees from north."""
    sign = np.sign(aim_m)
    ahead = min(max(distance_m + aim_m, 0.0), line.length)
    if abs(ahead - distance_m) < 12.0:
        ahead = min(max(distance_m + sign * 0.5, 0.0), line.length)
        start, end = line.interpolate(ahead - sign * 0.5), line.interpolate(ahead)
    else:
        start, end = point or line.interpolate(distance_m), line.interpolate(ahead)
    return azimuth(end.x - start.x, end.y - start.y)


def _by_rule(town: Town, batch: Batch, placed: list[tuple[Batch, Pose]], rng: Generator) -> list[Pose]:
    """Choose street corners of a quarter with a long view, apart from cameras of the same purpose."""
    chosen: list[Pose] = []
    same = [pose.point for other, pose in placed if set(other.purposes) & set(batch.purposes)]
    least_m = 7.0 if batch.quarter in ("Duomo", "Mercato", "Stazione") else 9.0
    ground = town.quarters[batch.quarter].intersection(built_up())
    lines = [
        street
        for street in town.streets
        if street.width_m >= least_m
        and street.line.length > 60
        and street.road_class not in ("track", "trunk", "footway")
        and ground.contains(street.line)
    ]
    for _ in range(batch.count):
        trials = [_trial(town, lines[int(rng.integers(len(lines)))], rng) for _ in range(14)]
        free = [pose for pose in trials if all(pose.point.distance(p) > APART_M for p in same)] or trials
        best = max(free, key=partial(_view_m, town))
        chosen.append(best)
        same.append(best.point)
    return chosen


def _trial(town: Town, street: Any, rng: Generator) -> Pose:
    at_start = rng.random() < 0.5
    distance = 6.0 if at_start else street.line.length - 6.0
    return _on_side(town, street.line, street.width_m, distance, 1 if at_start else -1)


def _view_m(town: Town, pose: Pose) -> float:
    """Return how far the camera sees along its axis before a wall, metres."""
    angle = np.radians(pose.azimuth_deg)
    end = Point(pose.point.x + LOOK_M * np.sin(angle), pose.point.y + LOOK_M * np.cos(angle))
    ray = LineString([pose.point, end])
    hits = town.walls.geometries[town.walls.query(ray, predicate="intersects")]
    return round(float(min(shapely.distance(hits, pose.point), default=LOOK_M)), 2)


def _state(number: int, first_planned: int) -> str:
    if number >= first_planned:
        return "planned"
    groups = {"broken": BROKEN, "degraded": DEGRADED, "dismissed": DISMISSED, "installing": INSTALLING}
    return next((state for state, numbers in groups.items() if number in numbers), "working")


def _record(town: Town, number: int, batch: Batch, pose: Pose, state: str, rng: Generator) -> Record:
    model = MODELS[batch.model]
    quarter = town.quarter_at(pose.point.x, pose.point.y)
    known = number not in NO_DIRECTION or model.hfov_deg == 360.0
    return record(
        "camera",
        f"TC-{number:03d}",
        pose.point,
        name=_name(town, pose.point),
        system_id=batch.system,
        role=batch.role,
        purposes=list(batch.purposes),
        required_class=CLASSES[batch.purposes[0]],
        viewed_area=batch.viewed_area,
        azimuth_deg=round(pose.azimuth_deg) % 360.0 if known else None,
        extra_azimuths_deg=_further(model, pose) if known else None,
        **_pose_values(batch, pose, rng),
        **_optics(model),
        **_service(batch, state, rng),
        district_id=quarter,
    )


def _name(town: Town, point: Point) -> str:
    """Name a camera after the square or the street on which it stands."""
    for block in town.blocks:
        if block.name and block.polygon.distance(point) < 0.5:
            return block.name
    named = [street for street in town.streets if street.name]
    distances = shapely.distance(np.array([street.line for street in named], dtype=object), point)
    return named[int(np.argmin(distances.round(3)))].name


def _further(model: Model, pose: Pose) -> list[float] | None:
    if model.camera_type != "multi_sensor":
        return None
    return [float((round(pose.azimuth_deg) + turn) % 360) for turn in (80, 160, 240)]


def _pose_values(batch: Batch, pose: Pose, rng: Generator) -> dict[str, Any]:
    low, high = {"trap": (2.2, 3.0), "plates": (5.0, 6.2), "ptz": (7.0, 9.0)}.get(batch.model, (4.2, 6.0))
    steep = {"fisheye": 90.0, "panoramic": 20.0, "tele": 8.0, "street": 11.0, "plates": 14.0}
    return {
        "height_m": round(float(rng.uniform(low, high)), 1),
        "tilt_deg": steep.get(batch.model, 15.0),
        "target_height_m": 0.5 if batch.model == "plates" else 1.6,
        "mount": "gantry" if batch.model == "plates" and rng.random() < 0.4 else pose.mount,
    }


def _optics(model: Model) -> dict[str, Any]:
    return {
        "model": model.name,
        "camera_type": model.camera_type,
        "res_x": model.res_x,
        "res_y": model.res_y,
        "sensor_w_mm": model.sensor_w_mm,
        "sensor_h_mm": model.sensor_h_mm,
        "focal_mm": model.focal_mm,
        "hfov_deg": model.hfov_deg,
        "lens_model": model.lens_model,
        "ir_range_m": model.ir_range_m,
    }


def _service(batch: Batch, state: str, rng: Generator) -> dict[str, Any]:
    checked = date(2026, 6, 28) - timedelta(days=int(rng.integers(10, 300)))
    private = batch.purposes == ("private_security",)
    planned = state == "planned"
    return {
        "working_state": state,
        "fault_since": checked if state in ("broken", "degraded") else None,
        "checked_on": None if planned else checked,
        "installed_year": None
        if planned
        else int(rng.integers(2009 if batch.model == "old" else 2016, 2026)),
        "fps": 25.0,
        "codec": "MJPEG" if batch.model == "old" else "H.265",
        "records": True,
        "is_24h": batch.model != "trap",
        "retention_days": 3 if private else 7,
        "network": "mobile" if batch.model == "trap" else str(rng.choice(["fibre", "fibre", "radio"])),
        "notice_sign": bool(rng.random() < 0.92),
        "privacy_mask": bool(rng.random() < 0.3),
        "anpr": batch.role == "anpr",
        "anpr_lanes": 2 if batch.role == "anpr" else None,
        "anpr_directions": 1 if batch.role == "anpr" else None,
        "scntt_linked": batch.role == "anpr",
    }
