"""Whose data a project draws: OpenStreetMap's licence asks for its name, and naming it for others would be wrong."""

from typing import TYPE_CHECKING

import apsw

from maps.schema import LAYERS
from maps.store.container import columns_of
from maps.store.spatial_index import quoted

if TYPE_CHECKING:
    from maps.store import ProjectFile

#: What its import writes as the source of a row.
OSM_SOURCE = "OpenStreetMap"
#: The layers that its import fills.
OSM_LAYERS = (
    "obstacle",
    "road",
    "land_use",
    "camera",
    "street_light",
    "sensitive_place",
    "abandoned_building",
)


def draws_osm(file: "ProjectFile") -> bool:
    """Return whether any row of a project comes from OpenStreetMap."""
    return file.ask_aside(lambda db: any(_has_osm(db, LAYERS[name].name) for name in OSM_LAYERS))


def _has_osm(db: apsw.Connection, layer: str) -> bool:
    if "source" not in columns_of(db, layer):
        return False
    question = f"SELECT EXISTS (SELECT 1 FROM {quoted(layer)} WHERE source = ?)"
    return bool(db.execute(question, (OSM_SOURCE,)).get)
