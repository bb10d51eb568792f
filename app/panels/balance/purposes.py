"""All the purposes at once: the index of each beside what chance gives; pressing one chooses it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen

from app.look.theme import font
from app.panels.balance.chart import LEFT, RIGHT, Chart

_ROW, _NAME, _FIGURE = 26, 214, 64


@dataclass(frozen=True)
class PurposeLine:
    """One purpose: its code and name, its index and band (0-1) where there are, and a figure or a reason."""

    code: str
    name: str
    hoover: float | None
    null: tuple[float, float] | None
    figure: str


class PurposeBars(Chart):
    """One row a purpose.

    Signals
    -------
    purpose_chosen(str code)
    """

    purpose_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_ROW)
        self.rows: list[PurposeLine] = []
        self.current = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_rows(self, rows: Sequence[PurposeLine], current: str) -> None:
        """Show these purposes; `current` is the one of the panel."""
        self.rows, self.current = list(rows), current
        self.setFixedHeight(max(_ROW * len(self.rows), 1))
        told = [f"{row.name}: {row.figure}" for row in self.rows]
        self.setAccessibleName(self.tr("Finalità. {}").format("; ".join(told)))
        self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // _ROW)
        if 0 <= place < len(self.rows):
            self.purpose_chosen.emit(self.rows[place].code)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        codes = [row.code for row in self.rows]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or self.current not in codes:
            super().keyPressEvent(event)
        else:
            place = min(max(codes.index(self.current) + step, 0), len(codes) - 1)
            self.purpose_chosen.emit(codes[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.redraw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.redraw()

    def draw(self, painter: QPainter) -> None:
        for place, row in enumerate(self.rows):
            self._row(painter, row, place * _ROW)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.ac), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _row(self, painter: QPainter, row: PurposeLine, top: float) -> None:
        theme, chosen = self.theme, row.code == self.current
        if chosen:
            painter.fillRect(QRectF(0, top, self.width(), _ROW), QColor(theme.acw))
            painter.fillRect(QRectF(0, top, 3, _ROW), QColor(theme.ac))
        painter.setFont(font(12, 600 if chosen else 400))
        painter.setPen(QColor(theme.tx))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, _NAME - 16)
        painter.drawText(QRectF(8, top, _NAME - 8, _ROW), LEFT, name)
        painter.drawText(QRectF(self.width() - _FIGURE - 4, top, _FIGURE, _ROW), RIGHT, row.figure)
        if row.hoover is None:
            return
        track = QRectF(_NAME, top + 9, self.width() - _NAME - _FIGURE - 8, 8)
        painter.fillRect(track, QColor(self.track))
        if row.null is not None:
            low, high = (track.left() + share * track.width() for share in row.null)
            painter.fillRect(QRectF(low, track.top(), high - low, track.height()), QColor(self.band))
        x = track.left() + row.hoover * track.width()
        painter.setPen(QPen(QColor(theme.tx), 2.4))
        painter.drawLine(QPointF(x, top + 6), QPointF(x, top + _ROW - 6))
