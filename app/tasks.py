"""What the window does with files: open, create, import, export, generate. Each long one is a job."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal

from app import recent
from app.messages import Level
from app.session import Session
from app.speech import numbers, words
from app.user import user_name
from maps.errors import Cancelled, ProjectError, ProjectProblem, TorrazzoError

if TYPE_CHECKING:
    from maps.store import Export

Tell = Callable[..., None]


class Tasks(QObject):
    """The jobs on files.

    Signals
    -------
    opened(), imported(str layer), told(Level, str sentence, str action, callback | None)
    """

    imported = Signal(str)
    told = Signal(object, str, str, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, session.jobs

    def tell(
        self, level: Level, sentence: str, action: str = "", callback: Callable[[], Any] | None = None
    ) -> None:
        """Say one sentence to the user."""
        self.told.emit(level, sentence, action, callback)

    def fail(self, error: Exception) -> None:
        """Say what went wrong."""
        if isinstance(error, TorrazzoError):
            self.tell(Level.ERROR, words.sentence(error))
        else:
            self.tell(
                Level.ERROR,
                self.tr("Errore imprevisto: {}. I dati già registrati sono al sicuro.").format(error),
            )

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a project; the one that is open is left only once the new one has opened."""
        if self._is_open(path) and (read_only or self._session.editable):
            self.tell(Level.NEWS, self.tr("Il progetto è già aperto."))
            return
        self._jobs.run(
            self.tr("Apertura di {}").format(path.name),
            partial(_open, path, read_only),
            key="open",
            first=True,
            done=self._adopt,
            failed=partial(self._open_failed, path),
        )

    def create(self, path: Path, make: Callable[..., Any]) -> None:
        """Create a project by `make(path, progress)` and open it in place of the one that is open."""
        self._jobs.run(
            self.tr("Creazione di {}").format(path.name),
            partial(_make, make, path),
            key="open",
            first=True,
            done=self._adopt,
            failed=self.fail,
        )

    def _is_open(self, path: Path) -> bool:
        current = self._session.path
        return current is not None and current.resolve() == path.resolve()

    def _adopt(self, project: Any) -> None:
        self._session.adopt(project)
        if not project.file.read_only:
            cameras = project.file.count("camera")
            detail = self.tr("{} telecamere").format(numbers.integer(cameras))
            recent.remember(Path(project.file.path), project.name, detail, dt.datetime.now())
        if project.file.upgrade is not None:
            self.tell(Level.WARNING, words.upgraded(project.file.upgrade))
        if project.file.read_only:
            from maps.semester.snapshots import frozen_semester

            semester = frozen_semester(project)
            told = self.tr("Fotografia del semestre {}: si legge e non si modifica.").format(semester)
            self.tell(Level.NEWS, told if semester else self.tr("Progetto aperto in sola lettura."))

    def _open_failed(self, path: Path, error: Exception) -> None:
        if isinstance(error, ProjectError) and error.problem is ProjectProblem.LOCKED:
            self.tell(
                Level.WARNING,
                words.sentence(error),
                self.tr("Apri in sola lettura"),
                lambda: self.open(path, read_only=True),
            )
        elif isinstance(error, ProjectError) and error.problem is ProjectProblem.FROZEN:
            self.open(path, read_only=True)
        elif isinstance(error, ProjectError) and error.backup is not None:
            backup = error.backup
            self.tell(Level.ERROR, words.sentence(error), self.tr("Apri la copia"), lambda: self.open(backup))
        else:
            if not path.exists():
                recent.forget(path)
            self.fail(error)

    def import_osm(self, path: Path) -> None:
        """Import an OpenStreetMap extract into the open project."""
        self._jobs.run(
            self.tr("Importazione di {}").format(path.name),
            partial(_import_osm, self._session.file, path),
            done=partial(self._osm_imported, path),
            failed=self.fail,
        )

    def _osm_imported(self, path: Path, reports: dict[str, Any]) -> None:
        added = sum(report.added for report in reports.values())
        changed = sum(report.changed for report in reports.values())
        text = self.tr("{}: {} elementi aggiunti, {} aggiornati.")
        text = text.format(path.name, numbers.integer(added), numbers.integer(changed))
        self._tell_import(text, bool(added or changed))
        self.imported.emit("obstacle")

    def run_import(self, plan: Any) -> None:
        """Carry out an import that was previewed."""
        self._jobs.run(
            self.tr("Importazione di {}").format(plan.path.name),
            partial(_run_import, self._session.file, plan),
            done=self._plan_imported,
            failed=self.fail,
        )

    def _plan_imported(self, report: Any) -> None:
        text = self.tr("{}: righe aggiunte {}, aggiornate {}, invariate {}, rifiutate {}.").format(
            words.LAYERS[report.layer].plural,
            *(numbers.integer(n) for n in (report.added, report.changed, report.unchanged, report.refused)),
        )
        if report.rejected_file is not None:
            text += self.tr(" Le righe rifiutate sono in «{}».").format(report.rejected_file.name)
        self._tell_import(text, bool(report.added or report.changed))
        self.imported.emit(report.layer)

    def _tell_import(self, text: str, undoable: bool) -> None:
        """Say what an import did, with Annulla only where there is a step of its own to undo."""
        if undoable:
            self.tell(Level.DONE, text, self.tr("Annulla"), self._session.file.undo)
        else:
            self.tell(Level.WARNING, text)

    def generate_zones(self, metres: float, shape: str) -> None:
        """Replace the analysis zones by generated ones."""
        project = self._session.project

        def make(progress: Callable[[float], None]) -> int:
            progress(0.1)
            return int(project.generate_zones(metres, shape=shape))

        self._jobs.run(self.tr("Generazione delle zone"), make, done=self._zones_made, failed=self.fail)

    def _zones_made(self, count: int) -> None:
        self.tell(
            Level.DONE,
            self.tr("Generate {} zone di analisi.").format(numbers.integer(count)),
            self.tr("Annulla"),
            self._session.file.undo,
        )

    def export(self, label: str, write: Callable[..., Any], *exports: "Export") -> None:
        """Write a file, or several, by `write(progress)`, log them and say where the first is.

        Where `write` returns a number, these are the records of the first.
        """
        self._jobs.run(
            label,
            partial(write_and_log, self._session.file, write, exports),
            done=partial(self.exported, exports[0].path),
            failed=self.fail,
        )

    def log(self, *exports: "Export") -> None:
        """Write in the log of the exports what is on the disk already, and say where the first is."""
        try:
            self.exported(exports[0].path, _log(self._session.file, exports))
        except TorrazzoError as error:
            self.fail(error)

    def exported(self, path: Path, logged: bool) -> None:
        """Say where an export is, and whether the project could take note of it."""
        self.tell_export(self.tr("Esportato in «{}».").format(path), logged)

    def tell_export(self, told: str, logged: bool) -> None:
        """Say what was exported, and where the project could not take note of it."""
        if logged:
            self.tell(Level.DONE, told)
        else:
            without = self.tr("Il progetto è in sola lettura: l'esportazione non è nel registro.")
            self.tell(Level.WARNING, f"{told} {without}")


def write_and_log(
    file: Any, write: Callable[..., Any], exports: "tuple[Export, ...]", progress: Callable[[float], None]
) -> bool:
    """Write files by `write(progress)` and log them; False where the project may only be read."""
    records = write(progress=progress)
    if isinstance(records, int):
        exports = (replace(exports[0], records=records), *exports[1:])
    return _log(file, exports)


def _log(file: Any, exports: "tuple[Export, ...]") -> bool:
    """Add exports to the log of a project; False where it may only be read."""
    if file.read_only:
        return False
    for each in exports:
        file.log_export(each)
    return True


def _open(path: Path, read_only: bool, progress: Callable[[float], None]) -> Any:
    from maps.project import Project

    progress(0.3)
    return _unless_cancelled(Project.open(path, user=user_name(), read_only=read_only), progress)


def _make(make: Callable[..., Any], path: Path, progress: Callable[[float], None]) -> Any:
    return _unless_cancelled(make(path, progress), progress)


def _unless_cancelled(project: Any, progress: Callable[[float], None]) -> Any:
    """Return an opened project, or close it where nobody waits for it any more: it would stay locked."""
    try:
        progress(1.0)
    except Cancelled:
        project.close()
        raise
    return project


def _import_osm(file: Any, path: Path, progress: Callable[[float], None]) -> Any:
    from maps.io.osm_import import import_osm

    return import_osm(file, path, progress)


def _run_import(file: Any, plan: Any, progress: Callable[[float], None]) -> Any:
    from maps.io.importer import run_import

    return run_import(file, plan, progress, reason_text=words.row_reason(plan.layer))


def demo_path() -> Path:
    """Return where the invented town is kept on this PC."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / "citta-dimostrativa.gpkg"


def make_demo(path: Path, progress: Callable[[float], None]) -> Any:
    """Write the invented town and open it."""
    from data.demo import write_demo
    from maps.progress import span
    from maps.project import Project

    path.parent.mkdir(parents=True, exist_ok=True)
    write_demo(path, span(progress, 0.0, 0.95))
    return Project.open(path, user=user_name())
