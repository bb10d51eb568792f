"""What lies under a point, in a box or in a polygon of the screen, and which of it becomes the selection."""

from collections.abc import Sequence

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF

from app.canvas.painters.base import FeaturePainter, Hit
from app.layers.model import MapModel
from app.session import Selection
from app.tools.bench import Bench
from maps.schema import LAYERS

#: Layers that are the ground of the map: chosen by a box only where one of them is selected already.
GROUND = frozenset({"obstacle", "road", "land_use", "project_area"})


def under(bench: Bench, at: QPointF) -> list[Selection]:
    """Return every row under a pixel, the best first."""
    hits: list[Hit] = bench.canvas.hits_at(at.x(), at.y())
    return list(dict.fromkeys(Selection(hit.layer, hit.fid) for hit in hits if hit.layer in LAYERS))


def within(bench: Bench, model: MapModel, corners: Sequence[QPointF]) -> Selection | None:
    """Return the rows inside a polygon of the screen, all of one layer.

    The layer is the one selected already, else the cameras, else the first from the eye that has rows there. Points
    and lines that touch the polygon are taken, areas that it holds whole.
    """
    view = bench.canvas.view
    ring = [view.to_world(corner.x(), corner.y()) for corner in corners]
    shape = shapely.make_valid(shapely.Polygon(ring))
    chosen = bench.session.selection
    names = [painter.name for painter in reversed(model.stack)]
    first = [chosen.layer] if chosen is not None else []
    for name in dict.fromkeys([*first, "camera", *(each for each in names if each not in GROUND)]):
        painter = model.painter(name)
        live = isinstance(painter, FeaturePainter) and name in LAYERS and painter.pickable and painter.visible
        if live and isinstance(painter, FeaturePainter) and view.zoom >= painter.min_zoom:
            fids = inside(painter, shape)
            if len(fids):
                return Selection.of(name, fids.tolist())
    return None


def inside(painter: FeaturePainter, shape: shapely.Geometry) -> np.ndarray:
    """Return the fids of the features of a painter that a polygon of the map takes."""
    near = painter.tree.query(shape, predicate="intersects")
    areas = shapely.get_dimensions(painter.geometries[near]) == 2
    whole = np.ones(len(near), bool)
    whole[areas] = shapely.covered_by(painter.geometries[near[areas]], shape)
    return painter.fids[near[whole]]


def corners_of(box: QRectF) -> list[QPointF]:
    """Return the corners of a box in order."""
    return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]


def joined(selection: Selection | None, found: Selection | None, *, keep: bool) -> Selection | None:
    """Return what is found, with what was selected of the same layer where it is to be kept."""
    if not keep or selection is None:
        return found
    if found is None:
        return selection
    if found.layer != selection.layer:
        return found
    return Selection.of(found.layer, {*selection.fids, *found.fids}, selection.fid)
