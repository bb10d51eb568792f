"""The command line: the whole job on a small invented place, and every refusal in one sentence."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from app.cli import run
from maps import crs

BBOX = "10.020,45.130,10.030,45.137"
CAMERAS = (
    "Codice;Ubicazione;Lat;Long;Orient.;Angolo;Portata;Uso;Funz.\n"
    "TC-1;Piazza;45,1330;10,0250;90;60;50;Sicurezza urbana;sì\n"
    "TC-2;Via Roma;45,1332;10,0252;NE;60;50;Sicurezza urbana;sì\n"
    "TC-3;Stazione;45,1340;10,0260;;60;50;Sicurezza urbana;sì\n"
    "TC-4;Scuola;45,1341;10,0261;180;60;50;Tutela scuole;no\n"
    "TC-1;Doppia;45,1330;10,0250;90;60;50;Sicurezza urbana;sì\n"
    "TC-5;Altrove;41,9000;12,5000;90;60;50;Sicurezza urbana;sì\n"
)
OFFENCES = "data;reato;lat;lon\n" + "".join(
    f"{day:02d}/03/2026;Furto;45,13{30 + day};10,02{50 + day}\n" for day in range(1, 20)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "prova.gpkg"
    assert run(["new", str(path), "--bbox", BBOX, "--name", "Prova"]) == 0
    return path


@pytest.fixture
def census(tmp_path: Path) -> Path:
    path = tmp_path / "censimento.csv"
    path.write_text(CAMERAS, encoding="cp1252")
    return path


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_new_project_is_metric_and_empty(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys)
    assert run(["info", str(project), "--json"]) == 0
    facts = json.loads(told(capsys)[0])
    assert facts["crs"] == "EPSG:7791"
    assert facts["layers"]["camera"] == {"count": 0}
    west, south, east, north = facts["extent_wgs84"]
    assert west <= 10.0201 and south <= 45.1301 and east >= 10.0299 and north >= 45.1369
    assert facts["checks"] == []


def test_a_western_longitude_is_not_an_option(tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "o.gpkg"), "--bbox", "-0.115,51.504,-0.07,51.524"]) == 0


def test_an_extract_gives_its_rectangle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract = tmp_path / "borgo.osm"
    bounds = '<bounds minlat="45.130" minlon="10.020" maxlat="45.137" maxlon="10.030"/>'
    extract.write_text(f'<osm version="0.6">{bounds}</osm>', encoding="utf-8")
    assert run(["new", str(tmp_path / "b.gpkg"), "--area", str(extract)]) == 0
    told(capsys)
    assert run(["info", str(tmp_path / "b.gpkg"), "--json"]) == 0
    west, south, east, north = json.loads(told(capsys)[0])["extent_wgs84"]
    assert west <= 10.0201 and south <= 45.1301 and east >= 10.0299 and north >= 45.1369


def test_a_census_goes_in_and_what_is_refused_stays_beside(
    project: Path, census: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(project), "camera", str(census), "--json"]) == 0
    report = json.loads(told(capsys)[0])
    assert (report["added"], report["refused"]) == (4, 2)
    beside = Path(report["rejected_file"]).read_text(encoding="utf-8-sig")
    assert "TC-5" in beside and "fuori dal territorio" in beside and "già presente alla riga 2" in beside
    assert run(["import", str(project), "camera", str(census), "--json"]) == 0
    again = json.loads(told(capsys)[0])
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4)


def test_from_the_census_to_the_rule(
    project: Path, census: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "eventi.csv"
    events.write_text(OFFENCES, encoding="utf-8")
    prints, raster, classes = (tmp_path / name for name in ("aree.geojson", "d.tif", "d.geojson"))
    for command in (
        ["import", str(project), "camera", str(census)],
        ["import", str(project), "offence", str(events)],
        ["zones", str(project), "--hex", "200"],
        ["footprints", str(project), "-o", str(prints)],
        ["density", str(project), "--from", "2026-01-01", "--to", "2026-06-30", "-o", str(raster)],
        ["density", str(project), "--category", "theft", "-o", str(classes)],
    ):
        assert run(command) == 0, told(capsys)
    frame = gpd.read_file(prints).set_index("code")
    assert frame["state"].to_dict() == {
        "TC-1": "computed",
        "TC-2": "computed",
        "TC-3": "direction_unknown",
        "TC-4": "not_working",
    }
    assert frame.loc["TC-1", "area_m2"] == pytest.approx(50**2 * 3.14159 / 6, rel=1e-3)
    assert frame.loc["TC-3"].geometry is None and frame.loc["TC-4", "area_m2"] == 0
    assert gpd.read_file(classes)["unit"].eq("events/km2").all()
    assert raster.read_bytes()[:2] in (b"II", b"MM")
    told(capsys)
    assert run(["balance", str(project), "--json", "-o", str(tmp_path / "zone.csv")]) == 0
    facts = json.loads(told(capsys)[0])
    assert set(facts["purposes"]) == {"urban_safety"}
    assert facts["purposes"]["urban_safety"]["cameras"] == 3
    assert (tmp_path / "zone.csv").read_text(encoding="utf-8-sig").startswith("Finalità;Zona;")


def test_exported_cameras_fall_where_the_table_says(project: Path, census: Path, tmp_path: Path) -> None:
    output = tmp_path / "telecamere.geojson"
    run(["import", str(project), "camera", str(census)])
    assert run(["export", str(project), "camera", "-o", str(output)]) == 0
    collection = json.loads(output.read_text(encoding="utf-8"))
    assert "crs" not in collection and len(collection["bbox"]) == 4
    first = next(f for f in collection["features"] if f["properties"]["code"] == "TC-1")
    assert first["geometry"]["coordinates"] == pytest.approx([10.025, 45.133], abs=1e-6)
    assert "remarks" not in first["properties"] and "created_by" not in first["properties"]


def test_projected_coordinates_come_in_with_their_system(project: Path, tmp_path: Path) -> None:
    x, y = crs.transform_xy([10.025], [45.133], crs.WGS84, 3003)
    table = tmp_path / "gauss-boaga.csv"
    table.write_text(f"cod;a;b\nTC-9;{x[0]:.3f};{y[0]:.3f}\n", encoding="utf-8")
    command = [
        "import",
        str(project),
        "camera",
        str(table),
        "--crs",
        "3003",
        "--map",
        "x=a",
        "y=b",
        "code=cod",
    ]
    assert run(command) == 0
    output = tmp_path / "fuori.geojson"
    assert run(["export", str(project), "camera", "-o", str(output)]) == 0
    point = gpd.read_file(output).geometry[0]
    assert point.distance(shapely.Point(10.025, 45.133)) < 1e-6


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["info", "{folder}/manca.gpkg"], "non esiste"),
        (["new", "{project}", "--bbox", BBOX], "esiste già"),
        (["import", "{project}", "camera", "{folder}/manca.csv"], "non esiste"),
        (["import", "{project}", "camera", "{empty}"], "vuoto"),
        (["balance", "{project}"], "zone di analisi"),
        (["density", "{project}", "-o", "{folder}/d.tif"], "eventi delittuosi"),
        (["export", "{project}", "camera", "-o", "{folder}/nessuna/cartella.geojson"], "Non si può scrivere"),
        (["info", "{html}"], "non è un progetto"),
    ],
)
def test_a_refusal_is_one_sentence_and_status_1(
    arguments: list[str], wanted: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, html = tmp_path / "vuoto.csv", tmp_path / "pagina.gpkg"
    empty.write_bytes(b"")
    html.write_text("<html></html>", encoding="utf-8")
    places = {"folder": tmp_path, "project": project, "empty": empty, "html": html}
    told(capsys)
    assert run([part.format(**places) for part in arguments]) == 1
    out, err = told(capsys)
    assert out == "" and wanted in err and "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["balance"],
        ["new", "x.gpkg"],
        ["new", "x.gpkg", "--bbox", "10,45,9,46"],
        ["zones", "x.gpkg", "--hex", "tanti"],
        ["export", "x.gpkg", "gatti", "-o", "g.geojson"],
        ["ballo", "x.gpkg"],
    ],
)
def test_wrong_usage_is_told_in_italian_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    err = told(capsys)[1]
    assert "Comando" in err and "--help" in err and "invalid" not in err
