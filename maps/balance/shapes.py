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
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, size)))


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
    done: list[GeometryArray] = []
    done_owners: list[NDArray[np.int64]] = []
    while len(shapes):
        large = shapely.get_num_coordinates(shapes) > most_points
        done.append(shapes[~large])
        done_owners.append(owners[~large])
        shapes, owners = _halved(shapes[large], owners[large])
    if not done:
        return shapes, owners
    return np.concatenate(done), np.concatenate(done_owners)


def _halved(shapes: GeometryArray, owners: NDArray[np.int64]) -> tuple[GeometryArray, NDArray[np.int64]]:
    if not len(shapes):
        return shapes, owners
    west, south, east, north = shapely.bounds(shapes).T
    wide = east - west >= north - south
    middle_x = np.where(wide, (west + east) / 2, east)
    middle_y = np.where(wide, north, (south + north) / 2)
    first = shapely.box(west, south, middle_x, middle_y)
    second = shapely.box(np.where(wide, middle_x, west), np.where(wide, south, middle_y), east, north)
    halves = polygonal(
        np.concatenate([shapely.intersection(shapes, first), shapely.intersection(shapes, second)])
    )
    both = np.concatenate([owners, owners])
    some = shapely.area(halves) > 0
    return halves[some], both[some]


__all__ = ["GeometryArray", "grouped", "polygonal", "subdivided", "valid"]
