"""The line between before and after: one frame of its drag on a full map, against one frame of a pan."""

import itertools

import numpy as np
import pytest
import shapely
from PySide6.QtWidgets import QApplication, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.painters.ground import BuildingsPainter, LandPainter
from app.canvas.view import MapView
from app.canvas.wipe import Wipe

WIDTH, HEIGHT = 1464, 1036
_FRAMES = 60


@pytest.fixture
def wipe(qtbot):
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-3000, 3000, (2, 20_000))
    boxes = shapely.box(x, y, x + 14, y + 10)
    room = QWidget()
    qtbot.addWidget(room)
    canvas = MapCanvas(room)
    canvas.animated = False
    room.resize(WIDTH, HEIGHT)
    canvas.setGeometry(0, 0, WIDTH, HEIGHT)
    room.show()
    stack = [LandPainter(), BuildingsPainter(boxes, np.arange(len(boxes)))]
    canvas.set_stack(stack)
    canvas.set_view(MapView(0, 0, 4.0, WIDTH, HEIGHT))
    made = Wipe(canvas)
    made.start(stack, "Prima: censimento", "Dopo: progetto")
    qtbot.waitUntil(lambda: canvas.up_to_date and made.up_to_date, timeout=60_000)
    yield made
    made.stop()
    canvas.stop()


def test_bench_one_frame_of_the_line(benchmark, wipe: Wipe) -> None:
    places = itertools.cycle([0.3 + 0.4 * step / _FRAMES for step in range(_FRAMES)])

    def frame() -> None:
        wipe.set_share(next(places))
        QApplication.processEvents()

    benchmark.pedantic(frame, rounds=_FRAMES, warmup_rounds=5)


def test_bench_one_frame_of_a_pan_with_both_sides(benchmark, wipe: Wipe) -> None:
    canvas = wipe._canvas
    steps = itertools.cycle([3.0] * 20 + [-3.0] * 20)

    def frame() -> None:
        canvas.set_view(canvas.view.panned(next(steps), 0.0))
        QApplication.processEvents()

    benchmark.pedantic(frame, rounds=_FRAMES, warmup_rounds=5)
