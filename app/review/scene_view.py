"""The review on the projector: its scenes, kept with the others or shown at once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.messages import Level
from app.panels.topbar import Place
from maps.semester.semesters import PREVIOUS
from maps.views.scenes import Scene, read_scenes, write_scenes

if TYPE_CHECKING:
    from app.review.view import ReviewView
    from app.window import MainWindow


class ReviewScenes(QObject):
    """Makes scenes of the comparison on show."""

    def __init__(self, window: "MainWindow", view: "ReviewView") -> None:
        super().__init__(window)
        self._window, self._view, self._session = window, view, window.session

    def made(self) -> list[Scene]:
        """Return the comparison on show as scenes, none where there is none."""
        from app.review.scenes import review_scenes

        found = self._view.found if self._view.active else None
        return [] if found is None else review_scenes(self._session.project, found)

    def add(self) -> None:
        """Keep both maps and what changed among the scenes of the project: one step, undone like any other."""
        from app.review.scenes import with_review

        added, file = self.made(), self._session.file
        if not added:  # asked for from another place
            self._window.go_to(Place.REVIEW)
            return
        semester = added[0].semester
        label = self.tr("Scene della revisione · {}").format(semester)
        write_scenes(file, with_review(read_scenes(file), added), label)
        told = self.tr("La revisione del {} è fra le scene: prima, dopo, che cosa è cambiato (F5).")
        self._window.tasks.tell(Level.DONE, told.format(semester), self.tr("Annulla"), file.undo)

    def show(self, scene: Scene) -> None:
        """Show the comparison that a scene speaks of."""
        session = self._session
        session.set_period(scene.semester)
        self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)
        self._view.compare(scene.against or PREVIOUS, scene.category)
