"""Footprints of a register: states, levels, facades, several lenses."""

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.coverage.footprints import Level, State, footprints
from maps.coverage.relief import Relief
from maps.coverage.scene import Scene

OPEN = Scene.from_polygons(np.array([], object))
BLOCK = Scene.from_polygons(np.array([shapely.box(0, 0, 40, 20)], object))


def one(scene=OPEN, at=(0.0, 0.0), options=None, **fields):
    """Return the footprint (a row) of one camera."""
    columns = {name: [value] for name, value in fields.items()}
    point = None if at is None else shapely.Point(at)
    cameras = gpd.GeoDataFrame(columns, geometry=[point], crs=7791, index=[7])
    return footprints(cameras, scene, **(options or {})).loc[7]


def test_the_declared_range():
    row = one(azimuth_deg=90.0, hfov_deg=60.0, range_m=30.0)
    assert row.area_m2 == pytest.approx(math.pi * 900 / 6)
    assert (row.level, row.state, row.hidden_share) == ("declared_range", "computed", pytest.approx(0.0))
    assert row.geometry.centroid.x > 10


@pytest.mark.parametrize(("px_per_m", "expected"), [(250, 3.84), (125, 7.68), (62.5, 15.36), (25, 38.4)])
def test_the_range_from_pixels_and_aperture(px_per_m, expected):
    row = one(azimuth_deg=0.0, hfov_deg=90.0, res_x=1920, options={"px_per_m": px_per_m})
    assert row.range_m == pytest.approx(expected)
    assert row.level == Level.PIXELS.value


def test_the_aperture_from_sensor_and_focal_length():
    row = one(azimuth_deg=0.0, sensor_w_mm=6.4, focal_mm=3.2, range_m=10.0)
    assert row.hfov_deg == pytest.approx(90.0)


def test_a_camera_of_which_little_is_known():
    row = one(azimuth_deg=0.0)
    assert (row.level, row.hfov_deg) == (Level.CLASS_DEFAULT.value, 90.0)
    assert row.range_m == pytest.approx(15.36)
    assert one(azimuth_deg=0.0, options={"default_range_m": 25.0}).range_m == 25.0


@pytest.mark.parametrize("fields", [{}, {"hfov_deg": 80.0, "range_m": 20.0}, {"camera_type": "dome"}])
def test_an_unknown_direction_is_never_invented(fields):
    row = one(**fields)
    assert row.state == State.DIRECTION_UNKNOWN.value
    assert row.geometry is None
    assert row.declared_geometry is None
    assert row.area_m2 == 0.0


@pytest.mark.parametrize("fields", [{"hfov_deg": 360.0}, {"camera_type": "panoramic"}])
def test_all_round_needs_no_direction(fields):
    row = one(range_m=10.0, **fields)
    assert row.state == State.COMPUTED.value
    assert row.area_m2 == pytest.approx(math.pi * 100)


@pytest.mark.parametrize(
    ("working", "state"),
    [
        ("working", "computed"),
        ("degraded", "computed"),
        (None, "computed"),
        ("broken", "not_working"),
        ("dismissed", "not_working"),
        ("planned", "planned"),
        ("installing", "planned"),
    ],
)
def test_only_working_cameras_cover(working, state):
    row = one(azimuth_deg=0.0, range_m=10.0, working_state=working)
    assert row.state == state
    assert row.declared_geometry.area > 70
    assert (row.geometry is None) == (state != "computed")
    assert (row.area_m2 > 0) == (state == "computed")


def test_buildings_hide():
    row = one(BLOCK, (20.0, -5.0), azimuth_deg=0.0, hfov_deg=90.0, range_m=30.0)
    assert row.area_m2 == pytest.approx(25.0)
    assert row.hidden_share == pytest.approx(1 - 25.0 / (math.pi * 900 / 4))


@pytest.mark.parametrize("y", [0.0, -0.3, 0.3, 1e-9])
def test_a_camera_on_a_facade_is_moved_off_it(y):
    row = one(BLOCK, (20.0, y), azimuth_deg=180.0, hfov_deg=90.0, range_m=10.0)
    assert row.state == State.COMPUTED.value
    assert row.moved_m == pytest.approx(0.4 + y)
    assert row.geometry.bounds[3] == pytest.approx(-0.4)


def test_a_camera_off_the_wall_stays():
    row = one(BLOCK, (20.0, -0.5), azimuth_deg=180.0, hfov_deg=90.0, range_m=10.0)
    assert row.moved_m == 0.0


def test_a_facade_with_a_wall_opposite():
    alley = Scene.from_polygons(np.array([shapely.box(0, 0, 40, 20), shapely.box(0, -20, 40, -0.3)], object))
    row = one(alley, (20.0, 0.0), azimuth_deg=90.0, hfov_deg=90.0, range_m=10.0)
    assert row.state == State.COMPUTED.value
    assert row.moved_m == pytest.approx(0.2)


def test_inside_a_building_the_nearest_facade_is_proposed():
    row = one(BLOCK, (20.0, 3.0), azimuth_deg=180.0, range_m=10.0)
    assert row.state == State.INSIDE_OBSTACLE.value
    assert row.geometry is None
    assert row.facade.equals_exact(shapely.Point(20, 0), 1e-9)


def test_several_lenses_are_united():
    apart = one(azimuth_deg=0.0, extra_azimuths_deg=[180.0], hfov_deg=90.0, range_m=10.0)
    assert apart.area_m2 == pytest.approx(math.pi * 50)
    crossing = one(azimuth_deg=0.0, extra_azimuths_deg=[45.0], hfov_deg=90.0, range_m=10.0)
    assert crossing.area_m2 == pytest.approx(math.pi * 100 * 135 / 360, rel=1e-4)
    assert crossing.hidden_share == pytest.approx(0.0, abs=1e-4)


def test_a_camera_without_position():
    row = one(at=None, azimuth_deg=0.0)
    assert (row.state, row.geometry, row.area_m2) == ("no_position", None, 0.0)


def test_only_the_cameras_of_a_purpose():
    purposes = [["urban_safety", "traffic_plates"], ["traffic_plates"], None]
    cameras = gpd.GeoDataFrame(
        {"purposes": purposes, "azimuth_deg": [0.0] * 3}, geometry=shapely.points([[0, 0]] * 3), crs=7791
    )
    assert list(footprints(cameras, OPEN, purpose="urban_safety").index) == [0]
    assert list(footprints(cameras, OPEN, purpose="traffic_plates").index) == [0, 1]
    assert len(footprints(cameras, OPEN)) == 3


def test_an_empty_register():
    empty = gpd.GeoDataFrame({"azimuth_deg": []}, geometry=[], crs=7791)
    assert len(footprints(empty, BLOCK)) == 0


FULL = {"res_x": 2688, "res_y": 1520, "hfov_deg": 90.0, "height_m": 4.5, "tilt_deg": 15.0}


def test_full_optics_give_the_exact_trapezoid():
    row = one(azimuth_deg=90.0, range_m=200.0, **FULL)
    assert (row.level, row.lens, row.state) == ("optics", "rectilinear", "computed")
    x = shapely.get_coordinates(row.geometry)[:, 0]
    assert x.min() == pytest.approx(row.near_m)
    assert x.max() == pytest.approx(row.range_m)
    near, far = (
        d * math.cos(math.radians(15)) + 2.9 * math.sin(math.radians(15)) for d in (x.min(), x.max())
    )
    assert row.area_m2 == pytest.approx((near + far) * (x.max() - x.min()), rel=1e-9)
    assert row.hidden_share == pytest.approx(0.0, abs=1e-9)


def test_a_class_that_is_never_reached():
    row = one(azimuth_deg=90.0, options={"px_per_m": 500.0}, **FULL)
    assert (row.state, row.geometry, row.area_m2) == ("never_reached", None, 0.0)


def test_pixels_and_aperture_end_in_a_straight_chord():
    row = one(azimuth_deg=0.0, hfov_deg=60.0, res_x=1920, range_m=99.0)
    assert (row.level, row.lens) == ("pixels", "rectilinear")
    assert row.area_m2 == pytest.approx(row.range_m**2 * math.tan(math.radians(30)))


def test_a_wide_lens_ends_in_an_arc():
    row = one(azimuth_deg=0.0, hfov_deg=140.0, res_x=1920)
    assert row.lens == "equidistant"
    assert row.area_m2 == pytest.approx(math.pi * row.range_m**2 * 140 / 360)


def test_each_camera_at_its_own_class():
    cameras = gpd.GeoDataFrame(
        {"azimuth_deg": [0.0, 0.0], "hfov_deg": 90.0, "res_x": 1920},
        geometry=shapely.points([[0, 0]] * 2),
        crs=7791,
    )
    found = footprints(cameras, OPEN, px_per_m=np.array([62.5, 250.0]))
    assert found.range_m.tolist() == pytest.approx([15.36, 3.84])


def lamp(x, y, **fields):
    columns = {name: [value] for name, value in fields.items()}
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(x, y)], crs=7791)


def test_at_night_only_what_is_lit_or_in_infrared_counts():
    sector = {"azimuth_deg": 90.0, "hfov_deg": 90.0, "range_m": 40.0}
    dark = one(options={"when": "night"}, **sector)
    assert dark.area_m2 == 0.0
    infrared = one(options={"when": "night"}, ir_range_m=20.0, **sector)
    assert infrared.area_m2 == pytest.approx(math.pi * 400 / 4, rel=1e-4)
    lit = one(options={"when": "night", "lamps": lamp(20, 0, height_m=4.0)}, **sector)
    assert lit.area_m2 == pytest.approx(math.pi * 64, rel=5e-3)
    off = one(options={"when": "night", "lamps": lamp(20, 0, lamp_state="broken")}, **sector)
    assert off.area_m2 == 0.0


def test_a_camera_above_a_low_wall_sees_beyond_it():
    wall = np.array([shapely.box(-50, 5, 50, 5.5)], object)
    scene, relief = Scene.from_polygons(wall), Relief.from_buildings(wall, [2.0])
    fields = {"azimuth_deg": 0.0, "hfov_deg": 60.0, "range_m": 40.0, "height_m": 8.0, "target_height_m": 0.0}
    flat, over = one(scene, **fields), one(scene, options={"relief": relief}, **fields)
    assert flat.geometry.bounds[3] == pytest.approx(5.0)
    hidden = over.geometry.intersection(shapely.LineString([(0, 5.6), (0, 40)]))
    assert hidden.bounds[1] == pytest.approx(5.5 * 8 / 6)
    assert over.area_m2 > flat.area_m2 * 10
