"""A review on the projector and on paper: both maps on the same classes, and the table within the screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.present import changes, slide as present_slide
from app.present.deck import Deck, build_deck
from app.present.layout import places
from app.review.build import Asked, gather
from app.review.scenes import review_scenes, with_review
from app.sheets.batch import write_sheets
from maps.progress import no_progress
from maps.project import Project
from maps.semester.semesters import PREVIOUS
from maps.views.scenes import Scene


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    from data.demo import write_demo

    path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    write_demo(path)
    with Project.open(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def scenes(project: Project, qapp: Any) -> list[Scene]:
    return review_scenes(project, gather(project, Asked("2026-1", PREVIOUS, ""), no_progress))


@pytest.fixture(scope="module")
def deck(project: Project, scenes: list[Scene]) -> Deck:
    return build_deck(project, scenes)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1920, 1080), (3840, 2160)])
def test_the_table_stands_within_the_screen_in_large_type(
    deck: Deck, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, QRectF, float]] = []
    plain = changes.draw_text

    def spy(painter: QPainter, at: Any, told: str, pixels: float, *rest: Any, **more: Any) -> None:
        weight = rest[1] if len(rest) > 1 else 400
        wide = present_slide.text_width(told, pixels, weight)
        right = more.get("align", rest[2] if len(rest) > 2 else None) is changes.Align.RIGHT
        left = at.x() - wide if right else at.x()
        found.append((told, QRectF(left, at.y() - pixels * 0.72, wide, pixels * 0.92), pixels))
        plain(painter, at, told, pixels, *rest, **more)

    monkeypatch.setattr(changes, "draw_text", spy)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    at = places(width, height)
    present_slide.draw_slide(painter, deck, 2, at)
    painter.end()
    told = [text for text, _box, _pixels in found]
    assert "Fornaci" in told and "+79" in told and "Aumento significativo" in told
    for place, (text, box, pixels) in enumerate(found):
        assert at.page.contains(box) and box.bottom() <= at.footer.top() and pixels >= 24, text
        assert not [other for other, taken, _ in found[place + 1 :] if box.intersects(taken)], text


def test_many_zones_leave_out_the_last_and_long_names_give_way(deck: Deck, qapp: Any) -> None:
    from dataclasses import replace

    table = deck.slides[2].table
    assert table is not None
    long = replace(table.rows[0], name="<b>Quartiere</b> " * 30)
    many = replace(table, rows=(long,) * 90)
    slides = (replace(deck.slides[2], table=many),)
    image = QImage(1024, 768, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    at = places(1024, 768)
    present_slide.draw_slide(painter, replace(deck, slides=slides), 0, at)
    painter.end()
    assert image.pixelColor(1020, 300).name() == "#ffffff"  # nothing beyond the margin
    assert image.pixelColor(4, round(at.footer.center().y())).name() == "#1b1e22"


def test_both_sides_are_printed_on_the_same_classes(
    project: Project, scenes: list[Scene], tmp_path: Path, qapp: Any
) -> None:
    before, after = (
        write_sheets(project, tmp_path / f"{scene.review}.png", [scene], dpi=72)[0] for scene in scenes[:2]
    )
    names = [[row.text for row in sheet.groups[0].rows] for sheet in (before, after)]
    assert names[0] == names[1] and "Densità" in before.groups[0].heading
    assert "Fornaci: da 167 a 246, aumento significativo." in before.texts.summary


def test_a_comparison_that_is_gone_leaves_its_title(project: Project, scenes: list[Scene], qapp: Any) -> None:
    from dataclasses import replace

    gone = replace(scenes[2], semester="1999-1")
    (made,) = build_deck(project, [gone]).slides
    assert made.table is None and made.items == () and made.sentence == gone.title


def test_the_same_comparison_is_not_added_twice(scenes: list[Scene]) -> None:
    from dataclasses import replace

    renamed = [replace(scenes[0], name="Prima", title="vecchio"), *scenes[1:]]
    again = with_review(renamed, scenes)
    assert [each.name for each in again] == ["Prima", *(each.name for each in scenes[1:])]
    assert again[0].title == scenes[0].title
