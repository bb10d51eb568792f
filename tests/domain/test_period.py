"""Semesters and periods."""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from maps.period import ALWAYS, Period, semester, semester_of


def test_the_two_halves_of_a_year() -> None:
    assert semester("2026-1") == Period(date(2026, 1, 1), date(2026, 6, 30))
    assert semester("2026-2") == Period(date(2026, 7, 1), date(2026, 12, 31))


@pytest.mark.parametrize("name", ["2026", "2026-3", "26-1", ""])
def test_what_is_not_a_semester(name: str) -> None:
    with pytest.raises(ValueError, match=name or "^$"):
        semester(name)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))
def test_every_moment_falls_in_its_semester_alone(moment: datetime) -> None:
    name = semester_of(moment)
    assert semester(name).holds(moment)
    year, half = int(name[:4]), int(name[-1])
    other = f"{year}-2" if half == 1 else f"{year + 1}-1"
    assert not semester(other).holds(moment)


def test_what_has_no_date_falls_in_the_open_period_only() -> None:
    assert ALWAYS.holds(None)
    assert not semester("2026-1").holds(None)
