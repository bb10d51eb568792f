"""What the dialogs share: a head, a foot with the commands, the map thumbnail."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.look.theme import LIGHT, Theme
from app.look.widgets import label


def foot(dialog: QDialog, accept: str, cancel: str) -> tuple[QHBoxLayout, QLabel, QPushButton]:
    """Return the row at the bottom of a dialog: a sentence, the way out and the command."""
    row = QHBoxLayout()
    row.setSpacing(12)
    sentence = label("")
    sentence.setWordWrap(True)
    leave = QPushButton(cancel)
    leave.setProperty("link", True)
    leave.setAutoDefault(False)
    leave.clicked.connect(dialog.reject)
    do = QPushButton(accept)
    do.setProperty("primary", True)
    do.setDefault(True)
    do.clicked.connect(dialog.accept)
    row.addWidget(sentence, 1)
    row.addWidget(leave)
    row.addWidget(do)
    return row, sentence, do


def named_row(form: QFormLayout, text: str, field: QWidget) -> None:
    """Add a field under its name in the quiet ink of names, which is also what a screen reader says."""
    name = label(text, "label")
    name.setBuddy(field)
    form.addRow(name, field)


def headed_grid(first: str, second: str) -> QGridLayout:
    """Return a grid of two columns under their headings."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for place, text in enumerate((first, second)):
        heading = label(text, "caption")
        heading.setProperty("strong", True)
        grid.addWidget(heading, 0, place)
    return grid


class Sides(QWidget):
    """Parts beside each other, or one below the other in a dialog narrower than `beside` pixels.

    Signals
    -------
    stacked(bool)
    """

    stacked = Signal(bool)

    def __init__(self, spacing: int, beside: int) -> None:
        super().__init__()
        self._beside = beside
        self._parts: list[QWidget] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)

    def add(self, part: QWidget, stretch: int = 0, *, top: bool = False) -> None:
        """Add a part at the end; at the top of its side, or as tall as it."""
        self._parts.append(part)
        self._row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0))

    def replace(self, old: QWidget, new: QWidget) -> None:
        """Put a part in the place of another, which is deleted."""
        self._parts[self._parts.index(old)] = new
        self._row.replaceWidget(old, new)
        self._row.setAlignment(new, Qt.AlignmentFlag.AlignTop)
        old.hide()
        old.deleteLater()

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the parts one below the other."""
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if self.width() < self._beside else ways.LeftToRight
        if way is not self._row.direction():
            self._row.setDirection(way)
            self.stacked.emit(way is ways.TopToBottom)
            self.updateGeometry()


class Thumbnail(QWidget):
    """Points over the outline of the project's area, in the project's metres."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._rings: list[Any] = []
        self._inside: Any = np.empty((0, 2))
        self.setMinimumHeight(220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_area(self, area: Any) -> None:
        """Show the outline of a polygon or of several."""
        parts = getattr(area, "geoms", [area])
        self._rings = [np.asarray(part.exterior.coords)[:, :2] for part in parts]
        self.update()

    def set_points(self, inside: Any) -> None:
        """Show the accepted points, an array of shape (n, 2)."""
        self._inside = np.asarray(inside, dtype=float).reshape(-1, 2)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.ln), 1))
        painter.setBrush(QColor(self.theme.map.land))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        every = [*self._rings, self._inside]
        known = [points for points in every if len(points)]
        if known:
            self._draw(painter, np.concatenate(known))
        painter.end()

    def _draw(self, painter: QPainter, every: Any) -> None:
        low, high = every.min(axis=0), every.max(axis=0)
        room = np.array([self.width() - 32.0, self.height() - 32.0])
        scale = float(np.max((high - low) / room)) or 1.0
        middle = (low + high) / 2

        def pixels(points: Any) -> Any:
            moved = (points - middle) / scale
            return np.column_stack([self.width() / 2 + moved[:, 0], self.height() / 2 - moved[:, 1]])

        painter.setPen(QPen(QColor(self.theme.map.zone), 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(self.theme.map.green))
        for ring in self._rings:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in pixels(ring).tolist()]))
        painter.setPen(QPen(QColor(self.theme.sf), 1))
        painter.setBrush(QColor(self.theme.ac))
        for x, y in pixels(self._inside[:5000]).tolist():
            painter.drawEllipse(QPointF(x, y), 3.6, 3.6)
