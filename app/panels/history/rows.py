"""One edit as a row of the history: model and painting."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.icons import pixmap
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import draw_row_ground, plain_tip

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Step:
    """One edit.

    Attributes
    ----------
    key : int
        By which the project knows it.
    text : str
        What was done.
    context : str
        When, by whom, how many rows.
    undone : bool
    kept : bool
        It can still be undone or redone.
    """

    key: int
    text: str
    context: str
    undone: bool = False
    kept: bool = True


class StepsModel(QAbstractListModel):
    """The edits, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []

    def show(self, steps: list[Step]) -> None:
        """Show other edits."""
        self.beginResetModel()
        self.steps = steps
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(step.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([step.text, step.context, *(["annullata"] if step.undone else [])])
        return None


class StepDelegate(QStyledItemDelegate):
    """Paints an edit on two lines; what was undone is greyed, with an arrow that says so."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, StepsModel):
            return
        step, theme, area = model.steps[index.row()], self.theme, option.rect
        painter.save()
        draw_row_ground(painter, option, theme)
        left = area.left() + 16
        if step.undone:
            mark = pixmap("arrow-counter-clockwise", theme.tx3, 14, painter.device().devicePixelRatioF())
            painter.drawPixmap(left, area.top() + 9, mark)
            left += 20
        painter.setFont(font(13, 400 if step.undone else 600))
        painter.setPen(QColor(theme.tx3 if step.undone else theme.tx))
        self._line(painter, QRect(left, area.top() + 5, area.right() - left - 12, 20), step.text)
        painter.setFont(font(12))
        painter.setPen(QColor(theme.tx3 if step.undone else theme.tx2))
        context = f"annullata · {step.context}" if step.undone else step.context
        self._line(painter, QRect(area.left() + 16, area.top() + 25, area.width() - 28, 18), context)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
