"""The minutes of the semester on show: asked, recorded in the project, written as PDF."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from maps.errors import TorrazzoError

if TYPE_CHECKING:
    from app.dialogs.minutes import MinutesDialog
    from app.review.view import ReviewView
    from app.window import MainWindow


class Minutes(QObject):
    """Asks for the meeting and its decisions, and writes the document."""

    def __init__(self, window: "MainWindow", view: "ReviewView") -> None:
        super().__init__(window)
        self._window, self._view, self._session = window, view, window.session

    def dialog(self) -> "MinutesDialog":
        """Return the dialog with what the project knows of the semester's meeting."""
        from app.dialogs.minutes import MinutesDialog
        from maps.semester.meetings import decisions_of, meeting_of

        project, semester = self._session.project, self._view.semester
        known = meeting_of(project, semester), decisions_of(project, semester)
        return MinutesDialog(semester, *known, self._window.theme, self._window)

    def ask(self) -> None:
        """Ask what was decided, record it and write the minutes."""
        from PySide6.QtWidgets import QFileDialog

        dialog = self.dialog()
        if not dialog.exec():
            return
        project, semester = self._session.project, self._view.semester
        if self._session.editable:
            from maps.semester.meetings import record

            try:
                record(project, semester, dialog.meeting, dialog.decisions)
            except TorrazzoError as error:
                self._window.tasks.fail(error)
                return
        start = str(Path(project.file.path).with_name(f"verbale-{semester}.pdf"))
        path, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Scrivi il verbale"), start, self.tr("Documenti PDF ({})").format("*.pdf")
        )
        if path:
            target = Path(path) if Path(path).suffix else Path(path).with_suffix(".pdf")
            work = partial(_write, project, semester, target, self._view.against)
            from maps.store import Export

            self._window.tasks.export(self.tr("Scrittura del verbale"), work, Export("minutes", target))


def _write(project: Any, semester: str, path: Path, against: str, progress: Any) -> Path:
    from app.review.minutes import write_minutes

    return write_minutes(project, semester, path, against, progress=progress)
