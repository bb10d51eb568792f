"""The maths of the view."""

import math

import pytest
from hypothesis import given, strategies as st

from app.canvas.furniture import bar_length, distance_text, position_text, scale_text
from app.canvas.motion import Flight, Throw, throw_speed
from app.canvas.view import MapView, lonlat, mercator, nice_length
from maps.crs import WEB_MERCATOR, WGS84, transform_xy

CREMONA = MapView.at_zoom(10.02418, 45.13402, 17.0, 1600, 900)

views = st.builds(
    MapView.at_zoom,
    st.floats(-179, 179),
    st.floats(-80, 80),
    st.floats(3, 21),
    st.integers(100, 4000),
    st.integers(100, 3000),
    st.sampled_from([1.0, 1.25, 1.5, 2.0]),
)


@given(views, st.floats(0, 4000), st.floats(0, 3000))
def test_world_and_screen_are_inverse(view: MapView, px: float, py: float) -> None:
    back = view.to_screen(*view.to_world(px, py))
    assert back == pytest.approx((px, py), abs=1e-4)


@given(views, st.floats(0.2, 5), st.floats(0, 4000), st.floats(0, 3000))
def test_a_zoom_keeps_the_world_under_the_cursor(view: MapView, factor: float, px: float, py: float) -> None:
    before = view.to_world(px, py)
    after = view.zoomed(factor, px, py).to_world(px, py)
    assert after == pytest.approx(before, abs=1e-6 * max(abs(before[0]), abs(before[1]), 1))


@given(views, st.floats(0.3, 3), st.floats(0, 1), st.floats(0, 0.19))
def test_a_flight_keeps_the_cursor_still_at_every_instant(
    view: MapView, factor: float, share: float, now: float
) -> None:
    anchor = (view.width * share, view.height * (1 - share))
    flight = Flight(view, view.zoomed(factor, *anchor), 0.0)
    before, during = view.to_world(*anchor), flight.at(now).to_world(*anchor)
    assert during == pytest.approx(before, abs=0.01 * view.metres_per_px)


@given(views)
def test_a_snapped_view_moves_less_than_a_device_pixel(view: MapView) -> None:
    snapped = view.snapped()
    step = view.metres_per_px / view.dpr
    assert abs(snapped.center_x - view.center_x) <= step / 2 * 1.001
    assert abs(snapped.center_y - view.center_y) <= step / 2 * 1.001
    edge = snapped.bounds[0] / step
    assert edge == pytest.approx(round(edge), abs=1e-4)


@given(views)
def test_snapping_twice_is_snapping_once(view: MapView) -> None:
    once = view.snapped()
    twice = once.snapped()
    assert twice.center_x == pytest.approx(
        once.center_x, abs=1e-6 * view.metres_per_px + 1e-9 * abs(once.center_x)
    )


def test_the_scale_counts_the_latitude() -> None:
    equator = MapView.at_zoom(10.0, 0.0, 17.0, 100, 100)
    assert equator.ground_resolution == pytest.approx(1.194329, abs=1e-5)
    north = MapView.at_zoom(10.0, 60.0, 17.0, 100, 100)
    assert north.ground_resolution == pytest.approx(equator.ground_resolution / 2, rel=1e-6)
    assert CREMONA.with_scale(1900).scale_denominator == pytest.approx(1900)


def test_lonlat_and_mercator_are_inverse_and_agree_with_epsg_3857() -> None:
    x, y = mercator(10.02418, 45.13402)
    east, north = transform_xy(10.02418, 45.13402, WGS84, WEB_MERCATOR)
    assert (x, y) == pytest.approx((float(east), float(north)), abs=1e-3)
    assert lonlat(x, y) == pytest.approx((10.02418, 45.13402))


def test_fitting_shows_all_with_a_margin_and_a_point_at_zoom_18() -> None:
    box = (1_000_000.0, 5_600_000.0, 1_010_000.0, 5_602_000.0)
    fitted = CREMONA.fitted(box, margin=50)
    left, top = fitted.to_screen(box[0], box[3])
    right, low = fitted.to_screen(box[2], box[1])
    assert left == pytest.approx(50)
    assert right == pytest.approx(1550)
    assert 50 <= top < low <= 850
    assert CREMONA.fitted((5.0, 5.0, 5.0, 5.0)).zoom == pytest.approx(18)


@given(st.floats(1e-3, 1e7))
def test_a_nice_length_is_one_two_or_five_and_not_longer(longest: float) -> None:
    found = nice_length(longest)
    assert found <= longest * (1 + 1e-9) < found * 2.51
    digit = found / 10 ** math.floor(math.log10(found) + 1e-9)
    assert min(abs(digit - step) for step in (1, 2, 5)) < 1e-6


def test_furniture_speaks_italian() -> None:
    assert scale_text(CREMONA.with_scale(1903)) == "1:1.900"
    assert position_text(CREMONA.center_x, CREMONA.center_y) == "45,13402° N 10,02418° E"
    assert [distance_text(m) for m in (50, 2000, 0.5, 500_000)] == ["50 m", "2 km", "0,5 m", "500 km"]
    metres, pixels = bar_length(CREMONA, 200)
    assert pixels <= 200
    assert pixels * CREMONA.ground_resolution == pytest.approx(metres)


def test_a_held_hand_does_not_throw() -> None:
    moving = [(0.00, 0, 0), (0.02, 20, 0), (0.04, 40, 10)]
    assert throw_speed(moving, 0.05) == pytest.approx((1000, 250))
    assert throw_speed(moving, 0.2) == (0.0, 0.0)
    assert throw_speed(moving[:1], 0.0) == (0.0, 0.0)
    throw = Throw(CREMONA, 1000, 0, 0.0)
    assert not throw.finished(0.1)
    assert throw.finished(1.0)
    assert throw.at(5.0).center_x == pytest.approx(CREMONA.center_x - 180 * CREMONA.metres_per_px)
