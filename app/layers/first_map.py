"""Let the analyses wait until the map that the user waits for is on the screen.

They would take the interpreter lock from the thread that draws: with them the first map of Geneva came a second later.
"""

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.canvas.canvas import MapCanvas
from app.layers.model import MapModel
from app.session import Session

#: The longest that the analyses wait for a picture.
PATIENCE_S = 3.0
_LOOK_S = 0.02


class FirstMap(QObject):
    """Holds the map model's work until the ground and the cameras of the project just opened are drawn."""

    def __init__(self, canvas: MapCanvas, model: MapModel, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._drawn = threading.Event()
        model.hold = self._wait
        canvas.drawn.connect(self._look)
        session.opened.connect(self._opened)

    def _opened(self) -> None:
        self._drawn.clear()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """Wait for no picture where nobody looks at the map."""
        if not self._canvas.isVisible():
            self._drawn.set()

    def _look(self) -> None:
        if self._canvas.painter("obstacle") is not None and self._canvas.painter("camera") is not None:
            self._drawn.set()

    def _wait(self, progress: Callable[[float], None]) -> None:
        """Run in the project's worker: return once the map is drawn; `Cancelled` where the project is left."""
        until = time.monotonic() + PATIENCE_S
        while not self._drawn.wait(_LOOK_S) and time.monotonic() < until:
            progress(0.0)
