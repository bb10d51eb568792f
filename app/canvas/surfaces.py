"""The four surfaces of the map: their cached pictures, what is missing of them, and how they are laid together."""

from collections.abc import Callable

from PySide6.QtGui import QImage, QPainter

from app.canvas.grid import Grid, Level, fitted
from app.canvas.merge import Merged, Mix
from app.canvas.painters.base import Painter, Surface
from app.canvas.pictures import AHEAD, Pictures, WholePicture, cells
from app.canvas.renderer import Job
from app.canvas.view import Bounds, MapView
from app.look.theme import Theme

Layers = tuple[tuple[Painter, float], ...]


class Surfaces:
    """Pictures of ground, data and points as tiles, which are merged where complete; of the labels as a whole."""

    def __init__(self) -> None:
        self._labels = WholePicture()
        self._tiled = (Pictures(Surface.GROUND), Pictures(Surface.DATA), Pictures(Surface.POINTS))
        self._all: dict[Surface, Pictures | WholePicture] = {each.surface: each for each in self._tiled}
        self._all[Surface.LABELS] = self._labels
        self._revision = dict.fromkeys(Surface, 0)
        self._merged = Merged()
        self._grid: Grid | None = None

    def outdate(self, surface: Surface, bounds: Bounds | None, margin: float) -> None:
        """Have a surface drawn again: all of it, or what touches ``bounds`` widened by ``margin`` pixels."""
        if bounds is None:
            self._revision[surface] += 1
        else:
            self._all[surface].touch(bounds, margin)

    def jobs(self, view: MapView, theme: Theme, layers_of: Callable[[Surface], Layers]) -> list[Job]:
        """Return the pictures to make for a view: what it sees before what lies around it."""
        grid = self._grid_for(view)
        seen: list[Job] = []
        ahead: list[Job] = []
        for surface, pictures in self._all.items():
            level = Level(grid, self._revision[surface])
            pictures.aim(level)
            missing = list(pictures.missing(view))
            layers = layers_of(surface) if missing else ()
            for cell, part, wanted in missing:
                job = Job(surface, level, *cell, part, layers, theme, pictures.clock)
                (seen if wanted else ahead).append(job)
        for tiled in self._tiled:
            tiled.turn(view)
        return self._in_turn(seen) + ahead

    def _in_turn(self, jobs: list[Job]) -> list[Job]:
        """Return the jobs of what is seen in the order in which two threads are soonest done with all.

        Names take longest: begun last they would be waited for alone; where some are shown, the ground comes first.
        Symbols hold the interpreter lock, which ink does not: points between tiles of the ground leave it to one
        thread at a time.
        """
        late = self._labels.picture is not None and self._labels.picture[0] == self._labels.level
        count = dict.fromkeys(Surface, 0)
        turns = []
        for job in jobs:
            count[job.surface] += 1
            names, last = job.surface is Surface.LABELS, job.surface is Surface.DATA
            turns.append((names is late, last, count[job.surface]))
        return [jobs[at] for at in sorted(range(len(jobs)), key=turns.__getitem__)]

    def _grid_for(self, view: MapView) -> Grid:
        """Return the grid of the view's scale, the one in use as long as it serves."""
        grid = fitted(view)
        if self._grid is None or not self._grid.serves(grid):
            self._grid = grid
        return self._grid

    def put(self, job: Job, image: QImage | None, view: MapView) -> None:
        """Keep a finished picture."""
        self._all[job.surface].put(job, image, view)

    def mixes(self, view: MapView, still: bool) -> list[Mix]:
        """Return the tiles that can be merged now, each once; under way those that have names keep them."""
        return self._merged.wanted(view, self._tiled, self._labels, still)

    def asking(self, view: MapView) -> tuple[object, ...]:
        """Return what the jobs for a view depend on: while it is the same, nothing else is wanted."""
        grid, names = self._grid_for(view), self._labels.serving(view)
        clocks = tuple((each.clock, self._revision[surface]) for surface, each in self._all.items())
        return grid, names, clocks, *(frozenset(cells(view, grid, margin)) for margin in (0.0, AHEAD))

    def put_merged(self, mix: Mix, image: QImage) -> None:
        """Keep a merged tile."""
        self._merged.put(mix, image)

    @property
    def shown(self) -> tuple[Level | None, ...]:
        """The level that each tiled surface shows; when one changes, all of the view looks different."""
        return tuple(pictures.shown for pictures in self._tiled)

    def complete(self, view: MapView) -> bool:
        """Whether every picture that the view sees is up to date."""
        return all(pictures.complete(view) for pictures in self._all.values())

    def covers(self, view: MapView) -> bool:
        """Whether the ground at hand hides all that lies below."""
        ground = self._tiled[0]
        return ground.shown is not None and ground.shown == ground.level and ground.complete(view)

    def draw(self, painter: QPainter, view: MapView, between: Callable[[], None] | None) -> None:
        """Lay the pictures on a view; with ``between``, what it draws goes under the points."""
        if between is None and self._merged.draw(painter, view, self._tiled, self._labels):
            return
        ground, data, points = self._tiled
        ground.draw(painter, view)
        data.draw(painter, view)
        if between is not None:
            between()
        points.draw(painter, view)
        self._labels.draw(painter, view)
