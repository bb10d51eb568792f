"""What the top bar and the search box offer, read from the project in the background."""

from collections.abc import Callable
from typing import Any

from app.browsing.index import Hit
from app.layers.parts import mercator

#: Layers whose rows are found by code or name, with the word that says what each is.
_NAMED = (("camera", "telecamera"), ("analysis_zone", "zona"), ("sensitive_place", "luogo sensibile"))


def survey(project: Any, progress: Callable[[float], None]) -> dict[str, Any]:
    """Return the purposes, the semesters and what can be searched.

    Returns
    -------
    dict
        ``purposes`` (codes), ``periods`` ("2026-1", the latest first), ``hits`` (list of Hit).
    """
    purposes = project.purposes()
    progress(0.3)
    periods = project.semesters()
    progress(0.6)
    return {"purposes": purposes, "periods": periods, "hits": [*_rows(project), *_streets(project)]}


def _rows(project: Any) -> list[Hit]:
    hits = []
    for layer, kind in _NAMED:
        frame = project.frame(layer)
        for fid, code, name in zip(frame.index, frame["code"], frame["name"], strict=True):
            text = " ".join(dict.fromkeys(part for part in (code, name) if isinstance(part, str)))
            if text:
                hits.append(Hit(text, kind, layer, int(fid)))
    return hits


def _streets(project: Any) -> list[Hit]:
    import numpy as np
    import shapely

    frame, geometry = project.frame("road"), mercator(project, "road")
    names = frame["name"].to_numpy(object)
    named = np.array([isinstance(name, str) for name in names], bool)
    boxes = shapely.bounds(geometry)
    found: dict[str, list[Any]] = {}
    for name, box in zip(names[named], boxes[named], strict=True):
        found.setdefault(name, []).append(box)
    return [Hit(name, "via", "road", _around(np.array(parts))) for name, parts in sorted(found.items())]


def _around(boxes: Any) -> tuple[float, float, float, float]:
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
