"""How the cells of the review are painted: dot and whisker, chip of the outcome."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.theme import LIGHT, Theme, font
from app.look.widgets import draw_row_ground
from app.look.zone_tables import paint_verdict
from app.panels.review.told import ZoneLine

#: Outcome -> icon, ink, ground of the chip.
CHIPS = {
    "rise": ("trend-up", "wa", "wa_weak"),
    "fall": ("trend-down", "ov", "ov_weak"),
    "chance": ("equals", "tx2", "sf2"),
}
ROLE_LINE = Qt.ItemDataRole.UserRole + 1
#: Columns of the table.
NAME, BEFORE, AFTER, DIFFERENCE, INTERVAL, PLOT, OUTCOME, RISK = range(8)


def axis_of(rows: Sequence[ZoneLine]) -> tuple[float, float]:
    """Return the round ends of the scale that holds every interval and nought."""
    low = min((row.low for row in rows), default=-1.0)
    high = max((row.high for row in rows), default=1.0)
    step = 10.0 ** math.floor(math.log10(max(high, -low, 1.0)))
    step = step if max(high, -low) > 4 * step else step / 2
    return min(math.floor(low / step) * step, 0.0), max(math.ceil(high / step) * step, step)


class ReviewDelegate(QStyledItemDelegate):
    """Paints one cell; knows no state but the theme and the scale."""

    INSET = 16
    theme: Theme = LIGHT
    axis = (-1.0, 1.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, column = index.data(ROLE_LINE), index.column()
        painter.save()
        draw_row_ground(painter, option, self.theme, first=column == NAME)
        area = QRectF(option.rect).adjusted(16 if column == NAME else 8, 0, -8, 0)
        if column == PLOT:
            self._whisker(painter, QRectF(option.rect).adjusted(self.INSET, 0, -self.INSET, 0), row)
        elif column == OUTCOME:
            box = QRectF(area.left(), area.center().y() - 10, area.width(), 20)
            paint_verdict(painter, box, self.theme, CHIPS[row.kind], row.outcome)
        else:
            self._text(painter, area, column, index)
        painter.restore()

    def _text(
        self, painter: QPainter, area: QRectF, column: int, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.setFont(font(13, 600 if column in (NAME, DIFFERENCE) else 400))
        painter.setPen(QColor(self.theme.tx2 if column == INTERVAL else self.theme.tx))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(area.width())
        )
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.drawText(area, int(alignment), text)

    def _whisker(self, painter: QPainter, area: QRectF, row: ZoneLine) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self.axis

        def x(value: float) -> float:
            return area.left() + (value - low) / (high - low) * area.width()

        middle = area.center().y()
        painter.setPen(QPen(QColor(self.theme.ctl), 1))
        painter.drawLine(QLineF(x(0), area.top() + 8, x(0), area.bottom() - 8))
        ink = QColor(getattr(self.theme, CHIPS[row.kind][1]))
        painter.setPen(QPen(ink, 1.8))
        painter.drawLine(QLineF(x(row.low), middle, x(row.high), middle))
        for end in (row.low, row.high):
            painter.drawLine(QLineF(x(end), middle - 4, x(end), middle + 4))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(x(row.gap), middle), 4.2, 4.2)
