"""The table widget: fixed rows, heads of groups painted across, selection as runs of rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.look.theme import font
from app.panels.table.delegate import ROW_HEIGHT, CellDelegate
from app.panels.table.model import TableModel
from app.panels.table.paint import RowsPainter
from app.panels.table.text import NUMERIC, heading
from maps.schema import Field

_SAMPLE = 200
#: Qt's selection grows with the square of its runs of rows (50,000 of them took a minute): above these many, what is
#: chosen elsewhere is kept apart and only what the user adds or takes away is Qt's.
_MOST_RUNS = 500
_NARROWEST, _WIDEST = 64, 280
#: Text columns give way by this share before the table scrolls sideways.
_SQUEEZE = 0.15


class AttributeView(QTableView):
    """The rows of a layer.

    Signals
    -------
    rows_chosen() : the user changed the selection.
    copy_wanted(), locate_wanted() : of the current row.
    delete_wanted() : of the selected rows.
    """

    rows_chosen = Signal()
    copy_wanted = Signal()
    locate_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, model: TableModel, cells: CellDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_, self.cells = model, cells
        self._quiet = self._fitting = self._by_hand = False
        self._rows, self._hovered = RowsPainter(model), -1
        self._given: np.ndarray | None = None
        self._wanted: list[int] = []
        self.setObjectName("attributes")
        self.setAccessibleName(self.tr("Tabella degli attributi"))
        self.setModel(model)
        self.setItemDelegate(self.cells)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._set_up_headers()
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        model.modelReset.connect(self._forget_given)

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns.setFixedHeight(ROW_HEIGHT)
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setMinimumSectionSize(_NARROWEST)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.sectionMoved.connect(lambda *_moved: self._find_first())
        columns.sectionResized.connect(lambda *_resized: self._resized())

    def reset_columns(self, sort_field: str, *, descending: bool) -> None:
        """Put the columns in the model's order, each as wide as it needs, with the sign of the order."""
        header = self.horizontalHeader()
        header.blockSignals(True)
        for column in range(self.model_.columnCount()):
            header.moveSection(header.visualIndex(column), column)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(self.model_.column_of(sort_field) if sort_field else -1, order)
        header.blockSignals(False)
        self._by_hand = False
        self._wanted = []
        self.fit_columns()

    def visual_fields(self) -> list[Field]:
        """Return the fields as they stand from left to right."""
        header, fields = self.horizontalHeader(), self.model_.fields
        return [fields[header.logicalIndex(place)] for place in range(len(fields))]

    def current_field(self) -> Field | None:
        """Return the field of the current cell."""
        column = self.currentIndex().column()
        return self.model_.fields[column] if 0 <= column < len(self.model_.fields) else None

    def fit_columns(self) -> None:
        """Give each column what it needs, and share out the room that is left."""
        if len(self._wanted) != self.model_.columnCount():
            self._wanted = [self._wanted_by(column) for column in range(self.model_.columnCount())]
        wanted, room = self._wanted, self.viewport().width() - 2
        texts = [each.kind not in NUMERIC for each in self.model_.fields]
        spare, wide = room - sum(wanted), sum(w for w, text in zip(wanted, texts, strict=True) if text)
        if wide and -_SQUEEZE * wide < spare:
            wanted = [w + (spare * w // wide if text else 0) for w, text in zip(wanted, texts, strict=True)]
        self._fitting = True
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)
        self._fitting = False
        self._find_first()

    def _wanted_by(self, column: int) -> int:
        """Return the width in pixels that shows a heading and the first rows whole, within reason."""
        bold, plain = QFontMetrics(font(12, 600)), QFontMetrics(font(13, 600))
        rows = range(min(_SAMPLE, self.model_.rowCount()))
        texts = (str(self.model_.index(row, column).data()) for row in rows)
        widest = max((plain.horizontalAdvance(text) for text in texts), default=0) + 34
        head = bold.horizontalAdvance(heading(self.model_.fields[column])) + 44
        return max(_NARROWEST, head, min(widest, _WIDEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand and event.size().width() != event.oldSize().width():
            self.fit_columns()

    def _resized(self) -> None:
        """Keep the widths that the user gives from now on."""
        self._by_hand = self._by_hand or not self._fitting

    def _find_first(self) -> None:
        self.cells.first_column = max(self.horizontalHeader().logicalIndex(0), 0)

    # Selection

    def selected_rows(self) -> np.ndarray:
        """Return the selected rows of the table, ascending."""
        ranges: Any = self.selectionModel().selection()
        runs = [(each.top(), each.bottom() + 1) for each in ranges]
        found = [np.arange(top, bottom) for top, bottom in runs]
        mine = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
        return mine if self._given is None else np.setxor1d(self._given, mine)

    def _forget_given(self) -> None:
        self._given = None  # they are rows of the order that was

    def _chosen_among(self, rows: range) -> list[bool]:
        """Tell which of some rows are selected."""
        root, model = QModelIndex(), self.selectionModel()
        mine = [model.isRowSelected(row, root) for row in rows]
        if self._given is None:
            return mine
        given = np.isin(np.arange(rows.start, rows.stop), self._given).tolist()
        return [one != other for one, other in zip(mine, given, strict=True)]

    def selected_fids(self) -> list[int]:
        """Return the keys of the selected rows, in the order shown."""
        return [int(fid) for fid in self.model_.fids(self.selected_rows())]

    def current_cell(self) -> tuple[int | None, int]:
        """Return the key and the column of the current cell."""
        index = self.currentIndex()
        return self.model_.fid(index.row()), index.column()

    def select_fids(
        self, fids: Sequence[int], *, current: tuple[int | None, int] = (None, -1), scroll: bool = True
    ) -> None:
        """Select the rows of these keys, without telling; `current` is the cell to stand on, where shown."""
        rows = self.model_.rows_of(fids)
        chosen, last = QItemSelection(), self.model_.columnCount() - 1
        breaks = np.flatnonzero(np.diff(rows) > 1) + 1
        self._given = rows if len(breaks) >= _MOST_RUNS else None
        if last >= 0 and self._given is None:
            for run in np.split(rows, breaks) if len(rows) else ():
                chosen.select(self.model_.index(int(run[0]), 0), self.model_.index(int(run[-1]), last))
        self._quiet = True
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(rows) and last >= 0:
            self._stand_on(rows, current, scroll=scroll)
        self._quiet = False
        self.viewport().update()

    def _stand_on(self, rows: np.ndarray, current: tuple[int | None, int], *, scroll: bool) -> None:
        fid, column = current
        found = self.model_.rows_of([fid]) if fid is not None else rows
        row = int(found[0]) if len(found) else int(rows[0])
        column = column if 0 <= column < self.model_.columnCount() else self.cells.first_column
        index = self.model_.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if scroll:
            self.scrollTo(index)

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def _selection_changed(self) -> None:
        if self._quiet:
            return
        adding = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if self._given is not None and not adding:
            self._given = None
            self.viewport().update()
        self.rows_chosen.emit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete and not self.is_editing:
            self.delete_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_editing:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.locate_wanted.emit()
            else:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = True
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = False
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover_row(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover_row(-1)

    def _hover_row(self, row: int) -> None:
        if row != self._hovered:
            rows, self._hovered = (self._hovered, row), row
            for each in rows:
                if each >= 0:
                    top = self.rowViewportPosition(each)
                    self.viewport().update(0, top, self.viewport().width(), ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        area, theme, viewport = event.rect(), self.cells.theme, self.viewport()
        painter = QPainter(viewport)
        painter.fillRect(area, QColor(theme.sf))
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first >= 0 and self.model_.columnCount():
            rows = range(first, (self.model_.rowCount() - 1 if last < 0 else last) + 1)
            current = self.currentIndex()
            self._rows.paint(
                painter,
                theme,
                rows,
                self.rowViewportPosition(first),
                self._columns_shown(area.left(), area.right()),
                viewport.width(),
                self._chosen_among(rows),
                hover=self._hovered,
                first_column=self.cells.first_column,
                current=(current.row(), current.column()) if self.cells.focused else (-1, -1),
            )
        painter.end()

    def _columns_shown(self, left: int, right: int) -> list[tuple[int, int, int]]:
        """Return column, left side and width of the columns between two pixels."""
        header = self.horizontalHeader()
        every = (
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in range(self.model_.columnCount())
        )
        return [each for each in every if each[1] <= right and each[1] + each[2] > left]
