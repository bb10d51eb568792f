"""The history in the real window: who, when, what; undone and redone up to a chosen edit; names in the menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import commands
from app.panels.history import HistoryPanel, Step

pytestmark = pytest.mark.journey


@pytest.fixture
def edited(window):
    """Four edits of one camera."""
    rows = window.session.file.rows("camera", fields=["code"])
    fid = int(rows.fids[rows.columns["code"].index("TC-003")])
    for height in (4.0, 4.5, 5.5, 6.0):
        commands.set_value(window.session, "camera", fid, "height_m", height)
    return fid


def test_undo_and_redo_are_named_in_the_menu(window, edited) -> None:
    undo, redo = (window.actions_.action(key) for key in ("undo", "redo"))
    assert undo.text() == "Annulla modifica «Altezza» di telecamera TC-003" and undo.isEnabled()
    assert redo.text() == "Ripeti la modifica" and not redo.isEnabled()
    undo.trigger()
    assert redo.text() == "Ripeti modifica «Altezza» di telecamera TC-003" and redo.isEnabled()
    with window.session.edit("Elenco «R&S» di prova") as edit:
        edit.update("camera", edited, {"name": "x"})
    assert undo.text() == "Annulla elenco «R&&S» di prova"
    window.session.close()
    assert undo.text() == "Annulla l'ultima modifica" and not undo.isEnabled()


def test_the_history_goes_back_and_forth_to_a_chosen_edit(window, edited, qtbot) -> None:
    file = window.session.file
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    panel = window.history.panel
    assert window.history.is_open and window.inspector_dock.isHidden()
    assert panel.model.rowCount() == 5 and "·" in panel.model.steps[0].context
    assert not panel.go.isEnabled()
    panel.list.setCurrentIndex(panel.model.index(2))
    assert panel.sentence.text() == "Si annullano 3 modifiche." and panel.go.text() == "Annulla fino a qui"
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert file.record("camera", edited)["height_m"] == 4.0
    assert [each.undone for each in panel.model.steps] == [True, True, True, False, False]
    panel.list.setCurrentIndex(panel.model.index(1))
    assert panel.sentence.text() == "Si ripetono 2 modifiche." and panel.go.text() == "Ripeti fino a qui"
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert file.record("camera", edited)["height_m"] == 5.5
    panel.grab()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert not window.history.is_open and not window.inspector_dock.isHidden()


def test_what_is_too_far_cannot_be_undone(qtbot) -> None:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.show_steps([Step(2, "<b>Due</b>", "oggi"), Step(1, "Uno", "ieri", kept=False)], editable=True)
    panel.list.setCurrentIndex(panel.model.index(1))
    assert not panel.go.isEnabled() and "troppo lontana" in panel.sentence.text()
    panel.show_steps([], editable=True)
    assert "Nessuna modifica" in panel.sentence.text()
    panel.show_steps([Step(1, "Uno", "ieri")], editable=False)
    assert panel.go.isHidden()
