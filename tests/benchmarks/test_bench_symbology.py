"""Classes beside mapclassify's, and what colours by class cost a painter."""

import warnings

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QImage, QPainter

from app.canvas.painters.base import Painter
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.painters.territory import ZonesPainter
from app.canvas.painters.tones import Tone, Tones
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import LIGHT
from maps.views.classes import Method, classify

VALUES = np.random.default_rng(1).lognormal(size=1000)
VIEW = MapView(0.0, 0.0, 4.0, 1920.0, 1080.0, 1.0)
PLACES = np.random.default_rng(2).uniform(-3500, 3500, (5000, 2))


def test_natural_breaks(benchmark) -> None:
    assert len(benchmark(classify, VALUES, Method.JENKS, 5).breaks) == 5


def test_natural_breaks_of_mapclassify(benchmark) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapclassify = pytest.importorskip("mapclassify")
    found = benchmark(lambda: mapclassify.FisherJenks(VALUES, k=5).bins)
    assert np.allclose(found, classify(VALUES, Method.JENKS, 5).breaks)


def test_natural_breaks_of_150_000_values(benchmark) -> None:
    values = np.random.default_rng(3).lognormal(size=150_000)
    assert len(benchmark(classify, values, Method.JENKS, 5).breaks) == 5


def tones(count: int) -> Tones:
    shades = ("#FFEDA0", "#FD8D3C", "#E31A1C", "#BD0026", "#800026")
    return Tones("Prova", tuple(Tone(each, each, each) for each in shades), np.arange(count) % 5)


def paint(painter: Painter) -> None:
    image = QImage(1920, 1080, QImage.Format.Format_ARGB32_Premultiplied)
    hand = QPainter(image)
    draw_layers(hand, VIEW, LIGHT, [(painter, 1.0)])
    hand.end()


@pytest.mark.parametrize("themed", [False, True], ids=["plain", "classes"])
def test_paint_5_000_points(benchmark, qapp, themed: bool) -> None:
    points = shapely.points(PLACES)
    painter = PointsPainter("x", points, None, PointSymbol.LIGHT, 0.0, tones(5000) if themed else None)
    benchmark(paint, painter)


@pytest.mark.parametrize("themed", [False, True], ids=["plain", "classes"])
def test_paint_2_000_zones(benchmark, qapp, themed: bool) -> None:
    zones = shapely.buffer(shapely.points(PLACES[:2000]), 60.0)
    fills = ["#FD8D3C"] * 2000
    painter = ZonesPainter(
        zones, None, None, None if themed else fills, tones=tones(2000) if themed else None
    )
    paint(painter)  # the shared limits are merged once
    benchmark(paint, painter)
