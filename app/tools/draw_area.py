"""A new degraded area, vertex by vertex."""

from typing import Any

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.canvas.painters.base import tint
from app.canvas.view import MapView
from app.messages import Level
from app.session import Selection
from app.theme import Theme
from app.tools.add_camera import next_code
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.marks import draw_line, draw_round, draw_tag, tag_box
from app.tools.measure import area_text, ground_area
from app.tools.outline import LEAST_VERTICES, Point, closes_badly, crosses

_LAYER = "degraded_area"


class DrawArea(Tool):
    """Clicks add vertices, a double click closes; what crosses itself is refused at once."""

    key = "draw_area"
    edits = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.points: list[Point] = []
        self._pointer: Point | None = None

    @property
    def hint(self) -> str:
        """What to do now."""
        if not self.points:
            return "Nuova area degradata: fare clic sul primo vertice · Esc annulla"
        if len(self.points) < LEAST_VERTICES:
            return "Fare clic sui vertici seguenti · Backspace toglie l'ultimo · Esc annulla"
        return "Doppio clic o Invio chiude l'area · Backspace toglie l'ultimo vertice · Esc annulla"

    def start(self) -> None:
        """Begin with nothing."""
        self.points, self._pointer = [], None

    def stop(self) -> None:
        """Forget what was not closed."""
        self.start()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Stretch the next side."""
        self._pointer = self.bench.ground(at)
        self.bench.canvas.update()
        return self.cursor

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Add a vertex."""
        point = self.bench.ground(at)
        if not self.bench.inside(*point):
            self.bench.refuse_outside()
        elif crosses(self.points, point):
            self._refuse_crossing()
        else:
            self.points.append(point)
        return True

    def _refuse_crossing(self) -> None:
        self.bench.tell(
            Level.WARNING,
            "Il contorno incrocerebbe se stesso: scegliere un altro punto, o Backspace per tornare.",
        )

    def double_click(self, at: QPointF) -> bool:
        """Close at the vertex that the first of the two clicks has added."""
        self._close()
        return True

    def wants(self, key: int) -> bool:
        """The keys that close the area and take vertices back."""
        return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Close, or take the last vertex back."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        elif key == Qt.Key.Key_Backspace and self.points:
            self.points.pop()
        return self.wants(key)

    def _close(self) -> None:
        if len(self.points) < LEAST_VERTICES:
            self.bench.tell(Level.NEWS, "Per un'area servono almeno tre vertici.")
        elif closes_badly(self.points):
            self._refuse_crossing()
        else:
            self._insert()

    def _insert(self) -> None:
        codes = self.bench.session.file.rows(_LAYER, fields=["code"]).columns["code"]
        code = next_code(codes, "AD-001")
        record = {"code": code, "geometry": shapely.MultiPolygon([(self.points, [])])}
        fids: Any = self.bench.commit(
            f"Disegno area degradata {code}", lambda edit: edit.insert(_LAYER, [record])
        )
        self.finished = True
        self.start()
        if fids:
            self.bench.session.select(Selection(_LAYER, fids[0]))
            text = f"Area degradata {code} inserita: completarne la scheda a destra."
            self.bench.tell(Level.DONE, text, "Annulla", self.bench.session.file.undo)

    def cancel(self) -> bool:
        """Take the drawing away."""
        there = bool(self.points)
        self.start()
        self.bench.canvas.update()
        return there

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the area as it would be if it were closed here; red where it would cross itself."""
        if not self.points:
            return
        tail = [self._pointer] if self._pointer is not None else []
        line = [*self.points, *tail]
        bad = bool(tail) and crosses(self.points, line[-1]) and line[-1] != self.points[-1]
        ink = theme.er if bad else theme.map.degraded
        pixels = self.bench.pixels(line, view)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(ink, 0.18))
        painter.drawPolygon(QPolygonF(pixels))
        draw_line(painter, ink, theme.map.halo, pixels)
        for place in pixels[: len(self.points)]:
            draw_round(painter, theme, place)
        if len(line) > 2 and not bad:
            text = area_text(ground_area(line))
            draw_tag(painter, theme, tag_box(pixels[-1] + QPointF(4, 0), text), text)
