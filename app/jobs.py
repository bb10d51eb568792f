"""Background work: one project worker, results on the main thread, progress and cancellation.

One thread runs every job of the open project, in order; what a person asked for and waits for (opening another
project) goes before the analyses that follow by themselves. A brief read goes before them too, and where one that
gives way is already running, it is made at its next report of progress.

It is a Python thread that lives as long as the window, not a QThreadPool: PySide drops the Python thread state after
each QRunnable, and with it the thread-local PROJ context on which pyproj objects still rest (measured: a crash in
`pyproj.CRS` at the second job). For the same reason coordinates are transformed in this thread only.

The store's connection may be used from any thread but by one at a time; `ProjectFile` guards each of its
calls with a lock, so that an edit made by the GUI thread waits at most for one read, never for an analysis.
"""

import itertools
import queue
import threading
import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.worker import SHOW_AFTER_MS, Brief, Entry, Job, Turn, Work, serve
from maps.errors import Cancelled

__all__ = ["SHOW_AFTER_MS", "Job", "Jobs"]

#: A job that ends before is not told of in passing, where others wait: the words of the bar would flash.
BRIEF_MS = 100


class Jobs(QObject):
    """The queue of background work of one window.

    Signals
    -------
    shown(Job) : this job is running, and it or one that waits for it was asked for `SHOW_AFTER_MS` ago: it deserves
        a progress bar.
    ended(Job) : a job ended in any way.
    failed(Job, Exception) : nobody else handled this failure.
    idle() : nothing is queued or running.
    """

    shown = Signal(object)
    ended = Signal(object)
    failed = Signal(object, object)
    idle = Signal()
    _begun = Signal(object)
    _delivered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live: list[Job] = []
        self._running: list[Job] = []  # the last is at work, within those before
        self._shown: Job | None = None
        self._brief = Brief()
        self._waiting: queue.PriorityQueue[Entry] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._thread = threading.Thread(
            target=serve, args=(self._waiting,), name="project-worker", daemon=True
        )
        self._thread.start()
        # the worker ends with the queue, also where nobody stops it
        weakref.finalize(self, self._waiting.put, (Turn.LAST, next(self._numbers), None))
        self._begun.connect(self._begin, Qt.ConnectionType.QueuedConnection)
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
        brief: bool = False,
        gives_way: bool = False,
    ) -> Job:
        """Queue `function(progress=...)`; a job with the same `key` still waiting or running is cancelled.

        `done` and `failed` are called on the main thread and never for a cancelled job; `first` passes before
        the jobs that wait. A `brief` read passes before the analyses that wait, and is made in the midst of the one
        that runs where that `gives_way`: it must be content with what is kept while another result is computed.
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
        if gives_way:
            job.between = self._brief.run_all
        QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._wait_over(job))
        work = Work(job, function, self._begun.emit, self._delivered.emit)
        if brief:
            self._brief.add(work)
            self._put(self._brief, Turn.BRIEF)
        else:
            self._put(work, Turn.FIRST if first else Turn.USUAL)
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
        self._running.clear()
        shown, self._shown = self._shown, None
        if shown is not None:
            self.ended.emit(shown)
        free = threading.Event()
        last = Work(
            Job("", quiet=True), lambda progress: free.set(), lambda _job: None, lambda *_outcome: None
        )
        self._put(last, Turn.LAST)
        free.wait()

    def stop(self) -> None:
        """End the worker; no job may be queued any more."""
        self.wait()
        self._put(None, Turn.LAST)
        self._thread.join()

    def _put(self, work: Work | Brief | None, turn: Turn) -> None:
        self._waiting.put((turn, next(self._numbers), work))

    @Slot(object)
    def _begin(self, job: Job) -> None:
        if job in self._live:
            self._running.append(job)
            QTimer.singleShot(BRIEF_MS, self, lambda: self._has_lasted(job))

    def _has_lasted(self, job: Job) -> None:
        if self._running and self._running[-1] is job:
            self._tell_running()

    def _wait_over(self, job: Job) -> None:
        job.overdue = True
        self._tell_running()

    def _tell_running(self) -> None:
        """Show what runs once somebody waits for it, or behind it, for a while; never what only waits."""
        running = self._running[-1] if self._running else None
        if running in (None, self._shown) or running.cancelled or not any(job.late for job in self._live):
            return
        self._shown = running
        self.shown.emit(running)

    @Slot(object, object, object)
    def _finish(self, job: Job, result: object, error: Exception | None) -> None:
        if job not in self._live:
            return
        self._live.remove(job)
        self._running = [each for each in self._running if each is not job]
        if job is self._shown:
            self._shown = None
        if not job.cancelled and not isinstance(error, Cancelled):
            self._tell(job, result, error)
        job.ended.emit()
        self.ended.emit(job)
        self._tell_running()
        if not self._live:
            self.idle.emit()

    def _tell(self, job: Job, result: object, error: Exception | None) -> None:
        if error is None:
            job.succeeded.emit(result)
        elif job.property("handled"):
            job.failed.emit(error)
        else:
            self.failed.emit(job, error)
