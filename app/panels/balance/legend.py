"""The legend of risk against coverage: nine colours, how many zones have each, and the way to them."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.look.icons import restyle, set_icon
from app.look.risk_tones import shown
from app.look.theme import LIGHT, Theme, font
from app.look.widgets import Card, label, tool_button
from app.panels.balance.chart import LEFT, MIDDLE, RIGHT, Chart
from app.speech import numbers

#: Row of risk and column of coverage, 0 low to 2 high.
Cell = tuple[int, int]
#: Where the rule finds a shortage, unless the data do not allow to say.
SHORTAGE: Cell = (2, 0)
_LEFT, _TOP = 72, 26
_KEYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}


class _Grid(Chart):
    """The nine colours with their axes, the names of the corners and the number of zones.

    Signals
    -------
    chosen(int row, int column)
    """

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(308)
        self.risk_breaks, self.cover_breaks = (40.0, 60.0), (25.0, 50.0)
        self.counts: Mapping[Cell, int] = {}
        self.to_check = 0
        self.marked: Cell | None = None
        self.at: Cell = (2, 0)
        self._pixels = 82
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Classi di rischio e copertura"))
        self.setToolTip(self.tr("Premere una classe per mostrarne le zone"))

    def set_cell(self, pixels: int) -> None:
        """Set the side of a cell; below 80 pixels the corners are not named."""
        if pixels != self._pixels:
            self._pixels = pixels
            self.redraw()
        self.setFixedHeight(3 * pixels + _TOP + 40)

    def sizeHint(self) -> QSize:
        return QSize(3 * self._pixels + 84, 3 * self._pixels + _TOP + 40)

    def cell_box(self, row: int, column: int) -> QRectF:
        """Return where a class is drawn."""
        side = self._pixels
        return QRectF(_LEFT + column * side, _TOP + (2 - row) * side, side - 2, side - 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for row in range(3):
            for column in range(3):
                if self.cell_box(row, column).contains(event.position()):
                    self._choose((row, column))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None:
            self.at = min(max(self.at[0] + step[0], 0), 2), min(max(self.at[1] + step[1], 0), 2)
            self._choose(self.at)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.at)
        else:
            super().keyPressEvent(event)

    def _choose(self, cell: Cell) -> None:
        self.at = self.marked = cell
        self.redraw()
        self.chosen.emit(*cell)

    def draw(self, painter: QPainter) -> None:
        names = {
            SHORTAGE: self.tr("Carenza"),
            (2, 2): self.tr("Presidiata"),
            (0, 0): self.tr("Poco esposta"),
            (0, 2): self.tr("Sovradotata"),
        }
        for row in range(3):
            for column in range(3):
                cell = self.cell_box(row, column)
                tone = shown(row, column, self.theme)
                painter.fillRect(cell, QColor(tone))
                painter.setPen(_ink(tone))
                doubtful = self.to_check if (row, column) == SHORTAGE else 0
                name, count = names.get((row, column), ""), self.counts.get((row, column), 0)
                self._write(painter, cell, name, count, doubtful)
        if self.marked is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.ac), 3))
            painter.drawRect(self.cell_box(*self.marked).adjusted(1.5, 1.5, -1.5, -1.5))
        self._axes(painter)
        self._scales(painter)

    def _write(self, painter: QPainter, cell: QRectF, name: str, count: int, doubtful: int) -> None:
        """Write the name of a class and its zones; those under the name of a verdict are those that have it."""
        told = self._zones(count)
        if self._pixels >= 80 and name:
            if doubtful:
                told = self.tr("{}\n{} da\nverificare").format(
                    self._zones(count - doubtful), numbers.integer(doubtful)
                )
            half = cell.height() / 2 + (8 if count else 18) - (20 if doubtful else 0)
            painter.setFont(font(12, 600))
            box = QRectF(cell.left() + 4, cell.top() + 4, cell.width() - 8, half - 4)
            painter.drawText(box, int(MIDDLE | Qt.TextFlag.TextWordWrap), name)
            cell = cell.adjusted(0, half - 4, 0, -2)
        if count:
            painter.setFont(font(12))
            painter.drawText(cell, MIDDLE, told if self._pixels >= 50 else numbers.integer(count))

    def _zones(self, count: int) -> str:
        return self.tr("1 zona") if count == 1 else self.tr("{} zone").format(numbers.integer(count))

    def _axes(self, painter: QPainter) -> None:
        """Draw the two axes with their arrows."""
        side, ink = self._pixels, QColor(self.theme.tx)
        x, bottom = _LEFT - 5.0, _TOP + 3 * side + 2.0
        end = _LEFT + 3 * side + 8.0
        painter.setPen(QPen(ink, 1.2))
        painter.drawPolyline([QPointF(x, _TOP - 6), QPointF(x, bottom), QPointF(end, bottom)])
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        arrows = [(QPointF(x, _TOP - 11), QPointF(0, 7)), (QPointF(end + 4, bottom), QPointF(-7, 0))]
        for tip, back in arrows:
            across = QPointF(back.y(), back.x()) * 0.5
            painter.drawPolygon(QPolygonF([tip, tip + back + across, tip + back - across]))

    def _scales(self, painter: QPainter) -> None:
        side = self._pixels
        painter.setFont(font(12, 600))
        painter.setPen(QColor(self.theme.tx))
        bottom = _TOP + 3 * side + 4
        painter.drawText(QRectF(0, 0, _LEFT - 12, 18), LEFT, self.tr("Rischio"))
        painter.drawText(QRectF(_LEFT, bottom, 3 * side, 18), MIDDLE, self.tr("Copertura"))
        painter.setFont(font(12))
        painter.setPen(QColor(self.theme.tx2))
        for place, text in enumerate(_classes(self.risk_breaks, "")):
            painter.drawText(QRectF(0, _TOP + (2 - place) * side, _LEFT - 14, side), RIGHT, text)
        for place, text in enumerate(_classes(self.cover_breaks, "%")):
            painter.drawText(QRectF(_LEFT + place * side, bottom + 16, side, 18), MIDDLE, text)


def _ink(ground: str) -> QColor:
    """Return the ink, white or near black, that stands out more on a ground (relative luminance of WCAG 2)."""
    colour = QColor(ground)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#1B1E22" if luminance > 0.2 else "#FFFFFF")


def _classes(breaks: tuple[float, float], unit: str) -> tuple[str, str, str]:
    low, high = breaks
    return (
        numbers.with_unit(f"< {numbers.integer(low)}", unit),
        numbers.span(low, high - 1, unit),
        numbers.with_unit(f"≥ {numbers.integer(high)}", unit),
    )


class BivariateLegend(Card):
    """The legend card of risk against coverage; it folds to its title, and begins so where it would hide the map.

    Signals
    -------
    class_chosen(int risk, int coverage)
        A class was pressed, 0 low to 2 high.
    resized()
    """

    class_chosen = Signal(int, int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.folded, self._compact, self._least = False, False, False
        self._add_head()
        self.grid = _Grid()
        self.grid.chosen.connect(self.class_chosen)
        self.body.addWidget(self.grid)
        self._note = label("", "caption")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(0, 6, 0, 0)
        self.body.addWidget(self._note)
        self.set_counts({})
        self._fit()

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("Rischio e copertura"), "title"), 1)
        self.fold = tool_button("caret-up", "")
        self.fold.setFixedSize(28, 28)
        self.fold.setIconSize(QSize(16, 16))
        self.fold.clicked.connect(lambda _checked=False: self.set_folded(not self.folded))
        row.addWidget(self.fold)
        self.body.addLayout(row)

    def set_breaks(self, risk: tuple[float, float], coverage: tuple[float, float]) -> None:
        """Write the limits of the classes: risk (0-100) and coverage (shares, 0-1)."""
        low, high = coverage
        limits = risk, (low * 100, high * 100)
        if limits != (self.grid.risk_breaks, self.grid.cover_breaks):
            self.grid.risk_breaks, self.grid.cover_breaks = limits
            self.grid.redraw()

    def set_counts(self, counts: Mapping[Cell, int], to_check: int = 0) -> None:
        """Write how many zones each class has, and how many of the class of shortages are still to be checked."""
        if (counts, to_check) != (self.grid.counts, self.grid.to_check):
            self.grid.counts, self.grid.to_check = counts, to_check
            self.grid.redraw()
        told = self.tr(
            "Copertura: parte dello spazio pubblico ripresa alla classe della finalità. "
            "I limiti sono quelli del profilo dei criteri."
        )
        if counts and len(counts) < 9:
            told += " " + self.tr("Una casella senza numero non ha zone.")
        self._note.setText(told)

    def mark(self, cell: Cell | None) -> None:
        """Frame the class of the selected zone; None for no class."""
        if cell != self.grid.marked:
            self.grid.marked = cell
            self.grid.redraw()

    def set_compact(self, compact: bool, *, least: bool = False) -> None:
        """Take less room on a small window; where the text is large too, the least, folded until it is opened."""
        folded = least if least != self._least else self.folded
        if (compact, least, folded) != (self._compact, self._least, self.folded):
            self._compact, self._least, self.folded = compact, least, folded
            self._fit()

    def set_folded(self, folded: bool) -> None:
        """Reduce the card to its title, or show it whole."""
        if folded != self.folded:
            self.folded = folded
            self._fit()
            self.resized.emit()

    def _fit(self) -> None:
        cell = 36 if self._least else 58 if self._compact else 82
        self.body.setContentsMargins(14, 3, 6, 3 if self.folded else 8)
        self.grid.set_cell(cell)
        self.grid.setVisible(not self.folded)
        self._note.setVisible(not self._compact and not self.folded)
        self.setFixedWidth(3 * cell + 108)
        set_icon(self.fold, "caret-down" if self.folded else "caret-up")
        told = self.tr("Mostra la legenda") if self.folded else self.tr("Riduci la legenda")
        self.fold.setToolTip(told)
        self.fold.setAccessibleName(told)
        restyle(self, self._theme)
        self.adjustSize()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.grid.set_theme(theme)
        restyle(self, theme)
