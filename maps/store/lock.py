"""One owner of a project file at a time, and who it is.

A sidecar `<file>.lock` says who holds the project; an operating-system lock on that
sidecar decides. The system drops it when the holder dies, so a lock left by a crash is
taken over; only one left by another computer is not, because on a network share its
owner may be alive and its lock invisible from here.
"""

import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from maps.errors import FileError, FileProblem, ProjectError, ProjectProblem

#: Byte that is locked: far from the text, which others must be able to read (Windows).
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True)
class Holder:
    """Who holds a project file.

    Attributes
    ----------
    user, host : str
    pid : int
    since : str
        ISO 8601 with offset.
    """

    user: str
    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        who = f"{self.user} ({self.host})" if self.user else self.host
        return f"{who}, {self.since}"


def lock_path(path: Path) -> Path:
    """Return the sidecar of a project file."""
    return path.with_name(path.name + ".lock")


def holder_of(path: Path) -> Holder | None:
    """Return who the sidecar says holds a project file; None where nobody does."""
    try:
        return _read_holder(lock_path(path).read_bytes())
    except OSError:
        return None


class ProjectLock:
    """The held lock of a project file; `release` gives it back.

    Parameters
    ----------
    path : Path
        The project file.
    user : str
    take_over : bool
        Also take a lock left by another computer.

    Raises
    ------
    ProjectError
        LOCKED, with the holder in `detail`.
    FileError
        NOT_WRITABLE: the sidecar cannot be made.
    """

    def __init__(self, path: Path, *, user: str = "", take_over: bool = False) -> None:
        self._path = lock_path(path)
        self._file = self._acquire(path)
        holder = _read_holder(self._text())
        if holder is not None and holder.host != socket.gethostname() and not take_over:
            _unlock(self._file)
            self._file.close()
            raise ProjectError(path, ProjectProblem.LOCKED, str(holder))
        self._write_holder(user)

    def _acquire(self, path: Path) -> BinaryIO:
        """Lock the sidecar, again when another owner removed it in the meantime."""
        while True:
            try:
                file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
            except OSError as error:
                raise FileError(path, FileProblem.NOT_WRITABLE, self._path.name) from error
            if not _try_lock(file):
                file.close()
                raise ProjectError(path, ProjectProblem.LOCKED, str(holder_of(path) or ""))
            if self._is_current(file):
                return file
            file.close()

    def _is_current(self, file: BinaryIO) -> bool:
        with suppress(OSError):
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        return False

    def _text(self) -> bytes:
        self._file.seek(0)
        return self._file.read(4096)

    def _write_holder(self, user: str) -> None:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = Holder(user, socket.gethostname(), os.getpid(), since)
        with suppress(OSError):  # a full disk: the lock itself holds without its text
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(json.dumps(asdict(holder), ensure_ascii=False).encode())

    def release(self) -> None:
        """Give the lock back and remove the sidecar; twice does no harm."""
        if self._file.closed:
            return
        with suppress(OSError):
            self._file.truncate(0)
        if sys.platform != "win32":  # removed while still held: nobody can lock a dead file
            self._path.unlink(missing_ok=True)
        _unlock(self._file)
        self._file.close()
        with suppress(OSError):
            if sys.platform == "win32":  # fails, rightly, when another one has it open
                self._path.unlink(missing_ok=True)


def _read_holder(text: bytes) -> Holder | None:
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        with suppress(OSError):
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        """Take a `flock`: bound to this open file, not to the process as POSIX locks are."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        with suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
