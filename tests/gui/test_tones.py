"""Layers coloured by a field: the colour at the feature, in the legend and in what is left of a layer."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
from app.canvas.painters.labels import LabelsPainter, Marks
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, ZonesPainter
from app.canvas.painters.tones import Tone, Tones
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import DARK, LIGHT, Theme
from app.sheets.shift import centred

VIEW = MapView(0.0, 0.0, 1.0, 200.0, 100.0, 1.0)
TONES = Tones(
    "Prova", (Tone("rosso", "#C00000", "#FF6060"), Tone("blu", "#0000C0", "#6060FF")), np.array([0, 1])
)
LEFT, RIGHT = shapely.box(-90, -40, -10, 40), shapely.box(10, -40, 90, 40)


def drawn(painter: Painter, theme: Theme = LIGHT) -> QImage:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(theme.map.land)
    hand = QPainter(image)
    draw_layers(hand, VIEW, theme, [(painter, 1.0)])
    hand.end()
    return image


def redder(image: QImage, x: int, y: int) -> int:
    colour = image.pixelColor(x, y)
    return colour.red() - colour.blue()


def mean_redder(image: QImage, x: int) -> float:
    return float(
        np.mean([redder(image, column, row) for column in range(x - 20, x + 20) for row in range(30, 70)])
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "kind", [ZonesPainter, DegradedPainter, AbandonedPainter], ids=lambda kind: kind.__name__
)
def test_areas_take_the_colour_of_their_class(kind: type, theme: Theme) -> None:
    image = drawn(kind([LEFT, RIGHT], [1, 2], tones=TONES), theme)
    assert mean_redder(image, 50) > 20 and mean_redder(image, 150) < -20


def test_abandoned_buildings_known_as_points_take_it_too() -> None:
    painter = AbandonedPainter([shapely.Point(-50, 0), RIGHT], [1, 2], tones=TONES)
    image = drawn(painter)
    assert redder(image, 52, 53) > 60 and mean_redder(image, 150) < -20


@pytest.mark.parametrize("symbol", [PointSymbol.PLACE, PointSymbol.LIGHT], ids=lambda each: each.value)
def test_points_take_the_colour_of_their_class(symbol: PointSymbol) -> None:
    points = [shapely.Point(-50, 0), shapely.Point(50, 0)]
    image = drawn(PointsPainter("street_light", points, [1, 2], symbol, tones=TONES))
    assert redder(image, 50, 50) > 100 and redder(image, 150, 50) < -100


def cameras() -> CamerasPainter:
    states = [CameraState.WORKING, CameraState.OTHER_PURPOSE]
    symbols = [CameraSymbol.FIXED, CameraSymbol.FIXED]
    return CamerasPainter([-50, 50], [0, 0], [1, 2], [[0.0], [0.0]], symbols, states, tones=TONES)


def test_cameras_take_it_whatever_their_purpose_and_keep_it_when_some_leave() -> None:
    image = drawn(cameras())
    assert redder(image, 50, 50) > 100 and redder(image, 150, 50) < -100
    left = cameras().without([1])
    assert redder(drawn(left), 150, 50) < -100
    assert [item.count for item in left.legend_items(LIGHT)] == [0, 1]


def test_footprints_take_the_colour_of_their_camera() -> None:
    painter = FootprintsPainter([LEFT, RIGHT], [1, 2], [FootprintStyle.CHOSEN] * 2, tones=TONES)
    for each in (painter, painter.without([])):
        image = drawn(each)
        assert mean_redder(image, 50) > 15 and mean_redder(image, 150) < -15


@pytest.mark.parametrize(
    "painter",
    [
        ZonesPainter([LEFT, RIGHT], [1, 2], tones=TONES),
        DegradedPainter([LEFT, RIGHT], [1, 2], tones=TONES),
        PointsPainter("x", [LEFT, RIGHT], [1, 2], tones=TONES),
    ],
    ids=["zones", "degraded", "points"],
)
def test_the_legend_says_class_and_count(painter: Painter) -> None:
    items = painter.legend_items(LIGHT)
    assert [(item.label, item.count) for item in items] == [("rosso", 1), ("blu", 1)]


def test_a_field_is_written_beside_each_feature_without_overlap(qapp: object) -> None:
    same_place = Marks(
        np.array([0.0, 0.0, 0.0]), np.array([0.0, 1.0, 2.0]), np.array(["Guasta"] * 3, dtype=object)
    )
    painter = LabelsPainter(marks={"camera": same_place})
    placed = painter.layout(VIEW)
    assert sorted(label.x > 100 for label in placed) == [False, True]  # one at the right, one at the left
    painter.muted = frozenset({"camera"})
    assert painter.layout(VIEW) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: ZonesPainter([LEFT, RIGHT], [1, 2], tones=TONES),
        lambda: DegradedPainter([LEFT, RIGHT], [1, 2], tones=TONES),
        lambda: AbandonedPainter([LEFT, shapely.Point(40, 0)], [1, 2], tones=TONES),
        lambda: PointsPainter("x", [shapely.Point(-50, 0), shapely.Point(50, 0)], [1, 2], tones=TONES),
        cameras,
        lambda: LabelsPainter(
            marks={"x": Marks(np.array([0.0]), np.array([0.0]), np.array(["Prova"], dtype=object))}
        ),
    ],
    ids=["zones", "degraded", "abandoned", "points", "cameras", "labels"],
)
def test_moved_to_the_origin_for_svg_it_looks_the_same(make: Callable[[], Painter], qapp: object) -> None:
    away = replace(VIEW, center_x=16.0, center_y=-8.0)
    [moved], view = centred([make()], away)
    assert (view.center_x, view.center_y) == (0.0, 0.0)
    one, other = (pixels(painter, where) for painter, where in ((make(), away), (moved, view)))
    assert np.abs(one - other).max() <= 2 and (one != one[0, 0]).any()


def pixels(painter: Painter, view: MapView) -> np.ndarray:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(LIGHT.map.land)
    hand = QPainter(image)
    draw_layers(hand, view, LIGHT, [(painter, 1.0)])
    hand.end()
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(100, 200, 4)[..., :3].astype(int)
