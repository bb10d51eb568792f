"""SQLite's errors in the words of `maps.errors`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from maps.errors import FileError, FileProblem, ProjectError, ProjectProblem, TorrazzoError
from maps.store.backup import latest_good_backup

_FILE_PROBLEMS: tuple[tuple[type[apsw.Error], FileProblem], ...] = (
    (apsw.FullError, FileProblem.DISK_FULL),
    (apsw.ReadOnlyError, FileProblem.NOT_WRITABLE),
    (apsw.PermissionsError, FileProblem.NOT_WRITABLE),
    (apsw.CantOpenError, FileProblem.UNREADABLE),
    (apsw.IOError, FileProblem.DISK_FULL),
)
_PROJECT_PROBLEMS: tuple[tuple[type[apsw.Error], ProjectProblem], ...] = (
    (apsw.BusyError, ProjectProblem.LOCKED),
    (apsw.LockedError, ProjectProblem.LOCKED),
    (apsw.CorruptError, ProjectProblem.DAMAGED),
    (apsw.NotADBError, ProjectProblem.DAMAGED),
    (apsw.AbortError, ProjectProblem.CHANGED_ELSEWHERE),  # a changeset that no longer fits
)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise FileError or ProjectError for what SQLite says inside; the rest passes."""
    try:
        yield
    except apsw.Error as error:
        known = _translation(path, error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        raise FileError(path, FileProblem.NOT_WRITABLE, error.strerror or "") from error


def _translation(path: Path, error: apsw.Error) -> TorrazzoError | None:
    if isinstance(error, apsw.IOError) and "READ" in _extended_name(error):
        return FileError(path, FileProblem.UNREADABLE, str(error))
    for kind, problem in _FILE_PROBLEMS:
        if isinstance(error, kind):
            return FileError(path, problem, str(error))
    for kind, trouble in _PROJECT_PROBLEMS:
        if isinstance(error, kind):
            good = latest_good_backup(path) if trouble is ProjectProblem.DAMAGED else None
            return ProjectError(path, trouble, str(error), good)
    return None


def _extended_name(error: apsw.Error) -> str:
    code = getattr(error, "extendedresult", 0)
    return str(apsw.mapping_extended_result_codes.get(code, ""))
