"""The tools' own way between the project's metres and the map's agrees with pyproj."""

import numpy as np
import pytest

from app.tools.bearing import bearing, towards, turn
from app.tools.plane import Plane
from maps.crs import WEB_MERCATOR, transform_xy


@pytest.mark.parametrize(
    ("bounds", "epsg"),
    [
        ((580_000.0, 4_998_000.0, 581_000.0, 4_999_000.0), 7791),
        ((500_000.0, 4_930_000.0, 600_000.0, 5_010_000.0), 7791),
        ((277_000.0, 5_110_000.0, 290_000.0, 5_130_000.0), 32632),
    ],
)
def test_a_town_and_a_province_to_a_tenth_of_a_millimetre(bounds: tuple, epsg: int) -> None:
    plane, rng = Plane.over(bounds, epsg), np.random.default_rng(1)
    x, y = rng.uniform(bounds[0], bounds[2], 500), rng.uniform(bounds[1], bounds[3], 500)
    map_x, map_y = transform_xy(x, y, epsg, WEB_MERCATOR)
    assert np.abs(np.subtract(plane.to_map(x, y), (map_x, map_y))).max() < 2e-4
    assert np.abs(np.subtract(plane.to_ground(map_x, map_y), (x, y))).max() < 2e-4


def test_many_points_at_once_are_those_of_pyproj_or_left_to_it() -> None:
    bounds, rng = (500_000.0, 4_930_000.0, 600_000.0, 5_010_000.0), np.random.default_rng(2)
    plane = Plane.over(bounds, 7791)
    xy = rng.uniform(bounds[:2], bounds[2:], (20_000, 2))
    found = plane.many_to_map(xy)
    assert found is not None
    assert np.abs(found - np.column_stack(transform_xy(*xy.T, 7791, WEB_MERCATOR))).max() < 2e-4
    for stray in ([900_000.0, 5_000_000.0], [np.nan, 5_000_000.0]):
        assert plane.many_to_map(np.vstack([xy, [stray]])) is None
    assert plane.many_to_map(np.empty((0, 2))) is None


def test_an_area_too_wide_for_the_fit_is_left_to_pyproj(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.tools.plane.TOLERANCE_M", 1e-12)  # no fit is so good
    plane = Plane.over((500_000.0, 4_930_000.0, 600_000.0, 5_010_000.0), 7791)
    assert plane.many_to_map(np.array([[550_000.0, 4_950_000.0]])) is None


def test_bearings_go_clockwise_from_north() -> None:
    assert bearing(0, 0, 0, 1) == 0.0 and bearing(0, 0, 1, 0) == 90.0
    assert towards(0, 0, 180.0, 5.0) == pytest.approx((0.0, -5.0))
    assert turn(350.0, 10.0) == 20.0 and turn(10.0, 350.0) == -20.0
