"""The criteria profile as JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from maps.balance.criteria import Criteria, PurposeRule
from maps.errors import InvalidValue


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
    ],
)
def test_wrong_values_name_their_field(name, raw):
    with pytest.raises(InvalidValue) as caught:
        Criteria.from_json({name: raw})
    assert caught.value.field_name == name


def test_a_purpose_that_the_profile_lacks_is_context():
    assert Criteria().rule("invented") == PurposeRule(62.5, "observe")
    assert Criteria().rule("traffic_plates").directional
