"""Water cut at the edge of an extract: a lake or a river whose outline goes on outside.

An extract keeps the banks that lie in it, so that the outer ring of the relation is an open line. Its ends lie at the
edge: closed along the edge, one way round or the other, it is the water that the extract holds. The shorter way is
taken, unless buildings stand on that side.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from shapely.ops import substring

from maps import crs
from maps.io import osm_file

#: More than these buildings, or this share of all, standing in it say that it is no water but land.
_FEW, _FEW_SHARE = 2, 0.01
Lines = dict[tuple[str, str], list[shapely.LineString]]


def cut_water(
    path: Path, codes: Sequence[str], buildings: Sequence[Any], epsg: int
) -> dict[str, shapely.Geometry]:
    """Return the outlines of relations of water that lack some of their ring.

    Parameters
    ----------
    path : Path
        The extract, read again.
    codes : sequence of str
        "osm:r123".
    buildings : sequence of shapely geometries
        In the project's CRS.
    epsg : int
        The project's CRS.

    Returns
    -------
    dict of str to shapely polygon or multipolygon
        WGS84 degrees, by code; those that give no simple outline are left out.
    """
    if not codes:
        return {}
    lines, edge = _lines(path, _members(path, codes)), _edge(path)
    if edge is None:
        return {}
    tree, found = shapely.STRtree(buildings), dict[str, shapely.Geometry]()
    for code in codes:
        banks, islands = lines.get((code, "outer"), []), lines.get((code, "inner"), [])
        for closed in _ways_round(banks, islands, edge):
            (placed,) = crs.transform_geometries(np.array([closed], object), crs.WGS84, epsg)
            built = len(tree.query(placed, predicate="contains"))
            if built <= max(_FEW, _FEW_SHARE * len(buildings)):
                found[code] = closed
                break
    return found


def _members(path: Path, codes: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """Return code and role of each way that is a member, by its number."""
    members: dict[int, list[tuple[str, str]]] = {}
    for relation in _elements(path, osmium.osm.RELATION):
        code = f"osm:r{relation.id}"
        if code in codes:
            for member in relation.members:
                members.setdefault(member.ref, []).append((code, member.role or "outer"))
    return members


def _lines(path: Path, members: Mapping[int, list[tuple[str, str]]]) -> Lines:
    found: Lines = {}
    for way in _elements(path, osmium.osm.NODE | osmium.osm.WAY):
        if not way.is_way() or way.id not in members:
            continue
        known = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
        if len(known) > 1:
            for key in members[way.id]:
                found.setdefault(key, []).append(shapely.LineString(known))
    return found


def _edge(path: Path) -> shapely.LinearRing | None:
    """Return the edge of the extract as its header tells it."""
    with osmium.io.Reader(_source(path)) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return shapely.box(low.lon, low.lat, high.lon, high.lat).exterior


def _elements(path: Path, kinds: Any) -> Iterator[Any]:
    processor = osmium.FileProcessor(_source(path), kinds)
    yield from processor.with_locations() if kinds & osmium.osm.NODE else processor


def _source(path: Path) -> osmium.io.File:
    return osmium.io.File(str(path), osm_file.file_format(path))


def _ways_round(
    banks: list[shapely.LineString], islands: list[shapely.LineString], edge: shapely.LinearRing
) -> list[shapely.Geometry]:
    """Return the water closed along the edge the shorter way, then the longer; what crosses itself is left out."""
    dry = shapely.union_all([ring for chain in _chains(islands) for ring in _closed(chain, edge)[:1]])
    both = [_closed(chain, edge) for chain in _chains(banks)]
    waters = [
        shapely.union_all([rings[min(way, len(rings) - 1)] for rings in both if rings]) for way in (0, 1)
    ]
    return [shapely.difference(water, dry) for water in waters if not water.is_empty]


def _chains(lines: list[shapely.LineString]) -> list[shapely.LineString]:
    merged = shapely.line_merge(shapely.multilinestrings(lines)) if lines else None
    return [chain for chain in shapely.get_parts(merged) if len(chain.coords) > 2] if lines else []


def _closed(chain: shapely.LineString, edge: shapely.LinearRing) -> list[shapely.Polygon]:
    """Return the valid polygons of a chain, the one closed by the shorter part of the edge first."""
    coords = list(chain.coords)
    if chain.is_closed:
        return [ring for ring in [shapely.Polygon(coords)] if ring.is_valid]
    start, end = (edge.project(shapely.Point(at)) for at in (coords[0], coords[-1]))
    between = list(substring(edge, end, start).coords)
    low, high = min(start, end), max(start, end)
    around = [*substring(edge, high, edge.length).coords, *substring(edge, 0.0, low).coords]
    other = around if end >= start else around[::-1]
    walks = sorted((between, other), key=lambda walk: shapely.LineString([*walk, walk[-1]]).length)
    rings = [shapely.Polygon([*coords, *walk]) for walk in walks]
    return [ring for ring in rings if ring.is_valid]
