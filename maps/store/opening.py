"""Making a new project file, and opening one only when it is whole."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from maps.errors import FileError, FileProblem, ProjectError, ProjectProblem
from maps.schema.fields import Layer
from maps.store import backup, checks, settings
from maps.store.backup import latest_good_backup
from maps.store.connection import connect, connect_frozen, make_durable
from maps.store.container import create_container, touch_contents
from maps.store.failures import translated
from maps.store.migrations import current_version, migrate, version_of
from maps.store.transaction import Transaction

#: Setting of a project that holds a frozen semester: {"semester", "at", "project"}.
FROZEN_SETTING = "frozen"
#: Ends the name of a file that is being made.
PARTIAL = ".part"
_SQLITE_MARK = b"SQLite format 3\x00"


def build(path: Path, layers: Mapping[str, Layer], *, name: str, epsg: int, area: Any, user: str) -> None:
    """Write a new project file, whole or not at all.

    Raises
    ------
    FileError
        EXISTS, FOLDER_MISSING, NOT_WRITABLE or DISK_FULL.
    ProjectError
        NO_AREA: the area is missing, empty or not a polygon.
    """
    if path.exists():
        raise FileError(path, FileProblem.EXISTS)
    if not path.parent.is_dir():
        raise FileError(path.parent, FileProblem.FOLDER_MISSING)
    if area is None or area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
        raise ProjectError(path, ProjectProblem.NO_AREA)
    partial = path.with_name(path.name + PARTIAL)
    partial.unlink(missing_ok=True)
    try:
        with translated(path):
            _fill(partial, layers, name, epsg, area, user)
            partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def _fill(path: Path, layers: Mapping[str, Layer], name: str, epsg: int, area: Any, user: str) -> None:
    try:
        db = connect(path, write=True)
    except apsw.CantOpenError as error:
        raise FileError(path.with_name(path.name.removesuffix(PARTIAL)), FileProblem.NOT_WRITABLE) from error
    try:
        with db:
            create_container(db, epsg)
            migrate(db, layers, epsg)
            for key, value in (("name", name), ("epsg", epsg), ("revision", 0)):
                settings.write(db, key, value)
            transaction = Transaction(db, layers, epsg, user, "", "")
            transaction.insert("project_area", [_area_record(layers["project_area"], name, area)])
            transaction.finish()
            touch_contents(db, [layers["project_area"]])
    finally:
        db.close()


def _area_record(layer: Layer, name: str, area: Any) -> dict[str, Any]:
    return {"geometry": area} | ({"name": name} if "name" in layer.field_names else {})


def require_project_file(path: Path) -> None:
    """Raise where the path is not a file that could be a project at all."""
    if not path.exists():
        raise FileError(path, FileProblem.MISSING)
    if not path.is_file():
        raise FileError(path, FileProblem.UNREADABLE)
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MARK))
    except OSError as error:
        raise FileError(path, FileProblem.UNREADABLE, error.strerror or "") from error
    if start != _SQLITE_MARK:
        good = latest_good_backup(path)
        if not start and not good:
            raise FileError(path, FileProblem.EMPTY)
        raise ProjectError(
            path, ProjectProblem.DAMAGED if good else ProjectProblem.NOT_A_PROJECT, backup=good
        )


def require_sound(db: apsw.Connection, path: Path) -> None:
    """Raise where an open file is damaged, no project, or from a newer program."""
    try:
        version = version_of(db)
        if version is not None and version > current_version():
            raise ProjectError(path, ProjectProblem.NEWER_VERSION, str(version))
        findings = checks.quick_findings(db)
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, ValueError) as error:
        raise ProjectError(path, ProjectProblem.DAMAGED, str(error), latest_good_backup(path)) from error
    pages = [finding for finding in findings if finding.problem is checks.CheckProblem.PAGES]
    if version is None and not pages:
        raise ProjectError(path, ProjectProblem.NOT_A_PROJECT)
    if findings:
        worst = findings[0]
        detail = f"{worst.problem.value} {worst.where} {worst.detail}".strip()
        raise ProjectError(path, ProjectProblem.DAMAGED, detail, latest_good_backup(path))


def require_writable(db: apsw.Connection, path: Path) -> None:
    """Raise where an open file is not sound, is a frozen semester, or cannot be written."""
    require_sound(db, path)
    frozen = settings.read(db, FROZEN_SETTING)
    if frozen is not None:
        raise ProjectError(path, ProjectProblem.FROZEN, str(frozen.get("semester", "")))
    if db.readonly("main"):
        raise FileError(path, FileProblem.NOT_WRITABLE)


@dataclass(frozen=True)
class Upgrade:
    """What opening did to a file of an older version.

    Attributes
    ----------
    found, now : int
        Version of the file before and after.
    copy : Path
        The file as it was.
    """

    found: int
    now: int
    copy: Path


def prepare(db: apsw.Connection, path: Path, layers: Mapping[str, Layer], *, upgrade: bool) -> Upgrade | None:
    """Make an open file ready to be written: a backup, then the present version; without `upgrade` neither.

    Raises
    ------
    FileError
        DISK_FULL: an older version is not brought up to date where there is no room for its copy.
    ProjectError
        See `ProjectFile.open`.
    """
    require_writable(db, path)
    found = version_of(db)
    older = found is not None and found < current_version()
    if not upgrade:
        if older:
            raise ProjectError(path, ProjectProblem.OLDER_VERSION, str(found))
        make_durable(db)
        return None
    if not backup.is_backed_up(db, path):
        # no room for a backup: everyday work goes on, what cannot be turned back does not
        with nullcontext() if older else suppress(OSError, apsw.Error):
            backup.write_backup(db, path)
    make_durable(db)
    if migrate(db, layers, int(settings.read(db, "epsg"))):
        settings.bump_revision(db)
    return Upgrade(found, current_version(), backup.backups(path)[0]) if found is not None and older else None


def connect_for_reading(path: Path) -> tuple[apsw.Connection, tempfile.TemporaryDirectory[str] | None]:
    """Open a file to read, also on a medium or in a folder that cannot be written.

    A file left in WAL mode needs its folder writable. Where it is not, the file is read
    as frozen, or, when a crash left a journal to be recovered, from a temporary copy.

    Returns
    -------
    connection, temporary folder of the copy or None
    """
    with suppress(apsw.CantOpenError, apsw.ReadOnlyError):
        return connect(path, write=False), None
    wal = path.with_name(path.name + "-wal")
    if not wal.exists() or not wal.stat().st_size:
        return connect_frozen(path), None
    folder = tempfile.TemporaryDirectory(prefix="torrazzo-")
    for source in (path, wal):
        shutil.copy(source, Path(folder.name) / source.name)
    return connect(Path(folder.name) / path.name, write=True), folder
