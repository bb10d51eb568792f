"""Where the map has been: the previous view and the next one, as in a web browser."""

import math
import time
from collections.abc import Callable

from app.canvas.view import MapView

#: Views that follow each other faster than this are one move: notches of the wheel, a held arrow key.
TOGETHER_S = 0.6
MOST = 100
#: A view moved by less than this share of the window is the same view.
_SAME = 0.02


class Trail:
    """Views in the order in which they came to rest.

    Parameters
    ----------
    clock : callable
        Seconds, rising; for the tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._views: list[MapView] = []
        self._at = -1
        self._last_s = -math.inf

    def rest(self, view: MapView) -> None:
        """Take note of where the map came to rest."""
        now = self._clock()
        together = now - self._last_s < TOGETHER_S and self._at > 0
        self._last_s = now
        if self._at >= 0 and _same(self._views[self._at], view):
            return
        del self._views[self._at + (0 if together else 1) :]
        self._views = [*self._views, view][-MOST:]
        self._at = len(self._views) - 1

    def step(self, by: int) -> MapView | None:
        """Go back (-1) or forward (+1); None at the ends."""
        wanted = self._at + by
        if not 0 <= wanted < len(self._views):
            return None
        self._at = wanted
        self._last_s = -math.inf
        return self._views[wanted]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a previous view."""
        return self._at > 0

    @property
    def can_go_on(self) -> bool:
        """Whether there is a next view."""
        return self._at < len(self._views) - 1


def _same(one: MapView, other: MapView) -> bool:
    scale = abs(math.log(one.metres_per_px / other.metres_per_px))
    apart = math.hypot(one.center_x - other.center_x, one.center_y - other.center_y)
    return scale < _SAME and apart < _SAME * one.metres_per_px * max(one.width, 1.0)
