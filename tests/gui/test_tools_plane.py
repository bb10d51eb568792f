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


def test_bearings_go_clockwise_from_north() -> None:
    assert bearing(0, 0, 0, 1) == 0.0 and bearing(0, 0, 1, 0) == 90.0
    assert towards(0, 0, 180.0, 5.0) == pytest.approx((0.0, -5.0))
    assert turn(350.0, 10.0) == 20.0 and turn(10.0, 350.0) == -20.0
