"""The project file as the rest of the program sees it."""

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import apsw
import shapely

from maps.errors import FileError, FileProblem, ProjectError, ProjectProblem
from maps.schema import LAYERS
from maps.schema.fields import Layer
from maps.store import backup, checks, export_log, opening, reading, settings, undo
from maps.store.connection import connect, disconnect
from maps.store.container import touch_contents
from maps.store.failures import translated
from maps.store.lock import ProjectLock
from maps.store.readers import Readers
from maps.store.reading import Bounds
from maps.store.records import Record, Rows
from maps.store.transaction import Transaction
from maps.store.undo import Change, HistoryEntry

Answer = TypeVar("Answer")


class ProjectFile:
    """One GeoPackage, one connection that writes, one owner; every edit is a committed transaction.

    Made by `create` and `open`. Methods may be called from any thread: an edit keeps other edits waiting, who reads
    meanwhile reads what is committed.

    Attributes
    ----------
    path : Path
    epsg : int
        Reference system of every geometry, in metres.
    user : str
        Who edits; written into the rows and the history.
    read_only : bool
    upgrade : Upgrade or None
        What opening did to a file of an older version.
    """

    upgrade: opening.Upgrade | None = None

    def __init__(
        self, path: Path, db: apsw.Connection, layers: Mapping[str, Layer], user: str, *, read_only: bool
    ) -> None:
        self.path, self.user, self.read_only = path, user, read_only
        self._db, self._layers = db, layers
        self._closed = False
        self._lock: ProjectLock | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._guard = threading.RLock()
        self._readers = Readers(db, self._guard, partial(connect, path, write=False))
        self._transaction: Transaction | None = None
        self._versions = dict.fromkeys(layers, 0)
        self._counts: dict[str, int] = {}
        self._watchers: list[Callable[[Change], None]] = []
        self.epsg = int(settings.read(db, "epsg"))
        self._labels = self._read_labels()

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str,
        epsg: int,
        area: Any,
        user: str = "",
        layers: Mapping[str, Layer] = LAYERS,
    ) -> Self:
        """Make a new project and open it.

        Parameters
        ----------
        path : Path or str
            File to make, usually ".gpkg"; must not exist.
        name, user : str
        epsg : int
            Metric reference system.
        area : shapely Polygon or MultiPolygon
            In that system.
        layers : mapping of str to Layer

        Raises
        ------
        FileError, ProjectError
            See `maps.store.opening.build`.
        """
        path = Path(path)
        opening.build(path, layers, name=name, epsg=epsg, area=area, user=user)
        return cls._open_to_write(path, user, layers, take_over=False, upgrade=False)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        user: str = "",
        read_only: bool = False,
        take_over_lock: bool = False,
        upgrade: bool = True,
        layers: Mapping[str, Layer] = LAYERS,
    ) -> Self:
        """Open a project, after checking that it is whole.

        To write, the file is locked, backed up where it changed since the last backup,
        and brought to the present version; without `upgrade` it is only locked.

        Raises
        ------
        FileError
            MISSING, UNREADABLE, NOT_WRITABLE or DISK_FULL.
        ProjectError
            NOT_A_PROJECT, FROZEN, NEWER_VERSION (version in `detail`), OLDER_VERSION (likewise,
            without `upgrade`), LOCKED (holder in `detail`) or DAMAGED (`backup` holds the last good one).
        """
        path = Path(path)
        opening.require_project_file(path)
        if not read_only:
            return cls._open_to_write(path, user, layers, take_over=take_over_lock, upgrade=upgrade)
        with translated(path):
            db, copy = opening.connect_for_reading(path)
            with _closing_on_error(db):
                opening.require_sound(db, path)
                project = cls(path, db, layers, user, read_only=True)
        project._copy = copy
        return project

    @classmethod
    def _open_to_write(
        cls, path: Path, user: str, layers: Mapping[str, Layer], *, take_over: bool, upgrade: bool
    ) -> Self:
        lock = ProjectLock(path, user=user, take_over=take_over)
        try:
            with translated(path):
                db = connect(path, write=True)
                with _closing_on_error(db):
                    done = opening.prepare(db, path, layers, upgrade=upgrade)
                    project = cls(path, db, layers, user, read_only=False)
                    project.upgrade = done
        except BaseException:
            lock.release()
            raise
        project._lock = lock
        return project

    def close(self) -> None:
        """Close the file and give the lock back; twice does no harm."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self._readers.close()
            disconnect(self._db, write=not self.read_only)
            if self._lock is not None:
                self._lock.release()
            if self._copy is not None:
                self._copy.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Name of the project."""
        return str(self.setting("name", ""))

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a JSON value kept in the project, or the default."""
        return self.ask(lambda db: settings.read(db, key, default))

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value in the project; not undoable. Part of an edit inside one."""
        with self._guard:
            if self._transaction is not None:
                settings.write(self._db, key, value)
                return
            with self._atomic():
                settings.write(self._db, key, value)
                settings.bump_revision(self._db)

    def count(self, layer: str) -> int:
        """Return the number of rows of a layer."""
        known = self._counts.get(layer)
        if known is not None and self._transaction is None:
            return known
        version = self._versions[layer]
        counted = self.ask(partial(reading.count_rows, layer=self._layers[layer]))
        if self._transaction is None and self._versions[layer] == version:
            self._counts[layer] = counted
        return counted

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every layer."""
        return {layer: self.count(layer) for layer in self._layers}

    def area(self) -> Any:
        """Return the project area as one shapely geometry."""
        geometries = self.rows("project_area", fields=()).geometry
        return shapely.union_all(geometries[~shapely.is_missing(geometries)])

    def extent(self) -> Bounds:
        """Return (min x, min y, max x, max y) of the project area."""
        return self.area().bounds

    def version(self, layer: str) -> int:
        """Return a number that differs after every committed change of a layer."""
        return self._versions[layer]

    def rows(
        self,
        layer: str,
        *,
        fids: Iterable[int] | None = None,
        fields: Iterable[str] | None = None,
        bbox: Bounds | None = None,
    ) -> Rows:
        """Return rows of a layer; see `maps.store.reading.read_rows`."""
        ask = self.ask_aside if fids is None and bbox is None else self.ask
        return ask(partial(reading.read_rows, layer=self._layers[layer], fids=fids, fields=fields, bbox=bbox))

    def record(self, layer: str, fid: int) -> Record:
        """Return one row as a record; raise KeyError where there is none."""
        return self.ask(lambda db: reading.read_record(db, self._layers[layer], fid))

    @contextmanager
    def edit(self, label: str, *, origin: str = "", undoable: bool = True) -> Iterator[Transaction]:
        """Change rows: all of the block is committed with its undo record, or none.

        Parameters
        ----------
        label : str
            What the history and "undo" call it.
        origin : str
            Who makes it, for those who watch.
        undoable : bool
            Without, no undo goes behind the edit: what the project starts from, or an approval.

        Raises
        ------
        ProjectError
            READ_ONLY, or LOCKED by another program that keeps writing.
        FileError
            DISK_FULL or NOT_WRITABLE; nothing of the block remains.
        """
        with self._guard:
            with self._atomic():
                transaction = Transaction(self._db, self._layers, self.epsg, self.user, label, origin)
                self._transaction, self._readers.editing = transaction, True
                try:
                    yield transaction
                    change, changeset = transaction.finish()
                    if changeset:
                        undo.record(self._db, change, self.user, changeset if undoable else None)
                        self._stamp(change)
                except BaseException:
                    transaction.abandon()
                    raise
                finally:
                    self._transaction, self._readers.editing = None, False
            self._committed(change)
            transaction.last_change = change
        self._announce(change)

    def undo(self, until: int | None = None) -> Change | None:
        """Undo the last edit, or all back to one of the history; return what changed, or None."""
        return self._step("undo", until)

    def redo(self, until: int | None = None) -> Change | None:
        """Redo the last undone edit, or all up to one of the history; return what changed, or None."""
        return self._step("redo", until)

    def _step(self, direction: str, until: int | None) -> Change | None:
        with self._guard:
            with self._atomic():
                change = undo.steps(self._db, direction, until)
                if change is not None:
                    self._stamp(change)
            if change is None:
                return None
            self._committed(change)
        self._announce(change)
        return change

    def undo_label(self) -> str | None:
        """Return the name of the edit that `undo` would undo."""
        return self._labels[0]

    def redo_label(self) -> str | None:
        """Return the name of the edit that `redo` would redo."""
        return self._labels[1]

    def history(self, limit: int = 100) -> list[HistoryEntry]:
        """Return the last edits, newest first."""
        return self.ask(lambda db: undo.history(db, limit))

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back after each commit, in the thread that made it; return how to stop."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback) if callback in self._watchers else None

    def log_export(self, export: export_log.Export) -> None:
        """Add a line to the log of the exports; no undo reaches it. Raises ProjectError READ_ONLY."""
        digest = export_log.digest_of(export.path)
        with self._guard, self._atomic():
            export_log.append(self._db, export, self.user, digest)

    def exports(self) -> list[export_log.ExportEntry]:
        """Return the log of the exports, newest first."""
        return self.ask(export_log.read)

    def copy_to(self, path: Path | str) -> None:
        """Write a consistent copy, for GDAL and other programs; replaces a file there.

        Raises
        ------
        FileError
            EXISTS (the project itself), DISK_FULL or NOT_WRITABLE.
        """
        target = Path(path)
        if target.exists() and target.samefile(self.path):
            raise FileError(target, FileProblem.EXISTS)
        with self._guard, translated(target):
            backup.write_copy(self._db, target)

    def backup(self) -> Path:
        """Write a backup beside the file and return it; the last five are kept."""
        with self._guard, translated(backup.backup_folder(self.path)):
            return backup.write_backup(self._db, self.path)

    def check(self) -> list[checks.Finding]:
        """Check pages, indexes, R-trees, every geometry and value; [] is sound."""
        with self._guard, translated(self.path):
            return checks.all_findings(self._db, self._layers)

    def ask(self, question: Callable[[apsw.Connection], Answer]) -> Answer:
        """Return what a question that only reads answers, inside an edit with what it has done so far."""
        return self._readers.ask(question)

    def ask_aside(self, question: Callable[[apsw.Connection], Answer]) -> Answer:
        """Return what a question answers that takes long, leaving the connection to others meanwhile."""
        return self._readers.ask_aside(question)

    @contextmanager
    def _atomic(self) -> Iterator[None]:
        """Run a block in one write transaction, with SQLite's errors translated."""
        if self.read_only:
            raise ProjectError(self.path, ProjectProblem.READ_ONLY)
        if self._transaction is not None:
            raise RuntimeError("edits do not nest")
        with translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _stamp(self, change: Change) -> None:
        touch_contents(self._db, [self._layers[each] for each in change.layer_ids if each in self._layers])
        settings.bump_revision(self._db)

    def _committed(self, change: Change) -> None:
        for layer in change.layer_ids:
            self._versions[layer] = self._versions.get(layer, 0) + 1
            self._counts.pop(layer, None)
        self._labels = self._read_labels()

    def _announce(self, change: Change) -> None:
        for watcher in tuple(self._watchers) if change.layer_ids or change.settings else ():
            watcher(change)

    def _read_labels(self) -> tuple[str | None, str | None]:
        return undo.next_label(self._db, "undo"), undo.next_label(self._db, "redo")


@contextmanager
def _closing_on_error(db: apsw.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise
