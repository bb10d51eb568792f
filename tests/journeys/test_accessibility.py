"""What EN 301 549 asks of the window: names, keyboard, visible focus, nothing that opens beside it by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from app.panels.topbar import Place
from app.session import Selection
from app.shot import settle
from app.shot_panels import PANELS, show_panel
from app.window import MainWindow

#: Containers that take the focus only for the wheel and are never reached by Tab.
_NOT_BY_TAB = (QScrollArea,)


@pytest.fixture(scope="module")
def shared(
    qapp: QApplication, small_town: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window for all the tests of this file: they look, and put back what they change."""
    path = tmp_path_factory.mktemp("names") / "borgo.gpkg"
    path.write_bytes(small_town.read_bytes())
    made = MainWindow()
    made.resize(1600, 900)
    made.canvas.animated = False
    made.show()
    made.open_project(path, wait=True)
    settle(made)
    yield made
    made.close()
    made.deleteLater()  # beside it every later window would take seconds to be styled


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    shared.activateWindow()
    yield shared
    shared.session.select(None)
    shared.tables.close()
    shared.go_to(Place.MAP)
    settle(shared)


def reachable(root: QWidget) -> Iterator[QWidget]:
    """Yield the visible widgets that Tab reaches."""
    for widget in [root, *root.findChildren(QWidget)]:
        by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if isinstance(widget.parentWidget(), QAbstractSpinBox):  # the box speaks for its line
            continue
        if by_tab and widget.isVisibleTo(root) and widget.isEnabled() and not isinstance(widget, _NOT_BY_TAB):
            yield widget


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None or not interface.isValid():
        return widget.accessibleName()
    spoken = interface.text(QAccessible.Text.Name)
    return spoken or widget.accessibleName()


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in reachable(root)
        if not name_of(widget).strip() and widget is not root
    ]


def test_opening_a_project_opens_no_other_window(window) -> None:
    """A part shown before it has a parent would be a window of its own, and take the keyboard away."""
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
    assert window.isActiveWindow()


def test_every_control_of_the_window_has_a_name(window) -> None:
    assert nameless(window) == []


@pytest.mark.parametrize("layer", ["camera", "analysis_zone"])
def test_every_control_of_a_form_has_a_name(window, qtbot, layer: str) -> None:
    window.session.select(Selection(layer, 1))
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    assert nameless(window.inspector) == []


def test_every_control_of_the_table_has_a_name(window, qtbot) -> None:
    window.tables.open("camera")
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    assert nameless(window.tables.panel) == []


def test_every_control_of_the_balance_has_a_name(window, qtbot) -> None:
    window.go_to(Place.BALANCE)
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    assert nameless(window.balance) == []


def test_every_control_of_the_sheets_has_a_name(window, qtbot) -> None:
    window.go_to(Place.SHEETS)
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    assert nameless(window) == []


def test_every_control_of_the_review_has_a_name(window, qtbot) -> None:
    window.go_to(Place.REVIEW)
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    page = window.review.page
    assert page.is_empty and page.help.isVisible()  # one semester only: one sentence, one action
    assert nameless(page) == []
    page.body.setCurrentIndex(1)
    page.open_form()
    assert nameless(page) == []
    page.close_form()
    assert nameless(page) == []


def test_every_control_of_the_cordon_has_a_name(window, qtbot) -> None:
    window.cordon.open()
    qtbot.waitUntil(lambda: window.settled, timeout=30_000)
    assert window.cordon.panel.isVisible()
    assert nameless(window.cordon.panel) == []


@pytest.mark.parametrize(
    "panel",
    sorted(PANELS.keys() - {"start", "table", "search", "menu", "cordon", "project", "sites"}),
    ids=lambda name: name,
)
def test_every_control_of_a_dialog_has_a_name(window, qtbot, panel: str) -> None:
    over = show_panel(window, panel)
    assert over is not None
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=30_000)
    found = nameless(over[0])
    over[0].close()
    assert found == []


def test_whoever_comes_by_tab_sees_where_the_focus_is(window, qtbot) -> None:
    """Each control looks other than before once it has the focus."""
    window.activateWindow()
    unseen = []
    for widget in list(reachable(window)):
        if not shiboken6.isValid(widget) or isinstance(widget, QTextEdit) or widget.isWindow():
            continue  # a form may have been made anew
        window.topbar.menu_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if widget is window.topbar.menu_button:
            window.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QAbstractItemView) and not widget.currentIndex().isValid():
            widget.setCurrentIndex(widget.model().index(1, 0))
        QApplication.processEvents()
        if widget.hasFocus() and widget.grab().toImage() == before:
            unseen.append(f"{type(widget).__name__} {name_of(widget)}")
    assert unseen == []


def test_tab_goes_round_all_the_controls_and_comes_back(window, qtbot) -> None:
    window.activateWindow()
    wanted = {widget for widget in reachable(window) if widget.focusProxy() is None and not widget.isWindow()}
    window.topbar.menu_button.setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    for _ in range(4 * len(wanted)):
        focused = QApplication.focusWidget()
        if focused is None or (met and focused is met[0]):
            break
        met.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    left = [each for each in wanted - set(met) if shiboken6.isValid(each) and each in set(reachable(window))]
    missed = [f"{type(each).__name__} {name_of(each)}" for each in left]  # in a row of choices arrows go on
    assert missed == []


def test_the_bar_comes_before_the_map_and_the_map_before_the_panel(window, qtbot) -> None:
    order = [window.topbar.menu_button, window.topbar.search, window.canvas]
    window.topbar.menu_button.setFocus(Qt.FocusReason.TabFocusReason)
    met = []
    for _ in range(60):
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], Qt.Key.Key_Tab)
    places = [met.index(widget) for widget in order]
    assert places == sorted(places)


def test_every_control_of_the_start_page_has_a_name(qapp: QApplication, qtbot) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    assert nameless(made.start) == []
    made.close()
