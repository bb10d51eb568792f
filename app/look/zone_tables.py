"""What the small tables of zones have in common: the manners of the view, and the chip of a verdict."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.look.icons import pixmap
from app.look.theme import Theme, font
from app.look.widgets import draw_chip

_ICON_PX = 13


def dress(table: QTableView, head_px: int, row_px: int) -> None:
    """Make a table plain: one whole row is chosen at a time, no grid, and the columns keep the width they are given."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setCornerButtonEnabled(False)
    rows, head = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setMinimumSectionSize(row_px)
    rows.setDefaultSectionSize(row_px)
    head.setFixedHeight(head_px)
    head.setHighlightSections(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


def paint_verdict(
    painter: QPainter, box: QRectF, theme: Theme, look: tuple[str, str, str], text: str
) -> None:
    """Paint a verdict at the left of a box, as wide as its words: icon, ink and ground are names of the theme."""
    icon, ink, ground = look
    colour = QColor(getattr(theme, ink))
    painter.setFont(font(12, 600))
    chip = QRectF(box)
    chip.setWidth(min(painter.fontMetrics().horizontalAdvance(text) + 34, box.width()))
    outline = QColor(theme.ln) if ground == "sf2" else None
    draw_chip(painter, chip, colour, QColor(getattr(theme, ground)), outline)
    mark = pixmap(icon, colour.name(), _ICON_PX, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(round(chip.left()) + 7, round(chip.center().y()) - 6), mark)
    painter.drawText(chip.adjusted(24, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, text)
