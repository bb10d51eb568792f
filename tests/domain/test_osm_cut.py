"""Lakes and rivers cut at the edge of an extract are drawn as far as it holds them."""

from pathlib import Path

import pytest
import shapely
from test_osm_read import EPSG, node, relation, way

from maps.errors import ValueProblem
from maps.io.osm import OsmLayer, read_osm

EDGE = '<bounds minlat="45.000" minlon="9.000" maxlat="45.010" maxlon="9.010"/>'
STEP_M2 = 78.85 * 111.15  # of a thousandth of a degree by a thousandth, at 45 degrees


def lake(**tags: str) -> str:
    return relation(900, [(100, "outer"), (101, "outer")], type="multipolygon", natural="water", **tags)


def bank(*places: tuple[float, float]) -> list[str]:
    """A bank in two ways, from edge to edge."""
    nodes = [node(10 + at, x, y) for at, (x, y) in enumerate(places)]
    keys = [10 + at for at in range(len(places))]
    middle = len(places) // 2
    return [*nodes, way(100, keys[: middle + 1]), way(101, keys[middle:])]


def house(key: int, x: float, y: float) -> list[str]:
    corners = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1)]
    nodes = [node(key + at, *corner) for at, corner in enumerate(corners)]
    return [*nodes, way(key, [key, key + 1, key + 2, key + 3, key], building="yes")]


def read(folder: Path, *elements: str) -> OsmLayer:
    path = folder / "lake.osm"
    ordered = sorted(elements, key=lambda each: ["<node", "<way ", "<rela"].index(each[:5]))
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{EDGE}{"".join(ordered)}</osm>', "utf-8")
    return read_osm(path, epsg=EPSG)["land_use"]


def ground(*places: tuple[float, float]) -> float:
    """Square metres of a polygon in thousandths of a degree."""
    return float(shapely.Polygon(places).area * STEP_M2)


BANK = ((9.9, 8), (5, 7), (4, 5), (5, 3), (9.9, 2))


def test_a_lake_cut_by_the_edge_is_closed_along_it(tmp_path: Path) -> None:
    found = read(tmp_path, *bank(*BANK), lake(name="Lago"))
    (water,) = found.records
    assert water["land_use_kind"] == "water" and water["name"] == "Lago"
    assert water["geometry"].area == pytest.approx(ground(*BANK, (10, 2), (10, 8)), rel=0.01)
    assert not found.refused
    assert found.warned == [("osm:r900", "geometry", ValueProblem.INVALID_GEOMETRY)]


def test_the_corner_of_the_extract_is_walked_round(tmp_path: Path) -> None:
    shore = ((4, 9.9), (4, 8), (6, 6), (8, 4), (9.9, 4))
    (water,) = read(tmp_path, *bank(*shore), lake()).records
    expected = ground(*shore, (10, 4), (10, 10), (4, 10))
    assert water["geometry"].area == pytest.approx(expected, rel=0.01)


def test_the_side_with_the_houses_is_land(tmp_path: Path) -> None:
    """A cape: the shorter way round would drown the village on it."""
    village = [part for at in range(5) for part in house(200 + 10 * at, 6 + 0.5 * at, 5)]
    (water,) = read(tmp_path, *bank(*BANK), *village, lake()).records
    cape = ground(*BANK, (10, 2), (10, 8))
    assert water["geometry"].area == pytest.approx(100 * STEP_M2 - cape, rel=0.01)


def test_what_closes_on_neither_side_is_still_refused(tmp_path: Path) -> None:
    crossing = bank((9.9, 8), (2, 2), (2, 8), (9.9, 2), (5, 9))
    found = read(tmp_path, *crossing, lake())
    assert not found.records
    assert [(each.code, each.detail) for each in found.refused] == [("osm:r900", "members missing")]
