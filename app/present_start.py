"""Scenes, sheets and projection in the window: commands, and the work behind them in the background."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from app.messages import Level

if TYPE_CHECKING:
    from app.present import Presenter
    from app.window import MainWindow

Report = Callable[[float], None]


class Projection(QObject):
    """What shows the project to others, for one window; its commands are declared in `Actions`."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.presenter: Presenter | None = None
        self.operator: QWidget | None = None
        #: The scene on which the last projection ended.
        self.number = 0
        window.session.closed.connect(self._closed)

    def _closed(self) -> None:
        self.number = 0
        if self.presenter is not None:
            self.presenter.close()

    def _run(self, label: str, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        window = self._window
        window.session.jobs.run(label, work, key="scenes", done=done, failed=window.tasks.fail)

    # Projection

    def project(self) -> None:
        """Prepare the scenes in the background, then fill the projector's screen."""
        session = self._window.session
        if session.project is not None and self.presenter is None:
            work = partial(_deck, session.project, session.purpose, session.period)
            self._run(self.tr("Preparazione delle scene"), work, self._show)

    def _show(self, deck: Any) -> None:
        from app.present import Presenter

        if self.presenter is not None or self._window.session.project is None:
            return
        self.presenter = Presenter(deck, min(self.number, len(deck.slides) - 1))
        self.presenter.finished.connect(self._finished)
        if len(QGuiApplication.screens()) > 1:
            self._brief(self.presenter)
        self.presenter.present()

    def _brief(self, presenter: "Presenter") -> None:
        """Show notes and the next scene on the screen that the room does not see."""
        from app.present_operator import Operator

        self.operator = Operator(presenter)
        self.operator.move(self._window.screen().geometry().topLeft())
        self.operator.show()

    def _finished(self, number: int) -> None:
        self.number = number
        if self.presenter is not None:
            self.presenter.deleteLater()
        if self.operator is not None:
            self.operator.deleteLater()
        self.presenter = self.operator = None
        self._window.activateWindow()

    # Scenes

    def save_scene(self) -> None:
        """Ask for a title and keep the present view as a scene."""
        window = self._window
        if not window.session.editable:
            window.tasks.tell(
                Level.WARNING, self.tr("Il progetto è aperto in sola lettura: la scena non si salva.")
            )
            return
        title, wanted = QInputDialog.getText(
            window, self.tr("Salva la vista come scena"), self.tr("Titolo, che dice il risultato")
        )
        if wanted and title.strip():
            self.keep_scene(title.strip())

    def keep_scene(self, title: str) -> None:
        """Keep the present view, how its layers look, purpose and semester under a title."""
        self._window.scenes.keep(title)

    # Sheets

    def ask_sheet(self) -> None:
        """Prepare the list of scenes, then ask what to print."""
        session = self._window.session
        if session.project is not None:
            work = partial(_scenes, session.project, session.purpose, session.period)
            self._run(self.tr("Preparazione delle scene"), work, self._ask)

    def _ask(self, scenes: Any) -> None:
        from app.sheets.content import OFFICE_SETTING
        from app.sheets.dialog import SheetDialog

        window = self._window
        file = window.session.file
        office = str(file.setting(OFFICE_SETTING, ""))
        dialog = SheetDialog(scenes, office, bool(file.count("analysis_zone")), window)
        if not dialog.exec():
            return
        if window.session.editable and dialog.office != office:
            file.set_setting(OFFICE_SETTING, dialog.office)
        kinds = "PDF (*.pdf)" if dialog.scene is None else "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)"
        name, _ = QFileDialog.getSaveFileName(window, self.tr("Tavola"), "tavola.pdf", kinds)
        if name:
            chosen = [dialog.scene] if dialog.scene is not None else None
            self.print_sheet(Path(name), chosen, dialog.paper, dialog.portrait)

    def print_sheet(self, path: Path, scenes: Any, paper: Any, portrait: bool) -> None:
        """Write the sheets of these scenes, or of every zone where there are none, and say where they are."""
        session, tasks = self._window.session, self._window.tasks
        path = path if path.suffix.lower() in (".pdf", ".png", ".svg") else path.with_suffix(".pdf")
        work = partial(
            _print, session.project, path, scenes, paper, portrait, session.purpose, session.period
        )
        tasks.export(self.tr("Stampa della tavola"), work, path)


def _scenes(project: Any, purpose: str, period: str, progress: Report) -> Any:
    from app.sheets.defaults import default_scenes
    from maps.scenes import read_scenes

    progress(0.2)
    return read_scenes(project.file) or default_scenes(project, purpose, period)


def _deck(project: Any, purpose: str, period: str, progress: Report) -> Any:
    from app.present_deck import build_deck

    return build_deck(project, _scenes(project, purpose, period, progress), progress=progress)


def _print(
    project: Any,
    path: Path,
    scenes: Any,
    paper: Any,
    portrait: bool,
    purpose: str,
    period: str,
    progress: Report,
) -> None:
    from app.sheets.batch import write_sheets
    from app.sheets.defaults import zone_scenes

    progress(0.1)
    write_sheets(project, path, scenes or zone_scenes(project, purpose, period), paper, portrait)
