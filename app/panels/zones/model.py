"""Rows and sorting of the zone table."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.speech import numbers

_INDEX = QModelIndex | QPersistentModelIndex
ROLE_ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class ZoneRow:
    """One zone and what is known of it for the chosen purpose.

    Attributes
    ----------
    fid : int
    name, kind : str
        Name and Italian word for centre, periphery or hamlet.
    risk : float or None
        0-100.
    coverage, overlap : float or None
        Shares, 0-1.
    cameras : int or None
    quotient : float or None
    verdict : str or None
        Value of `maps.balance.verdicts.Verdict`; None until the balance is computed.
    """

    fid: int
    name: str
    kind: str
    risk: float | None = None
    coverage: float | None = None
    overlap: float | None = None
    cameras: int | None = None
    quotient: float | None = None
    verdict: str | None = None


def rows_of(table: Any, kind_label: Callable[[str], str]) -> list[ZoneRow]:
    """Return the rows of a `PurposeBalance.zones` table."""
    codes = table["code"] if "code" in table else table["name"]
    columns = (each.tolist() for each in (codes, *(table[name] for name in _COLUMNS)))
    rows = zip(table.index, *columns, strict=True)
    return [
        ZoneRow(
            int(fid),
            str(name or code or numbers.integer(fid)),
            kind_label(kind) if isinstance(kind, str) else numbers.DASH,
            _number(risk),
            _number(coverage),
            _number(overlap),
            int(cameras),
            _number(quotient),
            getattr(verdict, "value", None),
        )
        for fid, code, name, kind, cameras, quotient, verdict, risk, coverage, overlap in rows
    ]


_COLUMNS = ("name", "zone_kind", "cameras", "quotient", "verdict", "risk", "coverage", "overlap")


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


#: From what asks for action to what does not.
VERDICT_ORDER = {"shortage": 0, "overlap": 1, "to_check": 2, "balanced": 3}
_KEYS: tuple[Callable[[ZoneRow], Any], ...] = (
    lambda row: row.name.casefold(),
    lambda row: row.kind,
    lambda row: row.risk,
    lambda row: row.coverage,
    lambda row: row.overlap,
    lambda row: row.cameras,
    lambda row: row.quotient,
    lambda row: (VERDICT_ORDER.get(row.verdict or "", 9), -(row.risk or 0.0)),
)
NAME, KIND, RISK, COVERAGE, OVERLAP, CAMERAS, QUOTIENT, VERDICT = range(8)


class ZonesModel(QAbstractTableModel):
    """The zones, sorted by any column; the selected zone stays on top."""

    def __init__(self) -> None:
        super().__init__()
        self.headers = [
            self.tr("Zona"),
            self.tr("Ambito"),
            self.tr("Rischio (0–100)"),
            self.tr("Copertura"),
            self.tr("Sovrapposizione"),
            self.tr("Telecamere"),
            self.tr("Quoziente"),
            self.tr("Verdetto"),
        ]
        self.verdict_label: Callable[[str], str] = str
        self.pinned: int | None = None
        self.rows: list[ZoneRow] = []
        self._column, self._order = VERDICT, Qt.SortOrder.AscendingOrder

    def rowCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if section in (CAMERAS, QUOTIENT) else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROLE_ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (CAMERAS, QUOTIENT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: ZoneRow, column: int) -> str:
        texts: tuple[Callable[[], str], ...] = (
            lambda: row.name,
            lambda: row.kind,
            lambda: numbers.measure(row.risk, ""),
            lambda: numbers.share(row.coverage),
            lambda: numbers.percent(row.overlap),
            lambda: numbers.DASH if row.cameras is None else numbers.integer(row.cameras),
            lambda: numbers.measure(row.quotient, "", 2),
            lambda: self.verdict_label(row.verdict) if row.verdict else numbers.DASH,
        )
        return texts[column]()

    def set_rows(self, rows: list[ZoneRow]) -> None:
        """Replace every zone."""
        self.beginResetModel()
        self.rows = self._sorted(rows)
        self.endResetModel()

    def pin(self, fid: int | None) -> None:
        """Keep one zone on top."""
        self.pinned = fid
        self.set_rows(self.rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is not known goes last."""
        self._column, self._order = column, order
        self.set_rows(self.rows)

    def row_of(self, fid: int) -> int:
        """Return the row of a zone, or -1."""
        return next((number for number, row in enumerate(self.rows) if row.fid == fid), -1)

    def _sorted(self, rows: list[ZoneRow]) -> list[ZoneRow]:
        key = _KEYS[self._column]
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        known.sort(key=key, reverse=self._order is Qt.SortOrder.DescendingOrder)
        ordered = known + unknown
        return sorted(ordered, key=lambda row: row.fid != self.pinned)
