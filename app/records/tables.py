"""Ties the attribute table to the window: its dock, the project's rows, the selection on the map."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFileDialog

from app import commands
from app.docked import Docked
from app.messages import Level
from app.panels.topbar import Place
from app.records.figures import is_figure, reader, with_figures
from app.room import add_dock
from app.session import Selection
from app.speech import numbers
from app.speech.sentences import explain
from app.tasks import write_and_log
from maps.schema import LAYERS, layer
from maps.views.filters import Condition

if TYPE_CHECKING:
    from app.panels.table import TableData, TablePanel
    from app.window import MainWindow

FIRST_LAYER = "camera"
#: What the rows of the layers card that are no layer are drawn from.
_BEHIND = {
    "density": "offence",
    "choropleth": "analysis_zone",
    "footprint": "camera",
    "ground": "obstacle",
    "risk_cells": "offence",
}
#: More rows than these are read by the worker.
READ_AT_ONCE = 5000


class Tables(Docked["TablePanel"]):
    """The table of the window, below the map."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._versions: dict[str, int] = {}
        self._folded_before = False
        self._asked: tuple[Condition, ...] = ()
        session = self._session
        session.changed.connect(self._changed)
        window.model.part_ready.connect(self._computed)
        session.closed.connect(self.close)
        session.selected.connect(self._selected)
        window.layers.table_wanted.connect(self.open_row)

    def _make(self) -> tuple["TablePanel", QDockWidget]:
        from app.guide_pages import mark
        from app.panels.inspector.editors import editor_for
        from app.panels.inspector.typed import read_typed
        from app.panels.table import TablePanel

        window = self._window
        panel = TablePanel(editor_for, explain, read_typed)
        mark(panel, "tabella.md")
        panel.layer_chosen.connect(self.open)
        panel.close_wanted.connect(self.close)
        panel.head.add.clicked.connect(self._add_row)
        panel.view.delete_wanted.connect(window.toolbox.select.delete)
        panel.rows_chosen.connect(self._rows_chosen)
        panel.locate_wanted.connect(window.browser.locate)
        panel.value_given.connect(self._set_value)
        panel.values_given.connect(self._set_values)
        panel.export_wanted.connect(self._export)
        panel.copied.connect(self._say_copied)
        panel.filter_changed.connect(self._filter_map)
        window.looks.look_changed.connect(lambda _row: self._offer_on_map())
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        return panel, add_dock(window, panel, "table", self.tr("Tabella"), below)

    # Opening

    @property
    def shown_layer(self) -> str:
        """Name of the layer whose table is open, "" where none is."""
        shown = self.panel.layer if self.is_open else None
        return shown.name if shown is not None else ""

    def toggle(self) -> None:
        """Open the table, or close it."""
        self.close() if self.is_open else self.open()

    def open(self, name: str = "") -> None:
        """Show the table of a layer; by default of the selection, of the last one or of the cameras."""
        if self._session.project is None:
            return
        if not self._window.place.on_map:
            self._window.go_to(Place.MAP)
        chosen = self._session.selection
        shown = self.panel.layer
        name = name or (chosen.layer if chosen else shown.name if shown else FIRST_LAYER)
        if shown is None or shown.name != name or self._asked:
            self._load(name)
        if not self.is_open:
            self._folded_before = self._window.zones.folded
            self._window.zones.set_folded(True)  # the map keeps its room
            dock = self._show_dock()
            self._window.resizeDocks([dock], [self._window.height() * 2 // 5], Qt.Orientation.Vertical)
        self._selected(chosen)
        self.panel.view.setFocus()

    def open_where(self, name: str, asked: Condition) -> None:
        """Show the rows of a layer for which a condition holds, as soon as they are read."""
        self._asked = (asked,)
        self.open(name)

    def close(self) -> None:
        """Hide the table; of a project that is closed, forget its rows."""
        if self._panel is not None and self._session.project is None:
            self._panel.show_data(None, editable=False)
        if self.is_open:
            self._hide_dock()
            self._window.zones.set_folded(self._folded_before)

    def open_row(self, key: str) -> None:
        """Show the table behind a row of the layers card."""
        name = _BEHIND.get(key, key)
        if name in LAYERS:
            self.open(name)

    def _load(self, name: str) -> None:
        """Read the rows: at once where they are few, in the background where they would be waited for."""
        from app.panels.table import TableData
        from app.panels.table.columns import default_fields

        file, declared, panel = self._session.file, with_figures(layer(name)), self.panel
        counts = file.counts()
        panel.head.set_layers(
            [(each.name, f"{each.plural} ({numbers.integer(counts[each.name])})") for each in LAYERS.values()]
        )
        data = TableData(declared, reader(file, name, lambda: self._window.model.results.get("footprints")))
        names = [each.name for each in default_fields(declared)]
        version = file.version(name)
        if counts[name] <= READ_AT_ONCE:
            data.load(names)
            self._show(data, version)
            return
        unread = TableData(declared, data.read, columns={each: [] for each in names})
        panel.show_data(unread, editable=False)  # `data` is the worker's until it is read
        panel.show_sentence(self.tr("Lettura di {} righe…").format(numbers.integer(counts[name])))
        self._session.jobs.run(
            self.tr("Lettura di {}").format(declared.plural.lower()),
            partial(_read, data, names),
            key="table",
            brief=True,
            done=lambda _read: self._show(data, version),
            failed=self._window.tasks.fail,
        )

    def _show(self, data: "TableData", version: int) -> None:
        if self._session.project is None:
            return
        name = data.layer.name
        self._versions = {name: version}
        self.panel.show_data(data, editable=self._session.editable)
        self._offer_on_map()
        if version != self._session.file.version(name):
            self._load(name)
            return
        if self._asked:
            self.panel.set_conditions(self._asked)
            self._asked = ()
        self._selected(self._session.selection)

    def _offer_on_map(self) -> None:
        """Tell the table which of its rows the map shows."""
        from app.layers.styles import THEMED

        panel = self._panel
        if panel is not None and panel.layer is not None:
            name = panel.layer.name
            panel.on_map.offer(self._window.looks.of(name).filter if name in THEMED else None)

    def _filter_map(self, name: str, wanted: Any) -> None:
        """Show on the map the rows of the table; what is computed from the map cannot choose what it draws."""
        if any(is_figure(each) for each in wanted.fields):
            text = self.tr(
                "Una colonna calcolata non può scegliere ciò che la mappa mostra: usare altre colonne."
            )
            self._window.tasks.tell(Level.WARNING, text)
            return
        self._window.looks.set_filter(name, wanted)

    def _computed(self, part: str) -> None:
        """Read the computed columns again, where the table shows some."""
        panel = self._panel
        data = None if panel is None else panel.model.data_
        if part != "footprints" or panel is None or data is None or data.layer.name != FIRST_LAYER:
            return
        if any(is_figure(each) for each in data.columns):
            panel.update_rows(tuple(data.fids.tolist()))

    # The project and its selection

    def _changed(self, change: Any) -> None:
        panel = self._panel
        if panel is None or panel.layer is None or panel.model.data_ is None:
            return
        name = panel.layer.name
        if name not in change.layer_ids or self._versions.get(name) == self._session.file.version(name):
            return
        self._versions[name] = self._session.file.version(name)
        panel.update_rows(change.layer_ids[name])

    def _selected(self, selection: Selection | None) -> None:
        panel = self._panel
        if panel is None or panel.layer is None or not self.is_open:
            return
        mine = selection is not None and selection.layer == panel.layer.name
        panel.select(selection.fids if mine and selection is not None else ())

    def _rows_chosen(self, fids: list[int]) -> None:
        panel = self.panel
        if panel.layer is not None:
            current = panel.model.fid(panel.view.currentIndex().row())
            self._session.select(Selection.of(panel.layer.name, fids, current))

    # What the table asks for

    def _set_value(self, name: str, fid: int, field_name: str, value: Any) -> None:
        self._try(lambda: commands.set_value(self._session, name, fid, field_name, value))

    def _set_values(self, name: str, fids: list[int], field_name: str, value: Any) -> None:
        def change() -> None:
            commands.set_values(self._session, name, fids, field_name, value)
            text = self.tr("{}: {} righe modificate.")
            self._window.tasks.tell(
                Level.DONE,
                text.format(layer(name).field(field_name).label, numbers.integer(len(fids))),
                self.tr("Annulla"),
                self._session.file.undo,
            )

        self._try(change)

    def _add_row(self) -> None:
        """Insert a record without a position and show its form."""
        shown = self.panel.layer
        if shown is not None:
            self._try(
                lambda: self._session.select(Selection(shown.name, commands.add(self._session, shown.name)))
            )

    def _try(self, change: Callable[[], Any]) -> None:
        try:
            change()
        except Exception as error:  # noqa: BLE001 - told to the user; the transaction left nothing
            self._window.tasks.fail(error)

    def _say_copied(self, count: int) -> None:
        one = count == 1
        text = (
            self.tr("1 riga copiata.") if one else self.tr("{} righe copiate.").format(numbers.integer(count))
        )
        self._window.tasks.tell(Level.NEWS, text)

    def _export(self, kind: str, extract: Any, left_out: int) -> None:
        if not extract.fields:
            self._window.tasks.tell(Level.WARNING, self.tr("Le colonne mostrate sono tutte riservate."))
            return
        suffix, text = (
            (".xlsx", self.tr("Excel (*.xlsx)")) if kind == "xlsx" else (".csv", self.tr("CSV (*.csv)"))
        )
        path, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Esporta la tabella"), extract.title.lower() + suffix, text
        )
        if path:
            self.write(kind, extract, Path(path).with_suffix(suffix), left_out)

    def write(self, kind: str, extract: Any, path: Path, left_out: int = 0) -> None:
        """Write rows as "xlsx" or "csv" in the background and say where they are."""
        from app.panels.table.writing import write_csv, write_xlsx
        from maps.store import Export

        def told(logged: bool) -> None:
            text = self.tr("{} righe esportate in «{}».").format(numbers.integer(len(extract)), path)
            if left_out:
                text += self.tr(" Colonne riservate lasciate fuori: {}.").format(left_out)
            self._window.tasks.tell_export(text, logged)

        shown = self.panel.layer
        exported = (Export(shown.name if shown else "", path, len(extract)),)
        work = partial(write_xlsx if kind == "xlsx" else write_csv, extract, path)
        self._session.jobs.run(
            self.tr("Esportazione di {}").format(path.name),
            partial(write_and_log, self._session.file, work, exported),
            done=told,
            failed=self._window.tasks.fail,
        )


def _read(data: "TableData", names: list[str], progress: Callable[[float], None]) -> None:
    progress(0.1)
    data.load(names)
    progress(0.6)
    data.prepare(names)
