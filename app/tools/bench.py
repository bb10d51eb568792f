"""What every tool works with: the map, the project, its ground, and a voice."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPointF, Signal

from app.canvas.canvas import MapCanvas
from app.canvas.view import MapView
from app.layers.base import plane_of
from app.messages import Level
from app.session import Session
from app.speech import coverage
from app.tools.plane import Plane

Tell = Callable[..., None]


class Bench(QObject):
    """The open project as the tools see it; what is slow to make is made in the background.

    Attributes
    ----------
    plane : Plane or None
        None until it is known: no tool can work before.
    area : shapely geometry or None
        The project's area, project metres.
    scene : Scene or None
        The obstacles, for what a camera sees.
    relief : Relief or None
        Buildings with heights, where some camera stands above one.
    light : Light or None
        The lit ground, where the time asked about is dark.

    Signals
    -------
    ready() : plane and area are known.
    lit() : `light` is that of the time asked about.
    """

    ready = Signal()
    lit = Signal()

    def __init__(self, canvas: MapCanvas, session: Session, tell: Tell, parent: QObject) -> None:
        super().__init__(parent)
        self.canvas, self.session, self.tell = canvas, session, tell
        self.plane: Plane | None = None
        self.area: Any = None
        self.scene: Any = None
        self.relief: Any = None
        self.light: Any = None
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.changed.connect(self._changed)
        session.when_changed.connect(lambda _when: self._fetch_light() if session.project else None)

    def _closed(self) -> None:
        self.plane, self.area, self.scene = None, None, None
        self.relief, self.light = None, None

    def _opened(self) -> None:
        self._closed()
        project = self.session.project
        self.session.jobs.run(
            self.tr("Preparazione degli strumenti"),
            lambda progress: _survey(project),
            key="tools/plane",
            done=lambda found: self._take(project, found),
            quiet=True,
            first=True,
        )

    def _take(self, project: Any, found: tuple[Plane, Any]) -> None:
        if self.session.project is project:
            self.plane, self.area = found
            self._fetch_scene()
            self.ready.emit()

    def _changed(self, change: Any) -> None:
        if {"obstacle", "camera"} & set(change.layer_ids):
            self._fetch_scene()
        if "street_light" in change.layer_ids:
            self._fetch_light()

    def _fetch_scene(self) -> None:
        project = self.session.project

        def take(found: tuple[Any, Any]) -> None:
            if self.session.project is project:
                self.scene, self.relief = found

        self.session.jobs.run(
            self.tr("Preparazione degli edifici"),
            lambda progress: _warm_scene(project),
            key="tools/scene",
            done=take,
            quiet=True,
        )

    def _fetch_light(self) -> None:
        """Fetch the lit ground where the time asked about is dark; cameras in the hand then see by it."""
        project, when = self.session.project, self.session.when

        def take(light: Any) -> None:
            if self.session.project is project and self.session.when == when:
                self.light = light
                self.lit.emit()
                self._tell_unlit()

        self.session.jobs.run(
            self.tr("Preparazione dei punti luce"),
            lambda progress: _light_of(project, when),
            key="tools/light",
            done=take,
            quiet=True,
        )

    def _tell_unlit(self) -> None:
        lamps = self.session.file.count("street_light")
        unlit = coverage.unlit("night" if self.light is not None else "day", lamps)
        if unlit:
            self.tell(Level.WARNING, unlit)

    # Places

    def ground(self, at: QPointF) -> tuple[float, float]:
        """Return the project metres under a pixel."""
        assert self.plane is not None
        x, y = self.plane.to_ground(*self.canvas.view.to_world(at.x(), at.y()))
        return float(x), float(y)

    def pixel(self, x: float, y: float, view: MapView | None = None) -> QPointF:
        """Return the pixel of project metres."""
        assert self.plane is not None
        px, py = (view or self.canvas.view).to_screen(*self.plane.to_map(x, y))
        return QPointF(float(px), float(py))

    def pixels(self, points: Sequence[tuple[float, float]], view: MapView | None = None) -> list[QPointF]:
        """Return the pixels of many points of project metres, all at once."""
        import numpy as np

        assert self.plane is not None
        x, y = np.array(points, float).T
        px, py = (view or self.canvas.view).to_screen(*self.plane.to_map(x, y))
        return [QPointF(*pair) for pair in zip(px.tolist(), py.tolist(), strict=True)]

    def inside(self, x: float, y: float) -> bool:
        """Tell whether a point is in the project's area."""
        import shapely

        return self.area is None or bool(shapely.intersects_xy(self.area, x, y))

    # Words

    def refuse_outside(self) -> None:
        """Say that a place is not in the project."""
        self.warn(self.tr("Il punto è fuori dal territorio del progetto: scegliere un punto interno."))

    def warn(self, text: str) -> None:
        """Say why something is not done."""
        self.tell(Level.WARNING, text)

    def inform(self, text: str) -> None:
        """Say how it went."""
        self.tell(Level.NEWS, text)

    def may_edit(self) -> bool:
        """Tell whether the project may be changed now; say why not."""
        if self.session.project is None or self.plane is None:
            return False
        if not self.session.editable:
            text = self.tr(
                "Il progetto è in sola lettura: per modificarlo, copiarlo in una cartella in cui si può scrivere."
            )
            self.tell(Level.WARNING, text)
        return self.session.editable

    def commit(self, label: str, change: Callable[[Any], Any]) -> Any:
        """Make one undoable edit by `change(transaction)`; say what went wrong. None when nothing was written."""
        from maps.errors import TorrazzoError

        try:
            with self.session.edit(label) as edit:
                return change(edit)
        except TorrazzoError as error:
            self.fail(error)
            return None

    def fail(self, error: Exception) -> None:
        """Say what went wrong."""
        from app.speech import words
        from maps.errors import TorrazzoError

        text = (
            words.sentence(error)
            if isinstance(error, TorrazzoError)
            else f"Operazione non riuscita: {error}."
        )
        self.tell(Level.ERROR, text)

    def update(self, layer: str, fid: int, values: dict[str, Any], label: str) -> bool:
        """Change one row in one step; tell whether it was written."""

        def change(edit: Any) -> bool:
            edit.update(layer, fid, values)
            return True

        return bool(self.commit(label, change))

    def lift(self, fids: Sequence[int]) -> None:
        """Take cameras with their ground off the map."""
        self.canvas.lift({"camera": fids, "footprint": fids} if fids else {})


def _survey(project: Any) -> tuple[Plane, Any]:
    import shapely

    area = project.file.area()
    shapely.prepare(area)
    return plane_of(project), area


def _light_of(project: Any, when: str) -> Any:
    """Return the lit ground at a time, None where it is light."""
    from maps.coverage.night import Light

    return Light(project.frame("street_light")) if project.light(when) == "night" else None


def _warm_scene(project: Any) -> tuple[Any, Any]:
    """Return obstacles and relief, every kernel that a drag calls compiled and called once."""
    from app.tools.pose import Pose

    scene = project.scene()
    west, south, east, north = project.file.extent()
    values = {"azimuth_deg": 0.0, "range_m": 10.0, "hfov_deg": 60.0, "height_m": 6.0}
    Pose((west + east) / 2, (south + north) / 2, values, 62.5).moved(west, south, scene).seen(
        scene, project.relief()
    )
    return scene, project.relief()
