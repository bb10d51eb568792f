"""The canvas at the size of an office screen: 20,000 buildings, 500 footprints, 5,000 points at 1920x1080.

Buildings and roads are the real ones of Geneva; the second half of the buildings is the town again, moved aside.
The province is the real one of Piacenza (127,673 buildings), with 5,000 footprints and, laid over it, the 148,636
points of Chicago. The limits are those of issue 4: pan frame of 8 ms at the 95th percentile, 16 for the province and
33 at 3840x2160; after a zoom a picture within 33 ms and the sharp one within 200; the GUI thread never held over 50.
"""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from app.canvas.canvas import MapCanvas
from app.canvas.geometry import Shapes
from app.canvas.ink import InkPainter, compile_ink
from app.canvas.painters.base import Painter, Surface
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import BuildingOutlinesPainter, BuildingsPainter, LandPainter, RoadsPainter
from app.canvas.painters.labels import LabelsPainter
from app.canvas.painters.points import PointsPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import LIGHT

pytestmark = pytest.mark.realdata
WIDTH, HEIGHT = 1920, 1080
LARGE = 3840, 2160
ZOOM = 16.5


def sectors(points: np.ndarray, azimuths: np.ndarray) -> list[shapely.Polygon]:
    """Return a sector of 60 degrees and 80 m at each point."""
    made = []
    for (x, y), azimuth in zip(points.tolist(), azimuths.tolist(), strict=True):
        angles = [math.radians(azimuth - 30 + 2.5 * step) for step in range(25)]
        arc = [(x + 80 * math.sin(angle), y + 80 * math.cos(angle)) for angle in angles]
        made.append(shapely.Polygon([(x, y), *arc]))
    return made


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
            FootprintsPainter(
                sectors(self.points[:500], self.azimuths), range(500), [FootprintStyle.CHOSEN] * 500
            ),
            PointsPainter("street_light", shapely.points(self.points[500:])),
            CamerasPainter(
                x, y, range(500), directions, [CameraSymbol.FIXED] * 500, [CameraState.WORKING] * 500
            ),
            LabelsPainter(self.roads, self.names, self.classes, avoid=self.points[:500]),
        ]


class Province:
    """All buildings of a province, 5,000 footprints among them and the points of a city of millions over it."""

    def __init__(self, folder: Path) -> None:
        import geopandas
        import pandas as pd

        read = geopandas.read_parquet(folder / "buildings-piacenza" / "piacenza_provincia.parquet")
        self.buildings = read.to_crs(3857).geometry.to_numpy()
        events = pd.read_csv(folder / "crime" / "chicago_aggravated_assaults.csv.gz")
        lon, lat = events["longitude"] + 97.35, events["latitude"] + 3.2
        self.x = np.radians(lon.to_numpy()) * 6378137.0
        self.y = np.arcsinh(np.tan(np.radians(lat.to_numpy()))) * 6378137.0
        rng = np.random.default_rng(3)
        near = shapely.get_coordinates(shapely.centroid(rng.choice(self.buildings, 5000, replace=False)))
        self.sectors = sectors(near, rng.uniform(0, 360, 5000))
        self.centre = MapView.at_zoom(9.695, 45.05, 14.5, WIDTH, HEIGHT)

    def stack(self) -> list[Painter]:
        """Return the painters, new."""
        buildings = BuildingsPainter(self.buildings)
        return [
            LandPainter(),
            buildings,
            BuildingOutlinesPainter(buildings),
            FootprintsPainter(self.sectors, range(5000), [FootprintStyle.CHOSEN] * 5000),
            PointsPainter("offence", shapely.points(self.x, self.y), min_zoom=8.0),
        ]


@pytest.fixture(scope="module")
def province(realdata: Path) -> Province:
    return Province(realdata)


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


def drag(benchmark: BenchmarkFixture, canvas: MapCanvas) -> float:
    """Drag fast over the map and into new ground, 400 events; return the 95th percentile of a frame, seconds.

    From each mouse event to its painted frame, the worker drawing meanwhile. The processor time of the frames, which
    other programs do not lengthen, is noted beside.
    """
    wide, high = canvas.width(), canvas.height()
    mouse(canvas, QEvent.Type.MouseButtonPress, wide / 2, high / 2)
    frames: list[float] = []
    busy: list[float] = []

    def step() -> None:
        number = len(frames)
        x = wide / 2 + 0.47 * wide * math.sin(number / 40)
        y = high / 2 + 0.46 * high * math.sin(number / 63)
        start, worked = time.perf_counter(), time.thread_time()
        mouse(canvas, QEvent.Type.MouseMove, x, y)
        canvas.repaint()
        QApplication.processEvents()
        frames.append(time.perf_counter() - start)
        busy.append(time.thread_time() - worked)
        time.sleep(max(0.0, 0.016 - frames[-1]))

    benchmark.pedantic(step, rounds=400)
    mouse(canvas, QEvent.Type.MouseButtonRelease, wide / 2, high / 2)
    p95 = float(np.percentile(frames, 95))
    benchmark.extra_info.update(
        p50_ms=float(np.median(frames)) * 1e3,
        p95_ms=p95 * 1e3,
        worst_ms=max(frames) * 1e3,
        busy_p95_ms=float(np.percentile(busy, 95)) * 1e3,
    )
    return p95


def test_pan_frames(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    complete(canvas)
    assert drag(benchmark, canvas) <= 0.008


def test_pan_frames_on_a_large_screen(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    canvas.resize(*LARGE)
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    complete(canvas)
    assert drag(benchmark, canvas) <= 0.033


def test_pan_frames_over_the_province(
    benchmark: BenchmarkFixture, canvas: MapCanvas, province: Province
) -> None:
    canvas.set_stack(province.stack())
    canvas.set_view(province.centre)
    complete(canvas)
    assert drag(benchmark, canvas) <= 0.016


def test_a_new_scale(benchmark: BenchmarkFixture, canvas: MapCanvas, town: Town) -> None:
    """From the zoom to the scaled picture and to the sharp one, and the longest turn of the event loop meanwhile."""
    canvas.set_stack(town.stack())
    canvas.set_view(town.centre)
    complete(canvas)
    scaled: list[float] = []
    sharp: list[float] = []
    turns: list[float] = []
    factors = iter([1.3, 1 / 1.9, 1.2, 2.1, 1 / 1.5] * 3)

    def zoom() -> None:
        start = time.perf_counter()
        canvas.zoom_by(next(factors))
        canvas.repaint()
        scaled.append(time.perf_counter() - start)
        turns.append(complete(canvas))
        sharp.append(time.perf_counter() - start)

    benchmark.pedantic(zoom, rounds=10)
    benchmark.extra_info.update(
        scaled_ms=max(scaled) * 1e3, sharp_ms=float(np.median(sharp)) * 1e3, longest_turn_ms=max(turns) * 1e3
    )
    assert max(scaled) <= 0.033
    assert float(np.median(sharp)) <= 0.2
    assert max(turns) <= 0.05


@pytest.mark.parametrize("ink", [True, False], ids=["ink", "painter"])
def test_one_tile(benchmark: BenchmarkFixture, qtbot: QtBot, town: Town, ink: bool) -> None:
    """A tile of the ground with ink, and by QPainter beside it."""
    compile_ink()
    layers = [(layer, 1.0) for layer in town.stack() if layer.surface is Surface.GROUND]
    view = MapView(town.centre.center_x, town.centre.center_y, town.centre.metres_per_px, 512, 512)

    def tile() -> None:
        image = QImage(512, 512, QImage.Format.Format_RGB32)
        with InkPainter(image) if ink else QPainter(image) as painter:
            draw_layers(painter, view, LIGHT, layers)

    tile()
    benchmark.pedantic(tile, rounds=20)


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
