"""A cordon drawn over the map of its window, under the hand."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.canvas.gates import GatesOverlay
from app.cordon.build import Found
from app.cordon.hand import GateHand

if TYPE_CHECKING:
    from app.window import MainWindow

#: Map shown on each side of a gate, metres of the map.
ROOM = 110.0


class CordonOnMap:
    """The gates and the outline of what is closed.

    Parameters
    ----------
    window : MainWindow
    tell : callable
        Key of a gate -> all there is to say of it.
    clicked : callable
        Takes the key of a gate that was clicked.

    Attributes
    ----------
    overlay : GatesOverlay or None
        What is drawn.
    """

    def __init__(
        self, window: "MainWindow", tell: Callable[[int], str], clicked: Callable[[int], None]
    ) -> None:
        self._window = window
        self._hand = GateHand(window.canvas, tell, clicked)
        self._end: Callable[[], None] | None = None
        self.overlay: GatesOverlay | None = None

    @property
    def current(self) -> int:
        """Key of the gate chosen; -1 for none."""
        return -1 if self.overlay is None else self.overlay.current

    def draw(self, found: Found, current: int) -> None:
        """Draw a cordon in place of the one before; all of it is brought into view the first time."""
        fresh = self.overlay is None
        stretches = [] if self.overlay is None else self.overlay.stretches
        self.undraw()
        self.overlay = GatesOverlay(found.rings, found.marks, self._beside)
        self.overlay.current, self.overlay.stretches = current, stretches
        self._end = self._window.canvas.add_overlay(self.overlay)
        self._hand.overlay, self._window.toolbox.select.on_top = self.overlay, self._hand
        if fresh and found.rings:
            xs = [float(x) for ring in found.rings for x in ring[:, 0]]
            ys = [float(y) for ring in found.rings for y in ring[:, 1]]
            self._window.browser.fit((min(xs), min(ys), max(xs), max(ys)))

    def undraw(self) -> None:
        """Take it off the map."""
        if self._end is not None:
            self._hand.leave()
            self._end()
            self._window.toolbox.select.on_top = None
        self._end = self.overlay = self._hand.overlay = None

    def choose(self, key: int) -> None:
        """Mark a gate as the one chosen."""
        if self.overlay is not None:
            self.overlay.current = key
            self._window.canvas.update()

    def fly(self, key: int) -> None:
        """Mark a gate as the one chosen and bring it into view."""
        bounds = None if self.overlay is None else self.overlay.bounds_of(key, ROOM)
        self.choose(key)
        if bounds is not None:
            self._window.browser.fit(bounds)

    def show_stretches(self, lines: Sequence[Any]) -> None:
        """Draw where the selected camera reads plates."""
        if self.overlay is not None:
            self.overlay.stretches = list(lines)
            self._window.canvas.update()

    def _beside(self) -> float:
        """Where the key begins: right of the layers, pixels."""
        return float(self._window.map_area.free_margins()[0] + 12)
