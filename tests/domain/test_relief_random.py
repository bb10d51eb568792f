"""Sight over low buildings against the union of their shadows (shapely), on random towns with random heights."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, strategies as st
from test_visibility_oracle import sector, shadow_visible
from test_visibility_random import aperture, azimuth, block, reach, viewpoint

from maps.coverage.relief import Relief
from maps.coverage.scene import Scene
from maps.coverage.visibility import visible_areas

HEIGHTS = st.sampled_from([0.5, 1.0, 2.0, 3.0, 4.5, 6.0, math.nan])


def long_shadow(building, x, y, stretch):
    """Return the ground of a building and behind it, up to `stretch` times the distance of each wall."""
    points, owner = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(building)), return_index=True)
    same = owner[:-1] == owner[1:]
    a, b = points[:-1][same] - [x, y], points[1:][same] - [x, y]
    broad = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) > 1e-12
    quads = shapely.polygons(
        np.stack([a, b, stretch * b, stretch * a], axis=1)[broad & (stretch > 1.0)] + [x, y]
    )
    return shapely.union_all([building, *quads], grid_size=1e-9)


def shadows_over(blocks, heights, view, camera_m, target_m):
    """Return what is seen: the flat answer among high buildings less the shadows of the low ones."""
    x, y, *_ = view
    low = heights < camera_m
    seen = shadow_visible(blocks[~low], *view) if (~low).any() else sector(*view)
    stretch = (camera_m - target_m) / (camera_m - np.maximum(heights[low], target_m))
    shade = [long_shadow(b, x, y, s) for b, s in zip(blocks[low], stretch, strict=True)]
    return shapely.difference(seen, shapely.union_all(shade, grid_size=1e-9))


@st.composite
def relief_town(draw):
    """Return buildings (they may overlap) turned by any angle, and their heights."""
    blocks = draw(st.lists(block(), min_size=1, max_size=7))
    turn = draw(st.sampled_from([0.0, 0.0, 0.3, 0.785398, 1.1]))
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    turned = np.array(
        [shapely.make_valid(shapely.transform(b, lambda c: c @ rotation)) for b in blocks], object
    )
    heights = draw(st.lists(HEIGHTS, min_size=len(blocks), max_size=len(blocks)))
    return turned, np.array(heights)


@given(
    relief_town(), viewpoint, azimuth, aperture, reach, st.sampled_from([(5.0, 0.0), (4.5, 1.6), (8.0, 1.0)])
)
@example(
    (np.array([shapely.box(0, 0, 1, 1)] * 4, object), np.full(4, 0.5)),
    (2.0, -1e-38),
    0.0,
    192.5,
    3.0,
    (8.0, 1.0),
)
@example(
    (np.array([shapely.box(1, -1, 2, 1)], object), np.array([3.0])), (0.0, 0.0), 90.0, 90.0, 8.0, (5.0, 0.0)
)
def test_the_slabs_see_what_the_shadows_leave(town, point, azimuth_deg, hfov_deg, radius, levels):
    blocks, heights = town
    walls = shapely.boundary(blocks)
    assume(shapely.distance(walls, shapely.Point(point)).min() > 1e-3)
    relief = Relief.from_buildings(blocks, heights)
    view = (*point, azimuth_deg, hfov_deg, radius)
    seen = relief.visible(*view, *levels)
    below = shapely.intersects_xy(blocks, *point)
    if below.any() and not (heights[below] < levels[0]).all():
        assert seen is None
        return
    expected = shadows_over(blocks, heights, view, *levels)
    full = math.pi * radius**2 * hfov_deg / 360.0
    assert shapely.is_valid(seen)
    assert seen.symmetric_difference(expected).area <= 2e-4 * full
    if not below.any():
        areas, _ = relief.look_over(*view, *levels, always=True)
        assert areas[0] == pytest.approx(expected.area, abs=2e-6 * full)


def test_among_high_buildings_it_is_the_flat_answer():
    rng = np.random.default_rng(4)
    corners = rng.uniform(-60, 60, (60, 2))
    houses = shapely.box(*corners.T, *(corners + rng.uniform(3, 12, (60, 2))).T)
    scene, relief = Scene.from_polygons(houses), Relief.from_buildings(houses, np.full(60, np.nan))
    x, y = rng.uniform(-50, 50, (2, 300))
    free = ~scene.contains(x, y)
    views = (x[free], y[free], rng.uniform(0, 360, free.sum()), 90.0, 40.0)
    flat = visible_areas(scene, *views)
    areas, polygons = relief.look_over(*views, 5.0, 0.0, always=True)
    np.testing.assert_allclose(areas, flat, rtol=1e-9, atol=1e-6)
    assert shapely.is_valid(polygons).all()
    assert np.isnan(relief.look_over(*views, 5.0, 0.0)[0]).all()
