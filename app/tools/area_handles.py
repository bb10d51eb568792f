"""The selected area: its vertices moved, added on a side, removed; the whole of it moved by its middle."""

import itertools
import math
import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.geometry import path_of
from app.canvas.painters.base import tint, world_pen, world_transform
from app.canvas.view import MapView
from app.look.theme import Theme
from app.session import Selection
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.cutting import crossing
from app.tools.marks import HIT_PX, draw_cross, draw_flaw, draw_round, draw_snap
from app.tools.outline import Outline, Place, Point
from app.tools.snap import Snap, near
from maps.schema import LAYERS, GeometryKind

#: Layers whose outlines can be reshaped, and what one of them is called in the history.
AREAS = {
    each.name: each.label.lower()
    for each in LAYERS.values()
    if each.geometry in (GeometryKind.POLYGON, GeometryKind.ANY) and each.name != "project_area"
}
#: The handle in the middle, which moves the whole area.
WHOLE: Place = (-1, -1, -1)
#: An area narrower than this on the screen shows no handle in its middle.
_LEAST_PX = 56.0
#: Outlines of more vertices are not edited by hand; of those on the screen, so many at once.
_MOST_VERTICES, _MOST_SHOWN = 5000, 300
#: Handles nearer to each other than this, where there are more than a few, hide the outline that they are of.
_LEAST_STEP_PX, _FEW = 20.0, 12
_MIDDLE_PX = 4.0
_CROSSED = "Il contorno si incrocia nel punto segnato"


def areas_of(geometry: Any) -> bool:
    """Tell whether a geometry is an area with a surface."""
    kinds = ("Polygon", "MultiPolygon")
    return geometry is not None and geometry.geom_type in kinds and not geometry.is_empty


def _step(seen: Sequence[tuple[Place, QPointF]]) -> float:
    """Return the usual distance between a handle and the next, pixels."""
    steps = [
        math.hypot((after - before).x(), (after - before).y())
        for (_, before), (_, after) in itertools.pairwise(seen)
    ]
    return statistics.median(steps)


class AreaHandles(Tool):
    """Edits the outline of the selected area, one undoable edit a drag."""

    cursor = None

    def __init__(self, bench: Bench, snap: Snap | None = None) -> None:
        super().__init__(bench)
        self._snap = snap
        self._grip: Point = (0.0, 0.0)
        self._before: Outline | None = None
        self._on_vertex = self._crowded = False
        self._chosen: Selection | None = None
        self._name = ""
        self._kept: Outline | None = None
        self._now: Outline | None = None
        self._held: Place | None = None
        self._near: Place | None = None
        bench.session.selected.connect(lambda _selection: self._selected())
        bench.session.changed.connect(self._changed)
        bench.session.closed.connect(self.read)
        bench.ready.connect(self.read)

    @property
    def hint(self) -> str:
        """What the drag does."""
        if self._held is not None:
            sound = self._now is None or self._now.sound
            return "Alt non aggancia · Esc annulla" if sound else f"{_CROSSED} · Esc annulla"
        if self.pending:
            return "Da correggere: trascinare il vertice altrove · Esc rimette il contorno di prima"
        if self._chosen is not None and self._crowded:
            return "Avvicinare la mappa per modificare i vertici di questo contorno"
        if self._near == WHOLE:
            return "Trascinare per spostare tutta l'area"
        return "Trascinare il vertice per spostarlo, Canc per toglierlo" if self._near is not None else ""

    @property
    def busy(self) -> bool:
        """Whether a vertex is in the hand, or an outline waits to be made good."""
        return self._held is not None or self.pending

    @property
    def pending(self) -> bool:
        """Whether the outline on the screen crosses itself and is not in the project."""
        return self._held is None and self._now is not None and self._now != self._kept

    @property
    def outline(self) -> Outline | None:
        """The outline as it is on the screen."""
        return self._now

    def _selected(self) -> None:
        if self.pending:
            self.bench.inform("Il contorno che si incrociava non è stato salvato: resta quello di prima.")
        self._held = None
        self.read()

    def _changed(self, change: Any) -> None:
        chosen = self._chosen
        mine = chosen is None or chosen.fid in change.layer_ids.get(chosen.layer, ())
        if mine or not self.pending:
            self.read()

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
        if not areas_of(area):
            return
        outline = Outline.of(area)
        if outline.count <= _MOST_VERTICES:
            self._chosen, self._kept, self._now = chosen, outline, outline
            self._name = str(record.get("code") or record.get("name") or chosen.fid)

    def _middle(self) -> Point | None:
        """Return where the handle that moves the whole stands; None where there is no room for it."""
        if self._now is None or not self._now.sound:
            return None
        west, south, east, north = self._now.geometry().bounds
        low, high = self.bench.pixels([(west, south), (east, north)])
        if min(abs(high.x() - low.x()), abs(high.y() - low.y())) < _LEAST_PX:
            return None
        place = self._now.geometry().representative_point()
        return float(place.x), float(place.y)

    def _place_at(self, at: QPointF, middles: bool) -> tuple[Place, bool] | None:
        """Return the vertex under a pixel, or the middle of a side (True) where a new one would be."""
        if self._now is None:
            return None
        middle = self._middle()
        if middles and middle is not None and near(self.bench.pixel(*middle), at):
            return WHOLE, False
        for new in (False, True) if middles else (False,):
            known = self._shown(self.bench.canvas.view, middles=new)
            far = [math.hypot(pixel.x() - at.x(), pixel.y() - at.y()) for _, pixel in known]
            if far and min(far) <= HIT_PX / 2:
                return known[far.index(min(far))][0], new
        return None

    def _shown(self, view: MapView, *, middles: bool) -> list[tuple[Place, QPointF]]:
        """Return the vertices, or the middles of the sides, that are on the screen; none where they crowd it."""
        if self._now is None:
            return []
        known = list(self._now.middles() if middles else self._now.vertices())
        pixels = self.bench.pixels([point for _, point in known], view)
        seen = [
            (place, pixel)
            for (place, _), pixel in zip(known, pixels, strict=True)
            if 0 <= pixel.x() <= view.width and 0 <= pixel.y() <= view.height
        ]
        self._crowded = len(seen) > _MOST_SHOWN or (len(seen) > _FEW and _step(seen) < _LEAST_STEP_PX)
        return [] if self._crowded else seen

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Hold a vertex, or make one on a side."""
        found = self._place_at(at, middles=True)
        if found is None or self._now is None:
            return False
        place, new = found
        self._before = self._now
        self._grip = self.bench.ground(at)
        if new:
            self._now = self._now.inserted(place, self._grip)
        self._held = place
        self.bench.canvas.update()
        return True

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Move the vertex, or the whole."""
        if self._held is None or self._now is None or self._before is None:
            return
        if self._held == WHOLE:
            x, y = self.bench.ground(at)
            self._now = self._before.shifted(x - self._grip[0], y - self._grip[1])
        else:
            self._now = self._now.moved(self._held, self._meant(at, modifiers))
        self.bench.canvas.update()

    def _meant(self, at: QPointF, modifiers: Modifiers) -> Point:
        free = self._snap is None or self._chosen is None or modifiers & Qt.KeyboardModifier.AltModifier
        own = None if self._chosen is None else (self._chosen.layer, self._chosen.fid)
        found = None if free or self._snap is None else self._snap.vertex(at, own)
        self._on_vertex = found is not None
        return found or self.bench.ground(at)

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Commit the outline; one that crosses itself stays in the hand, one outside the project goes back."""
        now, held = self._now, self._held
        self._held, self._on_vertex = None, False
        if now is None or held is None or now == self._kept:
            self._now = self._kept
        elif not now.sound:
            self.bench.warn(
                "Il contorno si incrocia nel punto segnato: spostare il vertice, o Esc per annullare."
            )
        elif not self._inside(now, held):
            self.bench.refuse_outside()
            self._now = (
                self._before if self._before is not None and self._before != self._kept else self._kept
            )
        else:
            self._commit(now, whole=held == WHOLE)
        self.bench.canvas.update()

    def _inside(self, outline: Outline, held: Place) -> bool:
        if held != WHOLE:
            return self.bench.inside(*outline.point(held))
        area = self.bench.area
        return area is None or bool(shapely.covers(area, outline.geometry()))

    def _commit(self, outline: Outline, *, whole: bool = False) -> None:
        assert self._chosen is not None
        label = f"{'Spostamento' if whole else 'Contorno'} {AREAS[self._chosen.layer]} {self._name}"
        values = {"geometry": outline.geometry()}
        if not self.bench.update(self._chosen.layer, self._chosen.fid, values, label):
            self._now = self._kept
        self.read()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Remember the vertex under the pointer: it is the one that Canc takes away."""
        found = self._place_at(at, middles=True)
        over = None if found is None or found[1] else found[0]
        if over != self._near:
            self._near = over
            self.bench.canvas.update()
        if found is None:
            return None
        return Qt.CursorShape.SizeAllCursor if over == WHOLE else Qt.CursorShape.CrossCursor

    def wants(self, key: int) -> bool:
        """Canc over a vertex."""
        return key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._near not in (None, WHOLE)

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Take away the vertex under the pointer."""
        if not self.wants(key) or self._now is None or self._near is None:
            return False
        less = self._now.removed(self._near)
        if less is None or not less.sound:
            text = (
                "Il vertice non si può togliere: il contorno resterebbe senza superficie o si incrocerebbe."
            )
            self.bench.warn(text)
        else:
            self._near = None
            self._commit(less)
        return True

    def cancel(self) -> bool:
        """Put the vertex back."""
        held = self.busy
        self._held, self._now = None, self._kept
        self.bench.canvas.update()
        return held

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the outline while it changes, and its vertices."""
        if self._now is None:
            return
        if self._now != self._kept:
            self._paint_outline(painter, view, theme, self._now)
        spot = None if self._now.sound else crossing(self._now.geometry())
        painter.setPen(QPen(QColor(theme.ac), 1.2))
        painter.setBrush(QColor(theme.sf))
        for _, pixel in self._shown(view, middles=True):
            painter.drawEllipse(pixel, _MIDDLE_PX, _MIDDLE_PX)
        for place, pixel in self._shown(view, middles=False):
            draw_round(painter, theme, pixel, held=place in (self._held, self._near))
            if place == self._held and self._on_vertex:
                draw_snap(painter, theme, pixel)
        middle = self._middle()
        if middle is not None:
            draw_cross(
                painter, theme, self.bench.pixel(*middle, view), held=WHOLE in (self._held, self._near)
            )
        if spot is not None:
            draw_flaw(painter, theme, self.bench.pixel(*spot, view), "qui si incrocia")

    def _paint_outline(self, painter: QPainter, view: MapView, theme: Theme, outline: Outline) -> None:
        assert self.bench.plane is not None
        ink = theme.map.degraded if outline.sound else theme.er
        path = path_of(np.array([self.bench.plane.on_map(outline.geometry())], dtype=object))
        painter.save()
        painter.setTransform(world_transform(view), True)
        painter.fillPath(path, tint(ink, 0.18))
        painter.strokePath(path, world_pen(view, ink, 2.0))
        painter.restore()
