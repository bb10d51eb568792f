"""Random placement, resampled counts and perturbed weights."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.balance.balance import balance
from maps.balance.indices import hoover, lorenz
from maps.balance.nulls import lorenz_band, null_hoover, random_supply
from maps.balance.risk import zone_risk
from maps.balance.stability import hoover_interval, perturbed, rank_stability
from maps.balance.uncertainty import uncertainty

RHO = np.array([0.18, 0.32, 0.22, 0.16, 0.12])
CAMERAS = [38, 12, 9, 10, 7]


def test_worked_example():
    null = null_hoover(np.ones(76), RHO, hoover(CAMERAS, RHO))
    assert null.low == pytest.approx(0.033, abs=0.002)
    assert null.high == pytest.approx(0.164, abs=0.005)
    assert null.p == pytest.approx(1 / 5001)
    assert null.low < null.expected < null.high


def test_cameras_of_one_size_are_a_multinomial_whatever_the_size():
    same = null_hoover(np.full(76, 310.0), RHO, 0.1)
    assert same == null_hoover(np.ones(76), RHO, 0.1)


def test_unequal_cameras_are_more_uneven_by_chance():
    weights = np.concatenate([np.full(6, 10.0), np.full(70, 0.1)])
    assert null_hoover(weights, RHO, 0.1).expected > null_hoover(np.ones(76), RHO, 0.1).expected
    supply = random_supply(weights, RHO, 400)
    assert supply.sum(axis=1) == pytest.approx(1)
    assert supply.mean(axis=0) == pytest.approx(RHO, abs=0.03)


@pytest.mark.parametrize(("weights", "rho"), [([], RHO), ([0.0], RHO), ([1.0], [1.0]), ([1.0], [0.0, 0.0])])
def test_without_cameras_or_risk_there_is_no_null(weights, rho):
    assert null_hoover(weights, rho, 0.2) is None
    assert lorenz_band(weights, rho) is None


def test_lorenz_band_lies_below_the_diagonal_and_leaves_the_example_outside():
    x, low, high = lorenz_band(np.ones(76), RHO)
    assert (low <= high + 1e-12).all()
    assert (high <= x + 1e-9).all()
    curve = np.interp(x, *lorenz(CAMERAS, RHO))
    assert (curve[12:-1] < low[12:-1]).all()


@pytest.fixture(scope="module")
def risk():
    rng = np.random.default_rng(1)
    zones = gpd.GeoDataFrame(geometry=[shapely.box(i * 1000, 0, (i + 1) * 1000, 1000) for i in range(10)])
    count = [200, 60, 55, 50, 45, 40, 30, 20, 10, 2]
    x = np.concatenate([rng.uniform(i * 1000, (i + 1) * 1000, n) for i, n in enumerate(count)])
    offences = gpd.GeoDataFrame(
        {"category": rng.choice(["theft", "assault"], len(x))}, geometry=shapely.points(x, 500.0)
    )
    abandoned = gpd.GeoDataFrame(geometry=shapely.points([[500, 5], [600, 5], [1500, 5]]))
    return zone_risk(zones, offences=offences, abandoned=abandoned)


def test_perturbed_risks_surround_the_declared_one(risk):
    draws = perturbed(risk, draws=400)
    assert draws.risk.shape == (400, 10)
    assert draws.share.sum(axis=1) == pytest.approx(1)
    assert draws.risk.mean(axis=0) == pytest.approx(risk.zones["risk"].to_numpy(float), abs=10)
    assert draws.share.mean(axis=0) == pytest.approx(risk.zones["share"].to_numpy(float), abs=0.02)


def test_the_place_of_a_clear_zone_is_stable_and_of_a_close_one_is_not(risk):
    table = rank_stability(perturbed(risk, draws=400), risk.zones.index)
    assert table["top_frequency"].iloc[0] > 0.95
    assert table["rank_median"].iloc[0] == 1
    wide = table["risk_high"] - table["risk_low"]
    assert wide.iloc[3] > wide.iloc[0]


def test_interval_of_the_index_holds_the_index(risk):
    supply = np.arange(1.0, 11.0)
    observed = hoover(supply, risk.zones["share"].astype(float))
    low, high = hoover_interval(supply, perturbed(risk, draws=400))
    assert low < observed < high
    assert hoover_interval(np.zeros(10), perturbed(risk, draws=5)) is None


def test_uncertainty_of_a_purpose(risk):
    zones = gpd.GeoDataFrame(geometry=[shapely.box(i * 1000, 0, (i + 1) * 1000, 1000) for i in range(10)])
    places = shapely.points([[500 + 1000 * (i % 3), 500] for i in range(12)])
    cameras = gpd.GeoDataFrame({"purposes": [["urban_safety"]] * 12}, geometry=places)
    prints = gpd.GeoDataFrame({"state": ["computed"] * 12}, geometry=shapely.buffer(places, 50))
    result = balance(zones, zones, prints, cameras, risk).purposes["urban_safety"]
    found = uncertainty(result, perturbed(risk, draws=200))
    assert found.interval[0] <= result.hoover <= found.interval[1]
    assert 0 < found.null.p <= 1
    without = balance(zones, zones, prints, cameras, None).purposes["urban_safety"]
    assert uncertainty(without, None).null is None


def test_no_risk_no_draws():
    zones = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    assert perturbed(zone_risk(zones)) is None
