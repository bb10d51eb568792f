"""The seven quarters: unions of the faces between main streets, so that they tile the area exactly."""

import numpy as np
import shapely
from shapely import Polygon

from data.demo.blocks import quarter_of_face
from data.demo.buildings import Building
from data.demo.plan import Street
from data.demo.records import Record, record

ORDER = ("Duomo", "Mercato", "Stazione", "Fornaci", "Filanda", "Lavatoi", "Canottieri")
CENTRE = ("Duomo", "Mercato")
PEOPLE_PER_M2_OF_FLOOR = {"residential": 1 / 52, "apartments": 1 / 48, "terrace": 1 / 60, "house": 1 / 75}


def zone_outlines(faces: list[Polygon]) -> dict[str, Polygon]:
    """Return the outline of each quarter."""
    groups: dict[str, list[Polygon]] = {name: [] for name in ORDER}
    for face in faces:
        groups[quarter_of_face(face)].append(face)
    return {name: shapely.union_all(parts) for name, parts in groups.items()}


def zone_records(
    outlines: dict[str, Polygon], buildings: list[Building], streets: list[Street]
) -> list[Record]:
    """Return the records of the analysis zones, with residents and street length."""
    lines = np.array([street.line for street in streets], dtype=object)
    records = []
    for number, name in enumerate(ORDER, start=1):
        kilometres = shapely.length(shapely.intersection(lines, outlines[name])).sum() / 1000
        records.append(
            record(
                "analysis_zone",
                f"Q{number}",
                outlines[name],
                name=name,
                zone_kind="centre" if name in CENTRE else "periphery",
                population=_residents(name, buildings),
                road_km=round(float(kilometres), 2),
                district_id=name,
            )
        )
    return records


def _residents(quarter: str, buildings: list[Building]) -> int:
    """Estimate residents from the floor area of the dwellings, to the ten."""
    floors = sum(
        building.polygon.area * building.levels * PEOPLE_PER_M2_OF_FLOOR.get(building.kind, 0.0)
        for building in buildings
        if building.quarter == quarter
    )
    return int(round(floors * 0.62, -1))
