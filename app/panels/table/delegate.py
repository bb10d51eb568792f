"""How the cells of the attribute table are painted."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.icons import pixmap
from app.panels.table.model import VALUE, TableModel
from app.theme import LIGHT, Theme, font
from app.widgets import draw_chip

ROW_HEIGHT = 28
#: States that are read first: field and code to icon, ink and ground.
_CHIPS = {
    ("working_state", "working"): ("check", "ok", "ok_weak"),
    ("working_state", "degraded"): ("warning", "wa", "wa_weak"),
    ("working_state", "broken"): ("x", "er", "er_weak"),
    ("lamp_state", "broken"): ("x", "er", "er_weak"),
}
Index = QModelIndex | QPersistentModelIndex


@lru_cache(maxsize=64)
def _mark(name: str, colour: str, ratio: float) -> QPixmap:
    """Return the icon of a chip; drawing one anew for each cell would cost more than all the rest."""
    return pixmap(name, colour, 13, ratio)


class CellDelegate(QStyledItemDelegate):
    """Paints one cell; knows the theme and which column stands first."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.first_column = 0
        self.focused = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel) or model.section(index.row()) is not None:
            return
        painter.save()
        self._ground(painter, option, index.column())
        text = index.data()
        look = _CHIPS.get((model.fields[index.column()].name, str(index.data(VALUE))))
        area = QRectF(option.rect).adjusted(12, 0, -10, -1)
        if look is not None:
            self._chip(painter, area, look, text)
        elif text:
            painter.setFont(font(13, 600 if index.column() == self.first_column else 400))
            painter.setPen(QColor(self.theme.tx))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(area.width()))
            painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        area, theme = option.rect, self.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.acw if chosen else theme.hv))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.ln))
        if chosen and column == self.first_column:
            painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.ac))
        if self.focused and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.ac), 2))
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -2))

    def _chip(self, painter: QPainter, area: QRectF, look: tuple[str, str, str], text: str) -> None:
        name, ink, ground = look
        colour = QColor(getattr(self.theme, ink))
        painter.setFont(font(12, 600))
        width = min(painter.fontMetrics().horizontalAdvance(text) + 32, area.width() + 8)
        chip = QRectF(area.left() - 4, area.top() + 4, width, area.height() - 8)
        draw_chip(painter, chip, colour, QColor(getattr(self.theme, ground)))
        mark = _mark(name, colour.name(), painter.device().devicePixelRatioF())
        painter.drawPixmap(round(chip.left()) + 7, round(chip.center().y()) - 6, mark)
        painter.setPen(colour)
        room = chip.adjusted(23, 0, -6, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
