"""What a park has: paths along its edge and across, a pond in the large ones."""

import numpy as np
import shapely
from shapely import LineString, Polygon

from data.demo.blocks import Block
from data.demo.geometry import curve, frame, lines_of, polygons_of, stream
from data.demo.plan import Street

PATH_WIDTH_M = 2.5
LEAST_PARK_M2 = 3_000
LEAST_WITH_POND_M2 = 30_000


def with_ponds(blocks: list[Block]) -> list[Block]:
    """Return the blocks with a pond cut out of each large park."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if block.character != "park" or block.use != "park" or block.polygon.area < LEAST_WITH_POND_M2:
            found.append(block)
            continue
        pond = _pond(block.polygon, number)
        rest = max(polygons_of(block.polygon.difference(pond)), key=lambda part: part.area)
        found.append(Block(rest, block.leaf, block.character, block.use, block.name, block.quarter))
        found.append(Block(pond, block.leaf, "river", "water", "", block.quarter))
    return found


def _pond(park: Polygon, number: int) -> Polygon:
    rng = stream(f"pond {number}")
    centre, along, across, length, breadth = frame(park)
    middle = centre + along * length * rng.uniform(-0.15, 0.15)
    angles = np.linspace(0, 2 * np.pi, 9)[:-1]
    radii = rng.uniform(0.7, 1.2, 8)
    points = [
        tuple(middle + along * np.cos(a) * r * length * 0.11 + across * np.sin(a) * r * breadth * 0.07)
        for a, r in zip(angles, radii, strict=True)
    ]
    return Polygon(curve(points, closed=True, step_m=6))


def paths(blocks: list[Block]) -> list[Street]:
    """Return the footpaths of the parks, without names."""
    found = []
    for number, block in enumerate(blocks):
        if block.use == "park" and block.polygon.area > LEAST_PARK_M2:
            found += [Street("", "footway", PATH_WIDTH_M, line) for line in _paths_of(block.polygon, number)]
    return found


def _paths_of(park: Polygon, number: int) -> list[LineString]:
    """Draw a loop inside the edge and two bent walks across."""
    rng = stream(f"paths {number}")
    centre, along, across, length, breadth = frame(park)
    drawn = [LineString(part.exterior) for part in polygons_of(park.buffer(-9).simplify(2.0), 500)]
    for direction, other, reach in ((along, across, length), (across, along, breadth)):
        bend = other * rng.uniform(-0.12, 0.12) * min(length, breadth)
        knots = (centre - direction * reach, centre + bend, centre + direction * reach)
        drawn.append(curve([tuple(knot) for knot in knots]))
    inside = shapely.intersection(drawn, park.buffer(-0.5))
    return [line for part in inside for line in lines_of(shapely.line_merge(part), 12.0)]
