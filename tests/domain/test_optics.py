"""Optics against a brute-force projection and the worked values of the method."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from maps.coverage import optics
from maps.coverage.ladders import EN_2014, IEC_2025, class_of, px_per_m_of


def project(points, height, tilt_deg, hfov_deg, vfov_deg, res_x):
    """Return image coordinates (-1 to 1 inside the picture) and pixels per metre of points (x, y, z) ahead (y).

    A pinhole turned down by the tilt: rotate into the camera's axes, divide by depth. Nothing of the formulas.
    """
    tilt = math.radians(tilt_deg)
    axis = np.array([0.0, math.cos(tilt), -math.sin(tilt)])
    up = np.array([0.0, math.sin(tilt), math.cos(tilt)])
    away = np.asarray(points, float) - [0.0, 0.0, height]
    depth = away @ axis
    across = math.tan(math.radians(hfov_deg) / 2), math.tan(math.radians(vfov_deg) / 2)
    return away[:, 0] / depth / across[0], (away @ up) / depth / across[1], res_x / (2 * depth * across[0])


cameras = st.tuples(
    st.floats(2.5, 15),  # height
    st.floats(-5, 60),  # tilt
    st.floats(20, 110),  # horizontal aperture
    st.floats(0, 1.8),  # target
    st.sampled_from([(1280, 720), (1920, 1080), (2688, 1520), (3840, 2160)]),
    st.sampled_from([25.0, 62.5, 125.0, 250.0]),
)


@given(cameras)
def test_the_trapezoid_is_what_the_projection_shows(camera):
    height, tilt, hfov, target, (res_x, res_y), px_per_m = camera
    vfov = float(optics.vertical_aperture_deg(hfov, res_x, res_y))
    shape = optics.trapezoid(res_x, hfov, vfov, height, tilt, target, px_per_m)
    if shape.never[0]:
        return
    corners = [
        (side * half, d, target)
        for d, half in ((shape.near_m[0], shape.near_half_m[0]), (shape.far_m[0], shape.far_half_m[0]))
        for side in (-1, 1)
    ]
    u, v, density = project(corners, height, tilt, hfov, vfov, res_x)
    np.testing.assert_allclose(np.abs(u), 1.0, atol=1e-6)  # on the sides of the picture
    if tilt + vfov / 2 < 90:
        np.testing.assert_allclose(v[:2], -1.0, atol=1e-6)  # the lower side
    by_class = shape.far_m[0] == shape.class_limit_m[0]
    limit = density[2:] / px_per_m if by_class else v[2:]
    np.testing.assert_allclose(limit, 1.0, atol=1e-6)  # the class, or the upper side


@given(cameras)
def test_never_is_what_the_projection_shows(camera):
    """No point of the axis that is in the picture has the detail asked."""
    height, tilt, hfov, target, (res_x, res_y), px_per_m = camera
    vfov = float(optics.vertical_aperture_deg(hfov, res_x, res_y))
    shape = optics.trapezoid(res_x, hfov, vfov, height, tilt, target, px_per_m)
    ahead = np.linspace(0.005, 80.0, 16000)
    points = np.column_stack([np.zeros_like(ahead), ahead, np.full_like(ahead, target)])
    _, v, density = project(points, height, tilt, hfov, vfov, res_x)
    shown = (np.abs(v) <= 1.0 - 1e-9) & (density >= px_per_m * (1 + 1e-9))
    if shown.any():
        assert not shape.never[0]
        assert shape.near_m[0] <= ahead[shown].min() + 1e-6
        assert shape.far_m[0] >= ahead[shown].max() - 1e-6


@pytest.mark.parametrize(("px_per_m", "metres"), [(250, 3.84), (125, 7.68), (62.5, 15.36), (25, 38.4)])
def test_depth_of_1920_pixels_over_90_degrees(px_per_m, metres):
    assert optics.class_depth_m(1920, 90.0, px_per_m) == pytest.approx(metres)


def test_the_worked_camera():
    """4 MP, f = 2.8 mm on a 1/3 inch sensor, 4.5 m high, 15 degrees down: the values of the method."""
    hfov, vfov = (optics.aperture_deg(side, 2.8) for side in (5.37, 3.04))
    dead = optics.near_limit_m(4.5, 15.0, vfov, 1.6)
    limits = [optics.trapezoid(2688, hfov, vfov, 4.5, 15.0, 1.6, p).class_limit_m[0] for p in (125, 250, 500)]
    assert float(dead) == pytest.approx(3.1, abs=0.15)
    assert limits == pytest.approx([10.8, 5.0, 2.1], abs=0.2)
    assert optics.trapezoid(2688, hfov, vfov, 4.5, 15.0, 1.6, 500).never[0]
    assert not optics.trapezoid(2688, hfov, vfov, 4.5, 15.0, 1.6, 250).never[0]


def test_the_apparent_wedge_is_wider_than_the_lens():
    """87.6 degrees at 6 m, 30 degrees down, looks 116 degrees wide at its near edge."""
    vfov = float(optics.vertical_aperture_deg(87.6, 16, 9))
    shape = optics.trapezoid(1920, 87.6, vfov, 6.0, 30.0, 0.0, 25.0)
    wedge = 2 * math.degrees(math.atan2(shape.near_half_m[0], shape.near_m[0]))
    assert wedge == pytest.approx(116.0, abs=1.0)


@pytest.mark.parametrize(("hfov", "ratio"), [(60, 1.10), (90, 1.27), (110, 1.49)])
def test_a_straight_chord_holds_more_than_an_arc(hfov, ratio):
    depth = 10.0
    triangle = depth**2 * math.tan(math.radians(hfov / 2))
    assert triangle / optics.sector_area_m2(hfov, depth) == pytest.approx(ratio, abs=0.01)


def test_limits_at_the_ends():
    assert optics.near_limit_m(5.0, 70.0, 60.0) == 0.0  # straight down
    assert optics.far_limit_m(5.0, 10.0, 30.0) == math.inf  # up to the horizon
    assert optics.near_limit_m(5.0, -40.0, 60.0) == math.inf  # only sky


def test_which_lenses_are_equidistant():
    model = np.array(["", "", "rectilinear", "equidistant", "rectilinear"], object)
    found = optics.is_equidistant(np.array([100.0, 140.0, 140.0, 90.0, 190.0]), model)
    assert found.tolist() == [False, True, False, True, True]


def test_missing_values_stay_missing():
    assert math.isnan(float(optics.class_depth_m(np.nan, 90.0, 62.5)))
    assert math.isnan(float(optics.aperture_deg(np.nan, 4.0)))


def test_the_ladders_rise():
    for ladder in (EN_2014, IEC_2025):
        steps = [c.px_per_m for c in ladder.classes]
        assert steps == sorted(set(steps))
    assert class_of("urban_safety").px_per_m == 62.5
    assert class_of(None, IEC_2025).name == "discern"
    assert px_per_m_of("validate") == 500.0
    with pytest.raises(KeyError):
        px_per_m_of("sharp")
