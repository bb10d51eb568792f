"""One declaration per layer; everything else derives from it.

The tables of the project file, the forms, the table columns, the import mapping, the
validation and the export whitelist are all read from `LAYERS`.
"""

from maps.schema.fields import Code, CodeList, Field, FieldKind, GeometryKind, Layer, Sensitivity
from maps.schema.layers.catalogue import CAMERA_MODEL
from maps.schema.layers.meetings import DECISION, MEETING, RISK_AREA
from maps.schema.layers.proposals import PROPOSAL
from maps.schema.layers.risk import ABANDONED_BUILDING, DEGRADED_AREA, OFFENCE
from maps.schema.layers.signals import DUMP_SITE, REPORT
from maps.schema.layers.surveillance import CAMERA, CONTROL_ROOM, SYSTEM
from maps.schema.layers.territory import (
    ANALYSIS_ZONE,
    LAND_USE,
    OBSTACLE,
    PROJECT_AREA,
    ROAD,
    SENSITIVE_PLACE,
    STREET_LIGHT,
)

_DECLARED = (
    PROJECT_AREA,
    ANALYSIS_ZONE,
    OBSTACLE,
    ROAD,
    LAND_USE,
    CAMERA,
    SYSTEM,
    CONTROL_ROOM,
    OFFENCE,
    DEGRADED_AREA,
    ABANDONED_BUILDING,
    REPORT,
    DUMP_SITE,
    STREET_LIGHT,
    SENSITIVE_PLACE,
    PROPOSAL,
    RISK_AREA,
    MEETING,
    DECISION,
    CAMERA_MODEL,
)

#: Every layer by its name, in the order in which tables are made.
LAYERS: dict[str, Layer] = {declared.name: declared for declared in _DECLARED}


def layer(name: str) -> Layer:
    """Return the declaration of a layer; raise KeyError where there is none."""
    return LAYERS[name]


__all__ = [
    "LAYERS",
    "Code",
    "CodeList",
    "Field",
    "FieldKind",
    "GeometryKind",
    "Layer",
    "Sensitivity",
    "layer",
]
