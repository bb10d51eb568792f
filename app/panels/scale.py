"""The card at the bottom left of the map: scale bar, coordinates, scale, attribution."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.canvas.view import MapView, lonlat, nice_length
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import Card
from app.speech import numbers

_LEFT, _LONGEST = 14, 200


class ScaleCard(Card):
    """Shows where the pointer is and how long things are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._view: MapView | None = None
        self._pointer: QPointF | None = None
        self._attribution = ""

    def sizeHint(self) -> QSize:
        return QSize(248, 92)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_view(self, view: MapView) -> None:
        """Follow the view of the map."""
        self._view = view
        self.update()

    def set_pointer(self, world: QPointF | None) -> None:
        """Show the position under the pointer, or the centre when it has left."""
        self._pointer = world
        self.update()

    def set_attribution(self, text: str) -> None:
        """Show whose data the map draws."""
        self._attribution = text
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setFont(font(12))
        self._bar(painter, self._view)
        painter.setPen(QColor(self._theme.tx))
        position = self._pointer or QPointF(self._view.center_x, self._view.center_y)
        lon, lat = lonlat(position.x(), position.y())
        scale = numbers.integer(round(self._view.scale_denominator, -2))
        text = f"{numbers.coordinates(lon, lat)} · 1:{scale}"
        area = QRectF(_LEFT, 46, self.width() - 20, 18)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._fitted(painter, text, area.width()))
        painter.drawText(
            area.translated(0, 21),
            Qt.AlignmentFlag.AlignVCenter,
            self._fitted(painter, self._attribution, area.width()),
        )
        painter.end()

    @staticmethod
    def _fitted(painter: QPainter, text: str, width: float) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width))

    def _bar(self, painter: QPainter, view: MapView) -> None:
        length = nice_length(_LONGEST * view.ground_resolution)
        pixels = length / view.ground_resolution
        ink, ground = QColor(self._theme.tx), QColor(self._theme.sf)
        painter.fillRect(QRectF(_LEFT, 30, pixels, 6), ink)
        for quarter in (1, 3):
            painter.fillRect(QRectF(_LEFT + quarter * pixels / 4 + 1, 31.5, pixels / 4 - 2, 3), ground)
        painter.setPen(ink)
        unit, divisor = ("km", 1000.0) if length >= 1000 else ("m", 1.0)
        for share in (0.0, 0.5, 1.0):
            text = numbers.compact(share * length / divisor, 2)
            text = numbers.with_unit(text, unit) if share == 1.0 else text
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(_LEFT + share * pixels - wide / 2, _LEFT), self.width() - wide - 8)
            painter.drawText(QRectF(left, 9, wide + 2, 18), Qt.AlignmentFlag.AlignVCenter, text)
