"""Whatever is put in comes out the same, for every kind of field and geometry."""

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
import pytest
import shapely
from hypothesis import given, settings, strategies as st

from maps.schema.fields import Field, FieldKind, GeometryKind, Layer
from maps.store import ProjectFile, gpb

KINDS = Layer(
    "kinds",
    "Prova",
    "Prove",
    GeometryKind.ANY,
    (Field("uid", "uid"), *(Field(kind.value, kind.value, kind) for kind in FieldKind)),
)
AREA = Layer("project_area", "Area", "Aree", GeometryKind.POLYGON, (Field("uid", "uid"),))
LINES = Layer("lines", "Linea", "Linee", GeometryKind.LINE, (Field("uid", "uid"),))
AREAS = Layer("areas", "Area", "Aree", GeometryKind.POLYGON, (Field("uid", "uid"),))
LAYERS = {layer.name: layer for layer in (AREA, KINDS, LINES, AREAS)}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
reals = st.floats(allow_nan=False)
metres = st.floats(-1e7, 1e7)
milliseconds = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(
    lambda value: value.replace(microsecond=value.microsecond // 1000 * 1000)
)
VALUES = {
    FieldKind.TEXT: texts,
    FieldKind.CODE: texts,
    FieldKind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    FieldKind.REAL: reals,
    FieldKind.BEARING: st.floats(0, 360, exclude_max=True),
    FieldKind.BOOLEAN: st.booleans(),
    FieldKind.DATE: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    FieldKind.DATETIME: milliseconds,
    FieldKind.CODES: st.lists(texts, max_size=4),
    FieldKind.BEARINGS: st.lists(st.floats(0, 360, exclude_max=True), max_size=4),
}
VALUES_BY_NAME = {kind.value: values for kind, values in VALUES.items()}
points = st.builds(shapely.Point, metres, metres)
lines = st.lists(st.tuples(metres, metres), min_size=2, max_size=6).map(shapely.LineString)
boxes = st.builds(lambda x, y, w: shapely.box(x, y, x + w, y + w), metres, metres, st.floats(0.1, 1e4))
records = st.fixed_dictionaries(
    {"geometry": st.none() | points | lines | boxes},
    optional={name: st.none() | values for name, values in VALUES_BY_NAME.items()},
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    path = tmp_path_factory.mktemp("store") / "p.gpkg"
    with ProjectFile.create(path, name="p", epsg=7792, area=shapely.box(0, 0, 1, 1), layers=LAYERS) as made:
        yield made


def _same(a: object, b: object) -> bool:
    if isinstance(a, shapely.Geometry):
        return shapely.equals_identical(a, b)
    return a == b and type(a) is type(b)


@given(batch=st.lists(records, max_size=6))
@settings(max_examples=60)
def test_records_round_trip(project: ProjectFile, batch: list[dict]) -> None:
    with project.edit("x") as edit:
        fids = edit.insert("kinds", batch)
    for fid, given_record in zip(fids, batch, strict=True):
        kept = project.record("kinds", fid)
        for name in (*VALUES_BY_NAME, "geometry"):
            assert _same(kept[name], given_record.get(name)), name


@given(geometries=st.lists(st.none() | points | lines | boxes, max_size=20))
def test_blobs_round_trip_and_tell_their_bounds(geometries: list) -> None:
    array = np.array([*geometries, None], dtype=object)[:-1]
    blobs = gpb.encode(array, 7791)
    for geometry, decoded, blob in zip(geometries, gpb.decode(blobs), blobs, strict=True):
        assert _same(geometry, decoded)
        box = gpb.envelope(blob)
        assert (box is None) == (geometry is None)
        if box is not None:
            assert (box[0], box[2], box[1], box[3]) == geometry.bounds


def test_blobs_of_other_programs_are_read() -> None:
    line = shapely.LineString([(1, 2, 5), (3, 4, 6)])
    big_endian = b"GP\x00\x00" + (7791).to_bytes(4, "big") + shapely.to_wkb(line, byte_order=0, flavor="iso")
    with_z = (
        b"GP\x00\x05" + (7791).to_bytes(4, "little") + np.array([1, 3, 2, 4, 5, 6], "<f8").tobytes()
    ) + shapely.to_wkb(line, byte_order=1, flavor="iso")
    empty = b"GP\x00\x11" + (7791).to_bytes(4, "little") + shapely.to_wkb(shapely.LineString(), byte_order=1)
    assert [gpb.envelope(blob) for blob in (big_endian, with_z, empty)] == [(1, 3, 2, 4), (1, 3, 2, 4), None]
    decoded = gpb.decode([big_endian, with_z, empty, b"", b"GP\x00\x01\0\0\0\0junk", None])
    assert decoded[0].equals(line)
    assert decoded[1].equals(line)
    assert decoded[2:].tolist() == [None] * 4


def test_single_parts_become_multi_and_height_is_dropped(project: ProjectFile) -> None:
    with project.edit("x") as edit:
        edit.insert("lines", [{"geometry": shapely.LineString([(0, 0, 9), (1, 1, 9)])}, {"geometry": None}])
        edit.insert("areas", [{"geometry": shapely.box(0, 0, 1, 1)}])
    line, missing = project.rows("lines").geometry
    assert line.equals(shapely.MultiLineString([[(0, 0), (1, 1)]]))
    assert (line.geom_type, line.has_z, missing) == ("MultiLineString", False, None)
    assert project.rows("areas").geometry[0].geom_type == "MultiPolygon"


def test_a_zone_is_dropped_and_the_hour_stays(project: ProjectFile) -> None:
    from datetime import UTC

    with project.edit("x") as edit:
        (fid,) = edit.insert("kinds", [{"datetime": datetime(2025, 7, 1, 22, 30, tzinfo=UTC)}])
    assert project.record("kinds", fid)["datetime"] == datetime(2025, 7, 1, 22, 30)
