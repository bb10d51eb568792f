"""One truth for plates: the purpose that reads them asks the density of the profile's reading of plates."""

from dataclasses import replace

from maps.balance.criteria import PLATE, PLATE_PX_PER_M, Criteria
from maps.coverage.plate_profile import PlateProfile


def test_the_purpose_of_plates_follows_their_profile():
    usual = Criteria()
    assert usual.rule("traffic_plates").px_per_m == usual.density_of(PLATE) == PLATE_PX_PER_M
    coarse = replace(usual, plates=PlateProfile(plate_px=90.0))
    assert coarse.rule("traffic_plates").px_per_m == coarse.density_of(PLATE) == 250.0
    assert coarse.rule("urban_safety") == usual.rule("urban_safety")
    assert Criteria.from_json(coarse.to_json()) == coarse


def test_a_purpose_that_comes_to_plates_takes_their_density():
    coarse = replace(Criteria(), plates=PlateProfile(plate_px=90.0))
    changed = coarse.with_classes({}, {"square_access": PLATE})
    assert changed.rule("square_access").px_per_m == 250.0
    assert coarse.on_ladder("iec_2025").rule("traffic_plates").px_per_m == 250.0
