"""Proposed sites over the map: the ground each would see, and its rank."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.canvas.view import Bounds, MapView
from app.look.theme import Theme, font

_DISC = 22.0


@dataclass(frozen=True)
class SiteMark:
    """One site, EPSG:3857: where it stands, the outlines of what it sees, and its rank from 1.

    A camera that is moved has where it `start`ed; one that is taken away is `gone`.
    """

    rank: int
    x: float
    y: float
    rings: tuple[Any, ...]
    start: tuple[float, float] | None = None
    gone: bool = False

    @property
    def bounds(self) -> Bounds:
        """The box of the site and of what it sees."""
        begun = () if self.start is None else (self.start,)
        xs = [self.x, *(x for x, _y in begun), *(float(v) for ring in self.rings for v in ring[:, 0])]
        ys = [self.y, *(y for _x, y in begun), *(float(v) for ring in self.rings for v in ring[:, 1])]
        return min(xs), min(ys), max(xs), max(ys)


class SitesOverlay:
    """Draws the sites at each frame; `MapCanvas.add_overlay` takes it."""

    def __init__(self, marks: Sequence[SiteMark]) -> None:
        self.marks = list(marks)
        self.current = 0

    def __call__(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        for mark in self.marks:
            self._ground(painter, view, theme, mark)
        for mark in self.marks:
            if mark.start is not None:
                _arrow(painter, view, theme, mark)
        for mark in self.marks:
            self._disc(painter, view, theme, mark)

    def _ground(self, painter: QPainter, view: MapView, theme: Theme, mark: SiteMark) -> None:
        ink = theme.er if mark.gone else theme.ac
        paper, fill = QColor(theme.map.halo), QColor(ink)
        paper.setAlphaF(0.6)
        fill.setAlphaF(0.55 if mark.rank == self.current else 0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        grounds = [
            QPolygonF([QPointF(*view.to_screen(float(x), float(y))) for x, y in ring]) for ring in mark.rings
        ]
        for tint in (paper, fill):  # on any colour of the zones the ground is the same
            painter.setBrush(tint)
            for ground in grounds:
                painter.drawPolygon(ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width, style in (
            (theme.map.halo, 3.4, Qt.PenStyle.SolidLine),
            (ink, 1.6, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(QColor(colour), width, style))
            for ground in grounds:
                painter.drawPolygon(ground)

    def _disc(self, painter: QPainter, view: MapView, theme: Theme, mark: SiteMark) -> None:
        x, y = view.to_screen(mark.x, mark.y)
        chosen = mark.rank == self.current
        size = _DISC + (6 if chosen else 0)
        box = QRectF(x - size / 2, y - size / 2, size, size)
        painter.setPen(QPen(QColor(theme.on), 2))
        painter.setBrush(QColor(theme.er if mark.gone else theme.ac))
        painter.drawEllipse(box)
        painter.setFont(font(12, 600))
        painter.setPen(QColor(theme.on))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(mark.rank))


def _arrow(painter: QPainter, view: MapView, theme: Theme, mark: SiteMark) -> None:
    """Draw where a camera comes from, short of its disc."""
    begin = QPointF(*view.to_screen(*(mark.start or (mark.x, mark.y))))
    end = QPointF(*view.to_screen(mark.x, mark.y))
    whole = end - begin
    length = math.hypot(whole.x(), whole.y())
    if length < 2 * _DISC:
        return
    along = whole / length
    last, side = end - along * (_DISC / 2 + 3), QPointF(-along.y(), along.x())
    for colour, width in ((theme.map.halo, 4.4), (theme.ac, 2.0)):
        pen = QPen(QColor(colour), width)
        if colour == theme.ac:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(begin, last - along * 8)
    painter.setPen(QPen(QColor(theme.map.halo), 1.0))
    painter.setBrush(QColor(theme.ac))
    painter.drawPolygon(QPolygonF([last, last - along * 11 + side * 5, last - along * 11 - side * 5]))
    painter.drawEllipse(begin, 4.0, 4.0)
