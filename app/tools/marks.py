"""How tools draw: handles with their values, tags, the hint line, ground in the hand."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.canvas.geometry import path_of
from app.canvas.painters.base import tint, world_pen, world_transform
from app.canvas.view import MapView
from app.look.theme import Theme, font

HANDLE_PX, HIT_PX = 13.0, 24.0
_TAG_HEIGHT = 22.0


def draw_ground(painter: QPainter, view: MapView, theme: Theme, shape: Any, colour: str = "") -> None:
    """Draw the ground that a camera in the hand sees; `shape` is a shapely geometry in map metres."""
    ink = colour or theme.map.camera
    path = path_of(np.array([shape], dtype=object))
    painter.save()
    painter.setTransform(world_transform(view), True)
    painter.fillPath(path, tint(ink, 0.24))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, world_pen(view, theme.map.halo, 4.0))
    painter.strokePath(path, world_pen(view, ink, 2.0))
    painter.restore()


def draw_round(
    painter: QPainter, theme: Theme, at: QPointF, *, dotted: bool = False, held: bool = False
) -> None:
    """Draw a round handle, with a dot in its middle for a direction; filled while it is held."""
    _pen_of_handle(painter, theme, held)
    painter.drawEllipse(at, HANDLE_PX / 2, HANDLE_PX / 2)
    if dotted:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sf if held else theme.ac))
        painter.drawEllipse(at, 2.2, 2.2)


def draw_square(painter: QPainter, theme: Theme, at: QPointF, angle_deg: float, held: bool = False) -> None:
    """Draw a square handle turned by an angle on the screen."""
    painter.save()
    painter.translate(at)
    painter.rotate(angle_deg)
    _pen_of_handle(painter, theme, held)
    side = HANDLE_PX - 1.5
    painter.drawRect(QRectF(-side / 2, -side / 2, side, side))
    painter.restore()


def draw_cross(painter: QPainter, theme: Theme, at: QPointF, held: bool = False) -> None:
    """Draw the handle that moves a whole area: a disc with a cross."""
    _pen_of_handle(painter, theme, held)
    painter.drawEllipse(at, HANDLE_PX / 2 + 1.5, HANDLE_PX / 2 + 1.5)
    painter.setPen(QPen(QColor(theme.sf if held else theme.ac), 1.6))
    painter.drawLine(at - QPointF(4.5, 0), at + QPointF(4.5, 0))
    painter.drawLine(at - QPointF(0, 4.5), at + QPointF(0, 4.5))


def draw_flaw(painter: QPainter, theme: Theme, at: QPointF, text: str) -> None:
    """Point at a place where something is wrong, with the reason beside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((theme.map.halo, 5.0), (theme.er, 2.0)):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawEllipse(at, 9.0, 9.0)
        painter.drawLine(at - QPointF(4, 4), at + QPointF(4, 4))
        painter.drawLine(at + QPointF(-4, 4), at + QPointF(4, -4))
    draw_tag(painter, theme, tag_box(at + QPointF(6, 0), text), text, theme.er)


def draw_snap(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Show that the pointer holds to a vertex that is there already."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((theme.map.halo, 5.0), (theme.ac, 2.0)):
        painter.setPen(QPen(QColor(ink), width))
        painter.drawRect(QRectF(at.x() - 7, at.y() - 7, 14, 14))


def _pen_of_handle(painter: QPainter, theme: Theme, held: bool) -> None:
    painter.setPen(QPen(QColor(theme.ac), 2.0))
    painter.setBrush(QColor(theme.ac if held else theme.sf))


def tag_box(at: QPointF, text: str, bold: bool = True) -> QRectF:
    """Return the box of a tag to the right of a handle."""
    width = QFontMetricsF(font(13, 600 if bold else 400)).horizontalAdvance(text) + 16
    return QRectF(at.x() + HANDLE_PX / 2 + 6, at.y() - _TAG_HEIGHT / 2, width, _TAG_HEIGHT)


def draw_tag(painter: QPainter, theme: Theme, box: QRectF, text: str, colour: str = "") -> None:
    """Write a value on paper with an accent rim."""
    painter.setPen(QPen(QColor(colour or theme.ac), 1))
    painter.setBrush(QColor(theme.sf))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(colour or theme.tx))
    painter.setFont(font(13, 600))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def apart(boxes: list[QRectF], gap: float = 3.0) -> list[QRectF]:
    """Return boxes moved down until none lies on another, the higher ones first."""
    placed: list[QRectF] = []
    moved: dict[int, QRectF] = {}
    for number in sorted(range(len(boxes)), key=lambda each: boxes[each].top()):
        box = QRectF(boxes[number])
        while (below := next((each for each in placed if each.intersects(box)), None)) is not None:
            box.moveTop(below.bottom() + gap)
        placed.append(box)
        moved[number] = box
    return [moved[number] for number in range(len(boxes))]


def hint_box(width: float, text: str) -> QRectF:
    """Return the box of the hint line on a map of a width."""
    wide = QFontMetricsF(font(13)).horizontalAdvance(text) + 24
    return QRectF((width - wide) / 2, 14.0, wide, 30.0)


def draw_hint(painter: QPainter, theme: Theme, box: QRectF, text: str) -> None:
    """Write the line that says what to do."""
    painter.setPen(QPen(QColor(theme.ln), 1))
    painter.setBrush(QColor(theme.sf))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QColor(theme.tx))
    painter.setFont(font(13))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_line(painter: QPainter, colour: str, halo: str, points: list[QPointF], width: float = 2.0) -> None:
    """Draw a line over its casing."""
    for ink, pixels in ((halo, width + 2.0), (colour, width)):
        pen = QPen(QColor(ink), pixels)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
