"""The table of the preview, with a header that maps each column to a field."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.dialogs.importing.rows import ROW_HEIGHT, PreviewDelegate, PreviewModel
from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.look.widgets import SlimCombo

_HEAD = 92
#: A choice of the mapping: value and word; "" leaves the column out.
Choice = tuple[str, str]


class MappingHeader(QHeaderView):
    """Name of the column, the field it becomes, and how sure the guess is.

    Signals
    -------
    mapped(str column, str field) : the user chose another field ("" = excluded).
    """

    mapped = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._combos: list[SlimCombo] = []
        self._marks: list[tuple[str, str]] = []
        self.setSectionsClickable(False)
        self.setFixedHeight(_HEAD)
        self.sectionResized.connect(self.place)
        self.geometriesChanged.connect(self.place)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEAD)

    def set_mapping(
        self, columns: tuple[str, ...], chosen: list[str], marks: list[tuple[str, str]], choices: list[Choice]
    ) -> None:
        """Show a combo over each column; `marks` are (icon, word) below it."""
        self._marks = marks
        for combo in self._combos:
            combo.deleteLater()
        self._combos = [
            self._combo(column, value, choices) for column, value in zip(columns, chosen, strict=True)
        ]
        self.place()
        self.viewport().update()

    def combo(self, column: int) -> SlimCombo:
        """Return the combo over a column of the file."""
        return self._combos[column]

    def _combo(self, column: str, value: str, choices: list[Choice]) -> SlimCombo:
        combo = SlimCombo(self.viewport())
        combo.setAccessibleName(self.tr("Campo per la colonna {}").format(column))
        for choice, text in choices:
            combo.addItem(text, choice)
        combo.setCurrentIndex(max(combo.findData(value), 0))
        combo.activated.connect(lambda _row: self.mapped.emit(column, combo.currentData()))
        combo.show()
        return combo

    def place(self) -> None:
        """Put every combo over its column."""
        for column, combo in enumerate(self._combos):
            left = self.sectionViewportPosition(column + 1)
            combo.setGeometry(left + 4, 30, max(self.sectionSize(column + 1) - 8, 40), 30)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, QColor(self._theme.sf2))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self._theme.ctl))
        painter.setFont(font(12))
        painter.setPen(QColor(self._theme.tx2))
        name = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        top = QRect(rect.left() + 8, rect.top() + 4, rect.width() - 12, 24)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, shown)
        if 0 < section <= len(self._marks):
            self._mark(painter, rect, *self._marks[section - 1])
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, icon: str, text: str) -> None:
        colour = self._theme.ok if icon == "check" else self._theme.tx2
        mark = pixmap(icon, colour, 13, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + 8, rect.top() + 70, mark)
        painter.setPen(QColor(colour))
        room = QRect(rect.left() + 25, rect.top() + 64, rect.width() - 28, 24)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()),
        )


class PreviewTable(QTableView):
    """The table; the reason of a row is written across it, under its cells."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = PreviewModel()
        self._theme, self._delegate = theme, PreviewDelegate(theme)
        self.header = MappingHeader(theme, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.header.place())
        self.rows.modelReset.connect(self._fit_rows)

    def _fit_rows(self) -> None:
        for number, row in enumerate(self.rows.rows):
            self.setRowHeight(number, ROW_HEIGHT + (20 if row.reason else 0))

    def fit_columns(self, widths: Callable[[int], int]) -> None:
        """Set the width of each column of the file."""
        self.setColumnWidth(0, 84)
        for column in range(1, self.rows.columnCount()):
            self.setColumnWidth(column, widths(column - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(font(12))
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = self.rows.rowCount() - 1 if last < 0 else last
        for number in range(max(first, 0), last + 1):
            row = self.rows.rows[number]
            if row.reason:
                painter.setPen(self._delegate.reason_colour(row))
                top = self.rowViewportPosition(number) + ROW_HEIGHT - 4
                area = QRect(92, top, self.viewport().width() - 100, 20)
                shown = painter.fontMetrics().elidedText(
                    row.reason, Qt.TextElideMode.ElideRight, area.width()
                )
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
