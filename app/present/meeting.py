"""From a finding to the projector: the scene of a pair of zones, kept in the project as one undoable step."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.messages import Level
from app.panels.balance import FindingText
from maps.views.scenes import SETTING, Scene, free_name, read_scenes

if TYPE_CHECKING:
    from app.window import MainWindow

#: What the scene of a pair shows: the zones by risk and verdict, and the cameras.
LAYERS = ("land", "land_use", "road", "obstacle", "risk", "verdict", "camera", "labels")


def finding_scene(project: Any, finding: FindingText, purpose: str, semester: str) -> Scene:
    """Return the scene of a pair of zones: both in sight, the result as title, the figures as sentence.

    Parameters
    ----------
    project : maps.project.Project
    finding : FindingText
        With its `source`.
    purpose, semester : str
    """
    from app.sheets.defaults import around

    lacking, crowded = finding.shortage_name, finding.overlap_name
    return Scene(
        f"{lacking} e {crowded}",
        f"{lacking} in carenza, {crowded} in sovrapposizione",
        finding.sentence,
        around(project, [finding.shortage, finding.overlap]),
        LAYERS,
        purpose,
        semester,
        finding.certainty,
        (str(finding.source.shortage_uid), str(finding.source.overlap_uid)),
    )


def with_scene(project: Any, scenes: list[Scene], added: Scene) -> tuple[list[Scene], int]:
    """Return the scenes with one more, and its place from 1.

    The scene of the same zones and purpose is brought up to date. A deck that begins with a pair would have no
    frame: where there is no scene yet the whole city comes first, its title taken from the data each time.
    """
    from app.sheets.defaults import default_scenes

    if not scenes:
        scenes = [replace(default_scenes(project, added.purpose, added.semester)[0], title="")]
    for place, each in enumerate(scenes):
        if (each.zones, each.purpose, each.semester) == (added.zones, added.purpose, added.semester):
            return [*scenes[:place], replace(added, name=each.name), *scenes[place + 1 :]], place + 1
    return [*scenes, replace(added, name=free_name(scenes, added.name))], len(scenes) + 1


class Meeting(QObject):
    """Takes findings to the scenes of the Cabina di Regia, for one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.balance.meeting_wanted.connect(self.take)

    def take(self, finding: FindingText) -> None:
        """Add the scene of a finding to those that are projected."""
        window = self._window
        if not window.session.editable:
            text = self.tr("Il progetto è aperto in sola lettura: la scena non si salva.")
            window.tasks.tell(Level.WARNING, text)
            return
        work = partial(
            _prepare, window.session.project, finding, window.balance_view.purpose, window.session.period
        )
        window.session.jobs.run(
            self.tr("Preparazione della scena"),
            work,
            key="scenes",
            done=partial(self._keep, finding),
            failed=window.tasks.fail,
        )

    def _keep(self, finding: FindingText, prepared: tuple[list[Scene], int]) -> None:
        scenes, place = prepared
        session, name = self._window.session, scenes[prepared[1] - 1].name
        with session.edit(self.tr("Porta in Cabina di Regia · {}").format(name)) as edit:
            edit.set_setting(SETTING, [scene.to_json() for scene in scenes])
        told = self.tr("«{}» è la scena {} di {} da proiettare (F5).").format(name, place, len(scenes))
        self._window.tasks.tell(Level.DONE, told, self.tr("Annulla"), session.file.undo)


def _prepare(
    project: Any, finding: FindingText, purpose: str, semester: str, progress: Any
) -> tuple[list[Scene], int]:
    progress(0.3)
    scene = finding_scene(project, finding, purpose, semester)
    return with_scene(project, read_scenes(project.file), scene)
