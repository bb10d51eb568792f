"""The column chooser: every field of the layer by group, with a box to find one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.theme import font
from app.panels.table.text import heading
from maps.schema import Field, Layer
from maps.views.filters import plain


class ColumnChooser(QFrame):
    """A popup with a tick for each field.

    Signals
    -------
    chosen(list of str) : the fields to show, in declared order.
    reset() : back to those that the layer declares.
    """

    chosen = Signal(list)
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Colonne della tabella"))
        self.setFixedSize(300, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.field_name = QLineEdit()
        self.field_name.setPlaceholderText(self.tr("Cerca una colonna…"))
        self.field_name.setAccessibleName(self.tr("Cerca una colonna"))
        self.field_name.textChanged.connect(self._search)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Colonne"))
        self.list.itemChanged.connect(lambda _item: self.chosen.emit(self.names()))
        column.addWidget(self.field_name)
        column.addWidget(self.list, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        default, every = QPushButton(self.tr("Predefinite")), QPushButton(self.tr("Tutte"))
        default.clicked.connect(self.reset)
        every.clicked.connect(self._tick_all)
        for button in (default, every):
            button.setProperty("link", True)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def open_at(self, layer: Layer, shown: Sequence[str], corner: QPoint) -> None:
        """Show the chooser with its top left corner at a point of the screen."""
        self.field_name.clear()
        self.fill(layer, shown)
        self.move(corner)
        self.show()
        self.field_name.setFocus()

    def fill(self, layer: Layer, shown: Sequence[str]) -> None:
        """List the fields of a layer, those shown with a tick."""
        self.list.blockSignals(True)
        self.list.clear()
        for group in dict.fromkeys(field.group for field in layer.fields):
            head = QListWidgetItem(group, self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(font(12, 600))
            for field in layer.fields:
                if field.group == group:
                    item = QListWidgetItem(heading(field), self.list)
                    item.setData(Qt.ItemDataRole.UserRole, field.name)
                    ticked = field.name in shown
                    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._order = layer.field_names

    def names(self) -> list[str]:
        """Return the ticked fields in declared order."""
        ticked = {
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        }
        return [name for name in self._order if name in ticked]

    def _items(self) -> list[QListWidgetItem]:
        every = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in every if item.data(Qt.ItemDataRole.UserRole)]

    def _search(self, text: str) -> None:
        wanted = plain(text)
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_field = bool(item.data(Qt.ItemDataRole.UserRole))
            item.setHidden(bool(wanted) and (not is_field or wanted not in plain(item.text())))

    def _tick_all(self) -> None:
        self.list.blockSignals(True)
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked)
        self.list.blockSignals(False)
        self.chosen.emit(self.names())


def settings_key(layer: Layer) -> str:
    """Return under which key the columns of a layer are remembered."""
    return f"table/{layer.name}"


def default_fields(layer: Layer) -> list[Field]:
    """Return the columns shown at first: those that the user chose, else those that the layer declares."""
    kept = QSettings().value(settings_key(layer), "")
    names = str(kept).split(",") if kept else []
    chosen = [layer.field(name) for name in names if name in layer.field_names]
    return chosen or [each for each in layer.fields if each.in_table] or list(layer.fields[:4])
