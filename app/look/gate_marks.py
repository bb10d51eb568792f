"""The mark of a gate, on the map and in the list: what is read is full with a tick, what is open is hollow.

Shape says it without colour; the tip is the direction of travel.
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.look.theme import Theme, font

READ, DECLARED, OPEN = "read", "declared", "open"
RADIUS = 8.0


def draw_gate(
    painter: QPainter,
    theme: Theme,
    at: QPointF,
    state: str,
    azimuth_deg: float | None = None,
    radius: float = RADIUS,
) -> None:
    """Draw a gate.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
    at : QPointF
        Middle of its disc.
    state : str
        READ, DECLARED or OPEN.
    azimuth_deg : float, optional
        Of travel, clockwise from up; without it there is no tip.
    radius : float
        Pixels.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = _outline(at, azimuth_deg, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.map.halo), 5.0))
    painter.drawPath(shape)
    ink = QColor(theme.ac if state == READ else theme.wa)
    pen = QPen(ink, 2.0)
    if state == DECLARED:
        pen.setDashPattern([1.6, 1.2])
    painter.setPen(pen)
    painter.setBrush(ink if state == READ else QColor(theme.sf))
    painter.drawPath(shape)
    if state == READ:
        _tick(painter, theme, at, radius)
    elif state == DECLARED and radius >= RADIUS:
        painter.setFont(font(11, 600))
        painter.drawText(
            QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius),
            Qt.AlignmentFlag.AlignCenter,
            "?",
        )
    painter.restore()


def _outline(at: QPointF, azimuth_deg: float | None, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(at, radius, radius)
    if azimuth_deg is None:
        return path
    turn = math.radians(azimuth_deg)
    ahead, side = QPointF(math.sin(turn), -math.cos(turn)), QPointF(math.cos(turn), math.sin(turn))
    tip = QPainterPath()
    base = at + ahead * (radius * 0.55)
    tip.addPolygon(
        QPolygonF(
            [at + ahead * (radius * 1.85), base + side * (radius * 0.83), base - side * (radius * 0.83)]
        )
    )
    tip.closeSubpath()
    return path.united(tip)


def _tick(painter: QPainter, theme: Theme, at: QPointF, radius: float) -> None:
    pen = QPen(QColor(theme.on), max(radius * 0.26, 1.4))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    corners = ((-0.48, 0.05), (-0.12, 0.42), (0.5, -0.38))
    painter.drawPolyline(QPolygonF([at + QPointF(x, y) * radius for x, y in corners]))
