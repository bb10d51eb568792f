"""The cordon in the window: opened by its command, followed through edits, taken out."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from hands import settle
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.cordon.build import boundaries
from app.guide_pages import folder, page_for
from app.look.contrast import HIGH
from app.look.gate_marks import DECLARED, OPEN, READ, draw_gate
from app.look.theme import DARK, LIGHT
from app.panels.gates import GateLine, Heading
from app.panels.topbar import Place
from app.session import Selection

pytestmark = pytest.mark.journey
X0, Y0 = 580_000.0, 4_998_000.0
#: Stands on the axis of Via 1, 25 m inside, and looks north at its gate: fronts that come in, rears that go out.
READER = {
    "code": "LT-1",
    "role": "anpr",
    "anpr": True,
    "working_state": "working",
    "res_x": 1920,
    "res_y": 1080,
    "hfov_deg": 14.0,
    "height_m": 4.0,
    "tilt_deg": 10.0,
    "azimuth_deg": 0.0,
    "fps": 25.0,
    "geometry": shapely.Point(X0 + 100, Y0 + 975),
}


def add_reader(window, qtbot) -> int:
    with window.session.edit("Lettore") as edit:
        edit.insert("camera", [READER])
    settle(qtbot, window)
    rows = window.session.file.rows("camera", fields=["code"])
    return int(rows.fids[rows.columns["code"].index("LT-1")])


@pytest.fixture
def cordon(window, qtbot) -> Any:
    window.actions_.run("cordon")
    settle(qtbot, window)
    return window.cordon


def gates(view) -> list[GateLine]:
    return [each for each in view.panel.model.entries if isinstance(each, GateLine)]


def test_the_command_is_in_the_menu_and_in_the_search(window) -> None:
    assert [hit.text for hit in window.actions_.hits() if hit.key == "cordon"] == ["Cordone dei varchi"]
    tools = next(each.menu() for each in window.topbar.menu.actions() if each.text() == "Strumenti")
    assert window.actions_.action("cordon") in tools.actions()


def test_without_readers_every_gate_is_open_and_the_panel_says_what_to_do(cordon, window, qtbot) -> None:
    assert cordon.is_open and window.inspector_dock.isHidden()
    assert cordon.panel.boundary.currentText() == "Tutte le zone di analisi (4)"
    # 18 streets that are cut on the boundary at both ends, each way
    assert cordon.panel.headline.text() == "Cordone chiuso allo 0,0\u00a0%"
    assert len(gates(cordon)) == len(cordon.overlay.marks) == 72
    assert {each.state for each in gates(cordon)} == {OPEN}
    assert "Nessuna telecamera funzionante legge le targhe" in cordon.panel.missing.text()
    qtbot.mouseClick(cordon.panel.remedy, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.tables.panel.isVisible()


def test_an_edit_of_a_camera_closes_a_gate_and_undo_opens_it(cordon, window, qtbot) -> None:
    fid = add_reader(window, qtbot)
    read = [each for each in gates(cordon) if each.state == READ]
    assert [(each.name, each.detail, each.readers) for each in read] == [
        ("Via 1", "in entrata verso sud", "LT-1"),
        ("Via 1", "in uscita verso nord", "LT-1"),
    ]
    assert cordon.panel.headline.text() == "Cordone chiuso al 2,8\u00a0%"  # 2 of 72 of one weight
    assert cordon.panel.missing.isHidden()
    headings = [each.text for each in cordon.panel.model.entries if isinstance(each, Heading)]
    assert headings == [
        "Aperti (70)",
        "Residenziale · 70 varchi di peso 1",
        "Letti (2)",
        "Residenziale · 2 varchi di peso 1",
    ]
    with window.session.edit("Gira") as edit:
        edit.update("camera", fid, {"azimuth_deg": 90.0})
    settle(qtbot, window)
    assert not [each for each in gates(cordon) if each.state == READ]
    window.session.file.undo()
    settle(qtbot, window)
    assert len([each for each in gates(cordon) if each.state == READ]) == 2


def test_the_keyboard_goes_from_gate_to_gate_over_the_headings(cordon, window, qtbot) -> None:
    add_reader(window, qtbot)
    panel = cordon.panel
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert cordon.overlay.current == gates(cordon)[0].key
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    last = gates(cordon)[-1]
    assert (cordon.overlay.current, last.state) == (last.key, READ)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)  # over two headings, to the last that is open
    open_ = [each for each in gates(cordon) if each.state == OPEN][-1]
    assert cordon.overlay.current == open_.key
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert cordon.overlay.current == gates(cordon)[0].key
    panel.list.setCurrentIndex(panel.model.index(panel.model.entries.index(open_)))
    settle(qtbot, window)
    mark = next(each for each in cordon.overlay.marks if each.key == open_.key)
    x, y = window.canvas.view.to_screen(mark.x, mark.y)
    assert window.canvas.rect().contains(round(x), round(y)) and window.canvas.view.metres_per_px < 2
    with window.session.edit("Altro") as edit:  # an edit leaves the chosen gate chosen
        edit.insert("camera", [{**READER, "code": "LT-2"}])
    settle(qtbot, window)
    assert panel.model.entries[panel.list.currentIndex().row()].key == open_.key == cordon.overlay.current


def test_the_selected_reader_shows_where_it_reads(cordon, window, qtbot) -> None:
    fid = add_reader(window, qtbot)
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    assert cordon.panel.reader.text() == "Dove legge LT-1"
    told = cordon.panel.readings.text()
    assert "Via 1, veicoli in arrivo, targa anteriore" in told and "km/h" in told
    assert len(cordon.overlay.stretches) == 2
    window.session.select(Selection("camera", 1))  # no plate reader
    settle(qtbot, window)
    assert cordon.panel.reader.isHidden() and cordon.overlay.stretches == []


def test_the_selected_zone_is_the_boundary(window, qtbot) -> None:
    rows = window.session.file.rows("analysis_zone", fields=["name"])
    duomo = int(rows.fids[rows.columns["name"].index("Duomo")])
    window.session.select(Selection("analysis_zone", duomo))
    window.actions_.run("cordon")
    settle(qtbot, window)
    assert window.cordon.panel.boundary.currentText() == "Zona di analisi: Duomo"
    at = window.cordon.panel.boundary.findText("Area del progetto")
    window.cordon.panel.boundary.setCurrentIndex(at)
    window.cordon.panel.boundary.activated.emit(at)
    settle(qtbot, window)
    assert window.cordon.boundary == ("project_area", None) and len(gates(window.cordon)) == 72


def test_an_area_selected_on_the_map_is_offered_too(window, qtbot) -> None:
    block = int(window.session.file.rows("obstacle", fields=()).fids[0])
    window.session.select(Selection("obstacle", block))
    window.actions_.run("cordon")
    settle(qtbot, window)
    assert window.cordon.boundary == ("obstacle", block)
    assert window.cordon.panel.headline.text() == "Nessun varco" and gates(window.cordon) == []
    assert ("obstacle", None) not in [value for _text, value in boundaries(window.session.file)]


def test_without_roads_it_offers_to_import_them(cordon, window, qtbot, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(window.actions_, "run", asked.append)
    with window.session.edit("Via le strade") as edit:
        edit.delete("road", window.session.file.rows("road", fields=()).fids.tolist())
    settle(qtbot, window)
    assert cordon.panel.headline.text() == "Mancano le strade" and cordon.overlay is None
    assert not cordon.panel.list.isVisible()
    qtbot.mouseClick(cordon.panel.remedy, Qt.MouseButton.LeftButton)
    assert asked == ["osm"]


def test_the_list_leaves_for_a_spreadsheet_and_is_logged(cordon, window, qtbot, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    add_reader(window, qtbot)
    cordon.panel.copy_wanted.emit()
    lines = QGuiApplication.clipboard().text().split("\r\n")
    assert (
        lines[0].startswith("Esito\tStrada\tVarco\tClasse di strada\tSenso\tVerso\tPeso") and len(lines) == 74
    )
    assert lines[71].startswith("letto\tVia 1\t\tResidenziale\tin entrata\tsud\t1\t1\t1\tLT-1\t")
    for kind in ("csv", "xlsx"):
        cordon.leaving.write(kind, cordon.found, tmp_path / f"varchi.{kind}")
        settle(qtbot, window)
    assert (tmp_path / "varchi.csv").read_text(encoding="utf-8-sig").count("\n") == 73
    sheet = CalamineWorkbook.from_path(str(tmp_path / "varchi.xlsx")).get_sheet_by_index(0).to_python()
    assert sheet[1][:2] == ["aperto", "Via 1"] and 45 < sheet[1][-1] < 46
    assert [each.what for each in window.session.file.exports()[:2]] == ["cordon", "cordon"]


def test_it_gives_way_and_takes_itself_off_the_map(cordon, window, qtbot) -> None:
    qtbot.keyClick(cordon.panel.list, Qt.Key.Key_Escape)
    assert not cordon.is_open and not window.inspector_dock.isHidden() and cordon.overlay is None
    cordon.open()
    settle(qtbot, window)
    window.history.toggle()
    assert not cordon.is_open and cordon.overlay is None, "one dock at a time"
    cordon.open()
    assert not window.history.is_open
    settle(qtbot, window)
    window.go_to(Place.BALANCE)
    settle(qtbot, window)
    assert not cordon.is_open and cordon.overlay is None
    cordon.open()
    assert window.place is Place.MAP
    settle(qtbot, window)
    window.session.close()
    assert not cordon.is_open and cordon.found is None


def test_a_cordon_given_up_by_hand_says_so_and_begins_again(cordon, window, qtbot) -> None:
    cordon.compute()
    window.session.jobs.cancel("cordon")
    settle(qtbot, window)
    assert cordon.panel.headline.text() == "Calcolo interrotto" and cordon.overlay is None
    cordon.panel.boundary.activated.emit(0)
    settle(qtbot, window)
    assert len(gates(cordon)) == 72 and cordon.panel.headline.text().startswith("Cordone chiuso")


def test_f1_opens_its_page(cordon) -> None:
    assert page_for(cordon.panel.list) == "varchi.md" and (folder() / "varchi.md").is_file()


@pytest.mark.parametrize("theme", [LIGHT, DARK, *HIGH], ids=lambda theme: theme.name)
def test_the_marks_differ_by_shape_too(qapp: QApplication, theme) -> None:
    """What is read is full: its middle is far from that of the open one, in grey as in colour."""

    def grey(state: str, x: int, y: int) -> int:
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.map.land))
        painter = QPainter(image)
        draw_gate(painter, theme, QPointF(20, 20), state, 90.0)
        painter.end()
        return QColor(image.pixel(x, y)).lightness()

    assert abs(grey(READ, 20, 15) - grey(OPEN, 20, 15)) > 60
    hollow = [grey(OPEN, x, y) for x in range(15, 26) for y in range(17, 24)]
    asked = [grey(DECLARED, x, y) for x in range(15, 26) for y in range(17, 24)]
    assert max(hollow) - min(hollow) < 12 < max(asked) - min(asked)  # the question mark
