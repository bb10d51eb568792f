"""The sweep on the blocks of Piacenza and on CGAL's own cases."""

import json
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from test_visibility_oracle import cgal_area, shadow_area

from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_areas, visible_polygons

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def blocks(realdata):
    return gpd.read_file(realdata / "visibility" / "piacenza_centro_700m_32632.gpkg").geometry.to_numpy()


@pytest.fixture(scope="module")
def scene(blocks):
    return Scene.from_polygons(blocks)


@pytest.fixture
def views(realdata):
    return pd.read_csv(realdata / "visibility" / "piacenza_isovist_reference.csv")


def near(blocks, x, y, radius):
    return blocks[shapely.dwithin(blocks, shapely.Point(x, y), radius)]


def test_120_viewpoints_all_round_and_in_their_sector(blocks, scene, views):
    """Against the shadow-union on the same blocks: mean within 3e-4, worst within 3e-3 (in fact 1e-7)."""
    x, y, radius = views.x_32632, views.y_32632, views.radius_m
    ours = visible_areas(scene, x, y, 0.0, 360.0, radius)
    sectors = visible_areas(scene, x, y, views.azimuth_deg, views.fov_deg, radius)
    chosen = range(0, len(views), 3)
    for i in chosen:
        close = near(blocks, x[i], y[i], radius[i])
        assert ours[i] == pytest.approx(shadow_area(close, x[i], y[i], 0, 360, radius[i]), rel=1e-6)
        expected = shadow_area(close, x[i], y[i], views.azimuth_deg[i], views.fov_deg[i], radius[i])
        assert sectors[i] == pytest.approx(expected, rel=1e-6, abs=1e-3)


def test_cgal_sees_the_same(blocks, scene, views):
    for row in views.iloc[1::6].itertuples():
        close = near(blocks, row.x_32632, row.y_32632, 3 * row.radius_m)
        ours = visible_areas(scene, row.x_32632, row.y_32632, 0, 360, row.radius_m)[0]
        assert ours == pytest.approx(cgal_area(close, row.x_32632, row.y_32632, row.radius_m), rel=1e-6)


def test_the_published_areas_do_not_belong_to_these_blocks(blocks, views):
    """Viewpoint 5 stands in a closed courtyard of 140 m2, of which the reference file sees 3,672 m2.

    The reference areas are therefore no oracle for these blocks; the two oracles above are. The day the file is
    corrected this test fails, and the areas can be compared.
    """
    point = shapely.Point(views.x_32632[5], views.y_32632[5])
    holes = shapely.polygons(np.concatenate([shapely.get_rings(b)[1:] for b in blocks]))
    courtyard = holes[shapely.contains(holes, point)]
    assert [round(float(a)) for a in shapely.area(courtyard)] == [140]
    assert views.area_isovist_shadow[5] > 3600


def test_polygons_of_the_city_are_valid(scene, views):
    areas, polygons = visible_polygons(scene, views.x_32632, views.y_32632, 0, 360, views.radius_m)
    assert shapely.is_valid(polygons).all()
    np.testing.assert_allclose(shapely.area(polygons), areas, rtol=6e-5)


@pytest.mark.parametrize("number", range(11))
def test_cgal_cases(realdata, number):
    """A viewpoint on the boundary is moved a nanometre into the room, as a camera is moved off its wall."""
    case = json.loads((realdata / "visibility" / "visibility_cases.json").read_text())["cgal"][number]
    walls = np.array([shapely.LineString([s[:2], s[2:]]) for s in case["obstacle_segments"]], object)
    scene = Scene.from_lines(walls)
    points = [case["viewpoint"]]
    if case["viewpoint_on_boundary"]:
        turns = np.radians(np.arange(0, 360, 3.0) + 0.7)
        points = np.add(points, 1e-9 * np.column_stack([np.cos(turns), np.sin(turns)]))
    x, y = np.transpose(points)
    areas = visible_areas(scene, x, y, 0, 360, 500.0)
    indoors = areas[areas < math.pi * 500**2 / 10]
    assert np.abs(indoors - case["expected_area"]).min() <= 1e-6 * case["expected_area"]


def test_h2gis_cases(realdata):
    cases = json.loads((realdata / "visibility" / "visibility_cases.json").read_text())["h2gis"]
    for case in cases:
        scene = Scene.from_lines(shapely.get_parts(shapely.from_wkt(case["obstacles"])))
        area = visible_areas(scene, *case["viewpoint"], 0, 360, case["maxDistance"])[0]
        expected = shapely.area(shapely.from_wkt(case["expected_wkt"]))
        # their circle has 32 sides a quarter at most: a polygon inside ours
        assert expected <= area <= expected * 1.02
