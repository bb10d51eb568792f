"""How the rows of the attribute table are painted: all of the cells on the screen in one go.

A delegate asked for one cell at a time costs more in calls than the painting itself (measured on 100,000 cameras:
17.6 ms of processor a page against 5 in one loop).
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.look.widgets import draw_chip
from app.panels.table.delegate import ROW_HEIGHT
from app.panels.table.model import TableModel
from app.panels.table.text import NUMERIC

#: States that are read first: field and code to icon, ink and ground.
CHIPS = {
    ("working_state", "working"): ("check", "ok", "ok_weak"),
    ("working_state", "degraded"): ("warning", "wa", "wa_weak"),
    ("working_state", "broken"): ("x", "er", "er_weak"),
    ("lamp_state", "broken"): ("x", "er", "er_weak"),
}
_LEFT_PX, _RIGHT_PX = 12, 10


@lru_cache(maxsize=64)
def _mark(name: str, colour: str, ratio: float) -> QPixmap:
    """Return the icon of a chip; drawing one anew for each cell would cost more than all the rest."""
    return pixmap(name, colour, 13, ratio)


@lru_cache(maxsize=8)
def _metrics(weight: int, size: int) -> tuple[QFont, QFontMetricsF, float]:
    """Return a font, its measures and where its base line lies in a row."""
    chosen = font(size, weight)
    measures = QFontMetricsF(chosen)
    return chosen, measures, (ROW_HEIGHT - 1 + measures.ascent() - measures.descent()) / 2


@lru_cache(maxsize=20_000)
def _fitted(text: str, width: int, weight: int, right: bool) -> tuple[str, float]:
    """Return a text as it fits in a width, and how far from the left it begins."""
    measures = _metrics(weight, 13)[1]
    line = " ".join(text.split()) if "\n" in text or "\t" in text else text
    long = measures.horizontalAdvance(line) if len(line) < 1000 else float("inf")
    if long > width:
        line = measures.elidedText(line[:1000], Qt.TextElideMode.ElideRight, width)
        long = measures.horizontalAdvance(line)
    return line, max(width - long, 0.0) if right else 0.0


class RowsPainter:
    """Paints the visible rows of one table.

    Parameters
    ----------
    model : TableModel
    """

    def __init__(self, model: TableModel) -> None:
        self.model = model

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        rows: range,
        top: int,
        columns: list[tuple[int, int, int]],
        width: int,
        chosen: list[bool],
        *,
        hover: int = -1,
        first_column: int = 0,
        current: tuple[int, int] = (-1, -1),
    ) -> None:
        """Paint rows from a height downwards.

        Parameters
        ----------
        rows : range
        top : int
            Of the first row, pixels.
        columns : list of (column, left, width)
            Those on the screen.
        width : int
            Of the viewport, pixels.
        chosen : list of bool
            Which of the rows are selected.
        hover : int
            Row under the pointer.
        first_column : int
            Column that stands first, in bold.
        current : (row, column)
            Cell with the focus ring.
        """
        places = self.model.arranged.places[rows.start : rows.stop].tolist()
        inks = (QColor(theme.sf), QColor(theme.acw), QColor(theme.hv), QColor(theme.ln), QColor(theme.ac))
        for number, row in enumerate(rows):
            self._ground(painter, inks, row, top + number * ROW_HEIGHT, width, chosen[number], row == hover)
        for column, left, wide in columns:
            self._column(painter, theme, column, left, wide, places, top, bold=column == first_column)
            if column == first_column:
                for number, is_chosen in enumerate(chosen):
                    if is_chosen:
                        painter.fillRect(left, top + number * ROW_HEIGHT, 3, ROW_HEIGHT, inks[4])
            if current[1] == column and current[0] in rows:
                area = QRectF(left, top + (current[0] - rows.start) * ROW_HEIGHT, wide, ROW_HEIGHT)
                painter.setPen(QPen(inks[4], 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(1, 1, -1, -2))
        self._heads(painter, theme, rows, places, top, width)

    @staticmethod
    def _ground(
        painter: QPainter,
        inks: tuple[QColor, ...],
        row: int,
        top: int,
        width: int,
        chosen: bool,
        hovered: bool,
    ) -> None:
        ground = inks[1] if chosen else inks[2] if hovered else inks[0]
        painter.fillRect(0, top, width, ROW_HEIGHT - 1, ground)
        painter.fillRect(0, top + ROW_HEIGHT - 1, width, 1, inks[3])

    def _column(
        self,
        painter: QPainter,
        theme: Theme,
        column: int,
        left: int,
        wide: int,
        places: list[int],
        top: int,
        *,
        bold: bool,
    ) -> None:
        declared, values = self.model.fields[column], self.model.values(column)
        write, right = self.model.writer(column), declared.kind in NUMERIC
        chips = {code: look for (name, code), look in CHIPS.items() if name == declared.name}
        weight, room = 600 if bold else 400, wide - _LEFT_PX - _RIGHT_PX
        chosen, _measures, base = _metrics(weight, 13)
        painter.setFont(chosen)
        painter.setPen(QColor(theme.tx))
        x = left + _LEFT_PX
        for number, place in enumerate(places):
            value = values[place] if place >= 0 else None
            if value is None:
                continue
            look = chips.get(value) if chips else None
            y = top + number * ROW_HEIGHT
            if look is not None:
                self._chip(painter, theme, QRectF(x, y, room, ROW_HEIGHT - 1), look, write(value))
                painter.setFont(chosen)
                painter.setPen(QColor(theme.tx))
                continue
            text, indent = _fitted(write(value), room, weight, right)
            if text:
                painter.drawText(QPointF(x + indent, y + base), text)

    @staticmethod
    def _chip(painter: QPainter, theme: Theme, area: QRectF, look: tuple[str, str, str], text: str) -> None:
        name, ink, ground = look
        colour = QColor(getattr(theme, ink))
        chosen, measures, _base = _metrics(600, 12)
        painter.setFont(chosen)
        width = min(measures.horizontalAdvance(text) + 32, area.width() + 8)
        chip = QRectF(area.left() - 4, area.top() + 4, width, area.height() - 8)
        draw_chip(painter, chip, colour, QColor(getattr(theme, ground)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        mark = _mark(name, colour.name(), painter.device().devicePixelRatioF())
        painter.drawPixmap(round(chip.left()) + 7, round(chip.center().y()) - 6, mark)
        painter.setPen(colour)
        room = chip.adjusted(23, 0, -6, 0)
        shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _heads(
        self, painter: QPainter, theme: Theme, rows: range, places: list[int], top: int, width: int
    ) -> None:
        """Paint the heads of groups across the columns."""
        for number, place in enumerate(places):
            section = self.model.section(rows.start + number) if place < 0 else None
            if section is None:
                continue
            area = QRect(0, top + number * ROW_HEIGHT, width, ROW_HEIGHT)
            painter.fillRect(area, QColor(theme.sf2))
            painter.fillRect(0, area.bottom(), width, 1, QColor(theme.ln))
            painter.setFont(font(13, 600))
            painter.setPen(QColor(theme.tx))
            text = self.model.section_text(section)
            painter.drawText(area.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, text)
            left = 12 + painter.fontMetrics().horizontalAdvance(text) + 12
            painter.setFont(font(12))
            painter.setPen(QColor(theme.tx2))
            count = self.model.section_count(section)
            painter.drawText(area.adjusted(left, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, count)
