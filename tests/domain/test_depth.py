"""The depth grid: exact under edits, near the vector figures."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.coverage.depth import DepthGrid
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_polygons

ZONES = np.array([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)], object)


def test_two_squares():
    grid = DepthGrid((0, 0, 100, 100), zones=ZONES)
    grid.put("a", shapely.box(0, 0, 20, 20))
    grid.put("b", shapely.box(10, 0, 60, 10))
    assert (grid.at(5, 5), grid.at(15, 5), grid.at(55, 5), grid.at(90, 90), grid.at(-1, 5)) == (1, 2, 1, 0, 0)
    assert grid.seen_share().tolist() == pytest.approx([(400 + 300) / 5000, 100 / 5000])
    assert grid.overlap_share().tolist() == pytest.approx([100 / 5000, 0])
    assert grid.multiplicity().tolist() == pytest.approx([800 / 700, 1.0])


def test_taking_a_camera_away():
    grid = DepthGrid((0, 0, 100, 100), zones=ZONES)
    grid.put("a", shapely.box(0, 0, 20, 20))
    grid.put("a", None)
    grid.put("never there", None)
    assert not grid.depth.any()
    assert grid.seen_share().tolist() == [0, 0]
    assert np.isnan(grid.multiplicity()).all()


def test_what_lies_outside_the_grid_is_left_out():
    grid = DepthGrid((0, 0, 100, 100))
    grid.put_all(
        "abc", [shapely.box(-50, -50, 5, 5), shapely.box(200, 200, 210, 210), shapely.box(90, 95, 300, 96)]
    )
    assert grid.depth.sum() == 25 + 10


#: To the nanometre: of coordinates like 1e-250 shapely's distance divides by nought.
METRES = st.floats(-10, 40).map(lambda metres: round(metres, 9))


@given(st.lists(st.tuples(METRES, METRES), min_size=3, max_size=9), st.floats(0.3, 3))
def test_a_cell_belongs_to_the_polygon_that_holds_its_centre(points, cell_m):
    polygon = shapely.convex_hull(shapely.MultiPoint(points))
    if polygon.area < 1e-3:
        return
    polygon = polygon.difference(shapely.box(10, 10, 14, 15))
    grid = DepthGrid((0, 0, 30, 25), cell_m)
    grid.put(1, polygon)
    rows, columns = np.indices(grid.depth.shape)
    centres = shapely.points((columns + 0.5) * cell_m, (rows + 0.5) * cell_m)
    sure = shapely.distance(shapely.boundary(polygon), centres) > 1e-9
    np.testing.assert_array_equal(grid.depth[sure] > 0, shapely.contains(polygon, centres)[sure])


def test_10000_random_edits_leave_what_a_recomputation_gives():
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 300, (2, 2000))
    _, shapes = visible_polygons(
        Scene.from_polygons(np.array([], object)), x, y, rng.uniform(0, 360, 2000), 90, 40
    )
    zones = np.array([shapely.box(i * 60.3, 0, i * 60.3 + 60.3, 300) for i in range(5)], object)
    live = DepthGrid((0, 0, 300, 300), zones=zones)
    now = {}
    for camera, shape in zip(rng.integers(0, 300, 10_000), rng.integers(-400, 2000, 10_000), strict=True):
        now[int(camera)] = None if shape < 0 else shapes[shape]
        live.put(int(camera), now[int(camera)])
    fresh = DepthGrid((0, 0, 300, 300), zones=zones)
    fresh.put_all(now.keys(), now.values())
    np.testing.assert_array_equal(live.depth, fresh.depth)
    np.testing.assert_array_equal(live.seen_share(), fresh.seen_share())
    np.testing.assert_array_equal(live.overlap_share(), fresh.overlap_share())
    np.testing.assert_array_equal(live.multiplicity(), fresh.multiplicity())


def turned_streets():
    """Blocks at odd angles, and the ground between them in ten zones."""
    rng = np.random.default_rng(8)
    corners = np.array([(x, y) for x in np.arange(15.0, 290, 24) for y in np.arange(15.0, 290, 24)])
    blocks = [
        shapely.affinity.rotate(shapely.box(x, y, x + 15.3, y + 12.1), angle)
        for (x, y), angle in zip(corners, rng.uniform(0, 90, len(corners)), strict=True)
    ]
    boxes = [shapely.box(i * 60, j * 150, i * 60 + 60, j * 150 + 150) for i in range(5) for j in range(2)]
    scene = Scene.from_polygons(np.array(blocks, object))
    return scene, shapely.difference(np.array(boxes, object), shapely.union_all(blocks))


def test_footprints_that_end_on_the_walls_of_the_zones():
    """Cells of one metre there were lost whole where their centre is in the wall: 0.4 points and more."""
    scene, zones = turned_streets()
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 300, (2, 1500))
    out = ~scene.contains(x, y)
    _, shapes = visible_polygons(scene, x[out], y[out], 0.0, 360, 60)
    grid = DepthGrid((0, 0, 300, 300), zones=zones)
    grid.put_all(range(len(shapes)), shapes)
    union = shapely.union_all(shapes)
    exact = shapely.area(shapely.intersection(zones, union)) / shapely.area(zones)
    assert (exact > 0.99).all()
    np.testing.assert_allclose(grid.zone_area_m2(), shapely.area(zones), rtol=5e-4)
    np.testing.assert_allclose(grid.seen_share(), exact, atol=5e-4)


def test_zones_that_share_cells_have_their_parts_of_them():
    """Their border runs through cells, and so does that of the footprint."""
    zones = np.array([shapely.box(0, 0, 10.4, 10), shapely.box(10.4, 0, 20, 10)], object)
    grid = DepthGrid((0, 0, 20, 10), zones=zones)
    assert grid.zone_area_m2().tolist() == pytest.approx([104, 96])
    grid.put("left", zones[0])
    assert grid.seen_share().tolist() == [1.0, 0.0]
    grid.put("right", zones[1])
    assert grid.seen_share().tolist() == [1.0, 1.0]
    assert grid.overlap_share().tolist() == [0.0, 0.0]
    grid.put("left", None)
    assert grid.seen_share().tolist() == [0.0, 1.0]


@pytest.mark.realdata
@pytest.mark.parametrize(("across", "up", "most"), [(10, 5, 0.0005), (20, 12, 0.0025)])
def test_shares_of_zones_are_near_the_vector_ones(realdata, across, up, most):
    """Of the centre of Piacenza at 1 m: 50 zones of 5 hectares; 240 of one, where a cell weighs more."""
    blocks = gpd.read_file(realdata / "visibility" / "piacenza_centro_700m_32632.gpkg").geometry.to_numpy()
    scene = Scene.from_polygons(blocks)
    x0, y0, x1, y1 = shapely.total_bounds(blocks)
    rng = np.random.default_rng(3)
    x, y = rng.uniform(x0, x1, 700), rng.uniform(y0, y1, 700)
    _, shapes = visible_polygons(scene, x, y, rng.uniform(0, 360, 700), 80, 50)
    xs, ys = np.linspace(x0, x1, across + 1), np.linspace(y0, y1, up + 1)
    zones = np.array(
        [shapely.box(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in range(across) for j in range(up)], object
    )
    grid = DepthGrid((x0, y0, x1, y1), zones=zones)
    grid.put_all(range(len(shapes)), shapes)
    union = shapely.union_all(shapes[~shapely.is_missing(shapes)])
    exact = shapely.area(shapely.intersection(zones, union)) / shapely.area(zones)
    assert np.abs(grid.seen_share() - exact).max() <= most
