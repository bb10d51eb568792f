"""The semester on show, frozen: a read-only copy beside the project, and its fingerprint."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.messages import Level
from maps.errors import FileError, FileProblem

if TYPE_CHECKING:
    from app.review.view import ReviewView
    from app.window import MainWindow
    from maps.semester.snapshots import Snapshot


class Freezing(QObject):
    """Writes the copy in the background and says how it went."""

    def __init__(self, window: "MainWindow", view: "ReviewView") -> None:
        super().__init__(window)
        self._window, self._view, self._session = window, view, window.session

    def freeze(self, path: Path | None = None) -> None:
        """Freeze the semester on show beside the project, or where asked."""
        semester = self._view.semester
        self._session.jobs.run(
            self.tr("Congelamento del semestre {}").format(semester),
            partial(_freeze, self._session.project, semester, path),
            key="freeze",
            done=self._frozen,
            failed=self._not_frozen,
        )

    def _frozen(self, made: "Snapshot") -> None:
        told = self.tr("Semestre {} congelato in «{}», in sola lettura. Impronta SHA-256 {}…{}.").format(
            made.semester, made.file, made.sha256[:8], made.sha256[-8:]
        )
        copied = partial(QGuiApplication.clipboard().setText, made.sha256)
        self._window.tasks.tell(Level.DONE, told, self.tr("Copia l'impronta"), copied)
        self._view.refresh()

    def _not_frozen(self, error: Exception) -> None:
        if isinstance(error, FileError) and error.problem is FileProblem.EXISTS:
            told = self.tr("Il semestre è già congelato in «{}»: una fotografia non si sovrascrive.")
            action = self.tr("Con un altro nome…")
            self._window.tasks.tell(Level.WARNING, told.format(error.path.name), action, self._elsewhere)
        else:
            self._window.tasks.fail(error)

    def _elsewhere(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        start = str(self._session.file.path.parent)
        kinds = self.tr("Progetti di Torrazzo ({})").format("*.gpkg")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Congela il semestre"), start, kinds)
        if path:
            self.freeze(Path(path))


def _freeze(project: Any, semester: str, path: Path | None, progress: Any) -> "Snapshot":
    from maps.semester.snapshots import freeze

    progress(0.2)
    return freeze(project, semester, path)
