"""From the local drawing to records of the layers: coordinates, common fields."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import numpy as np
import shapely
from shapely import Polygon

NAME = "Città dimostrativa (dati inventati)"
SOURCE = "Dati inventati"
EPSG = 7791
ORIGIN = (580520.0, 4998235.0)  # the main square, near 45.133 N 10.024 E
SURVEYED = date(2026, 6, 30)
_NAMESPACE = UUID("0d7c1a52-7f0e-5f0a-9d0c-7791000000aa")

Record = dict[str, Any]


@dataclass
class DemoCity:
    """The invented town as records.

    Attributes
    ----------
    area : Polygon
        Area of the project in `epsg`.
    epsg : int
    name : str
    layers : dict of list of dict
        Layer name -> records: field values and "geometry" (shapely, in `epsg`, or None).
    """

    area: Polygon
    epsg: int
    name: str
    layers: dict[str, list[Record]] = field(default_factory=dict)


def placed(geometry: shapely.Geometry) -> shapely.Geometry:
    """Move a geometry from local metres to the project's coordinates, rounded to the millimetre."""
    return shapely.transform(geometry, lambda xy: np.round(xy + ORIGIN, 3))


def record(layer: str, code: str, geometry: shapely.Geometry | None, **values: Any) -> Record:
    """Build a record of a layer from local geometry and values; None values are left out.

    The identifier derives from layer and code, so that writing the demo twice gives the same ones.
    """
    built: Record = {
        "uid": str(uuid5(_NAMESPACE, f"{layer}/{code}")),
        "code": code,
        "source": SOURCE,
        "surveyed_on": SURVEYED,
        "record_state": "validated",
        "geometry": None if geometry is None else placed(geometry),
    }
    built.update({name: value for name, value in values.items() if value is not None})
    return built
