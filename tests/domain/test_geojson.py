"""GeoJSON by RFC 7946, judged by an independent checker and read back by geopandas."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, strategies as st

from maps.errors import CrsError, FileError, FileProblem
from maps.io.geojson import feature_collection, public_fields, write_features, write_geojson
from maps.io.rfc7946 import problems
from maps.schema import LAYERS, Sensitivity, layer

_UTM = 32632


def _document(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    assert problems(text) == []
    return json.loads(text)


def test_a_layer_goes_out_and_comes_back(tmp_path: Path) -> None:
    square = shapely.box(500_000, 5_000_000, 500_100, 5_000_100, ccw=False)
    yard = square.difference(square.buffer(-30))
    records = [
        {"uid": "a", "code": "ED-1", "name": "Città «vecchia»", "obstacle_height_m": 12.5, "remarks": "riservate",
         "geometry": shapely.multipolygons([yard])},
        {"uid": "b", "code": "ED-2", "surveyed_on": date(2026, 5, 12), "geometry": None},
    ]  # fmt: skip
    path = tmp_path / "obstacle.geojson"
    assert write_geojson(path, layer("obstacle"), records, crs=_UTM) == 2
    document = _document(path)
    first, second = document["features"]
    assert first["id"] == "a" and "uid" not in first["properties"]
    assert (
        first["properties"]["name"] == "Città «vecchia»" and first["properties"]["obstacle_height_m"] == 12.5
    )
    assert second["geometry"] is None and second["properties"]["surveyed_on"] == "2026-05-12"
    assert list(document) == ["type", "bbox", "features"]
    back = gpd.read_file(path)
    assert back.crs.to_epsg() == 4326
    assert back.to_crs(_UTM).geometry.iloc[0].area == pytest.approx(yard.area, rel=1e-4)


def test_only_public_fields_leave(tmp_path: Path) -> None:
    for name, declared in LAYERS.items():
        secret = [f.name for f in declared.fields if f.sensitivity is not Sensitivity.PUBLIC]
        record: dict[str, Any] = {f.name: "segreto" for f in declared.fields} | {
            "undeclared": "segreto",
            "geometry": None,
        }
        path = tmp_path / f"{name}.geojson"
        write_geojson(path, declared, [record])
        (feature,) = _document(path)["features"]
        assert set(feature["properties"]) == set(public_fields(declared))
        assert not set(feature["properties"]) & {*secret, "undeclared"}


def test_a_frame_states_its_own_system_and_holes_become_null(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"uid": ["a", "b"], "height_m": [4.0, np.nan], "checked_on": pd.to_datetime(["2026-01-02", None])},
        geometry=[shapely.Point(500_000, 5_000_000), None],
        crs=_UTM,
    )
    path = tmp_path / "camera.geojson"
    write_geojson(path, layer("camera"), frame)
    first, second = _document(path)["features"]
    assert first["geometry"]["coordinates"][0] == pytest.approx(9.0)
    assert first["properties"]["checked_on"] == "2026-01-02T00:00:00"
    assert second["properties"]["height_m"] is None and second["properties"]["checked_on"] is None


def test_results_keep_every_property_and_plain_values(tmp_path: Path) -> None:
    path = tmp_path / "footprints.geojson"
    columns = {
        "n": np.array([1], np.int64),
        "share": np.array([np.inf]),
        "at": [datetime(2026, 1, 2, 3, 4, 5)],
        "codes": [["a", "b"]],
        "missing": pd.Series([pd.NA]),
        "yes": np.array([True]),
    }
    write_features(path, [shapely.Point(9, 45)], columns, ids=np.array([7]))
    (feature,) = _document(path)["features"]
    assert feature["id"] == 7
    assert feature["properties"] == {
        "n": 1, "share": None, "at": "2026-01-02T03:04:05", "codes": ["a", "b"], "missing": None, "yes": True,
    }  # fmt: skip


def test_no_number_of_a_position_has_more_than_seven_decimals_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "points.geojson"
    degrees = np.arange(6_118_758, 6_120_758) / 1e6 + 9e-7
    write_features(path, list(shapely.points(degrees, degrees + 40)), {})
    decimals = [len(found) for found in re.findall(r"\.(\d+)", path.read_text(encoding="utf-8"))]
    assert len(decimals) > 3000 and max(decimals) == 7


def test_nothing_to_write_is_still_a_collection(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    assert write_geojson(path, layer("camera"), []) == 0
    assert _document(path) == {"type": "FeatureCollection", "features": []}


def test_many_features_are_parted_rightly(tmp_path: Path) -> None:
    path = tmp_path / "many.geojson"
    points = shapely.points(np.linspace(9, 10, 4001), np.linspace(45, 46, 4001))
    write_features(path, points, {"k": range(4001)}, ids=list(range(4001)))
    document = _document(path)
    assert [feature["properties"]["k"] for feature in document["features"]] == list(range(4001))
    assert document["bbox"] == [9, 45, 10, 46]


def test_a_place_outside_the_world_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.geojson"
    with pytest.raises(CrsError):
        write_features(path, [shapely.Point(1e9, 1e9)], {}, crs=_UTM)
    assert list(tmp_path.iterdir()) == []


_DEGREES = st.floats(-179, 179), st.floats(-80, 80)
_TRIANGLE = st.lists(st.tuples(*_DEGREES), min_size=3, max_size=3, unique=True)


@given(st.lists(_TRIANGLE, max_size=4), st.text(max_size=20), st.booleans())
def test_any_polygon_and_any_text_give_a_sound_document(corners: list[Any], text: str, flip: bool) -> None:
    shapes = [shapely.Polygon(each[::-1] if flip else each) for each in corners]
    document = feature_collection(shapes, {"name": [text] * len(shapes)})
    assert problems(json.dumps(document)) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"crs": {}}, "crs member"),
        ({"bbox": [0, 0, 1, 1]}, "bbox"),
        ({"type": "Feature"}, "FeatureCollection"),
        ({"features": {}}, "array"),
    ],
)
def test_the_checker_sees_faults_of_the_collection(change: dict[str, Any], word: str) -> None:
    sound = feature_collection([shapely.box(9, 45, 10, 46)], {})
    assert word in " ".join(problems(json.dumps({**sound, **change})))


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}, "right-hand"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}, "four positions"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, "not closed"),
        ({"type": "Point", "coordinates": [5_000_000, 500_000]}, "longitude"),
        ({"type": "Point", "coordinates": [9.123456789, 45]}, "decimals"),
        ({"type": "Point", "coordinates": ["9", "45"]}, "position"),
        ({"type": "Circle", "coordinates": [9, 45]}, "geometry type"),
        ({"type": "LineString", "coordinates": [[9, 45]]}, "two positions"),
    ],
)
def test_the_checker_sees_faults_of_geometries(geometry: dict[str, Any], word: str) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    assert word in " ".join(problems(json.dumps({"type": "FeatureCollection", "features": [feature]})))


def test_the_checker_refuses_what_is_not_json() -> None:
    for text in ("{", '{"a":1,"a":2}', '{"type":"FeatureCollection","features":[NaN]}'):
        assert problems(text)[0].startswith("JSON")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "a.geojson", tmp_path):
        with pytest.raises(FileError) as caught:
            write_geojson(target, layer("camera"), [])
        assert caught.value.problem is FileProblem.NOT_WRITABLE
        assert caught.value.path == target
