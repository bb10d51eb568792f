"""Buildings of the old town: closed rows around courtyards, palaces, convents, churches."""

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Polygon

from data.demo.fronts import Front
from data.demo.geometry import cut, frame, polygons_of, rectangle


def closed_rows(block: Polygon, depth_m: float, frontage_m: float, rng: Generator) -> list[Polygon]:
    """Line a block with houses wall to wall, with a courtyard or gardens behind.

    Parameters
    ----------
    block : Polygon
        Outline whose edge is the building line.
    depth_m, frontage_m : float
        Usual depth and width of a house.

    Returns
    -------
    list of Polygon
        Houses that share walls but never overlap.
    """
    yard = block.buffer(-depth_m, join_style="mitre")
    if yard.is_empty or yard.area < 90:
        return parcels(block, frontage_m * depth_m * 1.1, rng)
    row = block.difference(yard)
    houses = []
    for house in cut_row(row, _party_walls(block, depth_m, frontage_m, rng)):
        if rng.random() < 0.045 and house.area < 260:
            continue
        houses.append(_shortened(house, block, depth_m, rng))
    houses = [part for house in houses for part in polygons_of(house, 18.0)]
    return houses + _wings(yard, houses, rng)


def cut_row(row: shapely.Geometry, walls: list[LineString]) -> list[Polygon]:
    """Divide a row of houses by its party walls."""
    return [house for part in polygons_of(row) for house in (cut(part, walls) if walls else [part])]


def _party_walls(block: Polygon, depth_m: float, frontage_m: float, rng: Generator) -> list[LineString]:
    front = Front(block)
    walls = []
    for start, end in front.sides:
        position = start + depth_m * rng.uniform(0.95, 1.3)
        while position < end - depth_m * 0.95:
            point, _, inward = front.at(position)
            walls.append(LineString(np.round([point - inward, point + inward * (depth_m * 1.35)], 2)))
            position += frontage_m * rng.uniform(0.6, 1.6)
    return walls


def _shortened(house: Polygon, block: Polygon, depth_m: float, rng: Generator) -> shapely.Geometry:
    """Let the backs of the houses differ in depth."""
    if rng.random() > 0.45:
        return house
    return house.difference(block.buffer(-depth_m * rng.uniform(0.62, 0.9), join_style="mitre"))


def _wings(yard: shapely.Geometry, houses: list[Polygon], rng: Generator) -> list[Polygon]:
    """Build low wings and sheds into the larger courtyards."""
    wings: list[Polygon] = []
    taken = shapely.union_all(houses)
    for part in polygons_of(yard, 320.0):
        front = Front(part)
        for start, end in front.sides:
            if end - start < 14 or rng.random() > 0.6:
                continue
            wing = _wing(front, rng.uniform(start + 5, end - 5), rng)
            if part.buffer(0.5).contains(wing) and wing.distance(taken) < 0.3:
                wings += polygons_of(wing.difference(shapely.union_all([taken, *wings])), 18.0)
    return wings


def _wing(front: Front, position: float, rng: Generator) -> Polygon:
    point, _, inward = front.at(position)
    length = rng.uniform(6, 15)
    return rectangle(point + inward * (length / 2 - 0.2), inward, length, rng.uniform(4.5, 7))


def parcels(block: Polygon, target_m2: float, rng: Generator) -> list[Polygon]:
    """Divide a whole small block into houses, without a courtyard."""
    done, waiting = [], [block]
    while waiting:
        part = waiting.pop()
        if part.area < target_m2 * rng.uniform(0.9, 1.8):
            done.append(part)
            continue
        centre, along, across, length, _ = frame(part)
        middle = centre + along * length * rng.uniform(-0.1, 0.1)
        halves = cut(part, [LineString(np.round([middle - across * 400, middle + across * 400], 2))])
        waiting += halves if len(halves) > 1 else []
        done += [] if len(halves) > 1 else [part]
    return [part for part in done if part.area > 18]


def palace(block: Polygon, depth_m: float) -> list[Polygon]:
    """Return one building that fills the block around one or two closed courtyards."""
    body = block.buffer(-0.6, join_style="mitre")
    yards = polygons_of(body.buffer(-depth_m, join_style="mitre"), 60.0)
    if not yards:
        return polygons_of(body, 60.0)
    yard = max(yards, key=lambda part: part.area)
    centre, along, _, length, breadth = frame(yard)
    if length > 1.7 * breadth and length > 34:
        yard = yard.difference(rectangle(centre, np.array([-along[1], along[0]]), breadth * 2, depth_m * 0.8))
    return polygons_of(body.difference(yard), 60.0)


def cathedral(block: Polygon) -> list[Polygon]:
    """Return a church with transept and apse, a baptistery and a bell tower."""
    centre, along, across, length, _ = frame(block)
    if along[0] < 0:
        along, across = -along, -across
    nave = rectangle(centre + along * 2, along, length * 0.72, 22)
    transept = rectangle(centre + along * 12, np.array([-along[1], along[0]]), 44, 15)
    apse = shapely.Point(centre + along * (2 + length * 0.36)).buffer(9.5, quad_segs=6)
    church = shapely.union_all([nave, transept, apse]).intersection(block.buffer(-1))
    tower = rectangle(centre - along * (length * 0.36 - 6) + across * 20, along, 12, 12)
    baptistery = shapely.Point(centre - along * (length * 0.36 - 8) - across * 23).buffer(10, quad_segs=2)
    extras = [part for part in (tower, baptistery) if block.contains(part)]
    return [*polygons_of(church, 60.0), *extras]
