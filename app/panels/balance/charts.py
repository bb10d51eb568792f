"""The charts of the balance panel: Hoover bar, Lorenz curve, the 3 x 3 legend."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import numbers
from app.risk_tones import shown
from app.theme import LIGHT, Theme, font
from app.widgets import Card, label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Chart(QWidget):
    """A painted figure that follows the theme."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw the figure; the pen and the font are set by each part."""
        raise NotImplementedError


class HooverBar(Chart):
    """The Hoover index on a scale from 0 to 1."""

    def __init__(self) -> None:
        super().__init__(52)
        self._value: float | None = None

    def set_value(self, value: float | None) -> None:
        """Show an index (0-1)."""
        self._value = value
        self.setAccessibleName(self.tr("Indice di Hoover {}").format(numbers.measure(value, "", 2)))
        self.update()

    def draw(self, painter: QPainter) -> None:
        width, theme = self.width(), self.theme
        painter.fillRect(QRectF(0, 22, width, 10), QColor(theme.ln))
        painter.setPen(QColor(theme.tx2))
        painter.drawText(QRectF(0, 34, 60, 18), _LEFT, "0")
        painter.drawText(QRectF(width - 60, 34, 60, 18), _RIGHT, "1")
        painter.drawText(
            QRectF(60, 34, width - 120, 18), _MIDDLE, self.tr("0 = la copertura segue il rischio")
        )
        if self._value is None:
            return
        x = self._value * width
        painter.fillRect(QRectF(x - 1.5, 18, 3, 16), QColor(theme.tx))
        painter.setFont(font(12, 600))
        painter.setPen(QColor(theme.tx))
        left = min(max(x - 40, 0.0), width - 80.0)
        painter.drawText(QRectF(left, 0, 80, 17), _MIDDLE, numbers.decimal(self._value, 2))


class LorenzChart(Chart):
    """Cumulated share of covered ground against cumulated share of risk."""

    def __init__(self) -> None:
        super().__init__(214)
        self._points: list[tuple[float, float]] = []

    def set_curve(self, risk: Sequence[float], cover: Sequence[float]) -> None:
        """Show the curve through these cumulated shares (0-1), in order."""
        self._points = [(float(x), float(y)) for x, y in zip(risk, cover, strict=True)]
        self.update()

    def draw(self, painter: QPainter) -> None:
        area = QRectF(58, 8, self.width() - 74, self.height() - 50)
        self._axes(painter, area)
        painter.setPen(QPen(QColor(self.theme.tx2), 1, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        curve = [
            QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())
            for x, y in self._points
        ]
        painter.setPen(QPen(QColor(self.theme.tx), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(curve))

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
            painter.drawText(QRectF(x - 25, area.bottom() + 3, 50, 16), _MIDDLE, text)
            painter.drawText(QRectF(area.left() - 36, y - 8, 30, 16), _RIGHT, text)
        painter.drawText(
            QRectF(area.left(), area.bottom() + 19, area.width(), 18),
            _MIDDLE,
            self.tr("quota del rischio, %"),
        )
        painter.save()
        painter.translate(10, area.center().y())
        painter.rotate(-90)
        painter.drawText(
            QRectF(-area.height() / 2, -10, area.height(), 18), _MIDDLE, self.tr("quota di copertura, %")
        )
        painter.restore()


class _Grid(Chart):
    """The nine colours with their axes and the names of the corners."""

    def __init__(self) -> None:
        super().__init__(304)
        self.risk_breaks, self.cover_breaks = (40.0, 60.0), (25.0, 50.0)
        self._pixels = 82

    def set_cell(self, pixels: int) -> None:
        """Set the side of a cell; below 80 pixels the corners are not named."""
        self._pixels = pixels
        self.setFixedHeight(3 * pixels + 58)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * self._pixels + 80, 3 * self._pixels + 58)

    def draw(self, painter: QPainter) -> None:
        left, top, side = 72, 22, self._pixels
        painter.setFont(font(12, 600))
        painter.setPen(QColor(self.theme.tx))
        painter.drawText(QRectF(0, 0, 110, 18), _LEFT, self.tr("Rischio"))
        names = {
            (2, 0): self.tr("Carenza"),
            (2, 2): self.tr("Presidiata"),
            (0, 0): self.tr("Poco esposta"),
            (0, 2): self.tr("Sovradotata"),
        }
        for row in range(3):
            for column in range(3):
                cell = QRectF(left + column * side, top + (2 - row) * side, side - 2, side - 2)
                tone = shown(row, column, self.theme)
                painter.fillRect(cell, QColor(tone))
                if (row, column) in names and side >= 80:
                    painter.setPen(_ink(tone))
                    painter.drawText(cell, _MIDDLE, names[row, column])
        self._scales(painter, left, top, side)

    def _scales(self, painter: QPainter, left: int, top: int, side: int) -> None:
        painter.setPen(QColor(self.theme.tx))
        bottom = top + 3 * side + 2
        painter.drawText(QRectF(left, bottom, 3 * side, 18), _MIDDLE, self.tr("Copertura"))
        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.tx2))
        for place, text in enumerate(_classes(self.risk_breaks, "")):
            painter.drawText(QRectF(0, top + (2 - place) * side, left - 8, side), _RIGHT, text)
        for place, text in enumerate(_classes(self.cover_breaks, "%")):
            painter.drawText(QRectF(left + place * side, bottom + 16, side, 18), _MIDDLE, text)


def _ink(ground: str) -> QColor:
    """Return the ink, white or near black, that stands out more on a ground (relative luminance of WCAG 2)."""
    parts = QColor(ground).getRgbF()[:3]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#1B1E22" if luminance > 0.2 else "#FFFFFF")


def _classes(breaks: tuple[float, float], unit: str) -> tuple[str, str, str]:
    low, high = breaks
    return (
        numbers.with_unit(f"< {numbers.integer(low)}", unit),
        numbers.span(low, high - 1, unit),
        numbers.with_unit(f"≥ {numbers.integer(high)}", unit),
    )


class BivariateLegend(Card):
    """The legend card of risk against coverage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(14, 12, 10, 8)
        self.body.addWidget(label(self.tr("Rischio e copertura"), "title"))
        self.body.addSpacing(8)
        self._grid = _Grid()
        self.body.addWidget(self._grid)
        self.set_compact(False)

    def set_breaks(self, risk: tuple[float, float], coverage: tuple[float, float]) -> None:
        """Write the limits of the classes: risk (0-100) and coverage (shares, 0-1)."""
        low, high = coverage
        self._grid.risk_breaks, self._grid.cover_breaks = risk, (low * 100, high * 100)
        self._grid.update()

    def set_compact(self, compact: bool) -> None:
        """Take less room on a small window."""
        cell = 58 if compact else 82
        self._grid.set_cell(cell)
        self.setFixedWidth(3 * cell + 104)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._grid.set_theme(theme)
