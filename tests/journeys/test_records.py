"""Records in the real window: links followed, photographs added, forms that lose nothing, several rows at once."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from app.session import Selection

pytestmark = pytest.mark.journey
MARKUP = "<b>Via</b> <img src=x onerror=alert(1)> & C."


def camera(window, code: str) -> int:
    rows = window.session.file.rows("camera", fields=["code"])
    return int(rows.fids[rows.columns["code"].index(code)])


@pytest.fixture
def linked(window) -> dict[str, int]:
    """A control room, a system that reaches it, two cameras of the system."""
    with window.session.edit("Prova") as edit:
        room = edit.insert("control_room", [{"code": "SO-1", "name": "Centrale Polizia Locale"}])[0]
        systems = edit.insert(
            "system",
            [
                {"code": "IMP-1", "name": "Centro storico", "control_room_id": "SO-1"},
                {"code": "IMP-2", "name": "Stazione"},
            ],
        )
        for code in ("TC-001", "TC-002"):
            edit.update("camera", camera(window, code), {"system_id": "IMP-1"})
    return {"room": room, "first": systems[0], "second": systems[1]}


def links(window) -> list[str]:
    found = window.inspector.widget().findChildren(QPushButton)
    return [button.text() for button in found if button.property("flush")]


def test_links_are_followed_from_camera_to_system_to_control_room_and_back(window, linked, qtbot) -> None:
    window.session.select(Selection("camera", camera(window, "TC-001")))
    editor = window.inspector.editor("system_id")
    assert editor.choices.currentText() == "Centro storico · IMP-1"
    qtbot.mouseClick(editor.go, Qt.MouseButton.LeftButton)
    assert window.session.selection == Selection("system", linked["first"])
    assert "TC-001" in " ".join(links(window)) and "TC-002" in " ".join(links(window))
    qtbot.mouseClick(window.inspector.editor("control_room_id").go, Qt.MouseButton.LeftButton)
    assert window.session.selection == Selection("control_room", linked["room"])
    back = next(
        b for b in window.inspector.widget().findChildren(QPushButton) if "Centro storico" in b.text()
    )
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert window.session.selection == Selection("system", linked["first"])


def test_a_linked_record_is_chosen_by_its_name(window, linked, qtbot) -> None:
    fid = camera(window, "TC-003")
    window.session.select(Selection("camera", fid))
    window.inspector._toggle_fields()
    editor = window.inspector.editor("system_id")
    line = editor.choices.lineEdit()
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, "Stazione · IMP-2")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.file.record("camera", fid)["system_id"] == "IMP-2", timeout=2000)
    assert "Impianto" in window.session.file.undo_label() and "TC-003" in window.session.file.undo_label()


def test_a_refused_text_is_kept_with_its_record_and_told(window, qtbot) -> None:
    first, second = camera(window, "TC-001"), camera(window, "TC-002")
    window.session.select(Selection("camera", first))
    window.inspector._toggle_fields()
    editor = window.inspector.editor("fps")
    editor.setFocus()
    QTest.keyClicks(editor, "tanti")
    window.session.select(Selection("camera", second))
    assert "Fotogrammi" in window.message.sentence.text() or "fotogrammi" in window.message.sentence.text()
    assert window.inspector.editor("fps").text() == "" and not window.inspector.problem("fps")
    qtbot.mouseClick(window.message.action, Qt.MouseButton.LeftButton)
    assert window.session.selection == Selection("camera", first)
    assert window.inspector.editor("fps").text() == "tanti" and window.inspector.problem("fps")
    again = window.inspector.editor("fps")
    again.setFocus()
    again.selectAll()
    QTest.keyClicks(again, "25")
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert window.session.file.record("camera", first)["fps"] == 25.0
    window.session.select(Selection("camera", second))
    window.session.select(Selection("camera", first))
    assert not window.inspector.problem("fps")


def test_a_good_text_not_yet_confirmed_is_saved_when_the_selection_moves(window) -> None:
    first = camera(window, "TC-001")
    window.session.select(Selection("camera", first))
    editor = window.inspector.editor("name")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Via Nuova")
    window.session.select(Selection("camera", camera(window, "TC-002")))
    assert window.session.file.record("camera", first)["name"] == "Via Nuova"
    assert window.inspector.editor("code").text() == "TC-002"


def test_what_is_being_typed_survives_a_form_made_anew(window) -> None:
    fid = camera(window, "TC-001")
    window.session.select(Selection("camera", fid))
    editor = window.inspector.editor("name")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Via Inc")
    with window.session.edit("Altrove") as edit:
        edit.update("camera", fid, {"fps": 25})  # one field more
    window.browser.selecting.show()
    assert window.inspector.editor("name") is not editor
    assert window.inspector.editor("name").text() == "Via Inc"
    window.inspector.editor("name").setFocus()
    QTest.keyClicks(window.inspector.editor("name"), "ompiuta")
    assert window.inspector.editor("name").text() == "Via Incompiuta"
    assert window.session.file.record("camera", fid)["name"] == "Via 6"


def test_what_is_typed_is_saved_when_the_project_is_closed(window) -> None:
    from maps.store import ProjectFile

    fid, path = camera(window, "TC-001"), window.session.path
    window.session.select(Selection("camera", fid))
    editor = window.inspector.editor("name")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "Via Chiusa")
    window.session.close()
    with ProjectFile.open(path, read_only=True) as file:
        assert file.record("camera", fid)["name"] == "Via Chiusa"


def test_a_day_in_the_future_is_told_beside_its_field(window) -> None:
    fid = camera(window, "TC-001")
    window.session.select(Selection("camera", fid))
    window.inspector._toggle_fields()
    editor = window.inspector.editor("checked_on")
    editor.setFocus()
    QTest.keyClicks(editor, "01/02/2099")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "01/02/2099" in window.inspector.problem("checked_on")
    assert "futuro" in window.inspector.problem("checked_on")
    assert window.session.file.record("camera", fid)["record_state"] == "to_check"


def test_markup_and_long_pastes_are_shown_as_text(window) -> None:
    fid, long = camera(window, "TC-001"), "parola " * 1400
    window.session.select(Selection("camera", fid))
    editor = window.inspector.editor("name")
    QApplication.clipboard().setText(long)
    editor.setFocus()
    editor.selectAll()
    editor.paste()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window.session.file.record("camera", fid)["name"] == long.strip()
    assert window.inspector.width() == 320 and window.inspector.widget().width() <= 320
    window.session.select(None)
    window.session.select(Selection("camera", fid))
    assert window.inspector.width() == 320 and window.inspector.widget().width() <= 320
    editor = window.inspector.editor("name")
    editor.setText("")
    QApplication.clipboard().setText(long * 2)
    editor.setFocus()
    editor.paste()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "troppo lungo" in window.inspector.problem("name") and len(window.inspector.problem("name")) < 100
    assert len(editor.text()) > 10_000
    with window.session.edit("Prova") as edit:
        edit.update("camera", fid, {"name": MARKUP, "code": MARKUP})
    window.session.select(None)
    window.session.select(Selection("camera", fid))
    texts = [each for each in window.inspector.widget().findChildren(QLabel) if "Via" in each.text()]
    assert texts and all(each.textFormat() is Qt.TextFormat.PlainText for each in texts)
    tips = [each.toolTip() for each in window.inspector.widget().findChildren(QLabel) if each.toolTip()]
    assert all("<img" not in tip for tip in tips)


def test_several_cameras_are_edited_together_in_the_form(window) -> None:
    fids = [camera(window, f"TC-00{n}") for n in (1, 2, 7)]
    window.session.select(Selection.of("camera", fids))
    name = window.inspector.editor("name")
    assert name.placeholderText() == "valori diversi" and name.text() == ""
    assert window.inspector.editor("camera_type").currentText() == "Fissa"
    state = window.inspector.editor("working_state")
    state.setCurrentIndex(state.findData("broken"))
    state.activated.emit(state.currentIndex())
    values = window.session.file.rows("camera", fids=fids, fields=["working_state"]).columns["working_state"]
    assert values == ["broken"] * 3
    assert window.session.file.undo_label() == "Modifica «Funzionamento» di 3 telecamere"
    window.session.file.undo()
    assert "3" in window.inspector.widget().findChildren(QLabel)[0].text()


def test_table_and_map_share_a_selection_of_several(window, qtbot) -> None:
    window.tables.open("camera")
    panel = window.tables.panel
    fids = sorted(camera(window, f"TC-00{n}") for n in (1, 2, 3))
    window.session.select(Selection.of("camera", fids))
    assert sorted(panel.view.selected_fids()) == fids
    view, row = panel.view, panel.view.model_.rows_of([camera(window, "TC-007")])[0]
    place = view.visualRect(view.model().index(int(row), 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert sorted(window.session.selection.fids) == sorted([*fids, camera(window, "TC-007")])
    assert len(window.canvas.selection["camera"]) == 4
    window.toolbox.select.delete()
    assert window.session.file.count("camera") == 4 and not panel.view.selected_fids()
    window.session.file.undo()
    assert window.session.file.count("camera") == 8


def photo(path: Path) -> Path:
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(path)
    return path


def drop(widget, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(60, 60), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(60, 60), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(widget, event)


def thumbnails(window) -> list[QToolButton]:
    return [b for b in window.inspector.widget().findChildren(QToolButton) if b.property("thumb")]


def test_photographs_are_dropped_on_the_form_seen_described_and_taken_away(window, qtbot, tmp_path) -> None:
    fid = camera(window, "TC-001")
    window.session.select(Selection("camera", fid))
    (tmp_path / "finta.jpg").write_bytes(b"non sono una foto")
    drop(window.inspector, [photo(tmp_path / "a.jpg"), photo(tmp_path / "b.png"), tmp_path / "finta.jpg"])
    qtbot.waitUntil(lambda: len(thumbnails(window)) == 2, timeout=20_000)
    assert "finta.jpg" in window.message.sentence.text() and "2 allegati" in window.message.sentence.text()
    assert not thumbnails(window)[0].icon().isNull()
    viewer = window.attaching.viewer("camera", fid, 1)
    qtbot.addWidget(viewer)
    viewer.show()
    assert viewer.place.text() == "1 di 2" and not viewer.back.isEnabled()
    viewer.caption.setFocus()
    QTest.keyClicks(viewer.caption, MARKUP)
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.place.text() == "2 di 2" and viewer.current.name == "b.png"
    viewer.grab()
    viewer.write(tmp_path / "copia.png")
    assert (tmp_path / "copia.png").read_bytes()[:4] == b"\x89PNG"
    qtbot.mouseClick(viewer.delete, Qt.MouseButton.LeftButton)
    assert len(thumbnails(window)) == 1 and viewer.caption.text() == MARKUP
    window.session.file.undo()
    assert len(thumbnails(window)) == 2
    viewer.close()


def test_photographs_dropped_on_the_map_go_to_what_is_selected(window, qtbot, tmp_path) -> None:
    window.session.select(None)
    drop(window, [photo(tmp_path / "a.jpg")])
    qtbot.waitUntil(lambda: "selezionare prima" in window.message.sentence.text(), timeout=5000)
    zone = int(window.session.file.rows("analysis_zone", fields=()).fids[0])
    window.session.select(Selection("analysis_zone", zone))
    drop(window, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: len(thumbnails(window)) == 1, timeout=20_000)
    drop(window, [tmp_path / "a.jpg"])
    qtbot.waitUntil(lambda: "già" in window.message.sentence.text(), timeout=20_000)


def test_everything_under_a_point_is_listed(window, qtbot) -> None:
    fid = camera(window, "TC-007")
    window.browser.locate("camera", fid)
    qtbot.waitUntil(lambda: window.settled, timeout=60_000)
    painter = window.model.painter("camera")
    place = painter.geometries[painter.position[fid]]
    menu = window.identify.menu_at(QPointF(place.x, place.y))
    texts = [action.text() for action in menu.actions()]
    assert "TC-007 · telecamera" in texts and "Teatro · zona di analisi" in texts
    assert texts[0] == "2 elementi in questo punto" and any("coordinate" in text for text in texts)
    zone = next(action for action in menu.actions() if "Teatro" in action.text())
    zone.trigger()
    assert window.session.selection.layer == "analysis_zone"
    menu.actions()[-1].trigger()
    assert ";" in QApplication.clipboard().text()
    at = QPointF(*window.canvas.view.to_screen(place.x, place.y)).toPoint()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(window.canvas, QContextMenuEvent(reason, at, window.canvas.mapToGlobal(at)))
    shown = QApplication.activePopupWidget()
    assert shown is not None and "TC-007 · telecamera" in [each.text() for each in shown.actions()]
    shown.close()
    far = window.identify.menu_at(QPointF(place.x + 50_000, place.y))
    assert far.actions()[0].text() == "Nessun elemento in questo punto"


def test_the_cameras_of_a_system_are_selected_together(window, linked, qtbot) -> None:
    window.session.select(Selection("system", linked["first"]))
    button = window.inspector.widget().findChild(QPushButton, "selectall")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert set(window.session.selection.fids) == {camera(window, "TC-001"), camera(window, "TC-002")}
    assert window.inspector.editor("code").isReadOnly()


def test_a_row_without_a_place_is_added_and_rows_are_deleted_from_the_table(window, qtbot) -> None:
    window.tables.open("control_room")
    panel, file = window.tables.panel, window.session.file
    assert not panel.head.add.isHidden()
    qtbot.mouseClick(panel.head.add, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.head.add, Qt.MouseButton.LeftButton)
    assert file.rows("control_room").columns["code"] == ["SO-001", "SO-002"]
    assert window.session.selection.layer == "control_room"
    assert window.inspector.editor("code").text() == "SO-002"
    assert file.undo_label() == "Inserimento sala operativa SO-002"
    panel.view.selectAll()
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert file.count("control_room") == 0 and file.undo_label() == "Eliminazione di 2 sale operative"
    window.tables.open("camera")
    assert panel.head.add.isHidden()


def test_the_future_is_not_where_an_event_has_been(window) -> None:
    """The rule is of the declarations: every layer tells it."""
    import datetime as dt

    from maps.errors import ValueProblem
    from maps.schema.checks import record_problems

    tomorrow = dt.datetime.now() + dt.timedelta(days=1)
    found = record_problems("offence", {"start_at": tomorrow, "end_at": dt.datetime.now()})
    assert [(each.field, each.problem) for each in found] == [("start_at", ValueProblem.IN_FUTURE)]
    assert record_problems("degraded_area", {"next_visit": tomorrow.date()}) == []


def test_an_area_is_divided_from_its_form(window, qtbot) -> None:
    zone = int(window.session.file.rows("analysis_zone", fields=()).fids[0])
    window.session.select(Selection("analysis_zone", zone))
    more = next(b for b in window.inspector.widget().findChildren(QToolButton) if b.menu() is not None)
    texts = {action.text(): action for action in more.menu().actions()}
    texts["Dividi l'area…"].trigger()
    assert window.toolbox.tool.key == "split_area"
    window.session.select(Selection("camera", camera(window, "TC-001")))
    more = next(b for b in window.inspector.widget().findChildren(QToolButton) if b.menu() is not None)
    assert "Dividi l'area…" not in {action.text() for action in more.menu().actions()}
