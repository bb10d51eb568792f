"""Areas cut by a line, pierced by a ring; where an outline crosses itself. Metres of the project."""

import re
from typing import Any

import shapely
from shapely.ops import split as split_by

from app.tools.outline import Point

_NUMBERS = re.compile(r"\[(-?[\d.eE+]+) (-?[\d.eE+]+)\]")
#: Parts smaller than this are crumbs of a cut along a side, square metres.
_CRUMB_M2 = 0.01


def crossing(area: Any) -> Point | None:
    """Return where an area is not sound, None where it is."""
    reason = shapely.is_valid_reason(area)
    found = _NUMBERS.search(reason)
    if reason == "Valid Geometry" or found is None:
        return None
    return float(found[1]), float(found[2])


def meeting(line: list[Point], point: Point) -> Point:
    """Return where a side from the end of a line to a point meets the line."""
    side = shapely.LineString([line[-1], point])
    met = shapely.intersection(side, shapely.LineString(line[:-1])) if len(line) > 2 else shapely.Point(point)
    place = shapely.point_on_surface(met) if not met.is_empty else shapely.Point(point)
    return float(place.x), float(place.y)


def divided(area: Any, line: list[Point]) -> list[Any]:
    """Return the parts of an area on both sides of a line, the largest first; fewer than two where it cuts nothing.

    Parts of a multipolygon that the line does not reach stay with the largest piece.
    """
    knife = shapely.LineString(line)
    cut: list[list[Any]] = []
    whole: list[list[Any]] = []
    for part in shapely.get_parts(area):
        pieces = [piece for piece in split_by(part, knife).geoms if piece.area > _CRUMB_M2]
        (cut if len(pieces) > 1 else whole).append(pieces)
    pieces = sorted((piece for group in cut for piece in group), key=lambda piece: -piece.area)
    if not pieces:
        return []
    rest = [piece for group in whole for piece in group]
    return [shapely.MultiPolygon([pieces[0], *rest]), *(shapely.MultiPolygon([each]) for each in pieces[1:])]


def pierced(area: Any, ring: list[Point]) -> Any:
    """Return an area without the inside of a ring, None where the ring is not inside one of its parts."""
    hole = shapely.Polygon(ring)
    if not any(part.contains_properly(hole) for part in shapely.get_parts(area)):
        return None
    left = shapely.difference(area, hole)
    return shapely.MultiPolygon(list(shapely.get_parts(left)))


def outside_spot(area: Any, ring: list[Point]) -> Point:
    """Return where a ring leaves an area, to point at it."""
    line = shapely.LinearRing(ring)
    met = shapely.intersection(line, shapely.boundary(area))
    place = shapely.point_on_surface(met) if not met.is_empty else shapely.Point(ring[0])
    return float(place.x), float(place.y)
