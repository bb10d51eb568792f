"""From an office table to the project: plan, run, run again, undo."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
import xlsxwriter

from maps.errors import Cancelled, FileError, FileProblem, ValueProblem
from maps.io.importer import plan_import, preview_changes, read_file, replan, run_import
from maps.io.mapping import guess_mapping, header_unit
from maps.io.plan import ImportPlan
from maps.io.tables import read_table
from maps.schema import layer
from maps.store import ProjectFile

EPSG = 7791
AREA = (575000.0, 4993000.0, 585000.0, 5003000.0)
CENSUS = """\
COD_TVCC;Ubicazione;Lat;Long;Orient.;H palo (cm);Tipo TLC;Uso;Funz.;Note uff.
TC-001;Corso Garibaldi, civico 12;45,13391;10,02387;NE;450;fissa;Sicurezza urbana;sì;
TC-002;Piazza della Stazione;45,13402;10,02418;210;550;fissa;Sicurezza urbana;sì;
TC-003;Via Solferino, scuola;10,02733;45,13477;S;500;dome;Tutela scuole;sì;
TC-004;Viale Trento, rotatoria;45,13520;10,02951;O;600;dome;Targhe;sì;
TC-005;Via dei Mille;45,13288;10,02290;;400;fissa;Sicurezza urbana;sì;
TC-002;Piazza della Stazione;45,13402;10,02418;210;550;fissa;Sicurezza urbana;sì;
TC-007;Parco Nord;45,13811;10,02418;90;450;PTZ;Sicurezza urbana;no;ricambi
TC-008;Via Manzoni;45,13102;10,02677;N;4,5 m ca.;mobile;Abbandono rifiuti;sì;
TC-011;Via Rosselli;45,13077;10,02266;180, 270;500;fissa;vigilanza;sì;
TC-018;Via Bellini;45,53118;10,02705;N;500;fissa;Sicurezza urbana;sì;
"""


def census(folder: Path, text: str = CENSUS, name: str = "censimento.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("cp1252"))
    return path


def plan(path: Path, layer_name: str = "camera", **options: Any) -> ImportPlan:
    return read_file(path, layer_name, epsg=EPSG, bounds=AREA, **options)


@pytest.fixture
def project(tmp_path: Path) -> Any:
    folder = tmp_path / "progetto"
    folder.mkdir()
    with ProjectFile.create(folder / "p.gpkg", name="p", epsg=EPSG, area=shapely.box(*AREA)) as project:
        yield project


def test_the_census_of_the_picture(tmp_path: Path) -> None:
    found = plan(census(tmp_path))
    assert found.mapping == {
        "lat": "Lat",
        "lon": "Long",
        "code": "COD_TVCC",
        "name": "Ubicazione",
        "azimuth_deg": "Orient.",
        "height_m": "H palo (cm)",
        "camera_type": "Tipo TLC",
        "purposes": "Uso",
        "working_state": "Funz.",
        "remarks": "Note uff.",
    }
    assert {row.number: (row.reason, row.field) for row in found.refused} == {
        4: (ValueProblem.SWAPPED_COORDINATES, "lon"),
        7: (ValueProblem.DUPLICATE_CODE, "code"),
        9: (ValueProblem.NOT_A_NUMBER, "height_m"),
        11: (ValueProblem.OUTSIDE_AREA, "lon"),
    }
    assert next(row.detail for row in found.refused if row.number == 7) == "3"
    doubts = {
        row.number: [(w.field, w.problem) for w in row.warnings] for row in found.accepted if row.warnings
    }
    assert doubts == {
        6: [("azimuth_deg", ValueProblem.REQUIRED)],
        10: [("purposes", ValueProblem.NOT_IN_LIST)],
    }
    assert {(c.field, c.kind) for c in found.conversions} == {
        ("height_m", "unit"),
        ("azimuth_deg", "compass"),
    }


def test_values_arrive_in_the_units_of_the_layer(tmp_path: Path) -> None:
    records = {row.record["code"]: row.record for row in plan(census(tmp_path)).accepted}
    assert records["TC-001"]["height_m"] == 4.5
    assert records["TC-001"]["azimuth_deg"] == 45.0
    assert records["TC-004"]["azimuth_deg"] == 270.0
    assert records["TC-004"]["purposes"] == ["traffic_plates"]
    assert records["TC-007"]["working_state"] == "broken"
    assert (records["TC-011"]["azimuth_deg"], records["TC-011"]["extra_azimuths_deg"]) == (180.0, [270.0])
    assert "azimuth_deg" not in records["TC-005"]


def test_exchanged_coordinates_are_put_right_on_request(tmp_path: Path) -> None:
    found = replan(plan(census(tmp_path)), swap_coordinates=True)
    row = next(row for row in found.accepted if row.number == 4)
    assert [w.problem for w in row.warnings] == [ValueProblem.SWAPPED_COORDINATES]
    assert shapely.distance(row.record["geometry"], found.accepted[0].record["geometry"]) < 500


def test_a_person_corrects_the_mapping_and_answers_for_a_value(tmp_path: Path) -> None:
    first = plan(census(tmp_path))
    again = replan(
        first,
        mapping={"height_m": "", "redundancy_reason": "Note uff."},
        replacements={("purposes", "vigilanza"): "urban_safety"},
    )
    assert "height_m" not in again.mapping
    assert "remarks" not in again.mapping
    records = {row.record["code"]: row.record for row in again.accepted}
    assert "TC-008" in records
    assert records["TC-007"]["redundancy_reason"] == "ricambi"
    assert records["TC-011"]["purposes"] == ["urban_safety"]
    with pytest.raises(FileError) as caught:
        replan(first, mapping={"name": "Nessuna"})
    assert (caught.value.problem, caught.value.detail) == (FileProblem.COLUMN_MISSING, "Nessuna")


def test_import_twice_update_and_undo(tmp_path: Path, project: ProjectFile) -> None:
    path = census(tmp_path)
    report = run_import(project, plan_import(project, path, "camera"))
    assert (report.added, report.changed, report.unchanged, report.refused) == (6, 0, 0, 4)
    assert (report.duplicates, report.outside_area) == (1, 1)
    assert project.undo_label() == "Importazione di censimento.csv"
    again = run_import(project, plan_import(project, path, "camera"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 6)
    assert again.rejected_file == report.rejected_file
    census(
        tmp_path,
        CENSUS.replace("NE;450", "NE;480").replace("fissa;vigilanza", "dome;") + "TC-9;X;45,13;10,02;;;;;;\n",
    )
    changed = plan_import(project, path, "camera")
    preview = preview_changes(project, changed)
    assert (len(preview.added), len(preview.changed), preview.unchanged) == (1, 2, 4)
    report = run_import(project, changed)
    assert (report.added, report.changed, report.unchanged) == (1, 2, 4)
    rows = project.rows("camera", fields=["code", "height_m", "camera_type"])
    found = set(zip(*rows.columns.values(), strict=True))
    assert {("TC-001", "fixed", 4.8), ("TC-011", "dome", 5.0)} <= found
    project.undo()
    project.undo()
    assert project.count("camera") == 0


def test_an_empty_cell_erases_nothing(tmp_path: Path, project: ProjectFile) -> None:
    run_import(project, plan_import(project, census(tmp_path), "camera"))
    census(tmp_path, CENSUS.replace("Corso Garibaldi, civico 12", ""))
    report = run_import(project, plan_import(project, tmp_path / "censimento.csv", "camera"))
    assert (report.added, report.changed, report.unchanged) == (0, 0, 6)


def test_rows_without_a_code_are_found_again(tmp_path: Path, project: ProjectFile) -> None:
    text = "Data;Reato;Lat;Lon\n04/03/2025;Furto;45,13;10,02\n04/03/2025;Furto;45,13;10,02\n2025-03-04;Rapina;;\n"
    path = census(tmp_path, text, "reati.csv")
    report = run_import(project, plan_import(project, path, "offence"))
    assert (report.added, report.without_position, report.refused) == (3, 1, 0)
    rows = project.rows("offence", fields=["start_at"])
    assert set(rows.columns["start_at"]) == {datetime(2025, 3, 4)}
    again = run_import(project, plan_import(project, path, "offence", mapping={"category": ""}))
    assert (again.added, again.unchanged) == (0, 3)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-03-04", date(2025, 3, 4)),
        ("04/03/2025", date(2025, 3, 4)),
        ("4/3/2025", date(2025, 3, 4)),
        ("04.03.2025", date(2025, 3, 4)),
        ("2025-03-04 22:15", date(2025, 3, 4)),
        ("2024-01", date(2024, 1, 1)),
        ("13/13/2025", None),
        ("domani", None),
    ],
)
def test_dates_are_read_by_explicit_formats(tmp_path: Path, cell: str, day: date | None) -> None:
    path = census(tmp_path, f"Data;Lat;Lon\n{cell};45,13;10,02\n", "reati.csv")
    found = plan(path, "offence")
    days = [row.record["start_at"].date() for row in found.accepted]
    assert days == ([] if day is None else [day])
    if day is None:
        assert [row.reason for row in found.refused] == [ValueProblem.NOT_A_DATE]


@pytest.mark.parametrize(
    ("header", "unit"),
    [("H palo (cm)", "cm"), ("altezza_mm", "mm"), ("Altezza in cm", "cm"), ("Altezza [m]", "m"), ("Altezza", ""),
     ("Note (uff)", ""), ("H palo", ""), ("superficie (ha)", "ha")],
)  # fmt: skip
def test_units_in_headers(header: str, unit: str) -> None:
    assert header_unit(header) == unit


@pytest.mark.parametrize(
    ("cell", "metres"), [("450", 4.5), ("4,5 m", 4.5), ("450 cm", 4.5), ("0,0045 km", 4.5)]
)
def test_a_unit_in_the_cell_wins_over_the_header(tmp_path: Path, cell: str, metres: float) -> None:
    path = census(tmp_path, f"Codice;Lat;Lon;Altezza (cm)\nA;45,13;10,02;{cell}\n")
    assert [row.record["height_m"] for row in plan(path).accepted] == [metres]


def test_a_column_that_repeats_itself_is_no_code() -> None:
    columns = ("codice", "Lat", "Lon")
    repeated = guess_mapping(layer("camera"), columns, [["A"] * 10, [1.0] * 10, [1.0] * 10])
    distinct = guess_mapping(layer("camera"), columns, [[str(i) for i in range(10)], [1.0] * 10, [1.0] * 10])
    assert "code" not in repeated
    assert distinct["code"] == "codice"


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("Codice;EST;NORD\nA;1580508,4;4998336,1\n", 3003),
        ("Codice;coord_x;coord_y\nA;580508,4;4998336,1\n", 7791),
        ("Codice;X;Y\nA;10,0238;45,1339\n", 4326),
        ("Codice;Latitudine;Longitudine\nA;4998336,1;580508,4\n", 7791),
        ("Codice;Coordinate\nA;45,1339; 10,0238\n".replace("45,1339; 10,0238", '"45,1339; 10,0238"'), 4326),
    ],
)
def test_the_system_is_found_by_the_area(tmp_path: Path, text: str, crs: int) -> None:
    found = plan(census(tmp_path, text))
    assert (found.crs, found.crs_guessed, len(found.accepted)) == (crs, True, 1)


def test_other_systems_that_would_do_are_named(tmp_path: Path) -> None:
    found = plan(census(tmp_path, "Codice;X;Y\nA;580508,4;4998336,1\n"))
    assert [code for code, _ in found.crs_others] == [23032]
    assert 150 < found.crs_others[0][1] < 300


def test_coordinates_of_nowhere_stop_the_import(tmp_path: Path, project: ProjectFile) -> None:
    found = plan_import(project, census(tmp_path, "Codice;X;Y\nA;123456,7;765432,1\n"), "camera")
    assert found.blocking is not None
    assert found.blocking.problem is FileProblem.NO_CRS
    with pytest.raises(FileError):
        run_import(project, found)
    assert project.count("camera") == 0
    assert list(tmp_path.glob("*_rifiutate*")) == []


@pytest.mark.parametrize(
    ("text", "layer_name", "problem"),
    [
        ("Codice;Note\nA;b\n", "camera", FileProblem.NO_COORDINATES),
        ("Data;Reato\n04/03/2025;Furto\n", "offence", FileProblem.NO_COORDINATES),
        ("Codice;Lat;Lon\nA;41,9;12,5\n", "camera", FileProblem.WRONG_CRS),
        ("Codice;Lat;Lon\nA;45,13;10,02\n", "analysis_zone", FileProblem.WRONG_GEOMETRY),
    ],
)
def test_files_that_cannot_be_imported_say_why(
    tmp_path: Path, text: str, layer_name: str, problem: FileProblem
) -> None:
    found = plan(census(tmp_path, text), layer_name)
    assert found.accepted == []
    assert found.blocking is not None
    assert found.blocking.problem is problem


def test_a_layer_without_geometry_needs_no_coordinates(tmp_path: Path, project: ProjectFile) -> None:
    path = census(tmp_path, "Codice;Denominazione;Proprietà\nI1;Centro;pubblica\nI2;Nord;privato\n")
    report = run_import(project, plan_import(project, path, "system"))
    assert (report.added, report.refused) == (2, 0)
    assert project.rows("system", fields=["ownership"]).columns["ownership"] == ["public", "private"]


def test_refused_rows_are_saved_and_never_over_other_rows(tmp_path: Path, project: ProjectFile) -> None:
    path = census(tmp_path)
    report = run_import(project, plan_import(project, path, "camera"), reason_text=lambda row: "perché sì")
    saved = tmp_path / "censimento_rifiutate.csv"
    assert report.rejected_file == saved
    assert saved.read_bytes().startswith(b"\xef\xbb\xbf")
    table = read_table(saved)
    assert table.columns[:3] == ("Riga", "Motivo", "COD_TVCC")
    assert table.cells[0] == ["4", "7", "9", "11"]
    assert set(table.cells[1]) == {"perché sì"}
    census(tmp_path, CENSUS.replace("4,5 m ca.", "450"))
    report = run_import(project, plan_import(project, path, "camera"))
    assert report.rejected_file == tmp_path / "censimento_rifiutate_2.csv"
    assert read_table(saved).cells[0] == ["4", "7", "9", "11"]


def test_refused_rows_of_a_workbook_are_a_workbook(tmp_path: Path, project: ProjectFile) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Censimento")
        sheet.write_row(0, 0, ["Codice", "Lat", "Long", "Note"])
        sheet.write_row(1, 0, ["A", 45.13, 10.02, ""])
        sheet.write_row(2, 0, ["B", 10.02, 45.13, "=1+1"])
    for _ in range(2):
        report = run_import(project, plan_import(project, path, "camera"))
        assert report.rejected_file == tmp_path / "t_rifiutate.xlsx"
    table = read_table(report.rejected_file)
    assert table.row(0)[0] == 3
    assert table.row(0)[2:5] == ("B", 10.02, 45.13)


def test_where_the_folder_is_closed_refused_rows_go_beside_the_project(
    tmp_path: Path, project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = census(tmp_path)
    make = tempfile.mkstemp

    def closed(*arguments: Any, **options: Any) -> Any:
        if options.get("dir") == tmp_path:
            raise PermissionError(13, "denied")
        return make(*arguments, **options)

    monkeypatch.setattr(tempfile, "mkstemp", closed)
    report = run_import(project, plan_import(project, path, "camera"))
    assert report.rejected_file == project.path.parent / "censimento_rifiutate.csv"
    with pytest.raises(FileError) as caught:
        run_import(project, plan_import(project, path, "camera"), rejected_path=tmp_path / "qui.csv")
    assert caught.value.problem is FileProblem.NOT_WRITABLE


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, project: ProjectFile) -> None:
    def stop(share: float) -> None:
        if share > 0.25:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_import(project, plan_import(project, census(tmp_path), "camera"), stop)
    assert project.count("camera") == 0
    assert project.undo_label() is None
    assert list(tmp_path.glob("*_rifiutate*")) == []


def test_the_plan_serves_a_preview(tmp_path: Path) -> None:
    found = plan(census(tmp_path))
    assert found.sample(2, start=1) == [(3, found.table.row(1)), (4, found.table.row(2))]
    assert list(found.outcome()) == list(range(2, 12))
    summary = found.summary()
    assert (summary["rows"], summary["accepted"], summary["with_warnings"], summary["refused"]) == (
        10,
        6,
        2,
        4,
    )
    assert (summary["encoding"], summary["delimiter"], summary["crs"]) == (
        "cp1252",
        ";",
        "WGS 84 (EPSG:4326)",
    )


def test_excel_lost_the_point_and_the_area_gives_it_back(tmp_path: Path) -> None:
    text = "Codice;lat;lon\nA;45.133.911;10.023.871\nB;451.339.110;100.238.710\n"
    text += "C;45.133.911;99.023.871\nD;451.339;100.239\n"
    found = plan(census(tmp_path, text))
    assert [row.record["code"] for row in found.accepted] == ["A", "B", "D"]
    assert {w.problem for row in found.accepted for w in row.warnings} == {ValueProblem.BAD_COORDINATES}
    a, b, d = (row.record["geometry"] for row in found.accepted)
    assert shapely.distance(a, b) < 1
    assert shapely.distance(a, d) < 10
    assert [row.reason for row in found.refused] == [ValueProblem.BAD_COORDINATES]
