"""The risk map as decided: classes in force, proposals with a reason, notes, undo."""

import datetime as dt
from pathlib import Path

import pytest
import shapely

from maps.errors import InvalidValue
from maps.project import Project
from maps.semester.risk_changes import changes_of, class_of, entries, in_force, propose, suggested
from maps.store import ProjectFile


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "citta.gpkg"
    area = shapely.box(600000, 5000000, 602000, 5001000)
    with ProjectFile.create(path, name="Prova", epsg=7791, area=area) as file, file.edit("dati") as edit:
        squares = [shapely.box(600000 + 1000 * n, 5000000, 601000 + 1000 * n, 5001000) for n in range(2)]
        edit.insert(
            "analysis_zone",
            [{"uid": f"z{n}", "name": f"Zona {n}", "geometry": g} for n, g in enumerate(squares)],
        )
        points = [
            (dt.datetime(2025, 3, 1), 600500),
            (dt.datetime(2026, 3, 1), 601500),
            (dt.datetime(2025, 4, 1), 600600),
        ]
        edit.insert(
            "offence", [{"start_at": day, "geometry": shapely.Point(x, 5000500)} for day, x in points]
        )
        approved = {"zone_id": "z1", "risk_class": 2, "change_state": "approved", "geometry": squares[1]}
        edit.insert(
            "risk_area",
            [{**approved, "semester": "2025-1"}, {**approved, "semester": "2025-2", "risk_class": 3}],
        )
    return path


ASKED = {
    "risk_class": 4,
    "previous_class": 3,
    "change_reason": "offences",
    "reason_text": "Più furti",
    "proposed_by": "Questura",
    "proposed_on": dt.date(2026, 7, 10),
}


def test_classes_of_the_index() -> None:
    assert [class_of(score) for score in (0, 19.9, 20, 59, 60, 80, 100, None, float("nan"))] == [
        1,
        1,
        2,
        3,
        4,
        5,
        5,
        None,
        None,
    ]


def test_the_class_in_force_is_the_last_approved_or_that_of_the_index(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        assert in_force(project, "2026-1")["z1"] == 3
        assert in_force(project, "2025-2")["z1"] == 2
        risk = project.risk().zones["risk"]
        assert in_force(project, "2026-1")["z0"] in range(1, 6) and len(risk) == 2


def test_a_proposal_is_one_undoable_step_with_its_reason(town: Path) -> None:
    with Project.open(town) as project:
        zone = int(project.frame("analysis_zone").index[1])
        propose(project, zone, "2026-1", ASKED)
        (made,) = changes_of(project, "2026-1")
        assert (made.name, made.previous_class, made.risk_class) == ("Zona 1", 3, 4)
        assert (made.state, made.reason, made.text, made.office) == (
            "proposed",
            "offences",
            "Più furti",
            "Questura",
        )
        assert made.changes and made.day == dt.date(2026, 7, 10) and made.version == 1
        assert project.file.undo_label() == "Mappa del rischio: Zona 1, classe da 3 a 4"
        assert in_force(project, "2026-1")["z1"] == 3  # a proposal is not in force
        project.file.undo()
        assert changes_of(project, "2026-1") == []
        project.file.redo()
        assert len(changes_of(project, "2026-1")) == 1
        assert project.file.check() == []


def test_a_second_proposal_is_a_new_version_and_the_first_is_kept(town: Path) -> None:
    with Project.open(town) as project:
        zone = int(project.frame("analysis_zone").index[1])
        propose(project, zone, "2026-1", ASKED)
        propose(project, zone, "2026-1", {**ASKED, "risk_class": 5})
        (latest,) = changes_of(project, "2026-1")
        assert (latest.version, latest.risk_class) == (2, 5)
        assert sum(each.semester == "2026-1" for each in entries(project)) == 2


def test_the_same_class_is_a_note(town: Path) -> None:
    with Project.open(town) as project:
        propose(project, int(project.frame("analysis_zone").index[1]), "2026-1", {**ASKED, "risk_class": 3})
        (made,) = changes_of(project, "2026-1")
        assert made.state == "noted" and not made.changes


@pytest.mark.parametrize(
    "wrong", [{"risk_class": 6}, {"risk_class": None}, {"change_reason": "boh"}, {"change_reason": None}]
)
def test_what_cannot_be_proposed(town: Path, wrong: dict) -> None:
    with Project.open(town) as project:
        with pytest.raises(InvalidValue):
            propose(project, int(project.frame("analysis_zone").index[0]), "2026-1", {**ASKED, **wrong})
        assert project.file.undo_label() != "Mappa del rischio: Zona 0, classe da 3 a 4"


def test_what_the_offences_suggest() -> None:
    assert [suggested(4, "rise"), suggested(5, "rise"), suggested(1, "fall"), suggested(3, "chance")] == [
        5,
        5,
        1,
        3,
    ]
