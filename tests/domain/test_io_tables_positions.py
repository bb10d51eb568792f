"""Coordinates as offices write them."""

import pytest
from hypothesis import given, strategies as st

from maps.io.positions import is_grouped, mend_grouped, read_coordinate, read_pair


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("45,1748999", 45.1748999),
        ("45.1748999", 45.1748999),
        (45.5, 45.5),
        (45, 45.0),
        ("1.569.936,289", 1569936.289),
        ("5 002 784,026", 5002784.026),
        ("45°10'29.64\"N", 45.1749),
        ("45° 10′ 29,64″ N", 45.1749),
        ("N 45°10.494'", 45.1749),
        ("9°53'22.88\"E", 9.889688888888889),
        ("0°06'22\"W", -0.10611111111111111),
        ("0,1 O", -0.1),
        ("45,5 S", -45.5),
        ("45.13°", 45.13),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        ("via Po", None),
        ("45°70'00\"N", None),
        ("n.d.", None),
    ],
)
def test_one_coordinate(cell: object, value: float | None) -> None:
    assert read_coordinate(cell) == (value if value is None else pytest.approx(value, abs=1e-12))


@given(st.floats(-90, 90))
def test_degrees_minutes_seconds_come_back(degrees: float) -> None:
    size = abs(degrees)
    whole, minutes = int(size), int(size % 1 * 60)
    seconds = (size - whole - minutes / 60) * 3600
    text = f"{whole}°{minutes}'{min(seconds, 59.99999):.5f}\"{'N' if degrees >= 0 else 'S'}"
    read = read_coordinate(text)
    assert read is not None
    assert read == pytest.approx(degrees, abs=1e-7)


@given(st.floats(-1e7, 1e7))
def test_either_decimal_mark_is_the_same_number(value: float) -> None:
    english = f"{value:.4f}"
    assert read_coordinate(english.replace(".", ",")) == read_coordinate(english)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_coordinate(text)
    read_pair(text)
    mend_grouped(text, 45, 46)


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("45,13; 10,02", (45.13, 10.02)),
        ("45.13, 10.02", (45.13, 10.02)),
        ("45.13,10.02", (45.13, 10.02)),
        ("(45.13 10.02)", (45.13, 10.02)),
        ("45,13 10,02", (45.13, 10.02)),
        ("45,13, 10,02", (45.13, 10.02)),
        ("45°08'01\"N 10°01'22\"E", (45.13361111111111, 10.022777777777778)),
        ("1569936,289; 5002784,026", (1569936.289, 5002784.026)),
        ("45,13", None),
        ("Piazza Duomo", None),
        (12, None),
    ],
)
def test_two_coordinates_in_a_cell(cell: object, pair: tuple[float, float] | None) -> None:
    assert read_pair(cell) == (pair if pair is None else pytest.approx(pair))


def test_a_lost_point_is_put_back_only_where_one_place_fits() -> None:
    assert is_grouped("461.993.881")
    assert not is_grouped("45.174")
    assert mend_grouped("461.993.881", 46.1, 46.4) == pytest.approx(46.1993881)
    assert mend_grouped("61.418.784", 5.9, 6.4) == pytest.approx(6.1418784)
    assert mend_grouped("-2.174.899", -2.3, -2.0) == pytest.approx(-2.174899)
    assert mend_grouped("111.111.111", 1, 120) is None  # 1.1, 11.1 and 111.1 all fit
    assert mend_grouped("461.993.881", 10, 11) is None
