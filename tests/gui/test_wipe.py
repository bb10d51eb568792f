"""Before and after on one map: who is seen where, whatever the hand does with the line."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.painters.base import Candidate, Hit, Painter, Surface
from app.canvas.view import MapView
from app.canvas.wipe import Wipe
from app.look.theme import Theme

BEFORE, AFTER, OTHER = "#AA0000", "#0000AA", "#00AA00"


class Flat(Painter):
    """Fills the view with one colour."""

    surface = Surface.GROUND

    def __init__(self, colour: str) -> None:
        super().__init__("flat")
        self._colour = colour

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        painter.fillRect(-1, -1, int(view.width) + 2, int(view.height) + 2, QColor(self._colour))


@pytest.fixture
def wipe(qtbot: QtBot) -> Iterator[Wipe]:
    room = QWidget()
    qtbot.addWidget(room)
    canvas = MapCanvas(room)
    canvas.animated = False
    room.resize(600, 400)
    canvas.setGeometry(0, 0, 600, 400)
    room.show()
    canvas.set_stack([Flat(BEFORE)])
    canvas.set_view(MapView(0, 0, 10.0, 600, 400))
    made = Wipe(canvas)
    made.start([Flat(AFTER)], "Prima", "Dopo")
    yield made
    made.stop()
    canvas.stop()


def seen(qtbot: QtBot, wipe: Wipe, x: int) -> str:
    canvas = wipe._canvas
    qtbot.waitUntil(lambda: canvas.up_to_date and wipe.up_to_date, timeout=20_000)
    return canvas.parentWidget().grab().toImage().pixelColor(x, 300).name().upper()


def test_each_side_of_the_line_shows_its_own_stack(wipe: Wipe, qtbot: QtBot) -> None:
    assert (seen(qtbot, wipe, 200), seen(qtbot, wipe, 400)) == (BEFORE, AFTER)
    wipe.set_share(0.8)
    assert seen(qtbot, wipe, 400) == BEFORE and seen(qtbot, wipe, 550) == AFTER
    wipe.set_share(-3)
    assert wipe.share == 0.0 and seen(qtbot, wipe, 40) == AFTER
    wipe.finish()
    assert seen(qtbot, wipe, 400) == BEFORE and not wipe.active


def test_the_line_follows_the_hand_and_the_keys(wipe: Wipe, qtbot: QtBot) -> None:
    handle = wipe.handle
    assert handle is not None
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(20, 160))
    assert handle.hasFocus() or not handle.isActiveWindow()
    with qtbot.waitSignal(wipe.moved):
        handle.dragged.emit(150.0)
    assert wipe.share == pytest.approx(0.25)
    for key, share in (
        (Qt.Key.Key_Right, 0.27),
        (Qt.Key.Key_Left, 0.25),
        (Qt.Key.Key_End, 1.0),
        (Qt.Key.Key_Home, 0.0),
    ):
        qtbot.keyClick(handle, key)
        assert wipe.share == pytest.approx(share)
    qtbot.keyClick(handle, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert wipe.share == pytest.approx(0.1)


def test_the_far_side_follows_the_view_and_the_size(wipe: Wipe, qtbot: QtBot) -> None:
    canvas, after = wipe._canvas, wipe.after
    assert after is not None
    canvas.zoom_by(2.0)
    canvas.set_view(canvas.view.panned(40, -30))
    assert after.view == canvas.view
    canvas.parentWidget().resize(800, 500)
    canvas.setGeometry(0, 0, 800, 500)
    qtbot.waitUntil(lambda: after.size() == canvas.size())
    assert after.view == canvas.view and seen(qtbot, wipe, 700) == AFTER


def test_gestures_pass_through_to_the_near_side(wipe: Wipe) -> None:
    room = wipe._canvas.parentWidget()
    assert room.childAt(500, 300) is wipe._canvas
    assert room.childAt(300, 300) is wipe.handle


def test_another_project_is_drawn_in_place_of_the_first(wipe: Wipe, qtbot: QtBot) -> None:
    assert seen(qtbot, wipe, 500) == AFTER
    wipe.set_stack([Flat(OTHER)])
    assert seen(qtbot, wipe, 500) == OTHER
    wipe.start([Flat(AFTER)], "Prima", "Dopo")
    assert seen(qtbot, wipe, 500) == AFTER


class Spot(Flat):
    """Has one feature everywhere."""

    pickable = True

    def __init__(self, colour: str, fid: int) -> None:
        super().__init__(colour)
        self._fid = fid

    def hits(self, view: MapView, px: float, py: float) -> list[Candidate]:
        return [Candidate(0, 0.0, Hit("camera", self._fid))]


def test_a_click_looks_at_the_side_on_which_it_falls(wipe: Wipe) -> None:
    wipe._canvas.set_stack([Spot(BEFORE, 1)])
    wipe.set_stack([Spot(AFTER, 2)])
    assert [hit.fid for hit in wipe.hits_at(100, 50)] == [1]
    assert [hit.fid for hit in wipe.hits_at(500, 50)] == [2]
    wipe.finish()
    assert [hit.fid for hit in wipe.hits_at(500, 50)] == [1]


def test_a_label_is_never_under_a_card(wipe: Wipe, qtbot: QtBot) -> None:
    room = wipe.parent().parentWidget()
    card = QWidget(room)
    card.setGeometry(12, 12, 282, 200)
    card.show()
    wipe.set_share(0.5)
    before, after = wipe._labels
    assert before.isVisible() and not before.geometry().intersects(card.geometry())
    assert before.y() > card.geometry().bottom() and after.y() < card.geometry().bottom()
    card.hide()
    wipe.set_share(0.51)
    assert before.y() == after.y()
