"""Times of the day in a text, as quarters of an hour: "8-20", "22:30-6", "tramonto all'alba", "(sunset+00:30)-02:00".

Public: `CLOCK`, `QUARTERS`, `time_bits`, `sun_bits`.
"""

import re

from maps.schema.calendar_words import SUN_PASSAGES, either
from maps.schema.sun import RISING_DEG, TWILIGHT_DEG, Place, sun_minutes

#: Quarters of an hour in a day.
QUARTERS = 96
CLOCK = r"(\d{1,2})(?:[:.,h](\d{2}))?"
_END = re.compile(rf"(?P<sun>{either(SUN_PASSAGES)})\b(?P<shift>\s*[+-]\s*\d{{1,2}}:\d{{2}}\))?|{CLOCK}")


def time_bits(text: str) -> int:
    """Return the quarters of "8-20" or "22:30-6" from the midnight before, as bits; 0 for an impossible time."""
    ends = [(int(h), int(m or 0)) for h, m in re.findall(CLOCK, text)]
    if len(ends) != 2 or any(h > 24 or m > 59 or h * 60 + m > 1440 for h, m in ends):
        return 0
    return _between(ends[0][0] * 4 + ends[0][1] // 15, ends[1][0] * 4 + -(-ends[1][1] // 15))


def _between(start: int, end: int) -> int:
    """Return the quarters from one to another as bits, beyond midnight where the end comes first."""
    end = end if end > start else end + QUARTERS
    return ((1 << (end - start)) - 1) << start


def sun_bits(text: str, month: int, day: int, place: Place) -> int:
    """Return the quarters of "tramonto all'alba" or "sunset-02:00" at a date, as bits; 0 for an impossible time."""
    ends = []
    for match in re.finditer(
        rf"(?P<sun>{either(SUN_PASSAGES)})\b(?P<shift>\s*[+-]\s*\d{{1,2}}:\d{{2}}\))?|{CLOCK}", text
    ):
        if match["sun"]:
            ends.append(_passage(match["sun"], match["shift"], month, day, place))
        else:
            ends.append(int(match[3]) * 60 + int(match[4] or 0))
    if len(ends) != 2 or any(minute > 1440 for minute in ends):
        return 0
    return _between(*(round(minute / 15) % QUARTERS for minute in ends))


def _passage(name: str, shift: str | None, month: int, day: int, place: Place) -> float:
    """Return the minute of the day of a passage of the sun, earlier or later by a shift such as "+00:30)"."""
    side, twilight = SUN_PASSAGES[name]
    minute = sun_minutes(month, day, place, TWILIGHT_DEG if twilight else RISING_DEG)[side]
    if shift:
        hours, minutes = (int(n) for n in re.findall(r"\d+", shift))
        minute += (hours * 60 + minutes) * (-1 if "-" in shift else 1)
    return minute % 1440
