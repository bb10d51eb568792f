"""The map widget under a hand."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.motion import Throw
from app.canvas.painters.base import Hit, Painter, Surface
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.ground import BuildingsPainter, LandPainter
from app.canvas.painters.territory import ZonesPainter
from app.canvas.view import MapView
from app.look.theme import DARK, LIGHT, Theme

X, Y = 1_115_886.0, 5_642_644.0


def cameras(dx: float = 0.0) -> CamerasPainter:
    return CamerasPainter(
        [X + dx, X + 100], [Y, Y], [11, 12], [[0.0], []], [CameraSymbol.FIXED] * 2, [CameraState.WORKING] * 2
    )


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    widget = MapCanvas()
    qtbot.addWidget(widget)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.animated = False
    widget.resize(600, 400)
    building = shapely.box(X - 60, Y - 60, X + 60, Y + 60)
    zones = [shapely.box(X - 250, Y - 150, X + 250, Y + 150), shapely.box(X - 80, Y - 80, X + 80, Y + 80)]
    widget.set_stack(
        [LandPainter(), BuildingsPainter([building], [5]), ZonesPainter(zones, [1, 2]), cameras()]
    )
    widget.show()
    widget.set_view(MapView(X, Y, 1.0, 600, 400))
    yield widget
    widget.stop()


def settle(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.waitUntil(lambda: canvas.up_to_date, timeout=10_000)


def colour_at(canvas: MapCanvas, x: int, y: int) -> str:
    return canvas.grab().toImage().pixelColor(x, y).name().upper()


def wheel(canvas: MapCanvas, at: QPointF, angle: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def mouse(
    canvas: MapCanvas, kind: QEvent.Type, at: tuple[float, float], held: bool = True, released: bool = False
) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    buttons = Qt.MouseButton.LeftButton if held and not released else Qt.MouseButton.NoButton
    point = QPointF(*at)
    place = QPointF(canvas.mapToGlobal(point.toPoint()))
    QApplication.sendEvent(
        canvas, QMouseEvent(kind, point, place, button, buttons, Qt.KeyboardModifier.NoModifier)
    )


def drag(canvas: MapCanvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse(canvas, QEvent.Type.MouseButtonPress, start)
    for share in (0.25, 0.5, 0.75, 1.0):
        step = tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))
        mouse(canvas, QEvent.Type.MouseMove, (step[0], step[1]))
    mouse(canvas, QEvent.Type.MouseButtonRelease, end, released=True)


def test_it_draws_what_lies_where(canvas: MapCanvas, qtbot: QtBot) -> None:
    settle(qtbot, canvas)
    assert colour_at(canvas, 300, 170) == LIGHT.map.building
    assert colour_at(canvas, 30, 30) == LIGHT.map.land
    assert colour_at(canvas, 300, 200) == LIGHT.map.camera
    canvas.set_theme(DARK)
    settle(qtbot, canvas)
    assert colour_at(canvas, 300, 170) == DARK.map.building
    assert colour_at(canvas, 30, 30) == DARK.map.land


def test_a_throw_keeps_its_speed_where_the_window_was_busy(canvas: MapCanvas) -> None:
    """The events of a tenth of a second come all at once: their own times say how fast the hand was."""
    canvas.animated = True
    moments = [(QEvent.Type.MouseButtonPress, 0), *((QEvent.Type.MouseMove, n) for n in range(1, 6))]
    for kind, n in [*moments, (QEvent.Type.MouseButtonRelease, 5)]:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        place = QPointF(300 + 20 * n, 200)
        event = QMouseEvent(
            kind, place, place, button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        event.setTimestamp(1000 + 20 * n)
        QApplication.sendEvent(canvas, event)
    thrown = canvas._motion
    assert isinstance(thrown, Throw) and thrown.vx == pytest.approx(1000.0) and thrown.vy == 0.0


def test_a_drag_moves_the_map_with_the_hand(canvas: MapCanvas, qtbot: QtBot) -> None:
    clicks: list[QPointF] = []
    canvas.clicked.connect(lambda point, _keys: clicks.append(point))
    drag(canvas, (300, 200), (350, 170))
    assert canvas.view.center_x == pytest.approx(X - 50, abs=1)
    assert canvas.view.center_y == pytest.approx(Y - 30, abs=1)
    assert clicks == []
    settle(qtbot, canvas)
    assert colour_at(canvas, 350, 140) == LIGHT.map.building


def test_a_click_is_told_in_world_metres_with_what_is_there(canvas: MapCanvas, qtbot: QtBot) -> None:
    found: list[object] = []
    canvas.picked.connect(lambda hit, _keys: found.append(hit))
    with qtbot.waitSignal(canvas.clicked) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(303, 202))
    assert told.args[0].x() == pytest.approx(X + 3, abs=1)
    assert told.args[0].y() == pytest.approx(Y - 2, abs=1)
    assert found == [Hit("camera", 11)]


def test_points_come_before_the_smallest_area(canvas: MapCanvas) -> None:
    assert [hit.fid for hit in canvas.hits_at(300, 200)] == [11, 2, 1]
    assert canvas.hit_at(300, 160) == Hit("analysis_zone", 2)
    assert canvas.hit_at(100, 200) == Hit("analysis_zone", 1)
    assert canvas.hit_at(5, 5) is None
    canvas.set_visible("camera", False)
    assert canvas.hit_at(300, 200) == Hit("analysis_zone", 2)


def test_the_wheel_zooms_about_the_cursor(canvas: MapCanvas) -> None:
    before = canvas.view.to_world(450, 100)
    wheel(canvas, QPointF(450, 100), 240)
    assert canvas.view.metres_per_px == pytest.approx(0.5)
    assert canvas.view.to_world(450, 100) == pytest.approx(before, abs=0.5)
    wheel(canvas, QPointF(450, 100), -120_000)
    assert canvas.view.metres_per_px == pytest.approx(4.0)


def test_an_animated_zoom_ends_at_its_target(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.animated = True
    seen: list[MapView] = []
    canvas.view_changed.connect(seen.append)
    wheel(canvas, QPointF(450, 100), 120)
    wheel(canvas, QPointF(450, 100), 120)
    qtbot.waitUntil(lambda: canvas.view == canvas.target_view, timeout=3000)
    assert canvas.view.metres_per_px == pytest.approx(0.5)
    assert len(seen) > 2
    sizes = [view.metres_per_px for view in seen]
    assert sizes == sorted(sizes, reverse=True)


def test_keys_move_zoom_and_go_home(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.center_x == pytest.approx(X + 120, abs=1)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.metres_per_px == pytest.approx(0.5)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view.center_x == pytest.approx(X, abs=1)
    assert canvas.view.bounds[0] < X - 250
    canvas.set_home((X, Y, X + 1000, Y + 10))
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.view.center_x == pytest.approx(X + 500, abs=1)


def test_a_double_click_zooms_in_about_the_pointer(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.view.to_world(100, 100)
    with qtbot.waitSignal(canvas.double_clicked):
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert canvas.view.metres_per_px == pytest.approx(0.5)
    assert canvas.view.to_world(100, 100) == pytest.approx(before, abs=0.5)


def test_hover_finds_and_leaves(canvas: MapCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.hover_hit) as told:
        mouse(canvas, QEvent.Type.MouseMove, (300, 200), held=False)
    assert told.args == [Hit("camera", 11)]
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    with qtbot.waitSignals([canvas.hover_hit, canvas.pointer_left]):
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))


def test_the_selection_is_drawn_at_once(canvas: MapCanvas, qtbot: QtBot) -> None:
    settle(qtbot, canvas)
    assert colour_at(canvas, 288, 202) == LIGHT.map.building
    canvas.set_selection({"camera": [11]})
    assert colour_at(canvas, 288, 202) == LIGHT.map.symbol_fill
    canvas.set_selection({"camera": [999], "nowhere": [1]})
    assert colour_at(canvas, 288, 202) == LIGHT.map.building


def test_a_layer_replaced_keeps_its_visibility_and_is_drawn_where_it_changed(
    canvas: MapCanvas, qtbot: QtBot
) -> None:
    settle(qtbot, canvas)
    canvas.replace_painter(cameras(dx=40.0), bounds=(X, Y, X + 40, Y))
    settle(qtbot, canvas)
    assert colour_at(canvas, 340, 200) == LIGHT.map.camera
    assert colour_at(canvas, 300, 200) == LIGHT.map.building
    canvas.set_visible("camera", False)
    canvas.replace_painter(cameras())
    settle(qtbot, canvas)
    assert colour_at(canvas, 300, 200) == LIGHT.map.building


def test_an_overlay_is_drawn_until_it_is_removed(canvas: MapCanvas, qtbot: QtBot) -> None:
    def red(painter: QPainter, _view: MapView, _theme: Theme) -> None:
        painter.fillRect(0, 0, 50, 50, QColor("#FF0000"))

    settle(qtbot, canvas)
    remove = canvas.add_overlay(red)
    assert colour_at(canvas, 10, 10) == "#FF0000"
    remove()
    remove()
    assert colour_at(canvas, 10, 10) == LIGHT.map.land


class Broken(Painter):
    surface = Surface.DATA

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        raise RuntimeError("no geometry")


def test_a_layer_that_cannot_be_drawn_is_told_and_the_rest_stands(canvas: MapCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.layer_failed) as told:
        canvas.set_stack([*canvas.stack, Broken("broken")])
    assert told.args[0] == "data"
    assert "no geometry" in told.args[1]
    settle(qtbot, canvas)
    assert colour_at(canvas, 300, 170) == LIGHT.map.building


class Slow(Painter):
    surface = Surface.GROUND

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        time.sleep(0.05)


def test_the_hand_never_waits_for_a_slow_layer(canvas: MapCanvas, qtbot: QtBot) -> None:
    settle(qtbot, canvas)
    canvas.set_stack([LandPainter(), Slow("slow")])
    start = time.perf_counter()
    drag(canvas, (300, 200), (500, 300))
    canvas.grab()
    assert time.perf_counter() - start < 0.25
    settle(qtbot, canvas)


def test_a_resize_keeps_the_centre_and_a_fit_before_the_layout_waits(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.resize(900, 700)
    assert canvas.view.center_x == pytest.approx(X, abs=1)
    assert (canvas.view.width, canvas.view.height) == (900, 700)
    late = MapCanvas()
    qtbot.addWidget(late)
    late.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    late.fit_bounds((X - 500, Y - 100, X + 500, Y + 100))
    late.resize(1048, 600)
    late.show()
    assert late.view.metres_per_px == pytest.approx(1.0)
    late.stop()


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_neighbouring_tiles_leave_no_seam(canvas: MapCanvas, qtbot: QtBot, ratio: float) -> None:
    half = 2000.0
    canvas.set_stack([LandPainter(), BuildingsPainter([shapely.box(X - half, Y - half, X + half, Y + half)])])
    canvas.set_view(MapView(X, Y, 2.0 / ratio, 600, 400))
    settle(qtbot, canvas)
    picture = canvas.grab().toImage()
    rows = np.frombuffer(picture.constBits(), dtype=np.uint32)
    assert len(np.unique(rows)) == 1


def test_what_is_printed_is_what_is_seen(canvas: MapCanvas, qtbot: QtBot) -> None:
    settle(qtbot, canvas)
    seen = canvas.grab().toImage()
    sheet = seen.copy()
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    canvas.render_now(painter)
    painter.end()
    one, other = (_bytes(image).astype(int) for image in (seen, sheet))
    assert np.abs(one - other).mean() < 0.3


def _bytes(image: object) -> np.ndarray:
    from PySide6.QtGui import QImage

    assert isinstance(image, QImage)
    return np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint8)


def test_many_moves_ask_only_for_the_last(canvas: MapCanvas, qtbot: QtBot) -> None:
    settle(qtbot, canvas)
    for step in range(40):
        canvas.set_view(MapView(X + step * 200, Y, 1.0, 600, 400))
    settle(qtbot, canvas)
    assert canvas.view.center_x == pytest.approx(X + 39 * 200, abs=1)


def test_it_has_a_name_for_who_cannot_see(canvas: MapCanvas) -> None:
    assert canvas.accessibleName() == "Mappa"
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_a_canvas_may_go_while_its_worker_draws(qtbot: QtBot) -> None:
    make: Callable[[], MapCanvas] = MapCanvas
    for _ in range(5):
        widget = make()
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        widget.resize(300, 200)
        widget.set_stack([LandPainter(), Slow("slow")])
        widget.show()
        qtbot.wait(10)
        widget.close()
        widget.deleteLater()
        del widget
        qtbot.wait(20)


def test_a_view_that_shrinks_to_what_is_drawn_shows_it(qapp: object) -> None:
    """The table opened while the map was being drawn anew: no picture is missing, and the old ones must go."""
    from app.canvas.grid import Level, fitted
    from app.canvas.pictures import Pictures, cells
    from app.canvas.renderer import Job
    from app.look.theme import LIGHT

    wide = MapView(0.0, 0.0, 1.0, 2000.0, 1000.0)
    small = wide.resized(600.0, 400.0)
    old, new = Level(fitted(wide), 0), Level(fitted(wide), 1)
    pictures = Pictures(Surface.DATA)
    pictures.aim(old)
    for level, view in ((old, wide), (new, small)):
        pictures.aim(level)
        for cell in cells(view, level.grid):
            pictures.put(Job(Surface.DATA, level, *cell, view, (), LIGHT, 0), None, wide)
    assert pictures.shown == old
    pictures.turn(small)
    assert pictures.shown == new


@pytest.mark.parametrize(("width", "height"), [(3, 5), (4, 5), (1, 1)])
def test_a_picture_of_an_odd_number_of_pixels_is_seen_to_be_empty_or_not(width: int, height: int) -> None:
    from app.canvas.renderer import _marked

    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    assert not _marked(image)
    image.setPixelColor(width - 1, height - 1, QColor("#000000"))
    assert _marked(image)
