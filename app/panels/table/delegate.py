"""The cells of the attribute table: their height, and what painting them needs to know."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.theme import LIGHT, Theme

ROW_HEIGHT = 28
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Knows the theme, which column stands first and whether the table has the focus; `paint` draws the cells."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self.first_column = 0
        self.focused = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)
