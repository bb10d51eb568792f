"""Risk of the zones: percentiles, weights, contributions, shares."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.balance.criteria import Criteria
from maps.balance.risk import COMPONENTS, combined_risk, rank_percentile, zone_of, zone_risk
from maps.balance.verdicts import Reason


def strip(count):
    """Zones of 1 km2 in a row, with labels that are not positions."""
    shapes = [shapely.box(i * 1000, 0, (i + 1) * 1000, 1000) for i in range(count)]
    return gpd.GeoDataFrame(
        {"uid": [f"z{i}" for i in range(count)]}, geometry=shapes, index=range(10, 10 + count)
    )


def points(*places, **columns):
    return gpd.GeoDataFrame(columns, geometry=[None if p is None else shapely.Point(p) for p in places])


def test_rank_percentile():
    assert rank_percentile([1, 2, 3, 4, 5]) == pytest.approx([0, 25, 50, 75, 100])
    assert rank_percentile([0, 0, 0, 4, 9]) == pytest.approx([0, 0, 0, 75, 100])
    assert rank_percentile([3, 3]) == pytest.approx([50, 50])


@given(st.lists(st.floats(0, 100), min_size=2, max_size=20))
def test_rank_percentile_keeps_the_order_and_does_not_see_the_unit(values):
    percentile = rank_percentile(values)
    assert ((percentile >= 0) & (percentile <= 100)).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(percentile[order]) >= 0).all()
    assert rank_percentile(np.array(values) * 2) == pytest.approx(percentile)


def test_contributions_add_up_to_the_risk_and_shares_to_one():
    zones = strip(4)
    offences = points((500, 500), (1500, 500), (1600, 500), category=["home_robbery", "theft", "theft"])
    degraded = gpd.GeoDataFrame(
        {"severity": [5, None]}, geometry=[shapely.box(1900, 0, 2100, 1000), shapely.box(3100, 0, 3200, 100)]
    )
    abandoned = points((2500, 500), (500, 500))
    risk = zone_risk(zones, offences=offences, degraded=degraded, abandoned=abandoned)
    frame = risk.zones
    assert list(frame.index) == [10, 11, 12, 13]
    parts = frame[[f"{name}_contribution" for name in risk.weights]].sum(axis=1)
    assert parts.to_numpy(float) == pytest.approx(frame["risk"].to_numpy(float))
    assert frame["share"].sum() == pytest.approx(1)
    assert list(frame["offences"]) == pytest.approx([5, 2, 0, 0])
    assert list(frame["degraded_areas"]) == pytest.approx([0, 5e5, 5e5, 3e4])
    assert list(frame["abandoned_buildings"]) == pytest.approx([1, 0, 1, 0])
    assert frame["reason"].isna().all()


def test_cutting_a_zone_in_two_does_not_change_its_share():
    whole = strip(2)
    halves = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 300, 1000), shapely.box(300, 0, 1000, 1000), whole.geometry.iloc[1]]
    )
    offences = points((100, 100), (500, 500), (1500, 500))
    before, after = (
        zone_risk(zones, offences=offences).zones["share"].to_numpy(float) for zones in (whole, halves)
    )
    assert after[:2].sum() == pytest.approx(before[0])


def test_counts_weigh_and_positions_may_lack():
    zones = strip(2)
    offences = points((500, 500), (1500, 500), None, count=[3, None, 9])
    assert list(zone_risk(zones, offences=offences).zones["offences"]) == pytest.approx([3, 1])


def test_a_point_on_a_common_border_counts_once():
    zones = strip(3)
    assert list(zone_of(zones, shapely.points([[1000, 5], [2000, 5], [-4, 5]]))) == [0, 1, -1]


def test_a_missing_component_leaves_its_weight_to_the_others():
    risk = zone_risk(strip(3), abandoned=points((500, 500)))
    assert risk.missing == tuple(name for name in COMPONENTS if name != "abandoned_buildings")
    assert risk.weights == {"abandoned_buildings": 1.0}
    assert list(risk.zones["risk"]) == [100, 0, 0]
    assert risk.zones["offences"].isna().all()


@pytest.mark.parametrize(
    ("zones", "offences", "weights", "reason"),
    [
        (strip(3), None, {"offences": 1.0}, Reason.NO_RISK),
        (strip(3), points((99_000, 0)), {"offences": 1.0}, Reason.NO_RISK),
        (strip(3), points((500, 500)), {"offences": 0.0}, Reason.NO_WEIGHTS),
        (strip(1), points((500, 500)), {"offences": 1.0}, Reason.ONE_ZONE),
    ],
)
def test_risk_that_cannot_be_computed_is_none_with_a_reason(zones, offences, weights, reason):
    frame = zone_risk(zones, offences=offences, criteria=replace(Criteria(), risk_weights=weights)).zones
    assert list(frame["risk"]) == [None] * len(zones)
    assert set(frame["reason"]) == {reason}


def test_no_zones():
    risk = combined_risk({"offences": np.empty(0)}, np.empty(0), {"offences": 1.0})
    assert risk.zones.empty
