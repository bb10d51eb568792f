"""When coverage is asked about: by day, by night, or at a moment such as "sab 23:00 estate".

A moment has two sides: which cameras work then (their hours, days and seasons) and whether it is dark. It is dark where
the centre of the sun is more than 6 degrees below the horizon (end of civil twilight), by the mean solar position of
the date (Spencer 1971) and the legal time of Italy and Switzerland.

Public: `When`, `parse_when`, `is_dark`, `ANY`, `DAY`, `NIGHT`, `SEASON_DATES`.
"""

import datetime as dt
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from maps.errors import InvalidValue, ValueProblem
from maps.schema.calendar_words import DAYS, MONTHS, SEASONS, either
from maps.schema.values import fold

#: The date that stands for a season, by its first month.
SEASON_DATES = {3: (4, 15), 6: (7, 15), 9: (10, 15), 12: (1, 15)}
SEASON_NAMES = {3: "primavera", 6: "estate", 9: "autunno", 12: "inverno"}
#: Of the sun's centre at the end of civil twilight, degrees.
TWILIGHT_DEG = -6.0
_WEEKDAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_TIME = re.compile(r"^(?:ore )?(?:alle )?(\d{1,2})(?:[:.](\d{2}))?$")


@dataclass(frozen=True)
class When:
    """When coverage is asked about.

    Attributes
    ----------
    kind : {"any", "day", "night", "moment"}
        "any": by daylight, whatever the hours of the cameras; "day" and "night": all the year round.
    weekday : int or None
        Monday 0; None for every day of the week.
    minute : int
        Of the day.
    date : (month, day) or None
        None for the whole year.
    """

    kind: str
    weekday: int | None = None
    minute: int = 0
    date: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The same, as `parse_when` reads it: "sab 23:00 estate"."""
        if self.kind != "moment":
            return self.kind
        day = "" if self.weekday is None else f"{_WEEKDAYS[self.weekday]} "
        seasons = {date: SEASON_NAMES[month] for month, date in SEASON_DATES.items()}
        date = "" if self.date is None else " " + seasons.get(self.date, f"{self.date[1]}/{self.date[0]}")
        return f"{day}{self.minute // 60:02d}:{self.minute % 60:02d}{date}"


ANY, DAY, NIGHT = When("any"), When("day"), When("night")
_PLAIN = {"any": ANY, "day": DAY, "night": NIGHT, "giorno": DAY, "notte": NIGHT}


@lru_cache(maxsize=1024)
def parse_when(text: str) -> When:
    """Return what "day", "night", "sab 23:00", "lun 8 inverno", "23:00 15/7" or "2026-07-18T23:00" ask.

    Raises
    ------
    InvalidValue
        ("when", NOT_A_MOMENT): there is no time of the day, or a word is not understood.
    """
    plain = fold(text.replace("T", " ") if re.match(r"\s*\d{4}-", text) else text)
    if plain in _PLAIN:
        return _PLAIN[plain]
    found = _dated(plain) or _named(plain)
    if found is None:
        raise InvalidValue("when", text, ValueProblem.NOT_A_MOMENT)
    return found


def _dated(plain: str) -> When | None:
    match = re.match(r"^(\d{4}-\d{2}-\d{2}) (\d{1,2}):(\d{2})(?::\d{2})?$", plain)
    if match is None:
        return None
    try:
        at = dt.datetime.fromisoformat(f"{match[1]} {int(match[2]):02d}:{match[3]}")
    except ValueError:
        return None
    return When("moment", at.weekday(), at.hour * 60 + at.minute, (at.month, at.day))


def _named(plain: str) -> When | None:
    """Read a day, a time and a season or a date, in any order; None where one is not understood."""
    rest, weekday, date = plain, None, None
    slash = re.search(r"\b(\d{1,2})/(\d{1,2})\b", rest)
    season = re.search(rf"\b({either(SEASONS)})\b", rest)
    if slash and 1 <= int(slash[2]) <= 12 and 1 <= int(slash[1]) <= 31:
        date, rest = (int(slash[2]), int(slash[1])), rest.replace(slash[0], " ")
    elif season:
        date, rest = SEASON_DATES[SEASONS[season[1]][0]], rest.replace(season[0], " ")
    day = re.search(rf"\b({either(DAYS)})\b", rest)
    if day:
        weekday, rest = DAYS[day[1]], rest.replace(day[0], " ", 1)
    month = re.search(rf"\b({either(MONTHS)})\b", rest) if date is None else None
    if month:
        date, rest = (MONTHS[month[1]], 15), rest.replace(month[0], " ", 1)
    minute = _minute(" ".join(rest.replace(",", " ").split()))
    return None if minute is None else When("moment", weekday, minute, date)


def _minute(text: str) -> int | None:
    match = _TIME.match(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return hour * 60 + minute if hour <= 23 and minute <= 59 else None


def is_dark(when: When, lon: float, lat: float) -> bool:
    """Tell whether a camera needs light of its own at a moment.

    Parameters
    ----------
    when : When
        Without a date, the equinox of March stands for the year.
    lon, lat : float
        Degrees.
    """
    if when.kind != "moment":
        return when.kind == "night"
    month, day = when.date or (3, 20)
    number = dt.date(2027, month, min(day, 28)).timetuple().tm_yday + max(day - 28, 0)
    ahead = 2.0 if (3, 29) <= (month, day) < (10, 26) else 1.0
    return sun_height_deg(number, when.minute / 60.0 - ahead, lon, lat) < TWILIGHT_DEG


def sun_height_deg(day_of_year: int, utc_hours: float, lon: float, lat: float) -> float:
    """Return how high the centre of the sun stands, degrees, by Spencer's series (good to about 0.3 degrees)."""
    g = 2.0 * math.pi * (day_of_year - 1 + (utc_hours - 12.0) / 24.0) / 365.0
    declination = (
        0.006918
        - 0.399912 * math.cos(g)
        + 0.070257 * math.sin(g)
        - 0.006758 * math.cos(2 * g)
        + 0.000907 * math.sin(2 * g)
        - 0.002697 * math.cos(3 * g)
        + 0.00148 * math.sin(3 * g)
    )
    minutes = 229.18 * (
        0.000075
        + 0.001868 * math.cos(g)
        - 0.032077 * math.sin(g)
        - 0.014615 * math.cos(2 * g)
        - 0.040849 * math.sin(2 * g)
    )
    solar = utc_hours + lon / 15.0 + minutes / 60.0
    angle, up = math.radians(15.0 * (solar - 12.0)), math.radians(lat)
    sine = math.sin(up) * math.sin(declination) + math.cos(up) * math.cos(declination) * math.cos(angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))
