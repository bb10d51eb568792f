"""Counts of real extracts against what their README states; every difference explained."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
import shapely

from maps import crs
from maps.errors import ValueProblem
from maps.io.osm import OsmLayer, read_osm
from maps.io.osm_import import import_osm
from maps.store import ProjectFile

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def geneva(realdata: Path) -> dict[str, OsmLayer]:
    return read_osm(realdata / "osm-geneva" / "geneva.osm.pbf", epsg=32631)


@pytest.fixture(scope="module")
def reference(realdata: Path) -> dict[str, set[str]]:
    """Codes of every layer of the reference conversion."""
    import pyogrio

    path = realdata / "osm-geneva" / "geneva.gpkg"
    found = {}
    for name in ("buildings", "roads", "landuse", "cameras", "lamps", "abandoned"):
        frame = pyogrio.read_dataframe(path, layer=name, columns=["osm_type", "osm_id"], read_geometry=False)
        found[name] = {f"osm:{kind[0]}{key}" for kind, key in zip(frame.osm_type, frame.osm_id, strict=True)}
    return found


def _codes(layer: OsmLayer) -> set[str]:
    return {record["code"] for record in layer.records}


@pytest.mark.parametrize(
    ("layer", "known"),
    [
        ("road", "roads"),
        ("camera", "cameras"),
        ("street_light", "lamps"),
        ("abandoned_building", "abandoned"),
    ],
)
def test_exactly_the_reference(
    geneva: dict[str, OsmLayer], reference: dict[str, set[str]], layer: str, known: str
) -> None:
    assert _codes(geneva[layer]) == reference[known]


def test_buildings_are_the_reference_and_seven_mended_outlines(
    geneva: dict[str, OsmLayer], reference: dict[str, set[str]]
) -> None:
    mended = {code for code, name, _ in geneva["obstacle"].warned if name == "geometry"}
    assert _codes(geneva["obstacle"]) - reference["buildings"] == mended
    assert len(mended) == 7 and _codes(geneva["obstacle"]) >= reference["buildings"]


def test_land_is_the_reference_and_more_tags(
    geneva: dict[str, OsmLayer], reference: dict[str, set[str]]
) -> None:
    """Beyond it: parking, squares and other paved areas, scrub, pitches, schools, hospitals."""
    ours = _codes(geneva["land_use"])
    assert ours >= reference["landuse"] and len(reference["landuse"]) == 2834
    more = Counter(
        r["land_use_kind"] for r in geneva["land_use"].records if r["code"] not in reference["landuse"]
    )
    assert more.total() == 1074
    assert (more["parking"], more["square"], more["sport"]) == (345, 289, 95)


def test_directions_and_aims(geneva: dict[str, OsmLayer]) -> None:
    cameras = geneva["camera"].records
    assert sum("azimuth_deg" in record for record in cameras) == 144
    assert Counter(record.get("camera_type") for record in cameras) == {
        "dome": 187,
        None: 137,
        "fixed": 80,
        "ptz": 2,
    }
    assert sum("height_m" in record for record in cameras) == 94
    assert sum("extra_azimuths_deg" in record for record in cameras) == 6


def test_every_geometry_is_valid_and_in_place(geneva: dict[str, OsmLayer]) -> None:
    west, south, east, north = crs.transform_bounds((6.06, 46.17, 6.20, 46.25), crs.WGS84, 32631)
    for found in geneva.values():
        shapes = [record["geometry"] for record in found.records]
        assert shapely.is_valid(shapes).all()
        assert shapely.intersects(shapely.box(west, south, east, north), shapes).all()


def test_nothing_is_lost_silently(geneva: dict[str, OsmLayer]) -> None:
    refused = Counter(row.reason for found in geneva.values() for row in found.refused)
    assert set(refused) == {ValueProblem.WRONG_GEOMETRY_TYPE, ValueProblem.INVALID_GEOMETRY}
    assert len(geneva["road"].refused) == 74


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("helsinki.osm.pbf", {"camera": 221, "street_light": 586}),
        ("monaco.osm.pbf", {"camera": 10}),
        ("north-bayreuth.osm.gz", {"obstacle": 4267}),
        ("liechtenstein.osm.pbf", {"obstacle": 8994, "road": 4658}),
    ],
)
def test_other_extracts(realdata: Path, name: str, counts: dict[str, int]) -> None:
    layers = read_osm(realdata / "osm-other" / name, epsg=32632)
    assert {layer: len(layers[layer].records) for layer in counts} == counts


def test_import_into_a_project_and_again(realdata: Path, tmp_path: Path) -> None:
    source = shutil.copy(realdata / "osm-other" / "monaco.osm.pbf", tmp_path)
    area = shapely.box(*crs.transform_bounds((7.40, 43.72, 7.44, 43.76), crs.WGS84, 32632))
    with ProjectFile.create(tmp_path / "m.gpkg", name="M", epsg=32632, area=area) as project:
        first = import_osm(project, source)
        again = import_osm(project, source)
        assert project.check() == []
    for name, report in first.items():
        assert again[name].unchanged == report.added
        assert again[name].added == again[name].changed == 0
