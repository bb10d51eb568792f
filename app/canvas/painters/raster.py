"""The raster background."""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter, Surface, tint
from app.canvas.tiles import WORLD_M, Tile, TileSource, tile_bounds
from app.canvas.view import ZOOM_0_M, MapView
from app.look.theme import Theme

#: How many zooms above a missing tile an enlarged ancestor is looked for.
_ANCESTORS = 5


class RasterPainter(Painter):
    """Tiles of a `TileSource`; where one is missing an enlarged ancestor, else what lies below."""

    surface = Surface.GROUND

    def __init__(self, source: TileSource, name: str = "tiles") -> None:
        super().__init__(name)
        self.source = source

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the tiles in view, veiled with the land colour at night."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        for tile in tiles_of(view, self.source.max_zoom):
            self._draw(painter, view, tile)
        if theme.dark:
            painter.fillRect(QRectF(0, 0, view.width, view.height), tint(theme.map.land, 0.6))

    def _draw(self, painter: QPainter, view: MapView, tile: Tile) -> None:
        part = self.part(tile)
        if part is not None:
            painter.drawImage(_box(view, tile), *part)

    def part(self, tile: Tile) -> tuple[QImage, QRectF] | None:
        """Return the picture of a tile and which part of it, that of an ancestor where the tile is missing."""
        zoom, column, row = tile
        for up in range(min(zoom, _ANCESTORS) + 1):
            image = self.source.image((zoom - up, column >> up, row >> up), ask=up == 0)
            if image is not None:
                side = image.width() / 2**up
                return image, QRectF((column % 2**up) * side, (row % 2**up) * side, side, side)
        return None


def _box(view: MapView, tile: Tile) -> QRectF:
    left, low, right, top = tile_bounds(tile)
    x0, y0 = view.to_screen(left, top)
    x1, y1 = view.to_screen(right, low)
    edges = [round(value * view.dpr) / view.dpr for value in (x0, y0, x1, y1)]
    return QRectF(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])


def tiles_of(view: MapView, max_zoom: int) -> list[Tile]:
    """Return the tiles that cover the view at the zoom nearest to its device pixels."""
    zoom = round(math.log2(ZOOM_0_M / view.metres_per_px * max(view.dpr, 1.0)) - 0.1)
    zoom = min(max(zoom, 0), max_zoom)
    side = WORLD_M / 2**zoom
    min_x, min_y, max_x, max_y = view.bounds
    last = 2**zoom - 1
    columns = range(max(math.floor((min_x + WORLD_M / 2) / side), 0), _last(max_x + WORLD_M / 2, side, last))
    rows = range(max(math.floor((WORLD_M / 2 - max_y) / side), 0), _last(WORLD_M / 2 - min_y, side, last))
    return [(zoom, column, row) for column in columns for row in rows]


def _last(distance: float, side: float, last: int) -> int:
    return min(math.floor(distance / side), last) + 1
