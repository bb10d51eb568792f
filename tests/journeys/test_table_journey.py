"""The attribute table in the real window: opened, tied to the map both ways, edited, undone, written."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.session import Selection

pytestmark = pytest.mark.journey


def row_of(panel, code: str) -> int:
    column = panel.model.column_of("code")
    return next(r for r in range(panel.model.rowCount()) if panel.model.index(r, column).data() == code)


def test_the_table_follows_the_map_and_the_map_the_table(window, qtbot) -> None:
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    panel = window.tables.panel
    assert window.tables.is_open and panel.layer.name == "camera" and window.zones.folded
    assert panel.head.count.text() == "8 di 8"
    fid = panel.model.fid(row_of(panel, "TC-003"))
    window.session.select(Selection("camera", fid))
    assert panel.view.selected_fids() == [fid]
    place = panel.view.visualRect(panel.model.index(row_of(panel, "TC-007"), 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.selection == Selection("camera", panel.model.fid(row_of(panel, "TC-007")))
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.tables.is_open and not window.zones.folded


def test_values_are_edited_alone_and_together_each_undone_in_one_step(window, qtbot) -> None:
    window.tables.open("camera")
    panel, file = window.tables.panel, window.session.file
    column = panel.model.column_of("working_state")
    fids = [panel.model.fid(row) for row in range(3)]
    panel.value_given.emit("camera", fids[0], "working_state", "degraded")
    assert panel.model.index(0, column).data() == "Degradata"
    panel.values_given.emit("camera", fids, "working_state", "broken")
    assert [panel.model.index(row, column).data() for row in range(3)] == ["Guasta"] * 3
    assert file.undo_label() == "Modifica «Funzionamento» di 3 telecamere"
    file.undo()
    assert [panel.model.index(r, column).data() for r in range(3)] == [
        "Degradata",
        "Funzionante",
        "Funzionante",
    ]
    file.undo()
    assert panel.model.index(0, column).data() == "Funzionante"


def test_the_rows_shown_are_written_in_the_background(window, qtbot, tmp_path: Path) -> None:
    window.tables.open("offence")
    panel = window.tables.panel
    assert panel.layer.name == "offence" and panel.model.rowCount() == 80
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"eventi.{kind}"
        window.tables.write(kind, panel.extract(), path)
        qtbot.waitUntil(path.exists, timeout=10_000)
    assert len((tmp_path / "eventi.csv").read_text(encoding="utf-8-sig").splitlines()) == 81


def test_many_rows_are_read_by_the_worker_alone(window, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from app.records import tables
    from maps.store import ProjectFile

    readers, rows = [], ProjectFile.rows

    def watched(self, *args, **kwargs):
        readers.append(threading.current_thread())
        return rows(self, *args, **kwargs)

    monkeypatch.setattr(tables, "READ_AT_ONCE", 10)
    monkeypatch.setattr(ProjectFile, "rows", watched)
    window.tables.open("offence")
    panel = window.tables.panel
    assert panel.empty.text() == "Lettura di 80 righe…"
    qtbot.waitUntil(lambda: panel.model.rowCount() == 80, timeout=10_000)
    assert readers and threading.main_thread() not in readers
    assert panel.view.columnWidth(panel.model.column_of("category")) > 64


def test_a_row_of_the_layers_card_opens_its_table(window, qtbot) -> None:
    window.layers.table_wanted.emit("footprint")
    assert window.tables.panel.layer.name == "camera"
    window.layers.table_wanted.emit("density")
    assert window.tables.panel.layer.name == "offence"
    window.session.close()
    assert not window.tables.is_open and window.tables.panel.model.rowCount() == 0
