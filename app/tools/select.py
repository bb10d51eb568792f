"""The tool of every day: handles of what is selected, a box with Shift, delete and duplicate."""

from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app import commands, numbers, words
from app.canvas.painters.base import FeaturePainter, tint
from app.canvas.view import MapView
from app.map_model import MapModel
from app.messages import Level
from app.session import Selection
from app.theme import Theme
from app.tools.add_camera import next_code
from app.tools.area_handles import AreaHandles
from app.tools.base import Modifiers, Tool
from app.tools.bearing import towards
from app.tools.bench import Bench
from app.tools.camera_handles import CameraHandles
from app.tools.pose import OFF_WALL_M

#: How far from the original a duplicate stands, metres.
ASIDE_M = 4.0
#: What does not belong to a copy: who it is, and what happened to it.
_OWN = frozenset(
    {
        *("uid", "code", "osm_id", "created_by", "created_at", "updated_by", "updated_at"),
        *("fault_since", "checked_on", "surveyed_on", "remarks", "geometry"),
    }
)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Select(Tool):
    """Selects and edits; what it does not take goes to the map."""

    key = "select"
    cursor = None

    def __init__(self, bench: Bench, model: MapModel) -> None:
        super().__init__(bench)
        self.camera, self.area = CameraHandles(bench, model), AreaHandles(bench)
        self._model = model
        self._held: Tool | None = None
        self._corner: QPointF | None = None
        self._box: QRectF | None = None
        self.group: list[int] = []
        bench.session.selected.connect(lambda _selection: self._forget_group())
        bench.session.closed.connect(self._forget_group)

    @property
    def hint(self) -> str:
        """What is in course."""
        if self._box is not None:
            return "Telecamere nel riquadro: rilasciare per selezionarle · Esc annulla"
        if self.group:
            count = numbers.integer(len(self.group))
            return f"{count} telecamere selezionate · Canc le elimina · Esc le lascia"
        return self.camera.hint or self.area.hint

    @property
    def busy(self) -> bool:
        """Whether something is in the hand or in the box."""
        return self.camera.busy or self.area.busy or self._corner is not None or bool(self.group)

    # The hand

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Begin a box with Shift, or hold a handle."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._corner, self._box = at, None
            return True
        self._held = next((each for each in (self.camera, self.area) if each.press(at, modifiers)), None)
        return self._held is not None

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Stretch the box, or move what is held."""
        if self._corner is not None:
            self._box = QRectF(self._corner, at).normalized()
            self.bench.canvas.update()
        elif self._held is not None:
            self._held.drag(at, modifiers)

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Select what is in the box, or let go."""
        if self._corner is not None:
            box, self._corner, self._box = self._box, None, None
            if box is not None:
                self._choose(box)
        elif self._held is not None:
            self._held.release(at, modifiers)
        self._held = None

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Show what a press would hold."""
        return self.camera.hover(at, modifiers) or self.area.hover(at, modifiers)

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Leave the group; the map selects what is under the pointer."""
        if self.group:
            self._forget_group()
            self.bench.canvas.set_selection({})
        return False

    # Many at once

    def _choose(self, box: QRectF) -> None:
        """Select the cameras in a box of the screen."""
        painter = self._model.painter("camera")
        if not isinstance(painter, FeaturePainter):
            return
        view = self.bench.canvas.view
        x, y = view.to_screen(shapely.get_x(painter.geometries), shapely.get_y(painter.geometries))
        within = (x >= box.left()) & (x <= box.right()) & (y >= box.top()) & (y <= box.bottom())
        fids = painter.fids[np.flatnonzero(within)].tolist()
        if len(fids) == 1:
            self.bench.session.select(Selection("camera", fids[0]))
            return
        self.bench.session.select(None)
        self.group = fids
        self.bench.canvas.set_selection({"footprint": fids, "camera": fids})

    def _forget_group(self) -> None:
        self.group = []
        self.bench.canvas.update()

    # Keys

    def wants(self, key: int) -> bool:
        """Canc when something is selected."""
        chosen = bool(self.group) or self.bench.session.selection is not None
        return (key in _DELETE and chosen) or self.area.wants(key)

    def key_press(self, key: int, modifiers: Modifiers) -> bool:
        """Delete or duplicate what is selected."""
        if self.area.key_press(key, modifiers):
            return True
        if key in _DELETE and self.wants(key):
            self.delete()
            return True
        if key == Qt.Key.Key_D and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.duplicate()
            return True
        return False

    def delete(self) -> None:
        """Delete what is selected, with one undo."""
        session, chosen = self.bench.session, self.bench.session.selection
        if self.group and self.bench.may_edit():
            fids, many = self.group, f"{numbers.integer(len(self.group))} telecamere"
            self._forget_group()
            self.bench.canvas.set_selection({})
            self._remove("camera", fids, f"Eliminazione di {many}", f"Eliminate {many}.")
        elif chosen is not None and self.bench.may_edit():
            name = commands.describe(session, chosen.layer, chosen.fid)
            kind = words.LAYERS[chosen.layer].label
            session.select(None)
            self._remove(
                chosen.layer,
                [chosen.fid],
                f"Eliminazione {kind.lower()} {name}",
                f"{kind} «{name}»: eliminazione fatta.",
            )

    def _remove(self, layer: str, fids: list[int], label: str, text: str) -> None:
        def change(edit: Any) -> bool:
            edit.delete(layer, fids)
            return True

        if self.bench.commit(label, change):
            self.bench.tell(Level.DONE, text, "Annulla", self.bench.session.file.undo)

    def duplicate(self) -> None:
        """Put a camera like the selected one beside it, and select it."""
        hold, session = self.camera.hold, self.bench.session
        if hold is None or not self.bench.may_edit():
            return
        pose, codes = hold.pose, session.file.rows("camera", fields=["code"]).columns["code"]
        side = towards(pose.x, pose.y, (pose.azimuth or 0.0) + 90.0, ASIDE_M + OFF_WALL_M)
        copy = pose.moved(*side, self.bench.scene)
        if not self.bench.inside(copy.x, copy.y):
            self.bench.refuse_outside()
            return
        values = {
            name: value for name, value in pose.record.items() if name not in _OWN and value is not None
        }
        record = {**values, "code": next_code(codes), "geometry": shapely.Point(copy.x, copy.y)}
        label = f"Duplicazione telecamera {pose.record.get('code') or ''}".strip()
        fids = self.bench.commit(label, lambda edit: edit.insert("camera", [record]))
        if fids:
            session.select(Selection("camera", fids[0]))
            self.camera.wait_for_map()

    # In course

    def cancel(self) -> bool:
        """Give up the drag, then the box, then the group."""
        if self.camera.cancel() or self.area.cancel():
            self._held = None
            return True
        there = self._corner is not None or bool(self.group)
        if self.group:
            self.bench.canvas.set_selection({})
        self._corner, self._box, self.group = None, None, []
        self.bench.canvas.update()
        return there

    def stop(self) -> None:
        """Let go of everything."""
        self.cancel()

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw handles and box."""
        self.camera.paint(painter, view, theme)
        self.area.paint(painter, view, theme)
        if self._box is not None:
            painter.setPen(QPen(QColor(theme.ac), 1, Qt.PenStyle.DashLine))
            painter.setBrush(tint(theme.ac, 0.10))
            painter.drawRect(self._box)
