"""Two threads draw the map: whole pictures in any order, one thread only while a hand moves, none after the end."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas import courtesy
from app.canvas.canvas import MapCanvas
from app.canvas.grid import Grid, Level, fitted
from app.canvas.ink import compile_ink
from app.canvas.painters.base import Painter, Surface
from app.canvas.painters.ground import BuildingsPainter, LandPainter, RoadsPainter
from app.canvas.painters.labels import LabelsPainter
from app.canvas.painters.territory import ZonesPainter
from app.canvas.pictures import cell_view, cells
from app.canvas.renderer import Job, Renderer, render
from app.canvas.surfaces import Surfaces
from app.canvas.view import MapView
from app.canvas.warm import warm_up
from app.look.theme import LIGHT, Theme

X, Y = 1_115_886.0, 5_642_644.0
VIEW = MapView(X, Y, 1.0, 1200, 800)


class Witness(Painter):
    """Draws slowly and remembers which threads drew."""

    surface = Surface.GROUND

    def __init__(self) -> None:
        super().__init__("witness")
        self.threads: list[str] = []

    def paint(self, painter: QPainter, view: MapView, theme: Theme) -> None:
        self.threads.append(threading.current_thread().name)
        time.sleep(0.02)


def town() -> list[Painter]:
    rng = np.random.default_rng(4)
    corners = rng.uniform(-900, 900, (400, 2)) + np.array([X, Y])
    houses = shapely.box(*corners.T, *(corners + rng.uniform(8, 30, (400, 2))).T)
    ends = rng.uniform(-900, 900, (60, 2, 2)) + np.array([X, Y])
    return [
        LandPainter(),
        RoadsPainter(shapely.linestrings(ends), ["residential"] * 60),
        BuildingsPainter(houses),
    ]


def test_symbols_are_drawn_between_tiles_of_the_ground_and_areas_last() -> None:
    asked = Surfaces().jobs(VIEW, LIGHT, lambda _surface: ())
    seen = len(cells(VIEW, fitted(VIEW)))
    first = [job.surface for job in asked[: 3 * seen + 1]]
    assert first == [Surface.LABELS, *[Surface.GROUND, Surface.POINTS] * seen, *[Surface.DATA] * seen]
    nearest = cells(VIEW, fitted(VIEW))
    assert [(job.column, job.row) for job in asked if job.surface is Surface.POINTS][:seen] == list(nearest)


def jobs(layers: list[Painter]) -> list[Job]:
    level = Level(fitted(VIEW), 0)
    drawn = tuple((layer, 1.0) for layer in layers)
    return [
        Job(Surface.GROUND, level, *cell, cell_view(cell, level.grid), drawn, LIGHT, 0)
        for cell in cells(VIEW, level.grid, 192)
    ]


def pixels(image: QImage) -> np.ndarray:
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


@pytest.fixture
def renderer(qapp: QApplication) -> Iterator[Renderer]:
    warm_up()
    compile_ink()
    made = Renderer()
    yield made
    made.stop()


def test_pictures_of_two_threads_are_those_of_one(renderer: Renderer, qtbot: QtBot) -> None:
    layers, got = town(), {}
    renderer.done.connect(lambda job, image: got.__setitem__((job.column, job.row), image))
    wanted = jobs(layers)
    for order in (wanted, wanted[::-1]):
        got.clear()
        renderer.replace(order, helped=True)
        qtbot.waitUntil(lambda: len(got) == len(wanted), timeout=20_000)
        for job in wanted:
            alone = render(job)
            assert alone is not None
            assert np.array_equal(pixels(got[job.column, job.row]), pixels(alone))


def test_the_second_thread_rests_while_a_hand_moves_the_map(renderer: Renderer, qtbot: QtBot) -> None:
    witness = Witness()
    renderer.replace(jobs([witness]), helped=False)
    qtbot.waitUntil(lambda: renderer.idle, timeout=20_000)
    assert set(witness.threads) == {"map-renderer"}
    witness.threads.clear()
    renderer.replace(jobs([witness]), helped=True)
    qtbot.waitUntil(lambda: renderer.idle, timeout=20_000)
    assert set(witness.threads) == {"map-renderer", "map-helper"}
    assert len(witness.threads) == len(jobs([witness]))


def test_the_end_ends_both_threads(renderer: Renderer) -> None:
    threads = [each for each in threading.enumerate() if each.name in ("map-renderer", "map-helper")]
    before = len(threads)
    renderer.replace(jobs([Witness()]), helped=True)
    renderer.stop()
    after = [each for each in threading.enumerate() if each.name in ("map-renderer", "map-helper")]
    assert len(after) == before - 2
    assert renderer.idle


def test_workers_wait_for_the_hand_but_not_forever(qapp: QApplication) -> None:
    waited: list[float] = []

    def work() -> None:
        start = time.perf_counter()
        courtesy.give_way()
        waited.append(time.perf_counter() - start)

    courtesy.hand_arrives()
    start = time.perf_counter()
    courtesy.give_way()
    assert time.perf_counter() - start < courtesy.LONGEST_WAIT_S / 2
    worker = threading.Thread(target=work)
    worker.start()
    worker.join(timeout=5)
    courtesy.hand_is_served()
    assert waited[0] >= courtesy.LONGEST_WAIT_S * 0.9


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("size", [(1920, 1080), (1283, 717), (300, 200), (3840, 2160)])
def test_a_view_at_rest_is_covered_by_whole_tiles(size: tuple[int, int], ratio: float) -> None:
    view = MapView(X, Y, 0.61, *size, ratio).snapped()
    grid = fitted(view)
    columns, rows = (max(1, round(length / 512)) for length in size)
    assert len(cells(view, grid)) == columns * rows
    step = view.metres_per_px / ratio
    assert grid.wide * columns - size[0] * ratio <= columns + 1
    assert grid.high * rows - size[1] * ratio <= rows + 1
    moved = view.panned(-37.0, 411.0).snapped()
    boxes = np.array([cell_view(cell, grid).bounds for cell in cells(moved, grid)])
    west, south, east, north = moved.bounds
    assert boxes[:, 0].min() <= west + step / 10 and boxes[:, 1].min() <= south + step / 10
    assert boxes[:, 2].max() >= east - step / 10 and boxes[:, 3].max() >= north - step / 10


def test_a_grid_serves_its_scale_at_any_place_but_not_another_scale() -> None:
    grid = fitted(VIEW)
    assert grid.serves(fitted(VIEW.panned(333.0, 20.0)))
    assert not grid.serves(fitted(VIEW.zoomed(1.1)))
    assert not Grid(1.0, 1.0, 0, 0, 1, 1).serves(grid)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    compile_ink()
    widget = MapCanvas()
    qtbot.addWidget(widget)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.animated = False
    widget.resize(900, 600)
    streets = [shapely.LineString([(X - 300, Y + dy), (X + 300, Y + dy)]) for dy in (-120, 0, 120)]
    names = LabelsPainter(streets, ["Via Dante", "Corso Garibaldi", "Via Milano"], ["primary"] * 3)
    zone = ZonesPainter([shapely.box(X - 200, Y - 150, X + 200, Y + 150)], [1])
    widget.set_stack([*town(), zone, names])
    widget.show()
    widget.set_view(MapView(X, Y, 0.8, 900, 600))
    yield widget
    widget.stop()


def at_rest(canvas: MapCanvas, qtbot: QtBot) -> np.ndarray:
    qtbot.waitUntil(lambda: canvas.up_to_date and canvas._renderer.idle, timeout=20_000)
    qtbot.wait(50)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return pixels(image)


def mouse(canvas: MapCanvas, kind: QEvent.Type, x: float, y: float) -> None:
    at = QPointF(x, y)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def test_merged_tiles_with_their_names_look_like_the_pictures_apart(canvas: MapCanvas, qtbot: QtBot) -> None:
    merged = at_rest(canvas, qtbot)
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        canvas._surfaces.draw(painter, canvas.view, lambda: None)
    assert np.abs(merged - pixels(image)).max() <= 3
    label = LIGHT.map.label
    dark = np.abs(merged - [int(label[at : at + 2], 16) for at in (5, 3, 1)]).max(axis=2) < 40
    assert dark.sum() > 50


def test_after_a_drag_the_map_is_that_of_a_canvas_that_never_moved(canvas: MapCanvas, qtbot: QtBot) -> None:
    at_rest(canvas, qtbot)
    mouse(canvas, QEvent.Type.MouseButtonPress, 450, 300)
    for step in range(1, 30):
        mouse(canvas, QEvent.Type.MouseMove, 450 + 12 * step, 300 + 7 * step)
        canvas.repaint()
        QApplication.processEvents()
    assert not canvas._still
    mouse(canvas, QEvent.Type.MouseButtonRelease, 450 + 12 * 29, 300 + 7 * 29)
    assert canvas._still
    dragged = at_rest(canvas, qtbot)
    canvas.invalidate()
    assert np.abs(at_rest(canvas, qtbot) - dragged).max() <= 3
