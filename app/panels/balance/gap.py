"""How far the exact answer is proved: what is reached, and the bound that nobody can pass."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, Qt

from app.look.theme import font
from app.panels.balance.chart import LEFT, RIGHT, Chart
from app.speech import numbers


class GapBar(Chart):
    """A bar of what the sites gain, up to the proved bound; the hatched part is the gap still open."""

    def __init__(self) -> None:
        super().__init__(44)
        self.gain, self.bound, self._first = 0.0, 0.0, 0.0

    def clear(self) -> None:
        """Begin another search."""
        self.gain = self.bound = self._first = 0.0
        self.redraw()

    def set_gap(self, gain: float, bound: float) -> None:
        """Show the worth reached and its proved upper bound (shares of the risk, 0-1)."""
        self.gain, self.bound = gain, bound
        self._first = max(self._first, bound)
        self.setAccessibleName(self.tr("Scarto dimostrato {}").format(numbers.percent(self.gap, 1)))
        self.redraw()

    @property
    def gap(self) -> float | None:
        """The proved gap (0-1); None before there is a bound."""
        return max(self.bound - self.gain, 0.0) / self.bound if self.bound > 0 else None

    def draw(self, painter: QPainter) -> None:
        theme, width = self.theme, float(self.width())
        painter.fillRect(QRectF(0, 20, width, 10), QColor(self.track))
        if self._first <= 0:
            return
        reached, proved = self.gain / self._first * width, self.bound / self._first * width
        painter.fillRect(QRectF(0, 20, reached, 10), QColor(theme.ac))
        painter.fillRect(
            QRectF(reached, 20, proved - reached, 10), QBrush(QColor(theme.ac), Qt.BrushStyle.BDiagPattern)
        )
        painter.setPen(QPen(QColor(theme.tx), 2))
        painter.drawLine(QPointF(proved - 1, 16), QPointF(proved - 1, 34))
        painter.setFont(font(12, 600))
        painter.drawText(QRectF(0, 0, width, 17), LEFT, self.tr("trovato"))
        painter.setFont(font(12))
        painter.setPen(QColor(theme.tx2))
        text = self.tr("limite dimostrato, scarto {}").format(numbers.percent(self.gap, 1))
        painter.drawText(QRectF(0, 0, width, 17), RIGHT, text)
