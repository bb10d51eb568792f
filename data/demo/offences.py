"""Four semesters of invented offences with the structure of real ones.

Hot spots by kind of offence, months, weekdays and hours by kind, a rise in one quarter in the last
semester, positions snapped to the street network, some without a position. Counts are fixed; what is
drawn is where and when.
"""

from datetime import datetime, timedelta

import numpy as np
import shapely
from numpy.random import Generator
from shapely import STRtree

from data.demo.geometry import stream
from data.demo.records import Record, record
from data.demo.town import Town

# Semester: first month, events outside Fornaci, events in Fornaci.
SEMESTERS: tuple[tuple[str, int, int, int, int], ...] = (
    ("2024-2", 2024, 7, 940, 190),
    ("2025-1", 2025, 1, 850, 182),
    ("2025-2", 2025, 7, 910, 196),
    ("2026-1", 2026, 1, 870, 272),
)
# Category: share, day-of-week weight of Saturday and Sunday, mean hour, spread, open-ended time.
KINDS: dict[str, tuple[float, float, float, float, bool]] = {
    "theft": (0.215, 1.0, 15.0, 4.5, False),
    "shoplifting": (0.105, 0.9, 16.5, 2.8, False),
    "burglary": (0.12, 1.2, 18.5, 3.0, True),
    "vehicle_theft": (0.11, 1.1, 23.0, 4.0, True),
    "criminal_damage": (0.10, 1.6, 0.5, 3.0, True),
    "drugs": (0.075, 1.3, 21.0, 3.5, False),
    "assault": (0.065, 1.9, 23.5, 3.0, False),
    "antisocial": (0.085, 2.2, 23.8, 2.2, False),
    "fraud": (0.05, 0.4, 11.0, 2.5, False),
    "snatch_theft": (0.025, 1.0, 18.0, 3.0, False),
    "street_robbery": (0.02, 1.5, 22.5, 3.0, False),
    "home_robbery": (0.005, 1.0, 20.0, 3.0, False),
    "public_order": (0.01, 1.8, 21.0, 3.0, False),
    "weapons": (0.005, 1.2, 22.0, 3.0, False),
    "other": (0.01, 1.0, 13.0, 5.0, False),
}
# Months (January first) in which a kind is more frequent.
SUMMER = (0.7, 0.7, 0.8, 1.0, 1.2, 1.5, 1.6, 1.3, 1.2, 0.9, 0.7, 0.7)
WINTER = (1.4, 1.2, 1.0, 0.8, 0.7, 0.7, 0.8, 1.1, 0.8, 1.0, 1.4, 1.6)
SHOPPING = (1.0, 0.9, 0.9, 1.0, 1.0, 1.0, 1.0, 0.7, 1.0, 1.0, 1.2, 1.7)
SEASONS: dict[str, tuple[float, ...]] = {
    "antisocial": SUMMER, "assault": SUMMER, "public_order": SUMMER, "burglary": WINTER, "home_robbery": WINTER,
    "shoplifting": SHOPPING, "theft": SHOPPING,
}  # fmt: skip

NIGHT = ("antisocial", "assault", "drugs", "criminal_damage", "public_order")
STREET = ("theft", "snatch_theft", "street_robbery", "drugs", "assault", "weapons", "other", "antisocial")
HOMES = ("burglary", "home_robbery", "vehicle_theft")
SHOPS = ("shoplifting", "theft", "fraud")
# Place, spread in metres, weight, kinds.
HOT_SPOTS: tuple[tuple[float, float, float, float, tuple[str, ...]], ...] = (
    (-20, 760, 75, 9.0, (*STREET, "fraud", "public_order")),
    (-190, 730, 90, 4.0, (*STREET, "vehicle_theft")),
    (300, 760, 80, 3.0, ("drugs", "criminal_damage", "assault", "vehicle_theft")),
    (-15, 450, 120, 2.5, (*SHOPS, "snatch_theft")),
    (-100, 150, 50, 2.0, (*NIGHT, "theft", "shoplifting")),
    (20, 20, 110, 1.3, (*SHOPS, "snatch_theft")),
    (-440, -190, 70, 3.0, (*SHOPS, "antisocial")),
    (250, -400, 60, 2.2, NIGHT),
    (1300, 560, 90, 2.0, ("vehicle_theft", "shoplifting")),
    (830, 330, 90, 1.2, ("drugs", "antisocial")),
    (1250, -300, 230, 3.0, HOMES),
    (-1150, -330, 240, 3.0, HOMES),
    (-300, -870, 220, 1.5, HOMES),
    (200, 1170, 220, 1.5, HOMES),
    (820, -380, 90, 1.0, (*NIGHT, "vehicle_theft")),
)
FORNACI_SPOTS: tuple[tuple[float, float, float, float, tuple[str, ...]], ...] = (
    (-945, 590, 70, 4.0, ("drugs", "assault", "antisocial", "street_robbery", "weapons")),
    (-880, 250, 75, 4.0, (*STREET, "criminal_damage")),
    (-1220, 450, 110, 2.0, ("criminal_damage", "drugs", "theft", "other")),
    (-830, 390, 110, 3.0, (*HOMES, "criminal_damage", "fraud", "shoplifting")),
    (-1150, 220, 160, 1.5, (*HOMES, "public_order")),
)
QUARTER_RATE = {
    "Duomo": 1.2, "Mercato": 1.5, "Stazione": 1.4, "Filanda": 0.75, "Lavatoi": 0.5, "Canottieri": 0.45, "Fornaci": 0.0,
}  # fmt: skip
PLACES = {"burglary": "home", "home_robbery": "home", "shoplifting": "shop", "vehicle_theft": "parking"}
WITHOUT_POSITION = 0.04


class _Ground:
    """Points every 15 m of street to which events are snapped, with the quarter of each."""

    def __init__(self, town: Town) -> None:
        lines = [
            street.line for street in town.streets if street.road_class not in ("track", "footway", "trunk")
        ]
        points = [line.interpolate(np.arange(7.0, line.length, 15.0)) for line in lines]
        self.points = np.concatenate([np.atleast_1d(part) for part in points])
        names = np.array(list(town.quarters))
        tree = STRtree([town.quarters[name] for name in names])
        self.quarter = names[tree.nearest(self.points)]
        self._trees: dict[bool, tuple[np.ndarray, STRtree]] = {}
        for inside in (True, False):
            chosen = np.flatnonzero((self.quarter == "Fornaci") == inside)
            self._trees[inside] = chosen, STRtree(self.points[chosen])
        self._cumulated = {inside: np.cumsum(self._weights(inside)) for inside in (True, False)}

    def snap(self, xy: np.ndarray, in_fornaci: bool) -> np.ndarray:
        """Return the index of the street point nearest to each place, on one side of the quarter's border."""
        chosen, tree = self._trees[in_fornaci]
        return chosen[tree.nearest(shapely.points(xy))]

    def anywhere(self, in_fornaci: bool, rng: Generator) -> int:
        """Draw a street point for an event without a hot spot."""
        cumulated = self._cumulated[in_fornaci]
        return min(int(np.searchsorted(cumulated, rng.random(), side="right")), len(cumulated) - 1)

    def _weights(self, in_fornaci: bool) -> np.ndarray:
        rate = (self.quarter == "Fornaci").astype(float)
        if not in_fornaci:
            rate = np.array([QUARTER_RATE[name] for name in self.quarter])
        return rate / rate.sum()


def offence_records(town: Town) -> list[Record]:
    """Return the offences of the four semesters, in order of time."""
    ground = _Ground(town)
    records: list[Record] = []
    for name, year, month, elsewhere, fornaci in SEMESTERS:
        rng = stream(f"offences {name}")
        drawn = _events(ground, year, month, elsewhere, False, rng)
        drawn += _events(ground, year, month, fornaci, True, rng)
        drawn.sort(key=lambda event: (event["start_at"], event["category"], event["where"]))
        records += [_record(ground, name, number, event, rng) for number, event in enumerate(drawn, start=1)]
    return records


def _events(
    ground: _Ground, year: int, month: int, count: int, in_fornaci: bool, rng: Generator
) -> list[dict]:
    """Draw the kind, the place and the time of some events."""
    shares = np.array([kind[0] for kind in KINDS.values()])
    kinds = rng.choice(list(KINDS), size=count, p=shares / shares.sum())
    events = []
    for kind in kinds:
        where = _place(ground, str(kind), in_fornaci, rng)
        start, end = _time(str(kind), year, month, rng)
        events.append({"category": str(kind), "where": where, "start_at": start, "end_at": end})
    return events


def _place(ground: _Ground, kind: str, in_fornaci: bool, rng: Generator) -> int:
    spots = [spot for spot in (FORNACI_SPOTS if in_fornaci else HOT_SPOTS) if kind in spot[4]]
    if not spots or rng.random() < 0.34:
        return ground.anywhere(in_fornaci, rng)
    weights = np.array([spot[3] for spot in spots])
    x, y, spread, _, _ = spots[int(rng.choice(len(spots), p=weights / weights.sum()))]
    return int(ground.snap(np.array([[rng.normal(x, spread), rng.normal(y, spread)]]), in_fornaci)[0])


def _time(kind: str, year: int, month: int, rng: Generator) -> tuple[datetime, datetime | None]:
    """Draw when an event begins and, for what is found later, when it may have ended."""
    _, weekend, hour, spread, open_ended = KINDS[kind]
    season = np.array(SEASONS.get(kind, (1.0,) * 12)[month - 1 : month + 5])
    first = datetime(year, month + int(rng.choice(6, p=season / season.sum())), 1)
    following = (first + timedelta(days=32)).replace(day=1)
    days = [first + timedelta(days=offset) for offset in range((following - first).days)]
    weights = np.array([weekend if day.weekday() >= 5 else 1.0 for day in days])
    day = days[int(rng.choice(len(days), p=weights / weights.sum()))]
    minutes = int(rng.normal(hour, spread) * 60) % 1440
    start = day + timedelta(minutes=minutes - minutes % 5)
    if not open_ended:
        return start, None
    return start, start + timedelta(minutes=30 * int(rng.integers(2, 24)))


def _record(ground: _Ground, semester: str, number: int, event: dict, rng: Generator) -> Record:
    unplaced = rng.random() < WITHOUT_POSITION
    return record(
        "offence",
        f"E{semester}-{number:04d}",
        None if unplaced else ground.points[event["where"]],
        start_at=event["start_at"],
        end_at=event["end_at"],
        category=event["category"],
        attempted=bool(rng.random() < 0.08),
        place_kind=PLACES.get(event["category"], "street"),
        count=1,
        geo_precision="unknown" if unplaced else "segment",
        district_id=None if unplaced else str(ground.quarter[event["where"]]),
    )
