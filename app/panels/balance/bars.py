"""Cameras too many or too few, zone by zone: the chart behind "24 telecamere su 76 andrebbero spostate"."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from app.look.theme import font
from app.panels.balance.chart import LEFT, RIGHT, Chart
from app.panels.balance.figures import ZoneLine
from app.speech import numbers

_ROW, _HEAD, _NAME, _MOST = 24, 22, 116, 12
#: Room for the written figure beside the longest bar.
_FIGURE = 34


class SurplusBars(Chart):
    """One row a zone: a bar to the left for the cameras it lacks, to the right for those it has too many.

    Signals
    -------
    zone_chosen(int fid)
    """

    zone_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(_HEAD)
        self.rows: list[ZoneLine] = []
        self._total = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_rows(self, zones: Sequence[ZoneLine]) -> None:
        """Show the zones farthest from balance, those that lack most first."""
        known = [zone for zone in zones if zone.surplus or zone.surplus_after]
        self._total = len(known)
        farthest = sorted(known, key=lambda zone: -abs(zone.surplus or 0))[:_MOST]
        self.rows = sorted(farthest, key=lambda zone: zone.surplus or 0)
        self.setFixedHeight(_HEAD + _ROW * len(self.rows) + 4)
        told = [f"{zone.name} {signed(zone.surplus or 0)}" for zone in self.rows]
        self.setAccessibleName(self.tr("Telecamere rispetto al rischio: {}").format(", ".join(told)))
        self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - _HEAD) // _ROW)
        if 0 <= place < len(self.rows):
            self.zone_chosen.emit(self.rows[place].fid)
        event.accept()

    @property
    def _axis(self) -> tuple[float, float]:
        """Return where zero is, and the pixels of one camera: the longest bars of the two sides fill the room."""
        values = [v for zone in self.rows for v in (zone.surplus, zone.surplus_after) if v is not None]
        low, high = min([*values, 0]), max([*values, 0])
        room = self.width() - _NAME - 2 * _FIGURE
        unit = room / max(high - low, 1)
        return _NAME + _FIGURE - low * unit, unit

    def draw(self, painter: QPainter) -> None:
        zero, unit = self._axis
        self._head(painter, zero)
        for place, zone in enumerate(self.rows):
            self._row(painter, zone, _HEAD + place * _ROW, zero, unit)
        painter.setPen(QPen(QColor(self.theme.ctl), 1))
        painter.drawLine(QPointF(zero, _HEAD), QPointF(zero, _HEAD + _ROW * len(self.rows)))

    def _head(self, painter: QPainter, zero: float) -> None:
        painter.setFont(font(12))
        if len(self.rows) < self._total:
            painter.setPen(QColor(self.theme.tx2))
            told = self.tr("le prime {} di {}").format(len(self.rows), self._total)
            painter.drawText(QRectF(0, 0, _NAME, 18), LEFT, told)
        painter.setPen(QColor(self.theme.wa))
        painter.drawText(QRectF(0, 0, zero - 8, 18), RIGHT, self.tr("◂ ne mancano"))
        painter.setPen(QColor(self.theme.ov))
        painter.drawText(QRectF(zero + 8, 0, self.width() - zero - 8, 18), LEFT, self.tr("in più ▸"))

    def _row(self, painter: QPainter, zone: ZoneLine, top: float, zero: float, unit: float) -> None:
        value = zone.surplus or 0
        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.tx))
        name = painter.fontMetrics().elidedText(zone.name, Qt.TextElideMode.ElideRight, _NAME - 8)
        painter.drawText(QRectF(0, top, _NAME - 8, _ROW), LEFT, name)
        ink = QColor(self.theme.ov if value > 0 else self.theme.wa)
        bar = QRectF(QPointF(zero, top + 5), QPointF(zero + value * unit, top + _ROW - 5)).normalized()
        painter.fillRect(bar, ink)
        end = zero + value * unit
        if zone.surplus_after is not None:
            end = self._after(painter, zone.surplus_after, top, zero, unit, end)
        painter.setFont(font(12, 600))
        painter.setPen(QColor(self.theme.tx))
        box = (
            QRectF(end + 4, top, _FIGURE, _ROW)
            if value >= 0
            else QRectF(end - _FIGURE - 4, top, _FIGURE, _ROW)
        )
        painter.drawText(box, LEFT if value >= 0 else RIGHT, signed(value))

    def _after(
        self, painter: QPainter, value: int, top: float, zero: float, unit: float, end: float
    ) -> float:
        """Frame where the bar would reach with the proposal; return the farther end of the two."""
        frame = QRectF(QPointF(zero, top + 2.5), QPointF(zero + value * unit, top + _ROW - 2.5)).normalized()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.tx), 1.4, Qt.PenStyle.DotLine))
        painter.drawRect(frame)
        reached = zero + value * unit
        return max(end, reached) if end >= zero else min(end, reached)


def signed(value: int) -> str:
    """Return a whole number with its sign: +14, −9, 0."""
    return f"+{numbers.integer(value)}" if value > 0 else numbers.integer(value)
