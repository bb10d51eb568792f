"""A scene with its own filters and colours: the same on the sheet, on the projector and in the web map."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from sheet_town import SOUTH, WEST, small_town

from app.present import layers as present_layers, slide as present_slide
from app.present.deck import Deck, build_deck
from app.present.layout import places
from app.sheets.batch import sheets_of
from app.sheets.legend import groups
from app.sheets.output import page_image
from app.sheets.paper import Paper
from app.sheets.tavola import THEME, draw_sheet
from app.webmap import write_project_map
from maps.crs import WEB_MERCATOR, transform_xy
from maps.project import Project
from maps.schema import layer
from maps.views.classes import Method
from maps.views.filters import Comparison, Filter, condition
from maps.views.scenes import Scene
from maps.views.symbology import SHOWN_SETTING, STYLE_SETTING, Kind, Styles, Symbology

CAMERA = layer("camera")
EXTENT = (WEST, SOUTH, WEST + 1200.0, SOUTH + 800.0)
SHOWN = Filter((condition(CAMERA.field("working_state"), Comparison.IS_NOT, "planned"),))
STYLES = (
    Styles()
    .changed("camera", filter=SHOWN, symbology=Symbology(Kind.CATEGORIES, "working_state"))
    .changed("choropleth", symbology=Symbology(Kind.CLASSES, "risk", Method.EQUAL, 2))
    .changed("degraded_area", opacity=0.0)
)
LAYERS = ("land", "road", "obstacle", "zone_theme", "degraded_area", "footprint", "camera")
SCENE = Scene("Stato", "Una telecamera guasta", "", EXTENT, LAYERS, "urban_safety", styles=STYLES.to_json())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")
    with Project.open(path) as opened:
        opened.file.set_setting(STYLE_SETTING, STYLES.look_json())
        opened.file.set_setting(SHOWN_SETTING, STYLES.shown_json())
        yield opened


@pytest.fixture(scope="module")
def deck(project: Project, qapp: Any) -> Deck:
    return build_deck(project, [SCENE])


def test_the_sheet_draws_the_classes_and_its_legend_counts_them(project: Project, qapp: Any) -> None:
    sheet = sheets_of(project, [SCENE], Paper.A4)[0]
    found = groups(sheet.stack, sheet.view, THEME, project.criteria)
    told = {group.heading: [row.text for row in group.rows] for group in found}
    cameras = told["Punti di ripresa: funzionamento"]
    assert cameras[:2] == ["Funzionante (5)", "Guasta (1)"]
    assert cameras[2].startswith("solo Funzionamento diverso da") and cameras[2].endswith("(6 di 7)")
    assert len(told["Indice di rischio (0–100)"]) == 2
    assert told["Aree riprese"] == ["nel colore della telecamera"]
    page = sheet.layout.page
    image = page_image(
        partial(draw_sheet, sheet=sheet), (page.width() * 25.4 / 96, page.height() * 25.4 / 96), 96
    )
    tones = sheet.stack.painter("zone_theme").legend_items(THEME)
    for x, item in ((60.0, tones[-1]), (1150.0, tones[0])):  # Alta is at risk, Bassa is not
        world = transform_xy(WEST + x, SOUTH + 700, 7791, WEB_MERCATOR)
        px, py = sheet.view.to_screen(*(float(each) for each in world))
        colour = image.pixelColor(round(sheet.layout.map.left() + px), round(sheet.layout.map.top() + py))
        wanted = QColor(item.fill)
        parts = zip(colour.getRgb()[:3], wanted.getRgb()[:3], strict=True)
        assert max(abs(a - b) for a, b in parts) < 14, item.label


def test_the_scene_hides_what_it_was_saved_without(project: Project, qapp: Any) -> None:
    stack = sheets_of(project, [SCENE], Paper.A4)[0].stack
    assert stack.painter("density") is None and stack.painter("degraded_area").opacity == 0.0
    assert len(stack.painter("camera").fids) == 6


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1920, 1080), (3840, 2160)])
def test_the_projector_shows_its_legend_within_the_screen(
    deck: Deck, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, QRectF]] = []
    plain = present_layers.draw_text

    def spy(painter: QPainter, at: Any, told: str, pixels: float, *rest: Any) -> None:
        wide = present_slide.text_width(told, pixels, rest[1] if len(rest) > 1 else 400)
        found.append((told, QRectF(at.x(), at.y() - pixels * 0.72, wide, pixels * 0.92)))
        plain(painter, at, told, pixels, *rest)

    monkeypatch.setattr(present_layers, "draw_text", spy)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    at = places(width, height)
    present_slide.draw_slide(painter, deck, 0, at)
    painter.end()
    assert found[0][0].startswith("Punti di ripresa") and any("Guasta (1)" in told for told, _box in found)
    for place, (told, box) in enumerate(found):
        assert at.page.contains(box) and box.bottom() <= at.footer.top() + 1, told
        assert not [other for other, taken in found[place + 1 :] if box.intersects(taken)], told
    ground = {
        image.pixelColor(x, round(at.map.center().y())).name() for x in range(0, round(at.map.width()), 9)
    }
    assert len(ground) > 3


def test_a_scene_composed_by_the_user_has_no_items_of_others(deck: Deck) -> None:
    [slide] = deck.slides
    assert slide.items == () and slide.verdicts == () and slide.layers and slide.sentence == SCENE.title


def test_the_web_map_has_the_same_rows_and_classes(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "mappa.html"
    write_project_map(project, path)
    page = path.read_text(encoding="utf-8")
    assert "solo Funzionamento diverso da Pianificata (6 di 7)" in page
    assert '"tone"' in page and "A-2" not in page
