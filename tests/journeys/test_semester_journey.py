"""Journey 4: the semester is compared, frozen, the risk map changed with a reason, the minutes written."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hands import settle
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.dialogs.minutes import MinutesDialog
from app.panels.topbar import Place

pytestmark = pytest.mark.journey
LEFT = Qt.MouseButton.LeftButton
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def window(qapp: QApplication, qtbot, demo: Path, tmp_path: Path) -> Iterator:
    """The real window on a copy of the demo town."""
    from app.window import MainWindow

    qapp.setApplicationName("Torrazzo")
    qapp.setOrganizationName("Torrazzo")
    QSettings().clear()
    copy = tmp_path / "citta.gpkg"
    copy.write_bytes(demo.read_bytes())
    made = MainWindow()
    made.resize(1600, 900)
    made.canvas.animated = False
    qtbot.addWidget(made)
    made.show()
    made.open_project(copy)
    qtbot.waitUntil(lambda: made.session.project is not None and made.settled, timeout=180_000)
    yield made
    made.close()


def row(window, name: str) -> list[str]:
    """Return the cells of a zone as the table shows them."""
    model = window.review.page.table.zones
    place = [each.name for each in model.rows].index(name)
    return [model.data(model.index(place, column)) for column in range(model.columnCount())]


def move_over(canvas, at: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    place = QPointF(canvas.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def redness(canvas, at: QPointF) -> int:
    """Return how far a pixel is from grey towards red."""
    colour = canvas.grab().toImage().pixelColor(at.toPoint())
    return colour.red() - colour.blue()


def test_the_semester_from_the_comparison_to_the_minutes(
    window, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.review._page is None  # nothing of the place is made before the first visit
    qtbot.mouseClick(window.topbar._places[Place.REVIEW], LEFT)
    settle(qtbot, window)
    page = window.review.page
    assert window.stack.currentWidget() is page and not window.inspector_dock.isVisible()

    read_the_result(window, qtbot, page)
    the_maps_move_together(window, qtbot, page)
    frozen = freeze(window, qtbot, page, tmp_path)
    propose_undo_redo(window, qtbot, page)
    write_minutes(window, qtbot, page, tmp_path / "verbale.pdf", monkeypatch)
    the_frozen_semester_is_read_only(window, qtbot, frozen)


def read_the_result(window, qtbot, page) -> None:
    assert page.title.text() == "In una zona su sette la variazione non si spiega con il caso"
    assert page.maps.before.title.text() == "Semestre 2025-1"
    assert row(window, "Fornaci") == [
        "Fornaci",
        "167",
        "246",
        "+79",
        "da +24 a +134",
        "",
        "Aumento significativo",
        "4",
    ]
    assert row(window, "Stazione")[6] == "Compatibile con il caso"
    assert page.class_line.text() == "La zona passerebbe dalla classe di rischio 4 alla 5."
    assert (
        page.chart.history.title == "Fornaci, primi semestri"
        and page.chart.history.mean_text == "media 2025: 167"
    )
    # the hottest place of Fornaci is a class higher on the right, and the selected row has its blue bar
    view = page.maps.left.view
    at = QPointF(*view.to_screen(*hottest(window)))
    assert redness(page.maps.right, at) > redness(page.maps.left, at) + 15
    picture = page.table.viewport().grab().toImage()
    assert picture.pixelColor(1, 10) == QColor(window.theme.ac)
    # the keyboard goes from zone to zone
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.chart.history.title == "Stazione, primi semestri"
    assert page.maps.left.selection == page.maps.right.selection == {"analysis_zone": (window.review.zone,)}
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    assert page.chart.history.title == "Fornaci, primi semestri"


def hottest(window) -> tuple[float, float]:
    """Return where the density of Fornaci rises most, in the metres of the map."""
    import numpy as np
    import shapely

    from maps.crs import WEB_MERCATOR, transform_xy
    from maps.semester.review import densities

    project = window.session.project
    before, after, _breaks = densities(project, window.review.found.review)
    gain = after.values - before.values
    rows, columns = np.mgrid[0 : gain.shape[0], 0 : gain.shape[1]]
    x, y = after.x0 + (columns + 0.5) * after.cell_m, after.y0 + (rows + 0.5) * after.cell_m
    frame = project.frame("analysis_zone")
    fornaci = frame.geometry[frame["name"] == "Fornaci"].iloc[0]
    gain[~shapely.contains_xy(fornaci, x, y)] = -np.inf
    place = np.unravel_index(np.argmax(gain), gain.shape)
    return tuple(float(each) for each in transform_xy(x[place], y[place], project.epsg, WEB_MERCATOR))


def the_maps_move_together(window, qtbot, page) -> None:
    left, right = page.maps.canvases
    for canvas in page.maps.canvases:
        canvas.animated = False
    scale = left.view.metres_per_px
    right.zoom_by(2.0, QPointF(200, 150))
    assert left.view.metres_per_px == right.view.metres_per_px == scale / 2
    assert left.view.center_x == pytest.approx(right.view.center_x, abs=scale)
    at = QPoint(left.width() // 2 - 60, left.height() // 2 - 40)
    move_over(left, at)
    settle(qtbot, window)
    for canvas in page.maps.canvases:  # the pointer is on both maps, at the same place of the ground
        place = canvas.view.to_screen(page.maps.pointer.x(), page.maps.pointer.y())
        assert canvas.grab().toImage().pixelColor(QPointF(*place).toPoint()) == QColor(window.theme.ac)
    QApplication.sendEvent(left, QEvent(QEvent.Type.Leave))
    assert page.maps.pointer is None


def freeze(window, qtbot, page, folder: Path) -> Path:
    qtbot.mouseClick(page.freeze, LEFT)
    target = folder / "citta-2026-1.gpkg"
    qtbot.waitUntil(target.exists, timeout=30_000)
    settle(qtbot, window)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert window.session.file.setting("snapshots")[0]["sha256"] == digest
    assert digest[:8] in window.message.sentence.text() and window.message.parentWidget() is page
    assert "Congelato il" in page.notes._whole
    qtbot.mouseClick(page.freeze, LEFT)  # never overwritten
    settle(qtbot, window)
    assert "non si sovrascrive" in window.message.sentence.text()
    assert hashlib.sha256(target.read_bytes()).hexdigest() == digest
    window.message.clear()
    return target


def propose_undo_redo(window, qtbot, page) -> None:
    qtbot.mouseClick(page.propose, LEFT)
    form = page.form
    assert form.isVisible() and (form.previous.currentData(), form.proposed.currentData()) == (4, 5)
    form.reason.setCurrentIndex(0)
    qtbot.mouseClick(form.save, LEFT)
    assert (
        form.isVisible() and window.session.file.undo_label() is None
    )  # without a reason nothing is recorded
    QTest.keyClicks(form.reason, "Esp")
    assert form.reason.currentData() == "complaints"
    form.office.clear()
    QTest.keyClicks(form.office, "Questura")
    qtbot.mouseClick(form.save, LEFT)
    settle(qtbot, window)
    assert not form.isVisible() and row(window, "Fornaci")[7] == "4 → 5"
    assert page.class_line.text().startswith(
        "Variazione proposta: dalla classe di rischio 4 alla 5, per esposti e segnalazioni."
    )
    assert window.session.file.undo_label() == "Mappa del rischio: Fornaci, classe da 4 a 5"
    qtbot.mouseClick(window.topbar.undo, LEFT)
    settle(qtbot, window)
    assert row(window, "Fornaci")[7] == "4"
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert row(window, "Fornaci")[7] == "4 → 5"


def write_minutes(window, qtbot, page, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MinutesDialog)
        QTest.keyClicks(dialog.present, "Prefettura, Questura")
        (first,) = dialog.rows
        QTest.keyClicks(first.text, "Due pattuglie serali alle Fornaci")
        QTest.keyClicks(first.office, "Questura")
        QTest.keyClicks(first.due, "31/12/2026")
        QTest.mouseClick(dialog.write, LEFT)

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(page.minutes, LEFT)
    qtbot.waitUntil(target.exists, timeout=60_000)
    settle(qtbot, window)
    assert target.read_bytes().startswith(b"%PDF-")
    from app.review.minutes import document
    from maps.semester.review import review

    told = str(document(window.session.project, review(window.session.project, "2026-1"), TODAY).to_json())
    for words in (
        "Due pattuglie serali alle Fornaci",
        "31/12/2026",
        "Esposti e segnalazioni",
        "Aumento significativo",
    ):
        assert words in told


def the_frozen_semester_is_read_only(window, qtbot, frozen: Path) -> None:
    window.open_project(frozen)
    qtbot.waitUntil(lambda: window.session.path == frozen, timeout=60_000)
    settle(qtbot, window)
    assert not window.session.editable and "Fotografia del semestre 2026-1" in window.message.sentence.text()
    qtbot.mouseClick(window.topbar._places[Place.REVIEW], LEFT)
    settle(qtbot, window)
    assert not window.review.page.propose.isEnabled() and not window.review.page.freeze.isEnabled()
    assert row(window, "Fornaci")[7] == "4"  # as it was when it was frozen


def test_the_review_goes_to_the_room(window, qtbot) -> None:
    from maps.views.scenes import read_scenes

    window.go_to(Place.REVIEW)
    settle(qtbot, window)
    assert window.topbar.period.told == "2026-1 con 2025-1"
    qtbot.mouseClick(window.review.page.scenes, LEFT)
    scenes = read_scenes(window.session.file)
    assert [(each.review, each.semester) for each in scenes] == [
        (side, "2026-1") for side in ("before", "after", "change")
    ]
    qtbot.mouseClick(
        window.review.page.scenes, LEFT
    )  # the same comparison is brought up to date, not doubled
    assert read_scenes(window.session.file) == scenes
    qtbot.mouseClick(window.message.action, LEFT)
    window.session.file.undo()
    assert read_scenes(window.session.file) == []
    window.actions_.run("project")  # and from its own place it is projected as it stands
    qtbot.waitUntil(lambda: window.projection.presenter is not None, timeout=30_000)
    presenter = window.projection.presenter
    before, after, change = presenter.deck.slides
    assert before.legend == after.legend and before.legend[0].rows
    assert [bar.told for bar in after.items[0].bars] == ["167", "246"]
    assert change.sentence == window.review.page.title.text()
    assert [(row.name, row.difference, row.kind) for row in change.table.rows[:2]] == [
        ("Fornaci", "+79", "rise"),
        ("Stazione", "+59", "chance"),
    ]
    presenter.close()
    window.go_to(Place.MAP)
    assert window.topbar.period.told == ""


def test_a_scene_of_the_review_shows_its_comparison(window, qtbot) -> None:
    from maps.views.scenes import read_scenes

    window.go_to(Place.REVIEW)
    settle(qtbot, window)
    kind = window.review.page.category.itemData(1)
    window.review._choose_category(kind)
    settle(qtbot, window)
    window.review.scenes.add()
    name = read_scenes(window.session.file)[0].name
    window.review._choose_category("")
    window.go_to(Place.MAP)
    window.scenes.show_scene(name)
    settle(qtbot, window)
    assert window.place is Place.REVIEW and window.review.found.asked.category == kind
