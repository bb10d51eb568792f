"""The button that shows on the map only the rows of the table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from maps.views.filters import Filter

if TYPE_CHECKING:
    from app.panels.table.panel import TablePanel


class OnMap(QObject):
    """Keeps the filter of the table and that of the map together while the button is down."""

    def __init__(self, panel: "TablePanel") -> None:
        super().__init__(panel)
        self._panel, self._button = panel, panel.head.on_map
        self._tip = self._button.toolTip()
        self._button.toggled.connect(self.tell)

    def tell(self) -> None:
        """Say which rows the map is to show: those of the filter, or all."""
        panel = self._panel
        if panel.layer is not None and self._button.isEnabled():
            panel.filter_changed.emit(
                panel.layer.name, panel.filter if self._button.isChecked() else Filter()
            )

    def offer(self, asked: Filter | None) -> None:
        """Show the filter that the map has of the layer; None where the map does not draw its rows."""
        self._button.setEnabled(asked is not None)
        drawn = self._tip if asked is not None else self.tr("La mappa non disegna le righe di questo livello")
        self._button.setToolTip(drawn)
        self._button.blockSignals(True)
        self._button.setChecked(bool(asked))
        self._button.blockSignals(False)
        if asked and asked != self._panel.filter:
            search = self._panel.head.search
            search.blockSignals(True)
            search.setText(asked.text)
            search.blockSignals(False)
            self._panel.set_conditions(asked.conditions)
