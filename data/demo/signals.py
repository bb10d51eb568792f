"""Reports of citizens and illegal dumps: gathered round the degraded areas, some anywhere along the streets."""

from datetime import date, datetime, timedelta

import numpy as np
from numpy.random import Generator
from shapely import Point

from data.demo.geometry import stream
from data.demo.places import DEGRADED
from data.demo.plan import Street
from data.demo.records import Record, record
from data.demo.town import Town

FIRST_DAY, DAYS = date(2024, 7, 1), 729  # four semesters, as the offences
#: Reports and dumps for each step of severity of a degraded area, and anywhere.
REPORTS_EACH, REPORTS_ANYWHERE, DUMPS_EACH, DUMPS_ANYWHERE = 6, 60, 1, 6
SPREAD_M = 130.0
CATEGORIES = ("decay", "noise", "waste", "drug_dealing", "parking", "lighting", "other")
CHANNELS = ("app", "public_office", "certified_mail", "police_force", "district")
WASTE = ("bulky", "household", "building", "electronic", "glass")
VOLUMES = ("under_1_m3", "from_1_to_5_m3", "over_5_m3")


def report_records(town: Town) -> list[Record]:
    """Return the reports: category, channel and moment; never who sent them, nor a text."""
    rng = stream("reports")
    points = _points(town, rng, REPORTS_EACH, REPORTS_ANYWHERE)
    return [
        record(
            "report",
            f"SE-{number:03d}",
            point,
            received_at=_moment(rng),
            category=str(rng.choice(CATEGORIES)),
            channel=str(rng.choice(CHANNELS)),
            geo_precision="segment",
            district_id=town.quarter_at(point.x, point.y),
        )
        for number, point in enumerate(points, start=1)
    ]


def dump_records(town: Town) -> list[Record]:
    """Return the illegal dumps: what, how much, how often again in a year."""
    rng = stream("dumps")
    points = _points(town, rng, DUMPS_EACH, DUMPS_ANYWHERE)
    return [
        record(
            "dump_site",
            f"DR-{number:02d}",
            point,
            name=f"Abbandono di rifiuti {number}",
            waste_type=str(rng.choice(WASTE)),
            volume_class=str(rng.choice(VOLUMES, p=[0.6, 0.3, 0.1])),
            relapses_12m=int(rng.poisson(1.2)),
            district_id=town.quarter_at(point.x, point.y),
        )
        for number, point in enumerate(points, start=1)
    ]


def _points(town: Town, rng: Generator, each: int, anywhere: int) -> list[Point]:
    """Points on streets: near the degraded areas in proportion to their severity, then anywhere."""
    streets = [street for street in town.streets if street.road_class not in ("track", "trunk")]
    middles = np.array([street.line.interpolate(0.5, normalized=True).coords[0] for street in streets])
    places = [
        spot + rng.normal(0, SPREAD_M, 2)
        for _name, spots, _kind, severity, _status in DEGRADED
        for _ in range(each * severity)
        for spot in [np.array(spots[int(rng.integers(len(spots)))], float)]
    ]
    places += [middles[int(rng.integers(len(middles)))] for _ in range(anywhere)]
    found = []
    for place in places:
        street = streets[int(np.argmin(((middles - place) ** 2).sum(axis=1)))]
        point = _on(street, place)
        if town.quarter_at(point.x, point.y) is not None:
            found.append(point)
    return found


def _on(street: Street, place: np.ndarray) -> Point:
    """The point of a street nearest to a place."""
    return street.line.interpolate(street.line.project(Point(*place)))


def _moment(rng: Generator) -> datetime:
    day = FIRST_DAY + timedelta(days=int(rng.integers(DAYS)))
    return datetime(day.year, day.month, day.day, int(rng.integers(8, 20)), 0)
