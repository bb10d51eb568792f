"""The place of the sheets, through the real window with mouse and keys: choose, see, export, read again."""

import hashlib
from pathlib import Path

import pikepdf
import pytest
from pdf_text import pdf_text
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from app.panels.sheets import SheetsPage
from app.panels.topbar import Place
from app.settling import settle
from app.sheets.order import SETTING, Order, What
from app.sheets.output import Kind
from app.sheets.paper import PX_PER_MM, Paper
from app.window import MainWindow
from maps.errors import FileError, FileProblem
from maps.store import ProjectFile
from maps.views.scenes import Scene, add_scene, update_scene

A3_MM, A4_MM = Paper.A3.size_mm(), Paper.A4.size_mm()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SheetsPage:
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    return window.sheets.page


def press(qtbot: QtBot, button: QToolButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def colours(page: SheetsPage) -> set[str]:
    image = page.preview.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)
    }


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Give this path to whoever asks for a file; returns where the kinds that were offered go."""
    asked: list[str] = []

    def save(_parent: object, _title: str, _start: str, kinds: str) -> tuple[str, str]:
        asked.append(kinds)
        return str(path), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    return asked


@pytest.mark.journey
def test_a_sheet_is_chosen_seen_exported_and_read_again(
    qtbot: QtBot, window: MainWindow, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices, preview = page.choices, page.preview
    assert window.place is Place.SHEETS and not window.inspector_dock.isVisible()
    press(qtbot, choices.papers[Paper.A4])
    press(qtbot, choices.papers[Paper.A3])
    qtbot.keyClicks(choices.office, "Ufficio di prova")
    settle(window)
    assert preview.size_px.width() == pytest.approx(A3_MM[0] * PX_PER_MM)
    seen = colours(page)
    assert {"#ffffff", "#dbdad6"} <= seen  # the paper, and the buildings on its map
    out = tmp_path / "prova"
    assert answer(monkeypatch, out) == []
    qtbot.waitUntil(lambda: not window.jobs.busy and window.session.file.setting("office") is not None)
    qtbot.mouseClick(choices.export, Qt.MouseButton.LeftButton)
    out = out.with_suffix(".pdf")
    qtbot.waitUntil(lambda: out.exists() and not window.jobs.busy, timeout=60_000)
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 1
        left, bottom, right, top = (float(each) for each in pdf.pages[0].mediabox)
        assert (right - left, top - bottom) == pytest.approx((420 / 25.4 * 72, 297 / 25.4 * 72), abs=1)
    assert "prova.pdf" in window.message.sentence.text() and window.message.isVisible()
    assert page.isAncestorOf(window.message)
    told = " ".join(pdf_text(out).split())
    scale = choices.told.text().rsplit("scala ", 1)[1]
    assert f"scala {scale} su A3" in told and "OpenStreetMap" not in told, "no row is its"
    assert "Ufficio di prova" in told and choices.scene.currentText() in told


def test_the_preview_is_the_page_that_is_printed(
    qtbot: QtBot, window: MainWindow, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QImage

    choices = page.choices
    press(qtbot, choices.papers[Paper.A4])
    press(qtbot, choices.kinds[Kind.PNG])
    choices.dpi.setCurrentIndex(choices.dpi.findData(96))
    choices.dpi.activated.emit(choices.dpi.currentIndex())
    page.preview.show_true_size()
    settle(window)
    qtbot.waitUntil(lambda: page.preview.zoom == 1.0 and window.settled)
    asked = answer(monkeypatch, tmp_path / "a4.png")
    qtbot.mouseClick(choices.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "a4.png").exists() and not window.jobs.busy, timeout=60_000)
    assert asked == ["PNG (*.png)"]
    printed, seen = QImage(str(tmp_path / "a4.png")), page.preview._image
    assert abs(printed.width() - seen.width()) <= 1
    places = [
        (x, y) for x in range(40, printed.width() - 40, 23) for y in range(40, printed.height() - 40, 19)
    ]
    apart = [
        place
        for place in places
        if max(
            abs(a - b)
            for a, b in zip(
                printed.pixelColor(*place).getRgb(), seen.pixelColor(*place).getRgb(), strict=True
            )
        )
        > 40
    ]
    assert len(apart) < 0.02 * len(places), apart[:10]


def test_the_atlas_turns_its_pages_and_ends_with_the_figures(
    qtbot: QtBot, window: MainWindow, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, page.choices.whats[What.ATLAS])
    settle(window)
    assert "Pagina 1 di 5 · Fornaci" in page.where.toolTip() + page.where.text()
    assert not page.back.isEnabled() and page.choices.figures.isChecked()
    assert not page.choices.kind.isEnabled() and page.choices.kinds[Kind.PDF].isChecked()
    first = page.preview._image.copy()
    page.preview.setFocus()
    qtbot.keyClick(page.preview, Qt.Key.Key_PageDown)
    settle(window)
    assert page.where.text().startswith("Pagina 2 di 5") and page.preview._image != first
    for _turn in range(3):
        qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
        settle(window)
    assert "Cifre" in page.where.text() and not page.forward.isEnabled()
    qtbot.mouseClick(page.choices.figures, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(window)
    assert page.where.text().startswith("Pagina 4 di 4")
    out = tmp_path / "atlante.pdf"
    answer(monkeypatch, out)
    qtbot.mouseClick(page.choices.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: out.exists() and not window.jobs.busy, timeout=60_000)
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 4


def test_an_export_that_is_stopped_leaves_no_file_and_no_line(
    window: MainWindow, page: SheetsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, page.choices.whats[What.ATLAS])
    settle(window)
    answer(monkeypatch, tmp_path / "atlante.pdf")
    qtbot.mouseClick(page.choices.export, Qt.MouseButton.LeftButton)
    window.jobs.cancel()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=60_000)
    assert list(tmp_path.glob("atlante*")) == [] and window.session.file.exports() == []


def test_what_is_exported_here_is_in_the_log(
    window: MainWindow, page: SheetsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "t.svg"
    press(qtbot, page.choices.kinds[Kind.SVG])
    answer(monkeypatch, out)
    qtbot.mouseClick(page.choices.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: out.exists() and not window.jobs.busy, timeout=60_000)
    (entry,) = window.session.file.exports()
    assert (entry.what, entry.records, entry.file) == ("sheet", 1, "t.svg")
    assert entry.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()


def test_slides_take_the_paper_of_the_screen(qtbot: QtBot, window: MainWindow, page: SheetsPage) -> None:
    press(qtbot, page.choices.whats[What.SLIDES])
    settle(window)
    wide = Paper.WIDE.size_mm()
    assert page.preview.size_px.width() / page.preview.size_px.height() == pytest.approx(wide[0] / wide[1])
    assert not page.choices.paper.isEnabled() and not page.preview.is_blank


def test_wheel_double_click_and_keys_zoom_about_the_hand(
    qtbot: QtBot, window: MainWindow, page: SheetsPage
) -> None:
    preview = page.preview
    fitted = preview.zoom
    at = QPointF(preview.page_rect.left() + 60, preview.page_rect.top() + 40)
    on_page = (at - preview.page_rect.topLeft()) / preview.zoom
    for _notch in range(4):
        event = QWheelEvent(
            at,
            preview.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(preview, event)
    assert preview.zoom > 2 * fitted
    now = (at - preview.page_rect.topLeft()) / preview.zoom
    assert (now - on_page).manhattanLength() < 40 / fitted  # kept in sight, near the cursor
    settle(window)
    assert preview._image.width() == pytest.approx(preview.size_px.width() * preview.wanted_dpr, abs=2)
    qtbot.mouseDClick(preview, Qt.MouseButton.LeftButton, pos=preview.rect().center())
    assert preview.zoom == fitted
    qtbot.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.zoom > fitted
    before = preview.page_rect.topLeft()
    for _key in range(3):
        qtbot.keyClick(preview, Qt.Key.Key_Plus)
    qtbot.keyClick(preview, Qt.Key.Key_Right)
    assert preview.page_rect.topLeft() != before
    qtbot.keyClick(preview, Qt.Key.Key_0)
    assert preview.zoom == fitted


def test_a_chosen_scale_is_kept_and_what_is_left_out_is_said(
    qtbot: QtBot, window: MainWindow, page: SheetsPage
) -> None:
    scale = page.choices.scale
    scale.setFocus()
    scale.setCurrentIndex(scale.findData(1000.0))
    scale.activated.emit(scale.currentIndex())
    settle(window)
    assert "scala 1:1.000" in page.choices.told.text() and "non sta tutta" in page.choices.told.text()
    assert scale.itemText(0).startswith("Automatica (1:")


def test_choices_are_remembered_with_the_project(
    qtbot: QtBot, window: MainWindow, page: SheetsPage, town: Path
) -> None:
    press(qtbot, page.choices.sides[True])
    qtbot.mouseClick(page.choices.grid, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(window)
    window.session.close()
    with ProjectFile.open(town, read_only=True) as file:
        kept = Order.from_json(file.setting(SETTING))
    assert kept.portrait and not kept.grid and kept.paper is Paper.A3
    window.open_project(town, wait=True)
    settle(window)
    window.go_to(Place.SHEETS)
    settle(window)
    assert page.choices.sides[True].isChecked() and not page.choices.grid.isChecked()


def test_an_edit_is_on_the_page_at_once(qtbot: QtBot, window: MainWindow, page: SheetsPage) -> None:
    before = page.preview._image.copy()
    file = window.session.file
    with file.edit("prova") as edit:
        edit.delete("camera", file.rows("camera", fields=()).fids.tolist())
    settle(window)
    qtbot.waitUntil(lambda: page.preview._image != before, timeout=30_000)


def test_a_scene_kept_or_renamed_is_on_the_page(window: MainWindow, page: SheetsPage, qtbot: QtBot) -> None:
    file = window.session.file
    x, y = file.extent()[:2]
    add_scene(file, Scene("Piazza", "Piazza del mercato", "", (x, y, x + 300, y + 300)), None, "Nuova")
    qtbot.waitUntil(lambda: page.choices.scene.findData("Piazza") >= 0 and window.settled, timeout=30_000)
    assert page.choices.scene.count() == 1 and page.where.text() == "Piazza"
    before = page.preview._image.copy()
    update_scene(file, "Piazza", Scene("Piazza", "Altro titolo", "", (x, y, x + 300, y + 300)), "Testi")
    qtbot.waitUntil(lambda: page.choices.scene.itemText(0) == "Altro titolo", timeout=30_000)
    assert page.preview._image != before


def test_without_zones_there_is_no_atlas(window: MainWindow, page: SheetsPage, qtbot: QtBot) -> None:
    press(qtbot, page.choices.whats[What.ATLAS])
    settle(window)
    file = window.session.file
    with file.edit("prova") as edit:
        edit.delete("analysis_zone", file.rows("analysis_zone", fields=()).fids.tolist())
    qtbot.waitUntil(lambda: page.choices.order.what is What.SHEET and window.settled, timeout=30_000)
    assert not page.choices.whats[What.ATLAS].isEnabled() and not page.choices.figures.isEnabled()
    assert not page.preview.is_blank
    file.undo()
    qtbot.waitUntil(lambda: page.choices.whats[What.ATLAS].isEnabled(), timeout=30_000)


def test_a_page_that_cannot_be_drawn_says_why(
    window: MainWindow, page: SheetsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_rest: object) -> None:
        raise FileError(Path("x"), FileProblem.DISK_FULL)

    monkeypatch.setattr("app.sheets.booklet.map_picture", broken)
    press(qtbot, page.choices.papers[Paper.A4])
    settle(window)
    assert page.preview.is_blank and "disco è pieno" in page.preview._reason
    monkeypatch.undo()
    press(qtbot, page.choices.papers[Paper.A3])
    settle(window)
    assert not page.preview.is_blank


def test_printed_in_grey_it_has_no_colour(qtbot: QtBot, window: MainWindow, page: SheetsPage) -> None:
    qtbot.mouseClick(page.grey, Qt.MouseButton.LeftButton)
    image = page.preview._shown
    assert image.isGrayscale() and not page.preview._image.isGrayscale()


def test_an_empty_project_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    import shapely

    with ProjectFile.create(
        tmp_path / "v.gpkg", name="V", epsg=7791, area=shapely.box(5e5, 5e6, 5.01e5, 5.001e6)
    ):
        pass
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    made.open_project(tmp_path / "v.gpkg", wait=True)
    settle(made)
    made.go_to(Place.SHEETS)
    settle(made)
    assert not made.sheets.page.choices.isVisible() and not made.sheets.page.preview.isVisible()
    made.close()


def test_the_place_is_not_made_before_its_first_visit(window: MainWindow) -> None:
    assert window.sheets._page is None
    assert not window.findChildren(SheetsPage)


@pytest.mark.parametrize(
    "kept",
    [None, [], "x", {"paper": "A9", "portrait": "sì", "scale": "nan", "dpi": 1e9, "what": 3, "figures": 1}],
)
def test_an_order_that_cannot_be_read_is_as_usual(kept: object) -> None:
    order = Order.from_json(kept)
    assert (order.paper, order.portrait, order.scale, order.figures) == (Paper.A3, False, None, None)
    assert Order.from_json(order.to_json()) == order
