"""Questions put to footprints: bands of detail, who sees here, private ground."""

import datetime as dt
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from maps.coverage.bands import bands
from maps.coverage.footprints import footprints
from maps.coverage.private import private_ground, private_share
from maps.coverage.scene import Scene
from maps.coverage.who_sees import who_sees

OPEN = Scene.from_polygons(np.array([], object))
CAMERAS = gpd.GeoDataFrame(
    {
        "code": ["near", "far", "unaimed"],
        "azimuth_deg": [90.0, 270.0, np.nan],
        "hfov_deg": 90.0,
        "res_x": 1920,
        "ir_range_m": [np.nan, 50.0, 50.0],
        "retention_days": [7, None, None],
    },
    geometry=shapely.points([[0, 0], [30, 0], [5, 0]]),
    index=[11, 12, 13],
    crs=7791,
)


def test_bands_fill_the_footprint_without_overlap():
    found = bands(CAMERAS.iloc[:1], OPEN)
    assert list(found.class_name) == ["monitor", "detect", "observe", "recognise", "identify", "inspect"]
    whole = footprints(CAMERAS.iloc[:1], OPEN, px_per_m=12.5).area_m2.iloc[0]
    assert found.area.sum() == pytest.approx(whole)
    assert found.area.iloc[4] == pytest.approx(3.84**2 - 0.96**2)


def test_who_sees_a_point():
    found = who_sees(CAMERAS, OPEN, shapely.Point(5, 0), recorded_at=dt.datetime(2026, 11, 1, 22))
    assert list(found.code) == ["near", "far"]
    assert list(found.class_name) == ["recognise", "detect"]
    assert list(found.by_night) == [False, True]
    assert found.distance_m.tolist() == pytest.approx([5, 25])
    assert found.kept_until.loc[11] == dt.datetime(2026, 11, 8, 22)
    assert pd.isna(found.kept_until.loc[12])


def test_who_sees_an_area():
    found = who_sees(CAMERAS, OPEN, shapely.box(-10, -1, 10, 1))
    assert found.loc[11, "seen_share"] == pytest.approx((20 - 1) / 40)


def test_nobody_sees():
    assert len(who_sees(CAMERAS, OPEN, shapely.Point(0, 500))) == 0


def test_private_ground_is_what_is_said_to_be_closed():
    land = gpd.GeoDataFrame(
        {"public_access": [True, False, None]}, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(3)]
    )
    assert [g.bounds[0] for g in private_ground(land)] == [1.0]
    assert len(private_ground(land[["geometry"]])) == 0


def test_the_share_on_private_ground():
    found = footprints(CAMERAS, OPEN)
    yard = np.array([shapely.box(0, 0, 100, 100), shapely.box(5, 5, 50, 50)], object)
    share = private_share(found, yard)
    assert share.loc[11] == pytest.approx(0.5)
    assert share.loc[12] == pytest.approx(0.5)
    assert math.isnan(share.loc[13])
