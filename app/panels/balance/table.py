"""The zones of a purpose in short: risk, coverage, overlap, how sure the risk is, and the verdict."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableView, QWidget

from app.look.theme import LIGHT, Theme
from app.look.zone_tables import dress
from app.panels.balance.figures import ZoneLine
from app.speech import numbers

_Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD, _MOST = 24, 26, 8
_WIDTHS = (92, 56, 72, 54, 116)
_RANK = {"shortage": 0, "overlap": 1, "to_check": 2, "balanced": 3}
_INKS = {"shortage": "wa", "overlap": "ov", "balanced": "ok", "to_check": "tx2"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ZonesModel(QAbstractTableModel):
    """The rows, what asks for action first until another order is chosen."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[ZoneLine] = []
        self.verdict: Callable[[str], str] = str
        self.theme: Theme = LIGHT
        self._order = (4, Qt.SortOrder.AscendingOrder)

    def set_rows(self, rows: Sequence[ZoneLine]) -> None:
        """Show these zones."""
        self.beginResetModel()
        self.rows = list(rows)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_WIDTHS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        heads = (
            self.tr("Zona"),
            self.tr("Rischio"),
            self.tr("Copertura"),
            self.tr("Sovr."),
            self.tr("Verdetto"),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if 1 <= section <= 3 else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and 1 <= column <= 3:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column == 4:
            return QColor(getattr(self.theme, _INKS.get(row.verdict, "tx2")))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        return None

    def _text(self, row: ZoneLine, column: int) -> str:
        texts = (
            row.name,
            numbers.measure(row.risk, ""),
            numbers.share(row.coverage),
            numbers.percent(row.overlap),
            self.verdict(row.verdict),
        )
        return texts[column]

    def _tip(self, row: ZoneLine) -> str:
        if row.top is None:
            return ""
        told = self.tr("{}: nel decile più a rischio nel {} delle prove")
        return told.format(row.name, numbers.percent(row.top))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the zones by a column, what is not known last."""
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, order = self._order
        down = order is Qt.SortOrder.DescendingOrder
        self.rows.sort(key=lambda row: row.name)
        if column == 4:
            self.rows.sort(key=lambda row: (_RANK.get(row.verdict, 9), -(row.risk or 0)), reverse=down)
            return
        if column == 0:
            self.rows.sort(key=lambda row: row.name, reverse=down)
            return
        values = ("", "risk", "coverage", "overlap")
        known = [row for row in self.rows if getattr(row, values[column]) is not None]
        unknown = [row for row in self.rows if getattr(row, values[column]) is None]
        known.sort(key=lambda row: getattr(row, values[column]), reverse=down)
        self.rows = known + unknown


class ZonesTable(QTableView):
    """The table; pressing a row chooses its zone.

    Signals
    -------
    zone_chosen(int fid)
    """

    zone_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zones = ZonesModel(self)
        self.setModel(self.zones)
        self.setObjectName("balancezones")
        self.setAccessibleName(self.tr("Zone della finalità"))
        dress(self, _HEAD, _ROW)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setStretchLastSection(True)
        self.setSortingEnabled(True)
        self.sortByColumn(4, Qt.SortOrder.AscendingOrder)
        self.clicked.connect(self._tell)
        self.activated.connect(self._tell)

    def set_rows(self, rows: Sequence[ZoneLine]) -> None:
        """Show these zones."""
        self.zones.set_rows(rows)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(sum(_WIDTHS), _HEAD + _ROW * min(max(len(self.zones.rows), 1), _MOST) + 2)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.zones.theme = theme
        self.viewport().update()

    def select_zone(self, fid: int | None) -> None:
        """Mark the row of a zone without telling anyone; None for none."""
        places = [place for place, row in enumerate(self.zones.rows) if row.fid == fid]
        if places:
            self.selectRow(places[0])
            self.scrollTo(self.zones.index(places[0], 0))
        else:
            self.clearSelection()

    def _tell(self, index: QModelIndex) -> None:
        self.zone_chosen.emit(self.zones.rows[index.row()].fid)
