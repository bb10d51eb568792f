"""Zones of analysis made by a regular division of the project area."""

from math import sqrt

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.balance.shapes import GeometryArray, polygonal
from maps.errors import AnalysisError, InvalidValue, ValueProblem

#: Beyond this a division is surely a slip of the keyboard (metres for kilometres).
MOST_ZONES = 200_000
#: Clipped pieces below this share of a whole cell join the neighbour with the longest common border.
SLIVER_SHARE = 0.1


def hexagons(area: BaseGeometry, metres: float) -> gpd.GeoDataFrame:
    """Divide an area into regular hexagons with a vertex to the north, clipped to it.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        In a metric CRS.
    metres : float
        Distance between opposite sides of a hexagon.

    Returns
    -------
    GeoDataFrame
        ``code`` (column letter and row from the north, "E-012"), ``name`` (the same), ``geometry``
        (MultiPolygon). The zones cover the area exactly and do not overlap; pieces under a tenth of a whole
        hexagon are joined to a neighbour.

    Raises
    ------
    AnalysisError
        The area is empty.
    InvalidValue
        The size is not positive or would give more than 200,000 zones.
    """
    side = metres / sqrt(3) if metres > 0 else 0.0
    whole_m2 = 1.5 * sqrt(3) * side**2
    _check(area, metres, whole_m2)
    west, south, east, north = area.bounds
    columns = int((east - west) / metres) + 2
    rows = int((north - south) / (1.5 * side)) + 2
    row, column = (grid.ravel() for grid in np.mgrid[0:rows, 0:columns])
    # Corners on an integer lattice of half widths and half sides: neighbours share them to the last bit.
    across = (2 * column + row % 2)[:, None] + np.array([1, 0, -1, -1, 0, 1])
    down = (3 * row)[:, None] + np.array([-1, -2, -1, 1, 2, 1])
    corners = np.stack([west + across * (metres / 2), north - down * (side / 2)], axis=-1)
    return _clipped(area, corners, column, row, whole_m2)


def squares(area: BaseGeometry, metres: float) -> gpd.GeoDataFrame:
    """Divide an area into squares of side `metres`, clipped to it; see `hexagons`."""
    _check(area, metres, whole_m2=metres**2)
    west, south, east, north = area.bounds
    columns, rows = int((east - west) / metres) + 1, int((north - south) / metres) + 1
    row, column = (grid.ravel() for grid in np.mgrid[0:rows, 0:columns])
    across = column[:, None] + np.array([1, 0, 0, 1])
    down = row[:, None] + np.array([0, 0, 1, 1])
    corners = np.stack([west + across * metres, north - down * metres], axis=-1)
    return _clipped(area, corners, column, row, metres**2)


def column_letters(index: int) -> str:
    """Name of a column: 0 is A, 25 Z, 26 AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check(area: BaseGeometry, metres: float, whole_m2: float) -> None:
    if area is None or area.is_empty or area.area <= 0:
        raise AnalysisError(("project_area",))
    west, south, east, north = area.bounds
    if not (np.isfinite(metres) and metres > 0) or (east - west) * (north - south) / whole_m2 > MOST_ZONES:
        raise InvalidValue("metres", metres, ValueProblem.BELOW_MINIMUM)


def _clipped(
    area: BaseGeometry,
    corners: NDArray[np.float64],
    column: NDArray[np.int64],
    row: NDArray[np.int64],
    whole_m2: float,
) -> gpd.GeoDataFrame:
    """Build the cells from their corners (n, k, 2), keep what lies in the area and join the slivers."""
    cells = shapely.polygons(corners)
    shapely.prepare(area)
    near = shapely.intersects(area, cells)
    cells, column, row = cells[near], column[near], row[near]
    crossing = ~shapely.contains_properly(area, cells)
    cells[crossing] = polygonal(shapely.intersection(cells[crossing], area))
    some = shapely.area(cells) > 0
    cells, column, row = cells[some], column[some] - column[some].min(), row[some] - row[some].min()
    cells, kept = _without_slivers(cells, whole_m2 * SLIVER_SHARE)
    width = max(3, len(str(row.max() + 1)))
    codes = [
        f"{column_letters(int(c))}-{int(r) + 1:0{width}d}"
        for c, r in zip(column[kept], row[kept], strict=True)
    ]
    return gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=polygonal(cells, multi=True))


def _without_slivers(cells: GeometryArray, least_m2: float) -> tuple[GeometryArray, NDArray[np.bool_]]:
    """Join each small piece to the large neighbour with which it shares most border."""
    small = shapely.area(cells) < least_m2
    if not small.any() or small.all():
        return cells, np.ones(len(cells), bool)
    large = np.flatnonzero(~small)
    tree = shapely.STRtree(cells[large])
    joined = cells.copy()
    lost = small.copy()
    for index in np.flatnonzero(small):
        near = large[tree.query(cells[index], predicate="dwithin", distance=1e-6)]
        if not len(near):
            lost[index] = False  # an island of its own: dropping it would leave a hole
            continue
        border = shapely.length(shapely.intersection(shapely.boundary(cells[near]), cells[index]))
        best = near[np.argmax(border)]
        joined[best] = shapely.union(joined[best], cells[index])
    return joined[~lost], ~lost
