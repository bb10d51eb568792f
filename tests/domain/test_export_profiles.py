"""Who receives what: whitelists that follow the declarations, few offences suppressed, public without positions."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from hypothesis import given, strategies as st

from app.speech import words
from maps.answers.aggregates import zone_offences
from maps.answers.exports import export_layer
from maps.errors import AnalysisError, ExportRefused
from maps.period import semester
from maps.project import Project
from maps.schema import LAYERS, Sensitivity, layer
from maps.schema.fields import Field
from maps.schema.profiles import AGGREGATES, PROFILES, ZONE_COVERAGE, ZONE_OFFENCES
from maps.store import ProjectFile

GOLDEN = Path(__file__).with_name("golden")
X, Y = 580_000.0, 4_998_000.0
#: Offences of each zone.
MANY, ENOUGH, FEW, NONE = 12, 5, 4, 0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uscite") / "borgo.gpkg"
    area = shapely.box(X, Y, X + 400, Y + 100)
    with ProjectFile.create(path, name="Borgo", epsg=7791, area=area) as file, file.edit("prova") as edit:
        edit.insert(
            "analysis_zone",
            [
                {
                    "code": name[0],
                    "name": name,
                    "geometry": shapely.box(X + 100 * n, Y, X + 100 * n + 100, Y + 100),
                }
                for n, name in enumerate(("Alta", "Bassa", "Corta", "Deserta"))
            ],
        )
        edit.insert(
            "road", [{"geometry": shapely.LineString([(X, Y + 50), (X + 400, Y + 50)]), "width_m": 10.0}]
        )
        edit.insert(
            "camera",
            [
                {
                    "code": "TC-1",
                    "purposes": ["urban_safety"],
                    "working_state": "working",
                    "azimuth_deg": 90.0,
                    "hfov_deg": 60.0,
                    "range_m": 40.0,
                    "remarks": "chiedere a Rossi",
                    "geometry": shapely.Point(X + 10, Y + 50),
                }
            ],
        )
        edit.insert(
            "offence",
            [_offence(n, zone) for zone, many in enumerate((MANY, ENOUGH, FEW, NONE)) for n in range(many)],
        )
        edit.insert("report", [{"summary": "testo", "geometry": shapely.Point(X + 20, Y + 20)}])
    return path


def _offence(number: int, zone: int) -> dict:
    place = shapely.Point(X + 100 * zone + 20 + number, Y + 30)
    return {"category": "theft", "start_at": dt.datetime(2026, 2, 1 + number), "geometry": place}


@pytest.fixture
def project(town: Path) -> Iterator[Project]:
    with Project.open(town, read_only=True) as opened:
        yield opened


def exported(project: Project, name: str, folder: Path, profile: str = "") -> dict:
    path = folder / f"{name}.geojson"
    export_layer(project, name, path, profile=profile)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", list(LAYERS))
def test_the_public_receive_no_layer_row_by_row(project: Project, name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        export_layer(project, name, tmp_path / "x.geojson", profile="public")
    assert list(tmp_path.iterdir()) == []
    assert PROFILES["public"].whitelist(layer(name)) == ()


def test_the_coverage_that_the_public_receive_says_nothing_of_cameras(
    project: Project, tmp_path: Path
) -> None:
    told = exported(project, ZONE_COVERAGE, tmp_path, "public")
    names = {key for each in told["features"] for key in each["properties"]}
    assert names == {"code", "name", "zone_kind", "coverage_urban_safety"}
    assert {each["geometry"]["type"] for each in told["features"]} <= {"Polygon", "MultiPolygon"}
    covered = {
        each["properties"]["name"]: each["properties"]["coverage_urban_safety"] for each in told["features"]
    }
    assert covered["Alta"] > 0 and covered["Deserta"] == 0
    text = json.dumps(told)
    assert "TC-1" not in text and "working" not in text


@pytest.mark.parametrize("profile", ["parties", "cposp", "internal"])
def test_fields_follow_their_sensitivity(project: Project, profile: str, tmp_path: Path) -> None:
    told = exported(project, "camera", tmp_path, profile)
    properties = told["features"][0]["properties"]
    declared = layer("camera")
    admitted = PROFILES[profile].fields
    wanted = {each.name for each in declared.fields if each.sensitivity in admitted and each.name != "uid"}
    assert set(properties) == wanted and "code" in wanted
    assert ("remarks" in properties) is (profile != "parties")


@pytest.mark.parametrize("profile", list(PROFILES))
def test_no_profile_lets_a_reserved_reference_out(profile: str) -> None:
    for declared in LAYERS.values():
        for name in PROFILES[profile].whitelist(declared):
            assert declared.field(name).sensitivity is not Sensitivity.RESTRICTED


def test_a_field_added_tomorrow_leaves_only_for_whom_it_may() -> None:
    from dataclasses import replace

    declared = layer("camera")
    more = replace(
        declared, fields=(*declared.fields, Field("secret", "S", sensitivity=Sensitivity.RESTRICTED))
    )
    assert not any("secret" in profile.whitelist(more) for profile in PROFILES.values())


@pytest.mark.parametrize("profile", ["parties", "cposp"])
def test_offences_leave_only_as_counts(project: Project, profile: str, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused) as caught:
        export_layer(project, "offence", tmp_path / "x.geojson", profile=profile)
    said = words.sentence(caught.value)
    assert "eventi per zona" in said and ZONE_OFFENCES in said and PROFILES[profile].label in said
    told = exported(project, ZONE_OFFENCES, tmp_path, profile)
    rows = {each["properties"]["name"]: each["properties"] for each in told["features"]}
    assert (rows["Alta"]["offences"], rows["Bassa"]["offences"]) == (MANY, ENOUGH)
    for name in ("Corta", "Deserta"):  # four and none cannot be told apart
        assert rows[name]["offences"] is None and rows[name]["suppressed"] is True
    assert {row["threshold"] for row in rows.values()} == {5}


def test_reports_are_for_the_committee_without_their_text(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        export_layer(project, "report", tmp_path / "x.geojson", profile="parties")
    told = exported(project, "report", tmp_path, "cposp")
    assert "summary" not in told["features"][0]["properties"]


def test_counts_are_of_a_period(project: Project) -> None:
    assert zone_offences(project, semester("2025-1"))["suppressed"].all()
    assert zone_offences(project, semester("2026-1"))["offences"].tolist() == [MANY, ENOUGH, None, None]


@given(threshold=st.integers(0, 20))
def test_no_count_below_the_threshold_is_ever_told(town: Path, threshold: int) -> None:
    from dataclasses import replace

    with Project.open(town, read_only=True) as project:
        criteria = replace(project.criteria, suppression=threshold)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Project, "criteria", property(lambda _self: criteria))
            table = zone_offences(project)
    told = [count for count in table["offences"] if count is not None]
    assert all(count >= threshold for count in told)
    assert len(told) == sum(count >= threshold for count in (MANY, ENOUGH, FEW, NONE))


def test_without_zones_there_is_nothing_to_aggregate(tmp_path: Path) -> None:
    path = tmp_path / "v.gpkg"
    with ProjectFile.create(path, name="V", epsg=7791, area=shapely.box(X, Y, X + 9, Y + 9)):
        pass
    with Project.open(path, read_only=True) as project:
        for name in AGGREGATES:
            with pytest.raises(AnalysisError):
                export_layer(project, name, tmp_path / "x.geojson")
    assert not (tmp_path / "x.geojson").exists()


@pytest.mark.parametrize("name", [*AGGREGATES])
def test_results_by_zone_are_those_kept_beside(project: Project, name: str, tmp_path: Path) -> None:
    export_layer(project, name, tmp_path / "now.geojson", profile="parties")
    assert json.loads((tmp_path / "now.geojson").read_text()) == json.loads(
        (GOLDEN / f"{name}.geojson").read_text()
    )


def test_every_layer_and_result_has_a_name() -> None:
    from app.speech import exports as export_words

    assert all(export_words.what(name) != name for name in (*LAYERS, *AGGREGATES))
    assert all(export_words.profile(name) != name for name in PROFILES)
