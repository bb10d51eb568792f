"""When coverage is asked about: by day, by night, or at a moment such as "sab 23:00 estate".

A moment has two sides: which cameras work then (their hours, days and seasons) and whether it is dark. It is dark where
the centre of the sun is more than 6 degrees below the horizon (end of civil twilight), by the solar position of
the date in a mean year (`maps.schema.sun`) and the legal time of Italy and Switzerland.

Public: `When`, `parse_when`, `is_dark`, `ANY`, `DAY`, `NIGHT`, `SEASON_DATES`.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from maps.errors import InvalidValue, ValueProblem
from maps.schema.calendar_words import DAYS, MONTHS, SEASONS, either
from maps.schema.feasts import FIXED_FEASTS, is_feast
from maps.schema.sun import TWILIGHT_DEG, day_of_year, legal_ahead_h, sun_height_deg
from maps.schema.values import fold

#: The date that stands for a season, by its first month.
SEASON_DATES = {3: (4, 15), 6: (7, 15), 9: (10, 15), 12: (1, 15)}
SEASON_NAMES = {3: "primavera", 6: "estate", 9: "autunno", 12: "inverno"}
_WEEKDAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_FEAST = re.compile(r"\b(?:giorno )?festiv[oi]\b")
#: The day that stands for a month: no public holiday falls on it.
MIDDLE_DAY = 14
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
    feast : bool
        Asked for a public holiday, or for a date that is one in its year only (Easter Monday).
    """

    kind: str
    weekday: int | None = None
    minute: int = 0
    date: tuple[int, int] | None = None
    feast: bool = False

    @property
    def is_feast(self) -> bool:
        """Whether the day is a public holiday."""
        return self.feast or self.date in FIXED_FEASTS

    @property
    def text(self) -> str:
        """The same, as `parse_when` reads it: "sab 23:00 estate"."""
        if self.kind != "moment":
            return self.kind
        day = "" if self.weekday is None else f"{_WEEKDAYS[self.weekday]} "
        seasons = {date: SEASON_NAMES[month] for month, date in SEASON_DATES.items()}
        date = "" if self.date is None else " " + seasons.get(self.date, f"{self.date[1]}/{self.date[0]}")
        feast = " festivo" if self.feast else ""
        return f"{day}{self.minute // 60:02d}:{self.minute % 60:02d}{date}{feast}"


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
    date = (at.month, at.day)
    feast = is_feast(at.date()) and date not in FIXED_FEASTS
    return When("moment", at.weekday(), at.hour * 60 + at.minute, date, feast)


def _named(plain: str) -> When | None:
    """Read a day, a time and a season or a date, in any order; None where one is not understood."""
    rest, weekday, date = _FEAST.sub(" ", plain), None, None
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
        date, rest = (MONTHS[month[1]], MIDDLE_DAY), rest.replace(month[0], " ", 1)
    minute = _minute(" ".join(rest.replace(",", " ").split()))
    return None if minute is None else When("moment", weekday, minute, date, _FEAST.search(plain) is not None)


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
    utc_hours = when.minute / 60.0 - legal_ahead_h(month, day)
    return sun_height_deg(day_of_year(month, day), utc_hours, lon, lat) < TWILIGHT_DEG
