"""Files dropped on the window: a project opens, data without a project is told what it needs."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.window import MainWindow

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def empty(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


def drop(window: MainWindow, path: Path) -> bool:
    """Drag a file over the window and let it go; return whether the window would take it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(QPointF(300, 300).toPoint(), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, data, LEFT, PLAIN))
    return enter.isAccepted()


def test_a_project_dropped_on_the_start_page_opens(empty: MainWindow, qtbot: QtBot, town: Path) -> None:
    assert drop(empty, town)
    qtbot.waitUntil(lambda: empty.session.path == town, timeout=60_000)
    empty.close()


def test_a_census_without_a_project_is_told_what_it_needs(
    empty: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    census = tmp_path / "censimento.csv"
    census.write_text("codice;lat;lon\n", encoding="utf-8")
    assert drop(empty, census)
    qtbot.waitUntil(lambda: "aprire prima un progetto" in empty.message.sentence.text(), timeout=5_000)
    assert empty.message.action.text() == "Nuovo progetto"
    empty.close()
