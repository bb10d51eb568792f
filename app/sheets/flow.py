"""A column that fills from the top: the same calls measure it and draw it."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.sheets.text import SMALLEST_PX, draw_text, wrap
from app.speech.numbers import NBSP

#: Draws within a box.
Draw = Callable[[QPainter, QRectF], None]


class Flow:
    """A column of text and samples.

    Parameters
    ----------
    painter : QPainter or None
        None to measure: only `top` moves.
    box : QRectF
        Left, top and width of the column; nothing checks its height.
    theme : Theme
    tight : float
        Share of the usual distances, 1 by default; from 0.7 down, every text has the smallest size.
    """

    def __init__(self, painter: QPainter | None, box: QRectF, theme: Theme, tight: float = 1.0) -> None:
        self.painter, self.theme, self.tight = painter, theme, tight
        self.body = 13.0 if tight > 0.7 else SMALLEST_PX
        self.left, self.top, self.width = box.left(), box.top(), box.width()

    def gap(self, pixels: float) -> None:
        """Leave room."""
        self.top += pixels * self.tight

    def heading(self, text: str, pixels: float = 14.0) -> None:
        """Write a bold line."""
        self.paragraph(text, pixels, 600, self.theme.tx)
        self.gap(pixels * 0.4)

    def paragraph(self, text: str, pixels: float = SMALLEST_PX, weight: int = 400, colour: str = "") -> None:
        """Write a text in as many lines as it needs."""
        leading = pixels * (1.42 if self.tight >= 0.9 else 1.3)
        for line in wrap(text, pixels, self.width, weight):
            if self.painter is not None:
                baseline = QPointF(self.left, self.top + pixels * 1.02)
                draw_text(self.painter, baseline, line, pixels, colour or self.theme.tx, weight)
            self.top += leading

    def row(self, text: str, sample: tuple[float, float], draw: Draw) -> None:
        """Write a text beside a sample of a size, wrapped in its own column."""
        wide, high = sample
        pixels = self.body
        indent = wide + 13.0
        lines = wrap(
            text.replace(" (", f"{NBSP}("), pixels, self.width - indent
        )  # a count stays with its word
        pitch = max(24.0 * self.tight, pixels * 1.3)
        high = min(high, pitch - 3.5)
        if self.painter is not None:
            draw(self.painter, QRectF(self.left, self.top + (pitch - high) / 2, wide, high))
            for index, line in enumerate(lines):
                base = self.top + pitch / 2 + pixels * 0.36 + index * pixels * 1.25
                draw_text(self.painter, QPointF(self.left + indent, base), line, pixels, self.theme.tx)
        self.top += pitch + (len(lines) - 1) * pixels * 1.25

    def rule(self) -> None:
        """Draw a line across the column."""
        self.gap(12)
        if self.painter is not None:
            self.painter.setPen(QPen(QColor(self.theme.tx), 1.0))
            self.painter.drawLine(QLineF(self.left, self.top, self.left + self.width, self.top))
        self.gap(12)

    def block(self, height: float, draw: Draw) -> None:
        """Give a box of the column's width to a drawing."""
        if self.painter is not None:
            draw(self.painter, QRectF(self.left, self.top, self.width, height))
        self.top += height
