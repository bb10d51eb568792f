"""Reading small OpenStreetMap files written by hand."""

import gzip
from pathlib import Path

import pytest
import shapely

from maps.errors import Cancelled, FileError, FileProblem, ValueProblem
from maps.io.osm import OsmLayer, read_osm

EPSG = 32632
_LON, _LAT = 9.0, 45.0
#: In UTM 32 the meridian 9 is x = 500 km, so local metres are easy to tell.
_STEP = 0.001


def node(key: int, x: float, y: float, **tags: str) -> str:
    return (
        f'<node id="{key}" version="1" lat="{_LAT + y * _STEP}" lon="{_LON + x * _STEP}">{_tags(tags)}</node>'
    )


def way(key: int, nodes: list[int], **tags: str) -> str:
    refs = "".join(f'<nd ref="{each}"/>' for each in nodes)
    return f'<way id="{key}" version="1">{refs}{_tags(tags)}</way>'


def relation(key: int, members: list[tuple[int, str]], **tags: str) -> str:
    parts = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members)
    return f'<relation id="{key}" version="1">{parts}{_tags(tags)}</relation>'


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())


def osm_file(folder: Path, *elements: str, name: str = "town.osm") -> Path:
    path = folder / name
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{"".join(elements)}</osm>', encoding="utf-8")
    return path


SQUARE = [node(1, 0, 0), node(2, 1, 0), node(3, 1, 1), node(4, 0, 1)]
HOLE = [node(5, 0.4, 0.4), node(6, 0.6, 0.4), node(7, 0.6, 0.6), node(8, 0.4, 0.6)]
RING = [1, 2, 3, 4, 1]


def _codes(found: OsmLayer) -> list[str]:
    return [record["code"] for record in found.records]


def test_a_building_with_a_courtyard(tmp_path: Path) -> None:
    path = osm_file(
        tmp_path, *SQUARE, *HOLE, way(10, RING), way(11, [5, 6, 7, 8, 5]),
        relation(20, [(10, "outer"), (11, "inner")], type="multipolygon", building="yes", height="9"),
    )  # fmt: skip
    (record,) = read_osm(path, epsg=EPSG)["obstacle"].records
    assert record["code"] == "osm:r20" and record["source"] == "OpenStreetMap"
    assert record["geometry"].geom_type == "MultiPolygon"
    assert len(record["geometry"].geoms[0].interiors) == 1
    assert record["geometry"].area == pytest.approx(0.96 * 78.85 * 111.1, rel=0.01)


def test_one_element_in_several_layers_and_stable_codes(tmp_path: Path) -> None:
    path = osm_file(
        tmp_path, *SQUARE, way(10, RING, building="school", amenity="school", name="Primaria"),
        way(11, RING, building="industrial", disused="yes"),
    )  # fmt: skip
    layers = read_osm(path, epsg=EPSG)
    assert _codes(layers["obstacle"]) == ["osm:w10", "osm:w11"]
    assert _codes(layers["sensitive_place"]) == ["osm:w10"]
    assert _codes(layers["abandoned_building"]) == ["osm:w11"]
    assert layers["land_use"].records == []


def test_a_roundabout_is_a_line_and_a_square_an_area(tmp_path: Path) -> None:
    path = osm_file(
        tmp_path, *SQUARE, way(10, RING, highway="residential", junction="roundabout"),
        way(11, RING, highway="pedestrian", area="yes"),
    )  # fmt: skip
    layers = read_osm(path, epsg=EPSG)
    assert layers["road"].records[0]["geometry"].geom_type == "MultiLineString"
    assert layers["land_use"].records[0]["land_use_kind"] == "square"


def test_clipped_and_broken_outlines_are_refused_with_their_reason(tmp_path: Path) -> None:
    path = osm_file(
        tmp_path, *SQUARE, way(10, [1, 2, 3], building="yes", name="Aperto"), way(11, [1, 99, 2], highway="service"),
        way(12, [1, 2, 1], building="yes"), way(13, [1], highway="service"),
        relation(20, [(77, "outer")], type="multipolygon", building="yes"),
        relation(21, [(10, "")], type="site", amenity="school"),
    )  # fmt: skip
    layers = read_osm(path, epsg=EPSG)
    refused = {row.code: (row.reason, row.detail) for found in layers.values() for row in found.refused}
    assert refused == {
        "osm:w10": (ValueProblem.WRONG_GEOMETRY_TYPE, "outline not closed"),
        "osm:w11": (ValueProblem.INVALID_GEOMETRY, "nodes missing"),
        "osm:w12": (ValueProblem.INVALID_GEOMETRY, "fewer than three corners"),
        "osm:w13": (ValueProblem.INVALID_GEOMETRY, "nodes missing"),
        "osm:r20": (ValueProblem.INVALID_GEOMETRY, "members missing"),
        "osm:r21": (ValueProblem.INVALID_GEOMETRY, "relation type=site"),
    }
    assert layers["obstacle"].refused[0].name == "Aperto"
    assert all(not found.records for found in layers.values())


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    path = osm_file(tmp_path, *SQUARE, way(10, [1, 3, 2, 4, 1], building="yes"))
    found = read_osm(path, epsg=EPSG)["obstacle"]
    assert shapely.is_valid(found.records[0]["geometry"])
    assert found.warned == [("osm:w10", "geometry", ValueProblem.INVALID_GEOMETRY)]


def test_what_lies_outside_the_area_is_counted(tmp_path: Path) -> None:
    path = osm_file(
        tmp_path, node(1, 0, 0, highway="street_lamp"), node(2, 50, 0, highway="street_lamp"),
        node(3, 0.1, 0.1, man_made="surveillance"),
    )  # fmt: skip
    layers = read_osm(path, epsg=EPSG, area=shapely.box(499_900, 4_982_000, 500_500, 4_984_000))
    assert (len(layers["street_light"].records), layers["street_light"].outside) == (1, 1)
    assert layers["camera"].records[0]["geometry"].geom_type == "Point"


def test_an_element_told_twice_comes_in_once(tmp_path: Path) -> None:
    lamp = node(1, 0, 0, highway="street_lamp")
    found = read_osm(osm_file(tmp_path, lamp, lamp), epsg=EPSG)["street_light"]
    assert len(found.records) == 1
    assert found.refused[0].reason is ValueProblem.DUPLICATE_CODE


@pytest.mark.parametrize("name", ["town.osm.gz", "town.osm", "town.bin"])
def test_the_content_tells_the_format(tmp_path: Path, name: str) -> None:
    plain = osm_file(tmp_path, node(1, 0, 0, highway="street_lamp"), name="source.osm").read_bytes()
    path = tmp_path / name
    path.write_bytes(plain if name == "town.osm" else gzip.compress(plain))
    assert len(read_osm(path, epsg=EPSG)["street_light"].records) == 1


def test_cancelling_stops_the_reading(tmp_path: Path) -> None:
    lamps = [node(key, 0, 0, highway="street_lamp") for key in range(1, 4001)]

    def cancel(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_osm(osm_file(tmp_path, *lamps), epsg=EPSG, progress=cancel)


def test_progress_never_goes_back(tmp_path: Path) -> None:
    shares: list[float] = []
    lamps = [node(key, 0, 0, highway="street_lamp") for key in range(1, 6001)]
    read_osm(osm_file(tmp_path, *lamps), epsg=EPSG, progress=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) == 4


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.osm.pbf", FileProblem.EMPTY),
        (b"  \n", "a.osm", FileProblem.EMPTY),
        (b"<html><body>Not found</body></html>", "a.osm", FileProblem.MISLABELLED),
        (b"code;x;y\n1;2;3\n", "a.csv", FileProblem.UNSUPPORTED),
        (b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 60, "a.osm.gz", FileProblem.UNREADABLE),
        (
            gzip.compress(b"<osm version='0.6'>" + b" " * 9000, mtime=0)[:20],
            "a.osm.gz",
            FileProblem.TRUNCATED,
        ),
        (b"<osm version='0.6'><node id='1' lat='1'", "a.osm", FileProblem.TRUNCATED),
        (b"<osm version='0.6'><node id='x' lat='1' lon='1'/></osm>", "a.osm", FileProblem.UNREADABLE),
        (b"<osm version='0.6'></osm>", "a.osm", FileProblem.NO_ROWS),
    ],
)
def test_bad_files(tmp_path: Path, content: bytes, name: str, problem: FileProblem) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_osm(path, epsg=EPSG)
    assert (caught.value.problem, caught.value.path) == (problem, path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "none.osm", FileProblem.MISSING), (tmp_path, FileProblem.UNREADABLE)):
        with pytest.raises(FileError) as caught:
            read_osm(path, epsg=EPSG)
        assert caught.value.problem is problem


def test_entities_are_refused_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "laughs.osm"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        '<osm version="0.6"><node id="1" lat="1" lon="1"><tag k="highway" v="&b;"/></node></osm>'
    )
    with pytest.raises(FileError) as caught:
        read_osm(path, epsg=EPSG)
    assert caught.value.problem is FileProblem.UNREADABLE
