"""Bad files and projects on the command line: one Italian sentence, status 1, and not a byte of the project changes."""

import json
from collections.abc import Callable
from pathlib import Path

import apsw
import geopandas as gpd
import pytest
import shapely

from app.cli import run
from maps.store.lock import ProjectLock

#: Words of libraries that must not end up in a sentence.
ENGLISH = (
    "Error",
    "failed",
    "Failed",
    "unexpected",
    "Unexpected",
    "invalid",
    "expected",
    "missing",
    "out of order",
)


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "prova.gpkg"
    assert run(["new", str(path), "--bbox", "10.020,45.130,10.030,45.137"]) == 0
    capsys.readouterr()
    return path


def _points(path: Path, crs: int | None, at: tuple[float, float]) -> Path:
    shapes = gpd.GeoSeries(shapely.points([[at[0] + i * 1e-4, at[1]] for i in range(60)]), crs=crs)
    gpd.GeoDataFrame({"nome": ["x" * 40] * 60}, geometry=shapes).to_file(path, engine="pyogrio")
    return path


def _text(name: str, content: str | bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder / name

    return write


def _cut(folder: Path) -> Path:
    path = _points(folder / "monco.gpkg", 4326, (10.025, 45.133))
    path.write_bytes(path.read_bytes()[:30_000])
    return path


LINE = {"type": "LineString", "coordinates": [[10.02, 45.13], [10.03, 45.135]]}
BAD = {
    "empty": (_text("vuoto.gpkg", ""), "è vuoto"),
    "truncated": (_cut, "è incompleto (GPKG)"),
    "truncated text": (
        _text("monco.geojson", '{"type": "FeatureCollection", "features": ['),
        "riga 1, colonna",
    ),
    "mislabelled": (_text("pagina.geojson", "<html></html>"), "non corrisponde al suo nome (non è JSON)"),
    "text of another kind": (_text("a.csv", '{\n "type":\n "x"}'), '(comincia con «{ "type": "x"}»)'),
    "foreign": (_text("relazione.pdf", b"%PDF-1.7"), "non è previsto (.pdf)"),
    "broken geometry": (
        _text("rotto.geojson", '{"type": "Polygon", "coordinates": [[5, 6, 7]]}'),
        "Il file «rotto.geojson» non si legge: aprirlo",
    ),
    "wrong system": (
        lambda folder: _points(folder / "altrove.geojson", 4326, (12.5, 41.9)),
        "lette come WGS 84 (EPSG:4326), non cadono nel territorio",
    ),
    "no geometry": (_text("dati.geojson", '[{"nome": "x"}]'), "non contiene geometrie"),
    "other geometry": (
        _text("linea.geojson", json.dumps(LINE)),
        "non sono del tipo richiesto dal livello (linee)",
    ),
    "no coordinates": (
        _text("elenco.csv", "codice;via\n1;Roma\n2;Po\n"),
        "mancano le colonne delle coordinate",
    ),
    "missing": (lambda folder: folder / "manca.csv", "non esiste"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_the_project_stays(
    kind: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, told = BAD[kind]
    source = make(tmp_path)
    before, beside = project.read_bytes(), sorted(tmp_path.iterdir())
    assert run(["import", str(project), "camera", str(source)]) == 1
    _is_one_sentence(capsys, told)
    assert project.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == beside


@pytest.mark.parametrize(
    "make",
    [
        _text("a.csv", "codice;x;y\n1;10.025;45.133\n"),
        lambda f: _points(f / "a.gpkg", 4326, (10.025, 45.133)),
    ],
)
def test_a_sheet_that_the_file_has_not_is_refused(
    make: Callable[[Path], Path], project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, before = make(tmp_path), project.read_bytes()
    assert run(["import", str(project), "camera", str(source), "--sheet", "Altro"]) == 1
    _is_one_sentence(capsys, f"Nel file «{source.name}» non c'è il foglio o livello «Altro»")
    assert project.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("vuoto.osm.pbf", "", "è vuoto"),
        ("pagina.osm", "<html></html>", "non corrisponde al suo nome"),
        ("monco.osm", '<?xml version="1.0"?><osm version="0.6"><node id="1" lat="45.13', "è incompleto"),
        (
            "disordine.osm",
            '<osm version="0.6"><way id="2"><nd ref="1"/><tag k="building" v="yes"/></way>'
            '<way id="1"><nd ref="1"/><tag k="building" v="yes"/></way></osm>',
            "Il file «disordine.osm» non si legge: aprirlo",
        ),
    ],
)
def test_a_bad_extract_is_refused_in_one_sentence_and_the_project_stays(
    name: str, content: str, told: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    before, beside = project.read_bytes(), sorted(tmp_path.iterdir())
    assert run(["import-osm", str(project), str(tmp_path / name)]) == 1
    _is_one_sentence(capsys, told)
    assert project.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == beside


def test_a_project_of_a_newer_version(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = apsw.Connection(str(project))
    db.execute("UPDATE torrazzo_settings SET value = '99' WHERE key = 'schema_version'")
    db.close()
    before = project.read_bytes()
    for command in (["info"], ["zones", "--hex", "200"], ["balance"]):
        assert run([command[0], str(project), *command[1:]]) == 1
        _is_one_sentence(capsys, "versione più recente di Torrazzo (99)")
    assert project.read_bytes() == before


def test_a_project_open_elsewhere(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.read_bytes()
    lock = ProjectLock(project, user="anna")
    try:
        assert run(["zones", str(project), "--hex", "200"]) == 1
        _is_one_sentence(capsys, "è già aperto da anna (")
        assert project.read_bytes() == before
    finally:
        lock.release()


def test_data_far_from_the_known_transformations(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rijksdriehoek has no transformation of known accuracy at Cremona: both systems are named."""
    source = _points(tmp_path / "rd.gpkg", 28992, (155_000, 463_000))
    assert run(["import", str(project), "camera", str(source)]) == 1
    _is_one_sentence(capsys, "«RDN2008 / UTM zone 32N (EPSG:7791)»")


def _is_one_sentence(capsys: pytest.CaptureFixture[str], told: str) -> None:
    heard = capsys.readouterr()
    assert heard.out == ""
    assert len(heard.err.splitlines()) == 1
    assert told in heard.err
    assert [word for word in ENGLISH if word in heard.err] == []


def test_an_extract_of_another_place(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = tmp_path / "roma.osm"
    extract.write_text(
        '<osm version="0.6"><node id="1" lat="41.9" lon="12.5"><tag k="man_made" v="surveillance"/></node></osm>',
        encoding="utf-8",
    )
    before = project.read_bytes()
    assert run(["import-osm", str(project), str(extract)]) == 1
    _is_one_sentence(capsys, "Nessun elemento del file «roma.osm» cade nell'area del progetto")
    assert project.read_bytes() == before


def test_a_project_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(*_arguments: object, **_options: object) -> None:
        raise apsw.CantOpenError

    monkeypatch.setattr("maps.store.opening.connect", closed)
    monkeypatch.chdir(tmp_path)
    assert run(["new", "citta.gpkg", "--bbox", "10,45,10.1,45.1"]) == 1
    _is_one_sentence(capsys, f"Non si può scrivere «citta.gpkg» nella cartella {tmp_path}")


def test_no_window_where_there_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run(["citta.gpkg"]) == 1
    _is_one_sentence(capsys, "Qui non c'è uno schermo")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["density", "{project}", "--cell", "0.01", "-o", "{folder}/d.tif"], "serve una cella più grande"),
        (["risk", "{project}", "--cell", "0.01", "-o", "{folder}/r.tif"], "serve una cella più grande"),
        (["zones", "{project}", "--square", "0.5"], "Misura delle zone «0,5» sotto il minimo ammesso"),
    ],
)
def test_a_grid_that_no_computer_holds(
    arguments: list[str], told: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = "data;reato;lat;lon\n01/03/2026;Furto;45,133;10,025\n02/03/2026;Furto;45,134;10,026\n"
    (tmp_path / "eventi.csv").write_text(events, encoding="utf-8")
    assert run(["import", str(project), "offence", str(tmp_path / "eventi.csv")]) == 0
    assert run(["zones", str(project), "--square", "400"]) == 0
    capsys.readouterr()
    assert run([part.format(project=project, folder=tmp_path) for part in arguments]) == 1
    _is_one_sentence(capsys, told)
    assert not list(tmp_path.glob("*.tif"))


def test_no_export_takes_the_place_of_a_project(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name may be anything: what counts is what the file is."""
    victim = tmp_path / "progetto.geojson"
    victim.write_bytes(project.read_bytes())
    before = victim.read_bytes()
    assert run(["export", str(project), "project_area", "-o", str(victim)]) == 1
    _is_one_sentence(capsys, "Il file «progetto.geojson» esiste già")
    assert victim.read_bytes() == before


@pytest.mark.parametrize("name", ["censimento.csv", "prova.gpkg"])
def test_refused_rows_take_the_place_of_no_file_of_the_office(
    name: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "censimento.csv"
    source.write_text("Codice;Lat;Long\nA;45,1330;10,0240\nB;41,0;12,0\n", encoding="utf-8")
    kept = source.read_bytes()
    assert run(["import", str(project), "camera", str(source), "--rejected", str(tmp_path / name)]) == 1
    _is_one_sentence(capsys, f"Il file «{name}» esiste già")
    assert source.read_bytes() == kept
    assert run(["info", str(project), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["layers"]["camera"]["count"] == 0


@pytest.mark.parametrize("name", ["estratto.osm", "prova.gpkg"])
def test_refused_elements_take_the_place_of_no_file_of_the_office(
    name: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "estratto.osm"
    camera = '<node id="1" lat="45.133" lon="10.025"><tag k="man_made" v="surveillance"/></node>'
    cut = '<way id="5"><nd ref="99"/><nd ref="98"/><tag k="highway" v="residential"/></way>'
    source.write_text(f'<osm version="0.6">{camera}{cut}</osm>', encoding="utf-8")
    kept = source.read_bytes()
    assert run(["import-osm", str(project), str(source), "--rejected", str(tmp_path / name)]) == 1
    _is_one_sentence(capsys, f"Il file «{name}» esiste già")
    assert source.read_bytes() == kept
    assert run(["info", str(project), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["layers"]["camera"]["count"] == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--map", "azimut=Direzione"], "Campo «azimut» non in elenco"),
        (["--map", "code=Nessuna"], "non c'è la colonna «Nessuna»"),
        (["--crs", "999999"], "Il sistema di riferimento «EPSG:999999» non è riconosciuto"),
    ],
)
def test_options_of_an_import_that_mean_nothing(
    options: list[str], told: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "censimento.csv"
    source.write_text("Codice;Lat;Long;Direzione\nA;45,1330;10,0240;90\n", encoding="utf-8")
    before = project.read_bytes()
    assert run(["import", str(project), "camera", str(source), *options]) == 1
    _is_one_sentence(capsys, told)
    assert project.read_bytes() == before
