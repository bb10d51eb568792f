"""The balance of 100 zones and 500 cameras for nine purposes, whole and after an edit; the random placement."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.balance.balance import balance
from maps.balance.covered import prepare_space
from maps.balance.criteria import Criteria
from maps.balance.live import LiveBalance
from maps.balance.nulls import null_hoover
from maps.balance.public_space import public_space
from maps.balance.risk import zone_risk
from maps.balance.zoning import squares
from maps.project import Project

SIDE_M, CAMERAS = 4000.0, 500
X0, Y0 = 580_000.0, 4_998_000.0
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


def test_live_figures_within_a_frame(benchmark, town):
    """One camera is dragged: what the zones and the city would have, position by position."""
    _zones, space, prints, cameras, risk = town
    purpose = cameras["purposes"].iloc[0][0]
    live = LiveBalance(space, prints, cameras, risk.zones["share"], Criteria(), purpose)
    live.lift(0)
    shape = prints.geometry.iloc[0]
    moves = [shapely.affinity.translate(shape, 2.0 * step, 0.0) for step in range(200)]
    place = iter(moves)
    benchmark.pedantic(lambda: live.figures(next(place)), rounds=100, iterations=1)
    assert benchmark.stats["median"] <= 0.016


def registered(number, x, y):
    """A camera as the register holds it."""
    return {
        "code": f"C{number}",
        "purposes": [PURPOSES[number % 9]],
        "working_state": "working",
        "azimuth_deg": float(number * 7 % 360),
        "hfov_deg": 90.0,
        "range_m": 60.0,
        "geometry": shapely.Point(X0 + x, Y0 + y),
    }


def test_the_panel_after_an_edit_of_the_project(benchmark, tmp_path):
    """The whole way: register, footprints of every purpose, areas, indices and findings."""
    area = shapely.MultiPolygon([shapely.box(X0, Y0, X0 + 2000, Y0 + 2000)])
    with Project.create(tmp_path / "p.gpkg", name="Prova", epsg=7791, area=area) as project:
        rng = np.random.default_rng(4)
        with project.file.edit("prova") as edit:
            spots = shapely.points(X0 + rng.uniform(0, 2000, 3000), Y0 + rng.normal(1000, 300, 3000))
            edit.insert("offence", [{"category": "theft", "geometry": spot} for spot in spots])
            places = rng.uniform(20, 1980, (CAMERAS, 2))
            edit.insert("camera", [registered(i, x, y) for i, (x, y) in enumerate(places)])
        project.generate_zones(200.0, shape="square")
        project.balance()
        fid = int(project.frame("camera").index[0])

        def edit_one():
            place = project.frame("camera").geometry.loc[fid]
            with project.file.edit("sposta") as edit:
                edit.update("camera", fid, {"geometry": shapely.Point(place.x + 1, place.y)})
            return (), {}

        found = benchmark.pedantic(project.balance, setup=edit_one, rounds=7)
    assert set(found.purposes) == set(PURPOSES) and len(found.purposes["urban_safety"].zones) == 100
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
