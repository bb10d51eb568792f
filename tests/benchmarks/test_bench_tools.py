"""A camera dragged among the 13,739 buildings of Piacenza and 500 others, at 1920x1080.

The limit is that of issue 4: from the mouse event to the painted frame 16 ms at the 95th percentile. It is asserted
on the GUI thread's own time, which other work on the machine does not change; the time on the wall, which is what a
hand feels, is reported beside it.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.view import MapView
from app.jobs import Jobs
from app.layers.model import MapModel
from app.session import Selection, Session
from app.tools.bench import Bench
from app.tools.pose import Grip
from app.tools.toolbox import Toolbox

pytestmark = pytest.mark.realdata
WIDTH, HEIGHT, EPSG, CAMERAS = 1920, 1080, 32632, 500


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town of Piacenza as a project: buildings, and cameras with full optics on free ground near the centre."""
    import pyogrio

    from maps.store import ProjectFile

    source = (
        Path(__file__).resolve().parents[3] / "shared" / "realdata" / "buildings-piacenza" / "Piacenza.shp"
    )
    if not source.is_file():
        pytest.skip("the real data folder is not here")
    buildings = pyogrio.read_dataframe(source).to_crs(EPSG).geometry.to_numpy()
    path = tmp_path_factory.mktemp("piacenza") / "piacenza.gpkg"
    west, south, east, north = shapely.total_bounds(buildings)
    area = shapely.box(west - 100, south - 100, east + 100, north + 100)
    with ProjectFile.create(path, name="Piacenza", epsg=EPSG, area=area) as file, file.edit("Prova") as edit:
        parts = shapely.get_parts(buildings)
        edit.insert("obstacle", [{"geometry": shapely.MultiPolygon([part])} for part in parts])
        edit.insert("camera", _cameras(parts))
    return path


def _cameras(buildings: np.ndarray) -> list[dict]:
    rng = np.random.default_rng(5)
    x, y = np.median(shapely.get_coordinates(buildings), axis=0)
    tree, made = shapely.STRtree(buildings), []
    while len(made) < CAMERAS:
        point = shapely.Point(x + rng.normal(0, 500), y + rng.normal(0, 500))
        if not len(tree.query(point, predicate="dwithin", distance=1.0)):
            pose = {"azimuth_deg": float(rng.uniform(0, 360)), "height_m": 5.0, "tilt_deg": 12.0}
            lens = {"hfov_deg": 70.0, "res_x": 3840, "res_y": 2160, "camera_type": "fixed"}
            code = {"code": f"TC-{len(made):03d}", "working_state": "working", "purposes": ["urban_safety"]}
            made.append({**pose, **lens, **code, "geometry": point})
    return made


class Rig:
    """The canvas on the town, a camera in its middle selected."""

    def __init__(self, path: Path, qtbot: QtBot) -> None:
        from maps.project import Project

        self.canvas, self.jobs = MapCanvas(), Jobs()
        qtbot.addWidget(self.canvas)
        self.canvas.setMinimumSize(0, 0)
        self.canvas.animated = False
        self.canvas.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.canvas.resize(WIDTH, HEIGHT)
        self.session = Session(self.jobs)
        self.bench = Bench(self.canvas, self.session, lambda *_told: None, self.canvas)
        self.model = MapModel(self.session, self.canvas)
        self.model.stack_changed.connect(lambda: self.canvas.set_stack(self.model.stack))
        self.toolbox = Toolbox(self.bench, self.model, self.canvas)
        self.session.selected.connect(
            lambda chosen: self.canvas.set_selection({"camera": [chosen.fid], "footprint": [chosen.fid]})
        )
        self.canvas.show()
        self.session.adopt(Project.open(path))
        qtbot.waitUntil(lambda: self.bench.scene is not None and not self.jobs.busy, timeout=180_000)
        painter = self.model.painter("camera")
        middle = int(np.argmin(np.hypot(painter.x - np.median(painter.x), painter.y - np.median(painter.y))))
        self.canvas.set_view(MapView(float(painter.x[middle]), float(painter.y[middle]), 0.6, WIDTH, HEIGHT))
        self.session.select(Selection("camera", int(painter.fids[middle])))
        qtbot.waitUntil(lambda: self.canvas.up_to_date, timeout=60_000)

    def mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        moving = kind == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, at, at, button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas, event)

    def close(self) -> None:
        self.session.close()
        self.jobs.stop()
        self.canvas.stop()


@pytest.fixture
def rig(town: Path, qtbot: QtBot) -> Iterator[Rig]:
    made = Rig(town, qtbot)
    yield made
    made.close()


@pytest.mark.parametrize("grip", [Grip.POSITION, Grip.AZIMUTH, Grip.APERTURE, Grip.REACH])
def test_drag_to_painted_frame(benchmark: BenchmarkFixture, rig: Rig, grip: Grip) -> None:
    """Each mouse event to its painted frame, the pictures without the camera being drawn meanwhile."""
    hold = rig.toolbox.select.camera.hold
    start = next(place for kind, place in hold.handles(rig.canvas.view) if kind is grip)
    rig.mouse(QEvent.Type.MouseButtonPress, start)
    frames: list[float] = []
    own: list[float] = []

    def step() -> None:
        number = len(frames) + 1
        at = start + QPointF(60 * math.sin(number / 20), 45 * math.sin(number / 31))
        begin, busy = time.perf_counter(), time.thread_time()
        rig.mouse(QEvent.Type.MouseMove, at)
        rig.canvas.repaint()
        QApplication.processEvents()
        own.append(time.thread_time() - busy)
        frames.append(time.perf_counter() - begin)
        time.sleep(max(0.0, 0.016 - frames[-1]))

    benchmark.pedantic(step, rounds=300)
    assert hold.ground()[0] is not None
    rig.toolbox.cancel()
    for name, times in (("wall", frames), ("own", own)):
        p50, p95 = (float(np.percentile(times, share)) * 1e3 for share in (50, 95))
        benchmark.extra_info.update({f"{name}_p50_ms": p50, f"{name}_p95_ms": p95})
    assert float(np.percentile(own, 95)) <= 0.016


def test_ground_of_a_camera_in_the_hand(benchmark: BenchmarkFixture, rig: Rig) -> None:
    """The computation alone: facade, visibility, exact outline."""
    pose = rig.toolbox.select.camera.hold.pose
    assert pose.shape is not None

    def look() -> None:
        pose.moved(pose.x, pose.y + 0.5, rig.bench.scene).seen(rig.bench.scene)

    benchmark(look)
    assert benchmark.stats.stats.median < 0.016
