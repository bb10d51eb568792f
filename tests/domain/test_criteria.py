"""The criteria profile as JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from maps.balance.criteria import Criteria, PurposeRule
from maps.errors import InvalidValue, ValueProblem


def test_json_both_ways():
    profile = replace(
        Criteria(),
        version="2026.1",
        approved_on=date(2026, 3, 2),
        breaks=(10, 20, 30),
        risk_weights={"offences": 1.0},
    )
    text = json.dumps(profile.to_json())
    assert Criteria.from_json(text) == profile
    assert Criteria.from_json(Criteria().to_json()) == Criteria()


def test_what_is_absent_keeps_its_default_and_what_is_unknown_is_left_out():
    profile = Criteria.from_json({"risk_threshold": 55, "from_the_future": 1})
    assert profile.risk_threshold == 55
    assert profile.overlap_threshold == 0.30
    assert Criteria.from_json(None) == Criteria()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("coverage_threshold", 25),
        ("bandwidth_m", 0),
        ("bandwidth_m", "wide"),
        ("risk_weights", {"offences": -1}),
        ("risk_weights", 3),
        ("purposes", {"urban_safety": {"pixels": 3}}),
        ("approved_on", "02/03/2026"),
        ("ladder", "iec_1999"),
        ("plates", {"pixels": 3}),
        ("plates", {"plate_px": "molti"}),
    ],
)
def test_wrong_values_name_their_field(name, raw):
    with pytest.raises(InvalidValue) as caught:
        Criteria.from_json({name: raw})
    assert caught.value.field_name == name


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("plate_px", 0, ValueProblem.BELOW_MINIMUM),
        ("horizontal_deg", 90, ValueProblem.ABOVE_MAXIMUM),
        ("lane_m", float("nan"), ValueProblem.BELOW_MINIMUM),
    ],
)
def test_no_plate_is_read_beyond_the_limits(name, raw, reason):
    with pytest.raises(InvalidValue) as caught:
        Criteria.from_json({"plates": {name: raw}})
    assert (caught.value.field_name, caught.value.reason) == (f"plates.{name}", reason)


def test_a_profile_of_plates_tells_its_densities_and_its_shutter():
    plates = Criteria.from_json({"plates": {"plate_px": 100, "frames": 2.0}}).plates
    assert (plates.front_px_per_m, plates.rear_px_per_m) == pytest.approx((277.78, 192.31), abs=0.01)
    assert plates.frames == 2 and plates.shutter_s(90.0) == pytest.approx(1 / 1000)


def test_a_purpose_that_the_profile_lacks_is_context():
    assert Criteria().rule("invented") == PurposeRule(62.5, "observe")
    assert Criteria().rule("traffic_plates").directional


def test_the_profile_goes_to_the_other_ladder_and_back():
    newer = Criteria().on_ladder("iec_2025")
    assert newer.rule("urban_safety") == PurposeRule(80.0, "discern")
    assert newer.rule("public_order") == PurposeRule(125.0, "perceive")
    assert newer.rule("civil_protection") == PurposeRule(40.0, "outline")
    assert newer.rule("traffic_plates") == Criteria().rule("traffic_plates")
    assert newer.on_ladder("en_2014") == Criteria()
    assert newer.on_ladder("iec_2025") == newer == Criteria.from_json(newer.to_json())
    fine = replace(Criteria(), purposes={"public_order": PurposeRule(250.0, "identify")})
    assert fine.on_ladder("iec_2025").rule("public_order") == PurposeRule(500.0, "validate")


def test_an_office_has_its_own_densities_and_purposes_follow() -> None:
    own = Criteria().with_classes({"observe": 70.0, "detect": 25.0}, {"public_order": "identify"})
    assert own.class_px == {"observe": 70.0}
    assert own.rule("urban_safety") == PurposeRule(70.0, "observe")
    assert own.rule("public_order") == PurposeRule(250.0, "identify")
    assert (own.density_of("observe"), own.density_of("discern"), own.density_of("plate")) == (
        70.0,
        80.0,
        361.0,
    )
    assert own.detail_ladder.label == "EN 62676-4:2014, valori propri"
    assert Criteria.from_json(own.to_json()) == own
    newer = own.on_ladder("iec_2025")
    assert newer.class_px == {} and newer.rule("public_order").detail_class == "validate"
    assert [each.name for each in newer.detail_ladder.bands] == ["validate", "perceive", "discern", "outline"]


def test_a_purpose_that_becomes_one_of_plates_asks_for_their_pixels() -> None:
    read = Criteria().with_classes({}, {"urban_safety": "plate"})
    assert read.rule("urban_safety") == PurposeRule(361.0, "plate", directional=True)


def test_a_density_of_nought_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        Criteria.from_json({"class_px": {"observe": 0.0}})
    assert caught.value.field_name == "class_px"
