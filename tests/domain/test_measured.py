"""Exact areas without cutting: against overlays, and against what cut footprints give."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.balance.covered import cut_footprints, measure, prepare_space

SQUARES = [shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)]
HOLED = shapely.difference(shapely.box(0, 0, 100, 100), shapely.box(40, 40, 60, 60))
#: Corners on round coordinates meet the walls, the cuts of the space and one another.
CORNER = st.tuples(st.integers(-2, 12), st.integers(-2, 12)).map(lambda p: (p[0] * 10.0, p[1] * 10.0))
#: To the millimetre: overlays lose ground where a corner is 1e-64 off an axis.
COORDINATE = st.floats(-20, 120).map(lambda metres: round(metres, 3))
ANYWHERE = st.tuples(COORDINATE, COORDINATE)


def space_of(*zones):
    return prepare_space(gpd.GeoDataFrame(geometry=list(zones)))


def overlaid(shapes, zone):
    """Return the areas of the union, of each, and of what two or more hold, by overlays."""
    parts = shapely.intersection(shapes, zone)
    pairs = [parts[i] & parts[j] for i in range(len(parts)) for j in range(i)]
    return shapely.union_all(parts).area, shapely.area(parts).sum(), shapely.union_all(pairs).area


def test_two_squares_that_overlap_on_two_zones() -> None:
    found = measure([shapely.box(40, 10, 60, 30), shapely.box(30, 20, 45, 40)], space_of(*SQUARES))
    assert found.covered_m2.tolist() == pytest.approx([200 + 300 - 50, 200])
    assert found.summed_m2.tolist() == pytest.approx([500, 200])
    assert found.twice_m2.tolist() == pytest.approx([50, 0])
    assert sorted(zip(found.zone.tolist(), found.camera.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 0)]


def test_nothing_is_seen_by_nobody() -> None:
    found = measure([None, shapely.Polygon(), shapely.box(300, 300, 310, 310)], space_of(*SQUARES))
    assert found.covered_m2.tolist() == [0, 0] and found.summed_m2.tolist() == [0, 0]
    assert not len(found.camera)


def test_the_same_footprint_twice_and_one_with_a_hole_and_two_parts() -> None:
    odd = shapely.MultiPolygon(
        [shapely.box(0, 0, 30, 30) - shapely.box(10, 10, 20, 20), shapely.box(70, 0, 90, 9)]
    )
    found = measure([odd, odd], space_of(HOLED))
    assert found.covered_m2[0] == pytest.approx(odd.area) == found.twice_m2[0]
    assert found.summed_m2[0] == pytest.approx(2 * odd.area)


@given(st.lists(st.lists(CORNER | ANYWHERE, min_size=3, max_size=7), min_size=1, max_size=6))
def test_random_footprints_as_overlays_have_them(corners) -> None:
    shapes = np.array([shapely.MultiPoint(each).convex_hull for each in corners], object)
    shapes = shapes[shapely.area(shapes) > 1e-3]
    if not len(shapes):
        return
    found = measure(shapes, space_of(HOLED))
    union, summed, twice = overlaid(shapes, HOLED)
    assert found.covered_m2[0] == pytest.approx(union, rel=1e-9, abs=1e-6)
    assert found.summed_m2[0] == pytest.approx(summed, rel=1e-9, abs=1e-6)
    assert found.twice_m2[0] == pytest.approx(twice, rel=1e-9, abs=1e-6)


def test_a_whole_town_as_cut_footprints_have_it() -> None:
    rng = np.random.default_rng(4)
    blocks = shapely.union_all(
        [shapely.box(x, y, x + 14, y + 9) for x in range(0, 300, 21) for y in range(0, 300, 17)]
    )
    zones = [shapely.box(x, 0, x + 100, 300) - blocks for x in (0, 100, 200)]
    middles = rng.uniform(0, 300, (200, 2))
    shapes = shapely.buffer(shapely.points(middles), rng.uniform(5, 40, 200)) - blocks
    space = space_of(*zones)
    found, cut = measure(shapes, space), cut_footprints(shapes, space)
    np.testing.assert_allclose(found.covered_m2, cut.covered_m2(), rtol=1e-9)
    np.testing.assert_allclose(found.summed_m2, cut.summed_m2(), rtol=1e-9)
