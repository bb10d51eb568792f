"""Cached pictures of one surface: which are missing for a view, and how the ones at hand are laid on it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from app.canvas.grid import TILE, Grid, Level
from app.canvas.painters.base import Surface
from app.canvas.renderer import Job
from app.canvas.view import Bounds, MapView

#: Pixels beyond the view for which pictures are made ahead of the hand.
AHEAD = 192

Cell = tuple[int, int]


@lru_cache(maxsize=64)
def cells(view: MapView, grid: Grid, margin: float = 0.0) -> tuple[Cell, ...]:
    """Return the columns and rows of the grid's tiles that touch the view, nearest to its centre first."""
    step = grid.metres_per_px / grid.dpr
    min_x, min_y, max_x, max_y = view.expanded(margin).bounds
    columns = _touched(min_x / step - grid.left, max_x / step - grid.left, grid.wide)
    rows = _touched(-max_y / step - grid.top, -min_y / step - grid.top, grid.high)
    middle_x = (view.center_x / step - grid.left) / grid.wide - 0.5
    middle_y = (-view.center_y / step - grid.top) / grid.high - 0.5
    found = [(column, row) for column in columns for row in rows]
    return tuple(sorted(found, key=lambda cell: (cell[0] - middle_x) ** 2 + (cell[1] - middle_y) ** 2))


def _touched(low: float, high: float, size: int) -> range:
    """Return the tiles between two places in pixels; one that is touched by a rounding is not touched."""
    return range(math.floor((low + 0.001) / size), math.ceil((high - 0.001) / size))


@lru_cache(maxsize=512)
def cell_view(cell: Cell, grid: Grid) -> MapView:
    """Return the view that a tile pictures."""
    step = grid.metres_per_px / grid.dpr
    x, y = grid.left + (cell[0] + 0.5) * grid.wide, grid.top + (cell[1] + 0.5) * grid.high
    return MapView(
        x * step, -y * step, grid.metres_per_px, grid.wide / grid.dpr, grid.high / grid.dpr, grid.dpr
    )


def place(painter: QPainter, view: MapView, picture: MapView, image: QImage) -> None:
    """Draw an image of ``picture`` where it belongs in ``view``, on whole device pixels."""
    half_w, half_h = picture.width * picture.metres_per_px / 2, picture.height * picture.metres_per_px / 2
    left, top = view.to_screen(picture.center_x - half_w, picture.center_y + half_h)
    if abs(picture.metres_per_px / view.metres_per_px - 1) < 1e-9 and picture.dpr == view.dpr:
        painter.drawImage(QPointF(round(left * view.dpr) / view.dpr, round(top * view.dpr) / view.dpr), image)
        return
    right, bottom = view.to_screen(picture.center_x + half_w, picture.center_y - half_h)
    edges = [round(value * view.dpr) / view.dpr for value in (left, top, right, bottom)]
    painter.drawImage(QRectF(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]), image)


def area(view: MapView, picture: MapView) -> QRect:
    """Return the logical pixels of a view that a picture covers, empty where it lies outside."""
    min_x, min_y, max_x, max_y = picture.bounds
    left, top = view.to_screen(min_x, max_y)
    right, bottom = view.to_screen(max_x, min_y)
    covered = QRect(
        math.floor(left), math.floor(top), math.ceil(right - left) + 1, math.ceil(bottom - top) + 1
    )
    return covered.intersected(QRect(0, 0, math.ceil(view.width), math.ceil(view.height)))


@dataclass
class Pictures:
    """Tiles of one surface.

    The level in work is drawn as it fills when it has the shown level's scale or when the surface is opaque;
    otherwise the old level stays, scaled, until the view is complete: half of two transparent levels would
    show every symbol twice.
    """

    surface: Surface
    limit: int = 72
    level: Level | None = None
    shown: Level | None = None
    tiles: dict[tuple[Level, Cell], QImage | None] = field(default_factory=dict)
    dirty: dict[Cell, int] = field(default_factory=dict)
    clock: int = 0

    def aim(self, level: Level) -> None:
        """Make ``level`` the one in work."""
        if level != self.level:
            self.level = level
            self.dirty.clear()

    def touch(self, bounds: Bounds, margin: float) -> None:
        """Mark the tiles that touch ``bounds``, widened by ``margin`` pixels, to be made again."""
        self.clock += 1
        if self.level is None:
            return
        for level, cell in self.tiles:
            if level == self.level and cell_view(cell, level.grid).intersects(bounds, margin):
                self.dirty[cell] = self.clock

    def missing(self, view: MapView) -> Iterator[tuple[Cell, MapView, bool]]:
        """Yield what has to be drawn for this view, and whether it is seen or lies around it."""
        if self.level is None:
            return
        seen = set(cells(view, self.level.grid))
        for cell in cells(view, self.level.grid, AHEAD):
            if (self.level, cell) not in self.tiles or cell in self.dirty:
                yield cell, cell_view(cell, self.level.grid), cell in seen

    def complete(self, view: MapView) -> bool:
        """Whether the level in work has, up to date, all that the view sees."""
        level = self.level
        return level is not None and all(
            (level, cell) in self.tiles and cell not in self.dirty for cell in cells(view, level.grid)
        )

    def put(self, job: Job, image: QImage | None, view: MapView) -> None:
        """Keep a finished picture; those of other levels than the two in use are let go."""
        if job.level != self.level:
            return
        cell = (job.column, job.row)
        self.tiles[job.level, cell] = image
        if self.dirty.get(cell, 0) <= job.stamp:
            self.dirty.pop(cell, None)
        self.turn(view)
        self._trim(view)

    def turn(self, view: MapView) -> None:
        """Show the level in work once it fills the view, be it because the view became smaller."""
        if self.shown != self.level and self._filled(view):
            self.shown = self.level

    def _filled(self, view: MapView) -> bool:
        return self.level is not None and all(
            (self.level, c) in self.tiles for c in cells(view, self.level.grid)
        )

    def _trim(self, view: MapView) -> None:
        keep = {self.level, self.shown}
        for key in [key for key in self.tiles if key[0] not in keep]:
            del self.tiles[key]
        if len(self.tiles) > self.limit:
            near = {(self.level, cell) for cell in (cells(view, self.level.grid, TILE) if self.level else ())}
            for key in [key for key in self.tiles if key[0] == self.level and key not in near]:
                del self.tiles[key]

    def draw(self, painter: QPainter, view: MapView) -> None:
        """Lay the pictures at hand on the view."""
        if self.shown is not None and self.shown != self.level:
            self._draw_level(painter, view, self.shown)
            if self.surface is not Surface.GROUND:
                return
        if self.level is not None:
            self._draw_level(painter, view, self.level)

    def _draw_level(self, painter: QPainter, view: MapView, level: Level) -> None:
        for cell in cells(view, level.grid):
            image = self.tiles.get((level, cell))
            if image is not None:
                place(painter, view, cell_view(cell, level.grid), image)


@dataclass
class WholePicture:
    """One picture of the view and a margin: for labels, which must be placed all together."""

    surface: Surface = Surface.LABELS
    margin: float = 256.0
    level: Level | None = None
    picture: tuple[Level, MapView, QImage | None] | None = None
    asked: tuple[Level, int, MapView] | None = None
    stale: int = 0
    clock: int = 0

    def aim(self, level: Level) -> None:
        """Make ``level`` the one in work."""
        self.level = level

    def touch(self, bounds: Bounds, margin: float) -> None:
        """Ask for the picture again."""
        self.clock += 1
        self.stale = self.clock

    def missing(self, view: MapView) -> Iterator[tuple[Cell, MapView, bool]]:
        """Yield the picture's view when the one at hand no longer serves; the one asked for as long as it will."""
        if self.level is not None and not self.complete(view):
            self.asked = (self.level, self.clock, self.serving(view))
            yield (0, 0), self.asked[2].expanded(self.margin), True

    def complete(self, view: MapView) -> bool:
        """Whether the picture at hand is of this level and covers the view."""
        if self.picture is None or self.picture[0] != self.level or self.stale:
            return False
        return _holds(self.picture[1], view)

    def serving(self, view: MapView) -> MapView:
        """Return the view that the picture at hand was asked for, or the one on its way; else this one."""
        level, clock, asked = self.asked or (None, -1, view)
        stands = level == self.level and clock == self.clock and _holds(asked.expanded(self.margin), view)
        return asked if stands else view

    def put(self, job: Job, image: QImage | None, view: MapView) -> None:
        """Keep a finished picture."""
        if job.level == self.level:
            self.picture = (job.level, job.view, image)
            self.stale = 0 if self.stale <= job.stamp else self.stale

    def draw(self, painter: QPainter, view: MapView) -> None:
        """Lay the picture on the view."""
        if self.picture is not None and self.picture[2] is not None:
            place(painter, view, self.picture[1], self.picture[2])


def _holds(picture: MapView, view: MapView) -> bool:
    """Whether a picture's view holds another."""
    min_x, min_y, max_x, max_y = picture.bounds
    left, low, right, high = view.bounds
    return min_x <= left and min_y <= low and max_x >= right and max_y >= high
