"""The grid of a scale: how the plane is cut in tiles so that a view at rest is covered by whole tiles."""

import math
from dataclasses import dataclass

from app.canvas.view import MapView

#: A side of a tile is as near to this, in logical pixels, as the view lets it be.
TILE = 512


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal tiles of one scale.

    Attributes
    ----------
    metres_per_px, dpr : float
        Of the views that the tiles serve.
    left, top : int
        Upper left corner of the tile (0, 0), device pixels from the world's origin, downwards.
    wide, high : int
        Size of a tile, device pixels.
    """

    metres_per_px: float
    dpr: float
    left: int
    top: int
    wide: int
    high: int

    def serves(self, other: "Grid") -> bool:
        """Whether its tiles are of the same scale as the other's, and of about the same size."""
        alike = 0.5 <= self.wide / other.wide <= 2.0 and 0.5 <= self.high / other.high <= 2.0
        return (self.metres_per_px, self.dpr) == (other.metres_per_px, other.dpr) and alike


def fitted(view: MapView) -> Grid:
    """Return the grid whose tiles cover the view exactly: a new scale costs no pixel that is not seen."""
    step = view.metres_per_px / view.dpr
    min_x, min_y, max_x, max_y = view.bounds
    left, top = math.floor(min_x / step + 0.001), math.floor(-max_y / step + 0.001)
    wide, high = math.ceil(max_x / step - 0.001) - left, math.ceil(-min_y / step - 0.001) - top
    columns, rows = (max(1, round(length / TILE)) for length in (view.width, view.height))
    tile = max(1, math.ceil(wide / columns)), max(1, math.ceil(high / rows))
    return Grid(view.metres_per_px, view.dpr, left, top, *tile)


@dataclass(frozen=True, slots=True)
class Level:
    """What makes two pictures belong together: the grid of a scale and the revision of the layers."""

    grid: Grid
    revision: int
