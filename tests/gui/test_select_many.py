"""Several rows selected on the map: by clicks, in a box, in a polygon; moved and deleted as one step."""

from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, Qt

from app.session import Selection

X0, Y0 = 580_000.0, 4_998_000.0
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Rig = Any
A, B, C = (100, 200), (100, 60), (60, 300)


def chosen(rig: Rig) -> set[str]:
    found = rig.session.selection
    return set() if found is None else {rig.record(fid, found.layer)["code"] for fid in found.fids}


def test_selections_compare_by_their_rows() -> None:
    one = Selection("camera", 3)
    assert one == Selection.of("camera", [3]) and Selection.of("camera", []) is None
    several = Selection.of("camera", [9, 3, 5], main=5)
    assert several is not None and several.fids == (5, 3, 9)
    assert several.toggled(9) == Selection("camera", 5, (3,))
    assert one.toggled(3) is None


@pytest.mark.parametrize("keys", [CTRL, SHIFT])
def test_clicks_add_and_take_away(rig: Rig, keys: Qt.KeyboardModifier) -> None:
    rig.choose("TC-014")
    rig.click(rig.point(*B), keys)
    assert chosen(rig) == {"TC-014", "TC-015"} and len(rig.canvas.selection["camera"]) == 2
    assert rig.toolbox.select.camera.hold is None
    rig.click(rig.point(*A), keys)
    assert chosen(rig) == {"TC-015"}
    assert rig.toolbox.select.camera.hold is not None


def test_a_box_with_ctrl_adds(rig: Rig) -> None:
    rig.drag(rig.point(30, 260), rig.point(90, 330), SHIFT)
    assert chosen(rig) == {"TC-016"}
    rig.drag(rig.point(80, 40), rig.point(130, 230), SHIFT | CTRL)
    assert chosen(rig) == {"TC-014", "TC-015", "TC-016"}
    rig.drag(rig.point(80, 40), rig.point(130, 80), SHIFT)
    assert chosen(rig) == {"TC-015"}


def test_a_group_is_dragged_as_one_step(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 230), SHIFT)
    rig.drag(rig.point(*A), rig.point(130, 210))
    places = [rig.record(fid)["geometry"] for fid in rig.session.selection.fids]
    assert sorted((round(p.x - X0), round(p.y - Y0)) for p in places) == [(130, 70), (130, 210)]
    assert rig.session.file.undo_label() == "Spostamento di 2 telecamere"
    rig.session.file.undo()
    assert rig.record(rig.session.selection.fids[0])["geometry"].x == pytest.approx(X0 + 100)


def test_a_group_never_leaves_the_project(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 230), SHIFT)
    rig.drag(rig.point(*A), rig.point(-60, 200))
    assert "uscirebbe dal territorio" in rig.told[-1]
    assert rig.session.file.undo_label() == "Prova"


def test_escape_puts_the_group_back_then_leaves_it(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 230), SHIFT)
    rig.drag(rig.point(*A), rig.point(130, 210), drop=False)
    rig.key(Qt.Key.Key_Escape)
    rig.mouse(QEvent.Type.MouseButtonRelease, rig.point(130, 210))
    assert rig.session.file.undo_label() == "Prova" and len(chosen(rig)) == 2
    rig.key(Qt.Key.Key_Escape)
    assert rig.session.selection is None


def test_a_click_on_one_of_the_group_selects_it_alone(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 230), SHIFT)
    rig.click(rig.point(*B))
    assert chosen(rig) == {"TC-015"}


def test_the_rest_of_a_group_stays_when_one_is_deleted(rig: Rig) -> None:
    rig.drag(rig.point(30, 30), rig.point(150, 330), SHIFT)
    gone = rig.session.selection.fid
    with rig.session.edit("Prova") as edit:
        edit.delete("camera", [gone])
    assert len(rig.session.selection.fids) == 2 and gone not in rig.session.selection.fids


def test_areas_are_taken_whole(rig: Rig, qtbot: Any) -> None:
    with rig.session.edit("Aree") as edit:
        edit.insert(
            "degraded_area",
            [
                {
                    "code": f"AD-{n}",
                    "geometry": shapely.MultiPolygon([shapely.box(x, Y0 + 20, x + 20, Y0 + 40)]),
                }
                for n, x in enumerate((X0 + 200, X0 + 320))
            ],
        )
    qtbot.waitUntil(
        lambda: not rig.jobs.busy and rig.model.painter("degraded_area") is not None, timeout=60_000
    )
    rig.drag(rig.point(190, 10), rig.point(330, 50), SHIFT)
    assert chosen(rig) == {"AD-0"}
    rig.drag(rig.point(190, 10), rig.point(345, 50), SHIFT)
    assert chosen(rig) == {"AD-0", "AD-1"}
    rig.drag(rig.point(210, 30), rig.point(210, 60))
    assert rig.session.file.undo_label() == "Spostamento di 2 aree degradate"
