"""How the window shares out a small screen, or an ordinary one with large text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

if TYPE_CHECKING:
    from app.window import MainWindow

INSPECTOR_WIDTH, BALANCE_WIDTH = 320, 456
#: The map keeps at least this beside a panel, logical pixels.
_LEAST_MAP = 300
#: Below these the layers become a rail, and the zones their headline.
NARROW, LOW = 1366, 600
#: A table needs this beside the inspector.
TABLE_WIDTH = 900


def add_dock(
    window: QMainWindow,
    content: QWidget,
    name: str,
    title: str,
    area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea,
) -> QDockWidget:
    """Return a hidden dock of the window: no title bar, and it is neither closed nor moved by hand.

    At the right of the map stands one dock at a time: the one that is shown hides the others.
    """
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setTitleBarWidget(QWidget())
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    dock.setWidget(content)
    window.addDockWidget(area, dock)
    dock.hide()
    if area is Qt.DockWidgetArea.RightDockWidgetArea:
        dock.visibilityChanged.connect(lambda shown: _hide_beside(window, dock) if shown else None)
    return dock


def _hide_beside(window: QMainWindow, dock: QDockWidget) -> None:
    """Hide what else stands where a dock has been shown."""
    for other in window.findChildren(QDockWidget):
        if other is not dock and window.dockWidgetArea(other) is Qt.DockWidgetArea.RightDockWidgetArea:
            other.hide()


class Room(QObject):
    """Gives the panels of one window their widths, and folds cards where they would hide the map."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._low = False

    def fit(self) -> None:
        """Follow the size of the window; what the user folds or unfolds stays so until it changes class."""
        window = self._window
        room = max(window.width() - _LEAST_MAP, 260)
        window.inspector.setFixedWidth(min(INSPECTOR_WIDTH, room))
        window.balance.setFixedWidth(min(BALANCE_WIDTH, room))
        window.cordon.fit(min(BALANCE_WIDTH, room))
        self._give_corner()
        low = window.height() < LOW
        if low != self._low:
            self._low = low
            window.zones.set_folded(low)
            window.buttons.set_low(low)

    def _give_corner(self) -> None:
        """Let what stands below the map reach under the panel at its side, where the map alone is too narrow."""
        narrow = self._window.width() < TABLE_WIDTH
        area = Qt.DockWidgetArea.BottomDockWidgetArea if narrow else Qt.DockWidgetArea.RightDockWidgetArea
        self._window.setCorner(Qt.Corner.BottomRightCorner, area)

    def opened(self) -> None:
        """Fold the layers of a project just opened where the window is narrow."""
        self._window.layers.set_folded(self._window.width() < NARROW or self._window.height() < LOW)
