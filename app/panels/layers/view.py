"""The list of the layers card: knows what is under the pointer, and drags rows to another place."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QListView

from app.panels.layers.model import Entry, Kind

#: The list rolls while a row is held this near to its edge.
_EDGE_PX = 18


class LayersView(QListView):
    """The list.

    Signals
    -------
    hovered_row(int row), row_dropped(str key, str before) : `before` is "" where it lands below all.
    """

    hovered_row = Signal(int)
    row_dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.pressed_x = 0
        self._pressed = QPoint()
        self._dragged = ""
        self._target: tuple[int, str] | None = None
        #: Colour of the line where a dragged row would land.
        self.accent = QColor("#14599B")

    @property
    def entries(self) -> list[Entry]:
        """The rows shown."""
        return self.model().entries  # type: ignore[attr-defined]

    @property
    def dragging(self) -> str:
        """Key of the row in the hand, "" for none."""
        return self._dragged

    def mousePressEvent(self, event: Any) -> None:
        self._pressed = event.position().toPoint()
        self.pressed_x = self._pressed.x()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: Any) -> None:
        at = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(at)
            return
        super().mouseMoveEvent(event)
        self.hovered_row.emit(self.indexAt(at).row())

    def mouseReleaseEvent(self, event: Any) -> None:
        dragged, target = self._dragged, self._target
        self._drop()
        if dragged and target is not None:
            if target[1] != dragged:
                self.row_dropped.emit(dragged, target[1])
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dragged:
            self._drop()
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        if not self.rect().contains(self.mapFromGlobal(self.cursor().pos())):
            self.hovered_row.emit(-1)

    def _drag(self, at: QPoint) -> None:
        if not self._dragged:
            far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            row = self.indexAt(self._pressed).row()
            if (
                not far
                or row < 0
                or not self.entries[row].movable
                or self.entries[row].kind is not Kind.LAYER
            ):
                return
            self._dragged = self.entries[row].key
            self.hovered_row.emit(-1)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._roll(at)
        self._target = self._gap(at.y())
        self.viewport().update()

    def _roll(self, at: QPoint) -> None:
        bar, step = self.verticalScrollBar(), 12
        if at.y() < _EDGE_PX:
            bar.setValue(bar.value() - step)
        elif at.y() > self.viewport().height() - _EDGE_PX:
            bar.setValue(bar.value() + step)

    def _gap(self, y: int) -> tuple[int, str]:
        """Return the height of the nearest gap between movable rows, and the row below it ("" at the end)."""
        tops = [
            (self.visualRect(self.model().index(row, 0)).top(), entry.key)
            for row, entry in enumerate(self.entries)
            if entry.kind is Kind.LAYER and entry.movable
        ]
        gaps = [*tops, (self._end_of_movable(), "")]
        return min(gaps, key=lambda gap: abs(gap[0] - y))

    def _end_of_movable(self) -> int:
        """The bottom of the last movable row with what belongs to it."""
        last = max(row for row, entry in enumerate(self.entries) if entry.movable)
        after = [row for row, entry in enumerate(self.entries) if row > last and self._starts(entry)]
        end = (after[0] if after else len(self.entries)) - 1
        return self.visualRect(self.model().index(end, 0)).bottom() + 1

    @staticmethod
    def _starts(entry: Entry) -> bool:
        return entry.kind in (Kind.HEAD, Kind.LAYER)

    def _drop(self) -> None:
        self._dragged, self._target = "", None
        self.viewport().unsetCursor()
        self.viewport().update()

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._target is None:
            return
        painter = QPainter(self.viewport())
        y = min(max(self._target[0] - 1, 0), self.viewport().height() - 2)
        painter.fillRect(8, y, self.viewport().width() - 16, 2, self.accent)
        painter.end()
