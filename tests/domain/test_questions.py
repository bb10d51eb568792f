"""Coverage of zones against figures worked by hand; who sees a place against the footprints themselves."""

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from maps import crs
from maps.answers.exports import footprint_table
from maps.answers.questions import contradictions, coverage_table, detail_of
from maps.answers.sightings import Sighting, who_sees
from maps.coverage.ladders import EN_2014, IEC_2025
from maps.errors import AnalysisError, InvalidValue, ValueProblem
from maps.project import Project

X0, Y0 = 580_000.0, 4_998_000.0
AREA = shapely.box(X0, Y0, X0 + 400, Y0 + 200)
R = 30.0
#: Area of a circle drawn with chords of one degree.
CIRCLE = 180 * R**2 * math.sin(math.radians(1))


def at(x: float, y: float) -> shapely.Point:
    return shapely.Point(X0 + x, Y0 + y)


def disc(code: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """A camera that sees all round to a declared range."""
    known = {"code": code, "name": code, "hfov_deg": 360.0, "range_m": R, "geometry": at(x, y)}
    return {**known, "purposes": ["urban_safety"], **more}


def street(y: float, kind: str) -> dict[str, Any]:
    line = shapely.LineString([(X0, Y0 + y), (X0 + 400, Y0 + y)])
    return {"road_class": kind, "width_m": 6.0, "geometry": line}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two zones of 200 x 200 m, all public, with a street and a path along them."""
    made = Project.create(tmp_path / "p.gpkg", name="p", epsg=7791, area=AREA)
    zones = [
        {"code": code, "name": code, "geometry": shapely.box(X0 + x, Y0, X0 + x + 200, Y0 + 200)}
        for code, x in (("Ovest", 0), ("Est", 200))
    ]
    owner = {"code": "IMP", "name": "Comune", "ownership": "public", "owner_kind": "municipality"}
    with made.file.edit("prova") as edit:
        edit.insert("analysis_zone", zones)
        edit.insert("land_use", [{"public_access": True, "geometry": AREA}])
        edit.insert("road", [street(100, "residential"), street(50, "footway")])
        edit.insert("system", [owner])
    yield made
    made.close()


def add(project: Project, *cameras: dict[str, Any]) -> None:
    with project.file.edit("telecamere") as edit:
        edit.insert("camera", cameras)


def test_two_cameras_in_one_zone_are_counted_as_by_hand(project: Project) -> None:
    add(project, disc("A", 100, 100), disc("B", 130, 100), disc("C", 60, 150, working_state="broken"))
    table = coverage_table(project)
    west, east = (row for _, row in table.zones.iterrows())
    lens = 2 * R**2 * math.acos(0.5) - 0.5 * R * math.sqrt(4 * R**2 - R**2)
    assert (table.cameras, table.covering) == (2, 2)
    assert west["public_m2"] == pytest.approx(40_000)
    assert west["covered_m2"] == pytest.approx(2 * CIRCLE - lens, rel=1e-4)
    assert west["multiplicity"] == pytest.approx(2 * CIRCLE / (2 * CIRCLE - lens), rel=1e-4)
    assert west["twice"] == pytest.approx(lens / 40_000, rel=2e-3)
    assert west["street_km"] == pytest.approx(0.2)
    assert west["street_covered_km"] == pytest.approx(0.09, rel=1e-3)
    assert west["cameras_per_km"] == pytest.approx(10)
    assert east["covered_m2"] == 0 and east["cameras"] == 0 and math.isnan(east["multiplicity"])
    assert table.total["coverage"] == pytest.approx(west["coverage"] / 2)
    assert table.total["cameras"] == 2


def test_a_camera_across_two_zones_counts_once_in_the_total(project: Project) -> None:
    add(project, disc("A", 200, 100))
    table = coverage_table(project)
    assert table.zones["cameras"].tolist() == [1, 1] and table.total["cameras"] == 1
    assert table.zones["covered_m2"].to_numpy() == pytest.approx([CIRCLE / 2] * 2, rel=1e-6)


def test_purpose_class_and_hour_are_asked(project: Project) -> None:
    lens = {"range_m": None, "hfov_deg": 60.0, "res_x": 1920, "azimuth_deg": 0.0}
    add(project, disc("A", 100, 20, **lens, ir_range_m=10.0), disc("B", 300, 20, purposes=["square_access"]))
    assert coverage_table(project, "square_access").zones["covered_m2"].tolist()[0] == 0
    fine, coarse = (coverage_table(project, px_per_m=px).zones["covered_m2"].iloc[0] for px in (250.0, 125.0))
    assert coarse == pytest.approx(4 * fine, rel=1e-6)
    depth = 1920 / (2 * 125 * math.tan(math.radians(30)))
    assert coarse == pytest.approx(depth**2 * math.tan(math.radians(30)), rel=1e-6)
    night = coverage_table(project, "urban_safety", px_per_m=125.0, when="night").zones["covered_m2"].iloc[0]
    assert night == pytest.approx(10**2 * math.pi / 6, rel=1e-3)
    with project.file.edit("lampioni") as edit:
        edit.insert("street_light", [{"lamp_state": "on", "height_m": 100.0, "geometry": at(100, 20)}])
    lit = coverage_table(project, "urban_safety", px_per_m=125.0, when="night").zones["covered_m2"].iloc[0]
    assert lit == pytest.approx(coarse, rel=1e-6)


def test_a_camera_counts_at_the_hours_in_which_it_works(project: Project) -> None:
    dark = {"ir_range_m": R, "schedule": "20:00-06:00"}
    add(project, disc("A", 100, 100, **dark), disc("B", 300, 100, schedule="07-19"), disc("C", 100, 60))
    day, night = (coverage_table(project, when=when) for when in ("day", "night"))
    assert (day.cameras, night.cameras) == (2, 2)
    assert (day.zones["covered_m2"] > 0).tolist() == [True, True]
    assert (night.zones["covered_m2"] > 0).tolist() == [True, False]
    seen = {sighting.code: (sighting.by_day, sighting.by_night) for sighting in asked(project, 100, 80)}
    assert seen == {"A": (False, True), "C": (True, False)}


def test_a_camera_above_a_low_building_sees_beyond_its_shadow(project: Project) -> None:
    with project.file.edit("edificio") as edit:
        wall = shapely.box(X0 + 90, Y0 + 110, X0 + 110, Y0 + 112)
        edit.insert("obstacle", [{"obstacle_height_m": 3.0, "geometry": wall}])
    add(
        project, disc("A", 100, 100, height_m=2.0), disc("B", 100.0, 100.0, height_m=8.0, target_height_m=1.0)
    )
    low, high = project.footprints()["area_m2"]
    assert low < high < CIRCLE
    assert not project.footprints().geometry.iloc[0].contains(at(100, 125))
    assert (
        project.footprints().geometry.iloc[1].contains(at(100, 125))
    )  # the shadow ends at 12 * 7 / 5 = 16.8 m


def test_the_share_on_closed_ground_goes_with_the_footprint(project: Project) -> None:
    with project.file.edit("giardino") as edit:
        garden = shapely.box(X0 + 300, Y0, X0 + 400, Y0 + 200)
        edit.insert("land_use", [{"public_access": False, "geometry": garden}])
    add(project, disc("A", 300, 100), disc("B", 100, 100))
    assert footprint_table(project)["private_share"].to_numpy() == pytest.approx([0.5, 0.0], abs=1e-9)


def test_the_finest_class_is_that_of_the_declared_ladder(project: Project) -> None:
    optics = {"res_x": 1920, "res_y": 1080, "hfov_deg": 60.0, "azimuth_deg": 0.0}
    add(
        project,
        # by hand: 1663 px at one metre; the image begins 12.0 m away, 125 px/m end at 12.4 m and 250 at 5.6 m
        {**optics, "code": "A", "geometry": at(100, 100), "height_m": 8.0, "tilt_deg": 10.0},
        # the same lower and steeper: it begins 2.2 m away, 250 px/m end at 6.3 m and 1000 at 0.5 m
        {**optics, "code": "B", "geometry": at(100, 100), "height_m": 4.0, "tilt_deg": 30.0},
        {**optics, "code": "C", "geometry": at(100, 100)},
        disc("D", 300, 100),
    )
    assert footprint_table(project)["finest_class"].tolist() == ["recognise", "identify", "identify", None]
    project.criteria = project.criteria.on_ladder("iec_2025")
    assert footprint_table(project)["finest_class"].tolist()[1:3] == ["validate", "validate"]


def test_without_zones_there_is_nothing_to_measure(tmp_path: Path) -> None:
    empty = Project.create(tmp_path / "v.gpkg", name="v", epsg=7791, area=AREA)
    with empty, pytest.raises(AnalysisError) as refused:
        coverage_table(empty)
    assert refused.value.missing == ("analysis_zone",)


def test_without_cameras_or_roads_it_is_zero_and_not_known(tmp_path: Path) -> None:
    with Project.create(tmp_path / "v.gpkg", name="v", epsg=7791, area=AREA) as bare:
        bare.generate_zones(100, shape="square")
        total = coverage_table(bare).total
    assert total["coverage"] == 0 and math.isnan(total["street_coverage"])


def asked(project: Project, x: float, y: float, **more: Any) -> list[Sighting]:
    lon, lat = crs.transform_xy([X0 + x], [Y0 + y], 7791, crs.WGS84)
    return who_sees(project, float(lon[0]), float(lat[0]), **more)


def test_who_sees_tells_detail_owner_and_until_when(project: Project) -> None:
    optics = {"range_m": None, "hfov_deg": 60.0, "res_x": 1920, "azimuth_deg": 0.0, "ir_range_m": 5.0}
    kept = {"system_id": "IMP", "records": True, "retention_days": 7}
    add(
        project,
        disc("A", 100, 100, **optics, **kept),
        disc("B", 110, 118, records=False, retention_days=7),
        disc("C", 300, 150),
        disc("D", 100, 119, working_state="broken"),
    )
    moment = dt.datetime(2026, 3, 1, 18, 30)
    found = {sighting.code: sighting for sighting in asked(project, 100, 120, recorded_at=moment)}
    assert set(found) == {"A", "B"}
    seen = found["A"]
    assert seen.px_per_m == pytest.approx(1920 / (2 * 20 * math.tan(math.radians(30))), rel=1e-4)
    assert (seen.detail_class, seen.level) == ("observe", "pixels")
    assert seen.distance_m == pytest.approx(20, abs=0.01)
    assert (seen.by_day, seen.by_night) == (True, False)
    assert (seen.owner, seen.owner_kind, seen.ownership) == ("Comune", "municipality", "public")
    assert (seen.records, seen.retention_days, seen.overwritten_on) == (True, 7, dt.date(2026, 3, 8))
    declared = found["B"]
    assert declared.detail_class is None and declared.px_per_m is None
    assert declared.records is False and declared.overwritten_on is None and declared.owner is None


def test_an_area_is_seen_in_part(project: Project) -> None:
    add(project, disc("A", 100, 100))
    (seen,) = asked(project, 100, 135, radius_m=10)
    assert 0 < seen.seen_share < 0.5 and seen.distance_m == pytest.approx(25, abs=0.05)
    (whole,) = who_sees(project, 0, 0, area=shapely.box(X0 + 90, Y0 + 90, X0 + 95, Y0 + 95))
    assert whole.seen_share == pytest.approx(1)
    assert asked(project, 100, 135) == []


def test_a_place_outside_is_refused(project: Project) -> None:
    lon, lat = crs.transform_xy([X0 + 100], [Y0 + 100], 7791, crs.WGS84)
    for place, problem in (
        ((0.0, 0.0), ValueProblem.OUTSIDE_AREA),
        ((float(lat[0]), float(lon[0])), ValueProblem.SWAPPED_COORDINATES),
    ):
        with pytest.raises(InvalidValue) as refused:
            who_sees(project, *place)
        assert refused.value.reason is problem


@pytest.mark.parametrize("ladder", [EN_2014, IEC_2025])
def test_the_class_told_is_the_finest_that_the_density_reaches(project: Project, ladder: Any) -> None:
    """Two ways to the same answer: footprints of each class, and pixels a metre at the point."""
    whole = {
        "res_x": 2560,
        "res_y": 1440,
        "hfov_deg": 80.0,
        "height_m": 5.0,
        "tilt_deg": 20.0,
        "range_m": None,
    }
    bent = {"res_x": 3072, "hfov_deg": 180.0, "lens_model": "equidistant", "range_m": None}
    add(project, disc("A", 100, 100, azimuth_deg=40.0, **whole), disc("B", 110, 90, azimuth_deg=10.0, **bent))
    seen = 0
    for x, y in np.random.default_rng(7).uniform((95, 95), (140, 140), (14, 2)):
        for sighting in asked(project, x, y, ladder=ladder):
            assert sighting.px_per_m is not None
            reached = [c.name for c in ladder.classes if c.px_per_m <= sighting.px_per_m]
            assert sighting.detail_class == reached[-1]
            seen += 1
    assert seen > 8


def test_details_by_name_and_contradictions() -> None:
    assert (detail_of("observe"), detail_of("validate"), detail_of("plate")) == (62.5, 500.0, 361.0)
    assert [problem.field for problem in contradictions({"tilt_deg": -5.0, "range_m": 0.0})] == [
        "tilt_deg",
        "range_m",
    ]
