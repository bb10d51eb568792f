"""Questions about coverage from the command line, on a small invented place."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from app.cli import run
from maps.project import Project

CAMERAS = (
    "Codice;Ubicazione;Lat;Long;Orient.;Angolo;Risoluzione x;Portata;Uso;Marca;Modello;Portata IR;"
    "Conservazione;Registra\n"
    "TC-1;Piazza;45,1330;10,0250;90;60;1920;;Sicurezza urbana;;;10;7;sì\n"
    "TC-2;Via Roma;45,1332;10,0252;180;;;;Sicurezza urbana;Generica;Bullet 4 MP 4 mm;;3;no\n"
    "TC-3;Corso;45,1331;10,0240;90;;;40;Traffico e lettura targhe;;;;7;sì\n"
)
ROADS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "ST-1", "name": "Corso", "road_class": "primary"},
            "geometry": {"type": "LineString", "coordinates": [[10.018, 45.1331], [10.032, 45.1331]]},
        }
    ],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copertura")
    path, census, roads = folder / "p.gpkg", folder / "c.csv", folder / "r.geojson"
    census.write_text(CAMERAS, encoding="utf-8")
    roads.write_text(json.dumps(ROADS), encoding="utf-8")
    for command in (
        ["new", str(path), "--bbox", "10.020,45.130,10.030,45.137"],
        ["import", str(path), "camera", str(census)],
        ["import", str(path), "road", str(roads)],
        ["zones", str(path), "--square", "400"],
    ):
        assert run(command) == 0
    return path


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert run([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_footprints_at_a_class_by_night(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = answer(capsys, "footprints", str(project), "--class", "observe")
    night = answer(capsys, "footprints", str(project), "--class", "observe", "--when", "night")
    assert (day["px_per_m"], day["when"], night["when"]) == (62.5, "day", "night")
    assert 0 < night["area_m2"] < day["area_m2"]
    output = tmp_path / "a.geojson"
    assert run(["footprints", str(project), "--class", "identify", "-o", str(output)]) == 0
    frame = gpd.read_file(output).set_index("code")
    assert {"lens", "near_m", "level"} <= set(frame.columns) and len(frame) == 3
    assert frame.loc["TC-1", "level"] == "pixels" and frame.loc["TC-3", "level"] == "declared_range"


def test_coverage_of_zones(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = answer(capsys, "coverage", str(project), "--purpose", "urban_safety", "--class", "recognise")
    assert (facts["purpose"], facts["class"], facts["px_per_m"]) == ("urban_safety", "recognise", 125.0)
    assert facts["cameras"] == 2 and 0 < facts["total"]["coverage"] < 1
    names = {"coverage", "multiplicity", "twice", "street_km", "street_coverage", "cameras_per_km"}
    assert names <= facts["zones"][0].keys()
    covered = sum(zone["covered_m2"] for zone in facts["zones"])
    assert covered == pytest.approx(facts["total"]["covered_m2"], abs=1e-3)
    capsys.readouterr()
    assert run(["coverage", str(project), "--when", "night"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Tutte le finalità, classe di ogni finalità, di notte: spazio pubblico coperto")


def test_who_sees_a_point(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = (str(project), "10.02515", "45.13300")
    facts = answer(capsys, "who-sees", *place, "--at", "2026-05-01T10:00")
    first = facts["cameras"][0]
    assert first["code"] == "TC-1" and first["class"] in {"identify", "inspect", "recognise"}
    assert first["overwritten_on"] == "2026-05-08" and first["distance_m"] == pytest.approx(11.8, abs=0.3)
    again = answer(capsys, "who-sees", *place, "--ladder", "iec_2025", "--radius", "5")
    assert again["cameras"][0]["class"] in {"perceive", "characterise", "validate"}
    assert run(["who-sees", *place]) == 0
    captured = capsys.readouterr()
    assert "TC-1 Piazza · 11,8" in captured.out and "px/m" in captured.out and ": 2." in captured.err


def test_a_western_or_outside_place_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lon, lat, status, wanted in (
        ("-0.115", "51.5", 1, "fuori dal territorio"),
        ("-7", "45", 1, "fuori dal territorio"),
        ("45.133", "10.025", 1, "scambiate"),
        ("-200", "45", 2, "non è fra -180 e 180 gradi"),
        ("dieci", "45", 2, "non può essere"),
    ):
        capsys.readouterr()
        assert run(["who-sees", str(project), lon, lat]) == status
        assert wanted in capsys.readouterr().err


def test_a_western_place_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    west = tmp_path / "o.gpkg"
    assert run(["new", str(west), "--bbox", "-0.115,51.504,-0.07,51.524"]) == 0
    assert answer(capsys, "who-sees", str(west), "-0.09", "51.51")["count"] == 0


def test_the_cordon(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = answer(capsys, "cordon", str(project), "--boundary", "project_area")
    assert (facts["gates"], facts["open"], facts["readers"], facts["closed_share"]) == (4, 4, 1, 0)
    crossing = facts["crossings"][0]
    assert crossing["road_name"] == "Corso" and crossing["lat"] == pytest.approx(45.1331, abs=1e-4)
    assert {gate["way"] for gate in facts["crossings"]} == {"in", "out"}
    assert run(["cordon", str(project), "--boundary", "analysis_zone", "--code", "nessuna"]) == 1
    assert "poligono di confine" in capsys.readouterr().err
    assert run(["cordon", str(project), "--boundary", "project_area"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Cordone chiuso allo 0,0\u00a0%: 0 varchi letti su 4")
    assert "Corso (primaria), in entrata" in told
    assert run(["cordon", str(project), "--boundary", "camera"]) == 2


def test_models_are_loaded_and_optics_filled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = answer(capsys, "models", str(project), "--fill")
    assert facts["added"] >= 20 and facts["filled"]["cameras"] == 1
    levels = answer(capsys, "footprints", str(project))["levels"]
    assert levels == {"pixels": 2, "declared_range": 1}
    assert run(["models", str(project)]) == 0
    assert "invariati" in capsys.readouterr().err


def test_a_catalogue_of_ones_own_comes_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, table = tmp_path / "p.gpkg", tmp_path / "modelli.csv"
    table.write_text(
        "codice;marca;modello;tipo;ris_x;ris_y;larghezza sensore;focale min;focale max;infrarosso\n"
        "X1;Acme;Alfa 5;bullet;2592;1944;5,18;3,6;3,6;25\n"
        ";;Gamma;dome;1920;1080;5,37;5;120;100\n"
        "X4;Acme;Delta;dome;4 MP;;5,37;5;5;100\n",
        encoding="utf-8",
    )
    assert run(["new", str(project), "--bbox", "10.020,45.130,10.030,45.137"]) == 0
    report = answer(capsys, "import", str(project), "camera_model", str(table))
    assert (report["added"], report["refused"], report["without_position"]) == (2, 1, 0)
    with Project.open(project, read_only=True) as opened:
        models = opened.file.rows("camera_model").columns
    assert models["focal_min_mm"] == [3.6, 5.0] and models["camera_type"] == ["fixed", "dome"]
    assert models["record_state"] == [None, "to_check"]
    assert models["remarks"] == [None, "Risoluzione orizzontale: 4 MP"]


def test_a_night_without_street_lights_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "buio.gpkg"
    assert run(["new", str(project), "--bbox", "10.02,45.13,10.03,45.14"]) == 0
    for when, told in (("night", True), ("day", False)):
        capsys.readouterr()
        assert run(["footprints", str(project), "--when", when]) == 0
        assert ("non ci sono punti luce" in capsys.readouterr().err) is told
