"""What people do, through the real window, by mouse and keys."""

import hashlib
import json
from pathlib import Path

import pytest
from hands import settle
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from app.panels.topbar import Place
from app.session import Selection

pytestmark = pytest.mark.journey
LEFT = Qt.MouseButton.LeftButton

CENSUS = (
    "COD_TVCC;Ubicazione;Lat;Long;Orient.;H palo (cm);Funz.\n"
    "TC-101;Via 1;45,12990;10,01900;NE;450;sì\n"
    "TC-102;Via 2;45,13010;10,02000;210;550;sì\n"
    "TC-103;Via 3;10,02050;45,13020;S;500;sì\n"
    "TC-104;Via 4;45,13030;10,02060;;400;sì\n"
    "TC-102;Via 5;45,13040;10,02070;90;500;no\n"
)


def camera_fid(window, code: str) -> int:
    rows = window.session.file.rows("camera", fields=["code"])
    return int(rows.fids[rows.columns["code"].index(code)])


def test_census_in(window, qtbot, tmp_path: Path, monkeypatch) -> None:
    """Journey 1: CSV, preview with reasons, one command, refused rows beside, undo in one step."""
    from app.dialogs.importing import ImportDialog

    census = tmp_path / "censimento.csv"
    census.write_text(CENSUS, encoding="utf-8")
    seen = {}

    def use(dialog: ImportDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.plan is not None and dialog.do.isEnabled(), timeout=60_000)
        seen["refused"] = [row.number for row in dialog.plan.refused]
        seen["reasons"] = [row.reason for row in dialog.table.rows.rows if row.reason]
        seen["sentence"] = dialog.sentence.text()
        qtbot.mouseClick(dialog.do, LEFT)
        return dialog.result()

    monkeypatch.setattr(ImportDialog, "exec", use)
    window.files.take(census)
    before = window.session.file.count("camera")
    qtbot.waitUntil(lambda: window.session.file.count("camera") > before, timeout=60_000)
    settle(qtbot, window)
    assert seen["refused"] == [4, 6]
    assert any("scambiate" in reason for reason in seen["reasons"])
    assert seen["sentence"] == "3 righe pronte su 5."
    assert window.session.file.count("camera") == before + 3
    assert list(tmp_path.glob("censimento*rifiutat*"))
    assert len(window.model.painter("camera").fids) == before + 3
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5_000)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.file.count("camera") == before, timeout=10_000)


def test_azimuth_is_edited_and_undone_in_one_step(window, qtbot) -> None:
    """Journey 2: click the camera, type another direction, the area follows; undo is one step."""
    fid = camera_fid(window, "TC-007")
    painter = window.model.painter("camera")
    place = painter.position[fid]
    x, y = window.canvas.view.to_screen(painter.x[place], painter.y[place])
    qtbot.mouseClick(window.canvas, LEFT, pos=QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: window.session.selection == Selection("camera", fid), timeout=5_000)
    settle(qtbot, window)
    editor = window.inspector.editor("azimuth_deg")
    assert editor.text() == "210"
    before = window.model.results["footprints"].geometry.loc[fid]
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "NE")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["azimuth_deg"] == 45.0
    assert not window.model.results["footprints"].geometry.loc[fid].equals(before)
    assert "Direzione" in window.topbar.undo.toolTip()
    qtbot.mouseClick(window.topbar.undo, LEFT)
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["azimuth_deg"] == 210.0
    assert window.model.results["footprints"].geometry.loc[fid].equals(before)
    assert window.inspector.editor("azimuth_deg").text() == "210"


def test_a_wrong_value_is_refused_beside_its_field(window, qtbot) -> None:
    fid = camera_fid(window, "TC-007")
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    editor = window.inspector.editor("height_m")
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "alta")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "numero" in window.inspector.problem("height_m")
    assert window.session.file.record("camera", fid)["height_m"] == 5.5


def test_verdicts_are_shown_and_a_row_flies_to_its_zone(window, qtbot) -> None:
    """Journey 3: the verdicts are in the table; pressing a row selects the zone and flies to it."""
    rows = {row.name: row for row in window.zones.model.rows}
    assert rows["Fornaci"].verdict == "shortage"
    assert "in carenza" in window.zones.summary.toolTip() + window.zones.summary.text()
    number = window.zones.model.row_of(rows["Fornaci"].fid)
    cell = window.zones.table.visualRect(window.zones.model.index(number, 0))
    before = window.canvas.view.metres_per_px
    qtbot.mouseClick(window.zones.table.viewport(), LEFT, pos=cell.center())
    settle(qtbot, window)
    assert window.session.selection == Selection("analysis_zone", rows["Fornaci"].fid)
    assert window.zones.table.currentIndex().data() == "Fornaci"
    assert window.canvas.view.metres_per_px < before
    assert window.canvas.selection == {"analysis_zone": (rows["Fornaci"].fid,)}


def test_the_balance_place_states_the_result(window, qtbot) -> None:
    window.go_to(Place.BALANCE)
    settle(qtbot, window)
    assert "telecamer" in window.balance.headline.text()
    assert window.balance_dock.isVisible() and not window.inspector_dock.isVisible()
    assert window.model.painter("choropleth").visible
    findings = window.balance.findings()
    if findings:
        qtbot.mouseClick(findings[0], LEFT)
        settle(qtbot, window)
        assert len(window.canvas.selection["analysis_zone"]) == 2


def test_cameras_leave_as_geojson(window, qtbot, tmp_path: Path, monkeypatch) -> None:
    """Journey 5: Esporta, one layer, RFC 7946."""
    from app.dialogs.export import ExportDialog

    target = tmp_path / "telecamere.geojson"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: qtbot.mouseClick(dialog.geojson, LEFT))
    qtbot.mouseClick(window.topbar.export, LEFT)
    settle(qtbot, window)
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written["type"] == "FeatureCollection" and "crs" not in written
    assert len(written["features"]) == 8
    assert "Esportato" in window.message.sentence.text()
    (logged,) = window.session.file.exports()
    assert (logged.what, logged.records, logged.file) == ("camera", 8, "telecamere.geojson")


def test_the_public_receive_the_coverage_of_the_zones_and_the_log_tells_it(
    window, qtbot, tmp_path: Path, monkeypatch
) -> None:
    """Journey 5: a profile, an addressee, the log."""
    from app.dialogs.export import ExportDialog
    from app.dialogs.export_log import ExportLogDialog

    target = tmp_path / "pubblico.geojson"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))

    def choose(dialog: ExportDialog) -> None:
        dialog.profile.setFocus()
        qtbot.keyClick(dialog.profile, Qt.Key.Key_Down)
        dialog.profile.activated.emit(dialog.profile.currentIndex())
        offered = [dialog.layer.itemData(row) for row in range(dialog.layer.count())]
        assert offered == ["zone_coverage"]
        assert not dialog.web.isEnabled() and not dialog.png.isEnabled()
        qtbot.keyClicks(dialog.recipient, "Sito del Comune")
        qtbot.mouseClick(dialog.geojson, LEFT)

    monkeypatch.setattr(ExportDialog, "exec", choose)
    qtbot.mouseClick(window.topbar.export, LEFT)
    settle(qtbot, window)
    written = json.loads(target.read_text(encoding="utf-8"))
    assert len(written["features"]) == 4 and "TC-001" not in target.read_text(encoding="utf-8")
    shown: list[str] = []

    def read(dialog: ExportLogDialog) -> None:
        shown.extend(dialog.table.item(0, column).toolTip() for column in range(dialog.table.columnCount()))
        dialog.copy()

    monkeypatch.setattr(ExportLogDialog, "exec", read)
    window.actions_.run("exports")
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert shown[2:] == ["Copertura per zona", "4", "Pubblico", "Sito del Comune", "pubblico.geojson", digest]
    assert QGuiApplication.clipboard().text().endswith(digest)


def test_a_click_on_empty_ground_drops_the_selection(window, qtbot) -> None:
    window.session.select(Selection("camera", camera_fid(window, "TC-007")))
    window.canvas.clicked.emit(QPointF(0.0, 0.0), Qt.KeyboardModifier.NoModifier)
    assert window.session.selection is None
