"""The head of the table: which layer, filter, grouping, columns, count, commands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.look.widgets import CaptionCombo, Elided, tool_button
from app.panels.table.search import SearchLine
from app.panels.table.text import heading
from maps.schema import Field, FieldKind, Layer

HEIGHT = 44
_GROUPED = frozenset({FieldKind.CODE, FieldKind.BOOLEAN})
_MOST_GRADES = 10
#: Room for "129 di 129"; the filter gives way first.
_COUNT_PX = 84


def can_group(field: Field) -> bool:
    """Tell whether rows may be grouped by a field: a code, yes or no, a short scale of grades, a linked record."""
    if field.kind is FieldKind.INTEGER and field.minimum is not None and field.maximum is not None:
        return field.maximum - field.minimum <= _MOST_GRADES
    return field.kind in _GROUPED or bool(field.links_to)


class TableHead(QWidget):
    """One row of controls; tells what is asked.

    Signals
    -------
    group_chosen(str field), export_wanted(str kind), copy_wanted()
    """

    group_chosen = Signal(str)
    export_wanted = Signal(str)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.layers = CaptionCombo(self.tr("Tabella"))
        self.layers.setMaximumWidth(280)
        self.search = SearchLine()
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(280)
        self.funnel = tool_button("funnel", self.tr("Aggiungi un filtro"))
        self.group = tool_button("rows", self.tr("Raggruppa le righe"))
        self.columns = tool_button("columns", self.tr("Scegli le colonne"))
        self.on_map = tool_button("map-trifold", self.tr("Mostra sulla mappa solo queste righe"))
        self.on_map.setCheckable(True)
        self.add = tool_button("plus", self.tr("Nuova riga"))
        self.bulk = QPushButton()
        self.count = Elided(role="label")
        self.count.setMinimumWidth(_COUNT_PX)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.more = tool_button("dots-three", self.tr("Copia ed esporta"))
        self.close_ = tool_button("x", self.tr("Chiudi la tabella (Ctrl+T)"))
        self._lay_out()
        self._add_menus()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.layers)
        row.addSpacing(4)
        row.addWidget(self.search, 2)
        for part in (self.funnel, self.group, self.columns, self.on_map):
            row.addWidget(part)
        row.addWidget(self.count, 3)
        row.addSpacing(4)
        for command in (self.add, self.bulk, self.more, self.close_):
            row.addWidget(command)
        self.bulk.hide()
        self.add.hide()

    def _add_menus(self) -> None:
        for button in (self.group, self.more):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._groups = QMenu(self.group)
        self.group.setMenu(self._groups)
        menu = QMenu(self.more)
        copy = menu.addAction(self.tr("Copia le righe selezionate\tCtrl+C"))
        copy.triggered.connect(self.copy_wanted)
        menu.addSeparator()
        for kind, text in (("xlsx", self.tr("Esporta in Excel…")), ("csv", self.tr("Esporta in CSV…"))):
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, chosen=kind: self.export_wanted.emit(chosen))
        self.reserved = QAction(self.tr("Esporta anche le colonne riservate"), menu, checkable=True)
        menu.addAction(self.reserved)
        self.more.setMenu(menu)

    def set_layers(self, layers: Sequence[tuple[str, str]]) -> None:
        """Offer these layers: name and what is written."""
        current = self.layers.currentData()
        self.layers.clear()
        for name, text in layers:
            self.layers.addItem(text, name)
        self.layers.setCurrentIndex(max(self.layers.findData(current), 0))
        self.layers.updateGeometry()

    def show_layer(self, layer: Layer | None, group: str) -> None:
        """Offer what a layer may be grouped by."""
        self._groups.clear()
        if layer is None:
            return
        self.layers.setCurrentIndex(self.layers.findData(layer.name))
        choices = QActionGroup(self._groups)
        fields = [each for each in layer.fields if can_group(each)]
        for name, text in [("", self.tr("Nessun gruppo")), *((each.name, heading(each)) for each in fields)]:
            action = self._groups.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == group)
            choices.addAction(action)
            action.triggered.connect(lambda _checked=False, chosen=name: self.group_chosen.emit(chosen))
        self.group.setEnabled(bool(fields))
