"""Hours, days and seasons as offices write them; coverage asked about at a moment."""

import datetime as dt
import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.coverage.conditions import at_hours, works_at
from maps.coverage.footprints import State, footprints
from maps.coverage.moments import When, is_dark, parse_when
from maps.coverage.scene import Scene
from maps.errors import InvalidValue, ValueProblem
from maps.schema.checks import record_problems
from maps.schema.feasts import easter, is_feast
from maps.schema.hours import parse_hours
from maps.schema.sun import legal_ahead_h, sun_height_deg, sun_minutes

OPEN = Scene.from_polygons(np.array([], object))
CREMONA = (10.02, 45.13)


@pytest.mark.parametrize(
    ("text", "july", "january"),
    [
        ("24h", 168, 168),
        ("H24", 168, 168),
        ("24/7", 168, 168),
        ("00:00-24:00", 168, 168),
        ("lun-ven 8-20", 60, 60),
        ("dal lunedì al venerdì dalle ore 8:00 alle ore 20:00", 60, 60),
        ("Lunedì–venerdì: 08.00–20.00", 60, 60),
        ("8-20 lun-ven, 9-13 sab", 64, 64),
        ("lun, mer e ven 8-12", 12, 12),
        ("feriali 7-22", 90, 90),
        ("weekend 22-5", 14, 14),
        ("estate", 168, 0),
        ("estate 8-24; inverno 8-18", 112, 70),
        ("mar-gio 8-20", 36, 36),
        ("mar-ott 8-20", 84, 0),
        ("dal 1/6 al 15/9 ore 21-3", 42, 0),
        ("dom chiuso", 144, 144),
        ("lun-sab 8-20 escluso agosto", 72, 72),
        ("Mo-Fr 08:00-18:00; Sa 9:00-13:00", 54, 54),
        ("Jun 15-Sep 15 20:00-02:00", 42, 0),
        ("Mo-Su 00:00-24:00; PH off", 168, 168),
        ("feriali 7-22, festivi 9-13", 94, 94),
        ("dal tramonto all'alba", 63, 101.5),
        ("Mo-Fr sunset-02:00", 26.25, 45),
        ("(sunset+00:30)-(sunrise-00:30)", 56, 94.5),
    ],
)
def test_a_text_is_so_many_hours_a_week(text: str, july: int, january: int) -> None:
    hours = parse_hours(text)
    assert hours is not None
    assert [hours.week(month).bit_count() / 4 for month in (7, 1)] == [july, january]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notte",
        "secondo necessità",
        "99-100",
        "dalle 25 alle 30",
        "lun-ven 8-20 circa",
    ],
)
def test_a_text_that_is_not_understood_to_the_end_is_refused(text: str) -> None:
    assert parse_hours(text) is None
    told = [problem.problem for problem in record_problems("camera", {"schedule": text})]
    assert told == ([ValueProblem.NOT_A_SCHEDULE] if text else [])


@given(st.text(alphabet="lunmarsbdo 0123456789:-;,/è", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    hours = parse_hours(text)
    assert hours is None or hours.year().bit_count() <= 12 * 672


@pytest.mark.parametrize(
    ("text", "ordinary", "feast"),
    [
        ("lun-ven 8-20", 12, 12),
        ("feriali 8-20", 12, 0),
        ("feriali 8-20, festivi 9-13", 12, 4),
        ("lun-sab 8-20 escluso festivi", 12, 0),
        ("Mo-Su 00:00-24:00; PH off", 24, 0),
        ("Mo-Fr 08:00-18:00; PH 10:00-12:00", 10, 2),
        ("festivi 15-19", 0, 4),
        ("tutti i giorni 8-20 escluso agosto", 12, 12),
    ],
)
def test_a_public_holiday_has_hours_of_its_own(text: str, ordinary: int, feast: int) -> None:
    """Of a Tuesday in June."""
    hours = parse_hours(text)
    assert hours is not None
    tuesday = ((1 << 96) - 1) << 96
    on = [(hours.week(6, 2, feast=each) & tuesday).bit_count() / 4 for each in (False, True)]
    assert on == [ordinary, feast]


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter_monday_is_a_holiday(year: int, sunday: tuple[int, int]) -> None:
    day = dt.date(year, *sunday)
    assert easter(year) == day
    assert is_feast(day + dt.timedelta(days=1)) and not is_feast(day + dt.timedelta(days=2))


def test_the_holidays_of_a_year() -> None:
    def found(year: int) -> int:
        return sum(is_feast(dt.date(year, 1, 1) + dt.timedelta(days=n)) for n in range(365))

    assert (found(2025), found(2026)) == (11, 12)  # San Francesco from 2026


@pytest.mark.parametrize(
    ("text", "feast"),
    [
        ("2026-04-06T10:00", True),
        ("lun 10:00 6/4", False),
        ("10:00 25/12", True),
        ("lun 10:00 festivo", True),
        ("10:00 agosto", False),
        ("10:00 estate", False),
    ],
)
def test_which_moments_are_holidays(text: str, feast: bool) -> None:
    asked = parse_when(text)
    assert asked.is_feast is feast and parse_when(asked.text) == asked


def test_cameras_of_working_days_rest_on_holidays() -> None:
    cameras = gpd.GeoDataFrame(
        {"schedule": ["feriali 8-20", "lun-sab 8-20", "festivi 8-20"]},
        geometry=shapely.points(np.zeros((3, 2))),
    )
    on = [
        works_at(cameras, parse_when(text)).tolist()
        for text in ("lun 10:00", "2026-04-06T10:00", "ven 10:00 25/12")
    ]
    assert on == [[True, True, False], [False, True, True], [False, True, True]]


def test_hours_run_past_midnight_into_the_next_day() -> None:
    hours = parse_hours("dom 22-6")
    assert hours is not None
    on = [
        hours.share_on(day, minute) for day, minute in ((6, 23 * 60), (0, 5 * 60), (0, 6 * 60), (6, 5 * 60))
    ]
    assert on == [1.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("day", When("day")),
        ("notte", When("night")),
        ("sab 23:00", When("moment", 5, 1380)),
        ("Sabato alle 23, estate", When("moment", 5, 1380, (7, 15))),
        ("23:00 15/7", When("moment", None, 1380, (7, 15))),
        ("2026-07-18T23:00", When("moment", 5, 1380, (7, 18))),
    ],
)
def test_a_moment_is_read_and_said_back(text: str, when: When) -> None:
    assert parse_when(text) == when and parse_when(when.text) == when


@pytest.mark.parametrize("text", ["", "sab", "sab 25:00", "2026-02-31T10:00", "domani alle 8"])
def test_a_moment_without_a_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_when(text)
    assert caught.value.reason is ValueProblem.NOT_A_MOMENT


def _height(moment: dt.datetime, lon: float, lat: float) -> float:
    """Return the height of the sun, degrees, by the low-precision formulas of the Astronomical Almanac."""
    n = (moment - dt.datetime(2000, 1, 1, 12)).total_seconds() / 86_400
    mean, anomaly = 280.460 + 0.9856474 * n, math.radians(357.528 + 0.9856003 * n)
    longitude = math.radians(mean + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * n)
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    angle = math.radians((280.46061837 + 360.98564736629 * n + lon) % 360) - ascension
    up = math.radians(lat)
    sine = math.sin(up) * math.sin(declination) + math.cos(up) * math.cos(declination) * math.cos(angle)
    return math.degrees(math.asin(sine))


@given(st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2030, 1, 1)), st.floats(6, 19), st.floats(36, 47))
def test_the_sun_stands_where_the_almanac_says(moment: dt.datetime, lon: float, lat: float) -> None:
    hours = moment.hour + moment.minute / 60 + moment.second / 3600
    found = sun_height_deg(moment.timetuple().tm_yday, hours, lon, lat)
    assert found == pytest.approx(_height(moment, lon, lat), abs=0.3)


@pytest.mark.parametrize(
    ("place", "date", "rise", "sets"),
    [
        ((12.48, 41.90), (6, 21), (5, 35), (20, 48)),  # Rome
        ((12.48, 41.90), (12, 21), (7, 34), (16, 42)),
        ((9.19, 45.46), (6, 21), (5, 34), (21, 15)),  # Milan
        ((9.19, 45.46), (12, 21), (8, 0), (16, 42)),
        ((-0.13, 51.51), (6, 21), (5, 43), (22, 21)),  # London, an hour later than its clocks
        ((-0.13, 51.51), (12, 21), (9, 3), (16, 53)),
    ],
)
def test_the_sun_rises_and_sets_when_the_almanacs_print(
    place: tuple[float, float], date: tuple[int, int], rise: tuple[int, int], sets: tuple[int, int]
) -> None:
    printed = [hour * 60 + minute for hour, minute in (rise, sets)]
    assert sun_minutes(*date, place) == pytest.approx(printed, abs=2.0)


@given(st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31)), st.floats(6, 19), st.floats(36, 47))
def test_sunset_is_within_two_minutes_of_the_almanac(date: dt.date, lon: float, lat: float) -> None:
    """By the height of the sun at the real date, not of a mean year, two minutes before and after."""
    midnight = dt.datetime(date.year, date.month, date.day) - dt.timedelta(
        hours=legal_ahead_h(date.month, date.day)
    )
    rise, sets = sun_minutes(date.month, date.day, (lon, lat))
    heights = [
        _height(midnight + dt.timedelta(minutes=minute + late), lon, lat) + 0.833
        for minute in (rise, sets)
        for late in (-2, 2)
    ]
    assert heights[0] < 0 < heights[1] and heights[2] > 0 > heights[3]


def test_hours_from_sunset_are_those_of_the_place_and_the_season() -> None:
    lecce, aosta = (
        gpd.GeoDataFrame({"schedule": ["dal tramonto all'alba"]}, geometry=[shapely.Point(x, y)], crs=7791)
        for x, y in ((1_280_000, 4_490_000), (370_000, 5_067_000))
    )
    on = {
        text: (bool(works_at(lecce, parse_when(text))[0]), bool(works_at(aosta, parse_when(text))[0]))
        for text in ("20:45 21/6", "22:00 21/6", "16:40 21/12", "12:00 21/12")
    }
    assert on == {
        "20:45 21/6": (True, False),
        "22:00 21/6": (True, True),
        "16:40 21/12": (True, False),
        "12:00 21/12": (False, False),
    }


@pytest.mark.parametrize(("season", "first", "last"), [("inverno", 445, 1055), ("estate", 315, 1300)])
def test_the_light_lasts_as_the_season_asks(season: str, first: int, last: int) -> None:
    """Civil twilight at Cremona: 7:25-17:35 in mid January, 5:15-21:40 in mid July, legal time."""
    light = [
        m for m in range(0, 1440, 5) if not is_dark(parse_when(f"{m // 60}:{m % 60:02d} {season}"), *CREMONA)
    ]
    assert (light[0], light[-1]) == (first, last)


def test_a_camera_that_is_off_covers_nothing_then() -> None:
    cameras = gpd.GeoDataFrame(
        {
            "azimuth_deg": 0.0,
            "range_m": 20.0,
            "hfov_deg": 60.0,
            "schedule": ["lun-ven 8-20", "lun-ven 8-20", "estate", "boh", None, "20:00-06:00"],
            "is_24h": [None, True, None, None, False, None],
        },
        geometry=shapely.points(np.arange(6) * 100.0, np.zeros(6)),
        crs=7791,
    )
    on = {
        text: works_at(cameras, parse_when(text)).tolist()
        for text in ("lun 10:00", "sab 23:00 estate", "sab 23:00 inverno", "day", "night", "any")
    }
    assert on == {
        "lun 10:00": [True, True, False, True, True, False],
        "sab 23:00 estate": [False, True, True, True, True, True],
        "sab 23:00 inverno": [False, True, False, True, True, True],
        "day": [True, True, False, True, True, False],
        "night": [False, True, False, True, True, True],
        "any": [True] * 6,
    }
    prints = footprints(cameras, OPEN)
    then = at_hours(prints, cameras, parse_when("sab 23:00 inverno"))
    off = then["state"] == State.OFF_HOURS.value
    assert off.tolist() == [True, False, True, False, False, False]
    assert (then.loc[off, "area_m2"] == 0).all() and then.geometry[off].isna().all()
    assert then.loc[off, "declared_geometry"].notna().all()
    assert prints["area_m2"].gt(0).all()
