"""The view: which part of the world stands on which pixels. Pure maths in Web Mercator (EPSG:3857)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Bounds = tuple[float, float, float, float]

#: Radius of the sphere of EPSG:3857, metres.
RADIUS_M = 6378137.0
#: Mercator metres of one pixel at zoom 0 with 256-pixel tiles.
ZOOM_0_M = 2 * math.pi * RADIUS_M / 256
#: Metres of one pixel on a screen of 96 dpi, the size that OGC and browsers assume.
PIXEL_M = 0.0254 / 96
MIN_ZOOM, MAX_ZOOM = 2.0, 22.0


def lonlat(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude in degrees of a Web Mercator point in metres."""
    return math.degrees(x / RADIUS_M), math.degrees(math.atan(math.sinh(y / RADIUS_M)))


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Return the Web Mercator point in metres of longitude and latitude in degrees (|lat| < 90)."""
    return math.radians(lon) * RADIUS_M, math.asinh(math.tan(math.radians(lat))) * RADIUS_M


def nice_length(longest: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten not above ``longest`` (> 0)."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9))


@dataclass(frozen=True, slots=True)
class MapView:
    """A rectangle of logical pixels on the map, north up.

    Parameters
    ----------
    center_x, center_y : float
        Web Mercator metres at the middle of the rectangle.
    metres_per_px : float
        Web Mercator metres of one logical pixel; on the ground it is less, see `ground_resolution`.
    width, height : float
        Logical pixels.
    dpr : float
        Device pixels of one logical pixel.
    """

    center_x: float
    center_y: float
    metres_per_px: float
    width: float
    height: float
    dpr: float = 1.0

    @classmethod
    def at_zoom(
        cls, lon: float, lat: float, zoom: float, width: float, height: float, dpr: float = 1.0
    ) -> "MapView":
        """Return the view centred on degrees ``lon``, ``lat`` at a zoom of the web maps."""
        x, y = mercator(lon, lat)
        return cls(x, y, ZOOM_0_M / 2.0**zoom, width, height, dpr)

    @property
    def zoom(self) -> float:
        """Zoom of the web maps (256-pixel tiles), fractional."""
        return math.log2(ZOOM_0_M / self.metres_per_px)

    @property
    def bounds(self) -> Bounds:
        """World rectangle seen: min x, min y, max x, max y in Web Mercator metres."""
        half_w, half_h = self.width * self.metres_per_px / 2, self.height * self.metres_per_px / 2
        return self.center_x - half_w, self.center_y - half_h, self.center_x + half_w, self.center_y + half_h

    @property
    def ground_resolution(self) -> float:
        """Metres on the ground of one logical pixel at the centre: the Mercator scale times cos(latitude)."""
        return self.metres_per_px / math.cosh(self.center_y / RADIUS_M)

    @property
    def scale_denominator(self) -> float:
        """N of the scale 1:N at the centre, for a screen of 96 dpi."""
        return self.ground_resolution / PIXEL_M

    def with_scale(self, denominator: float) -> "MapView":
        """Return the view at the scale 1:``denominator``."""
        return replace(self, metres_per_px=self.metres_per_px * denominator / self.scale_denominator)

    def to_screen(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return logical pixels of world metres; scalars or arrays."""
        return (
            (x - self.center_x) / self.metres_per_px + self.width / 2,
            (self.center_y - y) / self.metres_per_px + self.height / 2,
        )

    def to_world(self, px: Any, py: Any) -> tuple[Any, Any]:
        """Return world metres of logical pixels; scalars or arrays."""
        return (
            self.center_x + (px - self.width / 2) * self.metres_per_px,
            self.center_y - (py - self.height / 2) * self.metres_per_px,
        )

    def panned(self, dx: float, dy: float) -> "MapView":
        """Return the view after the map was dragged by ``dx``, ``dy`` pixels."""
        return replace(
            self,
            center_x=self.center_x - dx * self.metres_per_px,
            center_y=self.center_y + dy * self.metres_per_px,
        )

    def zoomed(self, factor: float, px: float | None = None, py: float | None = None) -> "MapView":
        """Return the view enlarged ``factor`` times, the world under pixel ``px``, ``py`` staying there."""
        px = self.width / 2 if px is None else px
        py = self.height / 2 if py is None else py
        wanted = self.metres_per_px / factor
        scale = min(max(wanted, ZOOM_0_M / 2**MAX_ZOOM), ZOOM_0_M / 2**MIN_ZOOM)
        x, y = self.to_world(px, py)
        return replace(
            self,
            center_x=x - (px - self.width / 2) * scale,
            center_y=y + (py - self.height / 2) * scale,
            metres_per_px=scale,
        )

    def fitted(self, bounds: Bounds, margin: float = 24.0, closest: float = 18.0) -> "MapView":
        """Return the view that holds ``bounds`` with ``margin`` pixels around; a point is seen at zoom ``closest``."""
        min_x, min_y, max_x, max_y = bounds
        room_w, room_h = max(self.width - 2 * margin, 1.0), max(self.height - 2 * margin, 1.0)
        scale = max((max_x - min_x) / room_w, (max_y - min_y) / room_h, ZOOM_0_M / 2**closest)
        scale = min(scale, ZOOM_0_M / 2**MIN_ZOOM)
        return replace(self, center_x=(min_x + max_x) / 2, center_y=(min_y + max_y) / 2, metres_per_px=scale)

    def resized(self, width: float, height: float, dpr: float | None = None) -> "MapView":
        """Return the view with the same centre and scale on a rectangle of another size."""
        return replace(self, width=width, height=height, dpr=self.dpr if dpr is None else dpr)

    def expanded(self, margin: float) -> "MapView":
        """Return the view with ``margin`` more pixels on every side."""
        return replace(self, width=self.width + 2 * margin, height=self.height + 2 * margin)

    def snapped(self) -> "MapView":
        """Return the view moved by less than a device pixel so that cached pictures fall on whole pixels."""
        step = self.metres_per_px / self.dpr
        return replace(
            self,
            center_x=_snap(self.center_x, step, self.width * self.dpr),
            center_y=_snap(self.center_y, step, self.height * self.dpr),
        )

    def intersects(self, bounds: Bounds, margin: float = 0.0) -> bool:
        """Whether ``bounds`` touches the view widened by ``margin`` pixels."""
        min_x, min_y, max_x, max_y = self.bounds
        slack = margin * self.metres_per_px
        return (
            bounds[0] <= max_x + slack
            and bounds[2] >= min_x - slack
            and bounds[1] <= max_y + slack
            and bounds[3] >= min_y - slack
        )


def union(boxes: Sequence[Bounds]) -> Bounds:
    """Return the bounds that hold all of these; at least one."""
    lows, highs = [box[:2] for box in boxes], [box[2:] for box in boxes]
    return (
        min(low[0] for low in lows),
        min(low[1] for low in lows),
        max(high[0] for high in highs),
        max(high[1] for high in highs),
    )


def _snap(centre: float, step: float, size: float) -> float:
    """Put the edge (centre minus half the size) on a whole number of device pixels from the world's origin."""
    half = (size / 2) % 1.0
    return (round(centre / step - half) + half) * step
