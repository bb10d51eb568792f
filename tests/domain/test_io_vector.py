"""Geographic files come in through the worker, whatever their system and shape."""

import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from maps.crs import transform_xy
from maps.errors import FileError, FileProblem, ValueProblem
from maps.io.importer import load, read_file
from maps.io.plan import ImportPlan

EPSG = 7791
AREA = (575000.0, 4993000.0, 585000.0, 5003000.0)
X, Y = np.array([580000.0, 581000.0, 582000.0]), np.array([4998000.0, 4998500.0, 4999000.0])


def frame(crs: int = EPSG) -> geopandas.GeoDataFrame:
    """Three named points, given in `crs`."""
    x, y = transform_xy(X, Y, EPSG, crs)
    names = {"Codice": ["A", "B", "C"], "Ubicazione": ["Città", "Perù", "Via Po"]}
    return geopandas.GeoDataFrame(names, geometry=shapely.points(x, y), crs=crs)


def plan(path: Path, layer: str = "camera", **options: Any) -> ImportPlan:
    return read_file(path, layer, epsg=EPSG, bounds=AREA, **options)


def error(plan: ImportPlan) -> float:
    """Return how far the accepted points are from where they should be (metres)."""
    points = [row.record["geometry"] for row in plan.accepted]
    return float(np.hypot(shapely.get_x(points) - X, shapely.get_y(points) - Y).max())


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson", "a.fgb", "a.kml", "a.parquet"])
def test_every_format_gives_the_same_points(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    crs = 4326 if name.endswith(("json", "kml")) else 3003
    if name.endswith("parquet"):
        frame(crs).to_parquet(path)
    else:
        frame(crs).to_file(path, engine="pyogrio", driver="KML" if name.endswith("kml") else None)
    found = plan(path)
    assert found.summary()["refused_by_reason"] == {}
    names = {row.record.get("name"): row for row in found.accepted}
    assert len(found.accepted) == 3
    assert "Città" in names
    assert sorted(row.record["code"] for row in found.accepted) == ["A", "B", "C"]
    if not name.endswith("fgb"):  # FlatGeobuf sorts its features
        assert error(found) < 0.02


def test_a_shapefile_without_prj_is_placed_by_the_area(tmp_path: Path) -> None:
    frame(3003).to_file(tmp_path / "a.shp", engine="pyogrio")
    (tmp_path / "a.prj").unlink()
    found = plan(tmp_path / "a.shp")
    assert (found.crs, found.crs_guessed) == (3003, True)
    assert error(found) < 0.02
    assert plan(tmp_path / "a.shp", crs=3003).crs_guessed is False


def test_a_shapefile_without_index_is_read_and_nothing_is_written_beside_it(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "a.shp", engine="pyogrio")
    (tmp_path / "a.shx").unlink()
    before = sorted(p.name for p in tmp_path.iterdir())
    assert error(plan(tmp_path / "a.shp")) < 0.001
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_reading_a_shapefile_changes_no_part_of_it(tmp_path: Path) -> None:
    """GDAL asked to restore an index writes over the one that is there."""
    frame().to_file(tmp_path / "a.shp", engine="pyogrio")
    for part in tmp_path.iterdir():
        os.utime(part, (1e9, 1e9))
    assert error(plan(tmp_path / "a.shp")) < 0.001
    assert {part.stat().st_mtime for part in tmp_path.iterdir()} == {1e9}


def test_a_shapefile_with_half_an_index_is_read_and_the_half_is_left(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "a.shp", engine="pyogrio")
    half = (tmp_path / "a.shx").read_bytes()[:104]
    (tmp_path / "a.shx").write_bytes(half)
    assert error(plan(tmp_path / "a.shp")) < 0.001
    assert (tmp_path / "a.shx").read_bytes() == half


def test_attributes_without_a_code_page_are_windows(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "a.shp", engine="pyogrio", encoding="CP1252")
    (tmp_path / "a.cpg").unlink()
    table = load(tmp_path / "a.shp")
    assert table.encoding == "CP1252"
    assert table.column("Ubicazione") == ["Città", "Perù", "Via Po"]


def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    frame(32632).to_file(tmp_path / "s" / "a.shp", engine="pyogrio")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for part in (tmp_path / "s").iterdir():
            packed.write(part, f"cartella/{part.name}")
    assert error(plan(tmp_path / "a.zip")) < 0.01


def test_a_file_with_several_layers_asks_which(tmp_path: Path) -> None:
    for layer in ("uno", "due"):
        frame().to_file(tmp_path / "a.gpkg", layer=layer, engine="pyogrio")
    with pytest.raises(FileError) as caught:
        plan(tmp_path / "a.gpkg")
    assert (caught.value.problem, caught.value.detail) == (FileProblem.AMBIGUOUS_LAYER, "uno, due")
    found = plan(tmp_path / "a.gpkg", sheet="due")
    assert (found.sheet, found.sheets) == ("due", ("uno", "due"))
    with pytest.raises(FileError) as caught:
        plan(tmp_path / "a.gpkg", sheet="tre")
    assert caught.value.problem is FileProblem.SHEET_MISSING


def features(*geometries: dict[str, Any] | None, **more: Any) -> str:
    rows = [
        {"type": "Feature", "properties": {"name": f"z{i}"}, "geometry": geometry}
        for i, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows, **more})


def square(west: float = 10.0, south: float = 45.1, size: float = 0.01) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_polygons_are_mended_and_counted_and_others_refused(tmp_path: Path) -> None:
    bowtie = [[10.0, 45.1], [10.01, 45.11], [10.01, 45.1], [10.0, 45.11], [10.0, 45.1]]
    line = [[10.0, 45.1], [10.01, 45.11], [10.0, 45.1], [10.0, 45.1]]
    path = tmp_path / "a.geojson"
    path.write_text(
        features(
            {"type": "Polygon", "coordinates": [[[*xy, 7.0] for xy in square()]]},
            {"type": "Polygon", "coordinates": [bowtie]},
            {"type": "Polygon", "coordinates": [line]},
            {"type": "Point", "coordinates": [10.0, 45.1]},
            {"type": "LineString", "coordinates": line[:2]},
            {"type": "Polygon", "coordinates": [square(5.0)]},
            {"type": "Polygon", "coordinates": []},
            None,
            {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [square()]}]},
        )
    )
    found = plan(path, "analysis_zone")
    assert [row.number for row in found.accepted] == [1, 2, 9]
    assert all(row.record["geometry"].is_valid for row in found.accepted)
    assert not found.accepted[0].record["geometry"].has_z
    assert found.warnings_by_kind() == {"invalid_geometry:geometry": 1}
    assert {row.number: row.reason for row in found.refused} == {
        3: ValueProblem.INVALID_GEOMETRY,
        4: ValueProblem.WRONG_GEOMETRY_TYPE,
        5: ValueProblem.WRONG_GEOMETRY_TYPE,
        6: ValueProblem.OUTSIDE_AREA,
        7: ValueProblem.EMPTY_GEOMETRY,
        8: ValueProblem.NO_POSITION,
    }


def test_exchanged_axes_are_refused_or_put_right(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(features({"type": "Point", "coordinates": [45.13, 10.02]}))
    assert [row.reason for row in plan(path).refused] == [ValueProblem.SWAPPED_COORDINATES]
    (row,) = plan(path, swap_coordinates=True).accepted
    assert [warning.problem for warning in row.warnings] == [ValueProblem.SWAPPED_COORDINATES]


def test_metres_in_a_file_that_says_degrees_are_placed_by_the_area(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(features(*({"type": "Point", "coordinates": [x, y]} for x, y in zip(X, Y, strict=True))))
    found = plan(path)
    assert (found.crs, found.crs_guessed) == (EPSG, True)
    assert error(found) < 0.001


def test_one_bad_feature_does_not_take_the_others_along(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    good = {"type": "Point", "coordinates": [10.02, 45.13]}
    document = json.loads(features(good, {"type": "Point", "coordinates": [10.0, 45.1, "x"]}, good, good))
    document["features"][2] = "boh"
    path.write_text(json.dumps(document))
    found = plan(path)
    assert [row.number for row in found.accepted] == [1, 4]
    assert {row.number for row in found.refused} == {2, 3}
    assert ValueProblem.UNREADABLE_ROW in {row.reason for row in found.refused}


def test_a_damaged_geometry_in_a_geopackage_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_file(path, layer="a", engine="pyogrio")
    with sqlite3.connect(path) as database:
        for trigger in (
            "insert",
            "update1",
            "update2",
            "update3",
            "update4",
            "update5",
            "update6",
            "update7",
            "delete",
        ):
            database.execute(f'DROP TRIGGER IF EXISTS "rtree_a_geom_{trigger}"')
        database.execute("UPDATE a SET geom = x'47500001ffff' WHERE fid = 2")
    database.close()
    found = plan(path)
    assert [row.record["code"] for row in found.accepted] == ["A", "C"]
    assert [row.number for row in found.refused] == [2]


def test_names_with_odd_characters_are_only_names(tmp_path: Path) -> None:
    source = tmp_path / "a.geojson"
    source.write_text(features({"type": "Point", "coordinates": [10.02, 45.13]}))
    for name in ("!a.geojson", "via Pò, n° 3 [x].geojson", "a;b.geojson", "zip!a.geojson"):
        copy = Path(shutil.copyfile(source, tmp_path / name))
        assert len(plan(copy).accepted) == 1


def test_wkt_and_hexadecimal_columns_are_positions(tmp_path: Path) -> None:
    polygon = shapely.box(580000, 4998000, 580100, 4998100)
    for text in (polygon.wkt, f"SRID=7791;{polygon.wkt}", shapely.to_wkb(polygon, hex=True)):
        path = tmp_path / "a.csv"
        path.write_text(f'Codice;WKT\nA;"{text}"\nB;boh\n')
        found = plan(path, "degraded_area")
        assert [row.record["geometry"].area for row in found.accepted] == [10000.0]
        assert len(found.refused) == 1


@pytest.mark.realdata
def test_real_files(realdata: Path) -> None:
    from maps.crs import transform_bounds

    bounds = transform_bounds((-75.3, 39.85, -74.9, 40.15), 4326, 32618)
    land = realdata / "abandoned" / "philadelphia_vacant_land_2024-06-24_EPSG2272.parquet"
    found = read_file(land, "degraded_area", epsg=32618, bounds=bounds)
    assert (len(found.accepted), len(found.refused)) == (25663, 0)
    assert found.warnings_by_kind() == {"invalid_geometry:geometry": 1}
    districts = realdata / "crime" / "chicago_police_districts.kml"
    chicago = transform_bounds((-87.94, 41.6, -87.5, 42.05), 4326, 32616)
    found = read_file(districts, "analysis_zone", epsg=32616, bounds=chicago)
    assert (len(found.accepted), len(found.refused)) == (25, 0)
