"""The base map on paper and on the projector: one picture of the tiles at hand, at the size of their lettering."""

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.painters.raster import RasterPainter, tiles_of
from app.canvas.tiles import Tile, TileSource, tile_bounds
from app.canvas.view import MapView
from app.look.theme import Theme
from maps.progress import Progress, no_progress
from maps.views.scenes import Scene

#: Pixels of a tile in 1/96 inch of paper, whatever the resolution of the file: more would shrink its lettering below
#: what can be read, and ask a server for tiles by the hundred.
_DENSITY = 1.25
#: A document asks a server for no more tiles than these: the policy of OpenStreetMap knows no bulk download.
MOST_ASKED = 250
_CRISP = QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.LosslessImageRendering
_AT_A_TIME, _PATIENCE_S, _POLL_S = 32, 5.0, 0.1


@dataclass(frozen=True)
class PaperBase:
    """The base map of the window, for what is printed or projected.

    Attributes
    ----------
    source : TileSource
    credit : str
        Printed with the map.
    shown : bool
        Whether the user has it on the map.
    names_streets : bool
        Whether its tiles write the names of the streets.
    """

    source: TileSource
    credit: str
    shown: bool
    names_streets: bool

    def lies_under(self, scene: Scene) -> bool:
        """Tell whether a scene is drawn over it: as the scene was kept, else as the map is now."""
        return "tiles" in scene.layers if scene.styles else self.shown


class PaperTiles(RasterPainter):
    """Tiles as one picture: between two pictures a PDF reader shows a seam.

    Attributes
    ----------
    points : ndarray, shape (1, 2)
        Where the drawing has the origin of the world, which an SVG moves (`app.sheets.shift`).
    """

    def __init__(self, base: PaperBase) -> None:
        super().__init__(base.source)
        self.credit = base.credit
        self.points = np.zeros((1, 2))

    def _globe(self, view: MapView) -> MapView:
        x, y = self.points[0].tolist()
        return replace(view, center_x=view.center_x - x, center_y=view.center_y - y, dpr=_DENSITY)

    def lacking(self, view: MapView) -> list[Tile]:
        """Return the tiles of a view that are not at hand."""
        tiles = tiles_of(self._globe(view), self.source.max_zoom)
        return [tile for tile in tiles if self.source.image(tile, ask=False) is None]

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        """Draw the tiles in view; where there is none, what lies below stays."""
        seen = self._globe(view)
        tiles = tiles_of(seen, self.source.max_zoom)
        parts = {tile: part for tile in tiles if (part := self.part(tile)) is not None}
        if not parts:
            return
        left, top, side_px = _corner(seen, tiles[0])
        # An enlarged tile is drawn at the size it has here: a map never holds more pixels than it shows.
        side = max(max(image.width() for image, _part in parts.values()), round(side_px * _DENSITY / 2))
        scale = side / side_px
        x, y = math.floor(max(-left, 0.0) * scale), math.floor(max(-top, 0.0) * scale)
        image = QImage(
            math.ceil((view.width - left) * scale) - x,
            math.ceil((view.height - top) * scale) - y,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        _fill(image, parts, tiles[0], side, QPointF(-x, -y))
        painter.setRenderHints(_CRISP, True)
        place = QRectF(left + x / scale, top + y / scale, image.width() / scale, image.height() / scale)
        painter.drawImage(place, image)


def _fill(
    image: QImage, parts: Mapping[Tile, tuple[QImage, QRectF]], first: Tile, side: int, corner: QPointF
) -> None:
    """Put parts of tiles side by side on a picture; the first tile of all has its corner at `corner`."""
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    for (_zoom, column, row), part in parts.items():
        place = corner + QPointF((column - first[1]) * side, (row - first[2]) * side)
        painter.drawImage(QRectF(place, QSizeF(side, side)), *part)
    painter.end()


def _corner(view: MapView, tile: Tile) -> tuple[float, float, float]:
    """Return where a tile begins in a view, and its side, logical pixels."""
    west, _south, east, north = tile_bounds(tile)
    left, top = view.to_screen(west, north)
    return left, top, (east - west) / view.metres_per_px


def lacking(layers: Iterable[Painter], view: MapView) -> list[tuple[TileSource, Tile]]:
    """Return the tiles that layers would draw and that are not at hand."""
    found: list[tuple[TileSource, Tile]] = []
    for layer in layers:
        if isinstance(layer, PaperTiles):
            found += [(layer.source, tile) for tile in layer.lacking(view)]
        inner = getattr(layer, "enlarged", None)
        if inner is not None:
            found += lacking(layer.painters, inner(view))  # type: ignore[attr-defined]
    return found


def fetch(wanted: Sequence[tuple[TileSource, Tile]], progress: Progress = no_progress) -> None:
    """Ask for tiles, where the user allowed it, and wait while they come in; called outside the window's thread.

    Those that do not come are left out of the page.
    """
    left = [each for each in dict.fromkeys(wanted) if each[0].network_allowed][:MOST_ASKED]
    count, since = len(left), time.monotonic()
    while left and time.monotonic() - since < _PATIENCE_S:
        progress(1 - len(left) / count)
        here = [each for each in left[:_AT_A_TIME] if each[0].image(each[1]) is not None]
        if here:
            left, since = [each for each in left if each not in here], time.monotonic()
        time.sleep(_POLL_S)
