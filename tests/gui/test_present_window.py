"""F5 and saving a scene, through the real window."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sheet_town import small_town

from app.dialogs.naming import NameDialog
from app.window import MainWindow
from maps.views.scenes import read_scenes


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")


@pytest.fixture
def window(qtbot: QtBot, town: Path, tmp_path: Path) -> Iterator[MainWindow]:
    shutil.copy(town, tmp_path / "p.gpkg")
    made = MainWindow()
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.show()
    made.open_project(tmp_path / "p.gpkg", wait=True)
    qtbot.waitUntil(lambda: made.settled, timeout=60_000)
    yield made
    made.close()


def test_f5_projects_and_escape_comes_back_to_the_same_scene(qtbot: QtBot, window: MainWindow) -> None:
    show = window.projection
    window.actions_.run("project")
    qtbot.waitUntil(lambda: show.presenter is not None and show.presenter.settled, timeout=30_000)
    assert show.presenter is not None and len(show.presenter.deck.slides) == 3
    show.presenter.animated = False
    qtbot.keyClick(show.presenter, Qt.Key.Key_Right)
    qtbot.keyClick(show.presenter, Qt.Key.Key_Escape)
    assert show.presenter is None and show.number == 1


def test_closing_the_project_ends_the_projection(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.run("project")
    qtbot.waitUntil(lambda: window.projection.presenter is not None, timeout=30_000)
    window.session.close()
    assert window.projection.presenter is None


def test_the_view_is_saved_as_a_scene(qtbot: QtBot, window: MainWindow) -> None:
    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NameDialog)
        qtbot.keyClicks(dialog.line, "<b>Scalo</b>")
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    window.actions_.run("scene")
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=10_000)
    (scene,) = read_scenes(window.session.file)
    assert scene.title == "<b>Scalo</b>" and "camera" in scene.layers
    west, _south, east, _north = scene.extent
    assert west < 580_600 < east
