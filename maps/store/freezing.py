"""A copy of the project that is never written again, and its fingerprint."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from maps.errors import FileError, FileProblem
from maps.store import settings
from maps.store.connection import connect
from maps.store.export_log import digest_of
from maps.store.failures import translated
from maps.store.opening import FROZEN_SETTING
from maps.store.project_file import ProjectFile


def write_frozen(file: ProjectFile, target: Path, facts: Mapping[str, Any]) -> str:
    """Write a read-only copy of a project; return its SHA-256.

    Parameters
    ----------
    file : ProjectFile
    target : Path
        Must not exist: a frozen file is never overwritten.
    facts : mapping
        Kept in the copy, as JSON, under `FROZEN_SETTING`: whoever opens it to write is refused.

    Raises
    ------
    FileError
        EXISTS, FOLDER_MISSING, DISK_FULL or NOT_WRITABLE; nothing is left behind.
    """
    if target.exists():
        raise FileError(target, FileProblem.EXISTS)
    if not target.parent.is_dir():
        raise FileError(target.parent, FileProblem.FOLDER_MISSING)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        file.copy_to(partial)
        with translated(target):
            _mark(partial, facts)
            digest = digest_of(partial)
            partial.chmod(0o444)
            _publish(partial, target)
    finally:
        with suppress(OSError):
            partial.chmod(0o644)
            partial.unlink()
    with suppress(OSError):
        target.chmod(0o444)  # where the two names were one file, both had become writable
    return digest


def _mark(path: Path, facts: Mapping[str, Any]) -> None:
    db = connect(path, write=True)
    try:
        settings.write(db, FROZEN_SETTING, dict(facts))
    finally:
        db.close()


def _publish(partial: Path, target: Path) -> None:
    """Give the file its name only where nothing has it, also against another program in the same instant."""
    try:
        os.link(partial, target)
    except FileExistsError as error:
        raise FileError(target, FileProblem.EXISTS) from error
    except OSError:  # no hard links here (FAT, some network shares)
        if target.exists():
            raise FileError(target, FileProblem.EXISTS) from None
        partial.rename(target)
