"""Sight over low buildings, against a raster of sight lines."""

import math

import numpy as np
import pytest
import shapely

from maps.coverage.relief import Relief

HOUSES = np.array(
    [
        shapely.box(8, -3, 11, 4),
        shapely.box(-12, 2, -6, 6),
        shapely.box(-4, -14, 5, -9),
        shapely.box(14, 6, 20, 12),
        shapely.Polygon(shapely.box(-3, 10, 9, 20).exterior, [shapely.box(0, 13, 6, 17).exterior]),
    ],
    object,
)
HEIGHTS = np.array([3.0, 4.5, np.nan, 12.0, 3.5])
RELIEF = Relief.from_buildings(HOUSES, HEIGHTS)


def sight_lines(camera_m, target_m, reach, cell):
    """Count cells whose sight line to the camera clears every building (one shapely call a building)."""
    steps = np.arange(-reach + cell / 2, reach, cell)
    px, py = (v.ravel() for v in np.meshgrid(steps, steps))
    inside = np.hypot(px, py) < reach
    px, py = px[inside], py[inside]
    lines = shapely.linestrings(np.stack([np.zeros((len(px), 2)), np.column_stack([px, py])], axis=1))
    distance = np.hypot(px, py)
    seen = ~shapely.intersects_xy(shapely.union_all(HOUSES), px, py)
    for house, height in zip(HOUSES, HEIGHTS, strict=True):
        over = shapely.intersection(lines, house)
        # the line is lowest over the house where it leaves it, farthest from the camera
        farthest = shapely.hausdorff_distance(over, shapely.Point(0, 0))
        lowest = camera_m + (target_m - camera_m) * farthest / distance
        seen &= shapely.is_empty(over) | (lowest >= (math.inf if np.isnan(height) else height))
    return seen.sum() * cell**2


@pytest.mark.parametrize(("camera_m", "target_m"), [(8.0, 0.0), (6.0, 1.6), (5.0, 0.0)])
def test_against_a_raster_of_sight_lines(camera_m, target_m):
    seen = RELIEF.visible(0, 0, 0, 360, 30, camera_m, target_m)
    assert seen.area == pytest.approx(sight_lines(camera_m, target_m, 30.0, 0.25), rel=0.01)


def test_the_shadow_of_a_wall_is_as_long_as_the_formula():
    relief = Relief.from_buildings(np.array([shapely.box(10, -50, 10.5, 50)], object), [3.0])
    seen = relief.visible(0, 0, 90, 20, 60, 6.0, 1.0)
    along = seen.intersection(shapely.LineString([(10.5, 0), (60, 0)]))
    assert along.bounds[0] == pytest.approx(10.5 + 10.5 * (3 - 1) / (6 - 3))


def test_a_camera_no_higher_than_the_houses_sees_as_in_the_flat_case():
    low = Relief.from_buildings(HOUSES, np.full(5, np.nan))
    assert RELIEF.visible(0, 0, 0, 360, 30, 2.9).area == pytest.approx(
        low.visible(0, 0, 0, 360, 30, 2.9).area
    )
    assert not RELIEF.matters(0, 0, 30, 2.9)
    assert RELIEF.matters(0, 0, 30, 3.1)
