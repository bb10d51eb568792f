"""Positions as people write them, paste them, and get them wrong."""

import pytest
from hypothesis import given, strategies as st

from maps.coordinates import Form, read_position
from maps.crs import WGS84, transform_xy

EPSG, CREMONA = 7791, (10.024, 45.134)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("45.13402, 10.02418", Form.DEGREES),
        ("45,13402; 10,02418", Form.DEGREES),
        ("45,13402 10,02418", Form.DEGREES),
        ("(45.13402,10.02418)", Form.DEGREES),
        ("45°08'02.5\"N 10°01'27.0\"E", Form.SEXAGESIMAL),
        ("N 45° 8′ 2,5″  E 10° 1′ 27,0″", Form.SEXAGESIMAL),
        ("10°01'27.0\"E, 45°08'02.5\"N", Form.SEXAGESIMAL),
        ("45° 8.041' N, 10° 1.451' E", Form.SEXAGESIMAL),
        ("45.13402°, 10.02418°", Form.SEXAGESIMAL),
        ("geo:45.13402,10.02418?z=17", Form.ADDRESS),
        ("https://www.google.com/maps/place/X/@45.13402,10.02418,17z", Form.ADDRESS),
        ("https://www.google.com/maps?q=45.13402,10.02418", Form.ADDRESS),
        ("https://www.openstreetmap.org/#map=17/45.13402/10.02418", Form.ADDRESS),
        ("https://www.openstreetmap.org/?mlat=45.13402&mlon=10.02418#map=5/1/2", Form.ADDRESS),
        ("https://www.bing.com/maps?cp=45.13402~10.02418", Form.ADDRESS),
    ],
)
def test_every_way_of_writing_gives_the_same_place(text: str, form: Form) -> None:
    found = read_position(text, EPSG, CREMONA)
    assert found is not None and found.form is form and not found.swapped
    assert found.lat == pytest.approx(45.13402, abs=2e-5) and found.lon == pytest.approx(10.02418, abs=2e-5)


@pytest.mark.parametrize(
    "text", ["580500 4998300", "580.500; 4.998.300", "E 580500, N 4998300", "580500 m E 4998300 m N"]
)
def test_metres_are_those_of_the_project(text: str) -> None:
    lon, lat = transform_xy(580_500.0, 4_998_300.0, EPSG, WGS84)
    found = read_position(text, EPSG)
    assert found is not None and found.form is Form.METRES
    assert (found.lon, found.lat) == pytest.approx((float(lon), float(lat)), abs=1e-9)


def test_longitude_first_is_told_by_where_the_project_is() -> None:
    found = read_position("10.02418, 45.13402", EPSG, CREMONA)
    assert found is not None and found.swapped and found.lat == pytest.approx(45.13402)
    alone = read_position("10.02418, 45.13402", EPSG)
    assert alone is not None and not alone.swapped and alone.lat == pytest.approx(10.02418)


def test_the_west_may_be_an_italian_ovest() -> None:
    found = read_position("45°08'02\"N 10°01'27\"O", EPSG)
    assert found is not None and found.lon == pytest.approx(-10.0242, abs=1e-4)


@pytest.mark.parametrize(
    "text",
    ["", "Via Cavour 12", "TC-014", "95.0, 10.0", "45.1", "1 2 3", "https://example.org/", "geo:x,y", "45°"],
)
def test_what_is_no_position_gives_none(text: str) -> None:
    assert read_position(text, EPSG, CREMONA) is None


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read_position(text, EPSG, CREMONA)


@given(st.floats(-84.9, 84.9), st.floats(-179.9, 179.9))
def test_what_the_window_shows_can_be_pasted_back(lat: float, lon: float) -> None:
    written = f"{lat:.5f}; {lon:.5f}".replace(".", ",")
    found = read_position(written, EPSG)
    assert found is not None and (found.lat, found.lon) == pytest.approx((lat, lon), abs=1e-5)
