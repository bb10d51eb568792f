"""One camera in the hand: its handles, their values, its ground as it would be."""

import math
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.painters.cameras import draw_camera
from app.canvas.view import MapView
from app.look.theme import Theme
from app.speech import numbers
from app.tools.bench import Bench
from app.tools.marks import HIT_PX, apart, draw_ground, draw_round, draw_square, draw_tag, tag_box
from app.tools.pose import Grip, Pose

_DISC_PX = 15.0
#: The nearest that a handle comes to its camera, pixels.
LEAST_PX = 44.0
#: Scale denominator beyond which only the handle in the hand says its value: the boxes would hide the town.
FARTHEST_VALUES = 5000.0


class Hold:
    """A pose on the screen. Its ground is computed once a pose and kept in map metres."""

    def __init__(self, bench: Bench, pose: Pose) -> None:
        self._bench = bench
        self._pose = pose
        self._shape: tuple[Pose, Any, Any, Any] | None = None

    @property
    def pose(self) -> Pose:
        """What is held."""
        return self._pose

    def take(self, pose: Pose) -> None:
        """Hold it otherwise."""
        self._pose = pose

    def ground(self) -> tuple[Any, float | None]:
        """Return what it sees: a shapely geometry in map metres and its square metres; None, None for nothing."""
        self._compute()
        assert self._shape is not None
        return self._shape[1], self._shape[2]

    def seen(self) -> Any:
        """Return what it sees in project metres, None for nothing."""
        self._compute()
        assert self._shape is not None
        return self._shape[3]

    def _compute(self) -> None:
        if self._shape is None or self._shape[0] is not self._pose:
            seen = self._pose.seen(self._bench.scene, self._bench.relief, self._bench.light)
            there = seen is not None and not seen.is_empty and self._bench.plane is not None
            on_map = self._bench.plane.on_map(seen) if there and self._bench.plane else None
            self._shape = (self._pose, on_map, seen.area if there else None, seen if there else None)

    # Handles

    def handles(self, view: MapView) -> list[tuple[Grip, QPointF]]:
        """Return the handles on the screen, the camera itself first."""
        points = self._pose.points(LEAST_PX * view.ground_resolution)
        flat = [(grip, point) for grip, places in points.items() for point in places]
        named = [(Grip.POSITION, (self._pose.x, self._pose.y)), *flat]
        pixels = self._bench.pixels([point for _, point in named], view)
        return [(grip, pixel) for (grip, _), pixel in zip(named, pixels, strict=True)]

    def grip_at(self, at: QPointF, view: MapView) -> Grip | None:
        """Return what a press at a pixel holds."""
        near = [
            (math.hypot(at.x() - place.x(), at.y() - place.y()), grip) for grip, place in self.handles(view)
        ]
        distance, grip = min(near, key=lambda each: each[0])
        return grip if distance <= (_DISC_PX if grip is Grip.POSITION else HIT_PX / 2) else None

    def value(self, grip: Grip) -> str:
        """Return what a handle says."""
        pose = self._pose
        if grip is Grip.AZIMUTH:
            known = pose.record.get("azimuth_deg")
            return "direzione ignota" if known is None else f"azimut {numbers.compact(float(known), 1)}°"
        if grip is Grip.APERTURE:
            return f"angolo {numbers.compact(pose.hfov, 1)}°"
        return f"portata {numbers.measure(pose.range_m, 'm', 1 if pose.range_m < 1000 else 0)}"

    # Pictures

    @property
    def aim_text(self) -> str:
        """Direction and reach in one line."""
        return f"{self.value(Grip.AZIMUTH)} · {self.value(Grip.REACH)}"

    def paint(
        self,
        painter: QPainter,
        view: MapView,
        theme: Theme,
        held: Grip | None,
        alive: bool,
        handles: bool = True,
    ) -> None:
        """Draw the handles; with `alive` also the camera and its ground, which the map does not show now."""
        places = self.handles(view)
        if alive:
            shape, _area = self.ground()
            if shape is not None:
                draw_ground(painter, view, theme, shape)
        if handles:
            self._paint_axis(painter, theme, places)
        if alive:
            self._paint_camera(painter, theme, places[0][1])
        for grip, place in places[1:] if handles else ():
            self._paint_handle(painter, theme, grip, place, places[0][1], held is grip)
        far = view.scale_denominator > FARTHEST_VALUES
        told = [each for each in places[1:] if handles and (not far or each[0] is held)]
        self._paint_values(painter, theme, told)

    def _paint_axis(self, painter: QPainter, theme: Theme, handles: list[tuple[Grip, QPointF]]) -> None:
        ends = [place for grip, place in handles if grip in (Grip.REACH, Grip.AZIMUTH)]
        pen = QPen(QColor(theme.ac), 1.2)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(handles[0][1], ends[-1])

    def _paint_camera(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        from app.layers.parts import state_of, symbol_of

        painter.setPen(QPen(QColor(theme.map.camera), 2))
        painter.setBrush(QColor(theme.map.symbol_fill))
        painter.drawEllipse(at, _DISC_PX, _DISC_PX)
        painter.save()
        painter.translate(at)
        painter.scale(0.85, 0.85)
        record = self._pose.record
        state = state_of(record, self._bench.session.purpose)
        draw_camera(painter, theme, symbol_of(record), state, self._pose.azimuths)
        painter.restore()
        if record.get("code"):
            self._paint_code(painter, theme, at, record["code"])

    def _paint_code(self, painter: QPainter, theme: Theme, at: QPointF, code: str) -> None:
        """Write the code on the side where the camera does not look, away from the handles."""
        box = tag_box(at + QPointF(_DISC_PX - 6, 0), code)
        if self._pose.azimuth is not None and 20.0 < self._pose.azimuth < 160.0:
            box.moveRight(2 * at.x() - box.left())
        draw_tag(painter, theme, box, code)

    @staticmethod
    def _paint_handle(
        painter: QPainter, theme: Theme, grip: Grip, place: QPointF, camera: QPointF, held: bool
    ) -> None:
        if grip is Grip.REACH:
            away = place - camera
            draw_square(painter, theme, place, math.degrees(math.atan2(away.y(), away.x())), held)
        else:
            draw_round(painter, theme, place, dotted=grip is Grip.AZIMUTH, held=held)

    def _paint_values(self, painter: QPainter, theme: Theme, handles: list[tuple[Grip, QPointF]]) -> None:
        """Write each value once, the second edge of the aperture without."""
        shown: dict[Grip, QRectF] = {}
        for grip, place in handles:
            if grip not in shown or place.x() > shown[grip].left():
                shown[grip] = tag_box(place, self.value(grip))
        for grip, box in zip(shown, apart(list(shown.values())), strict=True):
            draw_tag(painter, theme, box, self.value(grip))


HAND_SHAPES = {
    Grip.POSITION: Qt.CursorShape.SizeAllCursor,
    Grip.AZIMUTH: Qt.CursorShape.PointingHandCursor,
    Grip.APERTURE: Qt.CursorShape.PointingHandCursor,
    Grip.REACH: Qt.CursorShape.PointingHandCursor,
}
