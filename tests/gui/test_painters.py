"""What each painter puts on the picture."""

import numpy as np
import pytest
import shapely
from painting import THEMES, VIEW, M, camera, close, colour, draw, ink, square
from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from app.canvas.painters.base import Highlight, blend
from app.canvas.painters.cameras import CameraState, CameraSymbol
from app.canvas.painters.footprints import Bands, FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import (
    BuildingOutlinesPainter,
    BuildingsPainter,
    LandPainter,
    LandUsePainter,
    RoadsPainter,
    building_tone,
    road_width,
)
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, DensityPainter, ZonesPainter
from app.canvas.view import MapView
from app.look.theme import DENSITY, LIGHT, Theme

pytestmark = pytest.mark.usefixtures("qapp")


@THEMES
def test_ground(theme: Theme) -> None:
    uses = LandUsePainter([square(-50, 50, 30), square(50, 50, 30)], ["park", "water"])
    road = RoadsPainter([shapely.LineString([(-90 * M, -50 * M), (90 * M, -50 * M)])], ["residential"])
    buildings = BuildingsPainter([square(0, 0, 15)])
    picture = draw([LandPainter(), uses, road, buildings, BuildingOutlinesPainter(buildings)], theme)
    assert colour(picture, 50, 50) == theme.map.green
    assert colour(picture, 150, 50) == theme.map.water
    assert colour(picture, 100, 150) == theme.map.road
    assert colour(picture, 100, 100) == theme.map.building
    assert colour(picture, 5, 5) == theme.map.land
    assert buildings.bounds == pytest.approx((-15 * M, -15 * M, 15 * M, 15 * M))


def test_a_casing_never_crosses_a_road() -> None:
    cross = [shapely.LineString([(-90 * M, 0), (90 * M, 0)]), shapely.LineString([(0, -90 * M), (0, 90 * M)])]
    picture = draw([RoadsPainter(cross, ["primary", "service"])])
    assert colour(picture, 100, 100) == LIGHT.map.road
    assert {colour(picture, 100, y) for y in range(60, 140)} == {LIGHT.map.road}


def test_roads_widen_with_the_zoom_and_the_class() -> None:
    assert [road_width("residential", zoom) for zoom in (13, 14, 16, 18, 19)] == [0.8, 0.8, 3.0, 14.0, 28.0]
    assert road_width("footway", 17) < road_width("residential", 17) < road_width("motorway", 17)


@THEMES
def test_density_is_the_colour_of_its_class_over_the_land(theme: Theme) -> None:
    layer = DensityPainter([square(-50, 0, 30), square(50, 0, 30)], [0, 4], (100, 200, 400, 700, 1000))
    picture = draw([layer], theme)
    for x, index in ((50, 0), (150, 4)):
        expected = blend(DENSITY[index], theme.map.land, theme.density_opacity[index])
        assert close(colour(picture, x, 100), expected)
    items = layer.legend_items(theme)
    assert [item.label for item in items] == ["100", "200", "400", "700", "1000"]
    assert close(items[4].fill or "", colour(picture, 150, 100))


def test_zones_are_dashed_and_filled_by_verdict() -> None:
    zones = [square(-40, 0, 40), square(40, 0, 40)]
    plain = draw([ZonesPainter(zones)])
    line = [close(colour(plain, x, 60), LIGHT.map.land, 12) for x in range(25, 175)]
    assert 0.15 < np.mean(line) < 0.6
    filled = draw([ZonesPainter(zones, fills=["#E08214", None], fill_opacity=1.0)])
    assert colour(filled, 60, 100) == "#E08214"
    assert colour(filled, 140, 100) == LIGHT.map.land


@THEMES
def test_hatches_run_opposite_ways(theme: Theme) -> None:
    degraded = draw([DegradedPainter([square(0, 0, 40)])], theme)
    abandoned = draw([AbandonedPainter([square(0, 0, 40)])], theme)
    for picture, rising in ((degraded, True), (abandoned, False)):
        grey = np.array(
            [[QColor(picture.pixelColor(x, y)).lightness() for x in range(80, 120)] for y in range(80, 120)]
        )
        along = np.abs(np.diff(grey[:, ::-1] if rising else grey, axis=0)).mean()
        rows = grey[:, ::-1] if rising else grey
        same_way = np.abs(rows[1:, 1:].astype(int) - rows[:-1, :-1]).mean()
        assert same_way < along / 2
    assert close(colour(degraded, 60, 100), theme.map.degraded, 60)


def test_hatches_meet_across_tiles() -> None:
    layer = DegradedPainter([square(0, 0, 90)])
    whole = draw([layer])
    left = draw([layer], view=MapView(-50 * M, 0, M, 100, 200))
    right = draw([layer], view=MapView(50 * M, 0, M, 100, 200))
    for y in range(20, 180, 7):
        assert close(colour(whole, 98, y), colour(left, 98, y), 6)
        assert close(colour(whole, 101, y), colour(right, 1, y), 6)


def test_an_abandoned_building_known_by_a_point_has_a_symbol() -> None:
    picture = draw([AbandonedPainter([shapely.Point(0, 0), None])])
    assert ink(picture, LIGHT) > 60


FOOTPRINT_STYLES = {
    FootprintStyle.CHOSEN: True,
    FootprintStyle.THIN: True,
    FootprintStyle.PLANNED: True,
    FootprintStyle.BROKEN: False,
    FootprintStyle.OFF: False,
    FootprintStyle.OTHER_PURPOSE: False,
}


@pytest.mark.parametrize("style", FootprintStyle, ids=lambda style: style.value)
def test_only_the_chosen_purpose_is_coloured(style: FootprintStyle) -> None:
    layer = FootprintsPainter([square(0, 0, 60)], [7], [style])
    picture = draw([layer])
    assert (colour(picture, 100, 100) != LIGHT.map.land) == FOOTPRINT_STYLES[style]
    assert ink(picture, LIGHT) > 100
    assert layer.legend_items(LIGHT)[0].count == 1
    if style is FootprintStyle.CHOSEN:
        assert close(colour(picture, 100, 100), blend(LIGHT.map.camera, LIGHT.map.land, 0.22))


def test_the_selected_footprint_shows_its_detail_bands() -> None:
    bands = Bands((square(0, 40, 15), None, square(0, -40, 15)), square(0, 0, 60))
    layer = FootprintsPainter([square(0, 0, 60)], [7], [FootprintStyle.CHOSEN], {7: bands})
    image = draw([])
    painter = QPainter(image)
    layer.highlight(painter, VIEW, LIGHT, [7, 8], Highlight.SELECTED)
    painter.end()
    assert close(colour(image, 100, 60), blend("#08306B", LIGHT.map.land, 0.80))
    assert close(colour(image, 100, 140), blend("#6BAED6", LIGHT.map.land, 0.60))


@THEMES
@pytest.mark.parametrize("state", CameraState, ids=lambda state: state.value)
@pytest.mark.parametrize("symbol", CameraSymbol, ids=lambda symbol: symbol.value)
def test_every_camera_is_seen(symbol: CameraSymbol, state: CameraState, theme: Theme) -> None:
    layer = camera(symbol, state, [90.0])
    picture = draw([layer], theme)
    assert ink(picture, theme) > 60
    assert sum(item.count or 0 for item in layer.legend_items(theme)) == 1


def test_camera_symbols_differ() -> None:
    pictures = {
        bytes(draw([camera(symbol, state, [90.0])]).constBits())
        for symbol in (CameraSymbol.FIXED, CameraSymbol.DOME, CameraSymbol.PLATES, CameraSymbol.UNKNOWN)
        for state in (CameraState.WORKING, CameraState.PLANNED, CameraState.OTHER_PURPOSE)
    }
    assert len(pictures) == 12


def test_the_wedge_points_where_the_camera_looks() -> None:
    east = draw([camera(CameraSymbol.FIXED, CameraState.WORKING, [90.0])])
    assert colour(east, 109, 100) == LIGHT.map.camera
    assert colour(east, 91, 100) == LIGHT.map.land
    north = draw([camera(CameraSymbol.FIXED, CameraState.WORKING, [0.0])])
    assert colour(north, 100, 91) == LIGHT.map.camera


def test_an_unknown_direction_is_never_invented() -> None:
    unknown = draw([camera(CameraSymbol.FIXED, CameraState.WORKING, [])])
    nan = draw([camera(CameraSymbol.FIXED, CameraState.WORKING, [float("nan")])])
    assert colour(unknown, 109, 100) == LIGHT.map.land
    assert bytes(nan.constBits()) == bytes(unknown.constBits())


@pytest.mark.parametrize("symbol", PointSymbol, ids=lambda symbol: symbol.value)
def test_points_of_any_geometry(symbol: PointSymbol) -> None:
    layer = PointsPainter(
        "sensitive_place", [square(0, 0, 10), shapely.Point(40 * M, 0), None], symbols=symbol
    )
    assert ink(draw([layer]), LIGHT) > 20
    assert layer.hits(VIEW, 141, 100)[0].hit.fid == 1


def test_a_layer_below_its_zoom_and_a_transparent_one_are_not_drawn() -> None:
    layer = BuildingsPainter([square(0, 0, 50)])
    layer.opacity = 0.5
    half = draw([layer])
    assert close(colour(half, 100, 100), blend(LIGHT.map.building, LIGHT.map.land, 0.5))
    layer.min_zoom = 18.0
    assert ink(draw([layer]), LIGHT) == 0


def test_small_buildings_take_on_the_ink_of_their_outlines() -> None:
    tones = [building_tone(zoom, LIGHT) for zoom in (17.0, 14.5, 13.2, 12.0)]
    assert tones[0] == tones[1] == LIGHT.map.building
    darkness = [QColor(tone).lightness() for tone in tones]
    assert darkness[1] > darkness[2] > darkness[3] > QColor(LIGHT.map.building_outline).lightness()


def test_hatches_in_svg_stay_in_their_shapes_without_any_clip() -> None:
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    page = QSvgGenerator()
    page.setOutputDevice(written)
    page.setSize(QSize(200, 200))
    page.setViewBox(QRect(0, 0, 200, 200))
    with QPainter(page) as painter:
        DegradedPainter([square(-70, 0, 20), square(70, 0, 20)], range(2)).paint(painter, VIEW, LIGHT)
    picture = QImage(200, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    with QPainter(picture) as painter:  # Qt's own reader of SVG knows no clips
        QSvgRenderer(written.data()).render(painter)
    inked = [[picture.pixelColor(x, y) != QColor("white") for x in range(200)] for y in range(85, 116)]
    assert any(any(row[12:48]) for row in inked) and not any(any(row[54:146]) for row in inked)
