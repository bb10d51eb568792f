"""From OpenStreetMap elements to shapely geometries, many at a time.

Going from libosmium's WKB to arrays and transforming them in bulk keeps a town of 30,000
elements under two seconds; one geometry at a time took four times as long.
"""

from typing import Any

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from maps.io.osm_tags import Shape

GeometryArray = NDArray[np.object_]

_FACTORY = osmium.geom.WKBFactory()
_FEWEST_RING_POINTS = 4
_LINE, _POLYGON, _MULTI_LINE, _MULTI_POLYGON = 1, 3, 5, 6

#: Shared sets: making one for each element took a tenth of the reading.
ONLY_POINT = frozenset({Shape.POINT})
ONLY_LINE = frozenset({Shape.LINE})
ONLY_AREA = frozenset({Shape.AREA})
LINE_OR_AREA = ONLY_LINE | ONLY_AREA


class Unusable(Exception):
    """An element whose nodes are missing or that has no outline."""


def element_wkb(element: Any) -> str:
    """Return the hex WKB of a node (point), a way (line) or an area (multipolygon).

    Raises
    ------
    Unusable
        Nodes are missing in the file (a way cut at the edge of an extract).
    """
    try:
        if element.is_area():
            return str(_FACTORY.create_multipolygon(element))
        if element.is_node():
            return str(_FACTORY.create_point(element))
        return str(_FACTORY.create_linestring(element))
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise Unusable("members missing" if element.is_area() else "nodes missing") from error


def possible_shapes(element: Any) -> frozenset[Shape]:
    """Return the shapes that an element can take by its nodes.

    A closed way is both an outline and a line; tags decide (a roundabout is a line).
    """
    if element.is_area():
        return ONLY_AREA
    if element.is_node():
        return ONLY_POINT
    return LINE_OR_AREA if element.is_closed() else ONLY_LINE


def outlines(geometries: GeometryArray) -> tuple[GeometryArray, NDArray[np.bool_]]:
    """Turn closed lines into polygons and mend what crosses itself.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        Lines, polygons or multipolygons.

    Returns
    -------
    polygons : ndarray of MultiPolygon or None, shape (n,)
        None where a line has fewer than three different points or encloses nothing.
    mended : ndarray of bool, shape (n,)
    """
    polygons = np.array(geometries, dtype=object, copy=True)
    lines = shapely.get_type_id(polygons) == _LINE
    polygons[lines] = _rings_filled(polygons[lines])
    invalid = ~shapely.is_valid(polygons) & ~shapely.is_missing(polygons)
    polygons[invalid] = [_polygonal(shape) for shape in shapely.make_valid(polygons[invalid])]
    return as_multi(polygons), invalid & ~shapely.is_missing(polygons)


def as_multi(geometries: GeometryArray) -> GeometryArray:
    """Make lines and polygons multi-part, as the layers hold them; points stay."""
    multi = np.array(geometries, dtype=object, copy=True)
    kinds = shapely.get_type_id(multi)
    for single, build in ((_LINE, shapely.multilinestrings), (_POLYGON, shapely.multipolygons)):
        chosen = kinds == single
        if chosen.any():
            multi[chosen] = build(multi[chosen], indices=np.arange(chosen.sum()))
    return multi


def _rings_filled(lines: GeometryArray) -> GeometryArray:
    filled = np.full(len(lines), None, dtype=object)
    enough = shapely.get_num_coordinates(lines) >= _FEWEST_RING_POINTS
    enough &= shapely.is_closed(lines)
    if enough.any():
        coordinates, index = shapely.get_coordinates(lines[enough], return_index=True)
        filled[enough] = shapely.polygons(shapely.linearrings(coordinates, indices=index))
    return filled


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Keep what has an area of a mended geometry."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    merged = shapely.union_all(parts) if parts else None
    return None if merged is None or merged.is_empty else merged
