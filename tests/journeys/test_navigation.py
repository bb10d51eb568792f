"""Moving over the map with real keys and a real mouse: views, bookmarks, places, palette."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QInputDevice, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.browsing.search import NOTHING
from app.dialogs.bookmarks import BookmarksDialog
from app.dialogs.naming import NameDialog
from maps.views.bookmarks import read_bookmarks

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
X0, Y0, EPSG = 580_000.0, 4_998_000.0, 7791


def write(window, text: str, keys: tuple[Qt.Key, ...] = (Qt.Key.Key_Return,)) -> None:
    """Open the palette with Ctrl+K, write in it, press the keys."""
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    search = window.topbar.search
    QTest.keyClicks(search, text)
    for key in keys:
        QTest.keyClick(search, key)


def middle(window) -> tuple[float, float]:
    """Return the project metres at the middle of the free part of the map."""
    from maps.crs import WEB_MERCATOR, transform_xy

    view = window.canvas.view
    left, top, right, bottom = window.map_area.free_margins()
    x, y = view.to_world((left + view.width - right) / 2, (top + view.height - bottom) / 2)
    east, north = transform_xy(x, y, WEB_MERCATOR, EPSG)
    return float(east), float(north)


@pytest.fixture(autouse=True)
def separate_steps(window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.browsing.travel.TOGETHER_S", 0.0)
    window.navigation.trail.clear()
    window.navigation.trail.rest(window.canvas.view)


def test_alt_arrows_walk_through_the_views(window) -> None:
    canvas = window.canvas
    first = canvas.view
    canvas.zoom_by(4.0)
    canvas.set_view(canvas.view.panned(400, 0))
    last = canvas.view
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert canvas.view == first
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert "precedente" in window.message.sentence.text()
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Right, ALT)
    assert canvas.view == last


def test_z_draws_a_box_and_the_map_shows_it(window) -> None:
    canvas = window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z)
    assert window.buttons.tools["zoom_box"].isChecked()
    west, north = canvas.view.to_world(500.0, 300.0)
    east, south = canvas.view.to_world(700.0, 420.0)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    QTest.mouseMove(canvas, QPoint(600, 380))
    QTest.mouseMove(canvas, QPoint(700, 420))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(700, 420))
    seen = canvas.view.bounds
    assert seen[0] <= west + 1 and seen[1] <= south + 1 and seen[2] >= east - 1 and seen[3] >= north - 1
    wide, high = (east - west) / canvas.width(), (north - south) / canvas.height()
    assert canvas.view.metres_per_px == pytest.approx(max(wide, high))
    assert not window.buttons.tools["zoom_box"].isChecked()


def test_a_box_drawn_among_the_doors_of_a_street_still_zooms_in(window) -> None:
    canvas = window.canvas
    canvas.set_view(canvas.view.with_scale(900))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z)
    before = canvas.view.metres_per_px
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    QTest.mouseMove(canvas, QPoint(700, 420))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(700, 420))
    assert canvas.view.metres_per_px < before / 2


def test_the_pinch_of_a_touchpad_zooms_about_the_fingers(window) -> None:
    canvas, at = window.canvas, QPointF(700.0, 300.0)
    under = canvas.view.to_world(at.x(), at.y())
    before = canvas.view.metres_per_px
    device = QPointingDevice(
        "touchpad", 1, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position, 2, 0,
    )  # fmt: skip
    for value in (0.1, 0.1, 0.1):
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture, device, 2, at, at,
            QPointF(canvas.mapToGlobal(at.toPoint())), value, QPointF(),
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
    assert canvas.view.metres_per_px == pytest.approx(before / 1.1**3)
    assert canvas.view.to_world(at.x(), at.y()) == pytest.approx(under, abs=2 * before)


def test_a_map_let_go_while_it_moves_glides_and_stops(window, qtbot) -> None:
    canvas = window.canvas
    canvas.animated = True
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(800, 300))
    for x in (780, 740, 690, 630):
        QTest.mouseMove(canvas, QPoint(x, 300), delay=8)
    at_release = canvas.view.center_x
    with qtbot.waitSignal(canvas.settled, timeout=5000):
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(630, 300))
    assert canvas.view.center_x > at_release
    canvas.animated = False


def test_bookmarks_are_kept_in_the_project_and_found_again(window) -> None:
    window.canvas.zoom_by(4.0)
    there = middle(window)
    QTimer.singleShot(0, lambda: answer("<b>Piazza</b> & co"))
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    (mark,) = read_bookmarks(window.session.file)
    assert mark.name == "<b>Piazza</b> & co"
    window.browser.fit_all(animated=False)
    write(window, "piazza")
    assert middle(window) == pytest.approx(there, abs=15)
    window.browser.fit_all(animated=False)
    window.navigation.menu.aboutToShow.emit()
    window.navigation.menu.actions()[0].trigger()
    assert middle(window) == pytest.approx(there, abs=15)


def answer(name: str) -> None:
    """Write a name in the dialog that asks for it, and accept."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NameDialog)
    QTest.keyClicks(dialog.line, name)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)


def test_what_is_wrong_with_a_name_is_told_below_its_field(window, qtbot) -> None:
    window.navigation.keep("Stazione")
    dialog = window.navigation.naming()
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.do.isEnabled() and not dialog.told.text()
    QTest.keyClicks(dialog.line, "  ")
    assert not dialog.do.isEnabled() and dialog.told.text()
    dialog.line.setText("à" * 81)
    assert not dialog.do.isEnabled() and "80" in dialog.told.text()
    assert dialog.told.text() == dialog.line.accessibleDescription()
    dialog.line.setText("stazione ")
    assert dialog.do.isEnabled() and "già" in dialog.told.text()
    dialog.line.setText("Stazione nord")
    assert dialog.do.isEnabled() and not dialog.told.text()


def test_a_bookmark_is_renamed_and_taken_away_in_its_list(window, qtbot) -> None:
    window.navigation.keep("Uno")
    window.navigation.keep("Due")
    dialog = BookmarksDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.item(0).setText("Tre")
    assert [each.name for each in read_bookmarks(window.session.file)] == ["Tre", "Due"]
    dialog.list.item(1).setText("Tre")
    assert [each.name for each in read_bookmarks(window.session.file)] == ["Tre", "Due"]
    dialog.list.setCurrentRow(1)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert [each.name for each in read_bookmarks(window.session.file)] == ["Tre"]
    with qtbot.waitSignal(dialog.wanted):
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("text", ["580650 4998350", "580.650; 4.998.350"])
def test_metres_of_the_project_lead_there(window, text: str) -> None:
    write(window, text)
    assert middle(window) == pytest.approx((580_650, 4_998_350), abs=3)
    assert window.navigation.pin is not None


def test_degrees_pasted_from_a_map_lead_there_and_far_away_is_told(window) -> None:
    from maps.crs import WGS84, transform_xy

    lon, lat = transform_xy(580_650.0, 4_998_350.0, EPSG, WGS84)
    QApplication.clipboard().setText(f"https://www.openstreetmap.org/#map=18/{lat:.6f}/{lon:.6f}")
    QTest.keyClick(window, Qt.Key.Key_G, CTRL)
    QTest.keyClick(window.topbar.search, Qt.Key.Key_V, CTRL)
    QTest.keyClick(window.topbar.search, Qt.Key.Key_Return)
    assert middle(window) == pytest.approx((580_650, 4_998_350), abs=3)
    write(window, "41.9, 12.5")
    assert "fuori" in window.message.sentence.text()


def test_the_palette_finds_commands_layers_cameras_zones_and_streets(window) -> None:
    search = window.topbar.search
    kinds = {
        text: search.search(text)[0].kind.split(":")[0]
        for text in ("tabella", "densit", "TC-007", "duomo", "via 6", "vista prec")
    }
    assert kinds == {
        "tabella": "comando", "densit": "livello", "TC-007": "telecamera",
        "duomo": "zona", "via 6": "via", "vista prec": "comando",
    }  # fmt: skip
    write(window, "duomo", (Qt.Key.Key_Down, Qt.Key.Key_Return))
    assert window.session.selection.layer == "analysis_zone"


def test_the_palette_offers_something_before_a_word_and_escape_leaves(window) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert [hit.kind for hit in window.topbar.search.found][:1] == ["comando"]
    QTest.keyClick(window.topbar.search, Qt.Key.Key_Escape)
    assert not window.topbar.search._completer.popup().isVisible()


def test_the_palette_says_that_nothing_is_found_and_what_can_be_searched(window) -> None:
    search = window.topbar.search
    write(window, "xyzzy", ())
    assert search.popup().isVisible() and search.found == [NOTHING]
    row = search.popup().model().index(0, 0)
    assert row.data() == "Nessun risultato" and "vie" in NOTHING.kind
    assert row.flags() == Qt.ItemFlag.NoItemFlags
    before = window.canvas.view
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(search, key)
    assert window.canvas.view == before
    assert "xyzzy" in window.message.sentence.text()


def test_a_street_just_found_is_marked_for_a_moment(window) -> None:
    mark = window.browser._street
    write(window, "via 6")
    assert len(mark.lines)
    picture = window.canvas.grab().toImage()
    x, y = mark.lines[0].interpolate(0.5, normalized=True).coords[0]
    at = QPointF(*window.canvas.view.to_screen(x, y)).toPoint()
    accent = QColor(window.theme.ac)
    assert picture.pixelColor(at * picture.devicePixelRatio()).name() == accent.name()
    mark._timer.setInterval(0)
    mark._timer.start()
    QTest.qWait(20)
    assert not len(mark.lines)


def test_a_layer_is_hidden_and_shown_by_its_name(window) -> None:
    painter = window.model.painter("density")
    shown = painter.visible
    write(window, "densit")
    assert window.model.painter("density").visible is not shown
    write(window, "densit")
    assert window.model.painter("density").visible is shown


class Resizes(QObject):
    """Tells each new size of a widget."""

    told = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.told.emit()
        return False


def test_the_search_is_wide_enough_to_write_in_where_the_bar_is_short(window, qtbot) -> None:
    window.resize(1280, 800)
    window.activateWindow()
    search = window.topbar.search
    qtbot.waitUntil(lambda: search.width() < 200)
    search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(lambda: search.hasFocus() and search.width() == 260)
    QTest.keyClicks(search, "duomo")
    qtbot.wait(80)
    assert search.width() == 260
    with qtbot.assertNotEmitted(
        Resizes(search).told, wait=200
    ):  # the bar and the field leave each other in peace
        pass
    QTest.keyClick(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: search.width() < 200)
