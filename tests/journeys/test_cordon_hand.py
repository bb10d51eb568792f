"""The cordon under the hand: gates on the map and their lines, gates of one road told apart, the reading of plates."""

import math
from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.cordon.apart import letters
from app.dialogs.criteria import CriteriaDialog
from app.look.gate_marks import READ
from app.panels.gates import GateLine
from app.speech import gates as gate_words

pytestmark = pytest.mark.journey
X0, Y0 = 580_000.0, 4_998_000.0
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
#: Stands on the axis of Via 1, 25 m inside, and looks north at its gate.
READER = {
    "code": "LT-1",
    "role": "anpr",
    "working_state": "working",
    "res_x": 1920,
    "res_y": 1080,
    "hfov_deg": 14.0,
    "height_m": 4.0,
    "tilt_deg": 10.0,
    "azimuth_deg": 0.0,
    "geometry": shapely.Point(X0 + 100, Y0 + 975),
}


def settle(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.settled, timeout=120_000)


@pytest.fixture
def cordon(window, qtbot) -> Any:
    with window.session.edit("Lettore") as edit:
        edit.insert("camera", [READER])
    window.actions_.run("cordon")
    settle(qtbot, window)
    return window.cordon


def lines(cordon) -> list[GateLine]:
    return [each for each in cordon.panel.model.entries if isinstance(each, GateLine)]


def pixel(window, key: int) -> QPoint:
    """Where a gate is drawn: found with the pointer, as a person does."""
    mark = next(each for each in window.cordon.overlay.marks if each.key == key)
    x, y = window.canvas.view.to_screen(mark.x, mark.y)
    near = [QPoint(round(x) + dx, round(y) + dy) for dx in range(-16, 17, 4) for dy in range(-16, 17, 4)]
    return next(at for at in near if window.cordon.overlay.key_at(window.canvas.view, at.toPointF()) == key)


def test_a_click_on_a_gate_chooses_its_line_and_brings_it_into_view(cordon, window, qtbot) -> None:
    last = lines(cordon)[-1]
    assert last.state == READ
    view = window.canvas.target_view
    qtbot.mouseClick(window.canvas, LEFT, PLAIN, pixel(window, last.key))
    panel = cordon.panel
    index = panel.list.currentIndex()
    assert panel.model.entries[index.row()] is last and cordon.overlay.current == last.key
    assert panel.list.viewport().rect().contains(panel.list.visualRect(index))
    assert window.canvas.target_view == view, "what is clicked is in view already"
    assert window.session.selection is None, "the gate lies above what is on the map"
    first = lines(cordon)[0]
    qtbot.mouseClick(window.canvas, LEFT, PLAIN, pixel(window, first.key))
    assert panel.model.entries[panel.list.currentIndex().row()] is first


def test_the_chosen_gate_is_ringed_on_the_map(cordon, window, qtbot) -> None:
    key = lines(cordon)[0].key
    at = pixel(window, key)
    before = window.canvas.grab().toImage()
    qtbot.mouseClick(window.canvas, LEFT, PLAIN, at)
    after = window.canvas.grab().toImage()
    changed = [
        (x, y)
        for x in range(at.x() - 30, at.x() + 31)
        for y in range(at.y() - 30, at.y() + 31)
        if before.valid(x, y) and before.pixel(x, y) != after.pixel(x, y)
    ]
    assert len(changed) > 60


def test_a_gate_pointed_at_is_told(cordon, window, qtbot) -> None:
    key = lines(cordon)[-1].key
    QTest.mouseMove(window.canvas, pixel(window, key))
    qtbot.waitUntil(lambda: QToolTip.text() != "", timeout=2000)
    told = "Via 1, residenziale, in uscita verso nord: letto, LT-1"
    assert QToolTip.text() == told == lines(cordon)[-1].tip
    assert cordon.overlay.hovered == key and cordon.overlay.current == -1
    assert window.canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.Leave))
    assert cordon.overlay.hovered is None


def test_another_tool_has_the_map_for_itself(cordon, window, qtbot) -> None:
    key = lines(cordon)[-1].key
    at = pixel(window, key)
    QTest.mouseMove(window.canvas, at)
    window.toolbox.use("measure")
    assert cordon.overlay.hovered is None
    qtbot.mouseClick(window.canvas, LEFT, PLAIN, at)
    assert cordon.overlay.current == -1
    window.toolbox.use("select")
    cordon.close()
    assert window.toolbox.select.on_top is None


def test_a_click_on_a_line_flies_to_its_gate(cordon, window, qtbot) -> None:
    panel, line = cordon.panel, lines(cordon)[2]
    where = panel.list.visualRect(panel.model.index(panel.model.entries.index(line))).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, PLAIN, where)
    settle(qtbot, window)
    mark = next(each for each in cordon.overlay.marks if each.key == line.key)
    x, y = window.canvas.view.to_screen(mark.x, mark.y)
    assert window.canvas.rect().contains(round(x), round(y)) and window.canvas.view.metres_per_px < 2
    assert cordon.overlay.current == line.key


def gate(name: str, way: str, azimuth_deg: float, **more: Any) -> dict[str, Any]:
    known = {"road_code": None, "road_class": "tertiary", "lanes": 1, "lanes_read": 0, "cameras": []}
    return {"road_name": name, "way": way, "azimuth_deg": azimuth_deg, **known, **more}


def test_gates_of_one_road_that_read_alike_have_letters() -> None:
    rows = [
        *(gate("Argine", "in", 130.0), gate("Argine", "out", 310.0)),  # west
        *(gate("Argine", "in", 140.0), gate("Argine", "out", 320.0)),  # north
        *(gate("Ponte", "in", 90.0), gate("Ponte", "in", 270.0)),  # told apart by their direction
    ]
    points = [(-500.0, 10.0)] * 2 + [(0.0, 500.0)] * 2 + [(-500.0, 0.0), (500.0, 0.0)]
    assert letters(rows, points) == ("B", "B", "A", "A", "", "")
    many = [gate(None, "in", 0.0) for _ in range(28)]
    turns = [math.tau * n / 28 for n in range(28)]
    round_it = [(1000.0 * math.sin(turn), 1000.0 * math.cos(turn)) for turn in turns]
    assert letters(many, round_it)[-3:] == ("Z", "AA", "AB")
    assert letters([], []) == ()


def test_directions_and_lanes_are_told_in_words() -> None:
    one = gate("Via Po", "out", 200.0, lanes=2, lanes_read=1)
    assert gate_words.detail(one) == "in uscita verso sud · 1 corsia letta su 2"
    assert (
        gate_words.detail({**one, "lanes_read": 0, "azimuth_deg": 350.0}) == "in uscita verso nord · 2 corsie"
    )
    assert gate_words.named(one, "B") == "Via Po (B)"
    nameless = {**one, "road_name": None}
    assert gate_words.named({**nameless, "road_code": "SP 10"}, "") == "SP 10"
    assert gate_words.named({**nameless, "road_code": "osm:w1"}, "C") == "Strada senza nome (C)"


def test_the_reading_of_plates_is_seen_changed_and_undone_from_the_panel(cordon, window, qtbot) -> None:
    plates = cordon.panel.plates
    assert plates.isHidden()
    qtbot.mouseClick(plates.fold, LEFT)
    assert plates.isVisible() and plates.told.text().startswith("130\u00a0px sulla targa, larga 360\u00a0mm")

    def change() -> None:
        dialog = next(each for each in window.findChildren(CriteriaDialog) if each.isVisible())
        assert dialog.plates.isVisible()
        dialog.plates.boxes["plate_px"][0].setValue(1000)
        dialog.accept()

    QTimer.singleShot(300, change)
    qtbot.mouseClick(plates.change, LEFT)
    settle(qtbot, window)
    assert plates.told.text().startswith("1.000\u00a0px sulla targa")
    assert not [each for each in lines(cordon) if each.state == READ]
    window.actions_.run("undo")
    settle(qtbot, window)
    assert plates.told.text().startswith("130\u00a0px") and lines(cordon)[-1].state == READ
