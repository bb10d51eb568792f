"""The form from one record to the next: editors stay, values, doubts and half-typed texts are each record's own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.look.theme import LIGHT
from app.panels.inspector import Chip, Fact, InspectorPanel, Subject
from maps.schema import layer

CAMERA = layer("camera")


def camera(fid: int, **values) -> Subject:
    record = {"code": f"TC-{fid}", "name": f"Via {fid}", "height_m": 4.0 + fid, "working_state": "working"}
    return Subject(CAMERA, fid, record | values, f"TC-{fid}", position="45,13 N")


@pytest.fixture
def panel(qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(lambda error: "Non è un numero.")
    qtbot.addWidget(made)
    made.resize(320, 800)
    made.set_theme(LIGHT)
    made.show()
    return made


def titles(panel: InspectorPanel) -> list[str]:
    return [each.text() for each in panel.findChildren(QLabel) if each.property("role") == "object"]


def test_the_editors_stay_and_show_the_next_record(panel):
    panel.show_subject(camera(1))
    editor = panel.editor("height_m")
    panel.show_subject(camera(2))
    assert panel.editor("height_m") is editor and editor.text() == "6"
    assert titles(panel) == ["TC-2"]
    panel.show_subject(None)
    assert not editor.isVisible() and titles(panel) == []
    panel.show_subject(camera(3))
    assert panel.editor("height_m") is editor and editor.isVisible() and editor.text() == "7"


def test_another_kind_of_record_has_its_own_editors(panel, qtbot):
    panel.show_subject(camera(1))
    editor = panel.editor("code")
    panel.show_subject(Subject(layer("analysis_zone"), 1, {"code": "Z1", "name": "Duomo"}, "Duomo"))
    assert panel.editor("code") is not editor
    qtbot.wait(1)  # the first ones are gone
    panel.show_subject(Subject(layer("analysis_zone"), 2, {"code": "Z2", "name": "Fornaci"}, "Fornaci"))
    assert panel.editor("code").text() == "Z2"
    panel.show_subject(Subject(CAMERA, 1, camera(1).record, "TC-1", editable=False))
    assert panel.editor("code").isReadOnly()


def test_a_text_that_is_no_value_comes_back_with_its_record_alone(panel, qtbot):
    panel.show_subject(camera(1))
    editor = panel.editor("height_m")
    editor.selectAll()
    qtbot.keyClicks(editor, "alta")
    with qtbot.waitSignal(panel.left_unsaved):
        panel.show_subject(camera(2))
    assert editor.text() == "6" and panel.problem("height_m") == ""
    panel.show_subject(camera(1))
    assert editor.text() == "alta" and panel.problem("height_m") == "Non è un numero."
    assert editor.property("state") == "error"


def test_what_is_typed_is_told_of_the_record_in_which_it_was_typed(panel, qtbot):
    told = []
    panel.value_edited.connect(lambda *each: told.append(each))
    panel.show_subject(camera(1))
    editor = panel.editor("height_m")
    editor.selectAll()
    qtbot.keyClicks(editor, "9")
    panel.show_subject(camera(2))
    panel.editor("name").selectAll()
    qtbot.keyClicks(panel.editor("name"), "Corso")
    qtbot.keyClick(panel.editor("name"), Qt.Key.Key_Return)
    assert told == [("camera", 1, "height_m", 9.0), ("camera", 2, "name", "Corso")]


def test_a_doubt_is_shown_of_the_record_that_has_it(panel, qtbot):
    doubtful = camera(1, azimuth_deg=45.0)
    doubtful = Subject(
        CAMERA, 1, doubtful.record, "TC-1", doubts={"azimuth_deg": "Due significati"},
        confirmable=frozenset({"azimuth_deg"}), to_check=True,
    )  # fmt: skip
    panel.show_subject(doubtful)
    box = panel.editor("azimuth_deg").parent()
    assert box.confirmable and panel.problem("azimuth_deg") == "Due significati"
    panel.show_subject(Subject(CAMERA, 2, {**doubtful.record, "code": "TC-2"}, "TC-2"))
    assert panel.editor("azimuth_deg").parent() is box
    assert not box.confirmable and panel.problem("azimuth_deg") == ""
    panel.show_subject(doubtful)
    with qtbot.waitSignal(panel.confirmed) as told:
        box.confirm.click()
    assert told.args == ["camera", 1, "azimuth_deg"]


def test_only_the_part_that_changed_is_made_anew(panel):
    first = camera(1)
    panel.show_subject(first)
    commands = panel.findChild(QToolButton)
    panel.show_subject(
        Subject(CAMERA, 1, first.record, "TC-1", position="45,13 N", facts=(Fact("Area", "12"),))
    )
    assert panel.findChild(QToolButton) is commands
    assert {each.text() for each in panel.findChildren(QLabel)} >= {"Area", "12"}
    panel.show_subject(Subject(CAMERA, 1, first.record, "TC-1", chip=Chip("Guasta", "er", "x")))
    assert panel.findChild(QToolButton) is not commands
    assert "Area" not in {each.text() for each in panel.findChildren(QLabel)}


def test_the_place_in_the_form_is_kept_for_the_same_record_alone(panel, qtbot):
    panel.resize(320, 200)
    panel.show_subject(camera(1))
    qtbot.wait(10)
    bar = panel.verticalScrollBar()
    bar.setValue(60)
    panel.show_subject(camera(1, name="Altra"))
    assert bar.value() == 60
    panel.show_subject(camera(2))
    assert bar.value() == 0
