"""The tool of every day: handles of what is selected, a box with Shift, delete and duplicate."""

from collections.abc import Sequence
from typing import Any, Protocol

import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app import commands
from app.canvas.painters.base import tint
from app.canvas.view import MapView
from app.layers.model import MapModel
from app.look.theme import Theme
from app.messages import Level
from app.session import Selection
from app.speech import numbers, words
from app.tools.add_camera import next_code
from app.tools.area_handles import AreaHandles
from app.tools.base import Modifiers, Tool
from app.tools.bearing import towards
from app.tools.bench import Bench
from app.tools.camera_handles import CameraHandles
from app.tools.group import GroupHandles
from app.tools.picking import corners_of, joined, under, within
from app.tools.pose import OFF_WALL_M
from app.tools.snap import Snap

#: How far from the original a duplicate stands, metres.
ASIDE_M = 4.0
#: A smaller box is a click.
LEAST_BOX_PX = 5
#: What does not belong to a copy: who it is, and what happened to it.
_OWN = frozenset(
    {
        *("uid", "code", "osm_id", "created_by", "created_at", "updated_by", "updated_at"),
        *("fault_since", "checked_on", "surveyed_on", "remarks", "geometry"),
    }
)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class OnTop(Protocol):
    """What lies on the map and answers the pointer before it, where no handle does; positions are logical pixels."""

    def hover(self, at: QPointF) -> Qt.CursorShape | None:
        """Look at the pointer with no button held; a shape means that something is under it."""

    def click(self, at: QPointF) -> bool:
        """Take a click; False leaves it to the map."""

    def leave(self) -> None:
        """Forget the pointer."""


class Select(Tool):
    """Selects and edits; what it does not take goes to the map.

    Attributes
    ----------
    on_top : OnTop or None
        What lies on the map now.
    """

    key = "select"
    cursor = None

    def __init__(self, bench: Bench, model: MapModel) -> None:
        super().__init__(bench)
        self.snap = Snap(bench, model)
        self.camera, self.area = CameraHandles(bench, model), AreaHandles(bench, self.snap)
        self.group = GroupHandles(bench, model)
        self._parts: tuple[Tool, ...] = (self.group, self.camera, self.area)
        self._model = model
        self.on_top: OnTop | None = None
        self._held: Tool | None = None
        self._corner: QPointF | None = None
        self._box: QRectF | None = None

    @property
    def hint(self) -> str:
        """What is in course."""
        if self._box is not None:
            return "Rilasciare per selezionare ciò che è nel riquadro, con Ctrl in aggiunta · Esc annulla"
        return self.group.hint or self.camera.hint or self.area.hint

    @property
    def busy(self) -> bool:
        """Whether something is in the hand or in the box."""
        handled = self.group.busy or self.camera.busy or self.area.busy
        return handled or self._corner is not None or self.group.chosen is not None

    # The hand

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Begin a box with Shift, or hold a handle."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._corner, self._box = at, None
            return True
        self._held = next((each for each in self._parts if each.press(at, modifiers)), None)
        return self._held is not None

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Stretch the box, or move what is held."""
        if self._corner is not None:
            self._box = QRectF(self._corner, at).normalized()
            self.bench.canvas.update()
        elif self._held is not None:
            self._held.drag(at, modifiers)

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Select what is in the box, or let go; Shift without a drag adds what is under the pointer."""
        held, self._held = self._held, None
        if self._corner is not None:
            box, self._corner, self._box = self._box, None, None
            small = box is None or max(box.width(), box.height()) < LEAST_BOX_PX
            if small or box is None:
                self._toggle(at)
            else:
                self.choose(corners_of(box), keep=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        elif held is not None:
            held.release(at, modifiers)

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Show what a press would hold."""
        shapes = (each.hover(at, modifiers) for each in self._parts)
        held = next((shape for shape in shapes if shape is not None), None)
        if held is None and self.on_top is not None:
            return self.on_top.hover(at)
        return held

    def click(self, at: QPointF, modifiers: Modifiers) -> bool:
        """With Ctrl, add the row under the pointer or take it away; without, what lies on the map is asked first."""
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._toggle(at)
            return True
        return self.on_top is not None and self.on_top.click(at)

    # Many at once

    def choose(self, corners: Sequence[QPointF], *, keep: bool = False) -> None:
        """Select what lies in a polygon of the screen; `keep` adds it to what is selected."""
        session = self.bench.session
        session.select(joined(session.selection, within(self.bench, self._model, corners), keep=keep))
        self.bench.canvas.update()

    def _toggle(self, at: QPointF) -> None:
        """Add the row under a pixel to the selection, or take it away."""
        session, found = self.bench.session, under(self.bench, at)
        chosen = session.selection
        mine = [each for each in found if chosen is not None and each.layer == chosen.layer]
        if chosen is not None and mine:
            session.select(chosen.toggled(mine[0].fid))
        elif found:
            session.select(found[0])

    # Keys

    def wants(self, key: int) -> bool:
        """Canc when something is selected."""
        chosen = self.bench.session.selection is not None
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
        if chosen is None or not self.bench.may_edit():
            return
        declared = words.LAYERS[chosen.layer]
        if chosen.more:
            many = f"{numbers.integer(len(chosen.fids))} {declared.plural.lower()}"
            label, text = f"Eliminazione di {many}", f"Eliminazione di {many} fatta."
        else:
            name = commands.describe(session, chosen.layer, chosen.fid)
            label = f"Eliminazione {declared.label.lower()} {name}"
            text = f"{declared.label} «{name}»: eliminazione fatta."
        session.select(None)
        self._remove(chosen.layer, list(chosen.fids), label, text)

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
        held = [each.cancel() for each in self._parts]
        if any(held):
            self._held = None
            return True
        there = self._corner is not None or self.group.chosen is not None
        if self._corner is None and there:
            self.bench.session.select(None)
        self._corner, self._box = None, None
        self.bench.canvas.update()
        return there

    def stop(self) -> None:
        """Let go of what is in the hand; the selection stays."""
        for each in self._parts:
            each.cancel()
        self._held, self._corner, self._box = None, None, None
        if self.on_top is not None:
            self.on_top.leave()

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw handles and box."""
        for each in self._parts:
            each.paint(painter, view, theme)
        if self._box is not None:
            painter.setPen(QPen(QColor(theme.ac), 1, Qt.PenStyle.DashLine))
            painter.setBrush(tint(theme.ac, 0.10))
            painter.drawRect(self._box)
