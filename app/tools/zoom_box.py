"""Zoom in on a box drawn with the hand; the map is what is left when it is put down."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.painters.base import tint
from app.canvas.view import MAX_ZOOM, MapView
from app.look.theme import Theme
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench

#: A box smaller than this was a click: it zooms in one level there.
_LEAST_PX = 6.0


class ZoomBox(Tool):
    """A box by press, drag and release; used once, then the tool of every day is back."""

    key = "zoom_box"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._corner: QPointF | None = None
        self._box = QRectF()

    @property
    def hint(self) -> str:
        """What to do now."""
        return "Ingrandimento: trascinare un riquadro · Esc lascia"

    def stop(self) -> None:
        """Forget the box."""
        self._corner, self._box = None, QRectF()

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Begin the box."""
        self._corner, self._box = at, QRectF(at, at)
        return True

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Stretch the box."""
        if self._corner is not None:
            self._box = QRectF(self._corner, at).normalized()
            self.bench.canvas.update()

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Show what the box holds."""
        if self._corner is None:
            return
        self.drag(at, modifiers)
        canvas, box = self.bench.canvas, self._box
        self.stop()
        self.finished = True
        if max(box.width(), box.height()) < _LEAST_PX:
            canvas.zoom_by(2.0, at)
            return
        west, north = canvas.view.to_world(box.left(), box.top())
        east, south = canvas.view.to_world(box.right(), box.bottom())
        canvas.set_view(canvas.view.fitted((west, south, east, north), 0.0, MAX_ZOOM), animated=True)

    def cancel(self) -> bool:
        """Give up a box in course."""
        busy = self._corner is not None
        self.stop()
        return busy

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the box."""
        if self._corner is None:
            return
        painter.setBrush(tint(theme.ac, 0.12))
        painter.setPen(QPen(QColor(theme.sf), 3.0))
        painter.drawRect(self._box)
        painter.setPen(QPen(QColor(theme.ac), 1.5))
        painter.drawRect(self._box)
