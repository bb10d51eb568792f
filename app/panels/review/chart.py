"""The same semesters of one zone, year after year, with what chance makes of each count."""

import math
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.view import nice_length
from app.look.theme import LIGHT, Theme, font
from app.panels.review.delegate import CHIPS
from app.panels.review.told import History
from app.speech import numbers

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 34.0, 26.0, 30.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class HistoryChart(QWidget):
    """Points, line, band of the intervals and line of the mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.history = History("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(90)

    def set_history(self, history: History) -> None:
        """Show these counts."""
        self.history = history
        pairs = zip(history.names, history.counts, strict=True)
        told = ", ".join(f"{name}: {numbers.integer(count)}" for name, count in pairs)
        self.setAccessibleName(f"{history.title}: {told}. {history.mean_text}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.update()

    @property
    def step(self) -> float:
        """Events between two lines of the scale."""
        top = max([*self.history.highs, self.history.mean or 0.0, 3.0])
        step = nice_length(top / 2)
        return step / 2 if top / step < 2.5 and step > 1 else step

    def _x(self, place: int) -> float:
        room, many = self.width() - _LEFT - _RIGHT - 24, len(self.history.names)
        return _LEFT + 12 + (room / 2 if many == 1 else place / (many - 1) * room)

    def _y(self, value: float) -> float:
        top = math.ceil(max([*self.history.highs, self.history.mean or 0.0, 3.0]) / self.step) * self.step
        return self.height() - _BOTTOM - value / top * (self.height() - _BOTTOM - _TOP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.history.names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scale(painter)
        self._band(painter)
        self._mean(painter)
        self._points(painter)
        painter.end()

    def _scale(self, painter: QPainter) -> None:
        painter.setFont(font(12))
        top = math.ceil(max([*self.history.highs, self.history.mean or 0.0, 3.0]) / self.step)
        for n in range(top + 1):
            y = self._y(n * self.step)
            painter.setPen(QPen(QColor(self.theme.ln), 1))
            painter.drawLine(QLineF(_LEFT, y, self.width() - _RIGHT + 12, y))
            painter.setPen(QColor(self.theme.tx2))
            area = QRectF(0, y - 9, _LEFT - 8, 18)
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(area, right, numbers.integer(n * self.step))
        for n, name in enumerate(self.history.names):
            painter.drawText(QRectF(self._x(n) - 40, self.height() - _BOTTOM + 6, 80, 18), _CENTRE, name)

    def _band(self, painter: QPainter) -> None:
        told, ground = self.history, QColor(self.theme.tx2)
        ground.setAlphaF(0.2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        if len(told.names) == 1:
            low, high = self._y(told.lows[0]), self._y(told.highs[0])
            painter.drawRect(QRectF(self._x(0) - 8, high, 16, low - high))
            return
        tops = [QPointF(self._x(n), self._y(high)) for n, high in enumerate(told.highs)]
        ends = [QPointF(self._x(n), self._y(low)) for n, low in enumerate(told.lows)]
        painter.drawPolygon(QPolygonF([*tops, *reversed(ends)]))

    def _mean(self, painter: QPainter) -> None:
        if self.history.mean is None:
            return
        y, last = self._y(self.history.mean), self._x(len(self.history.names) - 1)
        painter.setPen(QPen(QColor(self.theme.tx2), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(self._x(0), y, last, y))
        painter.setFont(font(12))
        wide = painter.fontMetrics().horizontalAdvance(self.history.mean_text) + 2.0
        painter.drawText(self.mean_place(wide), _CENTRE, self.history.mean_text)

    def mean_place(self, wide: float) -> QRectF:
        """Return where the words of the mean cover least of the line and of its figures, the end first."""
        first, last = self._x(0), max(self._x(len(self.history.names) - 1), self._x(0) + wide)
        y, taken = self._y(self.history.mean or 0.0), self._taken()
        lefts = [last - wide - n * (last - wide - first) / 8 for n in range(9)]
        rooms = [QRectF(left, y + down, wide, 18) for left in lefts for down in (4, -22)]
        return min(rooms, key=lambda room: sum(room.intersects(each) for each in taken))

    def _taken(self) -> list[QRectF]:
        """Return the ground of the points with their figures, and of the line between them."""
        places = [QPointF(self._x(n), self._y(count)) for n, count in enumerate(self.history.counts)]
        figures = [QRectF(place.x() - 20, place.y() - 28, 40, 36) for place in places]
        steps = [a + (b - a) * (n / 12) for a, b in pairwise(places) for n in range(1, 12)]
        return figures + [QRectF(at.x() - 2, at.y() - 2, 4, 4) for at in steps]

    def _points(self, painter: QPainter) -> None:
        told = self.history
        places = [QPointF(self._x(n), self._y(count)) for n, count in enumerate(told.counts)]
        painter.setPen(QPen(QColor(self.theme.tx), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        for n, (place, count) in enumerate(zip(places, told.counts, strict=True)):
            last = n == len(places) - 1
            ink = QColor(getattr(self.theme, CHIPS[told.kind][1] if last and told.kind != "chance" else "tx"))
            painter.setPen(QPen(QColor(self.theme.sf), 2))
            painter.setBrush(ink)
            painter.drawEllipse(place, 6.5 if last else 5, 6.5 if last else 5)
            painter.setPen(ink)
            painter.setFont(font(16 if last else 12, 600))
            wide = painter.fontMetrics().horizontalAdvance(numbers.integer(count)) + 4
            left = place.x() - wide / 2 if not last else min(place.x() - wide / 2, self.width() - wide)
            painter.drawText(QRectF(left, place.y() - 30, wide, 20), _CENTRE, numbers.integer(count))
