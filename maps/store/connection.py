"""The one connection to a project file, with what GeoPackage triggers need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from maps.store import gpb

BUSY_MILLISECONDS = 5000

_PRAGMAS = (
    "cache_size = -65536",  # KiB; the default 2 MB thrashes on the index of random uids
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "foreign_keys = OFF",
)


def connect(path: Path, *, write: bool) -> apsw.Connection:
    """Open a connection with the ST functions of the R-tree triggers.

    Parameters
    ----------
    path : Path
        An existing file for reading; for writing it is made where missing.
    write : bool
        Writers then call `make_durable`, once the file is known to be sound.

    Raises
    ------
    apsw.Error
        SQLite cannot open it.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE if write else apsw.SQLITE_OPEN_READONLY
    db = apsw.Connection(str(path), flags=flags)
    _prepare(db)
    return db


def connect_frozen(path: Path) -> apsw.Connection:
    """Open a file that nobody can be writing, on a medium that cannot be written."""
    uri = path.absolute().as_uri() + "?mode=ro&immutable=1"
    db = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    _prepare(db)
    return db


def _prepare(db: apsw.Connection) -> None:
    """Set limits on what a file from elsewhere may run, and register the functions."""
    db.set_busy_timeout(BUSY_MILLISECONDS)
    try:
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except apsw.Error:
        db.close()
        raise
    for name, function in _FUNCTIONS.items():
        db.create_scalar_function(name, function, 1, deterministic=True, flags=apsw.SQLITE_INNOCUOUS)


def make_durable(db: apsw.Connection) -> None:
    """Make every commit survive a crash of the program and of the machine.

    WAL with synchronous FULL; where the file system refuses it (a network share), a
    rollback journal with synchronous EXTRA: as durable, slower.
    """
    try:
        mode = db.execute("PRAGMA journal_mode = WAL").get
    except (apsw.IOError, apsw.CantOpenError):
        mode = db.execute("PRAGMA journal_mode = DELETE").get
    db.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")


def disconnect(db: apsw.Connection, *, write: bool) -> None:
    """Close, leaving one plain file where possible.

    A reader still there, or a full disk, keeps the journal beside the file; nothing
    is lost, the next owner finds it.
    """
    try:
        if write:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            db.execute("PRAGMA journal_mode = DELETE").fetchall()
    except (apsw.BusyError, apsw.LockedError, apsw.FullError, apsw.IOError):
        pass
    finally:
        db.close()


def _min_x(blob: bytes | None) -> float | None:
    box = gpb.envelope(blob)
    return None if box is None else box[0]


def _max_x(blob: bytes | None) -> float | None:
    box = gpb.envelope(blob)
    return None if box is None else box[1]


def _min_y(blob: bytes | None) -> float | None:
    box = gpb.envelope(blob)
    return None if box is None else box[2]


def _max_y(blob: bytes | None) -> float | None:
    box = gpb.envelope(blob)
    return None if box is None else box[3]


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(gpb.envelope(blob) is None)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ST_MinX": _min_x,
    "ST_MaxX": _max_x,
    "ST_MinY": _min_y,
    "ST_MaxY": _max_y,
    "ST_IsEmpty": _is_empty,
}
