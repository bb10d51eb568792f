"""A cordon over the map: the boundary, its gates with their direction, and where the chosen camera reads plates."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.canvas.view import Bounds, MapView
from app.look.gate_marks import DECLARED, OPEN, RADIUS, READ, draw_gate
from app.look.theme import Theme, font

#: From farther than this the marks are small: they would hide one another.
NEAR_M_PX, _FAR_RADIUS = 6.0, 5.0
_ROW, _LEFT = 20.0, 12.0
#: The pointer need not be nearer than this to a gate, pixels.
_REACH_PX = 12.0


@dataclass(frozen=True)
class GateMark:
    """One gate, EPSG:3857: where the road crosses, the direction of travel, and whether it is read."""

    key: int
    x: float
    y: float
    azimuth_deg: float
    state: str


class GatesOverlay:
    """Draws a cordon at each frame; `MapCanvas.add_overlay` takes it.

    Parameters
    ----------
    rings : sequence of ndarray (n, 2)
        Outlines of the boundary, EPSG:3857.
    marks : sequence of GateMark
    left : callable
        Where the key begins, pixels.
    """

    def __init__(self, rings: Sequence[Any], marks: Sequence[GateMark], left: Callable[[], float]) -> None:
        self.rings, self.marks, self._left = list(rings), list(marks), left
        self.stretches: list[Any] = []
        self.current = -1
        self.hovered: int | None = None

    def bounds_of(self, key: int, room: float) -> Bounds | None:
        """Return the box around a gate, with so many metres of the map on each side."""
        for mark in self.marks:
            if mark.key == key:
                return mark.x - room, mark.y - room, mark.x + room, mark.y + room
        return None

    def key_at(self, view: MapView, at: QPointF) -> int | None:
        """Return the key of the gate under a pixel, the nearest; None where there is none."""
        radius = _radius(view)
        found = [(_length(at - _place(mark, view, radius)), mark.key) for mark in self.marks]
        distance, key = min(found, default=(math.inf, -1))
        return key if distance <= max(_REACH_PX, 1.5 * radius) else None

    def __call__(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in ((theme.map.halo, 6.0), (theme.tx, 2.4)):
            painter.setPen(QPen(QColor(ink), width))
            for ring in self.rings:
                painter.drawPolyline(_line(ring, view))
        for stretch in self.stretches:
            _stretch(painter, theme, _line(stretch, view))
        radius = _radius(view)
        for mark in sorted(self.marks, key=self._height):
            self._mark(painter, theme, view, mark, radius)
        self._key(painter, theme, view)

    def _height(self, mark: GateMark) -> tuple[bool, bool, bool]:
        """Return what puts a gate above others: pointed at, chosen, open."""
        return mark.key == self.hovered, mark.key == self.current, mark.state == OPEN

    def _mark(self, painter: QPainter, theme: Theme, view: MapView, mark: GateMark, radius: float) -> None:
        """Draw a gate; a ring is round the one that is chosen, a thin one round the one pointed at."""
        at = _place(mark, view, radius)
        if mark.key in (self.current, self.hovered):
            width, ring = (3.0, 2.4 * radius) if mark.key == self.current else (1.5, 2.0 * radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ink, wide in ((theme.map.halo, width + 3.0), (theme.ac, width)):
                painter.setPen(QPen(QColor(ink), wide))
                painter.drawEllipse(at, ring, ring)
        draw_gate(painter, theme, at, mark.state, mark.azimuth_deg, radius)

    def _key(self, painter: QPainter, theme: Theme, view: MapView) -> None:
        """Say what the marks are, where there is room for it."""
        states = {mark.state for mark in self.marks}
        words = ((READ, "letto"), (OPEN, "aperto"), (DECLARED, "solo dichiarato"))
        entries = [each for each in words if each[0] in states]
        if self.stretches:
            entries.append(("stretch", "qui la targa si legge"))
        metrics = QFontMetricsF(font(12))
        wide = sum(metrics.horizontalAdvance(text) + 44 for _state, text in entries) + 4
        box = QRectF(self._left(), 12.0, wide, _ROW + 14)
        if not entries or box.right() > view.width - 56:
            return
        painter.setPen(QPen(QColor(theme.ln), 1))
        painter.setBrush(QColor(theme.sf))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font(12))
        x, middle = box.left() + _LEFT, box.center().y()
        for state, text in entries:
            if state == "stretch":
                _stretch(painter, theme, QPolygonF([QPointF(x - 2, middle), QPointF(x + 18, middle)]))
            else:
                draw_gate(painter, theme, QPointF(x + 7, middle), state, 90.0, 6.0)
            painter.setPen(QColor(theme.tx))
            painter.drawText(QPointF(x + 25, middle + 4), text)
            x += metrics.horizontalAdvance(text) + 44


def _radius(view: MapView) -> float:
    return RADIUS if view.metres_per_px < NEAR_M_PX else _FAR_RADIUS


def _place(mark: GateMark, view: MapView, radius: float) -> QPointF:
    """Return where a gate is drawn: on the right of its road, where that direction is driven."""
    turn, away = math.radians(mark.azimuth_deg), radius * 1.6
    x, y = view.to_screen(mark.x, mark.y)
    return QPointF(x + math.cos(turn) * away, y + math.sin(turn) * away)


def _length(step: QPointF) -> float:
    return math.hypot(step.x(), step.y())


def _line(xy: Any, view: MapView) -> QPolygonF:
    x, y = view.to_screen(xy[:, 0], xy[:, 1])
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def _stretch(painter: QPainter, theme: Theme, line: QPolygonF) -> None:
    """Draw where plates are read, with the direction of travel at its end."""
    for ink, width in ((theme.map.halo, 8.0), (theme.ac, 4.0)):
        pen = QPen(QColor(ink), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
    begin, end = line.first(), line.last()
    length = math.hypot(end.x() - begin.x(), end.y() - begin.y())
    if length < 12.0:
        return
    ahead = (end - begin) / length
    side = QPointF(-ahead.y(), ahead.x())
    painter.setPen(QPen(QColor(theme.map.halo), 1.0))
    painter.setBrush(QColor(theme.ac))
    painter.drawPolygon(QPolygonF([end + ahead * 6, end - ahead * 5 + side * 6, end - ahead * 5 - side * 6]))
