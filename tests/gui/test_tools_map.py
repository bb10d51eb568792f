"""The other tools of the map: a new camera, measures, who sees here, areas, many cameras at once."""

from collections.abc import Callable
from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, QPointF, Qt
from pytestqt.qtbot import QtBot

from app.session import Selection
from app.tools.add_camera import next_code
from app.tools.measure import area_text, distance_text, figures, ground_distance
from app.tools.outline import Outline, crosses
from app.tools.pose import Grip

X0, Y0 = 580_000.0, 4_998_000.0
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Rig = Any


# A new camera


def test_a_camera_is_added_and_aimed_in_one_gesture(rig: Rig) -> None:
    rig.key(Qt.Key.Key_C)
    assert rig.toolbox.tool.key == "add_camera" and "premere" in rig.toolbox.tool.hint
    rig.hover(rig.point(180, 60))
    rig.drag(rig.point(180, 60), rig.point(180, 100))
    chosen = rig.session.selection
    record = rig.record(chosen.fid)
    assert record["code"] == "TC-018" and record["working_state"] == "working"
    assert record["azimuth_deg"] == pytest.approx(0.0, abs=1.0)
    assert record["range_m"] == pytest.approx(40.0, abs=1.0)
    assert rig.toolbox.tool.key == "select" and rig.toolbox.select.camera.pending
    assert rig.session.file.undo_label() == "Inserimento telecamera TC-018"
    before = rig.session.file.count("camera")
    rig.session.file.undo()
    assert rig.session.file.count("camera") == before - 1


def test_a_new_camera_stands_off_the_facade_near_it(rig: Rig) -> None:
    rig.key(Qt.Key.Key_C)
    rig.drag(rig.point(248.5, 200), rig.point(200, 200))
    place = rig.record(rig.session.selection.fid)["geometry"]
    assert place.x == pytest.approx(X0 + 249.6, abs=1e-6)


def test_a_press_without_a_drag_leaves_the_direction_unknown(rig: Rig) -> None:
    rig.key(Qt.Key.Key_C)
    rig.click(rig.point(180, 60))
    assert rig.record(rig.session.selection.fid)["azimuth_deg"] is None
    assert "senza direzione" in rig.told[-1]


def test_a_new_camera_outside_the_project_is_refused(rig: Rig) -> None:
    before = rig.session.file.count("camera")
    rig.key(Qt.Key.Key_C)
    rig.drag(rig.point(-30, 60), rig.point(50, 60))
    assert rig.session.file.count("camera") == before
    assert "fuori dal territorio" in rig.told[-1]


def test_escape_gives_up_the_camera_then_the_tool(rig: Rig) -> None:
    before = rig.session.file.count("camera")
    rig.key(Qt.Key.Key_C)
    rig.drag(rig.point(180, 60), rig.point(180, 100), drop=False)
    rig.key(Qt.Key.Key_Escape)
    rig.mouse(QEvent.Type.MouseButtonRelease, rig.point(180, 100))
    assert rig.session.file.count("camera") == before and rig.toolbox.tool.key == "add_camera"
    rig.key(Qt.Key.Key_Escape)
    assert rig.toolbox.tool.key == "select"


def test_a_read_only_project_takes_no_new_camera(rig_of: Callable[..., Rig]) -> None:
    rig = rig_of(read_only=True)
    rig.key(Qt.Key.Key_C)
    assert rig.toolbox.tool.key == "select" and "sola lettura" in rig.told[-1]
    rig.choose()
    rig.toolbox.select.delete()
    rig.toolbox.select.duplicate()
    assert rig.session.file.count("camera") == 4


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "TC-001"),
        ([None, "ingresso"], "TC-001"),
        (["TC-009", "TC-014", "X1"], "TC-015"),
        (["PL99", "PL7"], "PL100"),
    ],
)
def test_the_next_code_goes_on(codes: list[str | None], expected: str) -> None:
    assert next_code(codes) == expected


# Measures


def test_distance_area_and_bearing(rig: Rig) -> None:
    rig.key(Qt.Key.Key_M)
    for place in ((20, 20), (120, 20), (120, 70)):
        rig.click(rig.point(*place))
        rig.hover(rig.point(*place))
    rig.key(Qt.Key.Key_Return)
    texts = figures(rig.toolbox.tool.line)
    assert texts[0].startswith("lunghezza 150,") or texts[0].startswith("lunghezza 149,")
    assert "azimut 0,0°" in texts[1] or "azimut 359," in texts[1] or "azimut 0," in texts[1]
    assert texts[2].startswith("area 2.")
    rig.key(Qt.Key.Key_Escape)
    assert rig.toolbox.tool.points == []


def test_a_measure_can_be_panned_under_and_taken_back(rig: Rig) -> None:
    rig.key(Qt.Key.Key_M)
    rig.click(rig.point(20, 20))
    before = rig.canvas.view
    rig.drag(QPointF(500, 500), QPointF(450, 480))
    assert rig.canvas.view != before and len(rig.toolbox.tool.points) == 1
    rig.click(rig.point(60, 20))
    rig.key(Qt.Key.Key_Backspace)
    assert len(rig.toolbox.tool.points) == 1


def test_lengths_are_those_of_the_ground() -> None:
    assert ground_distance((500_000.0, 0.0), (500_000.0, 1000.0)) == pytest.approx(1000.4, abs=0.01)
    assert distance_text(83.42) == "83,4\u00a0m" and distance_text(1234.0) == "1,234\u00a0km"
    assert area_text(1708.0) == "1.708\u00a0m²" and area_text(23_500.0) == "2,35\u00a0ha"


# Who sees here


def test_who_sees_here_lists_the_cameras_of_the_point(rig: Rig, qtbot: QtBot) -> None:
    rig.key(Qt.Key.Key_W)
    rig.click(rig.point(150, 200))
    answer = rig.toolbox.tool.answer
    qtbot.waitUntil(lambda: bool(answer.buttons()), timeout=60_000)
    assert answer.title.text() == "1 telecamera vede questo punto"
    assert [button.text() for button in answer.buttons()] == ["TC-014"]
    fid = next(iter(rig.canvas.selection["camera"]))
    qtbot.mouseClick(answer.buttons()[0], Qt.MouseButton.LeftButton)
    assert rig.session.selection == Selection("camera", fid)
    rig.key(Qt.Key.Key_Escape)
    assert answer.isHidden()


def test_nobody_sees_behind_the_building(rig: Rig, qtbot: QtBot) -> None:
    rig.key(Qt.Key.Key_W)
    rig.click(rig.point(340, 200))
    answer = rig.toolbox.tool.answer
    qtbot.waitUntil(lambda: "Nessuna" in answer.title.text(), timeout=60_000)
    assert not answer.buttons()


# Areas


def draw(rig: Rig, *places: tuple[float, float]) -> None:
    rig.key(Qt.Key.Key_A)
    for place in places[:-1]:
        rig.click(rig.point(*place))
    rig.double_click(rig.point(*places[-1]))


def test_an_area_is_drawn_and_undone(rig: Rig) -> None:
    draw(rig, (20, 20), (80, 20), (80, 50), (20, 50))
    chosen = rig.session.selection
    record = rig.record(chosen.fid, "degraded_area")
    assert record["geometry"].area == pytest.approx(1800.0, rel=0.05)
    assert rig.session.file.undo_label() == "Disegno area degradata AD-001"
    rig.session.file.undo()
    assert rig.session.file.count("degraded_area") == 0


def test_a_side_that_would_cross_is_refused_at_once(rig: Rig) -> None:
    rig.key(Qt.Key.Key_A)
    for place in ((20, 20), (80, 20), (80, 80), (50, 5)):
        rig.click(rig.point(*place))
    assert len(rig.toolbox.tool.points) == 3 and "incrocerebbe" in rig.told[-1]
    rig.key(Qt.Key.Key_Return)
    assert rig.session.file.count("degraded_area") == 1


def test_two_points_are_no_area_and_outside_is_refused(rig: Rig) -> None:
    draw(rig, (20, 20), (80, 20))
    assert "almeno tre" in rig.told[-1]
    rig.click(rig.point(-50, 20))
    assert "fuori dal territorio" in rig.told[-1]
    rig.key(Qt.Key.Key_Escape)
    assert rig.session.file.count("degraded_area") == 0 and not rig.toolbox.tool.points


def test_vertices_are_moved_added_and_removed(rig: Rig) -> None:
    draw(rig, (20, 20), (80, 20), (80, 60), (20, 60))
    fid = rig.session.selection.fid
    rig.drag(rig.point(80, 60), rig.point(100, 90))
    assert shapely.get_num_coordinates(rig.record(fid, "degraded_area")["geometry"]) == 5
    assert rig.record(fid, "degraded_area")["geometry"].bounds[3] == pytest.approx(Y0 + 90, abs=1.0)
    assert rig.session.file.undo_label() == "Contorno area degradata AD-001"
    rig.drag(rig.point(50, 20), rig.point(50, 5))
    assert shapely.get_num_coordinates(rig.record(fid, "degraded_area")["geometry"]) == 6
    rig.hover(rig.point(50, 5))
    rig.key(Qt.Key.Key_Delete)
    assert shapely.get_num_coordinates(rig.record(fid, "degraded_area")["geometry"]) == 5
    assert rig.session.file.count("degraded_area") == 1


def test_an_outline_that_crosses_itself_is_not_kept(rig: Rig) -> None:
    draw(rig, (20, 20), (80, 20), (80, 60), (20, 60))
    fid = rig.session.selection.fid
    before = rig.record(fid, "degraded_area")["geometry"]
    rig.drag(rig.point(80, 60), rig.point(10, 30))
    assert rig.record(fid, "degraded_area")["geometry"].equals(before)
    assert "incrocia" in rig.told[-1]


def test_outlines_keep_their_holes() -> None:
    ring = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4)]])
    outline = Outline.of(shapely.MultiPolygon([ring]))
    assert outline.geometry().equals(ring) and outline.sound
    assert outline.removed((0, 1, 0)).geometry().area == 100.0
    assert not outline.moved((0, 1, 0), (20.0, 20.0)).sound
    assert crosses([(0, 0), (10, 0), (10, 10)], (5, -5)) and not crosses([(0, 0), (10, 0), (10, 10)], (0, 10))


# Selected cameras


def test_a_box_with_shift_selects_and_delete_is_one_step(rig: Rig) -> None:
    before = rig.session.file.count("camera")
    rig.drag(rig.point(30, 30), rig.point(150, 330), SHIFT)
    assert len(rig.session.selection.fids) == 3 and len(rig.canvas.selection["camera"]) == 3
    assert "Selezione: 3 telecamere" in rig.toolbox.tool.hint
    rig.key(Qt.Key.Key_Delete)
    assert rig.session.file.count("camera") == before - 3
    rig.session.file.undo()
    assert rig.session.file.count("camera") == before


def test_escape_leaves_the_group(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 330), SHIFT)
    rig.key(Qt.Key.Key_Escape)
    assert rig.session.selection is None and not rig.canvas.selection


def test_a_camera_is_duplicated_beside_itself(rig: Rig) -> None:
    fid = rig.choose()
    rig.key(Qt.Key.Key_D, CTRL)
    chosen = rig.session.selection
    assert chosen.fid != fid
    first, copy = rig.record(fid), rig.record(chosen.fid)
    assert copy["code"] == "TC-018" and copy["uid"] != first["uid"]
    assert (copy["azimuth_deg"], copy["range_m"]) == (first["azimuth_deg"], first["range_m"])
    assert 3.0 < copy["geometry"].distance(first["geometry"]) < 6.0
    assert rig.session.file.undo_label() == "Duplicazione telecamera TC-014"


def test_the_selected_camera_is_deleted(rig: Rig) -> None:
    rig.choose()
    before = rig.session.file.count("camera")
    rig.key(Qt.Key.Key_Delete)
    assert rig.session.file.count("camera") == before - 1 and rig.session.selection is None
    assert rig.session.file.undo_label() == "Eliminazione telecamera TC-014"


def test_letters_are_letters_where_the_map_has_no_focus(rig: Rig) -> None:
    assert not rig.toolbox.wants(Qt.Key.Key_C)
    rig.key(Qt.Key.Key_C, CTRL)
    assert rig.toolbox.tool.key == "select"
    rig.choose()
    assert rig.toolbox.select.camera.hold.grip_at(rig.handle(Grip.AZIMUTH), rig.canvas.view) is Grip.AZIMUTH


def test_a_night_without_street_lights_is_told_with_what_to_do(rig: Rig, qtbot: QtBot) -> None:
    rig.session.set_when("night")
    qtbot.waitUntil(lambda: "non ci sono punti luce" in " ".join(rig.told), timeout=20_000)
    assert "Importare" in rig.told[-1]
