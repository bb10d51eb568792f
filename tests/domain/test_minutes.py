"""The minutes of a semester's meeting: what they say, and that meeting and decisions are one undoable edit."""

import datetime as dt
import json
from pathlib import Path

import pikepdf
import pytest
import shapely

from app.cli import run
from app.review.minutes import document, write_minutes
from maps.errors import FileError
from maps.project import Project
from maps.semester.meetings import decisions_of, meeting_of, record
from maps.semester.review import review
from maps.semester.risk_changes import propose
from maps.store import ProjectFile

DAY = dt.date(2026, 7, 20)
MEETING = {
    "meeting_kind": "cposp",
    "held_on": dt.date(2026, 7, 15),
    "offices_present": "Prefettura, Questura",
    "agenda": "Revisione del semestre",
}
DECISIONS = [
    {
        "decision_text": "Due pattuglie serali",
        "responsible": "Questura",
        "due_on": dt.date(2026, 9, 30),
        "decision_state": "to_do",
    },
    {
        "decision_text": "Lampioni in via Roma",
        "responsible": "Comune",
        "due_on": None,
        "decision_state": "in_progress",
    },
]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "citta.gpkg"
    area = shapely.box(600000, 5000000, 602000, 5001000)
    counts = {("2025-1", 0): 20, ("2025-1", 1): 25, ("2026-1", 0): 60, ("2026-1", 1): 24}
    with ProjectFile.create(path, name="Prova", epsg=7791, area=area) as file, file.edit("dati") as edit:
        squares = [shapely.box(600000 + 1000 * n, 5000000, 601000 + 1000 * n, 5001000) for n in range(2)]
        names = ("Ovest", "Est")
        edit.insert(
            "analysis_zone", [{"name": n, "geometry": g} for n, g in zip(names, squares, strict=True)]
        )
        for (semester, zone), count in counts.items():
            where = shapely.Point(600500 + 1000 * zone, 5000500)
            day = dt.datetime(int(semester[:4]), 3, 1, 12)
            edit.insert("offence", [{"start_at": day, "category": "theft", "geometry": where}] * count)
    return path


def told(project: Project) -> tuple[dict, str]:
    made = document(project, review(project, "2026-1"), DAY).to_json()
    return made, json.dumps(made, ensure_ascii=False)


def test_findings_changes_and_decisions_are_told(town: Path) -> None:
    with Project.open(town) as project:
        record(project, "2026-1", MEETING, DECISIONS)
        asked = {
            "risk_class": 5,
            "previous_class": 4,
            "change_reason": "complaints",
            "reason_text": "Raccolta firme",
        }
        propose(
            project,
            int(project.frame("analysis_zone").index[0]),
            "2026-1",
            {**asked, "proposed_by": "Comune"},
        )
        made, words = told(project)
    assert (
        made["verdict"] == "In una zona su due la variazione non si spiega con il caso."
        and made["tone"] == "bad"
    )
    titles = [section["title"] for section in made["sections"]]
    assert titles == ["Esito del confronto", "Variazioni della mappa del rischio", "Decisioni"]
    assert ["Ovest", "4", "5", "Proposta", "Esposti e segnalazioni. Raccolta firme", "Comune"] in (
        made["sections"][1]["blocks"][0]["rows"]
    )
    decisions = made["sections"][2]["blocks"][0]["rows"]
    assert decisions[0] == ["1", "Due pattuglie serali", "Questura", "30/09/2026", "Da avviare"]
    assert decisions[1][3:] == ["–", "In corso"]
    for part in ("15/07/2026", "Prefettura, Questura", "C.P.O.S.P.", "semestre non congelato", "20/07/2026"):
        assert part in words


def test_what_is_missing_is_said(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        _made, words = told(project)
    assert "Variazione significativa senza un motivo registrato: Ovest." in words
    assert "Nessuna decisione registrata." in words


def test_the_meeting_is_one_edit_and_the_same_again_is_none(town: Path) -> None:
    with Project.open(town) as project:
        assert record(project, "2026-1", MEETING, DECISIONS)
        assert not record(project, "2026-1", MEETING, decisions_of(project, "2026-1"))
        first, second = decisions_of(project, "2026-1")
        assert first["meeting_id"] == meeting_of(project, "2026-1")["uid"]
        assert record(project, "2026-1", MEETING, [{**second, "decision_state": "done"}])
        (left,) = decisions_of(project, "2026-1")
        assert (left["fid"], left["decision_state"]) == (second["fid"], "done")
        project.file.undo()
        assert len(decisions_of(project, "2026-1")) == 2
        project.file.undo()
        assert meeting_of(project, "2026-1") is None and decisions_of(project, "2026-1") == []


def test_the_pdf_is_whole_and_the_same_twice(town: Path, tmp_path: Path) -> None:
    with Project.open(town, read_only=True) as project:
        files = [write_minutes(project, "2026-1", tmp_path / f"{n}.pdf", day=DAY) for n in "ab"]
        with pytest.raises(FileError):
            write_minutes(project, "2026-1", tmp_path / "v.doc", day=DAY)
    assert files[0].read_bytes() == files[1].read_bytes()
    with pikepdf.open(files[0]) as pdf:
        assert pdf.check_pdf_syntax() == [] and len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == "Revisione del semestre 2026-1"


def test_the_command_writes_it(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "verbale.pdf"
    assert run(["minutes", str(town), "--semester", "2026-1", "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-") and "Verbale in" in capsys.readouterr().err
    with Project.open(town, read_only=True) as project:
        assert [each.what for each in project.file.exports()] == ["minutes"]
    assert run(["minutes", str(town), "--semester", "2025-1", "-o", str(out)]) == 1
