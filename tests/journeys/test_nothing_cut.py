"""No place cuts what it says: at 1280 x 800, and at the 640 x 400 that the text at 200 % leaves of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QComboBox, QLabel, QWidget

from app.look.widgets import Elided
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


def cut(window: QWidget) -> list[str]:
    """Return what of the labels and buttons on the screen is not whole: too small, or beyond the window."""
    found = []
    for part in window.findChildren(QWidget):
        text = _text(part)[:40]
        if not part.isVisible() or not text:
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            if part.height() < part.heightForWidth(part.width()) - 1:
                found.append(f"height {part.height()} of «{text}»")
        elif not isinstance(part, Elided | QComboBox) and part.width() < part.minimumSizeHint().width():
            found.append(f"width {part.width()} of «{text}»")
        if out_of_sight(part, window):
            found.append(f"place of «{text}»")
    return found


def _text(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return part.currentText()
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def out_of_sight(part: QWidget, window: QWidget) -> bool:
    """Whether a part leaves the window, or sideways the area that scrolls it up and down."""
    box = QRect(part.mapTo(window, QPoint()), part.size())
    holder = part.parentWidget()
    while holder is not None and not isinstance(holder.parentWidget(), QAbstractScrollArea):
        holder = holder.parentWidget() if holder is not window else None
    if holder is None:
        return not window.rect().contains(box)
    seen = QRect(holder.mapTo(window, QPoint()), holder.size())
    return box.left() < seen.left() or box.right() > seen.right()


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
