"""What is closed leaves nothing behind: dialogs, projects, windows and their threads."""

import gc
import shutil
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog

pytestmark = pytest.mark.journey
#: The worker of a project and the two threads that draw its map.
WORKERS = {"project-worker", "map-renderer", "map-helper"}


def delete_later() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("command", ["criteria", "zones", "export", "exports", "bookmarks", "keys"])
def test_a_dialog_is_gone_once_it_has_ended(window, qtbot, command: str) -> None:
    shown: list[str] = []

    def dismiss() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.property("mannered"):  # a slow machine has not shown it yet
            QTimer.singleShot(50, dismiss)
            return
        shown.append(type(dialog).__name__)
        dialog.reject()

    QTimer.singleShot(50, dismiss)
    window.actions_.run(command)
    delete_later()
    assert len(shown) == 1 and window.findChildren(QDialog) == []


def test_a_project_is_forgotten_when_another_is_opened(window, qtbot, town: Path) -> None:
    """By count of references alone: the collector of the window runs too rarely to be waited for."""
    gc.collect()
    gc.disable()
    try:
        last = weakref.ref(window.session.project)
        for number in range(2):
            other = Path(shutil.copy(town, town.with_name(f"altro-{number}.gpkg")))
            window.open_project(other)
            qtbot.waitUntil(lambda wanted=other: window.session.path == wanted, timeout=60_000)
            qtbot.waitUntil(lambda: window.settled and "balance" in window.model.results, timeout=120_000)
            qtbot.waitUntil(
                lambda gone=last: gone() is None, timeout=5_000
            )  # jobs are kept while they may be shown
            last = weakref.ref(window.session.project)
    finally:
        gc.enable()


def workers() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if each.name in WORKERS}


def opened_and_closed(qtbot, town: Path) -> list[weakref.ref]:
    from app.window import MainWindow

    window = MainWindow()
    window.resize(1200, 800)
    window.show()
    window.open_project(town)
    qtbot.waitUntil(lambda: window.session.project is not None and window.settled, timeout=120_000)
    parts = (window, window.canvas, window.session, window.session.project)
    window.close()
    window.deleteLater()
    return [weakref.ref(part) for part in parts]


def test_a_closed_window_is_gone_with_its_threads(qapp, qtbot, town: Path) -> None:
    gc.collect()
    before = workers()
    left = opened_and_closed(qtbot, town)
    delete_later()
    gc.collect()
    assert [each() for each in left] == [None] * len(left)
    assert workers() <= before


def test_a_stopped_map_lets_go_of_its_pictures(window) -> None:
    """Before the collector comes by: a window is a circle of references, and its pictures are most of it."""
    pictures = weakref.ref(window.canvas._surfaces)
    window.close()
    assert pictures() is None
