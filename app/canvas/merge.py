"""Tiles of the three surfaces laid into one: a pan frame is then one opaque copy instead of three passes.

The worker lays them (`mixed`); until a merged tile is there its surfaces are drawn one over the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPainter

from app.canvas.ink import Ink, ink_is_ready
from app.canvas.pictures import Cell, Pictures, cell_view, cells, place
from app.canvas.view import MapView

_KEPT = 96

Layers = tuple[QImage | None, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """One tile to merge: its pictures from the ground up, the first opaque."""

    cell: Cell
    layers: Layers


def mixed(mix: Mix) -> QImage:
    """Return the pictures of a tile as one."""
    ground = mix.layers[0]
    assert ground is not None
    merged = ground.copy()
    above = [image for image in mix.layers[1:] if image is not None]
    if ink_is_ready():
        ink = Ink(merged)
        for image in above:
            ink.lay_over(image)
    else:
        with QPainter(merged) as painter:
            for image in above:
                painter.drawImage(0, 0, image)
    return merged


class Merged:
    """Merged tiles by cell, valid while the pictures they were made of are the same objects."""

    def __init__(self) -> None:
        self._tiles: dict[Cell, tuple[Layers, QImage]] = {}

    def put(self, mix: Mix, image: QImage) -> None:
        """Keep a merged tile."""
        if len(self._tiles) >= _KEPT:
            self._tiles.clear()
        self._tiles[mix.cell] = (mix.layers, image)

    def wanted(self, cell: Cell, surfaces: Sequence[Pictures]) -> Mix | None:
        """Return what there is to merge in a cell whose pictures are all there, None where nothing is."""
        keys = [(surface.level, cell) for surface in surfaces]
        if not all(key in surface.tiles for key, surface in zip(keys, surfaces, strict=True) if key[0]):
            return None
        layers = tuple(
            surface.tiles.get((surface.level, cell)) if surface.level else None for surface in surfaces
        )
        known = self._tiles.get(cell)
        if layers[0] is None or not any(layers[1:]) or (known is not None and _same(known[0], layers)):
            return None
        return Mix(cell, layers)

    def draw(self, painter: QPainter, view: MapView, surfaces: Sequence[Pictures]) -> bool:
        """Draw the surfaces at the scale that they show, the opaque first; False where that is not one scale."""
        levels = [surface.shown for surface in surfaces if surface.shown is not None]
        if len(levels) < len(surfaces) or len({each.grid for each in levels}) > 1:
            return False
        if _arriving(surfaces[0], view):
            return False
        for cell in cells(view, levels[0].grid):
            layers = tuple(s.tiles.get((its, cell)) for s, its in zip(surfaces, levels, strict=True))
            picture, known = cell_view(cell, levels[0].grid), self._tiles.get(cell)
            if known is not None and _same(known[0], layers):
                place(painter, view, picture, known[1])
                continue
            for image in layers:
                if image is not None:
                    place(painter, view, picture, image)
        return True


def _arriving(ground: Pictures, view: MapView) -> bool:
    """Whether the ground of a new level is being drawn, which goes under what the other surfaces still show."""
    level = ground.level
    if level is None or level == ground.shown:
        return False
    return any(ground.tiles.get((level, cell)) is not None for cell in cells(view, level.grid))


def _same(some: Layers, others: Layers) -> bool:
    return all(a is b for a, b in zip(some, others, strict=True))
