"""Background work: one project worker, results on the main thread, progress and cancellation.

One thread runs every job of the open project, in order; what a person asked for and waits for (opening another
project) goes before the analyses that follow by themselves. It is a Python thread that lives as long as the
window, not a QThreadPool: PySide drops the Python thread state after each QRunnable, and with it the
thread-local PROJ context on which pyproj objects still rest (measured: a crash in `pyproj.CRS` at the second
job). For the same reason coordinates are transformed in this thread only.

The store's connection may be used from any thread but by one at a time; `ProjectFile` guards each of its
calls with a lock, so that an edit made by the GUI thread waits at most for one read, never for an analysis.
"""

import contextlib
import itertools
import queue
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from maps.errors import Cancelled

#: A job that lasts longer than this is shown, with Annulla.
SHOW_AFTER_MS = 300
_REPORT_EVERY_S = 0.05


class Job(QObject):
    """One piece of background work, seen from the main thread.

    Signals
    -------
    progressed(float), succeeded(object), failed(Exception), ended()
    """

    progressed = Signal(float)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, label: str, key: str = "", *, quiet: bool = False) -> None:
        super().__init__()
        self.label, self.key, self.quiet = label, key, quiet
        self._cancel = threading.Event()
        self._last_report = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether someone asked this job to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._cancel.set()

    def report(self, share: float) -> None:
        """Be the `progress` of the work; raise `Cancelled` once asked to stop."""
        if self._cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last_report >= _REPORT_EVERY_S:
            self._last_report = now
            self.progressed.emit(share)


@dataclass(frozen=True)
class _Work:
    """A function to run and who is to receive its outcome."""

    job: Job
    function: Callable[..., Any]
    deliver: Callable[[Job, Any, Any], None]

    def run(self) -> None:
        result, error = None, None
        try:
            self.job.report(0.0)
            result = self.function(progress=self.job.report)
        except Exception as exc:  # noqa: BLE001 - every failure is told to the user by the main thread
            error = exc
        with contextlib.suppress(RuntimeError):  # the window is already gone
            self.deliver(self.job, result, error)
        # An error knows this frame by its traceback: held here too, the two would keep each other, and with them
        # the whole project that a cancelled analysis was about.
        del error


class _Turn(IntEnum):
    """When a job is run among those that wait; jobs of one turn keep their order."""

    FIRST = 0
    USUAL = 1
    LAST = 2


#: Turn, number in the queue, work; None ends the worker.
_Entry = tuple[_Turn, int, _Work | None]


def _serve(waiting: "queue.PriorityQueue[_Entry]") -> None:
    """Run what is queued until None comes."""
    while (work := waiting.get()[2]) is not None:
        work.run()
        del work


class Jobs(QObject):
    """The queue of background work of one window.

    Signals
    -------
    shown(Job) : a job has lasted `SHOW_AFTER_MS` and deserves a progress bar.
    ended(Job) : a job ended in any way.
    failed(Job, Exception) : nobody else handled this failure.
    idle() : nothing is queued or running.
    """

    shown = Signal(object)
    ended = Signal(object)
    failed = Signal(object, object)
    idle = Signal()
    _delivered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live: list[Job] = []
        self._waiting: queue.PriorityQueue[_Entry] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._thread = threading.Thread(
            target=_serve, args=(self._waiting,), name="project-worker", daemon=True
        )
        self._thread.start()
        # the worker ends with the queue, also where nobody stops it
        weakref.finalize(self, self._waiting.put, (_Turn.LAST, next(self._numbers), None))
        self._delivered.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is queued or running."""
        return bool(self._live)

    def run(
        self,
        label: str,
        function: Callable[..., Any],
        *,
        key: str = "",
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        quiet: bool = False,
        first: bool = False,
    ) -> Job:
        """Queue `function(progress=...)`; a job with the same `key` still waiting or running is cancelled.

        `done` and `failed` are called on the main thread and never for a cancelled job; `first` passes before
        the jobs that wait.
        """
        if key:
            self.cancel(key)
        job = Job(label, key, quiet=quiet)
        if done is not None:
            job.succeeded.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        job.setProperty("handled", failed is not None)
        self._live.append(job)
        QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show(job))
        self._put(_Work(job, function, self._delivered.emit), _Turn.FIRST if first else _Turn.USUAL)
        return job

    def cancel(self, key: str = "") -> None:
        """Cancel the jobs with `key`, or all of them."""
        for job in self._live:
            if not key or job.key == key:
                job.cancel()

    def wait(self) -> None:
        """Cancel everything and wait for the worker to be free; their results are dropped."""
        self.cancel()
        self._live.clear()
        free = threading.Event()
        self._put(_Work(Job("", quiet=True), lambda progress: free.set(), lambda *_outcome: None), _Turn.LAST)
        free.wait()

    def stop(self) -> None:
        """End the worker; no job may be queued any more."""
        self.wait()
        self._put(None, _Turn.LAST)
        self._thread.join()

    def _put(self, work: _Work | None, turn: _Turn) -> None:
        self._waiting.put((turn, next(self._numbers), work))

    def _show(self, job: Job) -> None:
        if job in self._live and not job.cancelled and not job.quiet:
            self.shown.emit(job)

    @Slot(object, object, object)
    def _finish(self, job: Job, result: object, error: Exception | None) -> None:
        if job not in self._live:
            return
        self._live.remove(job)
        if not job.cancelled and not isinstance(error, Cancelled):
            self._tell(job, result, error)
        job.ended.emit()
        self.ended.emit(job)
        if not self._live:
            self.idle.emit()

    def _tell(self, job: Job, result: object, error: Exception | None) -> None:
        if error is None:
            job.succeeded.emit(result)
        elif job.property("handled"):
            job.failed.emit(error)
        else:
            self.failed.emit(job, error)
