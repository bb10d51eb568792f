"""Doubtful optics come in as they are written, told row by row and marked to be checked."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from maps.errors import ValueProblem
from maps.io.importer import read_file
from maps.io.plan import ImportRow
from maps.schema.checks import read_resolution, record_problems

HEAD = "Codice;Lat;Long;Direzione;Altezza;Inclinazione;Portata;Angolo;Focale;Sensor_w_mm;Risoluzione x\n"
PLACE = "45,1330;10,0250"


def rows_of(tmp_path: Path, *lines: str) -> list[ImportRow]:
    path = tmp_path / "censimento.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    plan = read_file(path, "camera", epsg=7791)
    assert not plan.refused
    return plan.accepted


@pytest.mark.parametrize(
    ("cells", "field", "kept", "problem"),
    [
        ("90;4;15;30;0;;;1920", "hfov_deg", 0.0, ValueProblem.BELOW_MINIMUM),
        ("90;4;15;30;400;;;1920", "hfov_deg", 400.0, ValueProblem.ABOVE_MAXIMUM),
        ("90;-4;15;30;60;;;1920", "height_m", -4.0, ValueProblem.BELOW_MINIMUM),
        ("90;4;-10;30;60;;;1920", "tilt_deg", -10.0, ValueProblem.BELOW_MINIMUM),
        ("90;4;15;0;60;;;1920", "range_m", 0.0, ValueProblem.BELOW_MINIMUM),
        ("N-E;4;15;30;60;;;1920", "azimuth_deg", 45.0, ValueProblem.AMBIGUOUS_DIRECTION),
        ("90;4;15;30;40;2,8;5,37;1920", "hfov_deg", 40.0, ValueProblem.CONTRADICTION),
        ("90;4;15;30;;2,8;;1920", "focal_mm", 2.8, ValueProblem.FOCAL_WITHOUT_SENSOR),
        ("90;4;15;30;60;;;4 MP", "resolution_text", "4 MP", ValueProblem.NOT_A_RESOLUTION),
        (
            "verso il bar;4;15;30;60;;;1920",
            "remarks",
            "Direzione: verso il bar",
            ValueProblem.NOT_A_DIRECTION,
        ),
    ],
)
def test_the_value_is_kept_told_and_marked(
    cells: str, field: str, kept: Any, problem: ValueProblem, tmp_path: Path
) -> None:
    row = rows_of(tmp_path, f"A;{PLACE};{cells}")[0]
    assert row.record[field] == kept
    assert row.record["record_state"] == "to_check"
    assert problem in {warning.problem for warning in row.warnings}


def test_a_sound_row_is_not_marked(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        f"A;{PLACE};90;4;15;30;87,6;2,8;5,37;1920",
        f"B;{PLACE};Nord-Ovest;4;15;30;60;;;2560x1440",
        f"C;{PLACE};NE;;;;;;;",
    )
    assert all("record_state" not in row.record and not row.warnings for row in rows)
    assert (rows[1].record["res_x"], rows[1].record["res_y"]) == (2560, 1440)
    assert rows[1].record["azimuth_deg"] == 315.0


def test_what_was_kept_is_in_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, census = tmp_path / "p.gpkg", tmp_path / "c.csv"
    census.write_text(HEAD + f"A;{PLACE};90;-4;15;30;400;;;4 MP\n", encoding="utf-8")
    assert run(["new", str(project), "--bbox", "10.02,45.13,10.03,45.14"]) == 0
    assert run(["import", str(project), "camera", str(census), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["refused"]) == (1, 0) and sum(report["warnings"].values()) >= 3
    assert run(["import", str(project), "camera", str(census), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1
    from maps.store import ProjectFile

    with ProjectFile.open(project) as file:
        camera = file.record("camera", int(file.rows("camera").fids[0]))
    assert (camera["height_m"], camera["hfov_deg"], camera["resolution_text"]) == (-4, 400, "4 MP")
    assert camera["record_state"] == "to_check"


def test_the_command_line_tells_them_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, census = tmp_path / "p.gpkg", tmp_path / "c.csv"
    census.write_text(
        HEAD + f"A;{PLACE};90;4;15;30;60;;;1920\nB;{PLACE};N-E;-4;15;30;400;;;4 MP\n", encoding="utf-8"
    )
    assert run(["new", str(project), "--bbox", "10.02,45.13,10.03,45.14"]) == 0
    capsys.readouterr()
    assert run(["import", str(project), "camera", str(census)]) == 0
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert "  1 con valori dubbi, conservati come sono scritti e segnati «da verificare»:" in lines
    row = next(line for line in lines if line.startswith("    riga 3: "))
    assert all(word in row for word in ("-4", "400", "4 MP", "N-E")) and "riga 2" not in said.out + said.err


@pytest.mark.parametrize(
    ("hfov", "lens", "wrong"),
    [
        (87.6, None, False),
        (100.0, None, False),  # 14 % over 87.6
        (102.0, None, True),
        (110.0, "equidistant", False),  # w / f = 109.9 degrees
        (87.6, "equidistant", True),
    ],
)
def test_aperture_and_focal_may_differ_by_15_per_cent(hfov: float, lens: str | None, wrong: bool) -> None:
    record = {"focal_mm": 2.8, "sensor_w_mm": 5.37, "hfov_deg": hfov, "lens_model": lens}
    problems = [problem.problem for problem in record_problems("camera", record)]
    assert problems == ([ValueProblem.CONTRADICTION] if wrong else [])


def test_only_a_text_with_both_numbers_is_a_resolution() -> None:
    assert read_resolution("1920x1080") == read_resolution("1920 × 1080 px") == (1920, 1080)
    assert read_resolution("4 MP") is read_resolution("Full HD") is None
