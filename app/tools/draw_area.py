"""A new area, vertex by vertex: degraded, abandoned, or a zone."""

from typing import Any

import shapely
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from app.look.theme import Theme
from app.messages import Level
from app.session import Selection
from app.tools.add_camera import next_code
from app.tools.bench import Bench
from app.tools.marks import draw_tag, tag_box
from app.tools.measure import area_text, ground_area
from app.tools.outline import Point
from app.tools.sketch import Sketch
from app.tools.snap import Snap
from maps.schema import layer

#: Layers that are drawn by hand: the key of the tool, and the first code of a series.
DRAWN = {
    "degraded_area": ("draw_area", "AD-001"),
    "abandoned_building": ("draw_building", "IA-001"),
    "analysis_zone": ("draw_zone", "Z-001"),
}


class DrawArea(Sketch):
    """Adds an area to a layer; what crosses itself is refused at once."""

    edits = True

    def __init__(self, bench: Bench, snap: Snap | None = None, layer_name: str = "degraded_area") -> None:
        super().__init__(bench, snap)
        self.layer = layer_name
        self.key, self._first_code = DRAWN[layer_name]
        self._called = layer(layer_name).label.lower()

    @property
    def hint(self) -> str:
        """What to do now."""
        if not self.points:
            return f"Inserimento {self._called}: fare clic sul primo vertice · Alt non aggancia · Esc annulla"
        if len(self.points) < self.least:
            return "Fare clic sui vertici seguenti · Backspace toglie l'ultimo · Esc annulla"
        return "Doppio clic o Invio chiude il contorno · Backspace toglie l'ultimo vertice · Esc annulla"

    def ink(self, theme: Theme) -> str:
        """Return the colour of degraded areas; the accent for the others."""
        return theme.map.degraded if self.layer == "degraded_area" else theme.ac

    def finish(self, points: list[Point]) -> bool:
        """Insert the area and show its form."""
        file = self.bench.session.file
        code = next_code(file.rows(self.layer, fields=["code"]).columns["code"], self._first_code)
        record = {"code": code, "geometry": shapely.MultiPolygon([(points, [])])}
        label = f"Disegno {self._called} {code}"
        fids: Any = self.bench.commit(label, lambda edit: edit.insert(self.layer, [record]))
        if not fids:
            return False
        self.finished = True
        self.bench.session.select(Selection(self.layer, fids[0]))
        text = f"{layer(self.layer).label} {code}: contorno inserito, completare la scheda a destra."
        self.bench.tell(Level.DONE, text, "Annulla", file.undo)
        return True

    def paint_figures(
        self, painter: QPainter, theme: Theme, line: list[Point], pixels: list[QPointF]
    ) -> None:
        """Write the surface."""
        if len(line) > 2:
            text = area_text(ground_area(line))
            draw_tag(painter, theme, tag_box(pixels[-1] + QPointF(4, 0), text), text)
