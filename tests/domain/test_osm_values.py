"""Quantities as contributors write them."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from maps.io import osm_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("12 m", 12.0),
        ("12,5", 12.5),
        ("12.5m", 12.5),
        ("~ 8 m", 8.0),
        ("3-4", 3.5),
        ("3–4 m", 3.5),
        ("8;12", 12.0),
        ("40 ft", 12.192),
        ("40'", 12.192),
        ("6'6\"", 1.9812),
        ("", None),
        ("high", None),
        ("12;tall", None),
        ("-5", None),
        ("1e3", None),
    ],
)
def test_metres(text: str, expected: float | None) -> None:
    assert osm_values.metres(text) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4", 4), ("2.5", 2.5), ("1;3", 3), ("3-4", 4), ("", None), ("two", None), ("-1", 1)],
)
def test_storeys(text: str, expected: float | None) -> None:
    assert osm_values.storeys(text) == expected


def test_yes_no_days_and_years() -> None:
    assert [osm_values.yes_no(text) for text in ("yes", "-1", "no", "maybe", None)] == [
        True,
        True,
        False,
        None,
        None,
    ]
    assert osm_values.day("2024-07-04") == date(2024, 7, 4)
    assert [osm_values.day(text) for text in ("2024-07", "2024-13-40", None, "4/7/2024")] == [None] * 4
    assert [osm_values.year(text) for text in ("2019", "2019-05", "2019-05-01", "C19", None)] == [
        2019,
        2019,
        2019,
        None,
        None,
    ]


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (osm_values.metres, osm_values.storeys):
        value = read(text)
        assert value is None or value >= 0
    osm_values.day(text)
    osm_values.year(text)
    osm_values.yes_no(text)
