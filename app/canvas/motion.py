"""How the view moves: ease-out to a target and a throw that dies away. Pure maths, the clock is the caller's."""

import math
from dataclasses import dataclass, replace

from app.canvas.view import MapView

DURATION_S = 0.2
#: Time in which a thrown map loses 63 % of its speed.
FRICTION_S = 0.18
#: A throw slower than this, in pixels a second, is a stop.
SLOWEST = 40.0


@dataclass(frozen=True, slots=True)
class Flight:
    """A move from one view to another in `DURATION_S` seconds.

    Centre and scale move on one straight line: then a zoom about a pixel keeps the world under that pixel
    still at every instant, not only at the two ends.
    """

    start: MapView
    end: MapView
    began_s: float

    def finished(self, now_s: float) -> bool:
        """Whether the move is over."""
        return now_s - self.began_s >= DURATION_S

    def at(self, now_s: float) -> MapView:
        """Return the view of this instant, cubic ease-out in the logarithm of the scale."""
        share = min(max((now_s - self.began_s) / DURATION_S, 0.0), 1.0)
        if share >= 1.0:
            return self.end
        eased = 1 - (1 - share) ** 3
        start, end = self.start.metres_per_px, self.end.metres_per_px
        scale = start * (end / start) ** eased
        way = eased if math.isclose(start, end) else (start - scale) / (start - end)
        return replace(
            self.end,
            center_x=self.start.center_x + (self.end.center_x - self.start.center_x) * way,
            center_y=self.start.center_y + (self.end.center_y - self.start.center_y) * way,
            metres_per_px=scale,
        )


@dataclass(frozen=True, slots=True)
class Throw:
    """A drag that was let go while moving: speed in pixels a second, dying away exponentially."""

    start: MapView
    vx: float
    vy: float
    began_s: float

    def finished(self, now_s: float) -> bool:
        """Whether it is too slow to see."""
        return math.hypot(self.vx, self.vy) * math.exp(-(now_s - self.began_s) / FRICTION_S) < SLOWEST

    def at(self, now_s: float) -> MapView:
        """Return the view of this instant."""
        travelled = FRICTION_S * (1 - math.exp(-(now_s - self.began_s) / FRICTION_S))
        return self.start.panned(self.vx * travelled, self.vy * travelled)


def throw_speed(trail: list[tuple[float, float, float]], now_s: float) -> tuple[float, float]:
    """Return pixels a second in x and y from (time, x, y) of the last tenth of a second; zero for a held hand."""
    recent = [point for point in trail if now_s - point[0] <= 0.1]
    if len(recent) < 2 or now_s - recent[-1][0] > 0.05 or recent[-1][0] == recent[0][0]:
        return 0.0, 0.0
    span = recent[-1][0] - recent[0][0]
    return (recent[-1][1] - recent[0][1]) / span, (recent[-1][2] - recent[0][2]) / span
