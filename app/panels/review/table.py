"""The zones of the review: counts, difference with its interval drawn, outcome, class of risk."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.look.theme import LIGHT, Theme, font
from app.look.zone_tables import dress
from app.panels.review.delegate import (
    BEFORE,
    INTERVAL,
    NAME,
    PLOT,
    RISK,
    ROLE_LINE,
    ReviewDelegate,
    axis_of,
)
from app.panels.review.told import ZoneLine
from app.speech import numbers

_Index = QModelIndex | QPersistentModelIndex
_HEAD, _ROW, _LOW_ROW = 30, 40, 28
#: Columns given up, in this order, where the table is too narrow for all.
_SPARED = (INTERVAL, PLOT)
#: Shares of the width of each column, and the least pixels of it.
_SHARES = (0.15, 0.075, 0.075, 0.095, 0.135, 0.205, 0.185, 0.08)
_LEAST = (96, 58, 58, 76, 112, 110, 178, 60)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReviewModel(QAbstractTableModel):
    """The rows as they come: what chance explains least first."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[ZoneLine] = []
        self.heads = ("", "")

    def set_rows(self, rows: Sequence[ZoneLine], heads: tuple[str, str]) -> None:
        """Show these zones."""
        self.beginResetModel()
        self.rows, self.heads = list(rows), heads
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_SHARES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            heads = (self.tr("Zona"), *self.heads, self.tr("Differenza"), self.tr("Intervallo 95 %"), "")
            return (*heads, self.tr("Esito"), self.tr("Classe"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if BEFORE <= section <= INTERVAL else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and section == RISK:
            return self.tr("Classe della mappa del rischio, da 1 (bassa) a 5 (alta)")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (row.name, row.before, row.after, row.difference, row.interval, "", row.outcome, row.risk)
            return texts[index.column()]
        if role == ROLE_LINE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if BEFORE <= index.column() <= INTERVAL else _LEFT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.tip if index.column() != NAME or role == Qt.ItemDataRole.ToolTipRole else row.name
        return None


class AxisHeader(QHeaderView):
    """The head of the table, with the scale of the differences over their column."""

    theme: Theme = LIGHT
    axis = (-1.0, 1.0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section != PLOT:
            return
        painter.save()
        painter.setFont(font(12, 600))
        painter.setPen(QColor(self.theme.tx2))
        inside = rect.adjusted(ReviewDelegate.INSET, 0, -ReviewDelegate.INSET, 0)
        low, high = self.axis
        for value in dict.fromkeys((low, 0.0, high)):
            text = f"+{numbers.integer(value)}" if value > 0 else numbers.integer(value)
            x = inside.left() + (value - low) / (high - low) * inside.width()
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(x - wide / 2, rect.left() + 6), rect.right() - wide - 6)
            painter.drawText(
                round(left), rect.top(), wide + 4, rect.height(), Qt.AlignmentFlag.AlignVCenter, text
            )
        painter.restore()


class ReviewTable(QTableView):
    """The table; the arrows and the mouse choose a zone.

    Signals
    -------
    zone_chosen(int fid)
    """

    zone_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zones, self.delegate = ReviewModel(self), ReviewDelegate(self)
        self.setModel(self.zones)
        self.setItemDelegate(self.delegate)
        self.setObjectName("reviewzones")
        self.setAccessibleName(self.tr("Variazione per zona"))
        self.setMouseTracking(True)
        self._head = AxisHeader(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(self._head)
        self._head.setSectionsClickable(False)
        dress(self, _HEAD, _LOW_ROW)
        self.selectionModel().selectionChanged.connect(self._tell)
        self._quiet = False

    def set_rows(self, rows: Sequence[ZoneLine], heads: tuple[str, str]) -> None:
        """Show these zones."""
        self.zones.set_rows(rows, heads)
        self.delegate.axis = self._head.axis = axis_of(rows)
        self._fit()

    @property
    def chosen(self) -> int | None:
        """The zone of the selected row."""
        rows = self.selectionModel().selectedRows()
        return self.zones.rows[rows[0].row()].fid if rows else None

    def select_zone(self, fid: int | None) -> None:
        """Mark the row of a zone without telling anyone; None for none."""
        places = [place for place, row in enumerate(self.zones.rows) if row.fid == fid]
        self._quiet = True
        if places:
            self.selectRow(places[0])
            self.scrollTo(self.zones.index(places[0], 0))
        else:
            self.clearSelection()
        self._quiet = False

    def _tell(self, _selected: QItemSelection, _left: QItemSelection) -> None:
        fid = self.chosen
        if fid is not None and not self._quiet:
            self.zone_chosen.emit(fid)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.delegate.theme = self._head.theme = theme
        self.viewport().update()
        self._head.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the width among the columns, and give the rows the height there is."""
        width, needed = self.viewport().width(), sum(_LEAST)
        for column in _SPARED:
            self.setColumnHidden(column, width < needed)
            needed -= _LEAST[column] if width < needed else 0
        spare = max(width - needed, 0)
        shown = sum(share for column, share in enumerate(_SHARES) if not self.isColumnHidden(column))
        for column, (share, least) in enumerate(zip(_SHARES, _LEAST, strict=True)):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, int(least + spare * share / shown))
        room = self.viewport().height() / max(len(self.zones.rows), 1)
        tall = _ROW if room >= _ROW else max(_LOW_ROW, min(int(room), _ROW))
        self.verticalHeader().setDefaultSectionSize(tall)
