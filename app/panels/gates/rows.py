"""The gates as a list: headings that cannot be chosen, and a line a gate and direction."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.gate_marks import draw_gate
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import draw_row_ground, plain_tip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW, HEAD, GROUP = 40, 34, 24
_MARGIN = 8


@dataclass(frozen=True)
class Heading:
    """A heading; of a state it has the mark and is strong, of a class of road it is quiet."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class GateLine:
    """A gate: its key, state, the road, direction and lanes, its readers, and all there is to say."""

    key: int
    state: str
    name: str
    detail: str
    readers: str
    tip: str


class GatesModel(QAbstractListModel):
    """Headings and gates in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Heading | GateLine] = []

    def show(self, entries: list[Heading | GateLine]) -> None:
        """Show other gates."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.entries[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if isinstance(entry, Heading):
            return entry.text if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(entry.tip)
        return entry.tip if role == Qt.ItemDataRole.AccessibleTextRole else None


class GateDelegate(QStyledItemDelegate):
    """Paints headings and gates."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, height_of(index.model().entries[index.row()]))  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.model().entries[index.row()]  # type: ignore[attr-defined]
        painter.save()
        if isinstance(entry, Heading):
            self._heading(painter, option.rect, entry)
        else:
            self._gate(painter, option, entry)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, entry: Heading) -> None:
        theme, left = self.theme, area.left() + _MARGIN
        if entry.state:
            draw_gate(painter, theme, QPointF(left + 8, area.center().y() + 2), entry.state, None, 7.0)
            left += 24
        words = area.adjusted(left - area.left(), 4 if entry.state else 2, -12, 0)
        _write(painter, words, entry.text, theme.tx if entry.state else theme.tx2, _face(bool(entry.state)))

    def _gate(self, painter: QPainter, option: QStyleOptionViewItem, entry: GateLine) -> None:
        """Write the road and its readers, and the direction below."""
        theme, area = self.theme, option.rect.adjusted(_MARGIN, 3, -_MARGIN, -3)
        draw_row_ground(painter, option, theme)
        upper, lower = area.adjusted(0, 0, 0, -area.height() // 2), area.adjusted(0, area.height() // 2, 0, 0)
        painter.setFont(font(12))
        wide = min(painter.fontMetrics().horizontalAdvance(entry.readers) + 2, round(area.width() * 0.5))
        right = QRect(upper.right() - wide, upper.top(), wide, upper.height())
        _write(painter, right, entry.readers, theme.tx2, font(12), Qt.AlignmentFlag.AlignRight)
        left = QRect(upper.left(), upper.top(), upper.width() - wide - 8, upper.height())
        _write(painter, left, entry.name, theme.tx, font(13))
        _write(painter, lower, entry.detail, theme.tx2, font(12))


def height_of(entry: Heading | GateLine) -> int:
    """Return how tall an entry is, pixels."""
    if isinstance(entry, GateLine):
        return ROW
    return HEAD if entry.state else GROUP


def _face(strong: bool) -> QFont:
    return font(14 if strong else 12, 600 if strong else 400)


def _write(
    painter: QPainter,
    area: QRect,
    text: str,
    ink: str,
    face: QFont,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(face)
    painter.setPen(QColor(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
