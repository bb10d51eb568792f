"""The card at the bottom of the map with the zone table and its headline."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableView, QWidget

from app.look.icons import restyle, set_icon
from app.look.theme import Theme
from app.look.widgets import Card, Elided, label, tool_button
from app.look.zone_tables import dress
from app.panels.zones.delegate import ROW_HEIGHT, ZoneDelegate
from app.panels.zones.model import (
    CAMERAS,
    COVERAGE,
    KIND,
    OVERLAP,
    QUOTIENT,
    RISK,
    ROLE_ROW,
    ZoneRow,
    ZonesModel,
)

HEIGHT, COLLAPSED, EMPTY = 184, 36, 92
#: On a map taller than this the card grows with its rows, up to this share of the map.
_TALL, _MOST = 1200, 0.2
_HEAD = 26
#: Share of the width of each column.
_WEIGHTS = (15, 10, 15, 15, 16, 12, 11, 19)
#: Below each width, pixels, these columns are left to the inspector of the zone.
_SPARED = ((860, (CAMERAS, QUOTIENT)), (600, (KIND, OVERLAP)), (490, (RISK, COVERAGE)))


class _Table(QTableView):
    """The table; its columns share whatever width it has."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        hidden = [column for below, columns in _SPARED if room < below for column in columns]
        weights = {column: weight for column, weight in enumerate(_WEIGHTS) if column not in hidden}
        for column in range(len(_WEIGHTS)):
            self.setColumnHidden(column, column in hidden)
        for column, weight in weights.items():
            self.setColumnWidth(column, room * weight // sum(weights.values()))


class ZonesCard(Card):
    """Zones, bars and verdicts, linked both ways with the map.

    Signals
    -------
    zone_chosen(int fid) : a row was clicked or reached by keyboard.
    zone_wanted(int fid) : a row was double clicked or confirmed: fly to it.
    generate_wanted() : there are no zones and the user asks for some.
    resized()
    """

    zone_chosen = Signal(int)
    zone_wanted = Signal(int)
    generate_wanted = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ZonesModel()
        self._delegate = ZoneDelegate()
        self._collapsed = False
        self._total = 0
        self._add_head()
        self._add_table()
        self._add_empty()
        self._follow()

    def _add_head(self) -> None:
        head = QWidget()
        head.setFixedHeight(COLLAPSED - 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(12)
        self.summary = Elided(role="label")
        self.fold = tool_button("caret-down", self.tr("Riduci la tabella delle zone"))
        self.fold.setFixedSize(28, 28)
        self.fold.clicked.connect(self._toggle)
        row.addWidget(label(self.tr("Zone di analisi"), "title"))
        row.addWidget(self.summary, 1)
        row.addWidget(self.fold)
        self.body.addWidget(head)

    def _add_table(self) -> None:
        table = self.table = _Table()
        table.setObjectName("zones")
        table.setAccessibleName(self.tr("Zone di analisi"))
        table.setModel(self.model)
        table.setItemDelegate(self._delegate)
        table.setMouseTracking(True)
        dress(table, _HEAD, ROW_HEIGHT)
        table.setSortingEnabled(True)
        table.sortByColumn(7, Qt.SortOrder.AscendingOrder)
        self.body.addWidget(table, 1)

    def _add_empty(self) -> None:
        self._empty = QWidget()
        row = QHBoxLayout(self._empty)
        row.setContentsMargins(12, 0, 12, 24)
        row.addStretch(1)
        self._told = label(self.tr("Il progetto non ha ancora zone di analisi."), "label")
        self.make = QPushButton(self.tr("Genera zone…"))
        self.make.clicked.connect(self.generate_wanted)
        row.addWidget(self._told)
        row.addWidget(self.make)
        row.addStretch(1)
        self.body.addWidget(self._empty, 1)
        self._empty.hide()

    def _follow(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.table.clicked.connect(self._wanted)
        self.table.activated.connect(self._wanted)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._delegate.theme = theme
        restyle(self, theme)
        self.table.viewport().update()

    def set_total(self, total: int, *, editable: bool) -> None:
        """Take how many zones the project has, before or without any result on them.

        Parameters
        ----------
        total : int
            Where 0, the card offers to make some.
        editable : bool
            Whether the project may be changed.
        """
        before, self._total = self._total, total
        self.make.setEnabled(editable)
        if total and not self.model.rows:
            self.summary.set_whole(self.tr("Calcolo in corso…"))
        self._show_body()
        if bool(before) != bool(total):
            self.resized.emit()

    def set_rows(self, rows: list[ZoneRow], summary: str, verdict_label: Callable[[str], str]) -> None:
        """Show these zones under this headline."""
        self.model.verdict_label = verdict_label
        self.summary.set_whole(summary)
        before = len(self.model.rows)
        self._refresh(lambda: self.model.set_rows(rows))
        self._show_body()
        if before != len(rows):
            self.resized.emit()

    def select(self, fid: int | None) -> None:
        """Mark and pin a zone without telling anyone."""
        self._delegate.pinned = fid
        current = self.table.currentIndex().data(ROLE_ROW)
        if fid is not None and current is not None and current.fid == fid:
            self.table.viewport().update()
            return
        self._refresh(lambda: self.model.pin(fid))
        self.table.scrollToTop()

    def desired_height(self, room: int = 0) -> int:
        """Return the height in pixels that the card asks for on a map of so many pixels."""
        if self._collapsed:
            return COLLAPSED
        if self._total == 0:
            return EMPTY
        rows = COLLAPSED + _HEAD + len(self.model.rows) * ROW_HEIGHT + 4
        return max(HEIGHT, min(rows, round(room * _MOST))) if room > _TALL else HEIGHT

    def _refresh(self, change: Callable[[], None]) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        change()
        row = -1 if self.model.pinned is None else self.model.row_of(self.model.pinned)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(self.model.index(row, 0), flags)
        selection.blockSignals(False)
        self.table.viewport().update()

    def _current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ROLE_ROW)
        if row is not None:
            self.zone_chosen.emit(row.fid)

    def _wanted(self, index: QModelIndex) -> None:
        row = index.data(ROLE_ROW)
        if row is not None:
            self.zone_wanted.emit(row.fid)

    @property
    def folded(self) -> bool:
        """Whether only the head is shown."""
        return self._collapsed

    def set_folded(self, folded: bool) -> None:
        """Reduce the card to its head, or show it whole."""
        if folded != self._collapsed:
            self._toggle()

    def _toggle(self) -> None:
        self._collapsed = not self._collapsed
        set_icon(self.fold, "caret-up" if self._collapsed else "caret-down")
        self.fold.setToolTip(
            self.tr("Mostra la tabella delle zone")
            if self._collapsed
            else self.tr("Riduci la tabella delle zone")
        )
        restyle(self, self._delegate.theme)
        self._show_body()
        self.resized.emit()

    def _show_body(self) -> None:
        self.table.setVisible(not self._collapsed and bool(self.model.rows))
        self._empty.setVisible(not self._collapsed and not self.model.rows)
        for part in (self._told, self.make):
            part.setVisible(self._total == 0)
