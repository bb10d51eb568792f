"""No place cuts what it says: at 1280 x 800, and at the 640 x 400 that the text at 200 % leaves of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from wholeness import cut

from app.messages import Level
from app.panels.topbar import Place
from app.settling import settle

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from data.demo import write_demo

    path = tmp_path_factory.mktemp("demo") / "citta.gpkg"
    write_demo(path)
    return path


@pytest.fixture
def window(qapp: QApplication, qtbot, demo: Path) -> Iterator:
    from app.window import MainWindow

    QSettings().clear()
    made = MainWindow(read_only=True)
    made.canvas.animated = False
    qtbot.addWidget(made)
    made.show()
    made.open_project(demo, wait=True)
    settle(made)
    yield made
    made.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (640, 400)])
def test_every_place_says_all_it_says(window, width: int, height: int) -> None:
    window.resize(width, height)
    wrong = {}
    for place in Place:
        window.go_to(place)
        settle(window)
        wrong[place.value] = cut(window)
        assert [each for each, button in window.topbar._places.items() if button.isChecked()] == [place]
    window.go_to(Place.BALANCE)
    for page in ("projects", "sites"):
        window.balance.show_page(page)
        settle(window)
        wrong[page] = cut(window)
    window.go_to(Place.MAP)
    window.scenes.open()
    settle(window)
    wrong["scenes"] = cut(window)
    window.scenes.close()
    window.cordon.open()
    settle(window)
    wrong["cordon"] = cut(window)
    window.cordon.close()
    window.layers.style_wanted.emit("camera")
    settle(window)
    wrong["style"] = cut(window)
    window.styling.card.hide()
    window.tasks.tell(Level.WARNING, "Una frase lunga quanto serve per andare a capo. " * 2, "Annulla")
    settle(window)
    wrong["message"] = cut(window)
    assert not {name: parts for name, parts in wrong.items() if parts}
