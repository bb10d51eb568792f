"""The table widget: fixed rows, heads of groups painted across, selection as runs of rows."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.panels.table.delegate import ROW_HEIGHT, CellDelegate
from app.panels.table.model import TableModel
from app.panels.table.text import heading
from app.theme import font

_SAMPLE = 200
_NARROWEST, _WIDEST = 64, 280


class AttributeView(QTableView):
    """The rows of a layer.

    Signals
    -------
    rows_chosen() : the user changed the selection.
    copy_wanted()
    """

    rows_chosen = Signal()
    copy_wanted = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_, self.cells = model, CellDelegate()
        self._quiet = False
        self.setObjectName("attributes")
        self.setAccessibleName(self.tr("Tabella degli attributi"))
        self.setModel(model)
        self.setItemDelegate(self.cells)
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

    def fit_columns(self) -> None:
        """Give each column the width that its heading and its first rows need."""
        bold, plain = QFontMetrics(font(12, 600)), QFontMetrics(font(13, 600))
        count = min(_SAMPLE, self.model_.rowCount())
        for column, declared in enumerate(self.model_.fields):
            texts = (str(self.model_.index(row, column).data()) for row in range(count))
            widest = max((plain.horizontalAdvance(text) for text in texts), default=0) + 34
            head = bold.horizontalAdvance(heading(declared)) + 44
            self.setColumnWidth(column, max(_NARROWEST, head, min(widest, _WIDEST)))
        self._find_first()

    def _find_first(self) -> None:
        self.cells.first_column = max(self.horizontalHeader().logicalIndex(0), 0)

    # Selection

    def selected_rows(self) -> np.ndarray:
        """Return the selected rows of the table, ascending."""
        runs = [(each.top(), each.bottom() + 1) for each in self.selectionModel().selection()]
        found = [np.arange(top, bottom) for top, bottom in runs]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def selected_fids(self) -> list[int]:
        """Return the keys of the selected rows, in the order shown."""
        return [int(fid) for fid in self.model_.fids(self.selected_rows())]

    def select_fids(self, fids: Sequence[int], *, scroll: bool = True) -> None:
        """Select the rows of these keys, without telling."""
        rows = self.model_.rows_of(fids)
        chosen, last = QItemSelection(), self.model_.columnCount() - 1
        if last >= 0:
            for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else ():
                chosen.select(self.model_.index(int(run[0]), 0), self.model_.index(int(run[-1]), last))
        self._quiet = True
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(rows) and last >= 0:
            first = self.model_.index(
                int(rows[0]), max(self.currentIndex().column(), self.cells.first_column)
            )
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            if scroll:
                self.scrollTo(first)
        self._quiet = False

    def _selection_changed(self) -> None:
        if not self._quiet:
            self.rows_chosen.emit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = True
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = False
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model_.group_field:
            painter = QPainter(self.viewport())
            self._paint_heads(painter)
            painter.end()

    def _paint_heads(self, painter: QPainter) -> None:
        theme, width = self.cells.theme, self.viewport().width()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for row in range(max(first, 0), (self.model_.rowCount() if last < 0 else last + 1)):
            section = self.model_.section(row)
            if section is None:
                continue
            area = QRect(0, self.rowViewportPosition(row), width, ROW_HEIGHT)
            painter.fillRect(area, QColor(theme.sf2))
            painter.fillRect(0, area.bottom(), width, 1, QColor(theme.ln))
            painter.setFont(font(13, 600))
            painter.setPen(QColor(theme.tx))
            text = self.model_.section_text(section)
            painter.drawText(area.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, text)
            left = 12 + painter.fontMetrics().horizontalAdvance(text) + 12
            painter.setFont(font(12))
            painter.setPen(QColor(theme.tx2))
            count = self.model_.section_count(section)
            painter.drawText(area.adjusted(left, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, count)
