"""Degraded areas, abandoned buildings and sensitive places of the town."""

from datetime import date, timedelta

import numpy as np
import shapely
from shapely import Point

from data.demo import plan
from data.demo.blocks import Block
from data.demo.buildings import Building
from data.demo.geometry import stream
from data.demo.records import Record, record
from data.demo.town import Town

# Name, a place in each block it covers, kind, severity, status.
DEGRADED: tuple[tuple[str, tuple[tuple[float, float], ...], str, int, str], ...] = (
    ("Parco delle Fornaci", ((-960, 560), (-940, 620)), "drug_dealing", 5, "verified"),
    ("Ex fornace di Via delle Fornaci", ((-1200, 430),), "urban_decay", 5, "relapsed"),
    ("Piazza delle Fornaci", ((-880, 250),), "social_distress", 4, "in_progress"),
    ("Case popolari delle Fornaci", ((-860, 420), (-800, 400)), "vandalism", 4, "verified"),
    ("Parcheggio della Stazione", ((-220, 790),), "encampment", 3, "in_progress"),
    ("Sottopasso dello Scalo", ((330, 800),), "drug_dealing", 4, "verified"),
    ("Area dismessa della Filanda", ((860, 700),), "urban_decay", 3, "reported"),
    ("Giardino delle Mura", ((-380, -380),), "neglected_green", 2, "in_progress"),
    ("Margini del Parco dei Lavatoi", ((1100, -480),), "neglected_green", 2, "reported"),
)
# A place, the kinds of building looked for, what it was, name, condition, occupancy, known as an outline.
ABANDONED: tuple[tuple[float, float, str, str, str, int, str, bool], ...] = (
    (-1210, 420, "industrial", "industrial", "Ex fornace", 5, "occupied", True),
    (-1300, 640, "industrial", "industrial", "Capannoni ex laterizi", 5, "traces", True),
    (-1180, 780, "industrial", "industrial", "Ex deposito carrelli", 4, "traces", True),
    (-1330, 480, "industrial", "industrial", "Ex autotrasporti", 3, "vacant", True),
    (-810, 400, "apartments", "vacant_public_housing", "Palazzina popolare sfitta", 4, "occupied", True),
    (-1000, 200, "terrace", "residential", "Casa a schiera abbandonata", 4, "vacant", True),
    (860, 720, "industrial", "industrial", "Ex filanda", 4, "traces", True),
    (930, 1060, "industrial", "industrial", "Ex magazzini generali", 3, "vacant", True),
    (1260, 760, "industrial", "industrial", "Ex officina meccanica", 4, "vacant", True),
    (380, 800, "apartments", "unused_public_premises", "Ex dopolavoro ferroviario", 3, "traces", True),
    (-400, 380, "public", "unused_public_premises", "Ex caserma", 3, "vacant", True),
    (-330, -560, "residential", "residential", "Casa nobiliare disabitata", 3, "vacant", True),
    (-1500, -450, "farm", "rural", "Cascina abbandonata", 4, "vacant", False),
    (1150, -880, "house", "residential", "Villino disabitato", 2, "vacant", False),
)
SENSITIVE_BY_USE = {"school": "school", "hospital": "health", "sport": "sport", "park": "public_green"}
SENSITIVE_BY_NAME = {
    "Piazza del Mercato": "market",
    "Mercato ortofrutticolo": "market",
    "Piazza del Duomo": "tourism",
    "Duomo": "worship",
    "Palazzo Comunale": "public_office",
    "Palazzo degli Uffici": "public_office",
    "Palazzo del Podestà": "monument",
    "Ex convento dei Carmelitani": "museum",
    "Ex convento delle Clarisse": "culture",
    "Monastero delle Orsoline": "worship",
    "Piazzale della Stazione": "railway",
    "Autostazione": "transit",
    "Centro commerciale Levante": "target",
}


def block_at(town: Town, x: float, y: float) -> Block:
    """Return the block nearest to a place."""
    return min(
        town.blocks, key=lambda block: (round(block.polygon.distance(Point(x, y)), 3), block.polygon.bounds)
    )


def block_named(town: Town, name: str) -> Block:
    """Return the block of that name."""
    return next(block for block in town.blocks if block.name == name)


def degraded_records(town: Town) -> list[Record]:
    """Return the degraded areas: whole blocks with their half of the streets around."""
    rng = stream("degraded")
    records = []
    for number, (name, spots, kind, severity, status) in enumerate(DEGRADED, start=1):
        blocks = [block_at(town, x, y) for x, y in spots]
        leaves = shapely.union_all([block.leaf for block in blocks])
        outline = leaves.buffer(1, join_style="mitre").intersection(plan.area())
        visited = date(2026, 6, 25) - timedelta(days=int(rng.integers(10, 150)))
        records.append(
            record(
                "degraded_area",
                f"AD-{number:02d}",
                outline,
                name=name,
                decay_type=kind,
                severity=severity,
                status=status,
                priority=6 - severity,
                objective="Recupero dell'area e presidio",
                due_on=date(2026, 12, 31),
                responsible="Ufficio sicurezza urbana",
                last_visit=visited,
                next_visit=visited + timedelta(days=180),
                district_id=blocks[0].quarter,
            )
        )
    return records


def abandoned_records(town: Town) -> list[Record]:
    """Return the abandoned buildings: outlines of buildings of the town, a few known only as a point."""
    rng = stream("abandoned")
    taken: set[int] = set()
    records = []
    for number, (x, y, kind, subtype, name, condition, occupancy, outlined) in enumerate(ABANDONED, start=1):
        building = _nearest_building(town, x, y, kind, taken)
        shape = building.polygon if outlined else building.polygon.representative_point()
        records.append(
            record(
                "abandoned_building",
                f"IA-{number:02d}",
                shape,
                name=name,
                building_kind=subtype,
                address=_address(town, shape),
                ownership_kind="agency" if subtype.endswith("premises") else "private",
                heritage=kind in ("public", "residential"),
                condition=condition,
                collapse_risk=condition >= 5,
                asbestos=bool(subtype == "industrial" and rng.random() < 0.6),
                access_state="closed" if occupancy == "vacant" else "open_gaps",
                occupancy=occupancy,
                anti_occupation_measures=["fence", "utilities_cut"] if occupancy == "vacant" else ["fence"],
                works_state=str(rng.choice(["none", "warning", "design", "stopped"])),
                district_id=building.quarter,
            )
        )
    return records


def _nearest_building(town: Town, x: float, y: float, kind: str, taken: set[int]) -> Building:
    spot = Point(x, y)
    candidates = [
        (round(building.polygon.distance(spot), 2), number)
        for number, building in enumerate(town.buildings)
        if building.kind == kind and number not in taken and building.polygon.area > 60
    ]
    _, number = min(candidates)
    taken.add(number)
    return town.buildings[number]


def _address(town: Town, shape: shapely.Geometry) -> str:
    """Return the nearest street that has a name."""
    named = [street for street in town.streets if street.name]
    distances = shapely.distance(np.array([street.line for street in named], dtype=object), shape)
    return named[int(np.argmin(np.round(distances, 3)))].name


def sensitive_records(town: Town) -> list[Record]:
    """Return the sensitive places: schools, hospital, station, churches, parks, markets, offices."""
    found = [
        (block, SENSITIVE_BY_NAME.get(block.name) or SENSITIVE_BY_USE.get(block.use))
        for block in town.blocks
        if block.name
    ]
    return [
        record(
            "sensitive_place",
            f"LS-{number:02d}",
            block.polygon,
            name=block.name,
            place_kind=kind,
            district_id=block.quarter,
        )
        for number, (block, kind) in enumerate([pair for pair in found if pair[1]], start=1)
    ]
