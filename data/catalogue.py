"""The catalogue of camera models that ships with the program: generic ones of our own invention.

No make or product is meant: the figures are round ones of usual devices, good for a first estimate. Catalogues of
real models are imported as tables into the layer `camera_model`.

Public: `shipped_models`, `CATALOGUE`, `CSV_PATH`.
"""

import csv
from pathlib import Path
from typing import Any

from maps.schema import layer
from maps.schema.values import parse_value

CSV_PATH = Path(__file__).with_name("camera_models.csv")
#: Name under which the shipped models are kept in a project.
CATALOGUE = "Torrazzo, modelli generici"


def shipped_models() -> list[dict[str, Any]]:
    """Return the shipped models as records of the layer `camera_model`.

    Raises
    ------
    InvalidValue
        The file has been spoilt.
    """
    declared = layer("camera_model")
    with CSV_PATH.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return [
        {name: parse_value(declared.field(name), text) for name, text in row.items() if text}
        | {"catalogue": CATALOGUE}
        for row in rows
    ]
