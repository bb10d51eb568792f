"""The charts of the balance panel: the Hoover index on its scale, and the Lorenz curve."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app.look.theme import font
from app.panels.balance.chart import LEFT, MIDDLE, RIGHT, Chart
from app.panels.balance.figures import Figures
from app.speech import numbers

_Curve = Sequence[tuple[float, float]]


class HooverBar(Chart):
    """The Hoover index on a scale, with what random placement gives, its interval, before and after."""

    def __init__(self) -> None:
        super().__init__(66)
        self.figures = Figures()

    def set_figures(self, figures: Figures) -> None:
        """Show these figures."""
        self.figures = figures
        told = self.tr("Indice di Hoover {}").format(numbers.measure(figures.hoover, "", 2))
        if figures.null is not None:
            told += self.tr(", atteso per caso {}").format(numbers.span(*figures.null, "", 2))
        self.setAccessibleName(told)
        self.redraw()

    @property
    def top(self) -> float:
        """The end of the scale: half, or one where an index lies beyond."""
        told = self.figures
        known = [told.hoover, told.after, *(told.null or ()), *(told.interval or ())]
        return 1.0 if max((each for each in known if each is not None), default=0.0) > 0.49 else 0.5

    def x_of(self, value: float) -> float:
        """Return the pixel of a value of the scale."""
        return value / self.top * self.width()

    def draw(self, painter: QPainter) -> None:
        width = float(self.width())
        painter.fillRect(QRectF(0, 24, width, 12), QColor(self.track))
        if self.figures.null is not None:
            low, high = (self.x_of(each) for each in self.figures.null)
            painter.fillRect(QRectF(low, 24, high - low, 12), QColor(self.band))
        self._scale(painter)
        self._interval(painter)
        self._marks(painter)

    def _scale(self, painter: QPainter) -> None:
        width, null = float(self.width()), self.figures.null
        painter.setPen(QColor(self.theme.tx2))
        painter.drawText(QRectF(0, 42, 40, 18), LEFT, "0")
        painter.drawText(QRectF(width - 60, 42, 60, 18), RIGHT, numbers.decimal(self.top, 2))
        if null is None:
            text, middle = self.tr("0 = la copertura segue il rischio"), width / 2
        else:
            text = self.tr("atteso per caso {}").format(numbers.span(*null, "", 2))
            middle = self.x_of(sum(null) / 2)
        room = painter.fontMetrics().horizontalAdvance(text) + 8.0
        left = min(max(middle - room / 2, 16.0), width - 50.0 - room)
        painter.drawText(QRectF(left, 42, room, 18), MIDDLE, text)

    def _interval(self, painter: QPainter) -> None:
        if self.figures.interval is None:
            return
        low, high = (self.x_of(each) for each in self.figures.interval)
        painter.setPen(QPen(QColor(self.theme.tx2), 1.4))
        painter.drawLine(QPointF(low, 30), QPointF(high, 30))
        for x in (low, high):
            painter.drawLine(QPointF(x, 27), QPointF(x, 33))

    def _marks(self, painter: QPainter) -> None:
        told = self.figures
        marks = [(told.hoover, self.tr("prima {}") if told.after is not None else "{}", False)]
        marks.append((told.after, self.tr("dopo {}"), True))
        places = [(value, text, dotted) for value, text, dotted in marks if value is not None]
        for value, _text, dotted in places:
            style = Qt.PenStyle.DotLine if dotted else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(self.theme.tx), 2.4, style))
            painter.drawLine(QPointF(self.x_of(value), 20), QPointF(self.x_of(value), 40))
        self._write(painter, [(v, t.format(numbers.decimal(v, 2)), d) for v, t, d in sorted(places)])

    def _write(self, painter: QPainter, labels: Sequence[tuple[float, str, bool]]) -> None:
        """Write the figures over their marks, from the left: side by side, never one over the other nor cut."""
        fonts = [font(12, 400 if dotted else 600) for _value, _text, dotted in labels]
        rooms = [
            QFontMetrics(each).horizontalAdvance(text) + 6.0
            for each, (_value, text, _dotted) in zip(fonts, labels, strict=True)
        ]
        lefts = [
            self.x_of(value) - room / 2 for (value, _text, _dotted), room in zip(labels, rooms, strict=True)
        ]
        if len(lefts) == 2 and lefts[0] + rooms[0] + 4 > lefts[1]:
            middle = (lefts[0] + rooms[0] + lefts[1]) / 2
            lefts = [middle - rooms[0] - 2, middle + 2]
        over = max(lefts[-1] + rooms[-1] - self.width(), 0.0) if lefts else 0.0
        shift = over if over else min(lefts[0], 0.0) if lefts else 0.0
        painter.setPen(QColor(self.theme.tx))
        for left, room, each, (_value, text, _dotted) in zip(lefts, rooms, fonts, labels, strict=True):
            painter.setFont(each)
            painter.drawText(QRectF(left - shift, 0, room, 17), MIDDLE, text)


class LorenzChart(Chart):
    """Cumulated share of covered ground against cumulated share of risk."""

    def __init__(self) -> None:
        super().__init__(214)
        self.figures = Figures()

    def set_figures(self, figures: Figures) -> None:
        """Show these curves."""
        self.figures = figures
        self.redraw()

    def draw(self, painter: QPainter) -> None:
        area = QRectF(58, 8, self.width() - 74, self.height() - 50)
        told = self.figures
        if told.band is not None:
            x, low, high = told.band
            outline = [*zip(x, low, strict=True), *reversed(list(zip(x, high, strict=True)))]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faint(self.band))
            painter.drawPolygon(_polygon(area, outline))
        self._axes(painter, area)
        painter.setPen(QPen(QColor(self.theme.tx2), 1, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        self._curve(painter, area, told.lorenz, self.tr("prima") if told.lorenz_after else "", dashed=False)
        self._curve(painter, area, told.lorenz_after, self.tr("dopo"), dashed=True)

    def _curve(self, painter: QPainter, area: QRectF, points: _Curve, name: str, *, dashed: bool) -> None:
        if not points:
            return
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(self.theme.tx), 2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        curve = _polygon(area, points)
        painter.drawPolyline(curve)
        if name:
            self._name(painter, curve, name, above=dashed)

    def _name(self, painter: QPainter, curve: QPolygonF, name: str, *, above: bool) -> None:
        """Write the name of a curve beside it, on the side away from the other and from the axis."""
        at = _point(curve, 0.5 if above else 0.72)
        painter.setFont(font(12, 400 if above else 600))
        room = painter.fontMetrics().horizontalAdvance(name) + 4.0
        corner = QPointF(at.x() - room - 8, at.y() - 22) if above else QPointF(at.x() + 10, at.y() + 4)
        painter.setPen(QColor(self.theme.tx))
        painter.drawText(QRectF(corner.x(), corner.y(), room, 16), MIDDLE, name)

    def _axes(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(12))
        for step in range(5):
            share = step / 4
            x, y = area.left() + share * area.width(), area.bottom() - share * area.height()
            painter.setPen(QPen(QColor(self.theme.ln), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self.theme.tx2))
            text = numbers.integer(share * 100)
            painter.drawText(QRectF(x - 25, area.bottom() + 3, 50, 16), MIDDLE, text)
            painter.drawText(QRectF(area.left() - 36, y - 8, 30, 16), RIGHT, text)
        below = QRectF(area.left(), area.bottom() + 19, area.width(), 18)
        painter.drawText(below, MIDDLE, self.tr("quota del rischio, %"))
        painter.save()
        painter.translate(10, area.center().y())
        painter.rotate(-90)
        beside = QRectF(-area.height() / 2, -10, area.height(), 18)
        painter.drawText(beside, MIDDLE, self.tr("quota di copertura, %"))
        painter.restore()


def _polygon(area: QRectF, points: _Curve) -> QPolygonF:
    return QPolygonF(
        [QPointF(area.left() + x * area.width(), area.bottom() - y * area.height()) for x, y in points]
    )


def _point(curve: QPolygonF, share: float) -> QPointF:
    """Return the point of a curve at a share of its width."""
    points = [curve.at(place) for place in range(curve.count())]
    wanted = points[0].x() + (points[-1].x() - points[0].x()) * share
    for first, second in itertools.pairwise(points):
        if first.x() <= wanted <= second.x() and second.x() > first.x():
            along = (wanted - first.x()) / (second.x() - first.x())
            return first + (second - first) * along
    return points[len(points) // 2]


def _faint(colour: str) -> QColor:
    made = QColor(colour)
    made.setAlphaF(0.6)
    return made
