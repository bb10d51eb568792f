"""Scenes and projection in the window: commands, and the work behind them in the background."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.messages import Level

if TYPE_CHECKING:
    from app.dialogs.naming import NameDialog
    from app.present.projector import Presenter
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
        self._of_review = False
        window.session.closed.connect(self._closed)
        window.background.arrived.connect(self._tiles_arrived)

    def _closed(self) -> None:
        self.number = 0
        if self.presenter is not None:
            self.presenter.close()

    def _run(self, label: str, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        window = self._window
        window.session.jobs.run(label, work, key="scenes", done=done, failed=window.tasks.fail)

    # Projection

    def project(self) -> None:
        """Prepare the scenes in the background, then fill the projector's screen; a review projects its own."""
        session = self._window.session
        if session.project is not None and self.presenter is None:
            base = self._window.background.for_paper()
            asked = self._window.review.scenes.made()
            self._of_review = bool(asked)
            work = partial(_deck, session.project, session.purpose, session.period, asked, base)
            self._run(self.tr("Preparazione delle scene"), work, self._show)

    def _show(self, deck: Any) -> None:
        from app.present.projector import Presenter

        if self.presenter is not None or self._window.session.project is None:
            return
        first = 0 if self._of_review else min(self.number, len(deck.slides) - 1)
        self.presenter = Presenter(deck, first)
        self.presenter.finished.connect(self._finished)
        if len(QGuiApplication.screens()) > 1:
            self._brief(self.presenter)
        self.presenter.present()

    def _tiles_arrived(self) -> None:
        if self.presenter is not None:
            self.presenter.draw_again()

    def _brief(self, presenter: "Presenter") -> None:
        """Show notes and the next scene on the screen that the room does not see."""
        from app.present.operator import Operator

        self.operator = Operator(presenter)
        self.operator.move(self._window.screen().geometry().topLeft())
        self.operator.show()

    def _finished(self, number: int) -> None:
        self.number = self.number if self._of_review else number
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
        dialog = self.naming()
        if dialog.exec():
            self.keep_scene(dialog.name)

    def naming(self) -> "NameDialog":
        """Return the dialog that asks for the title of a scene."""
        from app.dialogs.naming import NameDialog, Naming
        from maps.views.scenes import LONGEST_TEXT

        asked = Naming(
            self.tr("Salva la vista come scena"),
            self.tr("Titolo, che dice il risultato"),
            self.tr("Per esempio: alle Fornaci alto rischio, poche telecamere"),
            LONGEST_TEXT,
            [scene.title for scene in self._window.scenes.scenes()],
            self.tr("Un'altra scena ha già questo titolo: questa si aggiunge."),
        )
        return NameDialog(asked, self._window)

    def keep_scene(self, title: str) -> None:
        """Keep the present view, how its layers look, purpose and semester under a title."""
        self._window.scenes.keep(title)


def _scenes(project: Any, purpose: str, period: str, progress: Report) -> Any:
    from app.sheets.defaults import default_scenes
    from maps.views.scenes import read_scenes

    progress(0.2)
    return read_scenes(project.file) or default_scenes(project, purpose, period)


def _deck(project: Any, purpose: str, period: str, asked: Any, base: Any, progress: Report) -> Any:
    from app.present.deck import build_deck

    scenes = asked or _scenes(project, purpose, period, progress)
    return build_deck(project, scenes, progress=progress, base=base)
