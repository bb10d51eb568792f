"""Empty, truncated, mislabelled and hostile files end in one error, and nothing leaves the machine."""

import json
import socket
import threading
import time
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from maps.errors import Cancelled, FileError, FileProblem, TorrazzoError
from maps.io import vector, vector_files
from maps.io.importer import load, read_file
from maps.io.vector import read_vector


def problem_of(path: Path) -> FileProblem:
    with pytest.raises(FileError) as caught:
        load(path)
    assert caught.value.path == path
    return caught.value.problem


def points(path: Path, count: int = 200) -> Path:
    geometry = shapely.points([[10 + i / 1000, 45.1] for i in range(count)])
    geopandas.GeoDataFrame({"nome": ["x" * 40] * count}, geometry=geometry, crs=4326).to_file(
        path, engine="pyogrio"
    )
    return path


def cut(path: Path, share: float = 0.5) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


@pytest.mark.parametrize(
    "name", ["a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.kml", "a.parquet", "a.zip", "a.csv"]
)
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    problem = problem_of(tmp_path / name)
    assert problem is FileProblem.EMPTY


@pytest.mark.parametrize(
    "name", ["a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.kml", "a.parquet", "a.zip", "a.xlsx"]
)
def test_a_web_page_saved_under_another_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<!DOCTYPE html><html><body>404</body></html>")
    assert problem_of(tmp_path / name) is FileProblem.MISLABELLED


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson"])
def test_a_file_cut_in_the_middle(tmp_path: Path, name: str) -> None:
    assert problem_of(cut(points(tmp_path / name))) is FileProblem.TRUNCATED


def test_other_files_cut_in_the_middle(tmp_path: Path) -> None:
    assert problem_of(cut(points(tmp_path / "a.fgb"))) in (FileProblem.UNREADABLE, FileProblem.TRUNCATED)
    frame = geopandas.read_file(points(tmp_path / "b.gpkg"))
    frame.to_parquet(tmp_path / "b.parquet")
    assert problem_of(cut(tmp_path / "b.parquet")) is FileProblem.TRUNCATED
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.write(tmp_path / "b.gpkg")
    assert problem_of(cut(tmp_path / "c.zip")) is FileProblem.TRUNCATED


@pytest.mark.parametrize("name", ["a.docx", "a", "a.vrt", "a.gml", "a.pdf"])
def test_other_kinds_are_refused_unopened(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("qualcosa")
    assert problem_of(tmp_path / name) is FileProblem.UNSUPPORTED


def test_nothing_and_a_folder(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "non-c-è.csv") is FileProblem.MISSING
    (tmp_path / "cartella.gpkg").mkdir()
    assert problem_of(tmp_path / "cartella.gpkg") is FileProblem.UNSUPPORTED


def test_a_virtual_file_cannot_read_another(tmp_path: Path) -> None:
    secret = points(tmp_path / "segreto.geojson")
    inside = f'<OGRVRTLayer name="a"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    text = f"<OGRVRTDataSource>{inside}</OGRVRTDataSource>"
    for name in ("a.geojson", "a.json", "a.gpkg", "a.shp", "a.fgb"):
        (tmp_path / name).write_text(text)
        assert problem_of(tmp_path / name) is FileProblem.MISLABELLED
    (tmp_path / "a.kml").write_text(f"<!-- <kml> -->{text}<!-- </kml>")
    (tmp_path / "b.kml").write_text(f"<OGRVRTDataSource><!-- <kml></kml> -->{text[18:]}<!-- </kml>")
    for name in ("a.kml", "b.kml"):
        with pytest.raises(FileError):
            load(tmp_path / name)


class Listener:
    """A local server that only counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


def test_no_file_makes_a_call(tmp_path: Path) -> None:
    listener = Listener()
    address = f"http://127.0.0.1:{listener.port}/crs"
    link = {"type": "link", "properties": {"href": address, "type": "proj4"}}
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [10.0, 45.1]}}
    plain = json.dumps({"type": "FeatureCollection", "crs": link, "features": [point]})
    for text in (plain, plain.replace('"link"', '"l\\u0069nk"'), plain.replace('"crs"', '"c\\u0072s"')):
        (tmp_path / "a.geojson").write_text(text)
        assert problem_of(tmp_path / "a.geojson") is FileProblem.UNSUPPORTED
    (tmp_path / "b.json").write_text(json.dumps({"type": "FeatureCollection", "features": [address]}))
    body = f"<NetworkLink><Link><href>{address}.kml</href></Link></NetworkLink>"
    (tmp_path / "c.kml").write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
    )
    for name in ("b.json", "c.kml"):
        with pytest.raises(FileError):
            load(tmp_path / name)
    time.sleep(0.1)
    listener.close()
    assert listener.calls == 0


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    (tmp_path / "a.kml").write_text(f'<!DOCTYPE kml [<!ENTITY l0 "lol">{lol}]><kml>&l9;</kml>')
    assert problem_of(tmp_path / "a.kml") is FileProblem.UNSUPPORTED


def test_an_archive_that_swells_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.geojson", b" " * 80_000_000)
    assert (tmp_path / "a.zip").stat().st_size < 100_000
    assert problem_of(tmp_path / "a.zip") is FileProblem.TOO_LARGE


def test_an_archive_cannot_write_elsewhere(tmp_path: Path) -> None:
    inner = points(tmp_path / "dentro.geojson").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("../../fuori.geojson", inner)
    assert len(load(tmp_path / "a.zip")) == 200
    assert not list(tmp_path.parent.glob("fuori*"))


def test_an_archive_of_several_files_asks_which(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("uno.geojson", "{}")
        packed.writestr("due.geojson", "{}")
    assert problem_of(tmp_path / "a.zip") is FileProblem.AMBIGUOUS_LAYER


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maps.io.tables.MAX_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert problem_of(tmp_path / "a.xlsx") is FileProblem.TOO_LARGE


def test_a_reader_that_hangs_is_stopped(tmp_path: Path) -> None:
    path = points(tmp_path / "a.gpkg")
    start = time.monotonic()
    with pytest.raises(FileError) as caught:
        read_vector(path, timeout_s=0.0)
    assert caught.value.problem is FileProblem.TIMEOUT
    assert time.monotonic() - start < 5


def test_a_person_may_stop_the_reader(tmp_path: Path) -> None:
    def stop(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_vector(points(tmp_path / "a.gpkg"), progress=stop)


def test_a_reader_without_memory_ends_in_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector, "MEMORY_BYTES", 60_000_000)
    assert problem_of(points(tmp_path / "a.gpkg")) in (FileProblem.TOO_LARGE, FileProblem.UNREADABLE)


def test_the_limit_on_size_comes_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "MAX_FILE", 1000)
    assert problem_of(points(tmp_path / "a.gpkg")) is FileProblem.TOO_LARGE


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"type": "FeatureCollection"}',
        "{}",
        "[]",
        '{"type": "Point"}',
        "[1]",
    ],
)
def test_strange_json_ends_in_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.geojson").write_text(text)
    with pytest.raises(FileError):
        load(tmp_path / "a.geojson")


@pytest.mark.realdata
def test_no_bad_file_of_the_corpora_does_worse_than_an_error(realdata: Path) -> None:
    folder = realdata / "bad-input"
    chosen = [p for p in sorted(folder.rglob("*")) if p.is_file() and "italian" not in str(p)]
    slow = [p for p in chosen if p.suffix in (".geojson", ".gpkg", ".shp", ".dbf", ".fgb", ".parquet")]
    quick = [p for p in chosen if p not in slow]
    for path in quick + slow[::40]:
        try:
            read_file(path, "abandoned_building", epsg=32632)
        except TorrazzoError:
            continue
