"""A town of two zones for the tests of sheets and projection: Alta lacks cameras, those of Bassa overlap."""

import datetime as dt
from pathlib import Path

import shapely

from maps.store import ProjectFile

WEST, SOUTH = 580_000.0, 4_998_000.0
PURPOSE = "urban_safety"


def at(x: float, y: float) -> shapely.Point:
    return shapely.Point(WEST + x, SOUTH + y)


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(WEST + x, SOUTH + y, WEST + x + width, SOUTH + y + height)


def small_town(path: Path) -> Path:
    """Write the town and return its path."""
    with (
        ProjectFile.create(path, name="Borgo", epsg=7791, area=box(0, 0, 1200, 800)) as file,
        file.edit("prova") as edit,
    ):
        edit.insert("analysis_zone", [_zone("Alta", 0), _zone("Bassa", 600)])
        edit.insert("road", [_road(100, "Via Lunga"), _road(600, "Via Corta")])
        edit.insert("obstacle", [{"geometry": box(x, 300, 60, 60)} for x in range(100, 1100, 200)])
        edit.insert("land_use", [{"land_use_kind": "park", "geometry": box(100, 620, 200, 120)}])
        edit.insert("degraded_area", [{"name": "Scalo", "geometry": box(320, 420, 120, 90)}])
        edit.insert("abandoned_building", [{"name": "Opificio", "geometry": box(460, 320, 40, 30)}])
        edit.insert("offence", [_offence(80 + 9 * n, 120 + 6 * n) for n in range(40)] + [_offence(900, 400)])
        edit.insert("camera", [_camera(f"B-{n}", 800 + 3 * n, 610, 180.0) for n in range(5)])
        edit.insert(
            "camera", [_camera("A-1", 200, 110, 90.0, "broken"), _camera("A-2", 300, 110, 90.0, "planned")]
        )
    return path


def _zone(name: str, x: float) -> dict:
    return {"name": name, "code": name[0], "zone_kind": "centre", "geometry": box(x, 0, 600, 800)}


def _road(y: float, name: str) -> dict:
    line = shapely.LineString([(WEST, SOUTH + y), (WEST + 1200, SOUTH + y)])
    return {
        "name": name,
        "road_class": "residential",
        "width_m": 12.0,
        "source": "OpenStreetMap",
        "geometry": line,
    }


def _offence(x: float, y: float) -> dict:
    return {"category": "theft", "start_at": dt.datetime(2026, 3, 4, 12), "count": 1, "geometry": at(x, y)}


def _camera(code: str, x: float, y: float, azimuth: float, state: str = "working") -> dict:
    return {
        "code": code,
        "camera_type": "fixed",
        "purposes": [PURPOSE],
        "working_state": state,
        "azimuth_deg": azimuth,
        "hfov_deg": 70.0,
        "range_m": 40.0,
        "geometry": at(x, y),
    }
