"""Tiles of the three surfaces and the names over them laid into one: a pan frame is then one opaque copy.

The workers lay them (`mixed`); until a merged tile is there its pictures are drawn one over the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter, QRegion

from app.canvas.grid import Grid, Level
from app.canvas.ink import Ink, ink_is_ready
from app.canvas.pictures import AHEAD, Cell, Pictures, WholePicture, area, cell_view, cells, place
from app.canvas.view import MapView

_KEPT = 96

Layers = tuple[QImage | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The picture of the names, the device pixel of it in the corner of a tile, and whether it holds all the tile."""

    level: Level
    key: int
    image: QImage
    left: int
    top: int
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """One tile to merge: its pictures from the ground up, the first opaque, and the names over them."""

    cell: Cell
    layers: Layers
    names: Names | None

    def same(self, other: "Mix | None") -> bool:
        """Whether the other is made of the same pictures."""
        return (
            other is not None and _alike(self.layers, other.layers) and _key(self.names) == _key(other.names)
        )

    def slim(self) -> "Mix":
        """Return the same without the picture of the names, which is large: what is kept of it once merged."""
        return self if self.names is None else replace(self, names=replace(self.names, image=QImage()))


def _alike(some: Layers, others: Layers) -> bool:
    return all(a is b for a, b in zip(some, others, strict=True))


def _key(names: Names | None) -> int:
    return 0 if names is None else names.key


def mixed(mix: Mix) -> QImage:
    """Return the pictures of a tile as one."""
    ground = mix.layers[0]
    assert ground is not None
    merged = ground.copy()
    above = [(image, 0, 0) for image in mix.layers[1:] if image is not None]
    if mix.names is not None:
        above.append((mix.names.image, mix.names.left, mix.names.top))
    if ink_is_ready():
        ink = Ink(merged)
        for image, left, top in above:
            ink.lay_over(image, left, top)
    else:
        merged.setDevicePixelRatio(1.0)
        with QPainter(merged) as painter:
            for image, left, top in above:
                whole = QImage(image)
                whole.setDevicePixelRatio(1.0)
                painter.drawImage(QPoint(-left, -top), whole)
        merged.setDevicePixelRatio(ground.devicePixelRatio())
    return merged


class Merged:
    """Merged tiles by cell, valid while the pictures they were made of are the same objects."""

    def __init__(self) -> None:
        self._tiles: dict[Cell, tuple[Mix, QImage]] = {}
        self._asked: dict[Cell, Mix] = {}

    def put(self, mix: Mix, image: QImage) -> None:
        """Keep a merged tile."""
        if len(self._tiles) >= _KEPT:
            self._tiles.clear()
            self._asked.clear()
        self._tiles[mix.cell] = (mix.slim(), image)

    def wanted(
        self, view: MapView, surfaces: Sequence[Pictures], labels: WholePicture, still: bool
    ) -> list[Mix]:
        """Return what is to be merged in and around a view and was not asked for yet.

        While the map moves a tile with all its names keeps them, though a newer picture of them may differ.
        """
        levels = [surface.level for surface in surfaces if surface.level is not None]
        if len(levels) < len(surfaces):
            return []
        if still:
            self._leave(cells(view, levels[0].grid, 2 * AHEAD))
        found = []
        for cell in cells(view, levels[0].grid, AHEAD):
            keys = [(level, cell) for level in levels]
            if all(key in surface.tiles for key, surface in zip(keys, surfaces, strict=True)):
                layers = tuple(s.tiles[key] for key, s in zip(keys, surfaces, strict=True))
                if not still and self._goes_on(cell, layers, labels.level):
                    continue
                mix = Mix(cell, layers, _names(labels, cell, levels[0].grid))
                if self._lacks(mix):
                    self._asked[cell] = mix.slim()
                    found.append(mix)
        return found

    def _leave(self, near: Sequence[Cell]) -> None:
        """Let go of what is not near: each tile holds the pictures that it was made of."""
        self._tiles = {cell: self._tiles[cell] for cell in near if cell in self._tiles}
        self._asked = {cell: self._asked[cell] for cell in near if cell in self._asked}

    def _lacks(self, mix: Mix) -> bool:
        plain = mix.names is None and not any(mix.layers[1:])
        return not (mix.layers[0] is None or plain or mix.same(self._asked.get(mix.cell)))

    def _goes_on(self, cell: Cell, layers: Layers, level: Level | None) -> bool:
        """Whether a tile was asked for with these pictures and all the names of these layers."""
        asked = self._asked.get(cell)
        if asked is None or asked.names is None or not asked.names.whole or asked.names.level != level:
            return False
        return _alike(asked.layers, layers)

    def draw(
        self, painter: QPainter, view: MapView, surfaces: Sequence[Pictures], labels: WholePicture
    ) -> bool:
        """Draw the surfaces and the names at the scale that they show; False where that is not one scale."""
        levels = [surface.shown for surface in surfaces if surface.shown is not None]
        if len(levels) < len(surfaces) or len({each.grid for each in levels}) > 1:
            return False
        if _arriving(surfaces[0], view):
            return False
        grid, bare = levels[0].grid, []
        for cell in cells(view, grid):
            layers = tuple(s.tiles.get((its, cell)) for s, its in zip(surfaces, levels, strict=True))
            known = self._valid(cell, layers, labels)
            if known is not None:
                place(painter, view, cell_view(cell, grid), known[1])
            else:
                for image in layers:
                    if image is not None:
                        place(painter, view, cell_view(cell, grid), image)
            if known is None or known[0].names is None:
                bare.append(cell)
        _draw_names(painter, view, labels, bare, grid, len(cells(view, grid)))
        return True

    def _valid(self, cell: Cell, layers: Layers, labels: WholePicture) -> tuple[Mix, QImage] | None:
        """Return the merged tile of these pictures, unless its names are those of other layers."""
        known = self._tiles.get(cell)
        if known is None or not _alike(known[0].layers, layers):
            return None
        names, shown = known[0].names, labels.picture
        moved = names is not None and shown is not None and shown[0].grid == names.level.grid
        return (
            None if moved and shown is not None and names is not None and shown[0] != names.level else known
        )


def _draw_names(
    painter: QPainter, view: MapView, labels: WholePicture, bare: Sequence[Cell], grid: Grid, every: int
) -> None:
    """Draw the names on the tiles that lack them; those of another scale wait while some tiles have their own."""
    if len(bare) == every:
        labels.draw(painter, view)
    elif bare and labels.picture is not None and labels.picture[0].grid == grid:
        lacking = QRegion()
        for cell in bare:
            lacking |= area(view, cell_view(cell, grid))
        painter.setClipRegion(lacking)
        labels.draw(painter, view)
        painter.setClipping(False)


def _names(labels: WholePicture, cell: Cell, grid: Grid) -> Names | None:
    """Return the names on a tile, None where they are of another scale or do not reach it."""
    level, picture, image = labels.picture or (None, None, None)
    if level is None or picture is None or image is None or level.grid != grid:
        return None
    step = grid.metres_per_px / grid.dpr
    tile, (west, _, _, north) = cell_view(cell, grid), picture.bounds
    left, top = round((tile.bounds[0] - west) / step), round((north - tile.bounds[3]) / step)
    reached = -grid.wide < left < image.width() and -grid.high < top < image.height()
    beyond = left + grid.wide - image.width(), top + grid.high - image.height()
    whole = left >= 0 and top >= 0 and max(beyond) <= 0
    return Names(level, image.cacheKey(), image, left, top, whole) if reached else None


def _arriving(ground: Pictures, view: MapView) -> bool:
    """Whether the ground of a new level is being drawn, which goes under what the other surfaces still show."""
    level = ground.level
    if level is None or level == ground.shown:
        return False
    return any(ground.tiles.get((level, cell)) is not None for cell in cells(view, level.grid))
