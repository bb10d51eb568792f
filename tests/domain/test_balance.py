"""Coverage, overlap, verdicts and indices per purpose."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings, strategies as st

from maps.balance.balance import balance, judge
from maps.balance.covered import cut_footprints, prepare_space
from maps.balance.criteria import UNDECLARED, Criteria
from maps.balance.public_space import public_land, public_space
from maps.balance.shapes import subdivided
from maps.balance.verdicts import Reason, SpaceMethod, Verdict

P = "urban_safety"


def zones_of(*boxes, names="ABCDEFG"):
    shapes = [shapely.box(*b) for b in boxes]
    count = len(shapes)
    return gpd.GeoDataFrame(
        {
            "uid": [f"u{n}" for n in names[:count]],
            "name": list(names[:count]),
            "zone_kind": ["centre"] * count,
        },
        geometry=shapes,
        index=range(1, count + 1),
    )


def whole(zones):
    return gpd.GeoDataFrame(
        {"area_m2": zones.geometry.area}, geometry=zones.geometry.to_numpy(), index=zones.index
    )


def cameras_of(*shapes, purposes=None, states=None, view=None):
    """Cameras standing at the centre of their footprints."""
    count = len(shapes)
    frame = gpd.GeoDataFrame(
        {
            "uid": [f"c{i}" for i in range(count)],
            "purposes": purposes or [[P]] * count,
            "working_state": states or ["working"] * count,
        },
        geometry=[s.centroid for s in shapes],
        index=range(100, 100 + count),
    )
    prints = gpd.GeoDataFrame(
        {"state": view or ["computed"] * count}, geometry=list(shapes), index=frame.index
    )
    return frame, prints


def risk_of(zones, risks, shares=None):
    shares = shares if shares is not None else list(np.array(risks) / np.sum(risks))
    return pd.DataFrame({"risk": risks, "share": shares}, index=zones.index, dtype=object)


def town():
    """A at risk and bare, B quiet and crowded, C in order."""
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100), (200, 0, 300, 100))
    shapes = [shapely.box(110 + 5 * i, 10, 150 + 5 * i, 60) for i in range(5)] + [
        shapely.box(210, 10, 260, 90)
    ]
    return zones, *cameras_of(*shapes), risk_of(zones, [80.0, 30.0, 70.0])


def test_coverage_overlap_and_verdicts():
    zones, cameras, prints, risk = town()
    result = balance(zones, whole(zones), prints, cameras, risk).purposes[P]
    table = result.zones
    assert list(table["covered_m2"]) == pytest.approx([0, 60 * 50, 50 * 80])
    assert list(table["coverage"]) == pytest.approx([0, 0.3, 0.4])
    assert table["overlap"].iloc[0] is None
    assert list(table["overlap"][1:]) == pytest.approx([1 - 3000 / 10000, 0])
    assert list(table["cameras"]) == [0, 5, 1]
    assert list(table["verdict"]) == [Verdict.SHORTAGE, Verdict.OVERLAP, Verdict.BALANCED]
    assert list(table.index) == [1, 2, 3]
    assert result.hoover == pytest.approx(0.5 * (80 / 180 + (3 / 7 - 30 / 180) + (4 / 7 - 70 / 180)))
    assert result.to_relocate == round(result.hoover * 6)
    assert result.counts()[Verdict.SHORTAGE] == 1


def test_the_finding_pairs_them_and_frees_cameras_until_the_overlap_is_gone():
    zones, cameras, prints, risk = town()
    (finding,) = balance(zones, whole(zones), prints, cameras, risk).findings
    assert (finding.shortage_name, finding.overlap_name) == ("A", "B")
    assert (finding.shortage, finding.overlap) == (1, 2)
    assert finding.score == pytest.approx(0.8 * 1 * 0.7)
    kept = ~cameras.index.isin([spare.camera for spare in finding.spares])
    after = balance(zones, whole(zones), prints[kept], cameras[kept], risk)
    assert after.findings == []
    assert after.purposes[P].zones["verdict"].iloc[1] is Verdict.BALANCED
    assert all(spare.lost_m2 >= 0 for spare in finding.spares)
    assert finding.spares[0].lost_m2 == pytest.approx(0, abs=1e-6)


def test_different_purposes_on_one_pole_do_not_overlap():
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    shape = shapely.box(10, 10, 60, 60)
    cameras, prints = cameras_of(
        shape, shape, shape, purposes=[[P], ["traffic_plates"], ["civil_protection"]]
    )
    result = balance(zones, whole(zones), prints, cameras, risk_of(zones, [10.0, 90.0]))
    assert list(result.purposes) == [P, "traffic_plates", "civil_protection"]
    for purpose in result.purposes.values():
        assert purpose.zones["overlap"].iloc[0] == pytest.approx(0)


@pytest.mark.parametrize("state", ["broken", "dismissed", "planned", "installing"])
def test_a_camera_that_does_not_work_neither_covers_nor_overlaps(state):
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    shape = shapely.box(10, 10, 60, 60)
    cameras, prints = cameras_of(shape, shape, states=["working", state])
    table = balance(zones, whole(zones), prints, cameras, risk_of(zones, [10.0, 90.0])).purposes[P].zones
    assert table["overlap"].iloc[0] == pytest.approx(0)
    assert table["cameras"].iloc[0] == 1


def test_each_purpose_may_have_its_own_footprints():
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    cameras, near = cameras_of(shapely.box(10, 10, 60, 60), purposes=[[P, "public_order"]])
    far = near.copy()
    far["geometry"] = [shapely.box(10, 10, 30, 30)]
    result = balance(
        zones, whole(zones), {P: near, "public_order": far}, cameras, risk_of(zones, [10.0, 90.0])
    )
    assert result.purposes[P].zones["covered_m2"].iloc[0] == pytest.approx(2500)
    assert result.purposes["public_order"].zones["covered_m2"].iloc[0] == pytest.approx(400)


def test_unknown_directions_that_prevail_are_to_be_checked():
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    shape = shapely.box(10, 10, 20, 20)
    cameras, prints = cameras_of(shape, shape, view=["computed", "direction_unknown"])
    table = balance(zones, whole(zones), prints, cameras, risk_of(zones, [90.0, 10.0])).purposes[P].zones
    assert table["verdict"].iloc[0] is Verdict.TO_CHECK
    assert table["reason"].iloc[0] is Reason.UNKNOWN_VIEWS
    assert list(table["cameras_unknown"]) == [1, 0]


def test_cameras_without_a_purpose_make_a_group_that_is_never_said_to_overlap():
    zones, cameras, prints, risk = town()
    cameras["purposes"] = None
    result = balance(zones, whole(zones), prints, cameras, risk)
    table = result.purposes[UNDECLARED].zones
    assert list(table["verdict"]) == [Verdict.SHORTAGE, Verdict.TO_CHECK, Verdict.BALANCED]
    assert table["reason"].iloc[1] is Reason.UNKNOWN_PURPOSE
    assert result.findings == []


def test_without_risk_nothing_is_judged():
    zones, cameras, prints, _ = town()
    result = balance(zones, whole(zones), prints, cameras, None).purposes[P]
    assert set(result.zones["verdict"]) == {Verdict.TO_CHECK}
    assert set(result.zones["reason"]) == {Reason.NO_RISK}
    assert result.hoover is None
    assert result.uncovered is None
    assert result.reasons["hoover"] is Reason.NO_RISK
    assert set(result.zones["quotient"]) == {None}


def test_a_zone_without_public_space_is_to_be_checked():
    zones, cameras, prints, risk = town()
    space = whole(zones)
    space.loc[1, "geometry"] = shapely.MultiPolygon()
    table = balance(zones, space, prints, cameras, risk).purposes[P].zones
    assert table["coverage"].iloc[0] is None
    assert table["reason"].iloc[0] is Reason.NO_PUBLIC_SPACE


def test_a_purpose_without_cameras_says_so():
    zones, cameras, prints, risk = town()
    result = balance(zones, whole(zones), prints, cameras, risk, purposes=["public_order"]).purposes[
        "public_order"
    ]
    assert result.cameras == 0
    assert result.hoover is None
    assert result.reasons["hoover"] is Reason.NO_CAMERAS
    assert list(result.zones["supply_share"]) == [None] * 3
    assert result.zones["verdict"].iloc[0] is Verdict.SHORTAGE


def test_one_zone_and_no_cameras_at_all():
    zones = zones_of((0, 0, 100, 100))
    cameras, prints = cameras_of(shapely.box(10, 10, 20, 20))
    one = balance(zones, whole(zones), prints, cameras, risk_of(zones, [50.0]))
    assert one.purposes[P].reasons["hoover"] is Reason.ONE_ZONE
    none = balance(zones, whole(zones), prints.iloc[:0], cameras.iloc[:0], risk_of(zones, [50.0]))
    assert none.purposes == {}


footprint = st.builds(
    lambda x, y, r, turn: shapely.affinity.rotate(shapely.box(x, y, x + r, y + r / 2), turn),
    st.floats(-20, 180),
    st.floats(-20, 80),
    st.floats(5, 90),
    st.floats(0, 90),
)


@given(shapes=st.lists(footprint, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_areas_are_those_of_the_plain_union(shapes):
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    holes = shapely.union_all([shapely.Point(x, 50).buffer(18, quad_segs=40) for x in (40, 100, 160)])
    space = whole(zones)
    space["geometry"] = shapely.difference(space.geometry.to_numpy(), holes)
    prepared = prepare_space(space)
    cut = cut_footprints(np.array(shapes, dtype=object), prepared)
    union = shapely.intersection(space.geometry.to_numpy(), shapely.union_all(shapes))
    summed = [shapely.area(shapely.intersection(shapes, s)).sum() for s in space.geometry]
    assert cut.covered_m2() == pytest.approx(shapely.area(union), abs=1e-6)
    assert cut.summed_m2() == pytest.approx(summed, abs=1e-6)


def test_the_overlap_rate_agrees_with_a_grid():
    shapes = np.array([shapely.Point(30 + 12 * i, 50).buffer(20) for i in range(4)], dtype=object)
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100))
    cut = cut_footprints(shapes, prepare_space(whole(zones)))
    step = 0.25
    gx, gy = np.meshgrid(np.arange(step / 2, 100, step), np.arange(step / 2, 100, step))
    depth = sum(shapely.contains_xy(shape, gx, gy).astype(int) for shape in shapes)
    exact = 1 - cut.covered_m2()[0] / cut.summed_m2()[0]
    assert exact == pytest.approx(1 - (depth > 0).sum() / depth.sum(), abs=2e-3)


def test_subdivision_keeps_the_area():
    shape = (
        shapely.Point(0, 0)
        .buffer(100, quad_segs=200)
        .difference(shapely.Point(10, 0).buffer(60, quad_segs=100))
    )
    pieces, owners = subdivided(np.array([shape, shapely.box(0, 0, 1, 1)], dtype=object), np.array([0, 1]))
    assert shapely.get_num_coordinates(pieces).max() <= 48
    assert shapely.area(pieces[owners == 0]).sum() == pytest.approx(shape.area)
    assert (owners == 1).sum() == 1


@pytest.mark.parametrize(
    ("risk", "coverage", "overlap", "cameras", "unknown", "verdict"),
    [
        (60.0, 0.249, 0.0, 2, 0, Verdict.SHORTAGE),
        (59.9, 0.1, 0.0, 2, 0, Verdict.BALANCED),
        (60.0, 0.25, 0.3, 3, 0, Verdict.BALANCED),
        (10.0, 0.5, 0.301, 3, 0, Verdict.OVERLAP),
        (10.0, 0.5, 0.9, 2, 0, Verdict.BALANCED),
        (90.0, 0.1, 0.9, 9, 0, Verdict.SHORTAGE),
        (90.0, 0.1, None, 4, 2, Verdict.TO_CHECK),
        (10.0, 0.1, None, 4, 2, Verdict.TO_CHECK),
        (10.0, 0.1, 0.5, 4, 1, Verdict.OVERLAP),
        (10.0, 0.1, 0.5, 4, 2, Verdict.TO_CHECK),
        (90.0, 0.1, None, 0, 0, Verdict.SHORTAGE),
    ],
)
def test_thresholds(risk, coverage, overlap, cameras, unknown, verdict):
    zone = {
        "risk": risk,
        "coverage": coverage,
        "overlap": overlap,
        "cameras": cameras,
        "cameras_unknown": unknown,
    }
    assert judge(zone, Criteria())[0] is verdict


def test_public_space_from_roads_and_land_less_buildings():
    zones = zones_of((0, 0, 100, 100), (100, 0, 200, 100), (200, 0, 300, 100))
    roads = gpd.GeoDataFrame(
        {"road_class": ["residential", "residential"], "width_m": [None, 20.0]},
        geometry=[shapely.LineString([(-50, 20), (100, 20)]), shapely.LineString([(-50, 80), (50, 80)])],
    )
    land = gpd.GeoDataFrame(
        {"land_use_kind": ["park", "park", "residential"], "public_access": [None, False, None]},
        geometry=[shapely.box(110, 0, 150, 100), shapely.box(160, 0, 190, 100), shapely.box(0, 0, 300, 100)],
    )
    houses = gpd.GeoDataFrame(geometry=[shapely.box(110, 0, 130, 100), shapely.box(200, 0, 300, 50)])
    space = public_space(zones, roads, land, houses)
    assert list(space.index) == [1, 2, 3]
    assert space["area_m2"].iloc[0] == pytest.approx(100 * 8 + 50 * 20 + np.pi * 10**2 / 2, rel=0.01)
    assert space["area_m2"].iloc[1] == pytest.approx(20 * 100, rel=0.02)
    assert space["area_m2"].iloc[2] == pytest.approx(100 * 50)
    assert list(space["method"]) == [SpaceMethod.ROADS_AND_LAND_USE] * 2 + [
        SpaceMethod.ZONE_WITHOUT_OBSTACLES
    ]


def test_a_zone_full_of_buildings_has_no_public_space():
    zones = zones_of((0, 0, 100, 100))
    space = public_space(zones, None, None, gpd.GeoDataFrame(geometry=[shapely.box(-1, -1, 101, 101)]))
    assert space["method"].iloc[0] is SpaceMethod.NONE
    assert space.geometry.iloc[0].is_empty


def test_land_is_public_when_declared_or_of_a_public_kind():
    shape = shapely.box(0, 0, 1, 1)
    land = gpd.GeoDataFrame(
        {"land_use_kind": ["forest", "square", None], "public_access": [True, None, None]},
        geometry=[shape] * 3,
    )
    assert len(public_land(land, Criteria())) == 2
