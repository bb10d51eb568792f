"""Projector mode: keys, sizes, flight, blank screen, a cable that is pulled."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot
from sheet_town import small_town

from app.cli import run
from app.present import projector as present, slide as present_slide
from app.present.deck import Deck, build_deck
from app.present.layout import places
from app.present.map import SHORTAGE_FILL
from app.present.operator import Operator
from app.present.projector import FLIGHT_S, Flight, Presenter, projector_screen
from app.present.slide import draw_slide, legend_rows, title_lines
from app.sheets.defaults import default_scenes
from maps.project import Project

SCREENS = [(1024, 768), (1280, 720), (1366, 768), (1920, 1080), (1920, 1200), (2560, 1440), (3840, 2160)]
DAY = dt.date(2026, 9, 15)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")


@pytest.fixture(scope="module")
def deck(town: Path, qapp: Any) -> Deck:
    with Project.open(town, read_only=True) as project:
        return build_deck(project, default_scenes(project), DAY)


@pytest.fixture
def screen(qtbot: QtBot, deck: Deck) -> Iterator[Presenter]:
    widget = Presenter(deck)
    qtbot.addWidget(widget)
    widget.animated = False
    widget.resize(1024, 768)
    widget.show()
    yield widget
    widget.close()


def drawn(deck: Deck, number: int, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_slide(painter, deck, number, places(width, height))
    painter.end()
    return image


def colours(image: QImage, step: int = 8) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }


# Sizes


def test_sizes_are_those_of_the_design() -> None:
    for (width, height), title, text in (
        ((1920, 1080), 68, 34),
        ((1024, 768), 42, 24),
        ((3840, 2160), 136, 68),
    ):
        at = places(width, height)
        assert at.title_px == pytest.approx(title, abs=0.5) and at.text_px == pytest.approx(text, abs=0.5)
    assert places(1920, 1080).small_px == 16 and places(1024, 768).small_px == 14


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_parts_fill_the_screen_and_lie_apart(width: int, height: int) -> None:
    at = places(width, height)
    parts = (at.header, at.map, at.side, at.footer)
    for place, part in enumerate(parts):
        assert at.page.contains(part)
        assert not any(part.intersects(other) for other in parts[place + 1 :])
    assert at.map.width() * at.map.height() >= 0.44 * width * height
    assert at.text_px >= 24 and at.title_px >= 42 and at.small_px >= 14


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_no_text_leaves_the_screen_nor_lies_on_another(
    deck: Deck, width: int, height: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, QRectF]] = []
    plain = present_slide.draw_text

    def spy(painter: QPainter, at: Any, told: str, pixels: float, *rest: Any, **more: Any) -> None:
        weight = rest[1] if len(rest) > 1 else 400
        wide = present_slide.text_width(told, pixels, weight)
        left = at.x() - more.get("align", present_slide.Align.LEFT).value * wide
        found.append((told, QRectF(left, at.y() - pixels * 0.72, wide, pixels * 0.92)))
        plain(painter, at, told, pixels, *rest, **more)

    monkeypatch.setattr(present_slide, "draw_text", spy)
    drawn(deck, number, width, height)
    at = places(width, height)
    for place, (told, box) in enumerate(found):
        assert at.page.contains(box), told
        assert not [other for other, taken in found[place + 1 :] if box.intersects(taken)], told


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_labels_stand_in_the_map_and_apart(deck: Deck, width: int, height: int) -> None:
    at, slide = places(width, height), deck.slides[1]
    view = slide.view(at.map.width(), at.map.height(), at.unit)
    first, second = slide.overlay.scaled(at.unit).label_boxes(view)
    field = QRectF(0, 0, view.width, view.height)
    assert field.contains(first) and field.contains(second) and not first.intersects(second)


def test_a_sentence_takes_two_lines_at_most(qapp: Any) -> None:
    at = places(1024, 768)
    assert title_lines("Breve", at) == (["Breve"], at.title_px)
    for sentence in (
        "Una frase che non sta in una sola riga dello schermo di un vecchio proiettore",
        "parola " * 60,
    ):
        lines, size = title_lines(sentence, at)
        assert len(lines) == 2 and size >= 23.5
        assert all(present_slide.text_width(line, size, 700) <= at.header.width() for line in lines)
        assert 2 * size * 1.22 <= at.header.height()


# What is shown


def test_a_scene_has_three_items_at_most_and_one_fill(deck: Deck, town: Path) -> None:
    assert [item.name for item in deck.slides[1].items] == ["Alta", "Bassa"]
    assert legend_rows(deck.slides[1])[:2] == [
        ("shortage", "zona in carenza"),
        ("overlap", "zona con sovrapposizione"),
    ]
    with Project.open(town, read_only=True) as project:
        zones = project.frame("analysis_zone")["uid"].tolist()
        many = replace(default_scenes(project)[0], zones=tuple(zones * 3))
        assert len(build_deck(project, [many], DAY).slides[0].items) == 3
    tones = colours(drawn(deck, 0, 1920, 1080))
    assert "#1b1e22" in tones and "#ffffff" in tones
    assert any(
        abs(int(tone[1:3], 16) - int(SHORTAGE_FILL[1:3], 16)) < 4 and tone[5:] < "60" for tone in tones
    )


def test_markup_in_a_name_is_text(deck: Deck) -> None:
    slide = replace(deck.slides[0], sentence="<h1>Titolo</h1> & {grid}")
    image = drawn(replace(deck, slides=(slide,)), 0, 1280, 720)
    assert image != drawn(replace(deck, slides=(replace(slide, sentence="Titolo"),)), 0, 1280, 720)


def test_slides_are_pages_of_a_pdf(town: Path, tmp_path: Path, qapp: Any) -> None:
    path = tmp_path / "scene.pdf"
    assert run(["slides", str(town), "-o", str(path)]) == 0
    content = path.read_bytes()
    assert content.count(b"/Type /Page\n") == 3 and b"/MediaBox [0 0 960" in content


# Keys


def test_keys_and_clickers_move_through_the_scenes(qtbot: QtBot, screen: Presenter) -> None:
    keys = Qt.Key
    moved: list[int] = []
    screen.moved.connect(moved.append)
    for key in (
        keys.Key_Right,
        keys.Key_PageDown,
        keys.Key_Space,
        keys.Key_Left,
        keys.Key_PageUp,
        keys.Key_Up,
    ):
        qtbot.keyClick(screen, key)
    assert moved == [1, 2, 1, 0]
    qtbot.keyClick(screen, keys.Key_End)
    qtbot.keyClick(screen, keys.Key_Down)
    assert screen.number == 2
    qtbot.keyClick(screen, keys.Key_Home)
    assert screen.number == 0


def test_b_blanks_the_screen_and_any_move_brings_it_back(qtbot: QtBot, screen: Presenter) -> None:
    qtbot.waitUntil(lambda: screen.settled, timeout=20_000)
    assert len(colours(screen.grab().toImage())) > 10
    qtbot.keyClick(screen, Qt.Key.Key_B)
    assert colours(screen.grab().toImage()) == {"#000000"}
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    assert not screen.blank and screen.number == 0
    qtbot.keyClick(screen, Qt.Key.Key_B)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.blank and screen.isVisible()


def test_l_darkens_all_but_the_pointer(qtbot: QtBot, screen: Presenter) -> None:
    screen.draw_now()
    corner = (screen.width() - 3, 3)
    assert screen.grab().toImage().pixelColor(*corner).lightness() > 250
    qtbot.keyClick(screen, Qt.Key.Key_L)
    assert screen.grab().toImage().pixelColor(*corner).lightness() < 170
    assert screen.cursor().shape() == Qt.CursorShape.BlankCursor
    qtbot.keyClick(screen, Qt.Key.Key_L)
    assert screen.grab().toImage().pixelColor(*corner).lightness() > 250


def test_escape_ends_and_tells_where(qtbot: QtBot, screen: Presenter) -> None:
    qtbot.keyClick(screen, Qt.Key.Key_Right)
    with qtbot.waitSignal(screen.finished) as ended:
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert ended.args == [1] and not screen.isVisible()


# Flight, pictures, screens


def test_a_flight_goes_from_one_view_to_the_other(deck: Deck) -> None:
    first, second = (slide.view(700, 500, 0.7) for slide in deck.slides[:2])
    flight = Flight(first, second, 0, 10.0)
    assert 0.2 <= FLIGHT_S <= 0.6
    assert flight.share(10.0) == 0 and flight.share(10 + FLIGHT_S) == 1 and flight.share(99) == 1
    assert flight.at(0.0).center_x == pytest.approx(first.center_x)
    assert flight.at(1.0).metres_per_px == pytest.approx(second.metres_per_px)


def test_scenes_fly_where_motion_is_wanted_and_jump_where_not(qtbot: QtBot, screen: Presenter) -> None:
    qtbot.waitUntil(lambda: len(screen._pictures) == 3, timeout=20_000)
    screen.show_scene(1)
    assert not screen.flying
    screen.animated = True
    screen.show_scene(2)
    assert screen.flying
    screen.show_scene(0)
    qtbot.waitUntil(lambda: screen.settled, timeout=3_000)
    assert screen.number == 0 and screen.present_view(0.0) == screen._scene_view(0)


def test_the_screen_shows_what_the_page_of_the_pdf_shows(qtbot: QtBot, screen: Presenter, deck: Deck) -> None:
    qtbot.waitUntil(lambda: screen.settled, timeout=20_000)
    seen, page = screen.grab().toImage(), drawn(deck, 0, 1024, 768)
    same = 0
    for x in range(4, 1024, 20):
        for y in range(4, 768, 20):
            pair = zip(seen.pixelColor(x, y).getRgb(), page.pixelColor(x, y).getRgb(), strict=True)
            same += all(abs(a - b) < 24 for a, b in pair)
    assert same / (51 * 39) > 0.97


def test_a_new_size_draws_anew(qtbot: QtBot, screen: Presenter) -> None:
    qtbot.waitUntil(lambda: screen.settled, timeout=20_000)
    screen.resize(1280, 720)
    qtbot.waitUntil(lambda: screen.settled, timeout=20_000)
    view, image = screen._pictures[0]
    assert image.width() == view.width == round(screen.places().map.width())


def test_a_pulled_cable_loses_nothing(
    qtbot: QtBot, screen: Presenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.show_scene(2)
    gone = screen.screen()
    screen._screen_removed(gone)
    assert screen.isVisible() and screen.number == 2
    shown: list[bool] = []
    monkeypatch.setattr(screen, "showFullScreen", lambda: shown.append(True))

    class Other:
        """A screen that is left."""

        @staticmethod
        def geometry() -> Any:
            return gone.geometry()

    monkeypatch.setattr(present.QGuiApplication, "screens", staticmethod(lambda: [gone, Other]))
    monkeypatch.setattr(screen, "setScreen", lambda _screen: None)
    QGuiApplication.instance().screenRemoved.emit(gone)  # as Qt tells it
    assert shown == [True] and screen.number == 2


def test_the_operator_sees_notes_and_the_next_scene(qtbot: QtBot, screen: Presenter, deck: Deck) -> None:
    noted = replace(deck.slides[0], scene=replace(deck.slides[0].scene, notes="Ricordare il bilancio " * 9))
    screen.deck = replace(deck, slides=(noted, *deck.slides[1:]))
    operator = Operator(screen)
    qtbot.addWidget(operator)
    operator.show()
    first = operator.grab().toImage()
    qtbot.keyClick(operator, Qt.Key.Key_Right)
    assert screen.number == 1 and operator.accessibleName() == deck.slides[1].sentence
    assert operator.grab().toImage() != first
    qtbot.keyClick(operator, Qt.Key.Key_End)
    assert len(colours(operator.grab().toImage())) > 10
    qtbot.keyClick(operator, Qt.Key.Key_Escape)
    assert not screen.isVisible() and not operator.isVisible()


def test_one_screen_is_the_projector_too(qapp: Any) -> None:
    assert projector_screen() is QGuiApplication.primaryScreen()
