"""The rows of the preview: as written in the file, each with what will happen to it and why."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.speech import words

_INDEX = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, REASON_HEIGHT = 28, 20
#: Rows shown; the plan and the import take them all.
MOST = 1000


class Fate(Enum):
    """What happens to a row."""

    ACCEPTED = "accepted"
    WARNING = "warning"
    REFUSED = "refused"


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file; `reason` is the sentence below it, `blamed` the columns to mark."""

    number: int
    values: tuple[Any, ...]
    fate: Fate
    reason: str = ""
    blamed: frozenset[int] = frozenset()


def preview_rows(plan: Any) -> list[PreviewRow]:
    """Return the first rows of a plan with their fate in words."""
    outcome = plan.outcome()
    place = {
        name: plan.columns.index(column) for name, column in plan.mapping.items() if column in plan.columns
    }
    return [
        _row(number, values, outcome.get(number), place, plan.layer) for number, values in plan.sample(MOST)
    ]


def _row(number: int, values: tuple[Any, ...], found: Any, place: dict[str, int], layer: str) -> PreviewRow:
    if found is None:
        return PreviewRow(number, values, Fate.ACCEPTED)
    if hasattr(found, "reason"):
        label = words.field_label(layer, found.field)
        detail = f"riga {found.detail}" if found.reason.value == "duplicate_code" else found.detail
        text = words.value_reason(found.reason, field=label, raw=found.detail, detail=detail)
        return PreviewRow(number, values, Fate.REFUSED, f"Rifiutata. {text}.", _blamed([found.field], place))
    if not found.warnings:
        return PreviewRow(number, values, Fate.ACCEPTED)
    texts = [words.row_warning(warning, layer) for warning in found.warnings]
    blamed = _blamed([warning.field for warning in found.warnings], place)
    return PreviewRow(number, values, Fate.WARNING, f"Accettata con avviso. {'; '.join(texts)}.", blamed)


def _blamed(fields: list[str], place: dict[str, int]) -> frozenset[int]:
    positions = [place[name] for name in ("lat", "lon", "x", "y", "position", "wkt") if name in place]
    found: list[int] = []
    for name in fields:
        found += (
            positions
            if name in ("geometry", "lat", "lon", "x", "y")
            else [place[name]]
            if name in place
            else []
        )
    return frozenset(found)


class PreviewModel(QAbstractTableModel):
    """Row number, mark, then the columns of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._every: list[PreviewRow] = []
        self.rows: list[PreviewRow] = []
        self.columns: tuple[str, ...] = ()
        self._fate: Fate | None = None

    def rowCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Riga") if section == 0 else self.columns[section - 1]
        return None

    def data(self, index: _INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() == 0:
                return str(row.number)
            value = row.values[index.column() - 1] if index.column() <= len(row.values) else None
            return "" if value is None else str(value)
        return None

    def set_plan(self, columns: tuple[str, ...], rows: list[PreviewRow]) -> None:
        """Show the rows of another plan."""
        self.beginResetModel()
        self.columns, self._every = columns, rows
        self.rows = [row for row in rows if self._fate in (None, row.fate)]
        self.endResetModel()

    def show_only(self, fate: Fate | None) -> None:
        """Show only the rows with one fate, or all."""
        self._fate = fate
        self.set_plan(self.columns, self._every)


def _row_at(index: _INDEX) -> PreviewRow:
    model = index.model()
    assert isinstance(model, PreviewModel)
    return model.rows[index.row()]


class PreviewDelegate(QStyledItemDelegate):
    """Paints a cell, marks the blamed ones, and writes the reason under the whole row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks = {
            Fate.ACCEPTED: ("check", theme.ok),
            Fate.WARNING: ("warning", theme.wa),
            Fate.REFUSED: ("x", theme.er),
        }

    def sizeHint(self, _option: QStyleOptionViewItem, index: _INDEX) -> QSize:
        row = _row_at(index)
        return QSize(80, ROW_HEIGHT + (REASON_HEIGHT if row.reason else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        row = _row_at(index)
        area = QRect(option.rect.left(), option.rect.top(), option.rect.width(), ROW_HEIGHT)
        painter.save()
        painter.setFont(font(13))
        blamed = index.column() - 1 in row.blamed
        if blamed:
            refused = row.fate is Fate.REFUSED
            painter.fillRect(area, QColor(self._theme.er_weak if refused else self._theme.wa_weak))
            painter.setFont(font(13, 600))
        painter.setPen(QColor(self._theme.tx2 if index.column() == 0 else self._theme.tx))
        if index.column() == 0:
            self._number(painter, area, row)
        else:
            text = index.data() or (self.tr("vuota") if blamed else "")
            room = area.adjusted(8, 0, -4, 0)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        bottom = option.rect.bottom()
        painter.fillRect(option.rect.left(), bottom, option.rect.width(), 1, QColor(self._theme.ln))
        painter.restore()

    def _number(self, painter: QPainter, area: QRect, row: PreviewRow) -> None:
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(area.left(), area.top(), 44, area.height()), side, str(row.number))
        name, colour = self._marks[row.fate]
        mark = pixmap(name, colour, 15, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.left() + 58, area.center().y() - 7, mark)

    def reason_colour(self, row: PreviewRow) -> QColor:
        """Return the colour in which the reason of a row is written."""
        return QColor(self._theme.er if row.fate is Fate.REFUSED else self._theme.wa)
