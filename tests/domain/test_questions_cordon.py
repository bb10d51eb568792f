"""The cordon of a project: real crossings only, what the optics read, what is only declared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from maps.answers.gates import boundary_of, cordon
from maps.answers.plates import plate_readings
from maps.coverage.plate_profile import PlateProfile
from maps.criteria_versions import set_values
from maps.errors import AnalysisError
from maps.project import Project

AREA = shapely.box(0, 0, 600, 600)
SQUARE = shapely.box(200, 200, 400, 400)


def road(
    code: str, points: list[tuple[float, float]], kind: str = "residential", **more: Any
) -> dict[str, Any]:
    return {"code": code, "name": code, "road_class": kind, "geometry": shapely.LineString(points), **more}


ROADS = [
    road("corso", [(50, 300), (550, 300)], "primary"),
    road("senso unico", [(300, 50), (300, 550)], "tertiary", oneway=True),
    road("circonvallazione", [(150, 203), (250, 196), (300, 204), (350, 197), (450, 203)], "secondary"),
    road("vicolo", [(250, 400), (250, 350)]),  # two halves of one way that meet on the boundary: one gate
    road("vicolo, fuori", [(250, 400), (250, 500)]),
    road("sentiero", [(220, 380), (220, 450)], "footway"),
]
#: Looks west along the corso from inside the square: reads fronts that come and rears that go.
READER = {
    "code": "LT-1",
    "role": "anpr",
    "res_x": 1920,
    "res_y": 1080,
    "hfov_deg": 12.0,
    "height_m": 4.0,
    "tilt_deg": 10.0,
    "azimuth_deg": 270.0,
    "fps": 25.0,
    "geometry": shapely.Point(225, 300),
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "p.gpkg", name="p", epsg=7791, area=AREA)
    with made.file.edit("prova") as edit:
        edit.insert("analysis_zone", [{"code": "P", "name": "Piazza", "geometry": SQUARE}])
        edit.insert("road", ROADS)
    yield made
    made.close()


def add(project: Project, **values: Any) -> None:
    with project.file.edit("telecamera") as edit:
        edit.insert("camera", [{**READER, **values}])


def test_gates_are_the_roads_for_vehicles_that_really_cross(project: Project) -> None:
    report = cordon(project, "analysis_zone")
    crossings = sorted(zip(report.gates["road_code"], report.gates["way"], strict=True))
    assert crossings == [
        *[("corso", "in"), ("corso", "in"), ("corso", "out"), ("corso", "out")],
        *[("senso unico", "in"), ("senso unico", "out")],
        *[("vicolo", "in"), ("vicolo", "out")],
    ]
    assert report.closed_share == 0 and len(report.open_gates) == 8
    assert report.open_gates["road_code"].tolist()[:4] == ["corso"] * 4


def test_plates_are_read_by_the_profile_of_the_criteria(project: Project) -> None:
    add(project)
    before, found = plate_readings(project, 1), cordon(project, "analysis_zone")
    assert found.gates["read"].any()
    set_values(project, {"plates.horizontal_deg": 5})
    assert plate_readings(project, 1)["length_m"].sum() < before["length_m"].sum()
    set_values(project, {"plates.plate_px": 1000})
    assert plate_readings(project, 1).empty and not cordon(project, "analysis_zone").gates["read"].any()
    project.file.undo()
    project.file.undo()
    assert plate_readings(project, 1)["length_m"].tolist() == before["length_m"].tolist()
    own = cordon(project, "analysis_zone", profile=PlateProfile(plate_px=1000))
    assert not own.gates["read"].any()  # a profile that is given goes before that of the project


@pytest.mark.parametrize("gap", [-0.0005, 0.0005, 0.5])
def test_a_road_that_ends_on_the_boundary_but_for_rounding_is_one_gate(project: Project, gap: float) -> None:
    at = 400 - gap  # a gap is on the inside, a negative one outside
    with project.file.edit("strade") as edit:
        edit.insert("road", [road("dentro", [(350, 350), (350, at)]), road("fuori", [(350, at), (350, 500)])])
    report = cordon(project, "analysis_zone")
    found = report.gates[report.gates["road_code"].isin(["dentro", "fuori"])]
    assert sorted(found["way"]) == ["in", "out"]


@pytest.mark.parametrize("gap", [0.4, -0.4])
def test_a_road_that_ends_beside_the_boundary_and_goes_nowhere_is_no_gate(
    project: Project, gap: float
) -> None:
    """A service road of Geneva ends 0.42 m inside; one that overshoots by as much is no gate either."""
    with project.file.edit("strade") as edit:
        edit.insert("road", [road("cortile", [(350, 350), (350, 400 - gap)], "service")])
        edit.insert(
            "road", [road("passaggio", [(350, 400 - gap), (350, 450)], "footway")]
        )  # not for vehicles
    assert "cortile" not in set(cordon(project, "analysis_zone").gates["road_code"])


@pytest.mark.parametrize("gap", [0.0, 0.05, 0.4])
def test_a_road_that_ends_on_one_along_the_boundary_is_a_gate(project: Project, gap: float) -> None:
    with project.file.edit("strade") as edit:
        edit.insert("road", [road("bordo", [(150, 400 - gap), (450, 400 - gap)], "secondary")])
        edit.insert("road", [road("laterale", [(350, 350), (350, 400 - gap)])])
    found = cordon(project, "analysis_zone").gates["road_code"].tolist()
    assert found.count("laterale") == 2 and "bordo" not in found


def test_two_roads_that_meet_beside_the_boundary_and_stay_inside_are_no_gates(project: Project) -> None:
    with project.file.edit("strade") as edit:
        edit.insert("road", [road("andata", [(350, 350), (350, 399.5)])])
        edit.insert("road", [road("ritorno", [(350, 399.5), (370, 350)])])
    assert not {"andata", "ritorno"} & set(cordon(project, "analysis_zone").gates["road_code"])


def test_a_road_that_crosses_aslant_near_the_end_of_another_is_one_gate(project: Project) -> None:
    """The outer road begins 0.95 m inside and meets the boundary only 1.9 m further on."""
    joint = (350.0, 399.05)
    with project.file.edit("strade") as edit:
        edit.insert("road", [road("dentro", [(350, 350), joint]), road("fuori", [joint, (383, 418.05)])])
    found = cordon(project, "analysis_zone").gates["road_code"].tolist()
    assert found.count("dentro") + found.count("fuori") == 2


def test_a_reader_closes_its_gate_by_direction(project: Project) -> None:
    add(project)
    report = cordon(project, "analysis_zone")
    read = report.gates[report.gates["read"]]
    assert set(read["road_code"]) == {"corso"} and shapely.get_x(read.geometry.to_numpy()).max() < 210
    weights = 4 * 6.0 + 2 * 2.0 + 2 * 1.0
    assert report.closed_share == pytest.approx(read["weight"].sum() / weights)
    assert report.closed_in > 0 and report.readers == 1
    assert report.declared_share == report.closed_share


def test_a_reader_of_unknown_optics_only_declares(project: Project) -> None:
    add(
        project,
        res_x=None,
        hfov_deg=None,
        tilt_deg=None,
        height_m=None,
        range_m=30.0,
        geometry=shapely.Point(215, 300),
    )
    report = cordon(project, "analysis_zone")
    assert report.closed_share == 0 and not report.gates["read"].any()
    assert report.gates["declared"].sum() == 2
    assert report.declared_share == pytest.approx(12 / 30)
    assert len(report.open_gates) == 6


def test_where_a_reader_reads_is_on_the_lanes_and_closes_the_gates_it_reaches(project: Project) -> None:
    add(project)
    fid = int(project.frame("camera").index[0])
    table = plate_readings(project, fid)
    assert set(zip(table["way"], table["plate"], strict=True)) == {("forward", "front"), ("backward", "rear")}
    assert set(table["road_name"]) == {"corso"}
    for row in table.itertuples():
        y = shapely.get_coordinates(row.geometry)[:, 1]
        assert y == pytest.approx(298.25 if row.way == "forward" else 301.75)
        assert row.geometry.length == pytest.approx(row.length_m, abs=0.01)
        assert row.azimuth_deg == pytest.approx(90.0 if row.way == "forward" else 270.0)


def test_a_camera_that_shows_no_plate_reads_nowhere(project: Project) -> None:
    add(project, res_x=320, res_y=240)
    assert len(plate_readings(project, int(project.frame("camera").index[0]))) == 0


@pytest.mark.parametrize("values", [{"working_state": "broken"}, {"role": "context"}])
def test_what_does_not_work_or_does_not_read_closes_nothing(project: Project, values: dict[str, Any]) -> None:
    add(project, **values)
    report = cordon(project, "analysis_zone")
    assert (report.closed_share, report.readers) == (0.0, 0)


def test_a_boundary_can_be_one_element_or_a_polygon(project: Project) -> None:
    assert boundary_of(project, "analysis_zone", ["P"]).equals(
        boundary_of(project, "analysis_zone", ["Piazza"])
    )
    assert len(cordon(project, SQUARE).gates) == 8
    with pytest.raises(AnalysisError):
        cordon(project, "analysis_zone", codes=["altrove"])


def test_without_roads_it_says_what_is_missing(tmp_path: Path) -> None:
    empty = Project.create(tmp_path / "v.gpkg", name="v", epsg=7791, area=AREA)
    with empty, pytest.raises(AnalysisError) as refused:
        cordon(empty, "project_area")
    assert refused.value.missing == ("road",)
