"""Text on paper: sizes in fractions of a pixel, wrapped the same on every device.

A page is measured in logical pixels of 1/96 inch, as the map's painters are: 12 pixels are 9 points, the smallest
text of a sheet. Qt's fonts take whole pixels and their widths depend on the device; text is therefore set eight times
as large, unhinted, and drawn scaled down.
"""

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.look.theme import font

#: Nine points.
SMALLEST_PX = 12.0
_LARGER = 8.0


class Align(Enum):
    """Which end of a line stands at the given point."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@lru_cache(maxsize=64)
def paper_font(pixels: float, weight: int = 400) -> QFont:
    """Return the interface font eight times as large, unhinted and with its plain glyphs.

    A PDF keeps the letters behind plain glyphs only: with tabular figures or contextual forms, the numbers of a
    sheet could be neither searched nor copied.
    """
    result = QFont(font(pixels * _LARGER, weight))
    for feature in result.featureTags():
        result.unsetFeature(feature)
    result.setFeature(QFont.Tag("calt"), 0)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


@lru_cache(maxsize=8192)
def text_width(text: str, pixels: float, weight: int = 400) -> float:
    """Return the width of one line, logical pixels."""
    return QFontMetricsF(paper_font(pixels, weight)).horizontalAdvance(text) / _LARGER


def draw_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    pixels: float,
    colour: str,
    weight: int = 400,
    align: Align = Align.LEFT,
    angle: float = 0.0,
) -> None:
    """Draw one line with its baseline at a point, turned by `angle` degrees clockwise."""
    painter.save()
    painter.translate(at)
    painter.rotate(angle)
    painter.translate(-align.value * text_width(text, pixels, weight), 0)
    painter.scale(1 / _LARGER, 1 / _LARGER)
    painter.setFont(paper_font(pixels, weight))
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def wrap(text: str, pixels: float, width: float, weight: int = 400) -> list[str]:
    """Return the lines of a text, none wider than `width`; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, pixels, width, weight):
            joined = f"{line} {piece}" if line else piece
            if line and text_width(joined, pixels, weight) > width:
                lines.append(line)
                line = piece
            else:
                line = joined
    return [*lines, line] if line else lines


def _pieces(word: str, pixels: float, width: float, weight: int) -> list[str]:
    if text_width(word, pixels, weight) <= width:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and text_width(piece + letter, pixels, weight) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def shortened(text: str, pixels: float, width: float, weight: int = 400) -> str:
    """Return the text, ended by an ellipsis where it is wider than `width`."""
    if text_width(text, pixels, weight) <= width:
        return text
    while text and text_width(text + "…", pixels, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"
