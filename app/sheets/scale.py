"""The scale bar of a sheet with its numeric scale and the north arrow."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.furniture import distance_text, draw_north
from app.canvas.view import MapView, nice_length
from app.look.theme import Theme
from app.sheets.paper import Paper
from app.sheets.text import SMALLEST_PX, Align, draw_text, text_width
from app.speech import numbers


def draw_scale(painter: QPainter, box: QRectF, view: MapView, paper: Paper, theme: Theme) -> None:
    """Draw the scale bar with its round numeric scale, and the north arrow at the right."""
    resolution = view.ground_resolution
    metres = nice_length((box.width() - 90) * resolution)
    wide = metres / resolution
    unit = distance_text(metres).split()[1]
    in_unit = metres / 1000 if unit == "km" else metres
    for share, told in ((0.0, "0"), (0.5, numbers.compact(in_unit / 2)), (1.0, numbers.compact(in_unit))):
        at = QPointF(box.left() + share * wide, box.top() + 12)
        align = Align.CENTRE if share else Align.LEFT
        draw_text(painter, at, told, SMALLEST_PX, theme.tx, align=align)
    end = box.left() + wide + text_width(numbers.compact(in_unit), SMALLEST_PX) / 2 + 4
    draw_text(painter, QPointF(end, box.top() + 12), unit, SMALLEST_PX, theme.tx)
    painter.setPen(QPen(QColor(theme.tx), 0.8))
    for part in range(4):
        painter.setBrush(QColor(theme.tx if part % 2 == 0 else theme.sf))
        painter.drawRect(QRectF(box.left() + part * wide / 4, box.top() + 19, wide / 4, 5.5))
    told = f"scala 1:{numbers.integer(view.scale_denominator)} su {paper.label}"
    draw_text(painter, QPointF(box.left(), box.top() + 43), told, SMALLEST_PX, theme.tx)
    draw_north(painter, QPointF(box.right() - 20, box.top() + 25), theme, 46.0)
