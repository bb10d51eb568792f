"""Journey 2: a camera is dragged in the real window; its ground follows, undo is one step."""

import pytest
import shapely
from hands import mouse, settle
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QLabel

from app.session import Selection
from app.tools.pose import Grip

pytestmark = pytest.mark.journey
LEFT = Qt.MouseButton.LeftButton


def handle(window, grip: Grip) -> QPointF:
    hold = window.toolbox.select.camera.hold
    return next(place for kind, place in hold.handles(window.canvas.view) if kind is grip)


@pytest.fixture
def chosen(window, qtbot) -> int:
    rows = window.session.file.rows("camera", fields=["code"])
    fid = int(rows.fids[rows.columns["code"].index("TC-007")])
    window.browser.locate("camera", fid)
    settle(qtbot, window)
    return fid


def test_a_camera_is_dragged_and_put_back(window, qtbot, chosen: int) -> None:
    before = window.session.file.record("camera", chosen)["geometry"]
    old = window.model.results["footprints"].geometry.loc[chosen]
    start = handle(window, Grip.POSITION)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    for step in (10, 25, 40):
        mouse(window, QEvent.Type.MouseMove, start + QPointF(0, step))
        window.canvas.repaint()
    live, _area = window.toolbox.select.camera.hold.ground()
    mouse(window, QEvent.Type.MouseButtonRelease, start + QPointF(0, 40))
    assert window.topbar.undo.toolTip() or window.session.file.undo_label()
    assert window.session.file.undo_label() == "Spostamento telecamera TC-007"
    settle(qtbot, window)
    new = window.model.results["footprints"].geometry.loc[chosen]
    official = window.toolbox.bench.plane.on_map(new)
    assert live.symmetric_difference(official).area <= 1e-3 * official.area
    assert not window.toolbox.select.camera.pending
    qtbot.mouseClick(window.topbar.undo, LEFT)
    settle(qtbot, window)
    assert window.session.file.record("camera", chosen)["geometry"].equals(before)
    assert window.model.results["footprints"].geometry.loc[chosen].equals(old)
    assert window.toolbox.select.camera.hold.pose.x == before.x


def test_the_rule_is_told_while_a_camera_is_dragged(window, qtbot, chosen: int) -> None:
    """The line of the drag is what the whole balance gives once the camera is dropped."""
    window.session.set_purpose("urban_safety")
    with window.session.edit("Prova") as edit:
        spots = [shapely.Point(x, y) for x in (580_250.0, 580_750.0) for y in (4_998_250.0, 4_998_750.0)]
        spots += (
            spots[-1:] * 100
        )  # more of the risk than of the coverage lies there: each metre is in the index
        edit.insert("offence", [{"category": "theft", "geometry": spot} for spot in spots])
    settle(qtbot, window)
    rule = window.toolbox.select.camera.figures.rule
    before = window.session.project.balance("urban_safety").purposes["urban_safety"]
    start = handle(window, Grip.POSITION)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    for step in (20, 60):
        mouse(window, QEvent.Type.MouseMove, start + QPointF(0, step))
    told = rule.change
    assert told is not None and told.hoover[0] == pytest.approx(before.hoover, abs=1e-9)
    mouse(window, QEvent.Type.MouseButtonRelease, start + QPointF(0, 60))
    settle(qtbot, window)
    after = window.session.project.balance("urban_safety").purposes["urban_safety"]
    assert told.hoover[1] == pytest.approx(after.hoover, abs=1e-6)
    assert told.hoover[1] != pytest.approx(told.hoover[0], abs=1e-4)
    assert any(each == pytest.approx(told.overlap[1], abs=1e-6) for each in after.zones["overlap"])
    assert told.text.startswith("Sovrapposizione ") and rule.change is None


def test_the_form_says_what_a_camera_sees_alone(window, qtbot, chosen: int) -> None:
    window.session.set_purpose("urban_safety")
    rows = window.session.file.rows("camera", fields=["code"])
    crowded = int(rows.fids[rows.columns["code"].index("TC-003")])
    for fid, sentence in ((chosen, "Nessun'altra telecamera"), (crowded, "il resto lo vedono anche TC-00")):
        window.browser.locate("camera", fid)
        settle(qtbot, window)
        qtbot.waitUntil(lambda wanted=sentence: wanted in text_of(window), timeout=60_000)


def text_of(window) -> str:
    return "\n".join(each.text() for each in window.inspector.findChildren(QLabel))


def test_the_inspector_follows_the_direction(window, qtbot, chosen: int) -> None:
    start = handle(window, Grip.AZIMUTH)
    centre = handle(window, Grip.POSITION)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    mouse(window, QEvent.Type.MouseMove, centre + QPointF(80, 0))
    mouse(window, QEvent.Type.MouseButtonRelease, centre + QPointF(80, 0))
    settle(qtbot, window)
    azimuth = window.session.file.record("camera", chosen)["azimuth_deg"]
    assert azimuth == pytest.approx(90.0, abs=2.0)
    assert window.inspector.editor("azimuth_deg").text() == f"{azimuth:g}"


def test_escape_and_buttons_of_the_tools(window, qtbot) -> None:
    """The button takes the tool and shows it; Esc, through the window, gives it back."""
    button = next(b for key, b in window.buttons.tools.items() if key == "measure")
    qtbot.mouseClick(button, LEFT)
    assert window.toolbox.tool.key == "measure" and button.isChecked()
    mouse(window, QEvent.Type.MouseButtonPress, QPointF(700, 400))
    mouse(window, QEvent.Type.MouseButtonRelease, QPointF(700, 400))
    window.actions_.escape()
    assert window.toolbox.tool.key == "measure" and not window.toolbox.tool.points
    window.actions_.escape()
    assert window.toolbox.tool.key == "select" and not button.isChecked()
    assert window.session.selection is None


def test_a_new_camera_is_on_the_map_and_in_the_inspector(window, qtbot, chosen: int) -> None:
    window.canvas.setFocus()
    window.toolbox.use("add_camera")
    start = handle(window, Grip.POSITION) + QPointF(30, 60)
    mouse(window, QEvent.Type.MouseButtonPress, start)
    mouse(window, QEvent.Type.MouseMove, start + QPointF(0, 90))
    mouse(window, QEvent.Type.MouseButtonRelease, start + QPointF(0, 90))
    settle(qtbot, window)
    selection = window.session.selection
    assert isinstance(selection, Selection) and selection.fid != chosen
    assert selection.fid in window.model.painter("camera").position
    assert window.session.file.record("camera", selection.fid)["code"] == "TC-009"
    assert "TC-009" in window.message.sentence.text()
