"""The card at the bottom left of the map: scale bar, coordinates, scale, attribution."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.canvas.view import MapView, lonlat, nice_length
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import Card
from app.speech import numbers

_LEFT = 14
#: The longest bar, pixels: on a card of its full width, and on one that stands in a small map.
_LONGEST, _LONGEST_SMALL = 200, 120
_BAR_PX, _LINE_PX = 46, 21


class ScaleCard(Card):
    """Shows where the pointer is and how long things are.

    Signals
    -------
    resized() : it has another line, or one less.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._view: MapView | None = None
        self._pointer: QPointF | None = None
        self._attribution = ""
        self._compact = False

    def sizeHint(self) -> QSize:
        lines = (not self._compact) + bool(self._attribution)
        return QSize(248, _BAR_PX + lines * _LINE_PX + (4 if lines else 0))

    def set_compact(self, compact: bool) -> None:
        """Leave out the coordinates where the map is small."""
        self._compact = compact

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
        before, self._attribution = self._attribution, text
        self.setAccessibleDescription(text)
        self.update()
        if bool(before) != bool(text):
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setFont(font(12))
        self._bar(painter, self._view)
        painter.setPen(QColor(self._theme.tx))
        lines = [*([] if self._compact else [self._position(self._view)]), self._attribution]
        area = QRectF(_LEFT, _BAR_PX, self.width() - 20, 18)
        for line in lines:
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._fitted(painter, line, area.width()))
            area.translate(0, _LINE_PX)
        painter.end()

    def _position(self, view: MapView) -> str:
        """Return where the pointer is, else the centre, and the scale."""
        position = self._pointer or QPointF(view.center_x, view.center_y)
        lon, lat = lonlat(position.x(), position.y())
        return f"{numbers.coordinates(lon, lat)} · 1:{numbers.integer(round(view.scale_denominator, -2))}"

    @staticmethod
    def _fitted(painter: QPainter, text: str, width: float) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width))

    def _bar(self, painter: QPainter, view: MapView) -> None:
        length = nice_length((_LONGEST_SMALL if self._compact else _LONGEST) * view.ground_resolution)
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
