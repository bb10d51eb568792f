"""Vertices of the selected area: moved, added on a side, removed."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.geometry import path_of
from app.canvas.painters.base import tint, world_pen, world_transform
from app.canvas.view import MapView
from app.messages import Level
from app.session import Selection
from app.theme import Theme
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.marks import HIT_PX, draw_round
from app.tools.outline import Outline, Place

#: Layers whose outlines are drawn by hand, and what one of them is called in the history.
AREAS = {"degraded_area": "area degradata", "abandoned_building": "immobile", "analysis_zone": "zona"}
_MOST_VERTICES = 300
_MIDDLE_PX = 4.0


class AreaHandles(Tool):
    """Edits the outline of the selected area, one undoable edit a drag."""

    cursor = None

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._chosen: Selection | None = None
        self._name = ""
        self._kept: Outline | None = None
        self._now: Outline | None = None
        self._held: Place | None = None
        self._near: Place | None = None
        bench.session.selected.connect(lambda _selection: self.read())
        bench.session.changed.connect(lambda _change: self.read())
        bench.session.closed.connect(self.read)
        bench.ready.connect(self.read)

    @property
    def hint(self) -> str:
        """What the drag does."""
        if self._held is not None:
            sound = self._now is None or self._now.sound
            return "Esc annulla" if sound else "Il contorno si incrocia: rilasciare altrove · Esc annulla"
        return "Trascinare il vertice per spostarlo, Canc per toglierlo" if self._near is not None else ""

    @property
    def busy(self) -> bool:
        """Whether a vertex is in the hand."""
        return self._held is not None

    @property
    def outline(self) -> Outline | None:
        """The outline as it is on the screen."""
        return self._now

    def read(self) -> None:
        """Take the selected area as the project has it, unless a vertex is in the hand."""
        if self._held is not None:
            return
        session, chosen = self.bench.session, self.bench.session.selection
        self._chosen, self._kept, self._now, self._near = None, None, None, None
        usable = session.project is not None and self.bench.plane is not None and session.editable
        if usable and chosen is not None and not chosen.more and chosen.layer in AREAS:
            record = session.file.record(chosen.layer, chosen.fid)
            self._take(chosen, record.get("geometry"), record)
        self.bench.canvas.update()

    def _take(self, chosen: Selection, area: Any, record: dict[str, Any]) -> None:
        if area is None or area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
            return
        outline = Outline.of(area)
        if sum(1 for _ in outline.vertices()) <= _MOST_VERTICES:
            self._chosen, self._kept, self._now = chosen, outline, outline
            self._name = str(record.get("code") or record.get("name") or chosen.fid)

    def _place_at(self, at: QPointF, middles: bool) -> tuple[Place, bool] | None:
        """Return the vertex under a pixel, or the middle of a side (True) where a new one would be."""
        if self._now is None:
            return None
        for found, new in ((self._now.vertices(), False), (self._now.middles() if middles else (), True)):
            known = list(found)
            pixels = self.bench.pixels([point for _, point in known]) if known else []
            far = [math.hypot(pixel.x() - at.x(), pixel.y() - at.y()) for pixel in pixels]
            if far and min(far) <= HIT_PX / 2:
                return known[far.index(min(far))][0], new
        return None

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Hold a vertex, or make one on a side."""
        found = self._place_at(at, middles=True)
        if found is None or self._now is None:
            return False
        place, new = found
        if new:
            self._now = self._now.inserted(place, self.bench.ground(at))
        self._held = place
        self.bench.canvas.update()
        return True

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Move the vertex."""
        if self._held is not None and self._now is not None:
            self._now = self._now.moved(self._held, self.bench.ground(at))
            self.bench.canvas.update()

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Commit the outline, unless it crosses itself or leaves the project."""
        now, kept = self._now, self._kept
        self._held = None
        if now is None or now == kept:
            self.cancel()
            return
        if not now.sound:
            text = "Il contorno si incrocia con se stesso: la modifica non è stata fatta."
            self.bench.tell(Level.WARNING, text)
            self._now = kept
        elif not self.bench.inside(*self.bench.ground(at)):
            self.bench.refuse_outside()
            self._now = kept
        else:
            self._commit(now)
        self.bench.canvas.update()

    def _commit(self, outline: Outline) -> None:
        assert self._chosen is not None
        label = f"Contorno {AREAS[self._chosen.layer]} {self._name}"
        values = {"geometry": outline.geometry()}
        if not self.bench.update(self._chosen.layer, self._chosen.fid, values, label):
            self._now = self._kept
        self.read()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Remember the vertex under the pointer: it is the one that Canc takes away."""
        vertex = self._place_at(at, middles=False)
        near = None if vertex is None else vertex[0]
        if near != self._near:
            self._near = near
            self.bench.canvas.update()
        return Qt.CursorShape.CrossCursor if self._place_at(at, middles=True) else None

    def wants(self, key: int) -> bool:
        """Canc over a vertex."""
        return key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._near is not None

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Take away the vertex under the pointer."""
        if not self.wants(key) or self._now is None or self._near is None:
            return False
        less = self._now.removed(self._near)
        if less is None or not less.sound:
            text = (
                "Il vertice non si può togliere: il contorno resterebbe senza superficie o si incrocerebbe."
            )
            self.bench.tell(Level.WARNING, text)
        else:
            self._near = None
            self._commit(less)
        return True

    def cancel(self) -> bool:
        """Put the vertex back."""
        held = self._held is not None
        self._held, self._now = None, self._kept
        self.bench.canvas.update()
        return held

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the outline while it changes, and its vertices."""
        if self._now is None:
            return
        if self._now != self._kept:
            self._paint_outline(painter, view, theme, self._now)
        painter.setPen(QPen(QColor(theme.ac), 1.2))
        painter.setBrush(QColor(theme.sf))
        for pixel in self.bench.pixels([point for _, point in self._now.middles()], view):
            painter.drawEllipse(pixel, _MIDDLE_PX, _MIDDLE_PX)
        places, points = zip(*self._now.vertices(), strict=True)
        for place, pixel in zip(places, self.bench.pixels(points, view), strict=True):
            draw_round(painter, theme, pixel, held=place in (self._held, self._near))

    def _paint_outline(self, painter: QPainter, view: MapView, theme: Theme, outline: Outline) -> None:
        assert self.bench.plane is not None
        ink = theme.map.degraded if outline.sound else theme.er
        path = path_of(np.array([self.bench.plane.on_map(outline.geometry())], dtype=object))
        painter.save()
        painter.setTransform(world_transform(view), True)
        painter.fillPath(path, tint(ink, 0.18))
        painter.strokePath(path, world_pen(view, ink, 2.0))
        painter.restore()
