"""A canvas with its tools on a small project, and a hand to use them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shapely
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.view import MapView
from app.jobs import Jobs
from app.layers.model import MapModel
from app.session import Selection, Session
from app.tools.bench import Bench
from app.tools.pose import Grip
from app.tools.toolbox import Toolbox

X0, Y0, EPSG = 580_000.0, 4_998_000.0, 7791
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Rig(SimpleNamespace):
    """A canvas on a small project with the toolbox, and a hand."""

    canvas: MapCanvas
    session: Session
    toolbox: Toolbox
    told: list[str]

    def pixel(self, x: float, y: float) -> QPointF:
        return self.toolbox.bench.pixel(x, y)

    def mouse(
        self, kind: QEvent.Type, at: QPointF, held: bool = True, modifiers: Qt.KeyboardModifier = PLAIN
    ) -> None:
        button = NONE if kind == QEvent.Type.MouseMove else LEFT
        buttons = LEFT if held and kind != QEvent.Type.MouseButtonRelease else NONE
        place = QPointF(self.canvas.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, at, place, button, buttons, modifiers))

    def drag(
        self, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = PLAIN, drop: bool = True
    ) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, start, modifiers=modifiers)
        for step in (0.3, 0.7, 1.0):
            self.mouse(QEvent.Type.MouseMove, start + (end - start) * step, modifiers=modifiers)
            self.canvas.repaint()
        if drop:
            self.mouse(QEvent.Type.MouseButtonRelease, end, modifiers=modifiers)

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, modifiers=modifiers)
        self.mouse(QEvent.Type.MouseButtonRelease, at, modifiers=modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QApplication.sendEvent(self.canvas, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))

    def record(self, fid: int, layer: str = "camera") -> dict[str, Any]:
        return self.session.file.record(layer, fid)

    def point(self, x: float, y: float) -> QPointF:
        """Return the pixel of metres from the project's corner."""
        return self.pixel(X0 + x, Y0 + y)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.mouse(QEvent.Type.MouseButtonDblClick, at)
        self.mouse(QEvent.Type.MouseButtonRelease, at)

    def hover(self, at: QPointF) -> None:
        self.mouse(QEvent.Type.MouseMove, at, held=False)
        self.canvas.repaint()

    def choose(self, code: str = "TC-014") -> int:
        """Select a camera by its code."""
        rows = self.session.file.rows("camera", fields=["code"])
        fid = int(rows.fids[rows.columns["code"].index(code)])
        self.session.select(Selection("camera", fid))
        self.canvas.repaint()
        return fid

    def handle(self, grip: Grip) -> QPointF:
        hold = self.toolbox.select.camera.hold
        assert hold is not None
        return next(place for kind, place in hold.handles(self.canvas.view) if kind is grip)


def make_project(path: Path) -> None:
    from maps.store import ProjectFile

    area = shapely.box(X0, Y0, X0 + 400, Y0 + 400)
    camera = {"camera_type": "fixed", "purposes": ["urban_safety"], "working_state": "working"}
    with (
        ProjectFile.create(path, name="Prova", epsg=EPSG, area=area, user="test") as file,
        file.edit("Prova") as edit,
    ):
        edit.insert(
            "obstacle",
            [{"geometry": shapely.MultiPolygon([shapely.box(X0 + 250, Y0 + 100, X0 + 300, Y0 + 300)])}],
        )
        values = {"code": "TC-014", "azimuth_deg": 90.0, "hfov_deg": 60.0, "range_m": 80.0}
        lens = {"code": "TC-015", "azimuth_deg": 0.0, "hfov_deg": 60.0, "res_x": 1920, "res_y": 1080}
        optics = {**lens, "code": "TC-016", "height_m": 5.0, "tilt_deg": 20.0}
        blind = {"code": "TC-017"}
        places = ((100, 200), (100, 60), (60, 300), (380, 380))
        rows = [
            {**camera, **more, "geometry": shapely.Point(X0 + x, Y0 + y)}
            for more, (x, y) in zip((values, lens, optics, blind), places, strict=True)
        ]
        edit.insert("camera", rows)


@pytest.fixture
def rig_of(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    from maps.project import Project

    path, made = tmp_path / "prova.gpkg", []
    make_project(path)

    def make(read_only: bool = False) -> Rig:
        canvas, jobs = MapCanvas(), Jobs()
        qtbot.addWidget(canvas)
        canvas.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        canvas.animated = False
        canvas.resize(900, 700)
        session, told = Session(jobs), []
        bench = Bench(canvas, session, lambda _level, text, *_rest: told.append(text), canvas)
        model = MapModel(session, canvas)
        model.stack_changed.connect(lambda: canvas.set_stack(model.stack))
        toolbox = Toolbox(bench, model, canvas)
        session.selected.connect(
            lambda chosen: canvas.set_selection({} if chosen is None else {chosen.layer: list(chosen.fids)})
        )
        canvas.show()
        session.adopt(Project.open(path, read_only=read_only))
        qtbot.waitUntil(lambda: bench.scene is not None and not jobs.busy, timeout=120_000)
        assert bench.plane is not None
        centre = bench.plane.to_map(X0 + 200, Y0 + 200)
        canvas.set_view(MapView(*map(float, centre), 0.9, 900, 700))
        rig = Rig(canvas=canvas, session=session, toolbox=toolbox, told=told, jobs=jobs, model=model)
        made.append(rig)
        return rig

    yield make
    for rig in made:
        rig.session.close()
        rig.jobs.stop()
        rig.canvas.stop()


@pytest.fixture
def rig(rig_of: Callable[..., Rig]) -> Rig:
    return rig_of()
