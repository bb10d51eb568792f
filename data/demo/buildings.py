"""Every building of the town with its kind, storeys and height."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from shapely import Polygon, STRtree

from data.demo import buildings_new as new, buildings_old as old, plan
from data.demo.blocks import Block
from data.demo.geometry import stream
from maps.progress import Progress, no_progress

# Storeys from, to; metres a storey; kind of building.
HEIGHTS: dict[str, tuple[int, int, float, str]] = {
    "core": (2, 5, 3.5, "residential"),
    "old": (2, 4, 3.4, "residential"),
    "mixed": (3, 6, 3.1, "apartments"),
    "row": (2, 2, 3.1, "terrace"),
    "villas": (1, 3, 3.1, "house"),
    "slabs": (4, 9, 3.0, "apartments"),
    "industry": (1, 1, 8.0, "industrial"),
    "convent": (2, 3, 4.6, "public"),
    "school": (2, 3, 3.8, "school"),
    "hospital": (4, 6, 3.6, "hospital"),
    "cathedral": (1, 1, 27.0, "church"),
    "commercial": (1, 2, 6.0, "retail"),
    "station": (2, 2, 5.0, "station"),
    "sport": (1, 1, 9.0, "sports"),
    "cemetery": (1, 1, 5.0, "cemetery"),
    "farm": (1, 2, 3.6, "farm"),
}


@dataclass
class Building:
    """A building: outline in local metres, storeys, height in metres, kind, quarter, block number."""

    polygon: Polygon
    levels: int
    height_m: float
    kind: str
    quarter: str
    character: str
    block: int
    name: str = ""


def build_buildings(blocks: list[Block], progress: Progress = no_progress) -> list[Building]:
    """Return the buildings of all the blocks; none overlaps another."""
    found: list[Building] = []
    for number, block in enumerate(blocks):
        progress(number / len(blocks))
        rng = stream(f"block {number}")
        for style, polygon in _of_block(block, rng):
            found.append(_building(polygon, style, block, number, rng))
    found.append(_station_building())
    return _without_overlaps(found)


def _of_block(block: Block, rng: Generator) -> list[tuple[str, Polygon]]:
    """Return (style, outline) of the buildings of a block, by its use, else by its character."""
    shape = block.polygon
    by_use = {
        "cathedral": lambda: old.cathedral(shape),
        "convent": lambda: old.palace(shape, 10.0),
        "school": lambda: new.school(shape, rng),
        "hospital": lambda: new.pavilions(shape, rng),
        "commercial": lambda: new.one_hall(shape, 0.72),
        "station": lambda: [] if block.name != "Autostazione" else new.one_hall(shape, 0.4),
        "sport": lambda: new.stand(shape),
        "cemetery": lambda: new.chapels(shape),
    }
    if block.use in by_use:
        return [(block.use, polygon) for polygon in by_use[block.use]()]
    if block.use == "farmland" and shape.area > 22_000 and rng.random() < 0.4:
        return [("farm", polygon) for polygon in new.farmstead(shape, rng)]
    if block.use in ("residential", "industrial"):
        return [(block.character, polygon) for polygon in _of_character(block, rng)]
    return []


def _of_character(block: Block, rng: Generator) -> list[Polygon]:
    shape, character = block.polygon, block.character
    if character in ("core", "old"):
        if 700 < shape.area < 2600 and rng.random() < 0.09:
            return old.palace(shape, 8.5)
        depth, frontage = (10.5, 13.5) if character == "core" else (11.5, 16.5)
        return old.closed_rows(shape, depth, frontage, rng)
    if character == "mixed" and rng.random() < 0.3:
        return old.closed_rows(shape.buffer(-1.5, join_style="mitre"), 12.0, 19.0, rng)
    makers = {
        "mixed": lambda: new.detached(shape, 21.0, 14.0, 13.0, rng),
        "row": lambda: new.terraces(shape, rng),
        "villas": lambda: new.detached(shape, 19.5, 12.0, 10.5, rng),
        "slabs": lambda: new.slabs(shape, rng),
        "industry": lambda: new.sheds(shape, rng),
    }
    return makers[character]()


def _building(polygon: Polygon, style: str, block: Block, number: int, rng: Generator) -> Building:
    low, high, storey, kind = HEIGHTS[style]
    levels = int(rng.integers(low, high + 1))
    height = round(levels * storey + rng.uniform(-0.4, 1.6), 1)
    if polygon.area < 60 and kind in ("residential", "apartments"):
        levels, height = 1, round(rng.uniform(3.0, 4.2), 1)
    return Building(polygon, levels, height, kind, block.quarter, style, number, block.name)


def _station_building() -> Building:
    return Building(plan.STATION, 2, 13.5, "station", "Stazione", "station", -1, "Stazione ferroviaria")


def _without_overlaps(found: list[Building]) -> list[Building]:
    """Drop what overlaps an earlier building, a safety net: the makers leave next to nothing."""
    shapes = np.array([building.polygon for building in found], dtype=object)
    left, right = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    dropped = {int(index) for index in right[shared > 0.02]}
    return [building for index, building in enumerate(found) if index not in dropped]
