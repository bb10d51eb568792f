"""The attribute table by itself, over rows in memory."""

import csv
import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.look.theme import DARK, LIGHT
from app.panels.inspector.editors import editor_for
from app.panels.table import TableData, TablePanel
from app.panels.table.bulk import preview
from app.panels.table.data import collation_key
from app.panels.table.writing import write_csv, write_xlsx
from app.speech.sentences import explain
from maps.schema import layer
from maps.views.filters import Comparison, Filter, condition

CAMERA = layer("camera")


def rows() -> dict[int, dict]:
    names = ["Via Fano", "Èze", "Evia", "Piazza <b>&nbsp;", "=1+1", ""]
    states = ["working", "broken", "broken", None, "degraded", "planned"]
    return {
        fid: {
            "code": f"TC-{fid}",
            "name": name,
            "working_state": state,
            "azimuth_deg": [90.0, 5.5, None, 359.0, 10.0, 180.0][fid % 6],
            "purposes": ["urban_safety"],
            "checked_on": dt.date(2026, 5, fid % 28 + 1),
            "remarks": "riservato",
        }
        for fid, (name, state) in enumerate(zip(names * 2, states * 2, strict=True), start=1)
    }


class Store:
    """Rows by key, read as the project file does."""

    def __init__(self) -> None:
        self.rows, self.reads = rows(), 0

    def read(self, *, fids: list[int] | None = None, fields: tuple[str, ...] = ()) -> SimpleNamespace:
        self.reads += 1
        kept = sorted(fid for fid in self.rows if fids is None or fid in fids)
        columns = {name: [self.rows[fid].get(name) for fid in kept] for name in fields}
        return SimpleNamespace(fids=np.array(kept, np.int64), columns=columns)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def panel(qtbot, store: Store) -> TablePanel:
    QSettings().clear()
    made = TablePanel(editor_for, explain)
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.head.set_layers([("camera", "Telecamere (12)")])
    data = TableData(CAMERA, store.read)
    data.load([field.name for field in CAMERA.fields if field.in_table])
    made.resize(1000, 500)
    made.show()
    made.show_data(data, editable=True)
    return made


def codes(panel: TablePanel) -> list[str]:
    column = panel.model.column_of("code")
    return [str(panel.model.index(row, column).data()) for row in range(panel.model.rowCount())]


def header_click(panel: TablePanel, qtbot, name: str) -> None:
    header = panel.view.horizontalHeader()
    x = header.sectionViewportPosition(panel.model.column_of(name)) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))


def edit(panel: TablePanel, row: int, name: str):
    panel.view.setCurrentIndex(panel.model.index(row, panel.model.column_of(name)))
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    return next(each for each in panel.view.viewport().children() if each.property("field") == name)


def test_declared_columns_with_labels_units_and_code_labels(panel: TablePanel) -> None:
    heads = [panel.model.headerData(c, Qt.Orientation.Horizontal) for c in range(panel.model.columnCount())]
    assert heads[0] == "Codice" and "Direzione (°)" in heads and "Funzionamento" in heads
    assert panel.model.index(1, panel.model.column_of("working_state")).data() == "Guasta"
    side = panel.model.index(0, panel.model.column_of("azimuth_deg")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight


def test_numbers_in_text_sort_by_size_and_accents_beside_their_letter() -> None:
    assert sorted(["TC-10", "TC-9", "tc-1"], key=collation_key) == ["tc-1", "TC-9", "TC-10"]
    assert sorted(["Fano", "Èze", "Evia"], key=collation_key) == ["Evia", "Èze", "Fano"]


def test_a_click_on_a_heading_sorts_the_unknown_last(panel: TablePanel, qtbot) -> None:
    header_click(panel, qtbot, "azimuth_deg")
    assert codes(panel)[0] == "TC-1" and set(codes(panel)[-2:]) == {"TC-2", "TC-8"}
    header_click(panel, qtbot, "azimuth_deg")
    assert codes(panel)[0] == "TC-3" and set(codes(panel)[-2:]) == {"TC-2", "TC-8"}


def test_the_selection_outlives_the_order(panel: TablePanel, qtbot) -> None:
    panel.select([3, 5])
    header_click(panel, qtbot, "name")
    assert sorted(panel.view.selected_fids()) == [3, 5]


def test_words_filter_and_count(panel: TablePanel, qtbot) -> None:
    qtbot.keyClicks(panel.head.search, "guasta evia")
    qtbot.waitUntil(lambda: codes(panel) == ["TC-3", "TC-9"])
    assert panel.head.count.text() == "2 di 12"
    qtbot.keyClick(panel.head.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(codes(panel)) == 12)


def test_a_typed_condition_becomes_a_chip_that_a_click_removes(panel: TablePanel, qtbot) -> None:
    qtbot.keyClicks(panel.head.search, "Funzionamento = Guasta")
    qtbot.keyClick(panel.head.search, Qt.Key.Key_Return)
    assert codes(panel) == ["TC-2", "TC-3", "TC-8", "TC-9"]
    assert [chip.text() for chip in panel.bar.chips()] == ["Funzionamento: Guasta"]
    qtbot.mouseClick(panel.bar.chips()[0], Qt.MouseButton.LeftButton)
    assert len(codes(panel)) == 12 and panel.bar.isHidden()


def test_the_form_adds_a_condition_and_explains_what_it_refuses(panel: TablePanel, qtbot) -> None:
    panel.form.open_at(CAMERA, QPoint(0, 0), "azimuth_deg")
    panel.form.low.setText("boh")
    qtbot.mouseClick(panel.form.apply, Qt.MouseButton.LeftButton)
    assert "boh" in panel.form.problem.text() and len(codes(panel)) == 12
    panel.form.low.setText("350")
    panel.form.high.setText("6")
    qtbot.mouseClick(panel.form.apply, Qt.MouseButton.LeftButton)
    assert codes(panel) == ["TC-1", "TC-3", "TC-7", "TC-9"]


def test_groups_have_heads_with_counts_that_cannot_be_selected(panel: TablePanel) -> None:
    panel.group_by("working_state")
    sections = [panel.model.section(row) for row in range(panel.model.rowCount())]
    heads = [(panel.model.section_text(s), s.count) for s in sections if s is not None]
    assert heads[0] == ("Funzionamento: Funzionante", 2) and heads[-1] == ("Funzionamento: senza valore", 2)
    assert sum(count for _text, count in heads) == 12
    panel.view.selectAll()
    assert len(panel.view.selected_fids()) == 12
    assert "2 righe" in panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_nothing_found_and_nothing_there_are_said_in_a_sentence(panel: TablePanel, qtbot) -> None:
    qtbot.keyClicks(panel.head.search, "zzz")
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    assert panel.empty.text() == "Nessuna riga corrisponde al filtro."
    panel.show_data(TableData(CAMERA, Store().read), editable=True)
    assert "Nessuna riga nel livello «telecamere»" in panel.empty.text()


def test_a_value_is_refused_beside_its_cell_then_told(panel: TablePanel, qtbot) -> None:
    editor = edit(panel, 0, "azimuth_deg")
    editor.selectAll()
    qtbot.keyClicks(editor, "boh")
    with qtbot.assertNotEmitted(panel.value_given):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert panel.cells.bubble.isVisible() and "boh" in panel.cells.bubble.text()
    editor.selectAll()
    with qtbot.waitSignal(panel.value_given) as told:
        qtbot.keyClicks(editor, "123,5")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["camera", 1, "azimuth_deg", 123.5]


def test_escape_leaves_a_cell_as_it_was(panel: TablePanel, qtbot) -> None:
    editor = edit(panel, 0, "name")
    qtbot.keyClicks(editor, "altro")
    with qtbot.assertNotEmitted(panel.value_given, wait=20):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not panel.view.is_editing


def test_read_only_projects_and_computed_fields_are_not_edited(panel: TablePanel) -> None:
    panel.show_fields(["code", "created_at"])
    assert panel.model.can_edit(0, 0) and not panel.model.can_edit(0, 1)
    panel.model.editable = False
    assert not panel.model.can_edit(0, 0)


def test_a_bulk_edit_says_what_it_would_change(panel: TablePanel, qtbot) -> None:
    found = preview(panel.model.data_, [1, 2, 3, 4], CAMERA.field("working_state"), "working")
    assert found.changing == [2, 3, 4] and found.same == 1 and found.before == [("Guasta", 2), ("", 1)]
    dialog = panel.bulk_dialog(panel.model.data_, [1, 2, 3, 4], "working_state")
    qtbot.addWidget(dialog)
    dialog.give("working")
    assert dialog.sentence.text() == "Cambiano 3 righe su 4. Oggi: Guasta (2), vuoto (1). Dopo: Funzionante."
    assert dialog.apply.text() == "Modifica 3 righe" and dialog.apply.isEnabled()


def test_a_bulk_value_that_is_refused_cannot_be_applied(panel: TablePanel, qtbot) -> None:
    dialog = panel.bulk_dialog(panel.model.data_, [1, 2], "azimuth_deg")
    qtbot.addWidget(dialog)
    dialog.give("boh")
    assert not dialog.apply.isEnabled() and "boh" in dialog.problem.text()


def test_changed_new_and_deleted_rows_are_read_alone(panel: TablePanel, store: Store) -> None:
    store.rows[2]["name"] = "Nuovo nome"
    panel.update_rows([2])
    assert panel.model.index(1, panel.model.column_of("name")).data() == "Nuovo nome"
    del store.rows[1]
    store.rows[40] = {"code": "TC-40"}
    panel.select([40, 3])
    panel.update_rows([1, 40])
    assert codes(panel)[0] == "TC-2" and codes(panel)[-1] == "TC-40" and panel.view.selected_fids() == [3]


def test_ctrl_c_copies_as_a_spreadsheet_pastes(panel: TablePanel, qtbot) -> None:
    panel.select([1, 5])
    panel.view.setFocus()
    with qtbot.waitSignal(panel.copied) as told:
        qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, first, second = QGuiApplication.clipboard().text().splitlines()
    assert told.args == [2] and head.split("\t")[0] == "Codice"
    assert "5,5" in first.split("\t") and "Funzionante" in first.split("\t")
    assert "'=1+1" in second.split("\t")


def test_columns_are_chosen_kept_and_reset(panel: TablePanel) -> None:
    panel.show_fields(["code", "checked_on"])
    assert [field.name for field in panel.view.visual_fields()] == ["code", "checked_on"]
    panel.chooser.fill(CAMERA, ["code"])
    assert panel.chooser.names() == ["code"]
    panel.show_data(panel.model.data_, editable=True)
    assert panel.model.columnCount() == 2
    panel.chooser.reset.emit()
    assert panel.model.columnCount() == sum(field.in_table for field in CAMERA.fields)


def test_reserved_columns_stay_behind_in_an_export(panel: TablePanel, qtbot) -> None:
    panel.show_fields(["code", "remarks"])
    with qtbot.waitSignal(panel.export_wanted) as told:
        panel.export("csv")
    assert [field.name for field in told.args[1].fields] == ["code"] and told.args[2] == 1
    panel.head.reserved.setChecked(True)
    with qtbot.waitSignal(panel.export_wanted) as told:
        panel.export("csv")
    assert told.args[2] == 0


def test_files_hold_the_rows_shown(panel: TablePanel, tmp_path: Path) -> None:
    import pandas as pd

    panel.show_fields(["code", "name", "azimuth_deg", "checked_on"])
    panel.set_conditions([condition(CAMERA.field("working_state"), Comparison.IS, "degraded")])
    taken = panel.extract()
    write_csv(taken, tmp_path / "t.csv", lambda _share: None)
    write_xlsx(taken, tmp_path / "t.xlsx", lambda _share: None)
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[0] == ["Codice", "Denominazione", "Direzione (°)", "Ultima verifica"]
    assert table[1][:2] == ["TC-5", "'=1+1"] and len(table) == 3
    sheet = pd.read_excel(tmp_path / "t.xlsx", engine="calamine")
    assert sheet["Denominazione"].tolist() == ["=1+1", "=1+1"]
    assert sheet["Direzione (°)"].tolist() == [180.0, 180.0] and sheet["Ultima verifica"][0].day == 6


def test_a_cell_offers_to_show_only_its_value(panel: TablePanel) -> None:
    from app.panels.table.menu import fill_row_menu

    menu = fill_row_menu(panel, panel.model.index(1, panel.model.column_of("working_state")))
    next(action for action in menu.actions() if action.text().startswith("Mostra solo")).trigger()
    assert codes(panel) == ["TC-2", "TC-3", "TC-8", "TC-9"]


def test_both_themes_paint(panel: TablePanel) -> None:
    light = panel.grab().toImage()
    panel.set_theme(DARK)
    assert panel.grab().toImage() != light


def test_thousands_of_scattered_rows_are_selected_without_qt(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.panels.table.view._MOST_RUNS", 2)
    store = Store()
    panel = TablePanel(editor_for, explain)
    qtbot.addWidget(panel)
    data = TableData(CAMERA, store.read)
    data.load(["code", "name"])
    panel.resize(1000, 500)
    panel.show()
    panel.show_data(data, editable=True)
    told: list[list[int]] = []
    panel.rows_chosen.connect(told.append)
    panel.select([1, 3, 5, 7, 9])
    assert panel.view.selected_fids() == [1, 3, 5, 7, 9] and panel.head.count.text().startswith(
        "5 selezionate"
    )
    assert not panel.view.selectionModel().selection().count()
    panel.grab()

    def click(row: int, keys: Qt.KeyboardModifier) -> None:
        place = panel.view.visualRect(panel.model.index(row, 0)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, keys, place)

    click(1, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.selected_fids() == [1, 2, 3, 5, 7, 9]
    click(2, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.selected_fids() == [1, 2, 5, 7, 9] == told[-1]
    panel.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert panel.view.selected_fids() == [9, 7, 5, 2, 1]
    click(0, Qt.KeyboardModifier.NoModifier)
    assert panel.view.selected_fids() == [12]


def test_an_edit_leaves_what_is_known_of_the_other_columns() -> None:
    store = Store()
    data = TableData(CAMERA, store.read)
    data.load(["code", "name"])
    data.prepare(["code", "name"])
    codes, names = data.ranks("code"), data.ranks("name")
    store.rows[3]["name"] = "Zara"
    data.update([3])
    assert data.ranks("code") is codes and data.ranks("name") is not names
    found = data.arrange(Filter((), "zara", ("code", "name")))
    assert data.fids[found.places].tolist() == [3]
    del store.rows[3]
    data.update([3])
    assert data.arrange(Filter((), "zara", ("code", "name"))).count == 0
