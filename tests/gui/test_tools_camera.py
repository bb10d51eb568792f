"""Cameras under the hand: moved, aimed, opened and reached by their handles, one undo each."""

import math
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
from app.map_model import MapModel
from app.session import Selection, Session
from app.tools.bearing import towards
from app.tools.bench import Bench
from app.tools.pose import Grip
from app.tools.toolbox import Toolbox

X0, Y0, EPSG = 580_000.0, 4_998_000.0, 7791
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


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

    def handle(self, grip: Grip) -> QPointF:
        hold = self.toolbox.select.hold
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
            lambda chosen: canvas.set_selection({} if chosen is None else {chosen.layer: [chosen.fid]})
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


def fid_of(rig: Rig, code: str) -> int:
    rows = rig.session.file.rows("camera", fields=["code"])
    return int(rows.fids[rows.columns["code"].index(code)])


def choose(rig: Rig, code: str = "TC-014") -> int:
    fid = fid_of(rig, code)
    rig.session.select(Selection("camera", fid))
    rig.canvas.repaint()
    return fid


def test_a_camera_is_moved_and_undo_is_one_step(rig: Rig) -> None:
    fid = choose(rig)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230))
    place = rig.record(fid)["geometry"]
    assert (place.x, place.y) == pytest.approx((X0 + 140, Y0 + 230), abs=1.0)
    assert rig.session.file.undo_label() == "Spostamento telecamera TC-014"
    rig.session.file.undo()
    place = rig.record(fid)["geometry"]
    assert (place.x, place.y) == (X0 + 100, Y0 + 200)


def test_a_camera_is_aimed(rig: Rig) -> None:
    fid = choose(rig)
    target = towards(X0 + 100, Y0 + 200, 210.0, 90.0)
    rig.drag(rig.handle(Grip.AZIMUTH), rig.pixel(*target))
    assert rig.record(fid)["azimuth_deg"] == pytest.approx(210.0, abs=1.0)
    assert rig.session.file.undo_label() == "Direzione telecamera TC-014"


def test_the_aperture_opens_on_both_sides(rig: Rig) -> None:
    fid = choose(rig)
    target = towards(X0 + 100, Y0 + 200, 90.0 - 50.0, 70.0)
    rig.drag(rig.handle(Grip.APERTURE), rig.pixel(*target))
    assert rig.record(fid)["hfov_deg"] == pytest.approx(100.0, abs=2.0)
    assert rig.record(fid)["azimuth_deg"] == 90.0


def test_the_declared_reach_is_dragged(rig: Rig) -> None:
    fid = choose(rig)
    rig.drag(rig.handle(Grip.REACH), rig.pixel(X0 + 220, Y0 + 200))
    assert rig.record(fid)["range_m"] == pytest.approx(120.0, abs=1.5)
    assert rig.session.file.undo_label() == "Portata telecamera TC-014"


def test_reach_of_known_pixels_is_a_matter_of_aperture(rig: Rig) -> None:
    fid = choose(rig, "TC-015")
    start = rig.toolbox.select.hold.pose
    assert start.range_m == pytest.approx(1920 / (2 * 62.5 * math.tan(math.radians(30))))
    handle, camera = rig.handle(Grip.REACH), rig.handle(Grip.POSITION)
    rig.drag(handle, camera + (handle - camera) * 2.0)
    pose = rig.toolbox.select.hold.pose
    assert pose.range_m == pytest.approx(2 * start.range_m, rel=0.03)
    assert rig.record(fid)["hfov_deg"] < 40.0 and rig.record(fid)["range_m"] is None


def test_reach_of_full_optics_is_a_matter_of_tilt(rig: Rig) -> None:
    fid = choose(rig, "TC-016")
    handle, camera = rig.handle(Grip.REACH), rig.handle(Grip.POSITION)
    rig.drag(handle, camera + (handle - camera) * 0.5)
    pose = rig.toolbox.select.hold.pose
    assert rig.record(fid)["tilt_deg"] > 20.0
    assert pose.range_m < 27.0
    assert rig.session.file.undo_label() == "Inclinazione telecamera TC-016"


def test_an_unknown_direction_can_be_given(rig: Rig) -> None:
    fid = choose(rig, "TC-017")
    rig.drag(rig.handle(Grip.AZIMUTH), rig.pixel(X0 + 300, Y0 + 380))
    assert rig.record(fid)["azimuth_deg"] == pytest.approx(270.0, abs=1.0)


def test_escape_leaves_everything_as_it_was(rig: Rig) -> None:
    fid = choose(rig)
    before = rig.record(fid)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230), drop=False)
    assert rig.toolbox.wants(Qt.Key.Key_Escape)
    rig.key(Qt.Key.Key_Escape)
    rig.mouse(QEvent.Type.MouseButtonRelease, rig.pixel(X0 + 140, Y0 + 230))
    assert rig.record(fid) == before
    assert rig.session.file.undo_label() == "Prova"
    assert (rig.toolbox.select.hold.pose.x, rig.toolbox.select.hold.pose.y) == (X0 + 100, Y0 + 200)


def test_a_click_on_the_handle_changes_nothing(rig: Rig) -> None:
    choose(rig)
    rig.click(rig.pixel(X0 + 100, Y0 + 200))
    assert rig.session.file.undo_label() == "Prova"


def test_the_camera_snaps_to_a_facade_unless_ctrl_is_held(rig: Rig) -> None:
    fid = choose(rig)
    grip = rig.pixel(X0 + 100, Y0 + 200)
    rig.drag(grip, rig.pixel(X0 + 248, Y0 + 200))
    place = rig.record(fid)["geometry"]
    assert place.x == pytest.approx(X0 + 249.6, abs=1e-6)
    rig.drag(rig.handle(Grip.POSITION), rig.pixel(X0 + 248, Y0 + 150), CTRL)
    assert rig.record(fid)["geometry"].x == pytest.approx(X0 + 248, abs=0.8)


def test_a_place_outside_the_project_is_refused(rig: Rig) -> None:
    fid = choose(rig)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 - 30, Y0 + 200))
    assert rig.record(fid)["geometry"].x == X0 + 100
    assert "fuori dal territorio" in rig.told[-1]


def test_a_read_only_project_is_not_changed(rig_of: Callable[..., Rig]) -> None:
    rig = rig_of(read_only=True)
    fid = choose(rig)
    before = rig.record(fid)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 140, Y0 + 230))
    assert rig.record(fid) == before
    assert "sola lettura" in rig.told[-1]


def test_the_ground_follows_in_the_frame(rig: Rig) -> None:
    """While it is dragged the map is drawn without the old ground, and with the new one on top."""
    fid = choose(rig)
    rig.drag(rig.pixel(X0 + 100, Y0 + 200), rig.pixel(X0 + 60, Y0 + 120), drop=False)
    ground, area = rig.toolbox.select.hold.ground()
    assert area == pytest.approx(math.pi * 80**2 / 6, rel=0.01)
    point = rig.pixel(X0 + 100, Y0 + 120)
    world = shapely.Point(rig.canvas.view.to_world(point.x(), point.y()))
    assert ground.contains(world)
    assert fid not in rig.canvas.lifted(rig.model.painter("footprint")).fids
    rig.key(Qt.Key.Key_Escape)
    assert fid in rig.canvas.lifted(rig.model.painter("footprint")).fids


def test_after_the_drop_the_map_takes_over(rig: Rig, qtbot: QtBot) -> None:
    fid = choose(rig)
    rig.drag(rig.handle(Grip.REACH), rig.pixel(X0 + 220, Y0 + 200))
    assert rig.toolbox.select.pending
    qtbot.waitUntil(lambda: not rig.jobs.busy and not rig.toolbox.select.pending, timeout=60_000)
    assert rig.model.results["footprints"].range_m.loc[fid] == pytest.approx(120.0, abs=1.5)


def test_tools_know_where_pixels_are(rig: Rig) -> None:
    x, y = rig.toolbox.bench.ground(rig.pixel(X0 + 123.0, Y0 + 45.0))
    assert (x, y) == pytest.approx((X0 + 123.0, Y0 + 45.0), abs=1e-3)
