"""The fingerprint of the data that a sheet was drawn from, so that a reader can tell two states apart."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

#: Layers whose rows decide figures and drawing.
LAYERS = (
    "analysis_zone",
    "obstacle",
    "road",
    "land_use",
    "camera",
    "offence",
    "degraded_area",
    "abandoned_building",
    "sensitive_place",
    "street_light",
    "report",
    "dump_site",
)


def fingerprint(project: Any, layers: Iterable[str] = LAYERS) -> str:
    """Return the SHA-256 of rows and criteria, 64 hexadecimal digits.

    Every filled field and geometry of every row counts, and the criteria profile; the order of the rows, their
    internal numbers and empty fields do not. The same data in another file have the same fingerprint.

    Parameters
    ----------
    project : maps.project.Project
    layers : iterable of str
    """
    total = hashlib.sha256()
    for layer in sorted(layers):
        total.update(layer.encode())
        for digest in sorted(_rows(project, layer)):
            total.update(digest)
    total.update(json.dumps(project.criteria.to_json(), sort_keys=True).encode())
    return total.hexdigest()


def _rows(project: Any, layer: str) -> Iterable[bytes]:
    import shapely

    rows = project.file.rows(layer)
    names = sorted(rows.columns)
    columns = [rows.columns[name] for name in names]
    shapes = shapely.to_wkb(rows.geometry)
    for values in zip(shapes, *columns, strict=True):
        shape, *cells = values
        told = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        text = json.dumps(told, default=str, ensure_ascii=False)
        yield hashlib.sha256((shape or b"") + text.encode()).digest()


def short(digest: str) -> str:
    """Return the first and the last four digits: 7c1f…e90a."""
    return f"{digest[:4]}…{digest[-4:]}"
