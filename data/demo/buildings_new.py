"""Buildings of the periphery: villas, small blocks of flats, slabs, terraces, sheds, schools."""

import numpy as np
import shapely
from numpy.random import Generator
from shapely import Polygon

from data.demo.fronts import Front
from data.demo.geometry import frame, polygons_of, rectangle


def detached(block: Polygon, lot_m: float, front_m: float, depth_m: float, rng: Generator) -> list[Polygon]:
    """Set single houses in gardens along the streets of a block.

    Parameters
    ----------
    block : Polygon
    lot_m, front_m, depth_m : float
        Usual width of the plot, width and depth of the house.
    """
    placed: list[Polygon] = []
    garden = block.buffer(-2.0)
    shapely.prepare(garden)
    front = Front(block)
    for start, end in front.sides:
        position = start + lot_m * 0.55
        while position < end - lot_m * 0.3:
            house = _house(front, position, front_m, depth_m, rng)
            if garden.contains(house) and _is_free(house, placed, 3.5) and rng.random() > 0.04:
                placed.append(house)
            position += lot_m * rng.uniform(0.85, 1.25)
    return placed


def _house(front: Front, position: float, front_m: float, depth_m: float, rng: Generator) -> Polygon:
    point, along, inward = front.at(position)
    width, depth = front_m * rng.uniform(0.8, 1.25), depth_m * rng.uniform(0.8, 1.2)
    setback = rng.uniform(3.5, 6.5)
    body = rectangle(point + inward * (setback + depth / 2), along, width, depth)
    if rng.random() < 0.45:
        return body
    corner = point + inward * (setback + depth) + along * (width / 2) * (1 if rng.random() < 0.5 else -1)
    notch = rectangle(corner, along, width * rng.uniform(0.5, 0.9), depth * rng.uniform(0.5, 0.9))
    return body.difference(notch)


def _is_free(candidate: Polygon, placed: list[Polygon], gap_m: float) -> bool:
    return not placed or bool(shapely.distance(candidate, np.array(placed, dtype=object)).min() >= gap_m)


def slabs(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set long blocks of flats in parallel rows, with a few garages between."""
    centre, along, across, length, breadth = frame(block)
    inside = block.buffer(-5.0)
    rows = max(1, int(breadth // 34))
    placed: list[Polygon] = []
    for row in range(rows):
        offset = ((row + 0.5) / rows - 0.5) * breadth
        position = -length / 2 + rng.uniform(6, 14)
        while position < length / 2 - 15:
            size = rng.uniform(24, 52)
            slab = rectangle(
                centre + across * offset + along * (position + size / 2), along, size, rng.uniform(11.5, 14)
            )
            placed += _slab_or_part(slab, inside, placed)
            position += size + rng.uniform(9, 16)
    return placed


def _slab_or_part(slab: Polygon, inside: Polygon, placed: list[Polygon]) -> list[Polygon]:
    """Return the slab cut to the block where enough of it fits."""
    parts = polygons_of(slab.intersection(inside), 150.0)
    whole = [part for part in parts if part.area > 0.75 * part.minimum_rotated_rectangle.area]
    return [part for part in whole if _is_free(part, placed, 6.0)]


def terraces(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set rows of joined houses along the two long sides of a block."""
    centre, along, across, length, breadth = frame(block)
    inside = block.buffer(-3.0)
    shapely.prepare(inside)
    placed: list[Polygon] = []
    for side in (-1, 1) if breadth > 34 else (0,):
        base = centre + across * side * (breadth / 2 - rng.uniform(9.5, 11.5))
        position, count = -length / 2 + 5.0, 0
        while position < length / 2 - 11:
            width = rng.uniform(7.0, 9.5)
            house = rectangle(
                base + along * (position + width / 2), along, width, 10.5 if count % 3 else 11.5
            )
            if inside.contains(house):
                placed.append(house)
            count += 1
            position += width if count % 6 else width + rng.uniform(5, 9)
    return placed


def sheds(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set large sheds on their plots, with an office block or a small outbuilding."""
    centre, along, across, length, breadth = frame(block)
    inside = block.buffer(-7.0)
    columns, rows = max(1, round(length / 75)), max(1, round(breadth / 70))
    placed: list[Polygon] = []
    for column in range(columns):
        for row in range(rows):
            middle = centre + along * ((column + 0.5) / columns - 0.5) * length
            middle = middle + across * ((row + 0.5) / rows - 0.5) * breadth
            plot = rectangle(middle, along, length / columns - 4, breadth / rows - 4).intersection(inside)
            placed += _plot_buildings(plot, placed, rng)
    return placed


def _plot_buildings(plot: shapely.Geometry, placed: list[Polygon], rng: Generator) -> list[Polygon]:
    if plot.is_empty or plot.area < 300 or rng.random() < 0.1:
        return []
    centre, along, across, length, breadth = frame(plot)
    hall = rectangle(centre, along, length * rng.uniform(0.6, 0.88), breadth * rng.uniform(0.55, 0.85))
    halls = [part for part in polygons_of(hall.intersection(plot), 160.0) if _is_free(part, placed, 4.0)]
    if not halls:
        return []
    office = rectangle(centre + along * length * 0.44, across, rng.uniform(9, 16), rng.uniform(7, 10))
    fits = plot.contains(office) and _is_free(office, [*placed, *halls], 2.5)
    return [*halls, office] if fits else halls


def school(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set a winged building and a gymnasium in a yard."""
    centre, along, across, length, breadth = frame(block)
    size, depth = min(length * 0.62, 64), min(breadth * 0.6, 42)
    body = rectangle(centre - along * length * 0.06, along, size, depth)
    hollow = rectangle(centre - along * length * 0.06 + across * depth * 0.3, along, size - 24, depth * 0.75)
    main = body.difference(hollow).intersection(block.buffer(-3))
    gym = rectangle(centre + along * (length / 2 - 13), across, 24, 15)
    parts = polygons_of(main, 60.0)
    return [*parts, gym] if block.buffer(-2).contains(gym) and _is_free(gym, parts, 3.0) else parts


def pavilions(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set the parallel wings of a hospital joined by a spine."""
    centre, along, across, length, breadth = frame(block)
    spine = rectangle(centre, along, length * 0.74, 13)
    wings = [
        rectangle(
            centre + along * length * share + across * breadth * 0.16 * side, across, breadth * 0.34, 15
        )
        for share in (-0.32, -0.11, 0.11, 0.32)
        for side in (-1, 1)
    ]
    return polygons_of(shapely.union_all([spine, *wings]).intersection(block.buffer(-4)), 60.0)


def one_hall(block: Polygon, share: float) -> list[Polygon]:
    """Set one large hall on a block."""
    centre, along, _, length, breadth = frame(block)
    hall = rectangle(centre, along, length * share, breadth * share * 0.9).intersection(block.buffer(-5))
    return polygons_of(hall, 100.0)


def stand(block: Polygon) -> list[Polygon]:
    """Set the stand of a sports ground along its long side."""
    centre, along, across, length, breadth = frame(block)
    body = rectangle(centre + across * (breadth / 2 - 14), along, min(90.0, length * 0.5), 12)
    return [body] if block.contains(body) else []


def chapels(block: Polygon) -> list[Polygon]:
    """Set the rows of chapels around a cemetery and the church in its middle."""
    centre, along, across, length, breadth = frame(block)
    long_row, short_row = length * 0.3, breadth * 0.6
    rows = [
        rectangle(centre + across * breadth * 0.36 * side + along * length * 0.19 * end, along, long_row, 6)
        for side in (-1, 1)
        for end in (-1, 1)
    ]
    rows.append(rectangle(centre + along * length * 0.4, across, short_row, 6))
    church = rectangle(centre, along, 26, 14)
    return [row for row in [*rows, church] if block.contains(row)]


def farmstead(block: Polygon, rng: Generator) -> list[Polygon]:
    """Set a farm of the Po plain: wings around a yard, a barn apart."""
    centre, along, across, _, _ = frame(block)
    middle = centre + along * rng.uniform(-30, 30) + across * rng.uniform(-20, 20)
    size, depth = rng.uniform(42, 60), rng.uniform(32, 44)
    body = rectangle(middle, along, size, depth)
    yard = rectangle(middle + across * 5, along, size - 20, depth - 4)
    barn = rectangle(middle + along * (size / 2 + 22), across, rng.uniform(28, 40), 14)
    parts = [*polygons_of(body.difference(yard), 60.0), barn]
    return [part for part in parts if block.contains(part)]
