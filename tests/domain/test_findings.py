"""Pairs of zones that break the rule, and the cameras that can move."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from maps.balance.balance import balance
from maps.balance.covered import cut_footprints, prepare_space
from maps.balance.overlap import unique_areas
from maps.balance.verdicts import Verdict

P = "urban_safety"


def city(risks, stacks):
    """Zones of one hectare in a row; zone i holds stacks[i] cameras on nearly the same square."""
    shapes = [shapely.box(i * 100, 0, (i + 1) * 100, 100) for i in range(len(risks))]
    zones = gpd.GeoDataFrame(
        {"uid": [f"z{i}" for i in range(len(risks))], "name": list("ABCDEFGH"[: len(risks)])}, geometry=shapes
    )
    prints = [
        shapely.box(i * 100 + 10 + k, 10, i * 100 + 70 + k, 70)
        for i, n in enumerate(stacks)
        for k in range(n)
    ]
    cameras = gpd.GeoDataFrame({"purposes": [[P]] * len(prints)}, geometry=[s.centroid for s in prints])
    frame = gpd.GeoDataFrame({"state": ["computed"] * len(prints)}, geometry=prints)
    risk = pd.DataFrame({"risk": risks, "share": np.array(risks) / np.sum(risks)}, dtype=object)
    return balance(zones, zones, frame, cameras, risk)


def test_worst_is_paired_with_worst():
    result = city([90.0, 20.0, 65.0, 30.0], [0, 3, 0, 6])
    assert [(f.shortage_name, f.overlap_name) for f in result.findings] == [("A", "D"), ("C", "B")]
    assert result.findings[0].score > result.findings[1].score


def test_every_zone_of_the_violation_appears():
    result = city([90.0, 20.0, 65.0, 70.0], [0, 3, 0, 0])
    assert {f.shortage_name for f in result.findings} == {"A", "C", "D"}
    assert {f.overlap_name for f in result.findings} == {"B"}


@pytest.mark.parametrize("stacks", [[0, 1], [1, 1], [5, 5]])
def test_shortage_or_overlap_alone_is_no_finding(stacks):
    risks = [90.0, 20.0]
    assert city(risks, stacks).findings == []


def test_an_overlapping_zone_at_risk_keeps_its_cover():
    result = city([90.0, 80.0], [0, 6])
    (finding,) = result.findings
    assert result.purposes[P].zones["verdict"].iloc[1] is Verdict.OVERLAP
    assert 0 < len(finding.spares) < 6


def test_unique_area_of_each_camera():
    shapes = np.array(
        [shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10), shapely.box(5, 0, 10, 10)], dtype=object
    )
    zone = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 100, 100)])
    cut = cut_footprints(shapes, prepare_space(zone))
    assert unique_areas(cut, 3) == pytest.approx([50, 50, 0])
