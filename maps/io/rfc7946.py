"""Check a document against RFC 7946, independently of the code that writes it.

Written from the text of the RFC (sections in brackets), on plain JSON: it shares nothing
with `maps.io.geojson`, so that an error there cannot hide here.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_DECIMALS = 7
#: Members that section 7.1 forbids on each type of object.
_FORBIDDEN = {
    "geometry": {"geometry", "properties", "features"},
    "Feature": {"coordinates", "geometries", "features"},
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
}


def problems(text: str | bytes) -> list[str]:
    """Return what is wrong with a FeatureCollection, each with its place; [] is sound.

    Beyond the MUSTs it asks for what Torrazzo promises: a bbox that is exact, at most seven
    decimals, the right-hand rule and identifiers that do not repeat.
    """
    try:
        document = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constants)
    except ValueError as error:
        return [f"JSON: {error}"]
    return list(_collection(document))


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is repeated")
    return members


def _no_constants(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _collection(document: Any) -> Iterator[str]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        yield "not a FeatureCollection [3.3]"
        return
    yield from _members(document, "FeatureCollection", "collection")
    features = document.get("features")
    if not isinstance(features, list):
        yield "features is not an array [3.3]"
        return
    for index, feature in enumerate(features):
        yield from _feature(feature, f"feature {index}")
    ids = [f["id"] for f in features if isinstance(f, dict) and "id" in f]
    if len(set(map(repr, ids))) != len(ids):
        yield "an id is repeated"
    yield from _bbox(document.get("bbox"), [p for f in features for p in _positions_of(f)])


def _members(member: dict[str, Any], kind: str, place: str) -> Iterator[str]:
    if "crs" in member:
        yield f"{place}: crs member [4]"
    for name in sorted(_FORBIDDEN[kind] & member.keys()):
        yield f"{place}: member {name} [7.1]"


def _feature(feature: Any, place: str) -> Iterator[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield f"{place}: not a Feature [3.2]"
        return
    yield from _members(feature, "Feature", place)
    if not isinstance(feature.get("properties", 0), dict | None):
        yield f"{place}: properties is neither object nor null [3.2]"
    if "id" in feature and (
        isinstance(feature["id"], bool) or not isinstance(feature["id"], str | int | float)
    ):
        yield f"{place}: id is neither string nor number [3.2]"
    if "geometry" not in feature:
        yield f"{place}: no geometry member [3.2]"
    elif feature["geometry"] is not None:
        yield from _geometry(feature["geometry"], place)


def _geometry(geometry: Any, place: str) -> Iterator[str]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        yield from _members(geometry, "geometry", place)
        for part in geometry.get("geometries", [None]):
            yield from _geometry(part, place)
        return
    if kind not in _DEPTH:
        yield f"{place}: geometry type {kind!r} [1.4]"
        return
    yield from _members(geometry, "geometry", place)
    yield from _coordinates(geometry.get("coordinates"), _DEPTH[kind], place)
    if kind == "LineString":
        yield from _line(geometry["coordinates"], place)
    for line in geometry["coordinates"] if kind == "MultiLineString" else ():
        yield from _line(line, place)
    for polygon in {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(
        kind, ()
    ):
        yield from _polygon(polygon, place)


def _coordinates(value: Any, depth: int, place: str) -> Iterator[str]:
    if depth:
        if not isinstance(value, list):
            yield f"{place}: coordinates are not nested rightly [3.1]"
            return
        for part in value:
            yield from _coordinates(part, depth - 1, place)
        return
    numbers = isinstance(value, list) and all(type(v) in (int, float) for v in value)
    if not numbers or len(value) not in (2, 3):
        yield f"{place}: position {value!r} [3.1.1]"
        return
    if not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
        yield f"{place}: {value} is not longitude, latitude [4]"
    if any(round(v, _DECIMALS) != v for v in value):
        yield f"{place}: {value} has more than {_DECIMALS} decimals"


def _line(line: list[Any], place: str) -> Iterator[str]:
    if len(line) < 2:
        yield f"{place}: a line of fewer than two positions [3.1.4]"


def _polygon(rings: list[Any], place: str) -> Iterator[str]:
    for index, ring in enumerate(rings):
        if len(ring) < 4:
            yield f"{place}: a ring of fewer than four positions [3.1.6]"
        elif ring[0] != ring[-1]:
            yield f"{place}: a ring that is not closed [3.1.6]"
        elif _signed_area(ring) * (1 if index == 0 else -1) < 0:
            yield f"{place}: ring {index} against the right-hand rule [3.1.6]"


def _signed_area(ring: list[list[float]]) -> float:
    """Twice the area, positive anticlockwise; relative to the first vertex, for exactness."""
    x0, y0 = ring[0][:2]
    moved = [(p[0] - x0, p[1] - y0) for p in ring]
    double = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(moved))
    return double if abs(double) > 1e-15 else 0.0


def _positions_of(feature: Any) -> Iterator[list[float]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    parts = (geometry or {}).get("geometries", [geometry]) if geometry else []
    for part in parts:
        if isinstance(part, dict) and part.get("type") in _DEPTH:
            yield from _flat(part.get("coordinates"), _DEPTH[part["type"]])


def _flat(value: Any, depth: int) -> Iterator[list[float]]:
    if depth == 0:
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _flat(part, depth - 1)


def _bbox(bbox: Any, positions: list[list[float]]) -> Iterator[str]:
    if not positions:
        if bbox is not None:
            yield "a bbox without positions [5]"
        return
    xs, ys = [p[0] for p in positions], [p[1] for p in positions]
    if bbox != [min(xs), min(ys), max(xs), max(ys)]:
        yield f"bbox {bbox} is not that of the features [5]"
