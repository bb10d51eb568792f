"""Copies of the project file: the automatic backups and the copy for other readers."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import apsw

from maps.store import checks
from maps.store.connection import connect

KEEP = 5


def write_copy(db: apsw.Connection, target: Path) -> None:
    """Write a compact, consistent copy, whole or not at all.

    Raises
    ------
    apsw.Error, OSError
        The disk is full or the folder cannot be written; nothing is left behind.
    """
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    partial.unlink(missing_ok=True)
    try:
        db.execute("VACUUM INTO ?", (str(partial),))
        _flush(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def backup_folder(path: Path) -> Path:
    """Return the folder beside a project file that keeps its backups."""
    return path.with_name(f"{path.stem}.backup")


def backups(path: Path) -> list[Path]:
    """Return the backups of a project file, newest first."""
    with suppress(OSError):
        return sorted(backup_folder(path).glob(f"{path.stem}-*.gpkg"), reverse=True)
    return []


def write_backup(db: apsw.Connection, path: Path) -> Path:
    """Write a new backup and keep the last five."""
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    target = folder / f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S-%f}.gpkg"
    write_copy(db, target)
    for old in backups(path)[KEEP:]:
        with suppress(OSError):
            old.unlink()
    return target


def latest_good(path: Path, is_good: Callable[[apsw.Connection], bool]) -> Path | None:
    """Return the newest backup that passes a check; None where there is none."""
    for candidate in backups(path):
        with suppress(apsw.Error):
            db = connect(candidate, write=False)
            try:
                if is_good(db):
                    return candidate
            finally:
                db.close()
    return None


def latest_good_backup(path: Path) -> Path | None:
    """Return the newest backup that is whole; None where there is none."""
    return latest_good(path, lambda db: not checks.quick_findings(db))


def signature(db: apsw.Connection) -> tuple[str, ...]:
    """Return what tells two states of a project apart, whoever wrote them."""
    revision = db.execute("SELECT value FROM torrazzo_settings WHERE key = 'revision'").fetchone()
    touched = db.execute("SELECT max(last_change) FROM gpkg_contents").fetchone()
    return (str(revision and revision[0]), str(touched and touched[0]))


def is_backed_up(db: apsw.Connection, path: Path) -> bool:
    """Tell whether the newest backup holds the present state."""
    present = signature(db)
    newest = backups(path)[:1]
    return bool(newest) and latest_good(path, lambda copy: signature(copy) == present) == newest[0]
