"""Ties the attribute table to the window: its dock, the project's rows, the selection on the map."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from app import numbers
from app.session import Selection
from maps.schema import LAYERS, layer

if TYPE_CHECKING:
    from app.panels.table import TablePanel
    from app.theme import Theme
    from app.window import MainWindow

FIRST_LAYER = "camera"


class Tables(QObject):
    """The table of the window; made at its first opening."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._panel: TablePanel | None = None
        self._dock: QDockWidget | None = None
        self._versions: dict[str, int] = {}
        self._theme: Theme = window.theme
        session = self._session
        session.changed.connect(self._changed)
        session.closed.connect(self.close)
        session.selected.connect(self._selected)

    @property
    def panel(self) -> "TablePanel":
        """The table, with its dock below the map."""
        if self._panel is None:
            self._make()
        assert self._panel is not None
        return self._panel

    @property
    def is_open(self) -> bool:
        """Whether the table is on the screen."""
        return self._dock is not None and not self._dock.isHidden()

    def _make(self) -> None:
        from app.panels.table import TablePanel

        window = self._window
        panel = self._panel = TablePanel()
        dock = self._dock = QDockWidget(self.tr("Tabella"), window)
        dock.setObjectName("table")
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(panel)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        dock.hide()
        panel.layer_chosen.connect(self.open)
        panel.close_wanted.connect(self.close)
        panel.rows_chosen.connect(self._rows_chosen)
        panel.set_theme(self._theme)

    def set_theme(self, theme: "Theme") -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        if self._panel is not None:
            self._panel.set_theme(theme)

    # Opening

    def toggle(self) -> None:
        """Open the table, or close it."""
        self.close() if self.is_open else self.open()

    def open(self, name: str = "") -> None:
        """Show the table of a layer; by default of the selection, of the last one or of the cameras."""
        if self._session.project is None:
            return
        chosen = self._session.selection
        shown = self.panel.layer
        name = name or (chosen.layer if chosen else shown.name if shown else FIRST_LAYER)
        if shown is None or shown.name != name:
            self._load(name)
        assert self._dock is not None
        if self._dock.isHidden():
            self._dock.show()
            self._window.resizeDocks([self._dock], [self._window.height() * 2 // 5], Qt.Orientation.Vertical)
        self._selected(chosen)
        self.panel.view.setFocus()

    def close(self) -> None:
        """Hide the table; of a project that is closed, forget its rows."""
        if self._panel is not None and self._session.project is None:
            self._panel.show_data(None, editable=False)
        if self._dock is not None:
            self._dock.hide()

    def _load(self, name: str) -> None:
        from app.panels.table import TableData
        from app.panels.table.panel import default_fields

        file, declared = self._session.file, layer(name)
        counts = file.counts()
        self.panel.set_layers(
            [(each.name, f"{each.plural} ({numbers.integer(counts[each.name])})") for each in LAYERS.values()]
        )
        data = TableData(declared, partial(file.rows, name))
        data.load([each.name for each in default_fields(declared)])
        self._versions = {name: file.version(name)}
        self.panel.show_data(data, editable=self._session.editable)

    # The project and its selection

    def _changed(self, change: Any) -> None:
        panel = self._panel
        if panel is None or panel.layer is None or panel.model.data_ is None:
            return
        name = panel.layer.name
        if name not in change.layer_ids or self._versions.get(name) == self._session.file.version(name):
            return
        self._versions[name] = self._session.file.version(name)
        panel.model.data_.update(change.layer_ids[name])
        panel.refresh()

    def _selected(self, selection: Selection | None) -> None:
        panel = self._panel
        if panel is None or panel.layer is None or not self.is_open:
            return
        mine = selection is not None and selection.layer == panel.layer.name
        chosen = panel.view.selected_fids()
        if mine and selection is not None and selection.fid in chosen:
            return
        panel.select([selection.fid] if mine and selection is not None else [])

    def _rows_chosen(self, fids: list[int]) -> None:
        panel = self.panel
        if panel.layer is None:
            return
        name = panel.layer.name
        current = panel.model.fid(panel.view.currentIndex().row())
        main = current if current in fids else (fids[0] if fids else None)
        self._session.select(None if main is None else Selection(name, main))
        if len(fids) > 1:
            self._window.canvas.set_selection({name: fids})
