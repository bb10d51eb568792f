"""What each painter puts on the picture, and that paper and vector files show the same."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from pytestqt.qtbot import QtBot

from app.canvas import furniture
from app.canvas.painters.base import Highlight, LegendItem, Painter, Surface, Swatch, blend
from app.canvas.painters.cameras import CamerasPainter, CameraState, CameraSymbol
from app.canvas.painters.footprints import Bands, FootprintsPainter, FootprintStyle
from app.canvas.painters.ground import (
    BuildingOutlinesPainter,
    BuildingsPainter,
    LandPainter,
    LandUsePainter,
    RoadsPainter,
    road_width,
)
from app.canvas.painters.labels import LabelsPainter, Occupied
from app.canvas.painters.points import PointsPainter, PointSymbol
from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, DensityPainter, ZonesPainter
from app.canvas.renderer import draw_layers
from app.canvas.view import ZOOM_0_M, MapView
from app.look.theme import DARK, DENSITY, LIGHT, Theme

pytestmark = pytest.mark.usefixtures("qapp")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
VIEW = MapView(0, 0, ZOOM_0_M / 2**17.5, 200, 200)
M = VIEW.metres_per_px


def square(x: float, y: float, half: float) -> shapely.Polygon:
    """A square about pixel offsets from the centre, y up."""
    return shapely.box((x - half) * M, (y - half) * M, (x + half) * M, (y + half) * M)


def draw(layers: list[Painter], theme: Theme = LIGHT, view: MapView = VIEW, scale: int = 1) -> QImage:
    image = QImage(round(view.width * scale), round(view.height * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.map.land))
    painter = QPainter(image)
    draw_layers(painter, view, theme, [(layer, layer.opacity) for layer in layers])
    painter.end()
    return image


def colour(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


def close(one: str, other: str, tolerance: int = 3) -> bool:
    a, b = QColor(one).getRgb()[:3], QColor(other).getRgb()[:3]
    return all(abs(p - q) <= tolerance for p, q in zip(a, b, strict=True))


def ink(image: QImage, theme: Theme) -> int:
    """Count pixels that are not land."""
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return int((pixels != QColor(theme.map.land).rgb()).sum())


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


def camera(symbol: CameraSymbol, state: CameraState, azimuths: list[float]) -> CamerasPainter:
    return CamerasPainter([0.0], [0.0], [1], [azimuths], [symbol], [state], ["TC-1"])


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


def street(
    name: str, y: float = 0.0, slope: float = 0.0, length: float = 160
) -> tuple[shapely.LineString, str]:
    half = length / 2 * M
    return shapely.LineString([(-half, y * M - slope * half), (half, y * M + slope * half)]), name


def test_names_do_not_overlap_and_zones_win() -> None:
    streets = [
        street("Via Roma"),
        street("Via Milano", 4),
        street("Via Po", 60, 0.5),
        street("Via Verdi", -70),
    ]
    lines, names = zip(*streets, strict=True)
    layer = LabelsPainter(lines, names, ["residential"] * 4, [square(0, 0, 90)], ["Stazione"])
    placed = layer.layout(VIEW)
    texts = [label.text for label in placed]
    assert "Stazione" in texts
    assert "Via Roma" not in texts
    assert {"Via Po", "Via Verdi"} <= set(texts)
    boxes = [(label.text, box) for label in placed for box in label.boxes()]
    for text, a in boxes:
        for other, b in boxes:
            assert text == other or not (a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1])
    slopes = {label.text: label.angle_deg for label in placed}
    assert slopes["Via Po"] == pytest.approx(-26.57, abs=0.1)


def test_a_name_needs_a_straight_stretch_of_four_fifths() -> None:
    line, name = street("Via Giuseppe Garibaldi", length=60)
    assert LabelsPainter([line], [name], ["residential"]).layout(VIEW) == []
    bent = shapely.LineString(
        [(-80 * M, -60 * M), (-20 * M, -35 * M), (0, 0), (20 * M, 35 * M), (80 * M, 60 * M)]
    )
    assert LabelsPainter([bent], [name], ["residential"]).layout(VIEW) == []
    line, name = street("Via Giuseppe Garibaldi", length=160)
    assert [x.text for x in LabelsPainter([line], [name], ["residential"]).layout(VIEW)] == [name]
    far = MapView(0, 0, ZOOM_0_M / 2**15.5, 200, 200)
    assert LabelsPainter([line], [name], ["residential"]).layout(far) == []


def test_the_selection_beats_the_zone_and_names_keep_clear_of_cameras() -> None:
    zones = [square(0, 0, 90), square(0, 2, 88)]
    assert [x.text for x in LabelsPainter(zones=zones, zone_names=["Uno", "Due"]).layout(VIEW)] == ["Uno"]
    chosen = LabelsPainter(zones=zones, zone_names=["Uno", "Due"], first=["Due"])
    assert [x.text for x in chosen.layout(VIEW)] == ["Due"]
    line, name = street("Via Roma")
    clear = LabelsPainter([line], [name], ["residential"], avoid=np.array([[0.0, 0.0]]))
    assert clear.layout(VIEW) == []


def test_missing_names_are_no_names() -> None:
    line, _ = street("x")
    layer = LabelsPainter([line] * 3, [None, float("nan"), " "], ["residential"] * 3, [None], ["Duomo"])
    assert layer.layout(VIEW) == []


def test_occupied_boxes() -> None:
    grid = Occupied()
    assert grid.take([(0, 0, 100, 100)])
    assert not grid.take([(99, 99, 120, 120)])
    assert grid.take([(100, 100, 120, 120)])


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
