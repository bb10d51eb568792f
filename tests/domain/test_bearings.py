"""Directions as they are written in the field."""

import pytest
from hypothesis import given, strategies as st

from maps.schema.bearings import parse_direction


@pytest.mark.parametrize(
    ("text", "azimuths"),
    [
        ("210", (210.0,)),
        ("-140", (220.0,)),
        ("360", (0.0,)),
        ("45,5°", (45.5,)),
        ("45.5 deg", (45.5,)),
        ("south", (180.0,)),
        ("NW", (315.0,)),
        ("NO", (315.0,)),
        ("Nord-Ovest", (315.0,)),
        ("N-E", (45.0,)),
        ("SSO", (202.5,)),
        ("180, 270", (180.0, 270.0)),
        ("180,270", (180.0, 270.0)),
        ("90;160;270", (90.0, 160.0, 270.0)),
        ("N; S", (0.0, 180.0)),
    ],
)
def test_directions_understood(text: str, azimuths: tuple[float, ...]) -> None:
    found = parse_direction(text)
    assert found is not None
    assert found.azimuths_deg == azimuths
    assert found.aperture_deg is None


@pytest.mark.parametrize(
    ("text", "centre", "aperture"),
    [("190-100", 325.0, 270.0), ("350-10", 0.0, 20.0), ("0-360", 180.0, 360.0)],
)
def test_a_range_goes_clockwise(text: str, centre: float, aperture: float) -> None:
    found = parse_direction(text)
    assert found is not None
    assert (found.azimuths_deg, found.aperture_deg) == ((centre,), aperture)


@pytest.mark.parametrize("text", ["", "boh", "400", "NX", "90;boh", "10-10", "-", "verso via Roma"])
def test_what_is_not_understood_is_never_invented(text: str) -> None:
    assert parse_direction(text) is None


@given(st.text(max_size=30))
def test_bearings_lie_in_the_circle(text: str) -> None:
    found = parse_direction(text)
    assert found is None or all(0 <= azimuth < 360 for azimuth in found.azimuths_deg)


@given(st.floats(0, 359.9).map(lambda a: round(a, 1)), st.floats(1, 359).map(lambda a: round(a, 1)))
def test_a_range_holds_its_ends(start: float, width: float) -> None:
    end = round((start + width) % 360, 1)
    found = parse_direction(f"{start}-{end}")
    if start == end:
        return
    assert found is not None and found.aperture_deg is not None
    half = found.aperture_deg / 2
    assert (found.azimuths_deg[0] - half - start) % 360 == pytest.approx(0, abs=1e-6) or (
        (found.azimuths_deg[0] - half - start) % 360
    ) == pytest.approx(360, abs=1e-6)
