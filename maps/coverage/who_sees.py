"""Who sees here: the cameras whose footprint holds a point or touches an area, by day and by night.

Public: `who_sees`.
"""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.coverage.footprints import footprints
from maps.coverage.ladders import EN_2014, Ladder
from maps.coverage.register import numbers
from maps.coverage.relief import Relief
from maps.coverage.scene import Scene

FACTS = ("code", "name", "system_id", "purposes", "controller", "working_state", "records", "retention_days")


def who_sees(
    cameras: gpd.GeoDataFrame,
    scene: Scene,
    place: shapely.Geometry,
    *,
    ladder: Ladder = EN_2014,
    lamps: gpd.GeoDataFrame | None = None,
    recorded_at: dt.datetime | None = None,
    relief: Relief | None = None,
) -> gpd.GeoDataFrame:
    """Return the cameras that see a place, finest detail first.

    Parameters
    ----------
    cameras : GeoDataFrame (n)
    scene : Scene
    place : shapely geometry
        A point, or the area of interest: a camera counts when it sees some of it.
    ladder : Ladder
    lamps : GeoDataFrame, optional
        Street lights, for the night.
    recorded_at : datetime, optional
        When what is looked for happened; with `retention_days` it tells until when the images are kept.
    relief : Relief, optional
        Buildings with heights.

    Returns
    -------
    GeoDataFrame
        Indexed like `cameras` (those that see), with the columns of `FACTS`, class_name (finest by day), px_per_m,
        seen_share (of an area, 0-1; 1 for a point), by_day, by_night, distance_m, kept_until (datetime or
        NaT), geometry (the camera).
    """
    day, share = _finest(cameras, scene, place, ladder, relief)
    coarse = ladder.classes[0].px_per_m
    dark = footprints(
        cameras, scene, px_per_m=coarse, when="night", lamps=lamps, relief=relief
    ).geometry.to_numpy()
    rows = np.flatnonzero(day >= 0)
    out = cameras.iloc[rows].reindex(columns=[*FACTS, "geometry"])
    out["class_name"] = [ladder.classes[i].name for i in day[rows]]
    out["px_per_m"] = [ladder.classes[i].px_per_m for i in day[rows]]
    out["seen_share"] = share[rows]
    out["by_day"] = True
    out["by_night"] = shapely.intersects(dark[rows], place)
    out["distance_m"] = shapely.distance(cameras.geometry.to_numpy()[rows], place)
    out["kept_until"] = _kept_until(cameras.iloc[rows], recorded_at)
    return out.sort_values(["px_per_m", "distance_m"], ascending=[False, True])


def _finest(
    cameras: gpd.GeoDataFrame, scene: Scene, place: shapely.Geometry, ladder: Ladder, relief: Relief | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the place in the ladder of the finest class of each camera here (-1: does not see), and its share."""
    best, share = np.full(len(cameras), -1), np.zeros(len(cameras))
    for number, detail in enumerate(ladder.classes):
        ground = footprints(cameras, scene, px_per_m=detail.px_per_m, relief=relief).geometry.to_numpy()
        sees = shapely.intersects(ground, place)
        best[sees] = number
        parts = shapely.area(shapely.intersection(ground[sees], place)) / place.area if place.area else 1.0
        share[sees] = np.maximum(share[sees], parts)
    return best, share


def _kept_until(cameras: gpd.GeoDataFrame, recorded_at: dt.datetime | None) -> pd.Series:
    """Return until when images of a moment are kept; NaT where it is not known."""
    if recorded_at is None:
        return pd.Series(pd.NaT, index=cameras.index)
    days = pd.Series(numbers(cameras, "retention_days"), index=cameras.index)
    return recorded_at + pd.to_timedelta(days, unit="D")
