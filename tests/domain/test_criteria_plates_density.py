"""One truth for plates: the purpose that reads them asks the density of the profile's reading of plates."""

from dataclasses import replace

from maps.balance.criteria import PLATE, PLATE_PX_PER_M, Criteria, PurposeRule
from maps.coverage.plate_profile import PlateProfile

COARSE = PlateProfile(plate_px=90.0)


def test_the_purpose_of_plates_follows_their_profile():
    usual = Criteria()
    assert usual.rule("traffic_plates").px_per_m == usual.density_of(PLATE) == PLATE_PX_PER_M
    coarse = usual.with_plates(COARSE)
    assert coarse.rule("traffic_plates").px_per_m == coarse.density_of(PLATE) == 250.0
    assert coarse.rule("urban_safety") == usual.rule("urban_safety")
    assert Criteria.from_json(coarse.to_json()) == coarse
    assert coarse.with_plates(usual.plates) == usual


def test_a_purpose_that_comes_to_plates_takes_their_density():
    coarse = Criteria().with_plates(COARSE)
    changed = coarse.with_classes({}, {"square_access": PLATE})
    assert changed.rule("square_access").px_per_m == 250.0
    assert coarse.on_ladder("iec_2025").rule("traffic_plates").px_per_m == 250.0


def test_a_density_that_the_office_gave_stays():
    own = replace(Criteria(), purposes={"traffic_plates": PurposeRule(300.0, PLATE)})
    assert own.with_plates(COARSE).rule("traffic_plates").px_per_m == 300.0
    assert Criteria.from_json(own.to_json()) == own
