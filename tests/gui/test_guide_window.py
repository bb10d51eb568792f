"""F1: the guide inside the program, at the page of what has the focus; dialogs that fit small screens."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.dialog_manners import DialogManners, fit_screen
from app.dialogs.guide import GuideDialog
from app.guide_pages import FIRST, folder, mark, page_for, pages

PAGES = [file for file, _title in pages()]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_its_links_lead_somewhere(qtbot: QtBot, page: str) -> None:
    dialog = GuideDialog(page)
    qtbot.addWidget(dialog)
    assert dialog.page == page and dialog.text.toPlainText().strip()
    text = (folder() / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (folder() / target).exists(), target


def test_all_the_pages_are_in_the_contents() -> None:
    written = {path.name for path in folder().glob("*.md")}
    assert written == set(PAGES)


def test_a_page_is_chosen_in_the_list_and_by_a_word(qtbot: QtBot) -> None:
    dialog = GuideDialog()
    qtbot.addWidget(dialog)
    assert dialog.page == FIRST
    dialog.list.setCurrentRow(PAGES.index("importare.md"))
    assert dialog.page == "importare.md" and dialog.list.currentRow() == PAGES.index("importare.md")
    qtbot.keyClicks(dialog.search, "windows-1252")
    shown = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert 0 < len(shown) < len(PAGES)


def test_nothing_comes_from_the_network(qtbot: QtBot) -> None:
    dialog = GuideDialog()
    qtbot.addWidget(dialog)
    assert dialog.text.loadResource(2, QUrl("https://example.org/x.png")) in (None, "", b"")


def test_the_page_is_that_of_what_a_widget_stands_in(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    inner = QLineEdit(outer)
    assert page_for(inner) == FIRST
    mark(outer, "mappa.md")
    assert page_for(inner) == "mappa.md"
    mark(inner, "tabella.md")
    assert page_for(inner) == "tabella.md"


class _Screen:
    def __init__(self, width: int, height: int) -> None:
        self.size = QSize(width, height)

    def availableGeometry(self):
        from PySide6.QtCore import QRect

        return QRect(0, 0, self.size.width(), self.size.height())


def test_a_dialog_larger_than_the_screen_scrolls_and_loses_nothing(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    labels = [QLabel(f"Riga {n}") for n in range(60)]
    for label in labels:
        label.setMinimumSize(900, 20)
        column.addWidget(label)
    dialog.screen = lambda: _Screen(640, 400)  # type: ignore[method-assign]
    dialog.show()
    assert fit_screen(dialog)
    assert dialog.width() <= 640 and dialog.height() <= 400
    area = dialog.findChild(QScrollArea)
    assert area is not None and area.widget().isAncestorOf(labels[-1])
    assert area.verticalScrollBar().maximum() > 0 and area.horizontalScrollBar().maximum() > 0


def test_a_dialog_that_fits_is_left_alone(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(QLabel("Corto"))
    dialog.screen = lambda: _Screen(1280, 800)  # type: ignore[method-assign]
    assert not fit_screen(dialog) and dialog.findChild(QScrollArea) is None


def test_pictures_of_the_guide_are_small_enough_to_keep() -> None:
    for path in (Path(folder()) / "figure").glob("*.png"):
        assert path.stat().st_size < 640_000, path.name


def test_alt_arrow_reaches_the_page_before(qtbot: QtBot) -> None:
    dialog = GuideDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_page("importare.md")
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.page == FIRST


def test_a_dialog_that_ended_before_it_had_the_focus_is_deleted(qtbot: QtBot) -> None:
    manners = DialogManners(QGuiApplication.instance())
    ended, coming = QDialog(), QDialog()
    qtbot.addWidget(coming)
    ended.show()
    ended.reject()
    with qtbot.waitSignal(ended.destroyed):
        manners._focused(None)
    assert coming.objectName() == "", "one that is not shown yet is still there"
    manners.deleteLater()
