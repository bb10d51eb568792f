"""Which cameras work when: their working state is not asked here, only hours, days and seasons.

Public: `works_at`, `hours_of`, `place_of`, `at_hours`, `light_at`.
"""

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maps import crs
from maps.coverage.footprints import State
from maps.coverage.moments import When, is_dark
from maps.schema.hours import ALWAYS, Hours, depends_on_the_sun, parse_hours
from maps.schema.sun import MIDDLE, Place

#: Hours that stand for the day and for the night, all the year round.
USUAL = {"day": "08:00-18:00", "night": "22:00-05:00"}


def hours_of(cameras: pd.DataFrame) -> list[Hours]:
    """Return when each camera works (n,): what nobody wrote, or cannot be read, counts as always."""
    missing = pd.Series(None, index=cameras.index, dtype=object)
    always, texts = cameras.get("is_24h", missing), cameras.get("schedule", missing)
    place = place_of(cameras)
    return [
        ALWAYS if day is True or not isinstance(text, str) else parse_hours(text, place) or ALWAYS
        for day, text in zip(always, texts, strict=True)
    ]


def place_of(cameras: pd.DataFrame) -> Place:
    """Return where the cameras are (longitude, latitude, to a tenth of a degree), if hours depend on the sun there."""
    texts = cameras.get("schedule", ())
    sunny = any(isinstance(text, str) and depends_on_the_sun(text) for text in texts)
    if not sunny or getattr(cameras, "crs", None) is None:
        return MIDDLE
    box = cameras.total_bounds
    if not np.isfinite(box).all():
        return MIDDLE
    west, south, east, north = crs.transform_bounds(box, cameras.crs.to_epsg(), crs.WGS84)
    return round((west + east) / 2, 1), round((south + north) / 2, 1)


def works_at(cameras: pd.DataFrame, when: When) -> NDArray[np.bool_]:
    """Tell which cameras work at a time (n,), by their hours.

    By day and by night (8-18, 22-5) those that work for half or more of those hours over the year; at a moment
    without a weekday or a date, on half or more of the days.
    """
    if when.kind == "any":
        return np.ones(len(cameras), bool)
    return np.array([_on(hours, when) for hours in hours_of(cameras)], bool)


@lru_cache(maxsize=65_536)
def _on(hours: Hours, when: When) -> bool:
    if hours == ALWAYS:
        return True
    if when.kind == "moment":
        return hours.share_on(when.weekday, when.minute, when.date, feast=when.is_feast) >= 0.5
    usual = parse_hours(USUAL[when.kind])
    assert usual is not None
    asked = usual.year()
    return 2 * (hours.year() & asked).bit_count() >= asked.bit_count()


def light_at(when: When, lon: float, lat: float) -> str:
    """Return "day" or "night": the light in which ground is seen at a time and place."""
    return "night" if is_dark(when, lon, lat) else "day"


def at_hours(prints: gpd.GeoDataFrame, cameras: pd.DataFrame, when: When) -> gpd.GeoDataFrame:
    """Return footprints without those of the cameras that are off at a time: they cover nothing then.

    Parameters
    ----------
    prints : GeoDataFrame (n)
    cameras : DataFrame (n)
    when : When
    """
    off = ~works_at(cameras, when) & (prints["state"] == State.COMPUTED.value).to_numpy()
    if not off.any():
        return prints
    shapes = prints.geometry.to_numpy().copy()
    shapes[off] = None
    area = np.where(off, 0.0, prints["area_m2"])
    state = np.where(off, State.OFF_HOURS.value, prints["state"])
    return prints.assign(state=state.astype(object), area_m2=area).set_geometry(
        gpd.GeoSeries(shapes, index=prints.index, crs=prints.crs)
    )
