"""The drawing of the town, shared by everything that is set in it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import Polygon, STRtree

from data.demo import names, parks, zones
from data.demo.blocks import Block, build_blocks
from data.demo.buildings import Building, build_buildings
from data.demo.plan import Street
from data.demo.streets import build_network
from maps.progress import Progress, no_progress, span


@dataclass
class Town:
    """Streets, blocks, buildings and quarters in local metres."""

    streets: list[Street]
    blocks: list[Block]
    buildings: list[Building]
    quarters: dict[str, Polygon]

    @cached_property
    def walls(self) -> STRtree:
        """Index of the outlines of the buildings."""
        return STRtree(np.array([building.polygon for building in self.buildings], dtype=object))

    def quarter_at(self, x: float, y: float) -> str | None:
        """Return the quarter in which a place lies, None outside the area."""
        point = shapely.Point(x, y)
        return next((name for name, outline in self.quarters.items() if outline.covers(point)), None)

    def is_open(self, x: float, y: float, gap_m: float = 0.3) -> bool:
        """Tell whether a place is at least `gap_m` away from every building."""
        return not len(self.walls.query(shapely.Point(x, y), predicate="dwithin", distance=gap_m))


def build_town(progress: Progress = no_progress) -> Town:
    """Draw the town; the same one on each call."""
    network = build_network()
    progress(0.25)
    streets = names.name_streets(network.streets)
    blocks = parks.with_ponds(build_blocks(network))
    progress(0.45)
    buildings = build_buildings(blocks, span(progress, 0.45, 1.0))
    return Town(streets + parks.paths(blocks), blocks, buildings, zones.zone_outlines(network.faces))
