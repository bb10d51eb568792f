"""Geometry helpers shared by the analyses of balance; arrays in, arrays out."""

import numpy as np
import shapely
from numpy.typing import NDArray

GeometryArray = NDArray[np.object_]

_POLYGONS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))
_NOTHING = shapely.MultiPolygon()


def polygonal(shapes: GeometryArray, *, multi: bool = False) -> GeometryArray:
    """Keep the polygonal part of each geometry; None and the rest become empty polygons.

    Parameters
    ----------
    shapes : array of geometry
    multi : bool
        Make every polygon a MultiPolygon.
    """
    shapes = np.array(shapes, dtype=object, ndmin=1)
    kinds = shapely.get_type_id(shapes)
    odd = ~np.isin(kinds, _POLYGONS)
    if multi:
        odd |= kinds == _POLYGONS[0]
    for index in np.flatnonzero(odd):
        parts = (
            shapely.get_parts(shapely.get_parts(shapes[index])) if shapes[index] is not None else np.array([])
        )
        parts = parts[shapely.get_type_id(parts) == _POLYGONS[0]] if len(parts) else parts
        shapes[index] = shapely.multipolygons(parts) if len(parts) else _NOTHING
    return shapes


def valid(shapes: GeometryArray) -> GeometryArray:
    """Repair the invalid geometries and keep their polygonal part."""
    shapes = np.array(shapes, dtype=object, ndmin=1)
    broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return polygonal(shapes)


def grouped(keys: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    """Positions of each key 0..size-1 in `keys`."""
    if not size:
        return []
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, size)))


def sums(keys: NDArray[np.int64], amounts: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Sum of the amounts of each key 0..size-1, as floats even where there is nothing to add."""
    return np.bincount(keys, amounts, size).astype(np.float64)


def subdivided(
    shapes: GeometryArray, owners: NDArray[np.int64], most_points: int = 48
) -> tuple[GeometryArray, NDArray[np.int64]]:
    """Cut polygons into small pieces, so that overlays with small shapes touch few vertices.

    Halves every piece across its longer side until it has at most `most_points` vertices. The pieces of a
    shape cover it exactly (up to rounding of the cuts).

    Returns
    -------
    pieces : array of Polygon or MultiPolygon
    owners : array of int
        Owner of each piece.
    """
    pieces: list[shapely.Geometry] = []
    pieces_owner: list[int] = []
    left = list(zip(shapes, owners, strict=True))
    while left:
        shape, owner = left.pop()
        if shapely.get_num_coordinates(shape) > most_points:
            left += [(half, owner) for half in halves(shape)]
        else:
            pieces.append(shape)
            pieces_owner.append(owner)
    cut = valid(np.array(pieces, dtype=object)) if pieces else np.empty(0, dtype=object)
    some = shapely.area(cut) > 0
    return cut[some], np.array(pieces_owner, dtype=np.int64)[some]


def halves(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Cut a polygon in two; clipping by a rectangle is five times faster than a general overlay."""
    west, south, east, north = shape.bounds
    if east - west >= north - south:
        middle = (west + east) / 2
        boxes = ((west, south, middle, north), (middle, south, east, north))
    else:
        middle = (south + north) / 2
        boxes = ((west, south, east, middle), (west, middle, east, north))
    try:
        cut = [shapely.clip_by_rect(shape, *box) for box in boxes]
    except shapely.errors.GEOSException:  # a ring collapses on the cut
        cut = [shapely.intersection(shape, shapely.box(*box)) for box in boxes]
    return [half for half in cut if not half.is_empty]


__all__ = ["GeometryArray", "grouped", "halves", "polygonal", "subdivided", "sums", "valid"]
