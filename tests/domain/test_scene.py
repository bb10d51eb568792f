"""Scenes: merging, what is inside, which facade is nearest."""

import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.coverage.outlines import merged, union
from maps.coverage.scene import Scene

RING = shapely.Polygon(shapely.box(0, 0, 100, 60).exterior, [shapely.box(20, 20, 80, 40).exterior])
SCENE = Scene.from_polygons(np.array([RING, shapely.box(130, 0, 131, 200)], object))


def test_an_empty_scene():
    empty = Scene.from_polygons(np.array([], object))
    assert empty.edge_count == 0
    assert not empty.contains(0.0, 0.0)[0]
    assert np.isinf(empty.nearest_facade(0.0, 0.0).distance_m[0])


def test_inside_a_wall_and_inside_its_courtyard():
    assert SCENE.contains([10, 50, 110, 130.5, -5, 1000], [30, 30, 30, 150, 30, 30]).tolist() == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]


@given(st.floats(-20, 160), st.floats(-20, 220))
def test_inside_and_nearest_are_what_shapely_says(x, y):
    walls = shapely.union_all([RING, shapely.box(130, 0, 131, 200)])
    point = shapely.Point(x, y)
    found = SCENE.nearest_facade(x, y)
    assert found.distance_m[0] == pytest.approx(shapely.distance(walls.boundary, point), abs=1e-9)
    if found.distance_m[0] > 1e-9:
        assert SCENE.contains(x, y)[0] == shapely.contains(walls, point)


def test_the_normal_points_to_the_street():
    found = SCENE.nearest_facade([50.0, 50.0, 131.3], [60.4, 59.0, 100.0])
    np.testing.assert_allclose(found.normal_x, [0, 0, 1], atol=1e-12)
    np.testing.assert_allclose(found.normal_y, [1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(found.distance_m, [0.4, 1.0, 0.3])


def test_facades_farther_than_asked_are_not_found():
    assert np.isinf(SCENE.nearest_facade(50.0, 61.0, within_m=0.5).distance_m[0])


def test_overlaps_and_shared_walls_are_merged():
    blocks = [shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3), shapely.box(3, 1, 4, 3), None]
    union = merged(np.array(blocks, object))
    assert len(union) == 1
    assert shapely.area(union).sum() == pytest.approx(9.0)


def test_outlines_given_some_at_a_time_make_the_same_scene():
    rng = np.random.default_rng(3)
    at = rng.uniform(0, 900, (200, 2))
    outlines = shapely.box(at[:, 0], at[:, 1], at[:, 0] + 30, at[:, 1] + 20)
    outlines[7] = shapely.Polygon([(0, 0), (40, 40), (40, 0), (0, 40)])
    outlines[8] = None
    whole, parts = Scene.from_polygons(outlines), Scene.from_batches(iter([outlines[:90], outlines[90:]]))
    assert whole.edge_count == parts.edge_count
    assert np.array_equal(whole.grid.edges, parts.grid.edges)
    assert np.array_equal(whole.grid.inside, parts.grid.inside)


def test_large_cells_for_a_wide_scene():
    far = np.array([shapely.box(0, 0, 1, 1), shapely.box(4e5, 4e5, 4e5 + 1, 4e5 + 1)], object)
    scene = Scene.from_polygons(far)
    assert scene.grid.cell > 25.0
    assert scene.contains(4e5 + 0.5, 4e5 + 0.5)[0]


def test_a_building_that_geos_drops_from_a_union_is_not_lost():
    """Corners that nearly lie on each other: of these four GEOS 3.14 forgets the triangle, the last one."""
    outlines = shapely.polygons([[(0, 0), (1, 0), (1, 1), (0, 1)]])
    close = """
        POLYGON ((-1.4142124069786388 -7.071068042944268, -0.7071057413315445 -6.363961146218286,
            -3.5355333282354717 -3.535534483629909, -4.242639993882566 -4.242641380355891,
            -1.4142124069786388 -7.071068042944268));
        POLYGON ((1.414215411004176 -11.313708267905723, 0.7071087453570817 -12.020815164631703,
            -2.1213188415468456 -9.192388502043325, -2.8284257382728275 -8.485281836396233,
            -2.121319072625733 -7.77817493967025, -1.4142124069786388 -7.071068042944268,
            -0.7071055102526569 -7.778174708591362, -1.4142121758997512 -8.485281605317345,
            1.414215411004176 -11.313708267905723));
        POLYGON ((-0.7071052791737698 -9.19238827096444, 1.414215411004176 -11.313708267905723,
            1.386473324593851e-6 -8.485281374238458, -0.7071052791737698 -9.19238827096444))
    """
    outlines = np.concatenate([outlines, shapely.from_wkt(close.split(";"))])
    assert Scene.from_polygons(outlines).contains(0.0, -9.0)[0]
    assert union(outlines).area == pytest.approx(shapely.area(outlines).sum(), abs=1e-4)
    assert shapely.area(merged(outlines)).sum() == pytest.approx(union(outlines).area)


@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=12), st.floats(0.01, 1)
)
def test_a_union_has_every_part_of_the_area(corners, turn):
    """Squares on a lattice, turned: the area is that of the different ones."""
    squares = shapely.transform(
        shapely.box(*np.array([(x, y, x + 1, y + 1) for x, y in corners]).T.astype(float)),
        lambda c: c @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]),
    )
    assert union(squares).area == pytest.approx(len(set(corners)), abs=1e-4)
