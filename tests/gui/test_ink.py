"""The ink draws what QPainter draws: same shapes, same colours, tile after tile."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.canvas import ink, ink_code
from app.canvas.geometry import Shapes
from app.canvas.ink import InkPainter, compile_ink, ink_is_ready, ink_of
from app.canvas.lettering import draw_names
from app.canvas.painters.base import world_transform
from app.canvas.painters.labels import Label, text_size
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.strokes import fill_shapes, stroke_groups, stroke_shapes
from app.canvas.view import MapView
from app.look.theme import LIGHT

VIEW = MapView(0.0, 0.0, 0.5, 200, 160)
HOUSE = shapely.Polygon([(-40, -30), (35, -25), (30, 28), (-38, 33)], [[(-10, -8), (12, -6), (9, 11)]])
BEND = shapely.LineString([(-70, -60), (-20, 45), (10, -50), (15, 40), (70, 62)])


@pytest.fixture(autouse=True, scope="module")
def _ink() -> None:
    compile_ink()
    assert ink_is_ready()


def picture(draw: object, inked: bool, view: MapView = VIEW) -> np.ndarray:
    """Return the pixels, (height, width, 3), of what `draw(painter, view)` draws on white."""
    image = QImage(
        round(view.width * view.dpr), round(view.height * view.dpr), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(view.dpr)
    image.fill(QColor("white"))
    with InkPainter(image) if inked else QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.save()
        painter.setTransform(world_transform(view), True)
        draw(painter, view)  # type: ignore[operator]
        painter.restore()
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[:, :, :3].astype(int).copy()


def shapes(*geometries: shapely.Geometry) -> Shapes:
    return Shapes(np.array(geometries, dtype=object))


DRAWINGS = {
    "fill with a hole": lambda p, v: fill_shapes(p, v, shapes(HOUSE), "#204060"),
    "translucent fill": lambda p, v: fill_shapes(p, v, shapes(HOUSE), QColor(200, 30, 10, 90)),
    "thin outline": lambda p, v: stroke_shapes(p, v, shapes(HOUSE), "#000000", 0.6),
    "heavy bends": lambda p, v: stroke_shapes(p, v, shapes(BEND), "#A03020", 9.0),
    "round ends": lambda p, v: stroke_groups(p, v, [(shapes(BEND), 12.0)], "#A03020", round_cap=True),
    "dashes": lambda p, v: stroke_shapes(p, v, shapes(BEND, HOUSE), "#0060A0", 1.6, (8, 4)),
    "beyond the sides": lambda p, v: fill_shapes(p, v, shapes(shapely.box(-500, -20, 10, 500)), "#118833"),
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("dpr", [1.0, 2.0])
def test_ink_and_painter_agree(qtbot: QtBot, name: str, dpr: float) -> None:
    view = MapView(0.0, 0.0, 0.5, 200, 160, dpr)
    one, other = (picture(DRAWINGS[name], inked, view) for inked in (False, True))
    assert (one != 255).any()
    difference = np.abs(one - other).max(axis=2)
    assert difference.mean() < 0.8
    assert np.percentile(difference, 99.5) <= 40


def test_dots_agree(qtbot: QtBot) -> None:
    layer = PointsPainter("dot", shapely.points([(0, 0), (20.3, 14.1), (-49, 38)]), symbols=PointSymbol.LIGHT)

    def draw(painter: QPainter, view: MapView) -> None:
        painter.resetTransform()
        layer.paint(painter, view, LIGHT)

    one, other = picture(draw, False), picture(draw, True)
    assert np.abs(one - other).mean() < 0.1


@pytest.mark.parametrize("opacity", [1.0, 0.5])
def test_slanted_names_whose_boxes_overlap_agree(qtbot: QtBot, opacity: float) -> None:
    """Each is laid by itself: neither loses what its box shares with the other's, nor what leaves the picture."""
    places = [(60.0, 60.0), (85.0, 85.0), (2.0, 80.0), (150.0, 155.0)]
    names = [
        (Label("Via Gàbbia", x, y, 45.0, *text_size("Via Gàbbia", 12.0, 400), 12.0, 400), colour)
        for (x, y), colour in zip(places, ("#203040", "#203040", "#A03020", "#203040"), strict=True)
    ]

    def draw(painter: QPainter, view: MapView) -> None:
        painter.resetTransform()
        painter.setOpacity(opacity)
        draw_names(painter, view, names, "#FFE0A0")

    some, other = picture(draw, True), picture(draw, False)
    assert (some != 255).any(axis=2).sum() > 800
    assert np.abs(some - other).mean() < 0.9
    assert np.percentile(np.abs(some - other), 99) < 40


def test_tiles_meet(qtbot: QtBot) -> None:
    whole = picture(DRAWINGS["heavy bends"], True)
    left = picture(DRAWINGS["heavy bends"], True, MapView(-25.0, 0.0, 0.5, 100, 160))
    right = picture(DRAWINGS["heavy bends"], True, MapView(25.0, 0.0, 0.5, 100, 160))
    assert np.abs(np.hstack([left, right]) - whole).max() <= 2


def test_no_ink_under_a_clip_nor_elsewhere(qtbot: QtBot) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    with QPainter(image) as plain:
        assert ink_of(plain) is None
    with InkPainter(image) as painter:
        assert ink_of(painter) is not None
        painter.setClipRect(0, 0, 5, 5)
        assert ink_of(painter) is None


def test_without_machine_code_the_painter_draws(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink_code, "code_path", lambda: tmp_path / "ink.o")
    ink._functions.cache_clear()
    try:
        assert not ink_is_ready()
        (tmp_path / "ink.o").write_bytes(b"not machine code")
        ink._functions.cache_clear()
        assert not ink_is_ready()
    finally:
        ink._functions.cache_clear()


def test_nothing_and_broken_shapes_are_drawn_as_nothing(qtbot: QtBot) -> None:
    bow = shapely.Polygon([(0, 0), (0, 0), (0, 0), (0, 0)])
    for some in (shapes(), shapes(shapely.Polygon(), bow), Shapes(np.array([None], dtype=object))):
        drawn = picture(
            lambda p, v, s=some: (fill_shapes(p, v, s, "red"), stroke_shapes(p, v, s, "red", 3)), True
        )
        assert (drawn == 255).all()
