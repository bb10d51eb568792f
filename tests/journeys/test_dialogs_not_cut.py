"""No dialog cuts what it says: on 1280 x 800, and on the 640 x 400 that the text at 200 % leaves of it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QDialog, QScrollArea
from wholeness import cut

from app import dialog_manners
from app.dialogs.base_map import BaseMapDialog
from app.dialogs.help import HelpDialog
from app.dialogs.photos import PhotoViewer
from app.settling import settle
from app.shot_panels import PANELS
from maps.store.attachments import Attachment

pytestmark = pytest.mark.journey

#: Panels that are no dialog.
_OTHERS = {"start", "cordon", "table", "search", "menu", "project", "sites"}


@pytest.fixture
def window(demo_window):
    return demo_window


def dialogs(window) -> Iterator[tuple[str, QDialog]]:
    """Yield every dialog of the window, each by its name, shown."""
    for name, show in PANELS.items():
        if name not in _OTHERS:
            over = show(window)
            assert over is not None and isinstance(over[0], QDialog)
            yield name, over[0]
    window.tables.open("camera")
    settle(window)
    panel = window.tables.panel
    others = {
        "bulk": panel.bulk_dialog(panel.model.data_, panel.model.data_.fids[:5], "camera_type"),
        "base map": BaseMapDialog(window.background.base, window),
        "keys": HelpDialog(window),
        "photos": photographs(window),
        "name": window.navigation.naming(),
    }
    for name, dialog in others.items():
        dialog.show()
        yield name, dialog
    window.tables.close()


def photographs(window) -> PhotoViewer:
    buffer, image = QBuffer(), QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("grey"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    data = bytes(buffer.data().data())
    added = dt.datetime(2026, 1, 12, 10, 0)
    found = [
        Attachment(
            *(1, "facciata.jpg", "image/jpeg", "Facciata", 1600, 1200),
            len(data),
            "",
            None,
            added,
            "ufficio",
            b"",
        )
    ]
    return PhotoViewer("TC-014", found, lambda _key: data, window.theme, window, describe=print, remove=print)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (640, 400)])
def test_every_dialog_says_all_it_says(
    window, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog_manners, "_room", lambda _dialog: QSize(width, height - 48))
    window.resize(width, height)
    wrong = {}
    for name, dialog in dialogs(window):
        dialog_manners.fit_screen(dialog)
        settle(window)
        pages = getattr(dialog, "tabs", [None])
        for page in pages:
            if page is not None:
                page.click()
                settle(window)
            wrong[name, page and page.text()] = cut(dialog) + sideways(dialog)
        assert dialog.width() <= width and dialog.height() <= height, name
        dialog.close()
    assert len(wrong) >= 16
    assert not {name: parts for name, parts in wrong.items() if parts}


def sideways(dialog: QDialog) -> list[str]:
    """Whether a dialog that scrolls has to be scrolled sideways too."""
    areas = [area for area in dialog.children() if isinstance(area, QScrollArea)]
    return ["scrolls sideways" for area in areas if area.horizontalScrollBar().maximum() > 0]
