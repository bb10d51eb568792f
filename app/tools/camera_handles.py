"""Handles of the selected camera: its place, direction, aperture and reach."""

from typing import Any

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.canvas.view import MapView
from app.layers.model import MapModel
from app.look.theme import Theme
from app.session import Selection
from app.speech import numbers
from app.tools.base import Modifiers, Tool
from app.tools.bench import Bench
from app.tools.hold import HAND_SHAPES, Hold
from app.tools.live_figures import LiveFigures
from app.tools.pose import Grip, Pose, Reach

_START_PX = 4.0


class CameraHandles(Tool):
    """Moves the selected camera, one undoable edit a drag."""

    cursor = None

    def __init__(self, bench: Bench, model: MapModel) -> None:
        super().__init__(bench)
        self._hold: Hold | None = None
        self._fid = 0
        self._grip: Grip | None = None
        self._start: Pose | None = None
        self._held_at = ((0.0, 0.0), QPointF())
        self._pending = False
        self._model = model
        session = bench.session
        session.selected.connect(self._selected)
        session.changed.connect(self._changed)
        session.closed.connect(lambda: self._selected(None))
        for asked in (session.purpose_changed, session.detail_changed):
            asked.connect(lambda _what: self._read())
        model.part_ready.connect(self._arrived)
        session.jobs.idle.connect(self._settle)
        bench.ready.connect(self._read)
        bench.lit.connect(self._read)
        self.figures = LiveFigures(bench, model)

    @property
    def hint(self) -> str:
        """What the drag in course does to the ground seen."""
        if self._grip is None or self._hold is None:
            return ""
        _shape, area = self._hold.ground()
        seen = f"Area ripresa {numbers.measure(area, 'm²')}" if area else "Nessuna area ripresa"
        free = " · Ctrl: senza aggancio alle facciate" if self._grip is Grip.POSITION else ""
        return f"{seen}{free} · Esc annulla"

    @property
    def hold(self) -> Hold | None:
        """The selected camera."""
        return self._hold

    @property
    def pending(self) -> bool:
        """Whether a camera was dropped and the map does not show it yet."""
        return self._pending

    @property
    def _on_map(self) -> bool:
        """Whether the map shows cameras now: without its camera a handle would float."""
        cameras = self._model.painter("camera")
        return cameras is None or cameras.visible

    # What is selected

    def _selected(self, _selection: Selection | None) -> None:
        self.cancel()
        self._settle()
        self._read()

    def _changed(self, change: Any) -> None:
        if self._fid in change.layer_ids.get("camera", ()):
            if self._grip is None:
                self._settle()
            self._read()

    def _read(self) -> None:
        """Take the selected camera as the project has it, unless it is in the hand."""
        bench, selection = self.bench, self.bench.session.selection
        if self._grip is not None:
            return
        self._hold, self._fid = None, 0
        known = bench.session.project is not None and bench.plane is not None
        if known and selection is not None and selection.layer == "camera" and not selection.more:
            pose = pose_of(bench, selection.fid)
            if pose is not None:
                self._hold, self._fid = Hold(bench, pose), selection.fid
        bench.canvas.update()

    def _arrived(self, part: str) -> None:
        if part == "footprints":
            self._settle()

    def wait_for_map(self) -> None:
        """Draw the selected camera until the map, which has just been told of it, does."""
        self._pending = self._hold is not None

    def _settle(self) -> None:
        """Leave to the map the camera that was dropped: its pictures are there."""
        if self._pending:
            self._pending = False
            self.bench.lift([])

    # The hand

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Hold a handle of the selected camera."""
        if self._hold is None or not self._on_map:
            return False
        grip = self._hold.grip_at(at, self.bench.canvas.view)
        if grip is None:
            return False
        if not self.bench.may_edit():
            return True
        self._grip, self._start = grip, self._hold.pose
        self._held_at = (self.bench.ground(at), at)
        if grip is not Grip.POSITION:
            self._take_up()
        return True

    def _take_up(self) -> None:
        self.bench.lift([self._fid])
        self.figures.begin(self._fid)

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Move, aim, open or reach."""
        if self._grip is None or self._hold is None or self._start is None:
            return
        (x, y), held_px = self._held_at
        point = self.bench.ground(at)
        if self._grip is not Grip.POSITION:
            self._hold.take(self._hold.pose.dragged(self._grip, self._start, (x, y), point))
        elif self._hold.pose is not self._start or (at - held_px).manhattanLength() >= _START_PX:
            if self._hold.pose is self._start:
                self._take_up()
            free = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            place = (self._start.x + point[0] - x, self._start.y + point[1] - y)
            self._hold.take(self._start.moved(*place, None if free else self.bench.scene))
        self.figures.follow(self._hold.pose, self._hold.seen())
        self.bench.canvas.update()

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Commit the drag as one edit."""
        grip, hold, start = self._grip, self._hold, self._start
        if grip is None or hold is None or start is None:
            return
        values = changes(start, hold.pose)
        if not values:
            self.cancel()
        elif not self.bench.inside(hold.pose.x, hold.pose.y):
            self.cancel()
            self.bench.refuse_outside()
        else:
            self._drop(grip, start, values)

    def _drop(self, grip: Grip, start: Pose, values: dict[str, Any]) -> None:
        label = f"{_label(grip, start)} telecamera {start.record.get('code') or self._fid}"
        self._pending = True
        self.figures.end()
        written = self.bench.update("camera", self._fid, values, label)
        self._grip, self._start = None, None
        if not written:
            self._settle()
        self._read()

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Show what a press would hold."""
        if self._hold is None or not self._on_map or not self.bench.session.editable:
            return None
        grip = self._hold.grip_at(at, self.bench.canvas.view)
        return None if grip is None else HAND_SHAPES[grip]

    @property
    def busy(self) -> bool:
        """Whether something is in the hand."""
        return self._grip is not None

    def cancel(self) -> bool:
        """Put back what is in the hand."""
        if self._grip is None:
            return False
        self._grip = None
        self.figures.end()
        if self._hold is not None and self._start is not None:
            self._hold.take(self._start)
        self._start = None
        self.bench.lift([])
        self.bench.canvas.update()
        return True

    def stop(self) -> None:
        """Let go."""
        self.cancel()

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the handles of the selected camera."""
        if self._hold is not None and self._on_map and self.bench.session.editable:
            alive = self._pending or (self._grip is not None and self._hold.pose is not self._start)
            alive = alive or self._grip not in (None, Grip.POSITION)
            self._hold.paint(painter, view, theme, self._grip, alive)
            south = self._hold.pose.azimuth
            below = south is None or not 90.0 < south < 270.0
            self.figures.paint(painter, theme, self._hold.handles(view)[0][1], below)


def pose_of(bench: Bench, fid: int) -> Pose | None:
    """Return a camera of the project as a pose; None for one without a position."""
    record = bench.session.file.record("camera", fid)
    place = record.pop("geometry", None)
    if place is None or place.is_empty:
        return None
    return Pose(float(place.x), float(place.y), record, detail_of(bench, record))


def detail_of(bench: Bench, record: dict[str, Any]) -> float:
    """Return the detail at which a camera's ground is measured now, as the map does, px/m."""
    from maps.prints import DEFAULT_PX_PER_M

    criteria = bench.session.project.criteria
    if bench.session.detail:
        return float(criteria.density_of(bench.session.detail))
    rules = criteria.purposes
    purpose = bench.session.purpose or next(iter(record.get("purposes") or []), "")
    return float(rules[purpose].px_per_m if purpose in rules else DEFAULT_PX_PER_M)


def changes(start: Pose, end: Pose) -> dict[str, Any]:
    """Return the values to write for one pose to become another."""
    values = {name: value for name, value in end.record.items() if start.record.get(name) != value}
    if (start.x, start.y) != (end.x, end.y):
        values["geometry"] = shapely.Point(end.x, end.y)
    return values


def _label(grip: Grip, start: Pose) -> str:
    if grip is Grip.REACH:
        return "Inclinazione" if start.reach is Reach.TILT else "Portata"
    return {
        Grip.POSITION: "Spostamento",
        Grip.AZIMUTH: "Direzione",
        Grip.APERTURE: "Angolo di campo",
    }[grip]
