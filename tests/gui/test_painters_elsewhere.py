"""Paper and vector files show what the screen shows; legends and furniture; layers with nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from painting import THEMES, VIEW, M, camera, close, colour, draw, ink, square, street
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from pytestqt.qtbot import QtBot

from app.canvas import furniture
from app.canvas.painters.base import LegendItem, Painter, Surface, Swatch
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import (
    BuildingOutlinesPainter,
    BuildingsPainter,
    LandPainter,
    LandUsePainter,
    RoadsPainter,
)
from app.canvas.painters.labels import LabelsPainter
from app.canvas.painters.points import PointsPainter
from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, DensityPainter, ZonesPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import MapView
from app.look.theme import LIGHT, Theme

pytestmark = pytest.mark.usefixtures("qapp")


def stack() -> list[Painter]:
    buildings = BuildingsPainter([square(-30, 30, 20), square(30, 30, 20)])
    line, name = street("Via Roma", -60)
    return [
        LandPainter(),
        LandUsePainter([square(-60, -20, 20)], ["park"]),
        RoadsPainter([line], ["residential"]),
        buildings,
        DensityPainter([square(0, 0, 50)], [2], (100,)),
        BuildingOutlinesPainter(buildings),
        ZonesPainter([square(0, 0, 85)], names=["Duomo"]),
        DegradedPainter([square(60, -20, 15)]),
        AbandonedPainter([square(-30, 30, 12)]),
        FootprintsPainter([square(0, -20, 25)], [1], [FootprintStyle.CHOSEN]),
        camera(CameraSymbol.FIXED, CameraState.WORKING, [200.0]),
        LabelsPainter([line], [name], ["residential"], [square(0, 0, 85)], ["Duomo"]),
    ]


def difference(one: QImage, other: QImage) -> float:
    a, b = (
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint8).astype(
            int
        )
        for image in (one, other)
    )
    return float(np.abs(a - b).mean())


def test_a_double_resolution_shows_the_same() -> None:
    small, large = draw(stack()), draw(stack(), scale=2)
    assert difference(small, large.scaled(QSize(200, 200))) < 8


@THEMES
def test_an_svg_shows_the_same(theme: Theme) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(200, 200))
    generator.setViewBox(QRectF(0, 0, 200, 200))
    generator.setResolution(96)
    painter = QPainter(generator)
    draw_layers(painter, VIEW, theme, [(layer, 1.0) for layer in stack()])
    painter.end()
    again = draw([], theme)
    painter = QPainter(again)
    QSvgRenderer(buffer.data()).render(painter, QRectF(0, 0, 200, 200))
    painter.end()
    assert difference(draw(stack(), theme), again) < 8
    assert b"<image" not in bytes(buffer.data().data())


def test_a_pdf_page_is_vector(tmp_path: Path) -> None:
    target = tmp_path / "tavola.pdf"
    writer = QPdfWriter(str(target))
    writer.setResolution(300)
    writer.setPageSize(QPageSize(QSizeF(100, 100), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    scale = writer.width() / VIEW.width
    painter.scale(scale, scale)
    draw_layers(painter, VIEW, LIGHT, [(layer, 1.0) for layer in stack()])
    furniture.draw_card(painter, QRectF(0, 100, 200, 96), VIEW, LIGHT)
    painter.end()
    data = target.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/Subtype /Image" not in data


@THEMES
def test_furniture_is_drawn(theme: Theme) -> None:
    image = draw([], theme, view=MapView(0, 0, M, 300, 200))
    painter = QPainter(image)
    box = QRectF(QPointF(10, 90), furniture.CARD)
    furniture.draw_card(painter, box, VIEW, theme)
    furniture.draw_north(painter, QPointF(280, 40), theme)
    painter.end()
    assert ink(image, theme) > 3000
    assert close(colour(image, 240, 180), theme.sf, 6)


def test_legends_tell_what_is_there() -> None:
    items: list[LegendItem] = [item for layer in stack() for item in layer.legend_items(LIGHT)]
    assert {item.swatch for item in items} >= {
        Swatch.FILL,
        Swatch.DASH,
        Swatch.HATCH,
        Swatch.SYMBOL,
        Swatch.LINE,
    }
    assert {layer.surface for layer in stack()} == set(Surface)


@pytest.mark.parametrize(
    "make",
    [
        lambda: LandUsePainter([], []),
        lambda: RoadsPainter([], []),
        lambda: BuildingsPainter([]),
        lambda: DensityPainter([], []),
        lambda: ZonesPainter([]),
        lambda: DegradedPainter([]),
        lambda: AbandonedPainter([]),
        lambda: FootprintsPainter([], [], []),
        lambda: CamerasPainter([], [], [], [], [], []),
        lambda: PointsPainter("street_light", []),
        lambda: LabelsPainter(),
    ],
)
def test_an_empty_layer_draws_nothing(make: Callable[[], Painter], qtbot: QtBot) -> None:
    layer = make()
    assert ink(draw([layer]), LIGHT) == 0
    assert layer.bounds is None
    assert layer.hits(VIEW, 100, 100) == []
