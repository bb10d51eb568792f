"""One piece of background work, and the thread that does one after the other."""

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

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
        #: Done share, as last reported (0-1), and whether it was asked for `SHOW_AFTER_MS` ago.
        self.share, self.overdue = 0.0, False
        #: What a job that gives way lets pass at its reports.
        self.between: Callable[[], None] | None = None
        self._cancel = threading.Event()
        self._last_report = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether someone asked this job to stop."""
        return self._cancel.is_set()

    @property
    def late(self) -> bool:
        """Whether a person waits for it, and has for a while: it runs, or waits its turn."""
        return self.overdue and not self.quiet and not self.cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._cancel.set()

    def report(self, share: float) -> None:
        """Be the `progress` of the work; raise `Cancelled` once asked to stop."""
        if self._cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last_report >= _REPORT_EVERY_S:
            self._last_report, self.share = now, share
            self.progressed.emit(share)
            if self.between is not None:
                self.between()


@dataclass(frozen=True)
class Work:
    """A function to run and who is to receive its outcome."""

    job: Job
    function: Callable[..., Any]
    begin: Callable[[Job], None]
    deliver: Callable[[Job, Any, Any], None]

    def run(self) -> None:
        """Do it, and deliver the outcome."""
        result, error = None, None
        try:
            with contextlib.suppress(RuntimeError):  # the window is already gone
                self.begin(self.job)
            self.job.report(0.0)
            result = self.function(progress=self.job.report)
        except Exception as exc:  # noqa: BLE001 - every failure is told to the user by the main thread
            error = exc
        with contextlib.suppress(RuntimeError):  # the window is already gone
            self.deliver(self.job, result, error)
        # An error knows this frame by its traceback: held here too, the two would keep each other, and with them
        # the whole project that a cancelled analysis was about.
        del error


class Brief:
    """Brief reads that wait: each is made in its turn, or by an analysis that gives way. Of the worker's thread."""

    def __init__(self) -> None:
        self._waiting: deque[Work] = deque()

    def add(self, work: Work) -> None:
        """Let a read wait."""
        self._waiting.append(work)

    def run(self) -> None:
        """Make the oldest, unless an analysis has made it already."""
        if self._waiting:
            self._waiting.popleft().run()

    def run_all(self) -> None:
        """Make them all."""
        while self._waiting:
            self.run()


class Turn(IntEnum):
    """When a job is run among those that wait; jobs of one turn keep their order."""

    FIRST = 0
    BRIEF = 1
    USUAL = 2
    LAST = 3


#: Turn, number in the queue, work; None ends the worker.
Entry = tuple[Turn, int, Work | Brief | None]


def serve(waiting: "queue.PriorityQueue[Entry]") -> None:
    """Run what is queued until None comes."""
    while (work := waiting.get()[2]) is not None:
        work.run()
        del work
