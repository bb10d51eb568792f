"""What is met for the first time is made beforehand, a piece at a time, while nothing else is to do.

Importing a place and making its widgets in the turn that first shows it held the window for 80 to 400 ms. Modules
are imported in a thread, one after the other; widgets are made in turns of the window.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.window import MainWindow

#: The pause between two pieces: the hand finds the window free.
_PAUSE_MS = 15
#: Widgets that are styled in one piece.
_AT_ONCE = 20
#: What a first visit or a first opening would import, the parts before the whole.
_MODULES = (
    "app.sheets.output",
    "app.sheets.order",
    "app.panels.sheets",
    "app.sheets.tavola",
    "app.sheets.figures",
    "app.sheets.batch",
    "app.sheets.press",
    "app.panels.review.maps",
    "app.panels.review",
    "app.review.build",
    "app.panels.table.bulk",
    "app.panels.table",
    "app.panels.history",
    "app.panels.scenes",
    "highspy",
    "maps.balance.siting",
    "maps.rule.sites",
    "app.dialogs.criteria",
    "app.dialogs.guide",
    "app.dialogs.export",
    "app.dialogs.importing",
)


class Ahead(QObject):
    """Makes ready what one window has not shown yet, from `begin` on."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._importing: threading.Thread | None = None
        self._pieces = self._list()
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """Begin as soon as a project is open and nothing is left to compute or to draw."""
        self._timer.start()

    @property
    def done(self) -> bool:
        """Whether all is ready."""
        return not self._timer.isActive()

    def _list(self) -> Iterator[Callable[[], object]]:
        """Yield the pieces, each made when it is its turn."""
        window = self._window
        for name in _MODULES:
            yield partial(self._import, name)
        for view in (window.sheets, window.review):
            yield partial(getattr, view, "page")
            yield partial(window.add_page, view.page)
            parts = view.page.findChildren(QWidget)
            for start in range(0, len(parts), _AT_ONCE):
                yield partial(_polish, parts[start : start + _AT_ONCE])
        yield partial(getattr, window.tables, "panel")

    def _import(self, name: str) -> None:
        """Begin to import a module, which makes nothing of Qt; the next piece waits for its end."""
        self._importing = threading.Thread(target=import_module, args=(name,), name="ahead", daemon=True)
        self._importing.start()

    def _step(self) -> None:
        """Make the next piece, where neither the window nor the hand is at work."""
        window, pressed = self._window, QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        importing = self._importing is not None and self._importing.is_alive()
        if window.session.project is None or pressed or importing or not window.settled:
            return
        piece = next(self._pieces, None)
        if piece is None:
            self._timer.stop()
        else:
            piece()


def _polish(parts: list[QWidget]) -> None:
    """Style widgets as their first showing would."""
    for part in parts:
        part.ensurePolished()
