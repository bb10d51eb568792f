"""How pictures come to the map: asked of the renderer, kept by the surfaces, shown with as few frames as will do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QRegion

from app.canvas.cover import uncovered
from app.canvas.merge import Mix, mixed
from app.canvas.painters.base import Painter, Surface
from app.canvas.pictures import area
from app.canvas.renderer import Job, Renderer, Small
from app.canvas.surfaces import Surfaces

if TYPE_CHECKING:
    from app.canvas.canvas import MapCanvas as _Base  # type: ignore[attr-defined]  # this mixin is its base
else:
    _Base = object

#: What comes in is shown after so many milliseconds: at once where the view is whole, else with what comes meanwhile.
WHOLE_MS, FILLING_MS = 0, 64


class Feed(_Base):
    """The pictures of `MapCanvas`."""

    def _start_feed(self) -> None:
        self._surfaces = Surfaces()
        self._was_drawn = False
        self._asked: tuple[object, ...] = ()
        self._arrived = False
        self._renderer = Renderer()
        self._renderer.done.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._renderer.worked.connect(self._take_mixed, Qt.ConnectionType.QueuedConnection)
        self._renderer.failed.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._renderer.stop)
        self._ask_timer = QTimer(self, singleShot=True, interval=0)
        self._ask_timer.timeout.connect(self._ask)
        self._fresh = QRegion()
        self._fresh_timer = QTimer(self, singleShot=True)
        self._fresh_timer.timeout.connect(self._show_fresh)

    def _ask_soon(self) -> None:
        if not self._ask_timer.isActive():
            self._ask_timer.start()

    def _ask(self) -> None:
        """Tell the renderer what is missing for the view where the map will come to rest."""
        if not self.isVisible():
            return  # nobody looks: `showEvent` asks
        asked = (*self._surfaces.asking(self._target), self._still)
        if asked != self._asked:
            self._asked, self._arrived = asked, True
            shown = self._surfaces.shown
            jobs = self._surfaces.jobs(self._target, self._theme, self._layers_of)
            if shown != self._surfaces.shown:
                self.update()
            self._renderer.replace(jobs, self._still)
        if self._arrived:
            self._arrived = False
            self._mix()
        self._tell_when_drawn()

    def _mix(self) -> None:
        """Have tiles merged; while many are to come only for a hand that moves the map, whose frames they shorten."""
        if not self._still or self._surfaces.complete(self._target):
            for mix in self._surfaces.mixes(self._target, self._still):
                self._renderer.first(Small(mix, mixed))

    def _layers_of(self, surface: Surface) -> tuple[tuple[Painter, float], ...]:
        shown = [p for p in self._stack if p.surface is surface and p.visible]
        return tuple((self.lifted(p), p.opacity) for p in shown)

    def _receive(self, job: Job, image: QImage | None) -> None:
        shown = self._surfaces.shown
        self._surfaces.put(job, image, self._target)
        self._arrived = True
        self._ask_soon()
        self._fresh |= area(self._view, job.view) if shown == self._surfaces.shown else self.rect()
        if not self._fresh.isEmpty() and not self._fresh_timer.isActive():
            self._fresh_timer.start(WHOLE_MS if self._surfaces.complete(self._target) else FILLING_MS)
        self._tell_when_drawn()

    def _show_fresh(self) -> None:
        self.update(uncovered(self) & self._fresh)
        self._fresh = QRegion()

    def _take_mixed(self, mix: Mix, image: QImage) -> None:
        self._surfaces.put_merged(mix, image)

    def _report(self, job: Job, error: str) -> None:
        self._surfaces.put(job, None, self._target)
        self.layer_failed.emit(job.surface.value, error)

    @property
    def up_to_date(self) -> bool:
        """Whether every picture of the view is there and no move is in course."""
        at_rest = self._view == self._target and not self._ask_timer.isActive()
        return at_rest and self._surfaces.complete(self._view)

    def _tell_when_drawn(self) -> None:
        if not self._was_drawn and self._surfaces.complete(self._target):
            self._was_drawn = True
            if not self._fresh.isEmpty():
                self._fresh_timer.start(WHOLE_MS)
            self.drawn.emit()
