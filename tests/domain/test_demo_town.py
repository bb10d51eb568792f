"""The demo town: the same at each run, geometrically sound, valid under the schema, telling its story."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from data.demo.records import SOURCE, DemoCity
from maps.schema import LAYERS
from maps.schema.fields import GeometryKind
from maps.schema.values import parse_value

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def city(demo_city: DemoCity) -> DemoCity:
    return demo_city


def _geometries(city: DemoCity, layer: str) -> np.ndarray:
    found = [record["geometry"] for record in city.layers[layer] if record["geometry"] is not None]
    return np.array(found, dtype=object)


def digest(city: DemoCity) -> str:
    """Hash every value and every coordinate."""
    summed = hashlib.sha256(city.area.wkb)
    for name, records in city.layers.items():
        for record in records:
            values = sorted((key, value) for key, value in record.items() if key != "geometry")
            summed.update(repr((name, values)).encode())
            summed.update(record["geometry"].wkb if record["geometry"] is not None else b"none")
    return summed.hexdigest()


def test_another_process_draws_the_same_town(city: DemoCity) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests/domain')\n"
        "from data.demo.demo_project_data import demo_records\n"
        "from test_demo_town import digest\nprint(digest(demo_records()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(_ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=_ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == digest(city)


@pytest.mark.parametrize(
    ("layer", "least", "most"),
    [
        ("obstacle", 7500, 8500),
        ("analysis_zone", 7, 7),
        ("camera", 110, 135),
        ("system", 10, 15),
        ("road", 900, 1500),
        ("degraded_area", 9, 9),
        ("abandoned_building", 14, 14),
        ("street_light", 1500, 3000),
        ("sensitive_place", 25, 60),
        ("offence", 4000, 5200),
        ("report", 150, 300),
        ("dump_site", 20, 60),
    ],
)
def test_how_many(city: DemoCity, layer: str, least: int, most: int) -> None:
    assert least <= len(city.layers[layer]) <= most


def test_every_value_passes_the_schema(city: DemoCity) -> None:
    for name, records in city.layers.items():
        declared = {field.name: field for field in LAYERS[name].fields}
        for record in records:
            for key, value in record.items():
                if key != "geometry":
                    assert parse_value(declared[key], value) == value, (name, record["code"], key)


def test_every_record_says_that_it_is_invented(city: DemoCity) -> None:
    assert "dati inventati" in city.name
    assert all(record["source"] == SOURCE for records in city.layers.values() for record in records)


def test_codes_and_identifiers_are_unique(city: DemoCity) -> None:
    for records in city.layers.values():
        for key in ("code", "uid"):
            assert len({record[key] for record in records}) == len(records)


def test_geometries_are_valid_and_of_the_declared_kind(city: DemoCity) -> None:
    allowed = {
        GeometryKind.POINT: {"Point"},
        GeometryKind.LINE: {"LineString", "MultiLineString"},
        GeometryKind.POLYGON: {"Polygon", "MultiPolygon"},
        GeometryKind.ANY: {"Point", "Polygon"},
        GeometryKind.NONE: set(),
    }
    for name, records in city.layers.items():
        shapes = _geometries(city, name)
        assert shapely.is_valid(shapes).all(), name
        assert {shape.geom_type for shape in shapes} <= allowed[LAYERS[name].geometry]
        optional = LAYERS[name].position_optional or LAYERS[name].geometry is GeometryKind.NONE
        assert optional or len(shapes) == len(records)


def test_everything_lies_in_the_area_at_cremona(city: DemoCity) -> None:
    assert city.epsg == 7791
    assert city.area.contains(shapely.Point(580520, 4998235))
    for name in city.layers:
        if name != "system":
            assert shapely.covers(city.area.buffer(0.05), _geometries(city, name)).all(), name


def _shared_areas(shapes: np.ndarray) -> np.ndarray:
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    return shapely.area(shapely.intersection(shapes[left[once]], shapes[right[once]]))


def test_buildings_do_not_overlap(city: DemoCity) -> None:
    assert _shared_areas(_geometries(city, "obstacle")).max() < 0.05


def test_buildings_keep_out_of_streets_water_and_railway(city: DemoCity) -> None:
    buildings = _geometries(city, "obstacle")
    carriageways = [
        record["geometry"].buffer(record["width_m"] / 2 - 0.6, cap_style="flat")
        for record in city.layers["road"]
        if record["road_class"] not in ("footway", "track")
    ]
    barred = [
        record["geometry"]
        for record in city.layers["land_use"]
        if record["land_use_kind"] in ("water", "square")
    ]
    others = np.array([*carriageways, *barred], dtype=object)
    left, right = shapely.STRtree(others).query(buildings, predicate="intersects")
    assert shapely.area(shapely.intersection(buildings[left], others[right])).max(initial=0) < 1.0


def test_many_buildings_have_a_courtyard(city: DemoCity) -> None:
    assert sum(bool(shape.interiors) for shape in _geometries(city, "obstacle")) >= 30


def test_zones_tile_the_area(city: DemoCity) -> None:
    zones = _geometries(city, "analysis_zone")
    assert _shared_areas(zones).max() < 1e-6
    assert shapely.area(zones).sum() == pytest.approx(city.area.area, abs=1e-3)
    assert {zone.geom_type for zone in zones} == {"Polygon"}
    assert all(record["population"] > 1000 for record in city.layers["analysis_zone"])


def test_land_uses_do_not_overlap(city: DemoCity) -> None:
    assert _shared_areas(_geometries(city, "land_use")).max() < 0.1


def test_cameras_stand_outside_buildings(city: DemoCity) -> None:
    tree = shapely.STRtree(_geometries(city, "obstacle"))
    points = _geometries(city, "camera")
    assert not tree.query(points, predicate="intersects").size


def test_the_register_of_cameras_is_varied(city: DemoCity) -> None:
    cameras = city.layers["camera"]
    states = Counter(camera["working_state"] for camera in cameras)
    assert states["planned"] == 5 and 4 <= states["broken"] <= 6
    assert states["degraded"] and states["dismissed"] and states["working"] > 90
    assert {"fixed", "dome", "ptz", "panoramic", "mobile"} <= {camera["camera_type"] for camera in cameras}
    assert len({purpose for camera in cameras for purpose in camera["purposes"]}) == 9
    assert 5 <= sum("azimuth_deg" not in camera for camera in cameras) <= 12
    systems = {system["code"] for system in city.layers["system"]}
    assert {camera["system_id"] for camera in cameras} == systems


def test_offences_have_a_structure(city: DemoCity) -> None:
    offences = city.layers["offence"]
    by_semester = Counter(
        offence["code"].split("-")[0] + offence["code"].split("-")[1] for offence in offences
    )
    assert set(by_semester) == {"E20242", "E20251", "E20252", "E20261"}
    assert all(1000 <= count <= 1300 for count in by_semester.values())
    unplaced = sum(offence["geometry"] is None for offence in offences)
    assert 0.02 < unplaced / len(offences) < 0.07
    night = [o["start_at"].hour for o in offences if o["category"] == "antisocial"]
    assert sum(hour >= 20 or hour < 4 for hour in night) > 0.8 * len(night)
    shops = [o["start_at"].hour for o in offences if o["category"] == "shoplifting"]
    assert sum(8 <= hour < 22 for hour in shops) > 0.9 * len(shops)


def test_offences_rise_in_fornaci_in_the_last_semester(city: DemoCity) -> None:
    in_fornaci = [o for o in city.layers["offence"] if o.get("district_id") == "Fornaci"]
    before = sum(o["code"].startswith("E2025-1") for o in in_fornaci)
    after = sum(o["code"].startswith("E2026-1") for o in in_fornaci)
    assert 2 * (np.sqrt(after) - np.sqrt(before)) > 3  # the alarm of Wheeler's test


def test_offences_lie_on_streets(city: DemoCity) -> None:
    tree = shapely.STRtree(_geometries(city, "road"))
    assert tree.query_nearest(_geometries(city, "offence"), return_distance=True)[1].max() < 0.05


def test_lamps_show_dark_stretches(city: DemoCity) -> None:
    states = Counter(lamp["lamp_state"] for lamp in city.layers["street_light"])
    assert states["on"] > 0.9 * sum(states.values())
    assert states["broken"] + states["off"] > 50
