"""Vertices that draw the pointer to them, so that outlines share their corners without gaps."""

import math

import numpy as np
import shapely
from PySide6.QtCore import QPointF

from app.canvas.painters.base import FeaturePainter
from app.layers.model import MapModel
from app.tools.bench import Bench
from app.tools.outline import Point
from maps.schema import LAYERS

#: A vertex nearer than this to the pointer is meant, pixels.
SNAP_PX = 10.0
#: Layers whose corners are met; those of the streets are not corners of areas.
_LEFT_OUT = frozenset({"road", "project_area"})
_MOST_FEATURES = 40
#: Metres within which the stored vertex is the one that the map shows.
_SAME_M = 0.05


class Snap:
    """Finds the vertex under the pointer among the visible areas of the map."""

    def __init__(self, bench: Bench, model: MapModel) -> None:
        self._bench, self._model = bench, model

    def vertex(self, at: QPointF, own: tuple[str, int] | None = None) -> Point | None:
        """Return the vertex meant by a pixel, project metres; `own` (layer, fid) is left out."""
        view = self._bench.canvas.view
        reach = SNAP_PX * view.metres_per_px
        x, y = view.to_world(at.x(), at.y())
        box = shapely.box(x - reach, y - reach, x + reach, y + reach)
        best: tuple[float, str, int, Point] | None = None
        for painter in self._model.stack:
            if not isinstance(painter, FeaturePainter) or not self._counts(painter):
                continue
            for place in painter.tree.query(box)[:_MOST_FEATURES].tolist():
                fid = int(painter.fids[place])
                found = None if own == (painter.name, fid) else _nearest(painter.geometries[place], x, y)
                if found is not None and found[0] <= reach and (best is None or found[0] < best[0]):
                    best = (found[0], painter.name, fid, found[1])
        return None if best is None else self._stored(*best[1:])

    def _counts(self, painter: FeaturePainter) -> bool:
        seen = painter.visible and self._bench.canvas.view.zoom >= painter.min_zoom
        return seen and painter.name in LAYERS and painter.name not in _LEFT_OUT

    def _stored(self, layer: str, fid: int, shown: Point) -> Point:
        """Return the vertex as the project keeps it: what the map shows has gone through the map's system."""
        assert self._bench.plane is not None
        x, y = (float(each) for each in self._bench.plane.to_ground(*shown))
        rows = self._bench.session.file.rows(layer, fids=[fid], fields=())
        found = _nearest(rows.geometry[0], x, y) if len(rows) else None
        return found[1] if found is not None and found[0] <= _SAME_M else (x, y)


def _nearest(geometry: shapely.Geometry, x: float, y: float) -> tuple[float, Point] | None:
    """Return the nearest vertex of a geometry with its distance; None of one without."""
    known = shapely.get_coordinates(geometry)
    if not len(known):
        return None
    far = np.hypot(known[:, 0] - x, known[:, 1] - y)
    place = int(far.argmin())
    return float(far[place]), (float(known[place, 0]), float(known[place, 1]))


def near(first: QPointF, second: QPointF) -> bool:
    """Tell whether two pixels are one place for the hand."""
    return math.hypot(first.x() - second.x(), first.y() - second.y()) <= SNAP_PX
