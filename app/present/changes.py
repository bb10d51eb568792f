"""What changed in a semester, zone by zone, in type that a room can read."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import LIGHT
from app.present.layout import Places
from app.sheets.text import Align, draw_text, shortened, text_width, wrap
from maps.semester.semesters import CHANCE, FALL, RISE

_COLOURS = {RISE: LIGHT.wa, FALL: LIGHT.ok, CHANCE: LIGHT.tx2}
_INTERVAL = "Intervallo al 95 %", "Fascia 95 %", "95 %"
#: Least and most height of a row, and the space between columns, in sizes of the text.
_PITCH, _LOOSE, _GAP = 1.62, 2.3, 0.7


@dataclass(frozen=True)
class ChangeRow:
    """One zone: its texts, the ends of the interval of the difference, and the outcome (`maps.semester.semesters`)."""

    name: str
    before: str
    after: str
    difference: str
    gap: float
    low: float
    high: float
    kind: str
    outcome: str


@dataclass(frozen=True)
class ChangeTable:
    """The zones from what chance explains least, the heads of the counts, and what is said below."""

    rows: tuple[ChangeRow, ...]
    heads: tuple[str, str]
    note: str


@dataclass(frozen=True)
class Columns:
    """Where the columns stand: left of the names, right of three figures, the intervals, left of the outcomes."""

    name: float
    before: float
    after: float
    difference: float
    chart: QRectF
    outcome: float


def draw_changes(painter: QPainter, table: ChangeTable, at: Places) -> None:
    """Draw as many rows as there is room for, and what is said of all the zones."""
    text = at.text_px
    box = QRectF(at.header.left(), at.map.top(), at.header.width(), at.footer.top() - at.map.top())
    painter.fillRect(QRectF(0, box.top(), at.page.width(), box.height()), QColor(LIGHT.sf))
    note = wrap(table.note, text, box.width())[:2]
    room = box.height() - text * (2.4 + 1.3 * len(note))
    rows = table.rows[: max(int(room / (text * _PITCH)), 1)]
    pitch = min(room / len(rows), text * _LOOSE)
    places = _columns(rows, table.heads, box, text)
    base = box.top() + text
    _heads(painter, table.heads, places, base, text)
    base += text * 0.5
    top = base
    for row in rows:
        painter.setPen(QPen(QColor(LIGHT.ln), max(1.0, 1.5 * at.unit)))
        painter.drawLine(QLineF(box.left(), base, box.right(), base))
        _row(painter, row, places, base + pitch * 0.5, text)
        base += pitch
    _intervals(painter, rows, places, QPointF(pitch, top), at)
    for line in note:
        base += text * 1.28
        draw_text(painter, QPointF(box.left(), base), line, text, LIGHT.tx)


def _columns(rows: Sequence[ChangeRow], heads: tuple[str, str], box: QRectF, text: float) -> Columns:
    """Give each column what its texts need; the intervals have the rest."""
    gap = text * _GAP
    figures = [
        max(text_width(each, text, 600) for each in [head, *told])
        for head, told in (
            (heads[0], [row.before for row in rows]),
            (heads[1], [row.after for row in rows]),
            ("Differenza", [row.difference for row in rows]),
        )
    ]
    outcome = max(text_width(row.outcome, text, 600) for row in rows)
    longest = max(text_width(row.name, text, 600) for row in rows)
    name = min(longest, box.width() * 0.24)
    before = box.left() + name + gap + figures[0]
    after = before + gap + figures[1]
    difference = after + gap + figures[2]
    chart = QRectF(difference + gap, box.top(), box.right() - outcome - 2 * gap - difference, box.height())
    return Columns(box.left(), before, after, difference, chart, box.right() - outcome)


def _heads(painter: QPainter, heads: tuple[str, str], places: Columns, base: float, text: float) -> None:
    draw_text(painter, QPointF(places.name, base), "Zona", text, LIGHT.tx2)
    rights = (places.before, heads[0]), (places.after, heads[1]), (places.difference, "Differenza")
    for right, told in rights:
        draw_text(painter, QPointF(right, base), told, text, LIGHT.tx2, align=Align.RIGHT)
    draw_text(painter, QPointF(places.outcome, base), "Esito", text, LIGHT.tx2)
    told = next((each for each in _INTERVAL if text_width(each, text) <= places.chart.width()), "")
    left = places.chart.center().x() - text_width(told, text) / 2
    draw_text(painter, QPointF(left, base), told, text, LIGHT.tx2)


def _row(painter: QPainter, row: ChangeRow, places: Columns, middle: float, text: float) -> None:
    base, weight = middle + text * 0.36, 400 if row.kind == CHANCE else 600
    room = places.before - places.name - text * _GAP
    figures = max(text_width(row.before, text), text * 2.0)
    name = shortened(row.name, text, room - figures + text * 0.2, weight)
    draw_text(painter, QPointF(places.name, base), name, text, LIGHT.tx, weight)
    for right, told in ((places.before, row.before), (places.after, row.after)):
        draw_text(painter, QPointF(right, base), told, text, LIGHT.tx, align=Align.RIGHT)
    draw_text(painter, QPointF(places.difference, base), row.difference, text, LIGHT.tx, 600, Align.RIGHT)
    draw_text(painter, QPointF(places.outcome, base), row.outcome, text, _COLOURS[row.kind], weight)


def _intervals(
    painter: QPainter, rows: Sequence[ChangeRow], places: Columns, lines: QPointF, at: Places
) -> None:
    """Draw the intervals of the differences on one scale, and where nothing changes.

    `lines` is the height of a row and where the first begins.
    """
    text, unit, chart, pitch, top = at.text_px, at.unit, places.chart, lines.x(), lines.y()
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, *(row.high for row in rows))
    if chart.width() < text * 3 or high <= low:
        return
    scale = (chart.width() - 20 * unit) / (high - low)

    def across(value: float) -> float:
        return chart.left() + 10 * unit + (value - low) * scale

    painter.setPen(QPen(QColor(LIGHT.tx3), 2.0 * unit))
    painter.drawLine(QLineF(across(0), top, across(0), top + pitch * len(rows)))
    for place, row in enumerate(rows):
        y, tick = top + pitch * (place + 0.5), text * 0.22
        painter.setPen(QPen(QColor(_COLOURS[row.kind]), 4.5 * unit))
        painter.drawLine(QLineF(across(row.low), y, across(row.high), y))
        for end in (row.low, row.high):
            painter.drawLine(QLineF(across(end), y - tick, across(end), y + tick))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_COLOURS[row.kind]))
        painter.drawEllipse(QPointF(across(row.gap), y), 10 * unit, 10 * unit)
