"""The sweep against two oracles on random towns (2,000 of them with HYPOTHESIS_PROFILE=thorough)."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, strategies as st
from test_visibility_oracle import cgal_area, shadow_visible, whole

from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_areas, visible_polygons

lattice = st.integers(-10, 10)
side = st.integers(1, 6)


@st.composite
def block(draw):
    """Return a building on a lattice: plain, with a courtyard, in L, a triangle, with repeated vertices."""
    x, y, w, h = draw(lattice), draw(lattice), draw(side), draw(side)
    kind = draw(st.sampled_from(["box", "courtyard", "ell", "triangle", "repeated"]))
    if kind == "courtyard":
        inner = shapely.box(x + 1, y + 1, x + w + 1, y + h + 1)
        return shapely.Polygon(shapely.box(x, y, x + w + 2, y + h + 2).exterior, [inner.exterior])
    if kind == "ell":
        return shapely.box(x, y, x + w + 1, y + 1) | shapely.box(x, y, x + 1, y + h + 1)
    if kind == "triangle":
        return shapely.Polygon([(x, y), (x + w, y), (x + draw(st.integers(0, 6)), y + h)])
    if kind == "repeated":
        middle = (x + w / 2, y)
        return shapely.Polygon(
            [(x, y), middle, middle, (x + w, y), (x + w, y + h), (x + w, y + h), (x, y + h)]
        )
    return shapely.box(x, y, x + w, y + h)


@st.composite
def town(draw):
    """Return buildings that may overlap and share walls and corners, turned by any angle."""
    blocks = draw(st.lists(block(), min_size=1, max_size=9))
    turn = draw(st.sampled_from([0.0, 0.0, 0.3, 0.785398, 1.1]))
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return np.array([shapely.transform(b, lambda c: c @ rotation) for b in blocks], object)


viewpoint = st.one_of(
    st.tuples(lattice, lattice).map(lambda p: (float(p[0]), float(p[1]))),
    st.tuples(lattice, lattice).map(lambda p: (p[0] + 0.5, p[1] + 0.5)),
    st.tuples(st.floats(-12, 12, width=32), st.floats(-12, 12, width=32)),
)
azimuth = st.one_of(st.sampled_from([0.0, 90.0, 180.0, 270.0, 359.0, 45.0]), st.floats(0, 360, width=32))
aperture = st.one_of(st.sampled_from([360.0, 180.0, 90.0]), st.floats(5, 360, width=32))
reach = st.sampled_from([3.0, 8.0, 14.0, 30.0])


@given(town(), viewpoint, azimuth, aperture, reach)
@example(np.array([shapely.box(1, -1, 2, 1), shapely.box(2, 1, 3, 2)], object), (0.0, 0.0), 90.0, 90.0, 8.0)
@example(
    np.array([shapely.box(0, 1, 1, 2), shapely.box(-2, 0, -1, 1), shapely.box(-2, 2, 0, 3)], object),
    (0.0, 0.0),
    0.0,
    360.0,
    8.0,
)
@example(np.array([shapely.box(-1, 5, 1, 6)], object), (0.0, 0.0), 0.0, 30.0, 14.0)
@example(np.array([shapely.box(0, 0, 1, 1)], object), (2.0, -1e-38), 0.0, 192.5, 3.0)
def test_the_sweep_sees_what_the_shadows_leave(blocks, point, azimuth_deg, hfov_deg, radius):
    walls = shapely.boundary(whole(blocks))
    assume(shapely.distance(walls, shapely.Point(point)) > 1e-3)
    scene = Scene.from_polygons(blocks)
    area = visible_areas(scene, *point, azimuth_deg, hfov_deg, radius)[0]
    if shapely.intersects_xy(whole(blocks), *point):
        assert math.isnan(area)
        return
    expected = shadow_visible(blocks, *point, azimuth_deg, hfov_deg, radius)
    full = math.pi * radius**2 * hfov_deg / 360.0
    assert area == pytest.approx(expected.area, abs=1e-6 * full)
    _, polygons = visible_polygons(scene, *point, azimuth_deg, hfov_deg, radius)
    assert shapely.is_valid(polygons[0])
    assert polygons[0].symmetric_difference(expected).area <= 2e-4 * full


@given(town(), viewpoint, azimuth, aperture, reach)
def test_the_sweep_sees_what_cgal_sees(blocks, point, azimuth_deg, hfov_deg, radius):
    walls = whole(blocks)
    assume(shapely.distance(shapely.boundary(walls), shapely.Point(point)) > 1e-3)
    assume(not shapely.intersects_xy(walls, *point))
    area = visible_areas(Scene.from_polygons(blocks), *point, azimuth_deg, hfov_deg, radius)[0]
    full = math.pi * radius**2 * hfov_deg / 360.0
    expected = cgal_area(blocks, *point, radius, azimuth_deg, hfov_deg)
    assert area == pytest.approx(expected, abs=1e-6 * full)
