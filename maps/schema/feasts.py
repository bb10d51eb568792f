"""Italian public holidays: what "festivi", "feriali" and OpenStreetMap's "PH" mean in the middle of the week.

Those of law 260/1949 and later ones, with the feast of San Francesco (law 151/2025, from 2026). The patron of a town
is not among them.

Public: `FIXED_FEASTS`, `easter`, `is_feast`.
"""

import datetime as dt

#: Month and day.
FIXED_FEASTS = frozenset(
    ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26))
)


def easter(year: int) -> dt.date:
    """Return Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    late = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def is_feast(date: dt.date) -> bool:
    """Tell whether a date is a public holiday, Easter Monday with them; Sundays are told by the week."""
    if (date.month, date.day) == (10, 4) and date.year < 2026:
        return False
    return (date.month, date.day) in FIXED_FEASTS or date == easter(date.year) + dt.timedelta(days=1)
