"""Plates: what a reader needs, where it can read, and how far a boundary is closed."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.coverage.anpr import needed_px_per_m, readable_stretches
from maps.coverage.cordon import cordon
from maps.coverage.plate_profile import PlateProfile
from maps.coverage.scene import Scene

OPEN = Scene.from_polygons(np.array([], object))
RULES = PlateProfile()
ROAD = shapely.LineString([(-100, 0), (100, 0)])


def reader(x=0.0, y=0.0, azimuth=90.0, **fields):
    columns = {"azimuth_deg": azimuth, "hfov_deg": 20.0, "res_x": 2688, "res_y": 1520, "height_m": 4.0}
    columns |= {"tilt_deg": 8.0, "fps": 25.0, "target_height_m": 0.5} | fields
    return gpd.GeoDataFrame(
        {k: [v] for k, v in columns.items()}, geometry=[shapely.Point(x, y)], index=[5], crs=7791
    )


@pytest.mark.parametrize(
    ("width", "angle", "expected"),
    [
        (0.360, 0, 361),
        (0.360, 20, 384),
        (0.360, 30, 417),
        (0.520, 0, 250),
        (0.520, 20, 266),
        (0.520, 30, 289),
    ],
)
def test_the_pixels_a_plate_needs(width, angle, expected):
    assert float(needed_px_per_m(RULES, width, angle)) == pytest.approx(expected, abs=0.6)


def test_a_reader_over_the_road_reads_fronts_that_come_and_rears_that_go():
    found = readable_stretches(reader(), OPEN, ROAD)
    ways = {(row.way, row.plate): row for row in found.itertuples()}
    assert set(ways) == {("backward", "front"), ("forward", "rear")}
    front, rear = ways[("backward", "front")], ways[("forward", "rear")]
    # depth at which 361 px/m end: 2688 / (2 * 361.1 * tan 10 deg) = 21.1 m, less the part of the height
    assert front.to_m - 100 == pytest.approx((21.1 - 3.5 * 0.139) / 0.990, abs=0.6)
    assert rear.to_m > front.to_m
    assert front.from_m - 100 >= 3.5 / np.tan(np.radians(30)) - 0.5  # the vertical angle
    assert front.top_speed_kmh == pytest.approx(front.length_m * 25 / 3 * 3.6)


def test_a_reader_across_the_road_reads_nothing():
    assert len(readable_stretches(reader(0, -15, 0.0), OPEN, ROAD)) == 0


def test_a_building_between():
    wall = Scene.from_polygons(np.array([shapely.box(3, -5, 4, 5)], object))
    assert len(readable_stretches(reader(), wall, ROAD)) == 0


def test_the_cordon_of_a_square():
    square = shapely.box(-20, -50, 12, 50)
    lines = [ROAD, shapely.LineString([(0, -80), (0, 0)]), shapely.LineString([(-20, 30), (5, 30)])]
    roads = gpd.GeoDataFrame(
        {"road_class": ["primary", "residential", "footway"], "oneway": [False, True, False]},
        geometry=lines,
        crs=7791,
    )
    found = cordon(square, roads, reader(), OPEN)
    assert len(found.gates) == 5  # two gates of the first road both ways, one of the second inwards
    read = found.gates[found.gates["read"]]
    assert set(zip(read["road"], read["way"], strict=True)) == {(0, "in"), (0, "out")}
    assert set(map(tuple, read["cameras"])) == {(5,)}
    assert found.closed_share == pytest.approx(read["weight"].sum() / 25.0)
    assert found.open_gates["weight"].iloc[-1] == 1.0


def test_a_boundary_that_no_road_crosses():
    roads = gpd.GeoDataFrame({"road_class": ["primary"]}, geometry=[ROAD], crs=7791)
    found = cordon(shapely.box(500, 500, 600, 600), roads, reader(), OPEN)
    assert len(found.gates) == 0
    assert np.isnan(found.closed_share)


@pytest.mark.parametrize(
    ("fps", "shutter", "speed", "limit"),
    [
        (25.0, 0.001, 90.0, "shutter"),  # 25 mm in 1/1000 s
        (25.0, 0.002, 45.0, "shutter"),
        (25.0, 0.00001, None, "frames"),
        (None, 0.0005, 180.0, "shutter"),
        (None, None, float("nan"), ""),
    ],
)
def test_the_speed_at_which_a_plate_is_read(fps, shutter, speed, limit):
    found = readable_stretches(reader(fps=fps, shutter_s=shutter), OPEN, ROAD).iloc[0]
    by_frames = found.length_m * 25 / 3 * 3.6
    assert found.top_speed_kmh == pytest.approx(by_frames if speed is None else speed, nan_ok=True)
    assert found.limit == limit
