"""Street lamps along the lit streets, with dark stretches."""

from datetime import date, timedelta

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Point

from data.demo.geometry import stream
from data.demo.plan import Street
from data.demo.records import Record, record
from data.demo.town import Town

SPACING_M = {"trunk": 90.0, "primary": 55.0, "secondary": 60.0, "tertiary": 75.0, "pedestrian": 60.0}
OTHER_SPACING_M = 72.0
# Places where all the lamps within the radius are out: x, y, metres.
DARK: tuple[tuple[float, float, float], ...] = (
    (-1010, 470, 130), (-1230, 560, 150), (-860, 180, 80), (-940, 610, 140), (-260, 750, 60), (840, 720, 90),
    (560, 850, 60), (-620, 830, 70),
)  # fmt: skip


def lamp_records(town: Town) -> list[Record]:
    """Return the street lamps: beside the carriageway, never inside a building."""
    rng = stream("lamps")
    records: list[Record] = []
    for street in town.streets:
        if street.road_class in ("track", "footway"):
            continue
        for point in _along(street):
            quarter = town.quarter_at(point.x, point.y)
            if quarter is None or not town.is_open(point.x, point.y):
                continue
            code = f"PL-{len(records) + 1:05d}"
            state = _state(point, rng)
            records.append(
                record(
                    "street_light",
                    code,
                    point,
                    lamp_state=state,
                    lamp_kind=str(rng.choice(["LED", "LED", "LED", "Sodio alta pressione"])),
                    power_w=float(rng.choice([50.0, 70.0, 100.0])),
                    height_m=5.0 if street.width_m < 9 else 8.0,
                    reported_on=_reported(rng) if state != "on" else None,
                    district_id=quarter,
                )
            )
    return records


def _along(street: Street) -> list[Point]:
    """Return the feet of the lamps, on alternate sides of the street."""
    spacing = SPACING_M.get(street.road_class, OTHER_SPACING_M)
    count = int(street.line.length // spacing)
    points = []
    for index in range(count):
        distance = (index + 0.5) * street.line.length / count
        points.append(beside(street.line, distance, (street.width_m / 2 - 0.9) * (1 if index % 2 else -1)))
    return points


def beside(line: LineString, distance_m: float, offset_m: float) -> Point:
    """Return the point at a distance along a line and an offset to its left (metres)."""
    ahead = shapely.get_coordinates(
        line.interpolate([max(distance_m - 0.5, 0.0), distance_m, distance_m + 0.5])
    )
    direction = ahead[2] - ahead[0]
    direction = direction / max(float(np.hypot(*direction)), 1e-9)
    return Point(ahead[1] + np.array([-direction[1], direction[0]]) * offset_m)


def _state(point: Point, rng: Generator) -> str:
    dark = any(np.hypot(point.x - x, point.y - y) < radius for x, y, radius in DARK)
    draw = rng.random()
    if dark:
        return "broken" if draw < 0.6 else "off"
    return "broken" if draw < 0.02 else "on"


def _reported(rng: Generator) -> date:
    return date(2026, 6, 30) - timedelta(days=int(rng.integers(5, 240)))
