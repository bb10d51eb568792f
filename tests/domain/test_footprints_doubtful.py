"""Values that no camera has are not computed with; what a PTZ camera could reach never counts."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.coverage.footprints import footprints
from maps.coverage.potential import potential_ground, potential_reach_m
from maps.coverage.scene import Scene

OPEN = Scene.from_polygons(np.array([], object))
BLOCK = Scene.from_polygons(np.array([shapely.box(10, -20, 20, 20)], object))
WHOLE = {
    "res_x": 2688.0,
    "res_y": 1520.0,
    "hfov_deg": 90.0,
    "height_m": 4.5,
    "tilt_deg": 15.0,
    "range_m": 30.0,
    "azimuth_deg": 0.0,
    "camera_type": "fixed",
}


def camera(**fields):
    columns = {name: [value] for name, value in (WHOLE | fields).items()}
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(0, 0)], crs=7791)


@pytest.mark.parametrize(
    ("fields", "level", "hfov"),
    [
        ({}, "optics", 90.0),
        ({"hfov_deg": 400.0}, "declared_range", 90.0),
        ({"hfov_deg": 400.0, "range_m": None}, "class_default", 90.0),
        ({"hfov_deg": 400.0, "sensor_w_mm": 5.37, "focal_mm": 2.8}, "optics", 87.6),
        ({"hfov_deg": 400.0, "camera_type": "panoramic"}, "pixels", 360.0),
        ({"hfov_deg": 0.0}, "declared_range", 90.0),
        ({"hfov_deg": -10.0}, "declared_range", 90.0),
        ({"height_m": -4.0}, "pixels", 90.0),
        ({"tilt_deg": -10.0}, "pixels", 90.0),
        ({"res_x": None, "range_m": 0.0}, "class_default", 90.0),
        ({"hfov_deg": None, "focal_mm": 2.8}, "declared_range", 90.0),
    ],
)
def test_a_doubtful_value_is_left_out_and_the_level_tells(fields, level, hfov):
    row = footprints(camera(**fields), OPEN).iloc[0]
    assert (row.level, row.hfov_deg) == (level, pytest.approx(hfov, abs=0.05))
    if level == "declared_range":
        assert row.range_m == 30.0


def test_an_aperture_over_360_is_not_all_round():
    row = footprints(camera(hfov_deg=400.0), OPEN).iloc[0]
    quarter = footprints(camera(hfov_deg=None, res_x=None), OPEN).iloc[0]
    assert row.geometry.equals(quarter.geometry)
    assert footprints(camera(hfov_deg=400.0, azimuth_deg=None), OPEN).iloc[0].state == "direction_unknown"


@pytest.mark.parametrize("kind", ["ptz", "fixed", "dome"])
def test_what_a_camera_could_reach_never_counts(kind):
    still = footprints(camera(camera_type=kind), BLOCK).iloc[0]
    turning = footprints(camera(camera_type=kind, potential_range_m=300.0), BLOCK).iloc[0]
    assert turning.geometry.equals(still.geometry) and turning.area_m2 == still.area_m2


def test_the_potential_is_declared_or_that_of_the_optics_turned_round():
    cameras = [camera(camera_type="ptz", potential_range_m=80.0), camera(camera_type="ptz"), camera()]
    reach = [float(potential_reach_m(each, 62.5)[0]) for each in cameras]
    covered = footprints(cameras[1], OPEN).iloc[0]
    assert reach[:2] == [80.0, pytest.approx(covered.range_m)] and np.isnan(reach[2])
    blind = {"res_x": None, "hfov_deg": None, "range_m": None}
    assert np.isnan(potential_reach_m(camera(camera_type="ptz", **blind), 62.5)[0])


def test_the_potential_is_cut_by_buildings_and_needs_no_direction():
    turning = camera(camera_type="ptz", potential_range_m=50.0, azimuth_deg=None)
    free, cut = (potential_ground(turning, scene, 62.5)[0] for scene in (OPEN, BLOCK))
    assert free.area == pytest.approx(np.pi * 2500, rel=1e-3)
    assert cut.area < free.area and not cut.intersects(shapely.Point(40, 0))
    assert potential_ground(camera(), OPEN, 62.5)[0] is None
