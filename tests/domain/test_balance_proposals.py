"""Projects before and after, admissibility and homogeneity."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from maps.balance.admissibility import Call, CheckKind, Outcome, ProjectFacts, admissibility
from maps.balance.balance import balance
from maps.balance.homogeneity import (
    CostClass,
    Requirement,
    TechnicalProfile,
    characteristics,
    check_cameras,
    deviations,
    non_conformities,
    prevailing,
)
from maps.balance.proposals import (
    CameraChange,
    ChangeKind,
    Effect,
    apply_changes,
    evaluate,
    planned_changes,
)
from maps.errors import AnalysisError

P = "urban_safety"
ZONES = gpd.GeoDataFrame(
    {"uid": ["a", "b"], "name": ["A", "B"]},
    geometry=[shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)],
)
RISK = pd.DataFrame({"risk": [90.0, 30.0], "share": [0.7, 0.3]}, dtype=object)


def register(*places, states=None):
    return gpd.GeoDataFrame(
        {
            "purposes": [[P]] * len(places),
            "working_state": states or ["working"] * len(places),
            "height_m": 4.0,
        },
        geometry=[shapely.Point(p) for p in places],
        index=range(1, len(places) + 1),
    )


def weighed(cameras):
    squares = shapely.buffer(cameras.geometry.to_numpy(), 30, cap_style="square")
    frame = gpd.GeoDataFrame({"state": ["computed"] * len(cameras)}, geometry=squares, index=cameras.index)
    return balance(ZONES, ZONES, frame, cameras, RISK)


@pytest.fixture
def crowded():
    """All four cameras on one spot of the quiet zone."""
    return register(*[(150 + i, 50) for i in range(4)])


def test_moving_from_the_crowded_zone_to_the_bare_one_improves_all_three(crowded):
    move = CameraChange(ChangeKind.UPDATE, 2, {"geometry": shapely.Point(50, 50)})
    effect = evaluate(weighed(crowded), weighed(apply_changes(crowded, [move])))
    one = effect.purposes[P]
    assert one.uncovered.change < 0
    assert one.hoover.change < 0
    assert one.overlap.change < 0
    assert one.shortages == (1, 0)
    assert effect.effect is Effect.IMPROVES


def test_one_more_on_the_crowded_spot_worsens(crowded):
    add = CameraChange(ChangeKind.ADD, values={"purposes": [P], "geometry": shapely.Point(150, 50)})
    after = apply_changes(crowded, [add])
    assert list(after.index) == [1, 2, 3, 4, 5]
    assert after["working_state"].iloc[-1] == "working"
    assert evaluate(weighed(crowded), weighed(after)).effect is Effect.WORSENS


def test_nothing_is_neutral(crowded):
    same = apply_changes(crowded, [])
    assert evaluate(weighed(crowded), weighed(same)).effect is Effect.NEUTRAL
    assert same["height_m"].dtype == float


def test_where_indicators_disagree_the_zones_decide():
    spread = register((150, 50))
    both = apply_changes(
        spread,
        [
            CameraChange(ChangeKind.ADD, values={"purposes": [P], "geometry": shapely.Point(x, 50)})
            for x in (50, 50, 52, 150)
        ],
    )
    effect = evaluate(weighed(spread), weighed(both)).purposes[P]
    assert effect.overlap.change > 0
    assert effect.uncovered.change < 0
    assert effect.shortages == (1, 0)
    assert effect.overlaps == (0, 1)
    assert effect.effect is Effect.NEUTRAL


def test_a_purpose_that_nobody_has_yet_improves_when_it_comes(crowded):
    add = CameraChange(
        ChangeKind.ADD, values={"purposes": ["square_access"], "geometry": shapely.Point(50, 50)}
    )
    effect = evaluate(weighed(crowded), weighed(apply_changes(crowded, [add]))).purposes["square_access"]
    assert effect.uncovered.before == 1
    assert effect.hoover.before is None
    assert effect.effect is Effect.IMPROVES


def test_removal_and_a_camera_that_is_gone(crowded):
    assert list(apply_changes(crowded, [CameraChange(ChangeKind.REMOVE, 1)]).index) == [2, 3, 4]
    with pytest.raises(AnalysisError) as caught:
        apply_changes(crowded, [CameraChange(ChangeKind.UPDATE, 99)])
    assert caught.value.missing == ("camera:99",)


def test_planned_cameras_as_a_project():
    cameras = register((50, 50), (150, 50), states=["planned", "working"])
    changes = planned_changes(cameras)
    assert [change.camera for change in changes] == [1]
    assert evaluate(weighed(cameras), weighed(apply_changes(cameras, changes))).effect is Effect.IMPROVES


def prints(*boxes, **columns):
    return gpd.GeoDataFrame(columns, geometry=[shapely.box(*b) for b in boxes])


DAY = date(2026, 3, 1)
FACTS = ProjectFacts(DAY, 90_000, 5, (), date(2025, 1, 1), date(2027, 12, 31))
CALL = Call(cost_ceiling=100_000)


def outcomes(facts=FACTS, call=CALL, planned=None, existing=None):
    planned = prints((0, 0, 10, 10), purposes=[[P]]) if planned is None else planned
    existing = (
        prints((50, 0, 60, 10), funded_on=[date(2024, 1, 1)], purposes=[[P]])
        if existing is None
        else existing
    )
    return {check.kind: check for check in admissibility(facts, call, planned, existing)}


def test_a_project_in_order_passes_every_check():
    assert {check.outcome for check in outcomes().values()} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("funded_on", "purposes", "outcome"),
    [
        (date(2022, 5, 1), [P], Outcome.FAILED),
        (date(2020, 5, 1), [P], Outcome.PASSED),
        (date(2022, 5, 1), ["traffic_plates"], Outcome.PASSED),
        (date(2022, 5, 1), None, Outcome.FAILED),
        (None, [P], Outcome.UNKNOWN),
    ],
)
def test_overlap_with_systems_funded_lately(funded_on, purposes, outcome):
    existing = prints((5, 0, 15, 10), funded_on=[funded_on], purposes=[purposes])
    check = outcomes(existing=existing)[CheckKind.NO_OVERLAP_WITH_FUNDED]
    assert check.outcome is outcome
    if outcome is Outcome.FAILED:
        assert check.evidence["pairs"] == [(0, 0, 50.0)]


def test_each_failure_and_each_silence():
    late = ProjectFacts(DAY, 190_000, 2, (4,), date(2020, 1, 1), date(2025, 12, 31), private=True, sites=9)
    failed = outcomes(late, Call(cost_ceiling=100_000, private_categories=("shops",)))
    kinds = (
        CheckKind.COST_CEILING,
        CheckKind.MAINTENANCE,
        CheckKind.NOT_A_REPLACEMENT,
        CheckKind.PACT_IN_FORCE,
    )
    assert {failed[kind].outcome for kind in (*kinds, CheckKind.LEAST_SITES)} == {Outcome.FAILED}
    assert failed[CheckKind.PRIVATE_CATEGORY].outcome is Outcome.UNKNOWN
    assert {check.outcome for check in outcomes(ProjectFacts()).values()} == {Outcome.UNKNOWN}


CAMERAS = pd.DataFrame(
    {
        "res_x": [1920, 704, None],
        "res_y": [1080, 576, None],
        "fps": [25.0, 8.0, np.nan],
        "codec": ["H.264", "MJPEG", "h.264"],
        "onvif_profiles": ["S, T", "", None],
        "records": [True, False, None],
        "retention_days": [7, 30, None],
        "ir_range_m": [30.0, None, None],
        "min_lux": [None, 1.0, 0.01],
        "network": ["fibre", "radio", "fibre"],
        "notice_sign": [True, None, True],
    },
    index=[11, 12, 13],
)


def test_cameras_against_the_profile():
    checks = check_cameras(CAMERAS, TechnicalProfile(codecs=("H.264", "H.265")))
    table = checks.pivot(index="camera", columns="requirement", values="outcome")
    assert set(table.loc[11]) == {Outcome.PASSED}
    failed = {requirement for requirement, outcome in table.loc[12].items() if outcome is Outcome.FAILED}
    assert failed == {
        Requirement.RESOLUTION,
        Requirement.FRAME_RATE,
        Requirement.CODEC,
        Requirement.RECORDING,
        Requirement.RETENTION_MOST,
        Requirement.NIGHT,
    }
    assert table.loc[13, Requirement.RESOLUTION] is Outcome.UNKNOWN
    assert table.loc[13, Requirement.CODEC] is Outcome.PASSED
    assert Requirement.NETWORK not in table.columns


def test_non_conformities_by_owner():
    owner = pd.Series({11: "Comune", 12: "Comune", 13: "Provincia"})
    table = non_conformities(check_cameras(CAMERAS, TechnicalProfile()), owner)
    row = table[(table["group"] == "Comune") & (table["requirement"] == Requirement.RESOLUTION)].iloc[0]
    assert row["cameras"] == 1
    assert row["cost"] is CostClass.REPLACEMENT
    silent = table[table["group"] == "Provincia"]
    assert silent["cameras"].sum() == 0
    assert silent["unknown"].sum() == 5


def test_the_prevailing_standard_and_who_differs():
    assert prevailing(CAMERAS)["network"] == ("fibre", pytest.approx(2 / 3))
    differing = deviations(CAMERAS)
    assert list(differing[differing["characteristic"] == "network"]["camera"]) == [12]
    zone = pd.Series({11: "A", 12: "A", 13: "B"})
    matrix = characteristics(CAMERAS, zone)
    assert matrix[(matrix["zone"] == "A") & (matrix["characteristic"] == "network")]["cameras"].sum() == 2


def test_no_cameras_at_all():
    checks = check_cameras(CAMERAS.iloc[:0], TechnicalProfile())
    assert checks.empty
    assert non_conformities(checks, pd.Series(dtype=object)).empty
    assert characteristics(CAMERAS.iloc[:0], pd.Series(dtype=object)).empty
    assert prevailing(CAMERAS.iloc[:0]) == {}
