"""Tasks of the comparison of docs/design.md, done by mouse and keys: the gestures are those its table says."""

import re
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


def gestures(task: str) -> tuple[int, int]:
    """Return the clicks and keys that the page says of a task in Torrazzo."""
    row = next(
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {task} |")
    )
    told = row.split("|")[4]
    assert "fatto" in told
    found = {unit: int(count) for count, unit in re.findall(r"(\d+) ([ct])\b", told)}
    return found.get("c", 0), found.get("t", 0)


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
    hand, view = Hand(), window.layers.findChild(LayersView)
    window.looks.set_visible("density", False)
    settle(window)
    row = next(n for n, each in enumerate(window.layers.model.entries) if each.key == "density")
    box = view.visualRect(window.layers.model.index(row, 0))
    hand.click(view.viewport(), QPoint(box.left() + 14, box.center().y()))
    settle(window)
    assert window.model.painter("density").visible and window.model.results["density"].bandwidth_m == 150.0
    assert (hand.clicks, hand.keys) == gestures("Densità degli eventi con raggio di 150 m")


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
