"""Tiles of the three surfaces laid into one: a pan frame is then one opaque copy instead of three passes."""

from collections.abc import Sequence

from PySide6.QtGui import QImage, QPainter

from app.canvas.pictures import Cell, Pictures, cell_view, cells, place
from app.canvas.view import MapView

#: Tiles merged in one frame at most, so that no frame pays for all.
_A_FRAME = 3
_KEPT = 64

_Layers = tuple[QImage | None, ...]


class Merged:
    """Merged tiles by cell, valid while the pictures they were made of are the same objects."""

    def __init__(self) -> None:
        self._tiles: dict[Cell, tuple[_Layers, QImage]] = {}

    def draw(self, painter: QPainter, view: MapView, surfaces: Sequence[Pictures]) -> bool:
        """Draw the surfaces, the opaque first; return False when they are not all of this scale."""
        levels = [surface.level for surface in surfaces if surface.level and surface.shown == surface.level]
        if len(levels) < len(surfaces) or any(each.metres_per_px != view.metres_per_px for each in levels):
            return False
        budget, level = _A_FRAME, levels[0]
        for cell in cells(view, level):
            layers = tuple(
                surface.tiles.get((its, cell)) for surface, its in zip(surfaces, levels, strict=True)
            )
            picture, known = cell_view(cell, level), self._tiles.get(cell)
            if known is not None and all(a is b for a, b in zip(known[0], layers, strict=True)):
                place(painter, view, picture, known[1])
            elif budget and layers[0] is not None and any(layers[1:]):
                budget -= 1
                place(painter, view, picture, self._merge(cell, layers))
            else:
                for image in layers:
                    if image is not None:
                        place(painter, view, picture, image)
        return True

    def _merge(self, cell: Cell, layers: _Layers) -> QImage:
        assert layers[0] is not None
        merged = layers[0].copy()
        painter = QPainter(merged)
        for image in layers[1:]:
            if image is not None:
                painter.drawImage(0, 0, image)
        painter.end()
        if len(self._tiles) >= _KEPT:
            self._tiles.clear()
        self._tiles[cell] = (layers, merged)
        return merged
