"""The project file is a GeoPackage that other programs read, with styles."""

import ast
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import apsw
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from maps.schema import LAYERS
from maps.schema.fields import GeometryKind
from maps.store import ProjectFile

ROOT = Path(__file__).resolve().parents[2]
AREA = shapely.box(580_000, 4_990_000, 590_000, 5_000_000)
_GDAL = {"pyogrio", "fiona", "osgeo"}


@pytest.fixture
def project(tmp_path: Path):
    with ProjectFile.create(tmp_path / "p.gpkg", name="p", epsg=7791, area=AREA, user="anna") as made:
        with made.edit("x") as edit:
            edit.insert("camera", ({"geometry": shapely.Point(581_000 + i, 4_991_000)} for i in range(30)))
            edit.insert("obstacle", [{"geometry": shapely.box(581_000, 4_991_000, 581_010, 4_991_010)}])
            edit.insert("offence", [{"geometry": None, "code": "senza posizione"}])
            edit.insert("system", [{"code": "S1"}])
        yield made


@pytest.fixture
def copy(project: ProjectFile, tmp_path: Path) -> Path:
    """GDAL reads a copy, never the live file."""
    project.copy_to(tmp_path / "copia.gpkg")
    return tmp_path / "copia.gpkg"


def test_gdal_reads_every_layer(copy: Path) -> None:
    kinds = dict(pyogrio.list_layers(copy).tolist())
    assert kinds.keys() == {*LAYERS, "layer_styles"}
    assert (kinds["camera"], kinds["road"], kinds["system"]) == ("Point", "MultiLineString", None)
    for name, count in {"camera": 30, "obstacle": 1, "offence": 1, "system": 1, "road": 0}.items():
        info = pyogrio.read_info(copy, layer=name)
        assert info["features"] == count
        assert info["fields"].tolist() == list(LAYERS[name].field_names)
    frame = pyogrio.read_dataframe(copy, layer="camera", bbox=(581_010, 0, 581_012, 5e6))
    assert len(frame) == 3
    assert frame.crs.to_epsg() == 7791


def test_reference_systems_are_defined_rightly(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    rows = dict(db.execute("SELECT srs_id, definition FROM gpkg_spatial_ref_sys").fetchall())
    db.close()
    assert rows.keys() == {-1, 0, 4326, 7791}
    for epsg in (4326, 7791):
        found = pyproj.CRS.from_wkt(rows[epsg])
        assert found.to_epsg() == epsg
        assert found.equals(pyproj.CRS.from_epsg(epsg), ignore_axis_order=True)


def test_marks_and_registrations_of_a_geopackage(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    assert db.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
    assert db.execute("PRAGMA user_version").fetchone()[0] >= 10300
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    triggers = {
        row[0]
        for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'rtree%'")
    }
    drawn = [layer for layer in LAYERS.values() if layer.geometry is not GeometryKind.NONE]
    assert len(triggers) == 7 * len(drawn)
    extensions = db.execute(
        "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND column_name = 'geom'"
    )
    assert {row[0] for row in extensions} == {layer.name for layer in drawn}
    types = dict(db.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall())
    assert types == {layer.name: layer.geometry.value for layer in drawn}
    db.close()


def test_gdal_edits_a_copy_and_its_index_stays_exact(copy: Path) -> None:
    frame = pyogrio.read_dataframe(copy, layer="camera").head(3)
    frame["uid"] = ["q1", "q2", "q3"]
    pyogrio.write_dataframe(frame, copy, layer="camera", append=True)
    with ProjectFile.open(copy) as project:
        assert project.count("camera") == 33
        assert project.check() == []


def test_every_drawable_layer_has_a_style(copy: Path) -> None:
    db = apsw.Connection(str(copy))
    rows = db.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1").fetchall()
    db.close()
    assert [name for name, _ in rows] == [
        n for n, la in LAYERS.items() if la.geometry is not GeometryKind.NONE
    ]
    for name, qml in rows:
        symbol = ElementTree.fromstring(qml).find("renderer-v2/symbols/symbol")
        expected = {GeometryKind.POINT: "marker", GeometryKind.LINE: "line"}.get(
            LAYERS[name].geometry, "fill"
        )
        assert symbol.get("type") == expected
        colours = [o.get("value") for o in symbol.iter("Option") if "color" in (o.get("name") or "")]
        assert colours
        assert all(re.fullmatch(r"\d+,\d+,\d+,255", colour) for colour in colours)


def test_a_style_made_by_hand_stays(project: ProjectFile) -> None:
    project._db.execute("UPDATE layer_styles SET styleQML = 'mio' WHERE f_table_name = 'camera'")
    project.close()
    with ProjectFile.open(project.path) as again:
        mine = again._db.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'camera'").fetchall()
    assert mine == [("mio",)]


def test_copy_is_whole_and_never_the_file_itself(project: ProjectFile, tmp_path: Path) -> None:
    target = tmp_path / "altra.gpkg"
    target.write_text("vecchio")
    project.copy_to(target)
    with ProjectFile.open(target, read_only=True) as copied:
        assert copied.counts() == project.counts()
        np.testing.assert_array_equal(copied.rows("camera").geometry, project.rows("camera").geometry)
    assert not list(tmp_path.glob("*.part"))


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", ["maps/store", "maps/schema", "app"])
def test_no_gdal_where_the_live_file_is(folder: str) -> None:
    """A second SQLite in the process would cancel our locks and lose commits at a crash."""
    guilty = [str(path) for path in (ROOT / folder).rglob("*.py") if _imported(path) & _GDAL]
    assert guilty == []


def test_the_store_stays_light() -> None:
    import subprocess
    import sys

    heavy = ["geopandas", "pandas", "pyogrio", "fiona", "pyproj", "numba", "scipy", "folium"]
    code = f"import sys, maps.store; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == "[]"
