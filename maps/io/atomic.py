"""Write a file whole or not at all.

A kill, a full disk or a pulled USB stick in the middle of an export must never leave half a
file under the name that an office will send on: write beside, sync, rename.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from maps.errors import FileError, FileProblem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READABLE = 0o666
_DATABASE = b"SQLite format 3\x00"


@contextmanager
def atomic_file(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside `path` that takes its name when the block ends well.

    Parameters
    ----------
    path : str or Path
        Replaced if it exists, unless it is a database: an export must never take the place of a
        project. Links are followed. On an exception it stays as it was and nothing remains beside it.

    Raises
    ------
    FileError
        EXISTS, DISK_FULL or NOT_WRITABLE.
    """
    target = Path(os.path.realpath(path))
    if _is_database(target):
        raise FileError(Path(path), FileProblem.EXISTS)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _failure(Path(path), error) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            _publish(stream, temporary, target)
    except OSError as error:
        raise _failure(Path(path), error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_atomic(path: str | Path, content: bytes | str) -> None:
    """Write bytes, or text as UTF-8, whole or not at all; see `atomic_file`."""
    with atomic_file(path) as stream:
        stream.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def _is_database(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(len(_DATABASE)) == _DATABASE
    return False


def _publish(stream: IO[bytes], temporary: Path, target: Path) -> None:
    """Bring the bytes to the disk, then give them their name."""
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else _READABLE & ~_umask())
    temporary.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last too; Windows has no such call and needs none."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    """Return the process's mask: temporary files are private, exports are not."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _failure(path: Path, error: OSError) -> FileError:
    full = error.errno in _FULL
    return FileError(path, FileProblem.DISK_FULL if full else FileProblem.NOT_WRITABLE, error.strerror or "")
