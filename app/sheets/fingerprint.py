"""The fingerprint of the data that a sheet was drawn from, so that a reader can tell two states apart."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from maps.progress import Progress, no_progress

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

#: Rows read together: between two parts the window may have the interpreter and the file.
_AT_ONCE = 2_000
_TEXT = json.JSONEncoder(default=str, ensure_ascii=False)

#: Digests of the rows of a layer, in order, and the version of the layer that they are of.
Known = dict[str, tuple[int, bytes]]


def fingerprint(
    project: Any,
    layers: Iterable[str] = LAYERS,
    known: Known | None = None,
    progress: Progress = no_progress,
) -> str:
    """Return the SHA-256 of rows and criteria, 64 hexadecimal digits.

    Every filled field and geometry of every row counts, and the criteria profile; the order of the rows, their
    internal numbers and empty fields do not. The same data in another file have the same fingerprint.

    Parameters
    ----------
    project : maps.project.Project
    layers : iterable of str
    known : dict, optional
        What was found before: only layers that have changed since are read, and put in it.
    progress : callable of a share from 0 to 1
        Told often; what it raises leaves in `known` the layers that were done.
    """
    found: Known = {} if known is None else known
    ordered, version = sorted(layers), project.file.version
    stale = [layer for layer in ordered if layer not in found or found[layer][0] != version(layer)]
    done, rows = 0, max(sum(project.file.count(layer) for layer in stale), 1)
    for layer in stale:
        of, digests = version(layer), []
        for part in _digests(project, layer):
            digests += part
            done += len(part)
            progress(min(done / rows, 1.0))
        found[layer] = of, _sorted(digests)
    total = hashlib.sha256()
    for layer in ordered:
        total.update(layer.encode())
        total.update(found[layer][1])
    total.update(json.dumps(project.criteria.to_json(), sort_keys=True).encode())
    return total.hexdigest()


def _digests(project: Any, layer: str) -> Iterator[list[bytes]]:
    """Yield the digests of the rows of a layer, some at a time."""
    import shapely

    from maps.schema import LAYERS as DECLARED
    from maps.store.reading import read_parts

    declared = DECLARED[layer]
    for rows in read_parts(project.file.ask_aside, declared, declared.field_names, _AT_ONCE):
        names, shapes = sorted(rows.columns), shapely.to_wkb(rows.geometry)
        columns = [rows.columns[name] for name in names]
        yield [
            _digest(shape, zip(names, cells, strict=True))
            for shape, *cells in zip(shapes, *columns, strict=True)
        ]


def _digest(shape: bytes | None, cells: Iterable[tuple[str, Any]]) -> bytes:
    text = _TEXT.encode({name: cell for name, cell in cells if cell is not None})
    return hashlib.sha256((shape or b"") + text.encode()).digest()


def _sorted(digests: list[bytes]) -> bytes:
    """Return digests in order, one after the other; numpy lets others have the interpreter meanwhile."""
    import numpy as np

    return np.sort(np.array(digests, dtype="S32")).tobytes() if digests else b""


def short(digest: str) -> str:
    """Return the first and the last four digits: 7c1f…e90a."""
    return f"{digest[:4]}…{digest[-4:]}"
