"""The worker that turns painters into pictures, away from the hand.

PySide6 6.11 holds the interpreter lock inside QPainter's drawing calls (measured, see decision 0004), between two
calls the lock changes hands; blocks are small so that the wait is short. Ink lets go of the lock (decision 0006), so a
second thread helps the first while the map is still; while it moves it rests, because the hand needs a processor.
"""

import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from app.canvas.grid import Level
from app.canvas.ink import InkPainter, ink_is_ready
from app.canvas.painters.base import Painter, Surface
from app.canvas.view import MapView
from app.look.theme import Theme


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to make. ``layers`` holds painters with the opacity they had when it was asked for."""

    surface: Surface
    level: Level
    column: int
    row: int
    view: MapView
    layers: tuple[tuple[Painter, float], ...]
    theme: Theme
    stamp: int


def draw_layers(
    painter: QPainter, view: MapView, theme: Theme, layers: Sequence[tuple[Painter, float]]
) -> None:
    """Draw layers from the bottom up; the same call makes the screen, a PNG, a PDF page and an SVG."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for layer, opacity in layers:
        if view.zoom < layer.min_zoom or opacity <= 0:
            continue
        painter.save()
        painter.setOpacity(opacity)
        try:
            layer.paint(painter, view, theme)
        finally:
            painter.restore()


def render(job: Job) -> QImage | None:
    """Return the job's picture, None when nothing was drawn on it."""
    opaque = job.surface is Surface.GROUND
    form = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(job.view.width * job.view.dpr), round(job.view.height * job.view.dpr), form)
    image.setDevicePixelRatio(job.view.dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = InkPainter(image) if ink_is_ready() else QPainter(image)
    try:
        draw_layers(painter, job.view, job.theme, job.layers)
    finally:
        painter.end()
    return image if opaque or _marked(image) else None


def _marked(image: QImage) -> bool:
    """Whether anything was drawn: eight bytes at a time, and the last four of an odd number of pixels."""
    values = np.frombuffer(image.constBits(), dtype=np.uint32)
    return bool(values[-1]) or bool(values[: len(values) // 2 * 2].view(np.uint64).any())


@dataclass(frozen=True, slots=True)
class Small:
    """Small work for the thread: what it makes is told with ``subject``, which says what it was made of."""

    subject: object
    make: Callable[[Any], object]


class Renderer(QObject):
    """A queue of jobs and the threads that do them; `done` arrives in the thread of the receiver.

    ``replace`` drops what is no longer wanted, so that a fast hand never waits for old pictures. Small work that
    makes frames cheaper (``first``: a function and who receives what it returns) passes before all pictures.
    """

    done = Signal(object, object)
    worked = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        # The hand waits for the lock at each event; the usual 5 ms would be a third of a frame every time.
        sys.setswitchinterval(min(sys.getswitchinterval(), 0.001))
        self._jobs: list[Job] = []
        self._small: list[Small] = []
        self._in_hand: list[Job] = []
        self._helped = False
        self._stopping = False
        self._ready = threading.Condition()
        self.busy_seconds = 0.0
        self._threads = [
            threading.Thread(target=_work, args=(weakref.ref(self), helper), name=name, daemon=True)
            for name, helper in (("map-renderer", False), ("map-helper", True))
        ]
        for thread in self._threads:
            thread.start()

    def replace(self, jobs: Sequence[Job], helped: bool = False) -> None:
        """Put these jobs, the most urgent first, in place of those still waiting.

        Parameters
        ----------
        helped : bool
            Two threads draw them: for who is not moving the map, since the hand needs a processor.
        """
        with self._ready:
            self._jobs = [job for job in jobs if not any(_same(job, other) for other in self._in_hand)]
            self._helped = helped
            self._ready.notify_all()

    def first(self, work: Small) -> None:
        """Do this before all pictures; `worked` tells the result."""
        with self._ready:
            self._small.append(work)
            self._ready.notify_all()

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being drawn."""
        with self._ready:
            return not self._jobs and not self._in_hand

    def stop(self) -> None:
        """End the threads after the pictures in hand; further jobs are ignored."""
        with self._ready:
            self._stopping = True
            self._jobs, self._small = [], []
            self._ready.notify_all()
        for thread in self._threads:
            if threading.current_thread() is not thread:
                thread.join(timeout=5)

    def take(self, helper: bool, wait_s: float) -> "Job | Small | None":
        """Hand the next work to a thread, None when there is none within ``wait_s`` seconds."""
        with self._ready:
            if not self._has_work(helper) and not self._stopping:
                self._ready.wait(wait_s)
            if not self._has_work(helper):
                return None
            if self._small:
                return self._small.pop(0)
            self._in_hand.append(self._jobs.pop(0))
            return self._in_hand[-1]

    def _has_work(self, helper: bool) -> bool:
        return bool(self._jobs or self._small) and (self._helped or not helper)

    def finish(self, job: Job, seconds: float) -> None:
        """Take note that a thread is done with a job."""
        with self._ready:
            self._in_hand = [other for other in self._in_hand if other is not job]
            self.busy_seconds += seconds

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping


def _same(job: Job, other: Job) -> bool:
    return (job.surface, job.level, job.column, job.row, job.stamp, job.view) == (
        other.surface,
        other.level,
        other.column,
        other.row,
        other.stamp,
        other.view,
    )


def _work(reference: "weakref.ref[Renderer]", helper: bool) -> None:
    """Work until the renderer stops or is gone; it is held only while a job is in hand."""
    while True:
        renderer = reference()
        if renderer is None or renderer.stopping:
            return
        job = renderer.take(helper, 0.5)
        if isinstance(job, Small):
            _emit(renderer.worked, job.subject, job.make(job.subject))
        elif job is not None:
            _do(renderer, job)
        del renderer


def _do(renderer: Renderer, job: Job) -> None:
    start = time.perf_counter()
    try:
        image = render(job)
    except Exception as error:  # noqa: BLE001 - a layer that cannot be drawn must not end the thread
        _emit(renderer.failed, job, f"{type(error).__name__}: {error}")
    else:
        _emit(renderer.done, job, image)
    renderer.finish(job, time.perf_counter() - start)


def _emit(signal: object, *values: object) -> None:
    with contextlib.suppress(RuntimeError):  # the receiver's C++ side is already gone at exit
        signal.emit(*values)  # type: ignore[attr-defined]
