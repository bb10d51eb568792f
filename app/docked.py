"""A panel that stands in a dock of the window and is made at its first opening."""

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDockWidget

if TYPE_CHECKING:
    from app.look.theme import Theme
    from app.window import MainWindow


class Themed(Protocol):
    """What wears the colours of a theme."""

    def set_theme(self, theme: "Theme") -> None:
        """Take the colours of `theme`."""


Panel = TypeVar("Panel", bound=Themed)


class Docked(QObject, Generic[Panel]):
    """Ties a panel to one window. A subclass makes it, with its dock, in `_make`; until then `_panel` is None."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._panel: Panel | None = None
        self._dock: QDockWidget | None = None
        self._theme: Theme = window.theme

    @property
    def panel(self) -> Panel:
        """The panel, with its dock."""
        return self._made()[0]

    def _made(self) -> tuple[Panel, QDockWidget]:
        if self._panel is None or self._dock is None:
            self._panel, self._dock = self._make()
            self._panel.set_theme(self._theme)
        return self._panel, self._dock

    def _make(self) -> tuple[Panel, QDockWidget]:
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether the panel is on the screen."""
        return self._dock is not None and not self._dock.isHidden()

    def set_theme(self, theme: "Theme") -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        if self._panel is not None:
            self._panel.set_theme(theme)

    def _show_dock(self) -> QDockWidget:
        """Show the panel, made where it is not yet; return its dock."""
        _panel, dock = self._made()
        dock.show()
        return dock

    def _hide_dock(self) -> None:
        """Take the panel off the screen."""
        if self._dock is not None:
            self._dock.hide()
