"""What the tools that draw vertex by vertex share: snapping, going back, refusing at the spot."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.canvas.painters.base import tint
from app.canvas.view import MapView
from app.look.theme import Theme
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.cutting import crossing, meeting
from app.tools.marks import draw_flaw, draw_line, draw_round, draw_snap
from app.tools.outline import Point, closes_badly, crosses
from app.tools.snap import Snap, near

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CROSSING = "Il contorno incrocerebbe se stesso: scegliere un altro punto, o Backspace per tornare."


class Sketch(Tool):
    """Clicks add vertices, a double click or Enter ends; a refused click leaves all that was drawn.

    Attributes
    ----------
    points : list of (x, y)
        Vertices so far, project metres.
    flaw : ((x, y), str) or None
        Where and why the last click or the end was refused.
    """

    least = 3
    closed = True
    #: Vertices must lie in the project.
    bounded = True

    def __init__(self, bench: Bench, snap: Snap | None = None) -> None:
        super().__init__(bench)
        self._snap = snap
        self.points: list[Point] = []
        self.flaw: tuple[Point, str] | None = None
        self._pointer: Point | None = None
        self._snapped = False

    def start(self) -> None:
        """Begin with nothing."""
        self.points, self._pointer, self.flaw = [], None, None

    def stop(self) -> None:
        """Forget what was not closed."""
        self.start()

    def ink(self, theme: Theme) -> str:
        """Return the colour of what is drawn."""
        return theme.ac

    def finish(self, points: list[Point]) -> bool:
        """Do what the drawing is for; False keeps it on the map."""
        raise NotImplementedError

    # The hand

    def _place(self, at: QPointF, modifiers: Modifiers) -> Point:
        """Return the ground under a pixel, or the vertex that it means; Alt leaves the vertices alone."""
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        found = None if self._snap is None or free else self._snap.vertex(at)
        self._snapped = found is not None
        return found or self.bench.ground(at)

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Stretch the next side."""
        self._pointer = self._place(at, modifiers)
        self.bench.canvas.update()
        return self.cursor

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Add a vertex; on the first one, close."""
        first = self.bench.pixel(*self.points[0]) if self.points else None
        if self.closed and first is not None and len(self.points) >= self.least and near(first, at):
            self.close()
            return True
        point = self._place(at, modifiers)
        if self.bounded and not self.bench.inside(*point):
            self.refuse(point, "fuori dal territorio del progetto")
            self.bench.refuse_outside()
        elif crosses(self.points, point):
            self.refuse(meeting(self.points, point), "qui si incrocia")
            self.bench.warn(CROSSING)
        else:
            self.flaw = None
            self.points.append(point)
        return True

    def refuse(self, spot: Point, why: str) -> None:
        """Point at what is wrong, on the map; what was drawn stays."""
        self.flaw = (spot, why)
        self.bench.canvas.update()

    def double_click(self, at: QPointF) -> bool:
        """Close at the vertex that the first of the two clicks has added."""
        if self.points:
            self.close()
        return True

    def wants(self, key: int) -> bool:
        """The keys that close the drawing and take vertices back."""
        return key in _ENDS or key == Qt.Key.Key_Backspace

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Close, or take the last vertex back."""
        if key in _ENDS:
            self.close()
        elif key == Qt.Key.Key_Backspace and self.points:
            self.points.pop()
            self.flaw = None
        return self.wants(key)

    def close(self) -> None:
        """End the drawing, unless it is not whole or crosses itself."""
        if len(self.points) < self.least:
            self.bench.inform(self.too_few)
        elif self.closed and closes_badly(self.points):
            spot = crossing(_polygon(self.points)) or self.points[-1]
            self.refuse(spot, "qui si incrocia")
            self.bench.warn(CROSSING)
        elif self.finish(list(self.points)):
            self.start()
        self.bench.canvas.update()

    too_few = "Per un'area servono almeno tre vertici."

    def cancel(self) -> bool:
        """Take the drawing away."""
        there = bool(self.points)
        self.start()
        self.bench.canvas.update()
        return there

    # On the map

    @property
    def line(self) -> list[Point]:
        """The vertices, and where the pointer is."""
        return [*self.points, self._pointer] if self._pointer is not None else list(self.points)

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw what there would be if it ended here; red where it would cross itself."""
        line = self.line
        if self._snapped and self._pointer is not None:
            draw_snap(painter, theme, self.bench.pixel(*self._pointer, view))
        if self.points:
            bad = self._pointer is not None and line[-1] != self.points[-1] and crosses(self.points, line[-1])
            ink = theme.er if bad else self.ink(theme)
            pixels = self.bench.pixels(line, view)
            if self.closed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tint(ink, 0.18))
                painter.drawPolygon(QPolygonF(pixels))
            draw_line(painter, ink, theme.map.halo, pixels)
            for place in pixels[: len(self.points)]:
                draw_round(painter, theme, place)
            if not bad:
                self.paint_figures(painter, theme, line, pixels)
        if self.flaw is not None:
            draw_flaw(painter, theme, self.bench.pixel(*self.flaw[0], view), self.flaw[1])

    def paint_figures(
        self, painter: QPainter, theme: Theme, line: list[Point], pixels: list[QPointF]
    ) -> None:
        """Write what the drawing measures."""


def _polygon(points: list[Point]) -> object:
    import shapely

    return shapely.Polygon(points)
