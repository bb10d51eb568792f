"""Candidate poses and demand."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.balance.candidates import (
    Demand,
    LensModel,
    demand_cells,
    explain,
    facade_points,
    poses,
    road_points,
    siting_problem,
)
from maps.balance.covered import prepare_space
from maps.balance.siting import SitingStatus, site_exact

ZONES = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 200, 100), shapely.box(200, 0, 400, 100)])
WITHIN = shapely.box(0, 0, 400, 100)
HOUSES = np.array([shapely.box(50, 30, 90, 70), shapely.box(90, 30, 120, 70)], dtype=object)


@pytest.fixture
def demand():
    return demand_cells(prepare_space(ZONES), [0.8, 0.2], 5.0)


def test_demand_shares_the_risk_of_each_zone_among_its_cells(demand):
    assert len(demand.x) == 80 * 20
    assert np.bincount(demand.zone, demand.worth) == pytest.approx([0.8, 0.2])
    assert np.bincount(demand.zone, demand.area_m2) == pytest.approx([20_000, 20_000])


def test_zones_without_risk_or_space_have_no_worth():
    space = ZONES.copy()
    space.loc[1, "geometry"] = shapely.MultiPolygon()
    cells = demand_cells(prepare_space(space), [None, 0.5], 10.0)
    assert set(cells.zone) == {0}
    assert cells.worth.sum() == 0
    assert len(demand_cells(prepare_space(space.iloc[1:]), [1.0], 10.0).x) == 0


def test_facade_points_stand_outside_every_building():
    points = facade_points(HOUSES, 10.0, WITHIN)
    assert len(points) > 20
    assert not shapely.STRtree(HOUSES).query(points, predicate="intersects").size
    assert shapely.distance(points, shapely.union_all(HOUSES)).max() == pytest.approx(0.3, abs=0.01)


def test_road_points_are_evenly_spaced():
    roads = np.array([shapely.LineString([(-50, 50), (450, 50)])], dtype=object)
    x = shapely.get_x(road_points(roads, 50.0, WITHIN))
    assert list(x) == pytest.approx([25 + 50 * i - 0 for i in range(8)])


def test_poses_are_all_combinations():
    models = [LensModel("wide", 100.0, 20.0, 900.0), LensModel("long", 40.0, 60.0, 1200.0)]
    frame = poses(shapely.points([[0, 0], [1, 1]]), [0, 90, 180], models)
    assert len(frame) == 12
    assert set(zip(frame["site"], frame["azimuth_deg"], frame["model"], strict=True)).__len__() == 12
    assert set(frame.loc[frame["model"] == "long", "cost"]) == {1200.0}


def test_the_best_site_is_in_the_zone_at_risk_and_away_from_existing_cameras(demand):
    places = shapely.points([[50, 50], [150, 50], [300, 50]])
    candidates = poses(places, [0.0], [LensModel("round", 360.0, 40.0, 1000.0)])
    prints = shapely.buffer(candidates.geometry.to_numpy(), 40)
    problem = siting_problem(
        candidates, prints, demand, existing=np.array([shapely.Point(50, 50).buffer(45)]), count=1
    )
    answer = site_exact(problem)
    assert answer.status is SitingStatus.OPTIMAL
    assert list(answer.chosen) == [1]
    assert answer.gain == pytest.approx(0.8 * np.pi * 40**2 / 20_000, rel=0.05)
    row = explain(problem, answer.chosen, answer.steps, answer.unique).iloc[0]
    assert row["zone"] == 0
    assert row["gain"] == pytest.approx(answer.gain)
    assert row["seen_m2"] == pytest.approx(np.pi * 40**2, rel=0.05)
    assert row["overlapping_m2"] == 0


def test_privacy_turns_away_from_private_ground():
    cells = demand_cells(prepare_space(ZONES.iloc[:1]), [1.0], 5.0)
    candidates = poses(shapely.points([[100, 95], [100, 50]]), [0.0], [LensModel("round", 360.0, 30.0)])
    prints = shapely.buffer(candidates.geometry.to_numpy(), [34, 30])
    free = siting_problem(candidates, prints, cells, count=1)
    careful = siting_problem(candidates, prints, cells, count=1, privacy_weight=1e-3)
    assert list(site_exact(careful).chosen) == [1]
    assert free.privacy_penalty is None


def test_no_demand_places_nothing():
    nothing = np.empty(0)
    empty = Demand(nothing, nothing, nothing, nothing, np.empty(0, np.int64))
    candidates = poses(shapely.points([[0, 0]]), [0.0], [LensModel("a", 90.0, 10.0)])
    problem = siting_problem(candidates, shapely.buffer(candidates.geometry.to_numpy(), 5), empty, count=1)
    assert site_exact(problem).gain == 0
