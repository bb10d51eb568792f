"""The canvas at the size of an office screen: 20,000 buildings, 500 footprints, 5,000 points at 1920x1080.

Buildings, roads and cameras are the real ones of Geneva; the second half of the buildings is the town again,
moved aside. The limits are those of issue 2: first complete map within 3 s, pan frame of 16 ms at the 95th
percentile, the GUI thread never held over 50 ms.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.geometry import Shapes
from app.canvas.painters.base import Painter
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import BuildingOutlinesPainter, BuildingsPainter, LandPainter, RoadsPainter
from app.canvas.painters.labels import LabelsPainter
from app.canvas.painters.points import PointsPainter
from app.canvas.view import MapView

pytestmark = pytest.mark.realdata
WIDTH, HEIGHT = 1920, 1080
ZOOM = 16.5


class Town:
    """The arrays of the town in EPSG:3857."""

    def __init__(self, path: Path) -> None:
        import pyogrio

        read = {
            name: pyogrio.read_dataframe(path, layer=name).to_crs(3857) for name in ("buildings", "roads")
        }
        first = read["buildings"].geometry.to_numpy()
        moved = shapely.transform(first, lambda xy: xy + np.array([3000.0, 2500.0]))
        self.buildings = np.concatenate([first, moved])[:20_000]
        self.roads, self.names = read["roads"].geometry.to_numpy(), list(read["roads"]["name"])
        self.classes = list(read["roads"]["highway"])
        rng = np.random.default_rng(3)
        self.centre = MapView.at_zoom(6.1432, 46.2044, ZOOM, WIDTH, HEIGHT)
        self.points = rng.normal((self.centre.center_x, self.centre.center_y), 1200, (5000, 2))
        self.azimuths = rng.uniform(0, 360, 500)

    def sectors(self) -> list[shapely.Polygon]:
        """Return 500 sectors of 60 degrees and 80 m at the first points."""
        made = []
        for (x, y), azimuth in zip(self.points[:500].tolist(), self.azimuths.tolist(), strict=True):
            angles = [math.radians(azimuth - 30 + 2.5 * step) for step in range(25)]
            arc = [(x + 80 * math.sin(angle), y + 80 * math.cos(angle)) for angle in angles]
            made.append(shapely.Polygon([(x, y), *arc]))
        return made

    def stack(self) -> list[Painter]:
        """Return the painters, new."""
        buildings = BuildingsPainter(self.buildings)
        x, y = self.points[:500].T
        directions = [[azimuth] for azimuth in self.azimuths.tolist()]
        return [
            LandPainter(),
            RoadsPainter(self.roads, self.classes),
            buildings,
            BuildingOutlinesPainter(buildings),
            FootprintsPainter(self.sectors(), range(500), [FootprintStyle.CHOSEN] * 500),
            PointsPainter("street_light", shapely.points(self.points[500:])),
            CamerasPainter(
                x, y, range(500), directions, [CameraSymbol.FIXED] * 500, [CameraState.WORKING] * 500
            ),
            LabelsPainter(self.roads, self.names, self.classes, avoid=self.points[:500]),
        ]


@pytest.fixture(scope="module")
def town() -> Town:
    path = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "osm-geneva" / "geneva.gpkg"
    if not path.is_file():
        pytest.skip("the real data folder is not here")
    return Town(path)


@pytest.fixture
def canvas(town: Town, qtbot: QtBot) -> Iterator[MapCanvas]:
    widget = MapCanvas()
    qtbot.addWidget(widget)
    widget.setMinimumSize(0, 0)
    widget.animated = False
    widget.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    yield widget
    widget.stop()


def complete(canvas: MapCanvas) -> float:
    """Turn the event loop until the map is up to date; return the longest turn in seconds."""
    app, longest = QApplication.instance(), 0.0
    assert app is not None
    while not canvas.up_to_date:
        start = time.perf_counter()
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        longest = max(longest, time.perf_counter() - start)
        time.sleep(0.001)
    return longest


def mouse(canvas: MapCanvas, kind: QEvent.Type, x: float, y: float) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    point = QPointF(x, y)
    event = QMouseEvent(kind, point, point, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def test_first_complete_map(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    """From arrays to every picture of the view, nothing prepared."""

    def first() -> None:
        canvas.set_stack(town.stack())
        canvas.set_view(town.centre)
        complete(canvas)

    benchmark.pedantic(first, rounds=3)
    assert benchmark.stats.stats.median < 3.0


def test_pan_frames(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    """A drag of 200 mouse events over the map: from each event to its painted frame, worker drawing meanwhile."""
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    complete(canvas)
    mouse(canvas, QEvent.Type.MouseButtonPress, 960, 540)
    frames: list[float] = []

    def step() -> None:
        number = len(frames)
        x = 960 + 900 * math.sin(number / 40)
        y = 540 + 500 * math.sin(number / 63)
        start = time.perf_counter()
        mouse(canvas, QEvent.Type.MouseMove, x, y)
        canvas.repaint()
        QApplication.processEvents()
        frames.append(time.perf_counter() - start)
        time.sleep(max(0.0, 0.016 - frames[-1]))

    benchmark.pedantic(step, rounds=400)
    mouse(canvas, QEvent.Type.MouseButtonRelease, 960, 540)
    p95, worst = float(np.percentile(frames, 95)), max(frames)
    benchmark.extra_info.update(p50_ms=float(np.median(frames)) * 1e3, p95_ms=p95 * 1e3, worst_ms=worst * 1e3)
    assert p95 <= 0.016


def test_the_gui_thread_is_never_held_while_a_new_scale_is_drawn(
    benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town
) -> None:
    """Longest turn of the event loop while the worker draws another zoom."""
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    complete(canvas)
    turns: list[float] = []
    factors = iter([1.3, 1 / 1.9, 1.2, 2.1, 1 / 1.5] * 3)

    def zoom() -> None:
        canvas.zoom_by(next(factors))
        turns.append(complete(canvas))

    benchmark.pedantic(zoom, rounds=10)
    benchmark.extra_info["longest_turn_ms"] = max(turns) * 1e3
    assert float(np.percentile(turns, 90)) <= 0.05


def test_paths_of_buildings(benchmark: BenchmarkFixture, town: Town) -> None:
    """20,000 shapely polygons to painter paths in blocks."""
    benchmark.pedantic(lambda: Shapes(town.buildings).blocks(0.5), rounds=5)
    assert benchmark.stats.stats.median < 1.0


def test_hit_among_all(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    """What lies under the pointer."""
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    canvas.hit_at(960, 540)
    benchmark(canvas.hit_at, 960, 540)
    assert benchmark.stats.stats.median < 0.005
