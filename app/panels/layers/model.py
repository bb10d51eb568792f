"""Entries of the layers card."""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QWidget

from app.speech import numbers
from maps.views.filters import Filter

_INDEX = QModelIndex | QPersistentModelIndex


class Kind(Enum):
    """What a row of the card is."""

    HEAD = "head"
    LAYER = "layer"
    SUB = "sub"
    NOTE = "note"
    FILTER = "filter"
    LEGEND = "legend"
    MATRIX = "matrix"


@dataclass(frozen=True)
class Entry:
    """One row of the card.

    Attributes
    ----------
    key : str
        Name of the map layer that the row switches, or whose filter it tells; "" for headings and legend rows.
    kind : Kind
    text : str
    count : int or None
        Rows shown at the right; None writes nothing.
    visible : bool
    opacity : float
        0-1.
    swatch : QPixmap or None
        18 x 18 logical pixels.
    legend : tuple of (colour, text)
        Classes of a LEGEND row, in order; `text` of the entry is the unit line below. Of a MATRIX row, nine: rows of
        risk from low to high, in each coverage from low to high; `text` holds the limits, "40, 60|25, 50 %".
    movable : bool
        The row can be dragged to another place in the order.
    tip : str
        More words, shown where the pointer rests.
    only : Filter or None
        Keeps what a SUB row stands for: pressed, the row shows it alone.
    """

    key: str
    kind: Kind
    text: str
    count: int | None = None
    visible: bool = True
    opacity: float = 1.0
    swatch: QPixmap | None = None
    legend: tuple[tuple[QColor, str], ...] = field(default=())
    movable: bool = False
    tip: str = ""
    only: Filter | None = None


class LayersModel(QAbstractListModel):
    """The entries, in the order of the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def rowCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(entry) or None
        if role == Qt.ItemDataRole.CheckStateRole and entry.kind is Kind.LAYER:
            return Qt.CheckState.Checked if entry.visible else Qt.CheckState.Unchecked
        return None

    def spoken(self, entry: Entry) -> str:
        """Return what a screen reader says of a row."""
        parts = [entry.text]
        if entry.kind is Kind.LAYER:
            parts.append(self.tr("mostrato") if entry.visible else self.tr("nascosto"))
            parts.append(self.tr("opacità {}").format(numbers.percent(entry.opacity)))
        if entry.count is not None:
            one = self.tr("1 elemento")
            many = self.tr("{} elementi").format(numbers.integer(entry.count))
            parts.append(one if entry.count == 1 else many)
        return ", ".join([*parts, *([entry.tip] if entry.tip else [])])

    def tip(self, entry: Entry) -> str:
        """Return what is said where the pointer rests."""
        if entry.kind is Kind.FILTER:
            why = self.tr("Il filtro riguarda solo la mappa: i calcoli usano tutte le righe.")
            return self.tr("{}\nFare clic per togliere il filtro. {}").format(entry.tip, why)
        if entry.only is not None:
            return self.tr("Fare clic per vedere sulla mappa solo queste; un altro clic le mostra tutte.")
        return entry.tip

    def flags(self, index: _INDEX) -> Qt.ItemFlag:
        entry = self.entries[index.row()]
        if entry.kind in (Kind.LAYER, Kind.FILTER) or entry.only is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def set_entries(self, entries: list[Entry]) -> None:
        """Replace every row."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def change(self, row: int, **values: Any) -> Entry:
        """Change one row and return it."""
        self.entries[row] = replace(self.entries[row], **values)
        index = self.index(row)
        self.dataChanged.emit(index, index)
        return self.entries[row]
