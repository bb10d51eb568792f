"""The layers card: what the map shows, in which order, how strongly, and what the colours mean."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QMenu, QSlider, QWidget

from app.look.icons import restyle, set_icon
from app.look.theme import Theme
from app.look.widgets import Card, label, tool_button
from app.panels.layers.delegate import SWATCH, TEXT, LayerDelegate
from app.panels.layers.model import Entry, Kind, LayersModel
from app.panels.layers.view import LayersView

WIDTH = 248


class LayersCard(Card):
    """The card at the top left of the map.

    Signals
    -------
    visibility_changed(str key, bool), opacity_changed(str key, float), row_moved(str key, str before),
    step_wanted(str key, int step), style_wanted(str key), only_wanted(str key, Filter), filter_cleared(str key),
    menu_wanted(str key, QMenu), table_wanted(str key), import_wanted(), resized()
        `before` is the row under which nothing moves: the moved one lands above it, "" below all. `menu_wanted`
        asks whoever knows the layer to fill the menu that is about to be shown.
    """

    visibility_changed = Signal(str, bool)
    opacity_changed = Signal(str, float)
    row_moved = Signal(str, str)
    step_wanted = Signal(str, int)
    style_wanted = Signal(str)
    only_wanted = Signal(str, object)
    filter_cleared = Signal(str)
    menu_wanted = Signal(str, object)
    table_wanted = Signal(str)
    import_wanted = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LayersModel()
        self._delegate = LayerDelegate()
        self._collapsed = False
        self._add_head()
        self._add_list()
        self._add_slider()
        self._add_keys()

    def _add_head(self) -> None:
        head = QWidget()
        row = self._head_row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 6, 0)
        row.setSpacing(0)
        self._title = label(self.tr("Livelli"), "title")
        row.addWidget(self._title, 1)
        self.more = tool_button("dots-three", self.tr("Comandi del livello (Maiusc+F10)"))
        self.add = tool_button("plus", self.tr("Importa un livello (Ctrl+I)"))
        self.fold = tool_button("caret-up", self.tr("Riduci i livelli"))
        for button in (self.more, self.add, self.fold):
            button.setFixedSize(26, 28)
            button.setIconSize(QSize(16, 16))
            row.addWidget(button)
        self.more.clicked.connect(self._menu_of_current)
        self.add.clicked.connect(self.import_wanted)
        self.fold.clicked.connect(self._toggle)
        self.body.addWidget(head)

    def _add_list(self) -> None:
        view = self._view = LayersView()
        view.setObjectName("layers")
        view.setAccessibleName(self.tr("Livelli della mappa"))
        view.setAccessibleDescription(
            self.tr("Spazio mostra o nasconde, Invio apre lo stile, Alt con le frecce cambia l'ordine")
        )
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.hovered_row.connect(self._hover)
        view.row_dropped.connect(self.row_moved)
        view.clicked.connect(self._clicked)
        view.doubleClicked.connect(self._double_clicked)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu_at)
        self.body.addWidget(view)
        self.body.addSpacing(6)

    def _add_slider(self) -> None:
        self._slider = QSlider(Qt.Orientation.Horizontal, self._view.viewport())
        self._slider.setRange(0, 100)
        self._slider.setFixedSize(64, 20)
        self._slider.setAccessibleName(self.tr("Opacità"))
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it comes and goes with the pointer
        self._slider.hide()
        self._slider.valueChanged.connect(self._slid)

    def _add_keys(self) -> None:
        keys = (
            ("Space", self._switch_current),
            ("Return", self._open_current),
            ("Enter", self._open_current),
            ("Del", self._clear_current),
            ("Menu", self._menu_of_current),
            ("Shift+F10", self._menu_of_current),
            ("Alt+Up", lambda: self._step(-1)),
            ("Alt+Down", lambda: self._step(1)),
        )
        for key, run in keys:
            shortcut = QShortcut(QKeySequence(key), self._view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._delegate.theme = theme
        self._view.accent = QColor(theme.ac)
        restyle(self, theme)
        self._view.viewport().update()

    def set_entries(self, entries: list[Entry]) -> None:
        """Show these rows; the current layer stays so."""
        if entries == self.model.entries:
            return
        current, hovered = self.current, self._hovered_key()
        self._hover(-1)
        place = self._view.verticalScrollBar().value()
        self.model.set_entries(entries)
        self._view.verticalScrollBar().setValue(place)
        self.select(current)
        if hovered:
            self._hover(self._row(hovered))
        self._fit()

    @property
    def current(self) -> str:
        """Key of the chosen layer, "" for none."""
        row = self._view.currentIndex().row()
        return self.model.entries[row].key if 0 <= row < len(self.model.entries) else ""

    def select(self, key: str) -> None:
        """Choose the row of a layer."""
        row = self._row(key)
        if row >= 0:
            self._view.setCurrentIndex(self.model.index(row))

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self._view.setFocus()

    def _row(self, key: str) -> int:
        rows = enumerate(self.model.entries)
        return next((row for row, entry in rows if entry.kind is Kind.LAYER and entry.key == key), -1)

    def _hovered_key(self) -> str:
        row, entries = self._delegate.opacity_row, self.model.entries
        over_layer = 0 <= row < len(entries) and entries[row].kind is Kind.LAYER
        return entries[row].key if over_layer else ""

    def natural_size(self) -> QSize:
        """Size in pixels that shows every row; folded, a 40-pixel rail."""
        if self._collapsed:
            return QSize(40, 40)
        rows = sum(self._view.sizeHintForRow(row) for row in range(self.model.rowCount()))
        return QSize(WIDTH, 32 + rows + 14)  # 4 of them are the ring of the focus

    def row_rect(self, key: str) -> QRect:
        """Where the row of a layer is, in the card; for tests and tours."""
        area = self._view.visualRect(self.model.index(self._row(key)))
        return QRect(self._view.viewport().mapTo(self, area.topLeft()), area.size())

    def _fit(self) -> None:
        self._view.setVisible(not self._collapsed)
        self.resized.emit()

    @property
    def folded(self) -> bool:
        """Whether only the rail is shown."""
        return self._collapsed

    def set_folded(self, folded: bool) -> None:
        """Reduce the card to a rail, or show it whole."""
        if folded != self._collapsed:
            self._toggle()

    def _toggle(self) -> None:
        self._collapsed = not self._collapsed
        set_icon(self.fold, "stack" if self._collapsed else "caret-up")
        tip = self.tr("Mostra i livelli") if self._collapsed else self.tr("Riduci i livelli")
        self.fold.setToolTip(tip)
        self.fold.setAccessibleName(tip)
        for part in (self._title, self.more, self.add):
            part.setVisible(not self._collapsed)
        self._head_row.setContentsMargins(*((6, 5, 6, 6) if self._collapsed else (12, 4, 6, 0)))
        restyle(self, self._delegate.theme)
        self._fit()

    # The pointer

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
        entry = self.model.entries[index.row()]
        if entry.only is not None:
            self.only_wanted.emit(entry.key, entry.only)
        elif entry.kind is Kind.FILTER:
            self.filter_cleared.emit(entry.key)
        elif entry.kind is Kind.LAYER and self._view.pressed_x < SWATCH - 2:
            self._switch(index.row())
        elif entry.kind is Kind.LAYER and self._view.pressed_x < TEXT - 4:
            self.style_wanted.emit(entry.key)

    def _double_clicked(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()]
        if entry.kind is Kind.LAYER and self._view.pressed_x >= TEXT - 4:
            self.style_wanted.emit(entry.key)

    def _switch(self, row: int) -> None:
        entry = self.model.entries[row]
        self.model.change(row, visible=not entry.visible)
        self._hover(self._delegate.opacity_row)
        self.visibility_changed.emit(entry.key, not entry.visible)

    # The keys and the menu

    def _current_entry(self) -> Entry | None:
        row = self._view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def _switch_current(self) -> None:
        entry = self._current_entry()
        if entry is not None and entry.kind is Kind.LAYER:
            self._switch(self._view.currentIndex().row())

    def _open_current(self) -> None:
        entry = self._current_entry()
        if entry is not None and entry.only is not None:
            self.only_wanted.emit(entry.key, entry.only)
        elif entry is not None:
            wanted = self.filter_cleared if entry.kind is Kind.FILTER else self.style_wanted
            wanted.emit(entry.key)

    def _clear_current(self) -> None:
        entry = self._current_entry()
        if entry is not None and entry.kind is Kind.FILTER:
            self.filter_cleared.emit(entry.key)

    def _step(self, step: int) -> None:
        entry = self._current_entry()
        if entry is not None and entry.movable:
            self.step_wanted.emit(entry.key, step)

    def _menu_at(self, point: QPoint) -> None:
        row = self._view.indexAt(point).row()
        if row >= 0 and self.model.entries[row].key:
            self._show_menu(self.model.entries[row].key, self._view.viewport().mapToGlobal(point))

    def _menu_of_current(self) -> None:
        layers = [entry.key for entry in self.model.entries if entry.kind is Kind.LAYER]
        key = self.current or (layers[0] if layers else "")
        if key:
            self.select(key)
            area = self._view.visualRect(self.model.index(self._row(key)))
            self._show_menu(key, self._view.viewport().mapToGlobal(area.bottomLeft() + QPoint(TEXT, 0)))

    def menu_for(self, key: str) -> QMenu:
        """Return the menu of a layer, filled by those who know it."""
        menu = QMenu(self)
        self.menu_wanted.emit(key, menu)
        entry = self.model.entries[self._row(key)]
        if entry.movable:
            menu.addSeparator()
            for text, step in (
                (self.tr("Sposta in alto\tAlt+↑"), -1),
                (self.tr("Sposta in basso\tAlt+↓"), 1),
            ):
                action: QAction = menu.addAction(text)
                action.triggered.connect(lambda _checked=False, by=step: self.step_wanted.emit(key, by))
        return menu

    def _show_menu(self, key: str, at: QPoint) -> None:
        menu = self.menu_for(key)
        menu.exec(at)
        menu.deleteLater()
