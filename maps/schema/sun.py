"""Where the sun stands, and when it rises and sets, at a place and date, in the legal time of Italy.

Public: `Place`, `MIDDLE`, `sun_height_deg`, `day_of_year`, `legal_ahead_h`, `sun_minutes`.
"""

import math
from functools import lru_cache

#: Longitude and latitude, degrees.
Place = tuple[float, float]
#: The middle of Italy, for what has no place.
MIDDLE: Place = (12.5, 42.5)
#: Height of the sun's centre when its upper limb is on the horizon: refraction 34', half its width 16'.
RISING_DEG = -0.833
#: The same at the end of civil twilight.
TWILIGHT_DEG = -6.0
#: Days from J2000 (noon of 1 January 2000) to the start of a year midway in the leap cycle of 2025-2028: within half a
#: day of any of them.
MEAN_YEAR_DAYS = 9861.75
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def day_of_year(month: int, day: int) -> int:
    """Return the day of a year that is not a leap year; the 29th of February is the 1st of March."""
    return _BEFORE[month - 1] + day


def legal_ahead_h(month: int, day: int) -> float:
    """Return the hours by which legal time is ahead of UTC: 2 from the end of March to that of October."""
    return 2.0 if (3, 29) <= (month, day) < (10, 26) else 1.0


def sun_height_deg(day: int, utc_hours: float, lon: float, lat: float) -> float:
    """Return how high the centre of the sun stands, degrees, by the position of a mean year."""
    declination, equation = _position(day, utc_hours)
    angle, up = math.radians(15.0 * (utc_hours + lon / 15.0 + equation / 60.0 - 12.0)), math.radians(lat)
    sine = math.sin(up) * math.sin(declination) + math.cos(up) * math.cos(declination) * math.cos(angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _position(day: int, utc_hours: float) -> tuple[float, float]:
    """Return the declination (radians) and the equation of time (minutes), by the Almanac's low-precision formulas."""
    days = MEAN_YEAR_DAYS + day - 1 + utc_hours / 24.0
    mean, anomaly = 280.460 + 0.9856474 * days, math.radians(357.528 + 0.9856003 * days)
    longitude = math.radians(mean + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2.0 * anomaly))
    tilt = math.radians(23.439)
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    ascension = math.degrees(math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude)))
    return declination, 4.0 * ((mean - ascension + 180.0) % 360.0 - 180.0)


@lru_cache(maxsize=8192)
def sun_minutes(month: int, day: int, place: Place, height_deg: float = RISING_DEG) -> tuple[float, float]:
    """Return when the sun passes a height in the morning and in the evening, minutes of the day in legal time.

    Within two minutes of the almanacs at the latitudes of Italy. Where it stays below all day both are noon, where it
    stays above they are twelve hours from it.

    Parameters
    ----------
    month, day : int
    place : (float, float)
        Longitude and latitude, degrees.
    height_deg : float
        `RISING_DEG` for sunrise and sunset, `TWILIGHT_DEG` for the ends of civil twilight.
    """
    number, up = day_of_year(month, day), math.radians(place[1])
    found = []
    for side in (-1.0, 1.0):
        hours = 12.0 - place[0] / 15.0
        for _ in range(4):  # the sun moves while one looks for it
            declination, equation = _position(number, hours)
            cosine = (math.sin(math.radians(height_deg)) - math.sin(up) * math.sin(declination)) / (
                math.cos(up) * math.cos(declination)
            )
            half_day = math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) / 15.0
            hours = 12.0 + side * half_day - place[0] / 15.0 - equation / 60.0
        found.append((hours + legal_ahead_h(month, day)) * 60.0)
    return found[0], found[1]
