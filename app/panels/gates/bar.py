"""How far a boundary is closed, as one bar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import LIGHT, Theme


class ClosedBar(QWidget):
    """Full what is read, hatched what is only declared, empty what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self.theme: Theme = LIGHT
        self.read, self.declared = 0.0, 0.0

    def set_shares(self, read: float, declared: float) -> None:
        """Show the share that is read, and the one with what is declared added (0-1)."""
        self.read, self.declared = read, declared
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, wide, tall = QPainter(self), float(self.width()), float(self.height())
        ink = QColor(self.theme.ac)
        painter.fillRect(QRectF(0, 0, wide, tall), QColor(self.theme.track))
        painter.fillRect(QRectF(0, 0, wide * self.read, tall), ink)
        more = QRectF(wide * self.read, 0, wide * max(self.declared - self.read, 0.0), tall)
        painter.fillRect(more, QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.end()
