"""Distances, directions and areas on the ground."""

import itertools
import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from app.canvas.painters.base import tint
from app.canvas.view import MapView
from app.look.theme import Theme
from app.speech import numbers
from app.tools.base import Modifiers, Tool
from app.tools.bearing import bearing
from app.tools.bench import Bench
from app.tools.marks import apart, draw_line, draw_round, draw_tag, tag_box

_RADIUS_M = 6_371_000.0
Point = tuple[float, float]


class Measure(Tool):
    """A line of clicks: its length, the direction of its last side, the area that it encloses."""

    key = "measure"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.points: list[Point] = []
        self._pointer: Point | None = None
        self._closed = False

    @property
    def hint(self) -> str:
        """What to do now."""
        if not self.points:
            return "Misura: fare clic sul primo punto · Esc chiude"
        if self._closed:
            return "Misura conclusa: un clic ne inizia un'altra · Esc la toglie"
        return (
            "Clic aggiunge un punto · doppio clic o Invio conclude · Backspace toglie l'ultimo · Esc annulla"
        )

    def start(self) -> None:
        """Begin with nothing."""
        self.points, self._pointer, self._closed = [], None, False

    def stop(self) -> None:
        """Take the measure away."""
        self.start()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Stretch the line to the pointer."""
        self._pointer = self.bench.ground(at)
        self.bench.canvas.update()
        return self.cursor

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Add a point, or begin again after the end."""
        if self._closed:
            self.start()
        self.points.append(self.bench.ground(at))
        return True

    def double_click(self, at: QPointF) -> bool:
        """End at the point of the first of the two clicks."""
        self._closed = bool(self.points)
        return True

    def wants(self, key: int) -> bool:
        """The keys that end the line and take points back."""
        return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """End, or take the last point back."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._closed = bool(self.points)
        elif key == Qt.Key.Key_Backspace and self.points and not self._closed:
            self.points.pop()
        return self.wants(key)

    def cancel(self) -> bool:
        """Take the line away."""
        there = bool(self.points)
        self.start()
        self.bench.canvas.update()
        return there

    @property
    def line(self) -> list[Point]:
        """The points, with the pointer as the last while the line is open."""
        tail = [self._pointer] if self._pointer is not None and self.points and not self._closed else []
        return [*self.points, *tail]

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the line with its figures."""
        line = self.line
        if not line:
            return
        pixels = self.bench.pixels(line, view)
        if len(line) > 2:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint(theme.ac, 0.12))
            painter.drawPolygon(QPolygonF(pixels))
        draw_line(painter, QColor(theme.ac).name(), theme.map.halo, pixels)
        for place in pixels[: len(self.points)]:
            draw_round(painter, theme, place)
        texts = figures(line)
        boxes = apart([tag_box(pixels[-1] + QPointF(4, 24 * row), text) for row, text in enumerate(texts)])
        for box, text in zip(boxes, texts, strict=True):
            draw_tag(painter, theme, box, text)


def figures(line: list[Point]) -> list[str]:
    """Return what is written of a line of ground points: length, last side with its direction, area."""
    if len(line) < 2:
        return []
    sides = [ground_distance(*pair) for pair in itertools.pairwise(line)]
    total = distance_text(sum(sides))
    towards = f"azimut {numbers.decimal(bearing(*line[-2], *line[-1]), 1)}°"
    if len(line) == 2:
        return [f"{total} · {towards}"]
    last = f"ultimo tratto {distance_text(sides[-1])} · {towards}"
    return [f"lunghezza {total}", last, f"area {area_text(ground_area(line))}"]


def grid_scale(x: float) -> float:
    """Return metres on the plane of UTM for one on the ellipsoid at an easting (series to the second order)."""
    return 0.9996 * (1.0 + (x - 500_000.0) ** 2 / (2.0 * _RADIUS_M**2))


def ground_distance(start: Point, end: Point) -> float:
    """Return the metres on the ground between two points of the project's plane."""
    return math.dist(start, end) / grid_scale((start[0] + end[0]) / 2.0)


def ground_area(ring: list[Point]) -> float:
    """Return the square metres on the ground inside a ring of the project's plane."""
    import shapely

    shape = shapely.make_valid(shapely.Polygon(ring))
    return float(shape.area) / grid_scale(sum(x for x, _ in ring) / len(ring)) ** 2


def distance_text(metres: float) -> str:
    """Return a length: 83,4 m; 1,234 km."""
    return numbers.measure(metres / 1000.0, "km", 3) if metres >= 1000.0 else numbers.measure(metres, "m", 1)


def area_text(square_metres: float) -> str:
    """Return an area: 1.708 m²; 2,35 ha; 1,20 km²."""
    if square_metres >= 1e6:
        return numbers.measure(square_metres / 1e6, "km²", 2)
    if square_metres >= 1e4:
        return numbers.measure(square_metres / 1e4, "ha", 2)
    return numbers.measure(square_metres, "m²")
