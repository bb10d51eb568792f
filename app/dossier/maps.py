"""The maps of a dossier: the painters of the sheets, with what the proposal moves marked on them."""

import math
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.canvas.furniture import bar_length, distance_text, draw_north, draw_scale_bar
from app.canvas.painters.base import Painter
from app.canvas.painters.cameras import CamerasPainter, CameraState
from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
from app.canvas.painters.labels import LabelsPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import Bounds, MapView
from app.look.theme import LIGHT
from app.sheets.output import png_of
from app.sheets.stack import build_stack
from app.sheets.text import text_width
from app.sheets.tiles import PaperBase, fetch, lacking
from maps.crs import WEB_MERCATOR, transform_bounds, transform_xy
from maps.views.scenes import Scene

#: Logical pixels of a map (1/96 inch) and the resolution at which it is drawn.
WIDTH, HEIGHT, DPI = 643, 370, 200
#: Where the scale bar and the arrow of the north stand.
SCALE_BOX, NORTH_BOX = QRectF(10, HEIGHT - 40, 178, 30), QRectF(WIDTH - 40, 10, 30, 44)
_BAR_PX = 130.0
MARK = "#B3261E"
#: How near a ring may come to the middle of a name, pixels, and by how much a name gives way.
NAME_X, NAME_Y = 52.0, 21.0
NAME_STEPS = (0.0, 24.0, -24.0, 44.0, -44.0, 64.0, -64.0)
_IDLE = (FootprintStyle.BROKEN, FootprintStyle.PLANNED, FootprintStyle.OTHER_PURPOSE, FootprintStyle.OFF)
LAYERS = (
    "land", "land_use", "road", "obstacle", "risk", "obstacle_outline", "verdict", "footprint", "camera", "labels",
)  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """What a map points at, metres in the project's system.

    Attributes
    ----------
    rings : tuple of (x, y)
        Cameras that the proposal touches, as they stand on this map.
    arrows : tuple of (x, y, x, y)
        From where a camera leaves to where it goes.
    """

    rings: tuple[tuple[float, float], ...] = ()
    arrows: tuple[tuple[float, float, float, float], ...] = ()


def map_picture(
    project: Any, purpose: str, extent: Bounds, marks: Marks, base: PaperBase | None = None
) -> bytes:
    """Return the map of a project or of a scenario as PNG at 200 dpi.

    Parameters
    ----------
    project : Project or Scenario
    purpose : str
    extent : tuple of float
        Metres in the project's system.
    marks : Marks
    base : PaperBase, optional
        The base map, drawn where the user has it on.
    """
    scene = Scene("dossier", "", "", extent, LAYERS, purpose)
    stack = build_stack(project, scene, base=base)
    bounds = transform_bounds(extent, project.epsg, WEB_MERCATOR)
    view = MapView(0.0, 0.0, 1.0, WIDTH, HEIGHT).fitted(bounds, 14)
    fetch(lacking(stack.painters, view))
    scale = DPI / 96
    image = QImage(QSize(round(WIDTH * scale), round(HEIGHT * scale)), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.map.land))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.scale(scale, scale)
        painter.setClipRect(QRectF(0, 0, WIDTH, HEIGHT))
        rings = [_screen(view, project.epsg, *ring) for ring in marks.rings]
        names = [_aside(each, view, rings) for each in stack.painters if _is_names(each)]
        names = [each.clear_of(view, 8, SCALE_BOX, NORTH_BOX) for each in names]
        shown = [_of_purpose(each) for each in stack.painters if not _is_names(each)]
        draw_layers(painter, view, LIGHT, [(layer, layer.opacity) for layer in shown])
        _draw_marks(painter, view, project.epsg, marks)
        draw_layers(painter, view, LIGHT, [(layer, layer.opacity) for layer in names])
        _furniture(painter, view)
    finally:
        painter.end()
    return _png(image)


def _is_names(layer: Painter) -> TypeGuard[LabelsPainter]:
    return isinstance(layer, LabelsPainter)


def _aside(layer: LabelsPainter, view: MapView, rings: list[QPointF]) -> LabelsPainter:
    """Return the names with those of the zones a step up or down where a ring would cover them."""

    def covered(x: float, y: float) -> bool:
        return any(abs(ring.x() - x) < NAME_X and abs(ring.y() - y) < NAME_Y for ring in rings)

    moved = copy(layer)
    places = []
    for point in layer.zone_points.tolist():
        x, y = view.to_screen(*point)
        step = next((each for each in NAME_STEPS if not covered(x, y + each)), 0.0)
        places.append(view.to_world(x, y + step) if step else point)
    moved.zone_points = np.array(places, dtype=float).reshape(-1, 2)
    return moved


def _of_purpose(layer: Painter) -> Painter:
    """Return cameras and footprints without those that do not count for the purpose; else the painter."""
    if isinstance(layer, FootprintsPainter):
        idle = layer.fids[[style in _IDLE for style in layer.styles]]
        return layer.without(idle.tolist())
    if not isinstance(layer, CamerasPainter):
        return layer
    kept = np.flatnonzero([state is CameraState.WORKING for state in layer.states])
    return CamerasPainter(
        layer.x[kept].tolist(),
        layer.y[kept].tolist(),
        layer.fids[kept].tolist(),
        [layer.azimuths[each] for each in kept],
        [layer.symbols[each] for each in kept],
        [layer.states[each] for each in kept],
        name=layer.name,
    )


def _draw_marks(painter: QPainter, view: MapView, epsg: int, marks: Marks) -> None:
    for start_x, start_y, end_x, end_y in marks.arrows:
        start, end = (_screen(view, epsg, *place) for place in ((start_x, start_y), (end_x, end_y)))
        _arrow(painter, start, end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ring in marks.rings:
        centre = _screen(view, epsg, *ring)
        for colour, width in ((LIGHT.map.halo, 4.6), (MARK, 2.2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(centre, 11.0, 11.0)


def _screen(view: MapView, epsg: int, x: float, y: float) -> QPointF:
    east, north = transform_xy(np.array([x]), np.array([y]), epsg, WEB_MERCATOR)
    px, py = view.to_screen(float(east[0]), float(north[0]))
    return QPointF(px, py)


def _arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Draw a dashed arrow that ends short of the ring at its point."""
    length = math.hypot(end.x() - start.x(), end.y() - start.y())
    if length < 40:
        return
    along = QPointF((end.x() - start.x()) / length, (end.y() - start.y()) / length)
    first, last = start + along * 13, end - along * 14
    side = QPointF(-along.y(), along.x())
    for colour, width in ((LIGHT.map.halo, 4.0), (MARK, 1.7)):
        pen = QPen(QColor(colour), width)
        if colour == MARK:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(first, last - along * 8)
    painter.setPen(QPen(QColor(LIGHT.map.halo), 1.0))
    painter.setBrush(QColor(MARK))
    painter.drawPolygon(QPolygonF([last, last - along * 10 + side * 4.5, last - along * 10 - side * 4.5]))


def _furniture(painter: QPainter, view: MapView) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    ground = QColor(LIGHT.sf)
    ground.setAlphaF(0.9)
    painter.setBrush(ground)
    metres, pixels = bar_length(view, _BAR_PX)
    wide = pixels + text_width(distance_text(metres), 12.0)
    painter.drawRoundedRect(QRectF(SCALE_BOX.topLeft(), QSizeF(min(wide, SCALE_BOX.width()), 30)), 4, 4)
    draw_scale_bar(painter, QPointF(20, HEIGHT - 36), view, LIGHT, _BAR_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(NORTH_BOX, 4, 4)
    draw_north(painter, QPointF(WIDTH - 25, 32), LIGHT, 34.0)


def _png(image: QImage) -> bytes:
    dots = round(DPI / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    return png_of(image)
