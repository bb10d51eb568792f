"""What part of the map is framed when the user goes from one place of the window to another."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.canvas.view import MapView
from app.panels.topbar import Place

if TYPE_CHECKING:
    from app.window import MainWindow


class Framing(QObject):
    """Frames the zones for the balance; back on the map, returns where the user was unless they have moved."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._place = Place.MAP
        #: The view that the balance was entered from, and the metres a pixel that it opened with.
        self._left_at: MapView | None = None
        self._shown_scale = 0.0
        self._pending = QTimer(self, singleShot=True, interval=0)  # once the panels have their size
        self._pending.timeout.connect(self._frame)

    @property
    def settled(self) -> bool:
        """Whether nothing waits to be framed."""
        return not self._pending.isActive()

    def forget(self) -> None:
        """Leave the view as it is: another project is on show."""
        self._left_at = None

    def enter(self, place: Place) -> None:
        """Take the view for a place, where it is another than the one on show."""
        if place is not self._place:
            self._place = place
            self._pending.start()

    def _frame(self) -> None:
        browser, canvas = self._window.browser, self._window.canvas
        here, left_at = canvas.view, self._left_at
        self._left_at = None
        if self._place is Place.BALANCE and browser.home is not None:
            self._left_at = here
            browser.fit(browser.home, animated=False)
            self._shown_scale = canvas.view.metres_per_px
        elif left_at is not None and here.metres_per_px == self._shown_scale:
            canvas.set_view(left_at.resized(canvas.width(), canvas.height()), animated=False)
