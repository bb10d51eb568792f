"""How the cells of the zone table are painted: bars, chips, the pin of the selected zone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.look.widgets import draw_bar, draw_row_ground
from app.look.zone_tables import paint_verdict
from app.panels.zones.model import COVERAGE, NAME, OVERLAP, RISK, ROLE_ROW, VERDICT, ZoneRow

ROW_HEIGHT = 24
_BAR_WIDTH, _BAR_HEIGHT = 72, 8
_CHIPS = {
    "shortage": ("warning", "wa", "wa_weak"),
    "overlap": ("copy-simple", "ov", "ov_weak"),
    "balanced": ("check", "tx2", "sf2"),
    "to_check": ("question", "tx2", "sf2"),
}


class ZoneDelegate(QStyledItemDelegate):
    """Paints one cell; knows no state but the theme."""

    theme: Theme
    pinned: int | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ZoneRow = index.data(ROLE_ROW)
        painter.save()
        draw_row_ground(painter, option, self.theme, first=index.column() == NAME)
        area = QRectF(option.rect).adjusted(12, 0, -8, 0)
        painter.setFont(font(13, 600 if index.column() == NAME else 400))
        painter.setPen(QColor(self.theme.tx))
        if index.column() in (RISK, COVERAGE, OVERLAP):
            self._bar(painter, area, row, index)
        elif index.column() == VERDICT and row.verdict:
            paint_verdict(painter, area.adjusted(-4, 3, 4, -4), self.theme, _CHIPS[row.verdict], index.data())
        else:
            self._plain(painter, area, row, index)
        painter.restore()

    def _bar(
        self, painter: QPainter, area: QRectF, row: ZoneRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        share = {RISK: (row.risk or 0.0) / 100, COVERAGE: row.coverage, OVERLAP: row.overlap}[index.column()]
        width = min(_BAR_WIDTH, area.width() - 52)
        ground = QRectF(area.left(), area.center().y() - _BAR_HEIGHT / 2, width, _BAR_HEIGHT)
        draw_bar(painter, ground, share or 0.0, QColor(self.theme.tx2), QColor(self.theme.track))
        figure = QRectF(area.left() + width, area.top(), 48, area.height())
        painter.drawText(figure, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data())

    def _plain(
        self, painter: QPainter, area: QRectF, row: ZoneRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text, pinned = index.data(), index.column() == NAME and row.fid == self.pinned
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignVCenter
        room = area.width() - (18 if pinned else 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(area, side, shown)
        if pinned:
            mark = pixmap("push-pin", self.theme.ac, 14, painter.device().devicePixelRatioF())
            left = area.left() + painter.fontMetrics().horizontalAdvance(shown) + 5
            painter.drawPixmap(round(left), round(area.center().y()) - 7, mark)
