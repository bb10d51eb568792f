"""The layers card: what the map shows, in which order, how strongly, and what the colours mean."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QMenu, QSlider, QWidget

from app.icons import restyle, set_icon
from app.panels.layers.delegate import TEXT, LayerDelegate
from app.panels.layers.model import Entry, Kind, LayersModel
from app.theme import Theme
from app.widgets import Card, label, tool_button

WIDTH = 248


class _List(QListView):
    """The list; knows which row the pointer is on and which part was pressed."""

    hovered_row = Signal(int)
    pressed_x = 0

    def mousePressEvent(self, event: Any) -> None:
        self.pressed_x = round(event.position().x())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: Any) -> None:
        super().mouseMoveEvent(event)
        self.hovered_row.emit(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        if not self.rect().contains(self.mapFromGlobal(self.cursor().pos())):
            self.hovered_row.emit(-1)


class LayersCard(Card):
    """The card at the top left of the map.

    Signals
    -------
    visibility_changed(str key, bool), opacity_changed(str key, float), order_changed(str key, int step),
    import_wanted(), table_wanted(str key), resized()
    """

    visibility_changed = Signal(str, bool)
    opacity_changed = Signal(str, float)
    order_changed = Signal(str, int)
    import_wanted = Signal()
    table_wanted = Signal(str)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LayersModel()
        self._delegate = LayerDelegate()
        self._collapsed = False
        self._add_head()
        self._add_list()
        self._add_slider()

    def _add_head(self) -> None:
        head = QWidget()
        row = self._head_row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 6, 0)
        row.setSpacing(0)
        self._title = label(self.tr("Livelli"), "title")
        row.addWidget(self._title, 1)
        self.up = tool_button("arrow-up", self.tr("Sposta il livello in alto (Alt+↑)"))
        self.down = tool_button("arrow-down", self.tr("Sposta il livello in basso (Alt+↓)"))
        self.add = tool_button("plus", self.tr("Importa un livello (Ctrl+I)"))
        self.fold = tool_button("caret-up", self.tr("Riduci i livelli"))
        for button in (self.up, self.down, self.add, self.fold):
            button.setFixedSize(26, 28)
            button.setIconSize(QSize(16, 16))
            row.addWidget(button)
        self.up.clicked.connect(lambda: self._step(-1))
        self.down.clicked.connect(lambda: self._step(1))
        self.up.setShortcut("Alt+Up")
        self.down.setShortcut("Alt+Down")
        self.add.clicked.connect(self.import_wanted)
        self.fold.clicked.connect(self._toggle)
        self.body.addWidget(head)

    def _add_list(self) -> None:
        view = self._view = _List()
        view.setObjectName("layers")
        view.setAccessibleName(self.tr("Livelli della mappa"))
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.hovered_row.connect(self._hover)
        view.clicked.connect(self._clicked)
        view.activated.connect(self._activated)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        self.body.addWidget(view)
        self.body.addSpacing(6)

    def _add_slider(self) -> None:
        self._slider = QSlider(Qt.Orientation.Horizontal, self._view.viewport())
        self._slider.setRange(0, 100)
        self._slider.setFixedSize(64, 20)
        self._slider.setAccessibleName(self.tr("Opacità"))
        self._slider.hide()
        self._slider.valueChanged.connect(self._slid)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._delegate.theme = theme
        restyle(self, theme)
        self._view.viewport().update()

    def set_entries(self, entries: list[Entry]) -> None:
        """Show these rows."""
        current = self._view.currentIndex().row()
        self._hover(-1)
        self.model.set_entries(entries)
        if 0 <= current < len(entries):
            self._view.setCurrentIndex(self.model.index(current))
        self._fit()

    def natural_size(self) -> QSize:
        """Size in pixels that shows every row; folded, a 40-pixel rail."""
        if self._collapsed:
            return QSize(40, 40)
        rows = sum(self._view.sizeHintForRow(row) for row in range(self.model.rowCount()))
        return QSize(WIDTH, 32 + rows + 10)

    def row_rect(self, key: str) -> QRect:
        """Where the row of a layer is, in the card; for tests and tours."""
        row = next(number for number, entry in enumerate(self.model.entries) if entry.key == key)
        area = self._view.visualRect(self.model.index(row))
        return QRect(self._view.viewport().mapTo(self, area.topLeft()), area.size())

    def _fit(self) -> None:
        self._view.setVisible(not self._collapsed)
        self.resized.emit()

    def set_folded(self, folded: bool) -> None:
        """Reduce the card to a rail, or show it whole."""
        if folded != self._collapsed:
            self._toggle()

    def _toggle(self) -> None:
        self._collapsed = not self._collapsed
        set_icon(self.fold, "stack" if self._collapsed else "caret-up")
        self.fold.setToolTip(self.tr("Mostra i livelli") if self._collapsed else self.tr("Riduci i livelli"))
        for part in (self._title, self.up, self.down, self.add):
            part.setVisible(not self._collapsed)
        self._head_row.setContentsMargins(*((6, 5, 6, 6) if self._collapsed else (12, 4, 6, 0)))
        restyle(self, self._delegate.theme)
        self._fit()

    def _hover(self, row: int) -> None:
        entry = self.model.entries[row] if 0 <= row < len(self.model.entries) else None
        self._delegate.opacity_row = row
        self._slider.setVisible(entry is not None and entry.kind is Kind.LAYER and entry.visible)
        if entry is not None and entry.kind is Kind.LAYER:
            area = self._view.visualRect(self.model.index(row))
            self._slider.move(area.right() - 12 - 42 - 64, area.center().y() - 9)
            self._slider.blockSignals(True)
            self._slider.setValue(round(entry.opacity * 100))
            self._slider.blockSignals(False)
        self._view.viewport().update()

    def _slid(self, value: int) -> None:
        row = self._delegate.opacity_row
        if row >= 0:
            entry = self.model.change(row, opacity=value / 100)
            self.opacity_changed.emit(entry.key, entry.opacity)

    def _clicked(self, index: QModelIndex) -> None:
        if self._view.pressed_x < TEXT:
            self._activated(index)

    def _activated(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()]
        if entry.kind is Kind.LAYER:
            self.model.change(index.row(), visible=not entry.visible)
            self._hover(index.row())
            self.visibility_changed.emit(entry.key, not entry.visible)

    def _menu(self, point: QPoint) -> None:
        row = self._view.indexAt(point).row()
        if row < 0 or self.model.entries[row].kind is not Kind.LAYER:
            return
        key, menu = self.model.entries[row].key, QMenu(self)
        menu.addAction(self.tr("Apri la tabella")).triggered.connect(lambda: self.table_wanted.emit(key))
        menu.exec(self._view.viewport().mapToGlobal(point))

    def _step(self, step: int) -> None:
        row = self._view.currentIndex().row()
        if row >= 0 and self.model.entries[row].kind is Kind.LAYER:
            self.order_changed.emit(self.model.entries[row].key, step)
