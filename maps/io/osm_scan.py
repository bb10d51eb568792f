"""Gather, from the elements of an OpenStreetMap file, the rows of each layer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from maps import crs
from maps.errors import ValueProblem
from maps.io import osm_shapes, osm_values
from maps.io.osm_land import land_kind
from maps.io.osm_tags import RULES, Shape, Tags

Bounds = tuple[float, float, float, float]

_BATCH = 20_000
_MULTIPOLYGONS = frozenset({"multipolygon", "boundary"})
#: Relations that only name or order other elements, which are read by themselves.
_WITHOUT_OUTLINE = frozenset({"route", "route_master", "street", "associatedStreet", "restriction", "bridge"})
#: A multipolygon is ground even where nobody wrote so: highway=pedestrian is then a square.
_IS_AREA = {"area": "yes"}
_CUT = "members missing"


@dataclass(frozen=True)
class RefusedFeature:
    """An element that its tags put in a layer and that cannot be a row of it.

    Attributes
    ----------
    code : str
        "osm:w123".
    reason : ValueProblem
    detail : str
        A fact for the list of refused rows; never a whole sentence.
    name : str
    """

    code: str
    reason: ValueProblem
    detail: str = ""
    name: str = ""


@dataclass
class OsmLayer:
    """What a file gave for one layer.

    Attributes
    ----------
    records : list of dict
        Field name to value, with "geometry" in the project's CRS.
    refused : list of RefusedFeature
    outside : int
        Elements wholly outside the bounds asked for.
    warnings : Counter of (field name, ValueProblem)
        Values left empty, and outlines that had to be mended ("geometry").
    warned : list of (code, field name, ValueProblem)
        The same, element by element.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    refused: list[RefusedFeature] = field(default_factory=list)
    outside: int = 0
    warned: list[tuple[str, str, ValueProblem]] = field(default_factory=list)

    @property
    def warnings(self) -> Counter[tuple[str, ValueProblem]]:
        """How many times each warning was given."""
        return Counter((name, reason) for _code, name, reason in self.warned)


_POINT_RULES = tuple(rule for rule in RULES if Shape.POINT in rule[2])
#: Layer, its values, the shapes it takes, what was not understood.
_Match = tuple[str, dict[str, Any], frozenset[Shape], list[tuple[str, ValueProblem]]]


@dataclass
class _Found:
    layer: str
    values: dict[str, Any]
    wkb: str
    shape: Shape
    warnings: list[tuple[str, ValueProblem]]


class Scan:
    """Turn elements into rows, batch by batch.

    Parameters
    ----------
    epsg : int
        CRS of the project.
    bounds : tuple of float or None
        (minx, miny, maxx, maxy) in that CRS; what lies wholly outside is only counted.
    """

    def __init__(self, epsg: int, bounds: Bounds | None) -> None:
        self.layers = {name: OsmLayer() for name, _rule, _shapes in RULES}
        self.elements = 0
        self._epsg = epsg
        self._bounds = bounds
        self._codes: dict[str, set[str]] = {name: set() for name in self.layers}
        self._batch: list[_Found] = []
        self._relations: dict[str, tuple[Tags, str]] = {}
        self._assembled: set[str] = set()

    def add(self, element: Any) -> None:
        """Take one element as pyosmium gives it (valid only during this call)."""
        self.elements += 1
        if element.is_area():
            self._take_area(element)
        elif element.is_relation():
            self._remember(f"osm:r{element.id}", dict(element.tags))
        else:
            self._take(f"osm:{element.type_str()}{element.id}", dict(element.tags), element)
        if len(self._batch) >= _BATCH:
            self._flush()

    def cut(self, kind: str) -> list[str]:
        """Return the codes of relations of a kind of land that never became an area, cut at the edge."""
        self._flush()
        left = self._relations.keys() - self._assembled
        return sorted(
            code
            for code in left
            if self._relations[code][1] == _CUT and land_kind(self._relations[code][0]) == kind
        )

    def take_closed(self, code: str, outline: shapely.Geometry) -> None:
        """Take a cut relation whose outline was closed, WGS84 degrees, with a warning that it was mended."""
        self._assembled.add(code)
        tags, wkb = self._relations[code][0], shapely.to_wkb(outline, hex=True)
        for layer, values, _shapes, warnings in _matches(tags, osm_shapes.ONLY_AREA):
            told = [*warnings, ("geometry", ValueProblem.INVALID_GEOMETRY)]
            self._batch.append(_Found(layer, _completed(code, values, tags), wkb, Shape.AREA, told))

    def finish(self) -> dict[str, OsmLayer]:
        """Build what remains and refuse the relations that never became an area."""
        self._flush()
        for code in self._relations.keys() - self._assembled:
            tags, detail = self._relations[code]
            for layer, *_rest in _matches(tags, osm_shapes.ONLY_AREA):
                self._refuse(layer, code, ValueProblem.INVALID_GEOMETRY, detail, tags)
        self._relations.clear()
        return self.layers

    def _take_area(self, element: Any) -> None:
        """Take an assembled relation; closed ways are taken as ways, with their own faults."""
        if element.from_way():
            return
        code = f"osm:r{element.orig_id()}"
        self._assembled.add(code)
        self._take(code, {**dict(element.tags), **_IS_AREA}, element)

    def _remember(self, code: str, tags: Tags) -> None:
        """Keep a relation in case its area never comes, as of those cut at the edge."""
        kind = tags.get("type", "")
        if kind in _MULTIPOLYGONS:
            self._relations[code] = ({**tags, **_IS_AREA}, _CUT)
        elif kind not in _WITHOUT_OUTLINE:
            self._relations[code] = (tags, f"relation type={kind}")

    def _take(self, code: str, tags: Tags, element: Any) -> None:
        possible = osm_shapes.possible_shapes(element)
        matches = list(_matches(tags, possible))
        if not matches:
            return
        try:
            wkb = osm_shapes.element_wkb(element)
        except osm_shapes.Unusable as error:
            if element.is_area():  # without a ring: what is left of it is seen at the end
                self._relations[code] = (tags, _CUT)
                self._assembled.discard(code)
                return
            for layer, *_rest in matches:
                self._refuse(layer, code, ValueProblem.INVALID_GEOMETRY, str(error), tags)
            return
        for layer, values, shapes, warnings in matches:
            if not shapes & possible:
                detail = "outline not closed" if Shape.LINE in possible else "point"
                self._refuse(layer, code, ValueProblem.WRONG_GEOMETRY_TYPE, detail, tags)
            elif self._first_time(layer, code, tags):
                shape = Shape.AREA if Shape.AREA in shapes & possible else min(shapes & possible, key=str)
                self._batch.append(_Found(layer, _completed(code, values, tags), wkb, shape, warnings))

    def _first_time(self, layer: str, code: str, tags: Tags) -> bool:
        if code in self._codes[layer]:
            self._refuse(layer, code, ValueProblem.DUPLICATE_CODE, "", tags)
            return False
        self._codes[layer].add(code)
        return True

    def _refuse(self, layer: str, code: str, reason: ValueProblem, detail: str, tags: Tags) -> None:
        self.layers[layer].refused.append(RefusedFeature(code, reason, detail, tags.get("name", "")))

    def _flush(self) -> None:
        """Build, bring to the project's CRS and place the rows gathered so far."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        geometries = shapely.from_wkb([found.wkb for found in batch])
        areas = np.array([found.shape is Shape.AREA for found in batch])
        mended = np.zeros(len(batch), dtype=bool)
        geometries = crs.transform_geometries(geometries, crs.WGS84, self._epsg)
        inside = self._inside(geometries)
        geometries[areas & inside], mended[areas & inside] = osm_shapes.outlines(geometries[areas & inside])
        geometries = osm_shapes.as_multi(geometries)
        for found, geometry, is_inside, is_mended in zip(batch, geometries, inside, mended, strict=True):
            self._place(found, geometry, bool(is_inside), bool(is_mended))

    def _inside(self, geometries: osm_shapes.GeometryArray) -> np.ndarray:
        """Tell which geometries touch the rectangle of the bounds."""
        if self._bounds is None:
            return np.ones(len(geometries), dtype=bool)
        west, south, east, north = self._bounds
        box = shapely.bounds(geometries)
        return (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)

    def _place(self, found: _Found, geometry: shapely.Geometry | None, inside: bool, mended: bool) -> None:
        layer, code = self.layers[found.layer], found.values["code"]
        if not inside:
            layer.outside += 1
            return
        if geometry is None:
            name = found.values.get("name") or ""
            reason = ValueProblem.INVALID_GEOMETRY
            layer.refused.append(RefusedFeature(code, reason, "fewer than three corners", name))
            return
        if mended:
            found.warnings.append(("geometry", ValueProblem.INVALID_GEOMETRY))
        layer.warned.extend((code, name, reason) for name, reason in found.warnings)
        layer.records.append({**found.values, "geometry": geometry})


def _matches(
    tags: Tags, possible: frozenset[Shape]
) -> Iterator[tuple[str, dict[str, Any], frozenset[Shape], list]]:
    """Yield the layers that tags name, with their values.

    Point elements are not offered to layers of outlines: a park or a building known as a
    point is a different thing, of which the map can draw nothing.
    """
    rules = _POINT_RULES if possible is osm_shapes.ONLY_POINT else RULES
    for layer, rule, shapes in rules:
        warnings: list[tuple[str, ValueProblem]] = []
        values = rule(tags, warnings)
        if values is not None:
            yield layer, values, shapes, warnings


def _completed(code: str, values: dict[str, Any], tags: Tags) -> dict[str, Any]:
    """Add what every row from OpenStreetMap carries; leave out what is not told."""
    told = {name: value for name, value in values.items() if value is not None}
    surveyed = osm_values.day(tags.get("check_date") or tags.get("survey:date"))
    common = {"code": code, "source": "OpenStreetMap"}
    return {**common, **({"surveyed_on": surveyed} if surveyed else {}), **told}


def scan(elements: Iterable[Any], epsg: int, bounds: Bounds | None) -> dict[str, OsmLayer]:
    """Gather all elements at once (tests and small files)."""
    gathering = Scan(epsg, bounds)
    for element in elements:
        gathering.add(element)
    return gathering.finish()
