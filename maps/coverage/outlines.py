"""Outlines of buildings made into walls: merged, oriented, taken apart into edges.

The outlines of a province fill the memory more than anything else does: here each copy is let go as soon as the
next one stands.

Public: `merged`, `areas`, `united`, `union`, `polygon_edges`, `owned_edges`, `consecutive`.
"""

import numpy as np
import shapely

#: Polygons whose rings are taken apart together.
AT_ONCE = 20_000
#: What a union has lost is united on a grid of this step, in metres...
GRID_M = 1e-6
#: ...unless it is a sliver of less than so many square metres.
SLIVER_M2 = 1e-4


def merged(polygons: np.ndarray) -> np.ndarray:
    """Return the union of outlines as oriented polygons (outside counter-clockwise, holes clockwise)."""
    return united([areas(polygons)])


def areas(polygons: np.ndarray) -> np.ndarray:
    """Return the parts of outlines that have an area, each a valid polygon."""
    given = np.asarray(polygons, object)
    given = given[~shapely.is_missing(given)]
    bad = ~shapely.is_valid(given)
    given[bad] = shapely.make_valid(given[bad])
    parts = shapely.get_parts(given)
    if (shapely.get_type_id(parts) != shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)  # make_valid may nest a multipolygon in a collection
    return parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]


def united(batches: list[np.ndarray]) -> np.ndarray:
    """Return the union of polygons, oriented; the list is emptied, so that they are gone once united."""
    parts = np.concatenate(batches) if batches else np.empty(0, object)
    batches.clear()
    parts = _apart(parts)
    for some in _slices(len(parts)):
        parts[some] = shapely.orient_polygons(parts[some])
    return parts


def union(polygons: np.ndarray) -> shapely.MultiPolygon:
    """Return the union of valid polygons and multipolygons."""
    return shapely.multipolygons(_apart(shapely.get_parts(polygons)))


def _apart(polygons: np.ndarray) -> np.ndarray:
    """Return valid polygons with those that touch united; most buildings touch none, and are not copied."""
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    crowded = np.zeros(len(polygons), bool)
    crowded[one[one != other]] = True
    return np.concatenate([polygons[~crowded], _united_twice(polygons[crowded])])


def _united_twice(polygons: np.ndarray) -> np.ndarray:
    """Return the parts of the union of polygons, with a second look at it.

    Now and then GEOS drops a whole polygon of which a corner nearly lies on another's (libgeos, issue 965; seen with
    3.14): each is looked for in the result, and one that is not there is united again with what it touches.
    """
    parts = shapely.get_parts(shapely.disjoint_subset_union_all(polygons))
    tree = shapely.STRtree(parts)
    there = tree.query(shapely.point_on_surface(polygons), predicate="intersects")[0]
    lost = np.delete(polygons, there)
    lost = lost[shapely.area(lost) > SLIVER_M2]
    if not len(lost):
        return parts
    touched = np.unique(tree.query(lost, predicate="intersects")[1])
    again = shapely.union_all(np.concatenate([parts[touched], lost]), grid_size=GRID_M)
    return np.concatenate([np.delete(parts, touched), shapely.get_parts(again)])


def _slices(count: int) -> list[slice]:
    """Return slices of so many polygons that their copies, and those of their rings, weigh little."""
    return [slice(start, start + AT_ONCE) for start in range(0, count, AT_ONCE)]


def polygon_edges(polygons: np.ndarray) -> np.ndarray:
    """Return the edges (n, 4) of oriented polygons, without those of zero length."""
    return np.concatenate(
        [np.empty((0, 4)), *(owned_edges(polygons[some])[0] for some in _slices(len(polygons)))]
    )


def owned_edges(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges (n, 4) of oriented polygons, and the position of the polygon of each (n,)."""
    if not len(polygons):
        return np.empty((0, 4)), np.empty(0, np.int64)
    _, coordinates, (rings, parts) = shapely.to_ragged_array(polygons, include_z=False)
    index = np.repeat(np.arange(len(rings) - 1), np.diff(rings))
    edges, ring = consecutive(coordinates, index)
    return edges, np.repeat(np.arange(len(polygons)), np.diff(parts))[ring]


def consecutive(coordinates: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return segments between consecutive vertices of the same part, and the part of each."""
    moves = (coordinates[:-1] != coordinates[1:]).any(axis=1)
    first = np.flatnonzero(moves & (index[:-1] == index[1:]))
    edges = np.empty((len(first), 4))  # filled in halves: those of a province are in memory once
    edges[:, :2], edges[:, 2:] = coordinates[first], coordinates[first + 1]
    return edges, index[first]
