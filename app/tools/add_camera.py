"""A new camera in one gesture: press at the pole, drag to what it is to look at, let go."""

import re
from collections import Counter
from typing import Any

import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.canvas.view import MapView
from app.look.theme import Theme
from app.messages import Level
from app.session import Selection
from app.speech import numbers
from app.tools.base import Modifiers, Tool
from app.tools.bearing import bearing
from app.tools.bench import Bench
from app.tools.camera_handles import CameraHandles, detail_of
from app.tools.hold import Hold
from app.tools.pose import Pose, Record

#: What a camera is until somebody says otherwise.
DEFAULTS: Record = {"camera_type": "fixed", "working_state": "working", "hfov_deg": 70.0}
_AIM_PX = 10.0


class AddCamera(Tool):
    """Adds a camera, places it on the facade near the pointer, aims it."""

    key = "add_camera"
    edits = True

    def __init__(self, bench: Bench, handles: CameraHandles) -> None:
        super().__init__(bench)
        self._handles = handles
        self._hold: Hold | None = None
        self._pressed: QPointF | None = None
        self._record: Record = {}

    @property
    def hint(self) -> str:
        """What to do now, and while aiming what would be seen."""
        if self._pressed is None or self._hold is None:
            return "Nuova telecamera: premere sul punto di ripresa e trascinare verso ciò che deve vedere · Esc annulla"
        pose = self._hold.pose
        if pose.azimuth is None:
            return "Trascinare verso ciò che deve vedere; rilasciare qui per lasciare ignota la direzione"
        _shape, area = self._hold.ground()
        seen = numbers.measure(area or 0.0, "m²")
        return f"{self._hold.aim_text} · area ripresa {seen} · rilasciare per inserirla, Esc annulla"

    def start(self) -> None:
        """Prepare the values of the new camera."""
        self._hold, self._pressed = None, None
        codes = self.bench.session.file.rows("camera", fields=["code"]).columns["code"]
        purpose = self.bench.session.purpose
        purposes = [purpose] if purpose and purpose != "undeclared" else None
        self._record = {**DEFAULTS, "code": next_code(codes), "purposes": purposes}

    def stop(self) -> None:
        """Forget the camera that was not inserted."""
        self._hold, self._pressed = None, None

    def _at(self, at: QPointF, modifiers: Modifiers) -> Pose:
        x, y = self.bench.ground(at)
        free = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        blank: Record = dict.fromkeys(("role", "anpr", "azimuth_deg", "extra_azimuths_deg"))
        pose = Pose(x, y, {**blank, **self._record}, detail_of(self.bench, self._record))
        return pose.moved(x, y, None if free else self.bench.scene)

    def hover(self, at: QPointF, modifiers: Modifiers) -> Qt.CursorShape | None:
        """Show where the camera would stand."""
        if self._pressed is None:
            self._hold = Hold(self.bench, self._at(at, modifiers))
            self.bench.canvas.update()
        return self.cursor

    def press(self, at: QPointF, modifiers: Modifiers) -> bool:
        """Plant the pole."""
        pose = self._at(at, modifiers)
        if self.bench.inside(pose.x, pose.y):
            self._hold, self._pressed = Hold(self.bench, pose), at
        else:
            self.bench.refuse_outside()
        self.bench.canvas.update()
        return True

    def drag(self, at: QPointF, modifiers: Modifiers) -> None:
        """Aim at the pointer, and reach it."""
        if self._hold is None or self._pressed is None:
            return
        pose, (x, y) = self._hold.pose, self.bench.ground(at)
        if (at - self._pressed).manhattanLength() >= _AIM_PX:
            reach = max(((x - pose.x) ** 2 + (y - pose.y) ** 2) ** 0.5, 1.0)
            self._hold.take(pose.aimed(float(round(bearing(pose.x, pose.y, x, y)))).reaching(reach))
        self.bench.canvas.update()

    def release(self, at: QPointF, modifiers: Modifiers) -> None:
        """Insert the camera and leave it selected, its handles in sight."""
        if self._hold is None or self._pressed is None:
            return
        pose = self._hold.pose
        values = {name: value for name, value in pose.record.items() if value is not None}
        record = {**values, "geometry": shapely.Point(pose.x, pose.y)}
        label = f"Inserimento telecamera {self._record['code']}"
        fids: Any = self.bench.commit(label, lambda edit: edit.insert("camera", [record]))
        self.finished = True
        self.stop()
        if fids:
            self.bench.session.select(Selection("camera", fids[0]))
            self._handles.wait_for_map()
            self._say(pose)

    def _say(self, pose: Pose) -> None:
        text = f"Telecamera {self._record['code']} inserita"
        text += (
            "." if pose.azimuth is not None else " senza direzione: trascinare il suo cerchio per orientarla."
        )
        self.bench.tell(Level.DONE, text, "Annulla", self.bench.session.file.undo)

    def cancel(self) -> bool:
        """Pull the pole out."""
        planted = self._pressed is not None
        self._hold, self._pressed = None, None
        self.bench.canvas.update()
        return planted

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the camera and what it would see."""
        if self._hold is not None:
            self._hold.paint(
                painter, view, theme, None, alive=True, handles=self._hold.pose.azimuth is not None
            )


def next_code(codes: list[str | None], first: str = "TC-001") -> str:
    """Return the code after the highest of the most common series: TC-014 -> TC-015."""
    found = [match.groups() for code in codes if code and (match := re.fullmatch(r"(.*?)(\d+)", code))]
    if not found:
        return first
    prefix = Counter(start for start, _ in found).most_common(1)[0][0]
    last = max((digits for start, digits in found if start == prefix), key=int)
    return f"{prefix}{int(last) + 1:0{len(last)}d}"
