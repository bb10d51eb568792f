"""Tasks of the comparison of docs/design.md, done by mouse and keys: the gestures are those its table says."""

import re
import runpy
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.panels.layers.view import LayersView
from app.panels.topbar import Place
from app.settling import settle

pytestmark = pytest.mark.journey
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
PAGE = Path(__file__).resolve().parents[2] / "docs" / "design.md"


class Hand:
    """Clicks and types, and counts both; a key held with another is two."""

    def __init__(self) -> None:
        self.clicks = self.keys = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, pos=at if at is not None else widget.rect().center())

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.keys += 1 if modifier is None else 2
        QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, widget: QWidget, text: str) -> None:
        self.keys += len(text)
        QTest.keyClicks(widget, text)


def told(task: str, column: int) -> dict[str, int]:
    """Return the gestures that the page says of a task, by their letter."""
    rows = PAGE.read_text(encoding="utf-8").splitlines()
    row = next(line for line in rows if line.startswith(f"| {task} |"))
    return {unit: int(count) for count, unit in re.findall(r"(\d+) ([ctdm])\b", row.split("|")[column])}


def gestures(task: str) -> tuple[int, int]:
    """Return the clicks and keys that the page says of a task in Torrazzo."""
    found = told(task, 4)
    return found.get("c", 0), found.get("t", 0)


@pytest.mark.parametrize(("program", "column"), [("qgis", 2), ("torrazzo", 4)])
def test_the_page_counts_the_gestures_that_were_timed(program: str, column: int) -> None:
    script = runpy.run_path(str(PAGE.parents[1] / "tests" / "benchmarks" / "beside_tasks.py"))
    for task in script["TASKS"]:
        counted = script["gestures"](task.sequence(program)[1])
        assert told(task.name, column) == {unit: n for unit, n in counted.items() if n}, task.name


def press_row(window, hand: Hand, text: str, x: int) -> None:
    """Click on a row of the layers card, some pixels from its left edge."""
    view = window.layers.findChild(LayersView)
    row = next(n for n, each in enumerate(window.layers.model.entries) if each.text == text)
    view.scrollTo(window.layers.model.index(row, 0))
    box = view.visualRect(window.layers.model.index(row, 0))
    hand.click(view.viewport(), QPoint(box.left() + x, box.center().y()))


def test_the_project_of_yesterday_is_opened(window, town: Path) -> None:
    hand, start = Hand(), window.start
    window.session.close()
    rows = [each for each in start.findChildren(QWidget) if each.property("recent")]
    hand.click(rows[0])
    settle(window)
    assert window.session.project is not None and window.session.path == town
    assert (hand.clicks, hand.keys) == gestures("Aprire il progetto usato ieri")


def test_a_bookmark_is_saved(window) -> None:
    hand = Hand()

    def name_it() -> None:
        box = QApplication.activeModalWidget()
        hand.write(box.findChild(QLineEdit), "Duomo")
        hand.key(box.findChild(QLineEdit), Qt.Key.Key_Return)

    QTimer.singleShot(200, name_it)
    hand.key(window, Qt.Key.Key_B, CONTROL)
    assert "Duomo" in [each["name"] for each in window.session.file.setting("bookmarks")]
    assert (hand.clicks, hand.keys) == gestures("Salvare un segnalibro «Duomo»")


def test_density_is_one_click_with_its_radius(window) -> None:
    hand = Hand()
    window.looks.set_visible("density", False)
    settle(window)
    press_row(window, hand, "Densità", 14)
    settle(window)
    assert window.model.painter("density").visible and window.model.results["density"].bandwidth_m == 150.0
    assert (hand.clicks, hand.keys) == gestures("Densità degli eventi con raggio di 150 m")


def test_the_broken_cameras_alone_are_one_click(window) -> None:
    hand = Hand()
    with window.session.edit("Guasti") as edit:
        for fid in (2, 5):
            edit.update("camera", fid, {"working_state": "broken"})
    settle(window)
    press_row(window, hand, "guasta", 90)
    settle(window)
    assert set(window.model.painter("camera").fids) == {2, 5}
    assert (hand.clicks, hand.keys) == gestures("Vedere solo le telecamere guaste")


def test_two_semesters_are_compared(window) -> None:
    hand = Hand()
    hand.click(window.topbar._places[Place.REVIEW])
    settle(window)
    assert window.place is Place.REVIEW
    assert (hand.clicks, hand.keys) == gestures("Confrontare la densità di due semestri")


def test_a_sheet_is_composed(window) -> None:
    hand = Hand()
    hand.key(window, Qt.Key.Key_P, CONTROL)
    settle(window)
    assert not window.sheets.page.preview.is_blank
    hand.clicks += 1  # «Esporta…», whose file is read again in test_sheets_place
    assert window.sheets.page.choices.export.isEnabled()
    assert (hand.clicks, hand.keys) == gestures("Comporre una tavola con legenda, scala e nord")
