"""The Qt model over `TableData`: asked only for the cells on the screen."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.look.widgets import plain_tip
from app.panels.table.data import Arrangement, Section, TableData
from app.panels.table.text import NUMERIC, formatter, heading
from app.records.figures import FIGURES
from app.speech import numbers
from maps.schema import Field
from maps.views.filters import Filter

Index = QModelIndex | QPersistentModelIndex
#: Filled by the store, or computed; never typed.
COMPUTED = frozenset({"uid", "created_by", "created_at", "updated_by", "updated_at", "osm_tags"})
COMPUTED |= {each.name for each in FIGURES}
VALUE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROOT = QModelIndex()


class TableModel(QAbstractTableModel):
    """Rows of a layer, filtered, sorted and grouped; columns are fields."""

    def __init__(self) -> None:
        super().__init__()
        self.data_: TableData | None = None
        self.fields: list[Field] = []
        self.arranged = Arrangement(np.empty(0, np.int64))
        self.filter = Filter()
        self.sort_field, self.descending, self.group_field = "", False, ""
        self.editable = False
        self._write: list[Callable[[Any], str]] = []
        self._values: list[list[Any]] = []

    # What is shown

    def show_data(self, data: TableData | None, fields: Sequence[Field]) -> None:
        """Show the rows of a layer with these columns."""
        self.beginResetModel()
        self.data_, self.fields = data, list(fields)
        self._write = [formatter(each) for each in self.fields]
        self._arrange()
        self.endResetModel()

    def rearrange(
        self,
        *,
        wanted: Filter | None = None,
        sort: tuple[str, bool] | None = None,
        group: str | None = None,
    ) -> None:
        """Filter, sort (field, descending) or group otherwise, or again after a change of the data."""
        self.beginResetModel()
        self.filter = self.filter if wanted is None else wanted
        if sort is not None:
            self.sort_field, self.descending = sort
        self.group_field = self.group_field if group is None else group
        self._arrange()
        self.endResetModel()

    def refresh(self) -> None:
        """Show the data again after a change of some rows; where all stand as before, only their cells."""
        before = self.arranged
        self._arrange()
        after, self.arranged = self.arranged, before
        if after.sections == before.sections and np.array_equal(after.places, before.places):
            self.arranged = after
            if self.rowCount() and self.fields:
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.arranged = after
        self.endResetModel()

    def _arrange(self) -> None:
        if self.data_ is None:
            self.arranged, self._values = Arrangement(np.empty(0, np.int64)), []
            return
        asked = [each.name for each in self.fields]
        self.data_.need([*asked, *(name for name in (self.sort_field, self.group_field) if name)])
        self._values = [self.data_.columns[name] for name in asked]
        self.arranged = self.data_.arrange(
            self.filter, self.sort_field, descending=self.descending, group=self.group_field
        )

    # Rows

    def fid(self, row: int) -> int | None:
        """Return the key of a row of the table; None for the head of a group."""
        place = int(self.arranged.places[row]) if 0 <= row < len(self.arranged.places) else -1
        return None if place < 0 or self.data_ is None else int(self.data_.fids[place])

    def section(self, row: int) -> Section | None:
        """Return the group that begins at a row of the table, if one does."""
        place = int(self.arranged.places[row]) if 0 <= row < len(self.arranged.places) else 0
        return self.arranged.sections[-1 - place] if place < 0 else None

    def section_text(self, section: Section) -> str:
        """Return the words at the head of a group."""
        assert self.data_ is not None
        declared = self.data_.layer.field(self.group_field)
        value = formatter(declared)(section.value) or self.tr("senza valore")
        return f"{declared.label}: {value}"

    def section_count(self, section: Section) -> str:
        """Return how many rows a group has, in words."""
        one = section.count == 1
        return numbers.integer(section.count) + (self.tr(" riga") if one else self.tr(" righe"))

    def fids(self, rows: np.ndarray | None = None) -> np.ndarray:
        """Return the keys of some rows of the table, or of all, in the order shown; heads are left out."""
        places = self.arranged.places if rows is None else self.arranged.places[rows]
        return np.empty(0, np.int64) if self.data_ is None else self.data_.fids[places[places >= 0]]

    def rows_of(self, fids: Sequence[int]) -> np.ndarray:
        """Return the rows of the table where these keys stand, ascending; those not shown are left out."""
        if self.data_ is None or not len(fids):
            return np.empty(0, np.int64)
        places = np.searchsorted(self.data_.fids, fids)
        known = [
            p for p, f in zip(places, fids, strict=True) if p < len(self.data_) and self.data_.fids[p] == f
        ]
        return np.flatnonzero(np.isin(self.arranged.places, known))

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell; None in the head of a group."""
        place = int(self.arranged.places[row])
        return None if place < 0 else self._values[column][place]

    def values(self, column: int) -> list[Any]:
        """Return the values of a column by their place in the data."""
        return self._values[column]

    def writer(self, column: int) -> Callable[[Any], str]:
        """Return what writes the values of a column."""
        return self._write[column]

    def column_of(self, name: str) -> int:
        """Return the column of a field, -1 where it is not shown."""
        return next((place for place, each in enumerate(self.fields) if each.name == name), -1)

    def can_edit(self, row: int, column: int) -> bool:
        """Tell whether a cell may be edited."""
        return self.editable and self.fields[column].name not in COMPUTED and self.fid(row) is not None

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.arranged.places)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.fields[column].kind in NUMERIC else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._write[column](self.value(row, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._write[column](self.value(row, column)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return self.value(row, column) if role == VALUE else None

    def _spoken(self, row: int, column: int) -> str:
        section = self.section(row)
        if section is not None:
            return f"{self.section_text(section)}, {self.section_count(section)}"
        text = self._write[column](self.value(row, column)) or self.tr("vuoto")
        return f"{self.fields[column].label}: {text}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        declared = self.fields[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return heading(declared)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if declared.kind in NUMERIC else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.section(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return base | Qt.ItemFlag.ItemIsEditable if self.can_edit(index.row(), index.column()) else base
