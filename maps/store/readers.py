"""Connections that only read, beside the one that edits: a long reading keeps nobody waiting, an edit no reading."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import apsw

Answer = TypeVar("Answer")
#: Pages that a reader holds: it goes through its rows once, and each of several would fill all that it may.
_CACHE_KIB = 4096


class Readers:
    """Answers questions to one project file from any thread.

    Parameters
    ----------
    db : apsw.Connection
        The connection that edits. Where its journal is not WAL (a network share) a reader would stand in the way of
        the commits: it answers everything.
    guard : threading.RLock
        Held by who uses it.
    connect : callable
        Opens one more connection to the file, only to read.

    Attributes
    ----------
    editing : bool
        Set by who holds the guard, inside an edit: the same thread is to see what it has done so far.
    """

    editing = False

    def __init__(
        self, db: apsw.Connection, guard: "threading.RLock", connect: Callable[[], apsw.Connection]
    ) -> None:
        self._db, self._guard, self._connect = db, guard, connect
        self._free: list[apsw.Connection] = []
        self._out = 0
        self._changed = threading.Condition()
        self._open = db.readonly("main") or db.execute("PRAGMA journal_mode").get == "wal"

    def ask(self, question: Callable[[apsw.Connection], Answer]) -> Answer:
        """Return what a question answers that is soon done."""
        if self._guard.acquire(blocking=False):
            try:
                return question(self._db)
            finally:
                self._guard.release()
        with self._lent() as reader:  # the window never waits for the edit of a long import
            if reader is not None:
                return question(reader)
        with self._guard:
            return question(self._db)

    def ask_aside(self, question: Callable[[apsw.Connection], Answer]) -> Answer:
        """Return what a question answers that takes long, without keeping the guard meanwhile."""
        if self._edits_here():
            return question(self._db)
        with self._lent() as reader:
            if reader is not None:
                return question(reader)
        with self._guard:
            return question(self._db)

    def _edits_here(self) -> bool:
        """Whether this thread is inside an edit: nobody else can take the guard during one."""
        taken = self._guard.acquire(blocking=False)
        if taken:
            self._guard.release()
        return taken and self.editing

    @contextmanager
    def _lent(self) -> Iterator[apsw.Connection | None]:
        """Lend a connection that sees what is committed; None where there is none to lend."""
        db = self._take()
        try:
            yield db
        finally:
            if db is not None:
                self._give_back(db)

    def close(self) -> None:
        """Close them all, once those that are lent are back."""
        with self._changed:
            self._open = False
            self._changed.wait_for(lambda: not self._out)
            while self._free:
                self._free.pop().close()

    def _take(self) -> apsw.Connection | None:
        with self._changed:
            if not self._open:
                return None
            db = self._free.pop() if self._free else None
            with suppress(apsw.Error):  # too many open files: the one that edits reads too
                db = db or self._another()
            self._out += db is not None
            return db

    def _another(self) -> apsw.Connection:
        db = self._connect()
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return db

    def _give_back(self, db: apsw.Connection) -> None:
        with self._changed:
            self._free.append(db)
            self._out -= 1
            self._changed.notify_all()
