"""Several selected rows in the hand: moved together, deleted together, one undo each."""

from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.geometry import path_of
from app.canvas.painters.base import FeaturePainter, tint, world_pen, world_transform
from app.canvas.view import MapView
from app.layers.model import MapModel
from app.look.theme import Theme
from app.session import Selection
from app.speech import numbers
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.picking import under
from maps.schema import layer

#: More rows than these are not moved by hand.
MOST_MOVED = 2000
_START_PX = 4


class GroupHandles(Tool):
    """Drags every row of a selection of several by any of them."""

    cursor = None

    def __init__(self, bench: Bench, model: MapModel) -> None:
        super().__init__(bench)
        self._model = model
        self._held: Selection | None = None
        self._from, self._to = QPointF(), QPointF()
        self._ghosts: Any = None
        self._moving = False

    @property
    def chosen(self) -> Selection | None:
        """The selection, where it is of several rows."""
        chosen = self.bench.session.selection
        return chosen if chosen is not None and chosen.more else None

    @property
    def hint(self) -> str:
        """What the drag does, or what can be done with the group."""
        chosen = self.chosen
        if self._moving:
            return "Rilasciare per spostare il gruppo · Esc annulla"
        if chosen is None:
            return ""
        what = f"{numbers.integer(len(chosen.fids))} {layer(chosen.layer).plural.lower()}"
        return f"Selezione: {what} · trascinare un elemento sposta il gruppo · Canc elimina · Esc lascia"

    @property
    def busy(self) -> bool:
        """Whether the group is in the hand."""
        return self._held is not None

    def _grabbed(self, at: QPointF) -> Selection | None:
        chosen = self.chosen
        if chosen is None or len(chosen.fids) > MOST_MOVED:
            return None
        mine = {Selection(chosen.layer, fid) for fid in chosen.fids}
        return chosen if not mine.isdisjoint(under(self.bench, at)) else None

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Hold the group by the row under the pointer."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return False
        held = self._grabbed(at)
        if held is None or not self.bench.session.editable:
            return False
        painter = self._model.painter(held.layer)
        if not isinstance(painter, FeaturePainter):
            return False
        self._held, self._from, self._to, self._moving = held, at, at, False
        self._ghosts = painter.geometries[painter.positions(held.fids)]
        return True

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Move the ghosts of the rows."""
        self._to = at
        self._moving = self._moving or (at - self._from).manhattanLength() >= _START_PX
        self.bench.canvas.update()

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Move every row, unless one would leave the project; without a drag, select the row alone."""
        held, moving, self._held, self._moving = self._held, self._moving, None, False
        self.bench.canvas.update()
        if held is None:
            return
        if moving:
            self._move(held, at)
            return
        alone = [each for each in under(self.bench, at) if each.layer == held.layer and each.fid in held.fids]
        self.bench.session.select(alone[0] if alone else None)

    def _move(self, held: Selection, at: QPointF) -> None:
        step = np.subtract(self.bench.ground(at), self.bench.ground(self._from))
        rows = self.bench.session.file.rows(held.layer, fids=held.fids, fields=())
        placed = ~shapely.is_missing(rows.geometry)
        moved = shapely.transform(rows.geometry[placed], lambda xy: xy + step)
        area = self.bench.area
        if area is not None and not shapely.covers(area, moved).all():
            text = "Il gruppo uscirebbe dal territorio del progetto: nessun elemento è stato spostato."
            self.bench.warn(text)
            return
        changes = list(zip(rows.fids[placed].tolist(), moved.tolist(), strict=True))

        def change(edit: Any) -> bool:
            edit.update_many(held.layer, [(fid, {"geometry": geometry}) for fid, geometry in changes])
            return True

        what = layer(held.layer).plural.lower()
        self.bench.commit(f"Spostamento di {numbers.integer(len(changes))} {what}", change)

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Show that the group can be held."""
        held = self.bench.session.editable and self._grabbed(at) is not None
        return Qt.CursorShape.SizeAllCursor if held else None

    def cancel(self) -> bool:
        """Put the group back."""
        held, self._held, self._moving = self._held is not None, None, False
        self.bench.canvas.update()
        return held

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw where the rows would be."""
        if not self._moving or self._ghosts is None:
            return
        offset = self._to - self._from
        painter.save()
        painter.translate(offset)
        points = shapely.get_dimensions(self._ghosts) == 0
        self._paint_shapes(painter, view, theme, self._ghosts[~points])
        x, y = view.to_screen(*shapely.get_coordinates(self._ghosts[points]).T)
        painter.setPen(QPen(QColor(theme.ac), 2.0))
        painter.setBrush(tint(theme.ac, 0.35))
        for px, py in zip(np.atleast_1d(x).tolist(), np.atleast_1d(y).tolist(), strict=True):
            painter.drawEllipse(QPointF(px, py), 7.0, 7.0)
        painter.restore()

    def _paint_shapes(self, painter: QPainter, view: MapView, theme: Theme, shapes: np.ndarray) -> None:
        if not len(shapes):
            return
        path = path_of(shapes)
        painter.save()
        painter.setTransform(world_transform(view), True)
        painter.fillPath(path, tint(theme.ac, 0.2))
        painter.strokePath(path, world_pen(view, theme.ac, 2.0))
        painter.restore()
