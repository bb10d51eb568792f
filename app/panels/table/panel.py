"""The attribute table of a layer: head with filter and commands, conditions, rows, empty sentence."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app import numbers
from app.icons import restyle
from app.panels.table.data import TableData
from app.panels.table.model import TableModel
from app.panels.table.view import AttributeView
from app.theme import Theme
from app.widgets import CaptionCombo, label, tool_button
from maps.filters import Filter
from maps.schema import Layer

_TYPING_MS = 120


class TablePanel(QWidget):
    """Shows `TableData`; tells what the user chooses.

    Signals
    -------
    layer_chosen(str), rows_chosen(list of int), close_wanted()
    """

    layer_chosen = Signal(str)
    rows_chosen = Signal(list)
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setAccessibleName(self.tr("Tabella"))
        self.model = TableModel()
        self.view = AttributeView(self.model)
        self._theme: Theme | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._add_head()
        self._add_body()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._filter)
        self._wire()

    def _add_head(self) -> None:
        head = QWidget()
        head.setFixedHeight(44)
        row = self.head = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        self.layers = CaptionCombo(self.tr("Tabella"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("filtra…"))
        self.search.setAccessibleName(self.tr("Filtra le righe"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(200)
        self.count = label("", "label")
        self.close_ = tool_button("x", self.tr("Chiudi la tabella (Ctrl+T)"))
        row.addWidget(self.layers)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(self.close_)
        self._column.addWidget(head)

    def _add_body(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self.empty = QLabel()
        self.empty.setProperty("role", "label")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._stack.addWidget(self.empty)
        self._column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.layers.activated.connect(lambda _row: self.layer_chosen.emit(self.layers.currentData()))
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.close_.clicked.connect(self.close_wanted)
        self.view.rows_chosen.connect(lambda: self.rows_chosen.emit(self.view.selected_fids()))
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sort)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.view.cells.theme = theme
        restyle(self, theme)
        self.view.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 160)

    @property
    def layer(self) -> Layer | None:
        """The layer that is shown."""
        return None if self.model.data_ is None else self.model.data_.layer

    def set_layers(self, layers: Sequence[tuple[str, str]]) -> None:
        """Offer these layers: name and what is written."""
        self.layers.clear()
        for name, text in layers:
            self.layers.addItem(text, name)
        self.layers.updateGeometry()

    def show_data(self, data: TableData | None, *, editable: bool) -> None:
        """Show the rows of a layer, unfiltered, in the order in which they were made."""
        self.model.editable = editable
        self.model.filter, self.model.sort_field, self.model.group_field = Filter(), "", ""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        header = self.view.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        self.model.show_data(data, [] if data is None else default_fields(data.layer))
        if data is not None:
            self.layers.setCurrentIndex(self.layers.findData(data.layer.name))
        self.view.fit_columns()
        self._say()

    def refresh(self) -> None:
        """Show the data again after a change: same filter, order, selection and place."""
        self._keeping(self.model.rearrange)

    def select(self, fids: Sequence[int]) -> None:
        """Show what is selected elsewhere."""
        if list(fids) != self.view.selected_fids():
            self.view.select_fids(fids)

    def _keeping(self, change: Callable[[], None], *, scroll: bool = False) -> None:
        """Change what is shown without losing the selection."""
        chosen = self.view.selected_fids()
        place = self.view.verticalScrollBar().value()
        change()
        self.view.select_fids(chosen, scroll=scroll)
        if not scroll:
            self.view.verticalScrollBar().setValue(place)
        self._say()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        name = self.model.fields[column].name if 0 <= column < len(self.model.fields) else ""
        down = order is Qt.SortOrder.DescendingOrder
        self._keeping(lambda: self.model.rearrange(sort=(name, down)), scroll=True)

    def _filter(self) -> None:
        shown = tuple(each.name for each in self.model.fields)
        wanted = Filter(self.model.filter.conditions, self.search.text(), shown)
        self._keeping(lambda: self.model.rearrange(wanted=wanted), scroll=True)

    def _say(self) -> None:
        total = 0 if self.model.data_ is None else len(self.model.data_)
        shown = self.model.arranged.count
        self.count.setText(self.tr("{} di {}").format(numbers.integer(shown), numbers.integer(total)))
        if shown:
            self._stack.setCurrentWidget(self.view)
            return
        plural = "" if self.layer is None else self.layer.plural.lower()
        self.empty.setText(
            self.tr("Nessuna riga corrisponde al filtro.")
            if total
            else self.tr("Il progetto non ha ancora {}: importarne un elenco.").format(plural)
        )
        self._stack.setCurrentWidget(self.empty)


def default_fields(layer: Layer) -> list:
    """Return the columns shown at first: those that the user chose, else those that the layer declares."""
    kept = QSettings().value(f"table/{layer.name}", "")
    names = str(kept).split(",") if kept else []
    chosen = [layer.field(name) for name in names if name in layer.field_names]
    return chosen or [each for each in layer.fields if each.in_table] or list(layer.fields[:4])
