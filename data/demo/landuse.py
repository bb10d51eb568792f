"""Land use, roads and buildings as records."""

import shapely
from shapely import STRtree

from data.demo import plan
from data.demo.blocks import Block
from data.demo.buildings import Building
from data.demo.plan import Street
from data.demo.records import Record, record

KINDS = {
    "residential": "residential", "industrial": "industrial", "commercial": "commercial", "park": "park",
    "square": "square", "parking": "parking", "school": "school", "hospital": "hospital", "sport": "sport",
    "cemetery": "cemetery", "farmland": "farmland", "forest": "forest", "grass": "grass", "water": "water",
    "railway": "railway", "convent": "residential", "cathedral": "other", "station": "railway",
}  # fmt: skip
PUBLIC = ("park", "square", "parking")


def land_use_records(blocks: list[Block]) -> list[Record]:
    """Return the land use of every block, of the river and of the railway; none overlaps another."""
    records = []
    for number, block in enumerate(blocks, start=1):
        kind = KINDS[block.use]
        records.append(
            record(
                "land_use",
                f"US-{number:04d}",
                block.polygon,
                name=block.name or None,
                land_use_kind=kind,
                public_access=block.use in PUBLIC,
                district_id=block.quarter,
            )
        )
    records.append(
        record("land_use", "US-FERROVIA", _railway_land(), land_use_kind="railway", public_access=False)
    )
    return records


def _railway_land() -> shapely.Geometry:
    strip = plan.railway().buffer(plan.RAILWAY_WIDTH_M / 2, cap_style="flat")
    return shapely.union_all([strip, plan.YARD]).intersection(plan.area())


def road_records(streets: list[Street], quarters: dict[str, shapely.Polygon]) -> list[Record]:
    """Return the streets as records."""
    names = list(quarters)
    tree = STRtree([quarters[name] for name in names])
    unlit = ("track", "footway")
    return [
        record(
            "road",
            f"ST-{number:04d}",
            street.line,
            name=street.name or None,
            road_class=street.road_class,
            width_m=street.width_m,
            oneway=street.oneway,
            lit=street.road_class not in unlit,
            district_id=names[int(tree.nearest(street.line.interpolate(0.5, normalized=True)))],
        )
        for number, street in enumerate(streets, start=1)
    ]


def building_records(buildings: list[Building]) -> list[Record]:
    """Return the buildings as records of obstacles."""
    return [
        record(
            "obstacle",
            f"ED-{number:05d}",
            building.polygon,
            name=building.name or None,
            obstacle_height_m=building.height_m,
            height_source="estimate",
            levels=float(building.levels),
            building_kind=building.kind,
            district_id=building.quarter,
        )
        for number, building in enumerate(buildings, start=1)
    ]
