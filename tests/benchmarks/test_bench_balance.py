"""The balance of 100 zones and 500 cameras for nine purposes, whole and after an edit; the random placement."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.balance.balance import balance
from maps.balance.covered import prepare_space
from maps.balance.criteria import Criteria
from maps.balance.nulls import null_hoover
from maps.balance.public_space import public_space
from maps.balance.risk import zone_risk
from maps.balance.zoning import squares

SIDE_M, CAMERAS = 4000.0, 500
PURPOSES = [name for name in Criteria().purposes if name != "undeclared"]


@pytest.fixture(scope="module")
def town():
    """A town of blocks with streets every 80 m, 100 zones, 500 cameras of one or two purposes."""
    rng = np.random.default_rng(2)
    zones = squares(shapely.box(0, 0, SIDE_M, SIDE_M), 400)
    places = np.arange(0, SIDE_M + 1, 80)
    lines = [shapely.LineString([(p, 0), (p, SIDE_M)]) for p in places]
    lines += [shapely.LineString([(0, p), (SIDE_M, p)]) for p in places]
    space = prepare_space(
        public_space(zones, gpd.GeoDataFrame({"width_m": 12.0}, geometry=lines, index=range(len(lines))))
    )
    x, y = rng.choice(places, CAMERAS) + 4.0, rng.uniform(0, SIDE_M, CAMERAS)
    bearing = rng.uniform(0, 2 * np.pi, (CAMERAS, 1)) + np.linspace(-0.6, 0.6, 30)
    arc = np.stack([x[:, None] + 60 * np.cos(bearing), y[:, None] + 60 * np.sin(bearing)], axis=-1)
    prints = shapely.polygons(np.concatenate([np.column_stack([x, y])[:, None], arc], axis=1))
    declared = [list(rng.choice(PURPOSES, rng.integers(1, 3), replace=False)) for _ in range(CAMERAS)]
    cameras = gpd.GeoDataFrame({"purposes": declared}, geometry=shapely.points(x, y))
    offences = gpd.GeoDataFrame(geometry=shapely.points(rng.normal(SIDE_M / 2, 700, (5000, 2))))
    frame = gpd.GeoDataFrame({"state": ["computed"] * CAMERAS}, geometry=prints)
    return zones, space, frame, cameras, zone_risk(zones, offences=offences)


def test_balance_of_all_purposes_after_an_edit(benchmark, town):
    zones, space, prints, cameras, risk = town
    balance(*town)
    moved = []

    def edit():
        changed = prints.copy()
        shape = changed.geometry.iloc[0]
        changed.loc[0, "geometry"] = shapely.affinity.translate(shape, 0.1 * (len(moved) + 1), 0.0)
        moved.append(1)
        return (zones, space, changed, cameras, risk), {}

    result = benchmark.pedantic(balance, setup=edit, rounds=10)
    assert set(result.purposes) == set(PURPOSES)
    assert benchmark.stats["median"] <= 0.3


def test_balance_from_nothing(benchmark, town):
    def fresh():
        town[1]._kept.clear()
        return town, {}

    benchmark.pedantic(balance, setup=fresh, rounds=5)


def test_null_of_5000_draws(benchmark):
    rng = np.random.default_rng(0)
    areas, risk = rng.uniform(100, 900, CAMERAS), rng.random(100)
    null = benchmark.pedantic(null_hoover, args=(areas, risk, 0.3), rounds=5)
    assert null.draws == 5000
    assert benchmark.stats["median"] <= 1.0
