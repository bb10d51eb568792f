"""The page of figures that ends an atlas: every zone with the numbers that its sheet shows on the map."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.sheets.tavola import THEME, Sheet, draw_frame_and_header
from app.sheets.text import SMALLEST_PX, Align, draw_text, shortened
from app.speech import numbers, words
from app.speech.sentences import zone_kind

_ROW, _HEAD, _PAD, _BOTTOM = 24.0, 34.0, 16.0, 58.0
_NONE = "n.d."


@dataclass(frozen=True)
class Column:
    """One column: its head, its share of the width, where its text stands, and the text of a zone."""

    head: str
    share: float
    align: Align
    text: Callable[[Any], str]


def _share(value: Any) -> str:
    return (
        _NONE if _missing(value) else numbers.percent(float(value), 0 if value == 0 or value >= 0.0095 else 1)
    )


def _number(value: Any, digits: int = 0) -> str:
    return _NONE if _missing(value) else numbers.decimal(float(value), digits)


def _missing(value: Any) -> bool:
    return value is None or math.isnan(float(value))


COLUMNS: tuple[Column, ...] = (
    Column("Zona", 22, Align.LEFT, lambda row: str(row["name"] or row["uid"])),
    Column("Ambito", 11, Align.LEFT, lambda row: zone_kind(row["zone_kind"])),
    Column("Rischio (0–100)", 12, Align.RIGHT, lambda row: _number(row["risk"])),
    Column("Copertura", 11, Align.RIGHT, lambda row: _share(row["coverage"])),
    Column("Sovrapposizione", 13, Align.RIGHT, lambda row: _share(row["overlap"])),
    Column("Telecamere", 10, Align.RIGHT, lambda row: _number(row["cameras"])),
    Column("Quoziente", 9, Align.RIGHT, lambda row: _number(row["quotient"], 2)),
    Column("Esito", 14, Align.LEFT, lambda row: words.verdict(row["verdict"].value)),
)


@dataclass(frozen=True)
class FiguresPage:
    """One page of figures, ready to be drawn: the frame and header of `sheet` around these rows."""

    sheet: Sheet
    rows: tuple[tuple[str, ...], ...]


def figures_pages(sheet: Sheet, zones: Any) -> list[FiguresPage]:
    """Return the pages that hold every zone, in the order of the table.

    Parameters
    ----------
    sheet : Sheet
        Any of the atlas: it gives paper, header and footer.
    zones : DataFrame
        Of a `PurposeBalance`.
    """
    rows = [tuple(column.text(row) for column in COLUMNS) for _label, row in zones.iterrows()]
    room = sheet.layout.frame.bottom() - sheet.layout.header.bottom() - _HEAD - _BOTTOM
    most = max(int(room // _ROW), 1)
    parts = [rows[start : start + most] for start in range(0, len(rows), most)]
    return [
        FiguresPage(_titled(sheet, place + 1, len(parts)), tuple(part)) for place, part in enumerate(parts)
    ]


def _titled(sheet: Sheet, place: int, count: int) -> Sheet:
    number = f"Cifre, pagina {place} di {count}"
    return replace(sheet, texts=replace(sheet.texts, title="Le cifre delle zone", number=number))


def draw_figures(painter: QPainter, page: FiguresPage) -> None:
    """Draw a page of figures; the painter's unit is 1/96 inch from the corner of the paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    sheet = page.sheet
    painter.fillRect(sheet.layout.page, QColor(THEME.sf))
    draw_frame_and_header(painter, sheet, with_map=False)
    frame, top = sheet.layout.frame, sheet.layout.header.bottom()
    places = _places(frame)
    _line(painter, [column.head for column in COLUMNS], places, top + _HEAD - 12, 600)
    painter.setPen(QPen(QColor(THEME.tx), 1.0))
    painter.drawLine(QLineF(frame.left() + _PAD, top + _HEAD, frame.right() - _PAD, top + _HEAD))
    for number, row in enumerate(page.rows):
        bottom = top + _HEAD + (number + 1) * _ROW
        _line(painter, row, places, bottom - 8, 400)
        painter.setPen(QPen(QColor(THEME.ln), 0.7))
        painter.drawLine(QLineF(frame.left() + _PAD, bottom, frame.right() - _PAD, bottom))
    _notes(painter, sheet, frame)


def _places(frame: QRectF) -> list[tuple[float, float]]:
    """Return left and right of each column."""
    room, left = frame.width() - 2 * _PAD, frame.left() + _PAD
    whole = sum(column.share for column in COLUMNS)
    places = []
    for column in COLUMNS:
        wide = room * column.share / whole
        places.append((left, left + wide - 14))
        left += wide
    return places


def _line(
    painter: QPainter, texts: Sequence[str], places: Sequence[tuple[float, float]], y: float, weight: int
) -> None:
    for text, (left, right), column in zip(texts, places, COLUMNS, strict=True):
        at = QPointF(right if column.align is Align.RIGHT else left, y)
        shown = shortened(text, SMALLEST_PX, right - left, weight)
        draw_text(painter, at, shown, SMALLEST_PX, THEME.tx, weight, column.align)


def _notes(painter: QPainter, sheet: Sheet, frame: QRectF) -> None:
    """Write the method sheets and the fingerprint at the foot."""
    notes = (sheet.texts.brief, sheet.texts.footer[-1])
    for number, note in enumerate(notes):
        at = QPointF(frame.left() + _PAD, frame.bottom() - 14 - 18 * (len(notes) - 1 - number))
        shown = shortened(note, SMALLEST_PX, frame.width() - 2 * _PAD)
        draw_text(painter, at, shown, SMALLEST_PX, THEME.tx2)
