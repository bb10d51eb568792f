"""Sheets: what is printed is what is seen, at a round scale, with nothing cut off."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, strategies as st
from PySide6.QtCore import QBuffer, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot
from sheet_town import SOUTH, WEST, small_town

from app.canvas.canvas import MapCanvas
from app.canvas.view import MapView
from app.sheets import tavola, text
from app.sheets.batch import sheets_of, write_sheets
from app.sheets.defaults import default_scenes, scenes_of, zone_scenes
from app.sheets.fingerprint import fingerprint, short
from app.sheets.grid import grid_of
from app.sheets.output import page_image, svg_bytes
from app.sheets.paper import Paper, grid_step, layout, round_scale
from app.sheets.stack import paper_order
from app.sheets.tavola import Sheet, draw_sheet
from maps.crs import WEB_MERCATOR, transform_xy
from maps.project import Project
from maps.store import ProjectFile
from maps.views.scenes import Scene, add_scene

DAY = dt.date(2026, 9, 15)
FORMS = [(paper, portrait) for paper in Paper for portrait in (False, True)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")


@pytest.fixture(scope="module")
def project(town: Path) -> Iterator[Project]:
    with Project.open(town, read_only=True) as opened:
        yield opened


@pytest.fixture
def sheet(qapp: Any, project: Project) -> Sheet:
    return sheets_of(project, default_scenes(project)[:1], Paper.A4, day=DAY)[0]


def image_of(sheet: Sheet, dpi: int = 96) -> QImage:
    size = (sheet.layout.page.width() * 25.4 / 96, sheet.layout.page.height() * 25.4 / 96)
    return page_image(partial(draw_sheet, sheet=sheet), size, dpi)


def pixel_of(view: MapView, x: float, y: float) -> tuple[float, float]:
    """Pixel of a point of the town, metres from its corner."""
    world = transform_xy(WEST + x, SOUTH + y, 7791, WEB_MERCATOR)
    px, py = view.to_screen(*(float(each) for each in world))
    return float(px), float(py)


# Papers, scales, grids


@pytest.mark.parametrize(("paper", "portrait"), FORMS)
def test_the_parts_of_a_paper_lie_apart_and_inside_it(paper: Paper, portrait: bool) -> None:
    placed = layout(paper, portrait)
    assert (placed.page.width() > placed.page.height()) is not portrait
    parts = [placed.header, placed.map, *placed.columns, *([placed.foot] if placed.foot else [])]
    for place, part in enumerate(parts):
        assert placed.frame.contains(part) and part.width() > 0 and part.height() > 0
        assert not any(part.intersects(other) for other in parts[place + 1 :])
    assert placed.map.width() * placed.map.height() > 0.35 * placed.page.width() * placed.page.height()


@given(st.floats(50, 5e7))
def test_a_scale_is_round_and_shows_all_that_was_asked(denominator: float) -> None:
    scale = round_scale(denominator)
    assert denominator * (1 - 1e-9) <= scale <= denominator * 1.51
    digits = f"{scale:.0f}".rstrip("0")
    assert len(digits) <= 2 and digits in {"1", "15", "2", "25", "3", "4", "5", "6", "7", "8"}


@given(st.floats(0.01, 1000))
def test_lines_of_the_grid_stand_apart_at_a_nice_step(resolution: float) -> None:
    step = grid_step(resolution)
    assert 169.9 <= step / resolution <= 430
    assert f"{step:.10g}".replace("0", "").replace(".", "") in {"1", "2", "5"}


def test_ticks_stand_where_the_coordinates_are(sheet: Sheet) -> None:
    grid = grid_of(sheet.view, 7791)
    assert grid.step == 500 and len(grid.top) == 3 and len(grid.left) == 2
    for east, px in grid.top:
        x, y = sheet.view.to_world(px, 0.0)
        assert float(transform_xy(x, y, WEB_MERCATOR, 7791)[0]) == pytest.approx(east, abs=0.5)
    for north, py in grid.left:
        x, y = sheet.view.to_world(0.0, py)
        assert float(transform_xy(x, y, WEB_MERCATOR, 7791)[1]) == pytest.approx(north, abs=0.5)


def test_the_scale_is_round_and_true_on_paper(sheet: Sheet) -> None:
    assert sheet.scale == round_scale(sheet.scale)
    left, right = pixel_of(sheet.view, 100, 400), pixel_of(sheet.view, 1100, 400)
    metres_on_paper = (right[0] - left[0]) * 0.0254 / 96
    assert 1000 / metres_on_paper == pytest.approx(sheet.scale, rel=0.002)


# One renderer


def test_screen_and_sheet_show_the_same_colours(qtbot: QtBot, sheet: Sheet) -> None:
    place = sheet.layout.map
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    canvas.animated = False
    canvas.resize(round(place.width()), round(place.height()))
    canvas.set_stack(sheet.stack.painters)
    canvas.show()
    canvas.set_view(sheet.view.resized(canvas.width(), canvas.height()))
    qtbot.waitUntil(lambda: canvas.up_to_date, timeout=20_000)
    screen, paper = canvas.grab().toImage(), image_of(sheet)
    canvas.stop()
    seen = set()
    for x, y in (
        (130, 330),
        (200, 690),
        (40, 250),
        (903, 250),
        (1150, 700),
        (60, 100),
        (470, 335),
        (812, 610),
    ):
        px, py = pixel_of(sheet.view, x, y)
        on_screen = screen.pixelColor(round(px), round(py))
        on_paper = paper.pixelColor(round(place.left() + px), round(place.top() + py))
        assert all(abs(a - b) <= 10 for a, b in zip(on_screen.getRgb(), on_paper.getRgb(), strict=True)), (
            x,
            y,
            on_screen.name(),
            on_paper.name(),
        )
        seen.add(on_paper.name())
    assert len(seen) >= 5


def test_paper_keeps_the_order_of_the_window() -> None:
    from app.layers.parts import ORDER as WINDOW

    assert [name for name in paper_order() if name in WINDOW] == list(WINDOW)
    order = paper_order()
    assert order.index("risk") == order.index("choropleth") + 1


def test_without_colours_an_overlap_is_told_from_a_degraded_area(sheet: Sheet) -> None:
    grey = image_of(sheet, 192).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = (
        np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine()).astype(float)
    )

    def steps(x: float, y: float) -> tuple[float, float]:
        """Mean change of grey along the rows and along the columns, in 24 pixels about a point of the town."""
        at = [2 * side for side in pixel_of(sheet.view, x, y)]
        left = round(at[0] + 2 * sheet.layout.map.left()) - 12
        top = round(at[1] + 2 * sheet.layout.map.top()) - 12
        part = pixels[top : top + 24, left : left + 24]
        return np.abs(np.diff(part, axis=1)).mean(), np.abs(np.diff(part, axis=0)).mean()

    across, along = steps(1050, 500)  # the overlap of Bassa
    assert across > 5 and across > 4 * along
    across, along = steps(380, 465)  # the degraded area of Alta
    assert across > 3 and along > 3 and 0.5 < across / along < 2


def test_the_nine_colours_of_the_screen_become_outlines_and_hatches(qapp: Any, project: Project) -> None:
    shown = ("land", "road", "choropleth", "analysis_zone", "camera")
    scene = replace(default_scenes(project)[0], layers=shown)
    (sheet,) = sheets_of(project, [scene], Paper.A4, day=DAY)
    assert [painter.name for painter in sheet.stack.painters] == ["land", "road", "risk", "verdict", "camera"]
    assert "Equilibrio della copertura" in [group.heading for group in sheet.groups]


def test_the_shortage_is_outlined_and_the_overlap_hatched(sheet: Sheet) -> None:
    keys = [row.item.key for group in sheet.groups for row in group.rows if row.item is not None]
    assert {"shortage", "overlap", "risk", "degraded_area", "abandoned_building"} <= set(keys)
    image, place = image_of(sheet, 192), sheet.layout.map
    px, py = pixel_of(sheet.view, 600, 450)
    left, top = 2 * (place.left() + px), 2 * (place.top() + py)
    tones = {image.pixelColor(round(left - step), round(top)).name() for step in (2, 4, 6)}
    assert "#8a4300" in tones


def test_the_legend_counts_only_what_the_map_holds(qapp: Any, project: Project) -> None:
    atlas = sheets_of(project, zone_scenes(project), Paper.A4, day=DAY)
    small = replace(default_scenes(project)[0], extent=(WEST + 100, SOUTH + 50, WEST + 400, SOUTH + 250))
    (corner,) = sheets_of(project, [small], Paper.A4, day=DAY)
    told = [row.text for group in corner.groups for row in group.rows]
    assert "guasta, esclusa dalla copertura (1)" in told
    assert not any(each.startswith(("fissa, funzionante", "sovrapposizione")) for each in told)
    assert any(each.startswith("carenza") for each in told)
    assert len(atlas) == 2 and atlas[0].focus != atlas[1].focus


# Nothing cut off


@pytest.mark.parametrize(("paper", "portrait"), FORMS)
@pytest.mark.parametrize("long", [False, True])
def test_every_column_ends_above_its_limit(
    qapp: Any, project: Project, paper: Paper, portrait: bool, long: bool
) -> None:
    scene = default_scenes(project)[0]
    if long:
        scene = replace(
            scene, title="Titolo molto lungo " * 12, sentence="Frase che spiega il risultato. " * 2
        )
    (sheet,) = sheets_of(project, [scene], paper, portrait, DAY)
    columns = sheet.layout.columns
    for column, part in zip(columns, tavola._parts(sheet), strict=True):
        limit = tavola._footer_top(sheet, column) if column is columns[-1] else column.bottom()
        assert tavola._end(column, part, sheet, tavola._tight(sheet, column, part, limit)) <= limit + 0.5


@pytest.mark.parametrize(("paper", "portrait"), FORMS)
def test_no_text_is_below_nine_points_nor_outside_the_frame(
    qapp: Any, project: Project, paper: Paper, portrait: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sheet,) = sheets_of(project, default_scenes(project)[:1], paper, portrait, DAY)
    drawn: list[tuple[str, float, QRectF]] = []
    plain = text.draw_text

    def spy(painter: QPainter, at: QPointF, told: str, pixels: float, *rest: Any, **more: Any) -> None:
        align, angle = more.get("align", text.Align.LEFT), more.get("angle", 0.0)
        weight = rest[1] if len(rest) > 1 else more.get("weight", 400)
        align = rest[2] if len(rest) > 2 else align
        wide = text.text_width(told, pixels, weight)
        if not angle:
            drawn.append(
                (told, pixels, QRectF(at.x() - align.value * wide, at.y() - pixels * 0.8, wide, pixels))
            )
        plain(painter, at, told, pixels, *rest, **more)

    for module in ("app.sheets.tavola", "app.sheets.flow", "app.sheets.grid", "app.sheets.scale"):
        monkeypatch.setattr(f"{module}.draw_text", spy)
    image_of(sheet, 72)
    assert len(drawn) > 25
    frame = sheet.layout.frame
    for told, pixels, box in drawn:
        assert pixels * 72 / 96 >= 9.0, told
        assert not told or frame.contains(box), told
    boxes = [(told, box) for told, _, box in drawn if told]
    for place, (told, box) in enumerate(boxes):
        assert not [other for other, taken in boxes[place + 1 :] if box.intersects(taken)], told


def test_outside_the_frame_the_paper_is_white(sheet: Sheet) -> None:
    image = image_of(sheet)
    assert {
        image.pixelColor(x, y).name() for x in (3, image.width() - 4) for y in range(0, image.height(), 9)
    } == {"#ffffff"}


def test_a_word_longer_than_the_column_is_cut_in_lines(qapp: Any) -> None:
    lines = text.wrap("x" * 400 + " fine", 13.0, 200.0)
    assert all(text.text_width(line, 13.0) <= 200 for line in lines) and lines[-1].endswith("fine")
    assert text.shortened("parola", 13.0, 500) == "parola"
    assert text.shortened("parola " * 40, 13.0, 100).endswith("…")


# What is said


def test_the_words_can_be_checked(sheet: Sheet, project: Project) -> None:
    said = sheet.texts
    assert said.title == "Alta: alto rischio, poche telecamere"
    assert (
        said.subtitle
        == "Finalità: sicurezza urbana · semestre 2026-1 · patto per la sicurezza, art. 2, lettera c)"
    )
    assert said.office == "[Denominazione dell'ufficio]"
    assert (
        "indice di Hoover" in said.summary and "2 zone: 1 in carenza, 1 con sovrapposizione" in said.summary
    )
    assert "62,5\xa0px/m" in said.method and "«1»" in said.method
    assert said.footer[0] == "Sistema di riferimento RDN2008 / UTM zone 32N (EPSG:7791), reticolo {grid}."
    assert "OpenStreetMap" in said.footer[1] and "15/09/2026" in said.footer[2]
    assert short(fingerprint(project)) in said.footer[2]


def test_default_scenes_speak_of_city_findings_and_shortages(project: Project) -> None:
    scenes = default_scenes(project)
    assert [scene.name for scene in scenes] == ["Città", "Alta e Bassa", "Alta"]
    assert scenes[1].title == "Alta in carenza, Bassa in sovrapposizione"
    assert len(scenes[1].zones) == 2 and scenes[2].zones == scenes[0].zones


def test_scenes_kept_in_the_project_come_first(town: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copia.gpkg"
    shutil.copy(town, copied)
    mine = Scene("Mia", "<i>Titolo</i>", "", (WEST, SOUTH, WEST + 500, SOUTH + 500))
    with Project.open(copied) as project:
        assert len(scenes_of(project)) == 3
        add_scene(project.file, mine)
        assert scenes_of(project) == [mine]
        assert len(scenes_of(project, "urban_safety")) == 3


# Files


def test_a_pdf_holds_one_page_a_zone_and_text_that_can_be_read(
    qapp: Any, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "atlante.pdf"
    write_sheets(project, path, zone_scenes(project), Paper.A4, day=DAY)
    content = path.read_bytes()
    assert (
        content.startswith(b"%PDF-1.") and content.count(b"/Type /Page\n") == 3
    )  # two zones and their figures
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not here")
    told = subprocess.run([reader, str(path), "-"], check=True, capture_output=True).stdout.decode()
    assert "Cifre, pagina 1 di 1" in told and "Quoziente" in told
    assert "Tavola 1 di 2" in told and "EPSG:7791" in told and "580.500 E" in told


def test_an_svg_keeps_every_digit(sheet: Sheet) -> None:
    from PySide6.QtSvg import QSvgRenderer

    size = (sheet.layout.page.width() * 25.4 / 96, sheet.layout.page.height() * 25.4 / 96)
    content = svg_bytes(partial(draw_sheet, sheet=sheet), size, "tavola")
    assert b"e+0" not in content and b"<image" not in content
    assert QSvgRenderer(content).isValid()


def test_an_empty_project_still_prints(qapp: Any, tmp_path: Path) -> None:
    area = shapely.box(WEST, SOUTH, WEST + 900, SOUTH + 700)
    path = tmp_path / "vuoto.gpkg"
    ProjectFile.create(path, name="Vuoto", epsg=7791, area=area).close()
    with Project.open(path, read_only=True) as project:
        (sheet,) = write_sheets(project, tmp_path / "v.pdf", scenes_of(project), day=DAY)
    assert sheet.texts.title == "Vuoto" and (tmp_path / "v.pdf").stat().st_size > 2000


def test_a_png_knows_its_resolution(sheet: Sheet) -> None:
    image = image_of(sheet, 300)
    assert (image.width(), image.height()) == (3508, 2480)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "PNG")
    assert round(QImage.fromData(buffer.data()).dotsPerMeterX() * 0.0254) == 300
