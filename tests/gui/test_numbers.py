"""Numbers and dates as Italian readers expect them."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from app.speech import numbers


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.measure(1708, "m²"), "1.708 m²"),
        (numbers.measure(62.5, "px/m", 1), "62,5 px/m"),
        (numbers.percent(0.46), "46 %"),
        (numbers.measure(58, "°"), "58°"),
        (numbers.integer(-1234567), "−1.234.567"),
        (numbers.decimal(-0.001, 2), "0,00"),
        (numbers.compact(12.50), "12,5"),
        (numbers.compact(1200), "1.200"),
        (numbers.after("al", numbers.percent(0.14)), "al 14 %"),
        (numbers.after("al", numbers.percent(0.0, 1)), "allo 0,0 %"),
        (numbers.after("dal", numbers.percent(0.08)), "dall'8 %"),
        (numbers.after("al", numbers.percent(0.113, 1)), "all'11,3 %"),
        (numbers.after("al", numbers.percent(0.85)), "all'85 %"),
        (numbers.after("al", numbers.percent(1.0)), "al 100 %"),
        (numbers.span(6.9, 13.3, "m", 1), "6,9–13,3 m"),
        (numbers.date(dt.date(2026, 5, 12)), "12/05/2026"),
        (numbers.coordinates(10.02418, 45.13402), "45,13402° N 10,02418° E"),
        (numbers.measure(None, "m"), "–"),
        (numbers.measure(float("nan"), "m"), "–"),
    ],
)
def test_written_as_italians_do(written: str, expected: str) -> None:
    assert written.replace(numbers.NBSP, " ") == expected


def test_large_areas_are_told_in_square_kilometres() -> None:
    assert numbers.area(1708.4) == "1.708\u00a0m²"
    assert numbers.area(901_695_407.0) == "901,7\u00a0km²"
    assert numbers.area(None) == numbers.DASH


def test_a_small_share_is_not_told_as_nothing() -> None:
    shares = (0.0, 0.0002, 0.002, 0.068, 0.0999, 0.14, None)
    told = [numbers.share(each).replace(numbers.NBSP, " ") for each in shares]
    assert told == ["0 %", "< 0,1 %", "0,2 %", "6,8 %", "10 %", "14 %", numbers.DASH]


def test_recent_moments_in_words() -> None:
    now = dt.datetime(2026, 6, 12, 18, 0)
    assert numbers.when(dt.datetime(2026, 6, 12, 9, 5), now) == "oggi, 09:05"
    assert numbers.when(dt.datetime(2026, 6, 11, 17, 42), now) == "ieri, 17:42"
    assert numbers.when(dt.datetime(2026, 6, 8, 17, 42), now) == "08/06/2026"


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_what_is_written_is_read_back(value: float) -> None:
    assert numbers.parse_decimal(numbers.decimal(value, 3)) == pytest.approx(value, abs=0.0006)


def test_nonsense_is_no_number() -> None:
    assert numbers.parse_decimal("4,5 m ca.") is None
    assert numbers.parse_decimal("inf") is None
